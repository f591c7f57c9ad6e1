"""Bring the checkout up to date with its lock files; run by script/setup with any Python 3.11 or newer.

Only the standard library, since nothing else is there yet. Each step leaves a stamp of what it was made
from and is skipped while that is unchanged.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps.json"


def main() -> None:
    """Run the steps whose inputs changed since they last ran."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what tests and linters need")
    arguments = parser.parse_args()

    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # script/server and script/test may start at the same time
        prepare(with_dev=arguments.dev)


def prepare(*, with_dev: bool) -> None:
    """Virtual environment, front-end packages, served front-end files, compiled catalogues."""
    stamps = Stamps(STAMPS)
    bootstrap = ROOT / "requirements/bootstrap.txt"
    if not (VENV / "bin/python").exists() or not stamps.is_fresh("bootstrap", [bootstrap]):
        stamps.run("bootstrap", [bootstrap], make_environment)

    base, dev = ROOT / "requirements/base.txt", ROOT / "requirements/dev.txt"
    if with_dev:
        stamps.run("packages", [base, dev], lambda: install_packages(dev))
    elif not stamps.is_fresh("packages", [base, dev]):
        stamps.run("packages", [base], lambda: install_packages(base))

    front_end = [ROOT / "package.json", ROOT / "package-lock.json"]
    stamps.run("front-end", front_end, install_front_end, outputs=[ROOT / "node_modules"])
    vendor = ROOT / "script/steps/vendor.py"
    wanted = [*front_end, ROOT / "frontend.json", vendor]
    stamps.run("vendor", wanted, lambda: python(vendor), outputs=[ROOT / "poukama/toolkit/static/vendor"])

    catalogues = sorted(ROOT.glob("poukama/*/locale/*/LC_MESSAGES/*.po"))
    compiled = [path.with_suffix(".mo") for path in catalogues]
    stamps.run(
        "catalogues", catalogues, lambda: python(ROOT / "script/steps/catalogues.py"), outputs=compiled
    )


class Stamps:
    """What each step was last made from, kept inside the virtual environment so that they go together."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def is_fresh(self, name: str, inputs: Iterable[Path]) -> bool:
        """Whether the step last ran with these very inputs."""
        return self._read().get(name) == digest(inputs)

    def run(
        self, name: str, inputs: list[Path], step: Callable[[], object], *, outputs: Iterable[Path] = ()
    ) -> None:
        """Run the step unless it last ran with these inputs and its outputs are still there."""
        if self.is_fresh(name, inputs) and all(path.exists() for path in outputs):
            return
        step()
        stamps = self._read() | {name: digest(inputs)}
        self.path.write_text(json.dumps(stamps, indent=1, sort_keys=True))

    def _read(self) -> dict[str, str]:
        return json.loads(self.path.read_text()) if self.path.exists() else {}


def digest(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of the files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def make_environment() -> None:
    """Make the virtual environment anew and put the pinned installer in it."""
    say("Making the virtual environment")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run([sys.executable, "-m", "venv", str(VENV)])
    except subprocess.CalledProcessError:
        sys.exit("Python's venv module is missing. Mend with: apt-get install python3-venv")
    pip = [str(VENV / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "--requirement", str(ROOT / "requirements/bootstrap.txt")])


def install_packages(requirements: Path) -> None:
    """Make the environment hold exactly the locked packages."""
    say(f"Installing {requirements.relative_to(ROOT)}")
    uv = [
        str(VENV / "bin/uv"),
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        "--python",
        str(VENV / "bin/python"),
    ]
    run([*uv, str(requirements)], UV_SYSTEM_CERTS="1")


def install_front_end() -> None:
    """Install the locked front-end packages with the npm that the virtual environment carries."""
    say("Installing the front-end packages")
    run([str(VENV / "bin/npm"), "ci", "--loglevel=error"], quiet=True, NODE_USE_SYSTEM_CA="1")


def python(script: Path) -> None:
    """Run one of our steps inside the virtual environment."""
    run([str(VENV / "bin/python"), str(script)])


def run(command: list[str], *, quiet: bool = False, **environment: str) -> None:
    """Run a command in the checkout; a failure stops the set-up. Quiet: only what it says of errors."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(
        command, cwd=ROOT, check=True, stdout=output, env=os.environ | {"PATH": path} | environment
    )


def say(text: str) -> None:
    """Tell what takes time, on the error stream so that a command's own output stays clean."""
    print(f"{text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"The set-up stopped: {' '.join(error.cmd)} failed.")
