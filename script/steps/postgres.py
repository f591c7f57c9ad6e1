"""Find a PostgreSQL for the tests: one that is named, one that answers, or a private one."""

import getpass
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

MEND = "apt-get install postgresql"
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A DATABASE_URL whose server lets us make databases; a private one is stopped afterwards."""
    named = os.environ.get("POUKAMA_TEST_POSTGRES", "")
    if named:
        if not usable(named):
            sys.exit("POUKAMA_TEST_POSTGRES names no server that answers and lets us create databases.")
        yield with_own_name(named, folder)
        return
    answering = next(filter(usable, candidates()), None)
    if answering:
        yield with_own_name(answering, folder)
        return
    with private_cluster(folder) as own:
        yield with_own_name(own, folder)


def candidates() -> list[str]:
    """Where a server usually answers: the local socket, and this machine's port."""
    sockets = [path for path in ("/var/run/postgresql", "/tmp") if Path(path, ".s.PGSQL.5432").exists()]  # noqa: S108
    places = [("", f"?host={path}") for path in sockets] + [("127.0.0.1:5432", "")]
    users = dict.fromkeys([getpass.getuser(), "postgres"])
    return [f"postgresql://{user}@{host}/postgres{query}" for host, query in places for user in users]


def usable(url: str) -> bool:
    """Whether a server answers there and lets us create databases."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(MAY_CREATE).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def with_own_name(url: str, folder: Path) -> str:
    """The same server, and a database name of this checkout, so that two checkouts can be tested at once."""
    name = "poukama_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def private_cluster(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own, installing it first when it is missing and we may; stop it at the end."""
    programs = find_programs() or install()
    sockets = tempfile.mkdtemp(prefix="poukama-pg-")
    user = run_as()
    data = folder / "postgres"
    if user and not reachable(folder, user):
        data = (
            Path(sockets) / "data"
        )  # the checkout is in a folder that the database's own user may not enter
    if user:
        shutil.chown(sockets, user)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.chown(data, user)
    become = ["runuser", "-u", user, "--"] if user else []
    if not (data / "PG_VERSION").exists():
        print("Making a private PostgreSQL …", file=sys.stderr, flush=True)
        call(
            [*become, str(programs / "initdb"), "-D", str(data), "-U", "poukama", "-A", "trust", "-E", "UTF8"]
        )
    control = [*become, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    settings = f"-k {sockets} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    call([*control, "-l", f"{sockets}/log", "-o", settings, "start"])
    try:
        yield f"postgresql://poukama@/postgres?host={sockets}"
    finally:
        call([*control, "-m", "fast", "stop"])
        shutil.rmtree(sockets, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder with the newest initdb of the machine."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    found = [*versions, *([Path(on_path).parent] if on_path else [])]
    return next((path for path in reversed(found) if (path / "initdb").exists()), None)


def install() -> Path:
    """Install the system's PostgreSQL without letting it start a cluster of its own."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PostgreSQL …", file=sys.stderr, flush=True)
        apt = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=apt, check=False)
        for package in ("postgresql-common", "postgresql"):
            subprocess.run(
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
                env=apt,
                check=False,
                stdout=subprocess.DEVNULL,
            )
            keep = Path("/etc/postgresql-common/createcluster.conf")
            if keep.exists() and "create_main_cluster = false" not in keep.read_text():
                keep.write_text(keep.read_text() + "\ncreate_main_cluster = false\n")
    programs = find_programs()
    if programs is None:
        sys.exit(f"The tests need PostgreSQL. Mend with: {MEND}")
    return programs


def run_as() -> str:
    """The user that the server must run as: it refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else ""


def reachable(folder: Path, user: str) -> bool:
    """Whether a user may enter the folder."""
    return (
        subprocess.run(["runuser", "-u", user, "--", "test", "-x", str(folder)], check=False).returncode == 0
    )


def call(command: list[str]) -> None:
    """Run a program of PostgreSQL; its words are shown only when it fails."""
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}\nMend with: {MEND}")
