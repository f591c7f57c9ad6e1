"""Put a backup back again and again, killed one step later each time; run in a process of its own.

Says how many times it was killed before it came through. What stands after each kill must open whole.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from poukama.setup.backups.databases import copier
from poukama.setup.backups.refusals import InUse
from poukama.setup.backups.restoring import put_back
from poukama.toolkit.sealing import files, keys

MOST = 60
ASKED: dict[Any, tuple[str, ...]] = {
    os: ("fsync", "link", "open"),
    Path: ("replace", "unlink"),
    subprocess.Popen: ("wait",),
    subprocess: ("Popen",),
    shutil: ("copyfileobj",),
}
"""What is asked of the disk and of the database's own tools; among them the last word before it is committed."""


def dies_at(step: int) -> None:
    """Have this process die the moment it has asked for something so many times."""
    asked = 0

    def counted(does):
        def asks(*told, **named):
            nonlocal asked
            if asked == step:
                os._exit(9)
            asked += 1
            return does(*told, **named)

        return asks

    for owner, names in ASKED.items():
        for name in names:
            setattr(owner, name, counted(getattr(owner, name)))


def in_a_child(act) -> int:
    """How a child ended that did this."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def what_stands_opens() -> None:
    """Fail unless the keys are those of the database and every file opens."""
    keys.verify()
    found = files.state()
    if found.missing or found.broken or found.whole != 1:
        os._exit(3)


def once_nobody_has_it() -> None:
    """Wait until the tools of one who was killed have noticed it."""
    for _turn in range(100):
        try:
            copier().refuse_in_use()
        except InUse:
            time.sleep(0.3)
        else:
            return


def main(source: Path) -> None:
    """Kill it at the first step, the second, … until it comes through."""
    for step in range(MOST):

        def restores(step: int = step) -> None:
            once_nobody_has_it()
            dies_at(step)
            put_back(source)

        ended = in_a_child(restores)
        if in_a_child(what_stands_opens) != 0:
            sys.exit(f"Killed at step {step}, what stands does not open.")
        if ended == 0:
            sys.stdout.write(str(step))
            return
        if ended != 9:
            sys.exit(f"At step {step} it ended with {ended}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
