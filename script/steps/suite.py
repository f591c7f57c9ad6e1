"""Run the whole suite, or with arguments one quick part of it; run by script/test.

The guards first, then everything on SQLite, everything on PostgreSQL, and the journeys in a browser. What
cannot run fails, and says with which command it can. A browser may be late on a busy machine: journeys that
failed are tried once more, one at a time; what the first try said stays in the output.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script/steps"))

import chromium
import postgres

PYTEST = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "-q"]
PARALLEL = ["-n", os.environ.get("POUKAMA_TEST_PROCESSES", "2")]
NOT_JOURNEYS = ["--ignore=tests/journeys"]
NOT_GUARDS = ["--ignore=tests/architecture"]
AGAIN = ["tests/journeys", "--last-failed", "--last-failed-no-failures", "none"]


def main() -> None:
    """Run the parts; exit with 1 when any of them failed."""
    arguments = sys.argv[1:]
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="poukama-tests-"))
        environment = {"POUKAMA_DATA": data, "DATABASE_URL": ""}
        if arguments:
            journeys = any("journeys" in argument for argument in arguments)
            more = browser() | {"POUKAMA_TEST_DATABASE": "file"} if journeys else {}
            sys.exit(run(arguments, environment | more))
        sys.exit(whole(environment, stack))


def whole(environment: dict[str, str], stack: ExitStack) -> int:
    """Every part, one after the other, each even when an earlier one failed."""
    server = stack.enter_context(postgres.server(ROOT / "var"))
    chrome = browser()
    parts = {
        "guards": (["tests/architecture", *PARALLEL], {}),
        "SQLite": (["tests", *NOT_JOURNEYS, *NOT_GUARDS, *PARALLEL], {}),
        "PostgreSQL": (["tests", *NOT_JOURNEYS, *NOT_GUARDS, *PARALLEL], {"DATABASE_URL": server}),
        "journeys": (
            ["tests/journeys", *PARALLEL, "--dist", "loadfile"],
            chrome | {"POUKAMA_TEST_DATABASE": "file"},
        ),
    }
    failed = []
    for name, (arguments, more) in parts.items():
        print(f"\n── {name}", flush=True)
        if run(arguments, environment | more) and not (name == "journeys" and late(environment | more)):
            failed.append(name)
    if failed:
        print("\nFailed: " + ", ".join(failed), file=sys.stderr)
    return bool(failed)


def late(environment: dict[str, str]) -> bool:
    """Whether the journeys that failed come through when nothing runs beside them."""
    print("\n── journeys that failed, once more", flush=True)
    return run(AGAIN, environment) == 0


def run(arguments: list[str], environment: dict[str, str]) -> int:
    """One run of pytest."""
    return subprocess.run(
        [*PYTEST, *arguments], cwd=ROOT, env=os.environ | environment, check=False
    ).returncode


def browser() -> dict[str, str]:
    """Where the tests find Chromium."""
    return {"POUKAMA_CHROMIUM": chromium.find()}


if __name__ == "__main__":
    main()
