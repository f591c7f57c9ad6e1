"""Run every linter and contract; report all that fail, not only the first."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv/bin"

PYTHON = str(BIN / "python")
CHECKS = {
    "layout of Python": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint of Python": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "import contracts": [str(BIN / "lint-imports"), "--no-logo"],
    "lint of templates": [str(BIN / "djlint"), "poukama", "--lint", "--quiet"],
    "Django's own checks": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "missing migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "messages": [PYTHON, "script/steps/messages.py", "--check"],
}
LOCKS = ("package-lock.json", "requirements/*.txt")
HOST = re.compile(r"https?://\S+|--(?:extra-)?index-url|--find-links", re.IGNORECASE)


def main() -> None:
    """Run the checks and exit with 1 when any failed."""
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    failed += [f"address in {path.relative_to(ROOT)}" for path in locks_with_addresses()]
    if failed:
        sys.exit(
            "script/check found something in: " + ", ".join(failed) + ". script/format mends what it can."
        )
    print("script/check: everything is in order.")


def passes(name: str, command: list[str]) -> bool:
    """Run one check; its words are shown only when it fails."""
    began = time.perf_counter()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "COLUMNS": "110"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(
        f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.perf_counter() - began:.1f} s)",
        flush=True,
    )
    if done.returncode:
        print((done.stdout + done.stderr).strip(), flush=True)
    return done.returncode == 0


def locks_with_addresses() -> list[Path]:
    """Lock files that say where packages come from: they must install wherever a mirror is."""
    paths = [path for pattern in LOCKS for path in sorted(ROOT.glob(pattern))]
    return [path for path in paths if HOST.search(path.read_text())]


if __name__ == "__main__":
    main()
