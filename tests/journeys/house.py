"""A whole installation for a journey: its own data folder, and the same web server as in production.

The server is a process of its own, so a journey can kill it; what it acknowledged must be there afterwards.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
SERVES = "import sys; sys.path.insert(0, 'script/steps'); import serve; serve.serve()"


class House:
    """An installation with a data folder of its own, started and stopped at will."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find around them."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("POUKAMA_", "DJANGO_"))
        }
        return inherited | {
            "POUKAMA_DATA": str(self.data),
            "POUKAMA_DEMO": "1",
            "POUKAMA_DEMO_DAY": "2024-12-30",
            "POUKAMA_ROUNDS": "",
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
        }

    @property
    def said(self) -> str:
        """What the server has printed since the installation began."""
        return (self.data / "server.log").read_text()

    def copy_to(self, data: Path) -> "House":
        """Another installation with the same data, so that each journey may do as it likes."""
        shutil.copytree(self.data, data)
        return House(data)

    def run(self, *command: str) -> str:
        """Run a command of the house and return what it printed."""
        return self.python("-m", "poukama", *command)

    def python(self, *arguments: str) -> str:
        """Run Python in the installation."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *, within: float = 60, is_up_to_date: bool = False) -> None:
        """Run script/server, or only its web server where everything is up to date, and wait until it answers.

        Raises:
            AssertionError: it ended, or did not answer within so many seconds.
        """
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVES] if is_up_to_date else [str(ROOT / "script/server")],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        began = time.monotonic()
        while self.process.poll() is None and time.monotonic() - began < within:
            is_ready = (
                is_up_to_date or f":{self.port}" in self.said
            )  # it may be another's server that answers there
            if is_ready and answers(f"{self.url}/account/login/"):
                return
            time.sleep(0.1)
        raise AssertionError(self.said)

    def stop(self) -> None:
        """Stop serving, politely."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Stop at once, as a power cut would: master and workers, in the middle of whatever they do."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=20)
            self.process = None


def free_port() -> int:
    """A port that nobody uses now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether something is served there."""
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False
