"""Find a Chromium on the machine, or install the system's."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """The path of a Chromium: the one named by POUKAMA_CHROMIUM, the system's, or one installed now."""
    found = os.environ.get("POUKAMA_CHROMIUM") or installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium …", file=sys.stderr, flush=True)
        apt = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=apt, check=False)
        packages = ["chromium", "fonts-dejavu-core"]
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            env=apt,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        found = installed()
    if found is None:
        sys.exit("The journeys need Chromium. Mend with: apt-get install chromium")
    return found


def installed() -> str | None:
    """A Chromium on the search path."""
    return next(filter(None, map(shutil.which, NAMES)), None)
