"""Bring the data up to date and serve the pages; run by script/server.

On first run the association's pack and its synthetic year are loaded. What the web server then runs is the
same as in production: gunicorn, and static files compressed and named by their content.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("POUKAMA_DEMO", "1")
if os.environ["POUKAMA_DEMO"]:
    os.environ.setdefault("POUKAMA_DEMO_DAY", "2024-12-30")  # the first working day after the invented year
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from gunicorn.app.wsgiapp import run as gunicorn

django.setup()

from poukama.setup.demo.staff import who_can_sign_in
from poukama.toolkit.sealing import keys, making

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
ROUNDS = os.environ.get("POUKAMA_ROUNDS", "1")
WORKERS = os.environ.get("POUKAMA_WORKERS", "2")
FIRST_RUN = (
    ("pack", "apply", "packs/lahti-2024"),
    ("demo", "--if-empty", "--until", "2024-12-29"),
)


def main() -> None:
    """Migrate, load what a new installation needs, and become the web server."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    begin_keys()
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.DEMO:
        load_once()
    print(f"Poukama answers at http://{HOST}:{PORT}", flush=True)
    if settings.DEMO:
        with translation.override("en"):  # as everything that the scripts say
            print(who_can_sign_in(), flush=True)
    serve()


def begin_keys() -> None:
    """Make the keys of a new installation; refuse to go on with keys that are not those of the database."""
    with translation.override("en"):  # as everything that the scripts say
        try:
            making.begin()
        except keys.KeyProblem as problem:
            sys.exit(f"Not served: {problem}")


def load_once() -> None:
    """Load the pack and the synthetic year, unless this database has them already."""
    name = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode()).hexdigest()[:12]
    done = Path(settings.DATA) / f"demo-{name}"
    if done.exists():
        return
    print("First run: making a synthetic year. This takes about a minute.", flush=True)
    for command in FIRST_RUN:
        made = subprocess.run([sys.executable, "-m", "poukama", *command], capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"{made.stdout}{made.stderr}Not served: {' '.join(command)} failed.")
    done.touch()


def serve() -> None:
    """Become the web server: what has been loaded so far is not loaded again."""
    connections.close_all()
    if ROUNDS:
        subprocess.Popen([sys.executable, "-m", "poukama", "rounds"])  # ends when this process does
    where = ["--bind", f"{HOST}:{PORT}"]
    processes = ["--workers", WORKERS, "--threads", "4", "--worker-class", "gthread", "--preload"]
    patience = ["--log-level", "warning", "--graceful-timeout", "5", "--timeout", "60"]
    sys.argv = ["gunicorn", "config.wsgi", *where, *processes, *patience]
    gunicorn()


if __name__ == "__main__":
    main()
