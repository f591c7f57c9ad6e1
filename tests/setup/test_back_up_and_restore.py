"""A backup holds everything but the keys; it is put back only when it is whole and the keys open it.

What is put back goes into an installation of its own, by the commands that people use. On PostgreSQL with its own
tools; without them the tests are left out, and say so.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.utils import translation

from poukama.access.models import AuditEvent
from poukama.setup.backups import databases, making
from poukama.toolkit.sealing import files, folder, keys
from tests.conftest import ROOT
from tests.factories.clients import AttachmentFactory
from tests.setup.conftest import SECRET

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("house"),
    pytest.mark.skipif(
        "postgres" in os.environ.get("DATABASE_URL", "") and shutil.which("pg_dump") is None,
        reason="pg_dump is not on this machine",
    ),
]


def everything_in(place):
    return {path.name: path.read_bytes() for path in Path(place).rglob("*") if path.is_file()}


def test_a_backup_holds_the_database_and_the_files_and_neither_keys_nor_anything_plain(
    backup, house, settings
):
    told = json.loads((backup / "manifest.json").read_text())
    assert sorted(each.name for each in backup.iterdir()) == ["database", "manifest.json", "sealed"]
    assert sorted(told["parts"]) == ["database", f"sealed/{house.content}"]
    assert set(told["checks"]) == {"0", "1"}
    ring = json.loads(settings.KEYS.read_text())
    for content in everything_in(backup).values():
        for secret in (SECRET.decode(), "Helka", ring["searches"], ring["seals"]["1"]):
            assert secret.encode() not in content
    assert all(
        path.stat().st_mode & 0o077 == 0
        for path in (backup, *backup.iterdir())
        if path.name != "manifest.json"
    )
    assert AuditEvent.objects.get(action="setup.make_backup").detail == {"files": 1, "keys": [0, 1]}


def test_what_is_put_back_opens_elsewhere(backup, elsewhere):
    code, said = elsewhere.does("restore", str(backup), "--json")
    assert code == 0, said
    assert elsewhere.does("files", "check", "--json")[1].startswith(
        '{"whole": 1, "missing": [], "broken": []'
    )
    code, said = elsewhere.does("keys", "check", "--json")
    assert (code, json.loads(said)) == (0, {"key": 1, "left": 0})
    assert elsewhere.does("audit", "verify")[0] == 0


def test_put_back_over_something_else_the_former_is_kept_aside(backup, elsewhere):
    assert elsewhere.does("restore", str(backup), "--json")[0] == 0
    code, said = elsewhere.does("restore", str(backup), "--json")
    assert code == 0, said
    former = Path(json.loads(said)["former"])
    assert former.parent == elsewhere.data / "former"
    assert (former / "database").stat().st_size > 10_000
    assert elsewhere.does("files", "check")[0] == 0


def test_trying_alone_changes_nothing(backup, elsewhere):
    code, said = elsewhere.does("restore", str(backup), "--try")
    assert (code, "whole" in said) == (0, True)
    assert everything_in(elsewhere.data) == {}


OTHER = "0" * 43 + "="


def no_keys(backup, elsewhere):
    elsewhere.ring.unlink()


def other_keys(backup, elsewhere):
    ring = json.loads(elsewhere.ring.read_text())
    elsewhere.ring.write_text(json.dumps({**ring, "seals": {"1": OTHER}}))


def other_key_of_searches(backup, elsewhere):
    ring = json.loads(elsewhere.ring.read_text())
    elsewhere.ring.write_text(json.dumps({**ring, "searches": OTHER}))


def changed_file(backup, elsewhere):
    (one,) = (backup / "sealed").iterdir()
    one.write_bytes(one.read_bytes()[:-1] + b"x")


def missing_file(backup, elsewhere):
    (one,) = (backup / "sealed").iterdir()
    one.unlink()


def added_file(backup, elsewhere):
    (backup / "sealed" / ("f" * 32)).write_bytes(b"x")


def changed_database(backup, elsewhere):
    path = backup / "database"
    path.write_bytes(path.read_bytes() + b"x")


def no_manifest(backup, elsewhere):
    (backup / "manifest.json").unlink()


def harmed_manifest(backup, elsewhere):
    (backup / "manifest.json").write_text("{}")


def forged_manifest(backup, elsewhere):
    """Somebody leaves a file out, and writes a manifest that fits."""
    missing_file(backup, elsewhere)
    told = json.loads((backup / "manifest.json").read_text())
    told["parts"] = {name: said for name, said in told["parts"].items() if name == "database"}
    (backup / "manifest.json").write_text(json.dumps(told))


def other_database(backup, elsewhere):
    told = json.loads((backup / "manifest.json").read_text())
    told["database"] = "oracle"
    (backup / "manifest.json").write_text(json.dumps(told))


REFUSED = {
    no_keys: "The keys are not there",
    other_keys: "are not those of this database",
    other_key_of_searches: "are not those of this database",
    changed_file: "missing, new or changed",
    missing_file: "missing, new or changed",
    added_file: "missing, new or changed",
    changed_database: "missing, new or changed",
    no_manifest: "no whole backup",
    harmed_manifest: "no whole backup",
    forged_manifest: "manifest.json is missing, new or changed",
    other_database: "DATABASE_URL",
}


@pytest.mark.parametrize("harms", REFUSED, ids=lambda harms: harms.__name__)
def test_whatever_is_wrong_is_found_before_anything_is_written_over(
    backup, elsewhere, settings, monkeypatch, harms
):
    for step in ("refuse_in_use", "keep_former", "put_in"):
        monkeypatch.setattr(type(databases.copier()), step, lambda *_told: pytest.fail("It went on."))
    settings.KEYS, settings.DATA = elsewhere.ring, elsewhere.data
    settings.SEALED = elsewhere.data / "sealed"
    harms(backup, elsewhere)
    with translation.override("en"), pytest.raises(CommandError, match=re.escape(REFUSED[harms])) as refused:
        call_command("restore", str(backup))
    assert str(refused.value).startswith("Nothing was changed.")
    assert everything_in(elsewhere.data) == {}


def test_no_backup_is_made_that_the_keys_would_not_open(settings, tmp_path, house):
    ring = settings.KEYS.read_text()
    settings.KEYS.unlink()
    with pytest.raises(CommandError, match="POUKAMA_KEYS"):
        call_command("backup", str(tmp_path / "backup"))
    assert not (tmp_path / "backup").exists()
    settings.KEYS.write_text(ring)
    call_command("backup", str(tmp_path / "backup"))


def test_a_place_that_is_taken_is_refused(settings, tmp_path, backup):
    for place in (backup, settings.DATA / "inside", settings.KEYS.parent, settings.SEALED):
        with pytest.raises(CommandError, match="varmuuskopion paikaksi"):
            call_command("backup", str(place))
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_keys_that_are_renewed_meanwhile_are_noticed(tmp_path, monkeypatch, house):
    copy_out = type(databases.copier()).copy_out

    def and_then_keys_are_renewed(copying, path):
        copy_out(copying, path)
        call_command("keys", "rotate", "--json")

    monkeypatch.setattr(type(databases.copier()), "copy_out", and_then_keys_are_renewed)
    with pytest.raises(CommandError, match="Avaimia vaihdettiin"):
        call_command("backup", str(tmp_path / "backup"))
    assert not (tmp_path / "backup").exists()


def test_a_backup_from_before_the_keys_were_renewed_opens_with_the_newer_ring(backup, elsewhere, settings):
    call_command("keys", "rotate", "--json")
    shutil.copy(settings.KEYS, elsewhere.ring)
    code, said = elsewhere.does("restore", str(backup))
    assert code == 0, said
    assert json.loads(elsewhere.does("keys", "check", "--json")[1]) == {"key": 2, "left": 5}
    assert json.loads(elsewhere.does("keys", "rotate", "--json")[1])["sealed"] == 5
    assert elsewhere.does("files", "check")[0] == 0


def test_a_file_that_is_missing_already_is_told_and_the_rest_is_backed_up(tmp_path, house, capsys):
    gone = AttachmentFactory()
    folder.path_of(gone.content).unlink()
    call_command("backup", str(tmp_path / "backup"), "--json")
    assert json.loads(capsys.readouterr().out) == {"files": 1, "keys": [0, 1], "missing": 1}


def test_a_running_system_is_not_written_over(backup, elsewhere):
    assert elsewhere.does("restore", str(backup))[0] == 0
    before = elsewhere.does("audit", "verify", "--json")[1]
    with held_open(elsewhere):
        code, said = elsewhere.does("restore", str(backup))
    assert (code, "Stop the web server" in said) == (1, True)
    assert elsewhere.does("audit", "verify", "--json")[1] == before


def held_open(elsewhere):
    """Somebody else has the database open, as a web server has."""
    if connection.vendor != "postgresql":
        found = sqlite3.connect(elsewhere.database)
        found.execute("PRAGMA journal_mode = WAL")
        found.execute("SELECT count(*) FROM toolkit_keycheck").fetchall()
        return closing(found)
    other = connections.create_connection("default")
    other.settings_dict = {**connection.settings_dict, "NAME": elsewhere.name}
    other.ensure_connection()
    return closing(other)


def test_killed_anywhere_what_stands_opens_and_it_can_be_done_again(backup, elsewhere):
    assert elsewhere.does("restore", str(backup))[0] == 0
    done = subprocess.run(
        [sys.executable, "-m", "tests.setup.killed", str(backup)],
        cwd=ROOT,
        env=elsewhere.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 5


def test_a_backup_that_breaks_leaves_nothing_behind(tmp_path, monkeypatch, house):
    def breaks(*_args):
        raise RuntimeError

    monkeypatch.setattr(making.manifest, "write", breaks)
    with pytest.raises(RuntimeError):
        making.make(tmp_path / "backup")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "keys"]
    assert (files.state().whole, keys.ring().newest) == (1, 1)


def test_files_check_says_what_is_missing_and_tidy_removes_what_no_row_names(house, capsys):
    gone = AttachmentFactory()
    folder.path_of(gone.content).unlink()
    stray = folder.write(SECRET, "of no row")
    os.utime(folder.path_of(stray), (1, 1))
    with pytest.raises(CommandError):
        call_command("files", "check", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], len(told["missing"]), told["broken"], told["orphans"]) == (1, 1, [], 1)
    call_command("files", "tidy", "--json")
    assert json.loads(capsys.readouterr().out) == {"removed": 1}
    assert folder.path_of(house.content).exists()
