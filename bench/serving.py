"""Web servers of a house, as in production, on this machine only."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.houses import ROOT, House

HOST = "127.0.0.1"


@contextmanager
def served(house: House, application: str = "config.wsgi", *, workers: int = 2) -> Iterator[tuple[int, int]]:
    """Serve a house; gives the port and the process id of the server."""
    port = _free_port()
    options = ["--bind", f"{HOST}:{port}", "--workers", str(workers), "--threads", "4", "--preload"]
    quiet = ["--worker-class", "gthread", "--log-level", "error", "--timeout", "60", "--keep-alive", "30"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, *options, *quiet],
        cwd=ROOT,
        env=house.environment,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def workers_of(pid: int) -> list[int]:
    """The process ids of a server's workers."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if fields.get("PPid") == str(pid):
            found.append(int(status.parent.name))
    return found


def resident(pid: int) -> float:
    """How many megabytes of memory a process holds, shared ones included."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/account/login/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer.")
