"""Whoever renews the keys and is killed in the middle of it loses nothing: every box opens, and it goes on."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(
        "postgres" in os.environ.get("DATABASE_URL", "") and shutil.which("pg_dump") is None,
        reason="pg_dump is not on this machine",
    ),
]
ROTATING = [sys.executable, "-m", "tests.setup.rotating"]


def counted(elsewhere):
    """What stands in the boxes there, and how many of them each key has sealed."""
    code, said = elsewhere.runs([*ROTATING, "count"])
    assert code == 0, said
    return json.loads(said)


def killed(elsewhere, where, *, after):
    """Renew the keys there, and kill it where it stops for the last of so many times."""
    with subprocess.Popen(
        [*ROTATING, where],
        cwd=ROOT,
        env=elsewhere.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as renewing:
        for stop in range(after):
            assert renewing.stdout.readline() == "stopped\n"
            if stop < after - 1:
                renewing.stdin.write("on\n")
                renewing.stdin.flush()
        renewing.send_signal(signal.SIGKILL)
    assert renewing.returncode == -signal.SIGKILL


@pytest.mark.parametrize("where, after", [("between", 1), ("inside", 2)])
def test_a_rotation_killed_half_way_loses_nothing_and_goes_on(backup, elsewhere, where, after):
    assert elsewhere.does("restore", str(backup))[0] == 0
    before = counted(elsewhere)
    assert (set(before["keys"]), before["whole"]) == ({"1"}, 1)

    killed(elsewhere, where, after=after)

    half = counted(elsewhere)
    assert set(half["keys"]) == {"1", "2"}
    assert (sum(half["keys"].values()), half["texts"]) == (sum(before["keys"].values()), before["texts"])
    left = json.loads(elsewhere.does("keys", "check", "--json")[1])["left"]
    assert left == half["keys"]["1"]

    code, said = elsewhere.does("keys", "rotate", "--json")

    assert (code, json.loads(said)) == (0, {"key": 2, "sealed": left, "new": False})
    after_all = counted(elsewhere)
    assert after_all["keys"] == {"2": sum(before["keys"].values())}
    assert (after_all["texts"], after_all["whole"], after_all["broken"]) == (before["texts"], 1, 0)
    assert elsewhere.does("audit", "verify")[0] == 0
