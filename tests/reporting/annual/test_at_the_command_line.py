"""`report annual`: all files or none, and the exit code says which."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from poukama.reporting.annual.files import FolderNotWritable, write_all
from poukama.reporting.models import AnnualReport
from poukama.reporting.services import leave_question_out, make_final
from tests.reporting.annual.test_asking_and_finishing import QUESTIONS

NAMES = ["luvut-2024.csv", "luvut-2024.xlsx", "toimintakertomus-2024.docx", "toimintakertomus-2024.pdf"]


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_it_writes_every_file(year, tmp_path, capsys):
    call_command("report", "annual", year=2024, out=tmp_path / "new", json=True)
    told = json.loads(capsys.readouterr().out)
    assert names_in(tmp_path / "new") == NAMES
    assert (told["state"], told["version"], told["as_of"]) == ("draft", 1, "2024-12-31")
    assert [each["key"] for each in told["questions"]] == QUESTIONS
    assert sorted(Path(each).name for each in told["files"]) == NAMES


def test_it_replaces_what_is_there(year, tmp_path, capsys):
    (tmp_path / NAMES[0]).write_text("old")
    call_command("report", "annual", year=2024, out=tmp_path)
    assert "old" not in (tmp_path / NAMES[0]).read_text()
    assert names_in(tmp_path) == NAMES
    assert "4 kysymystä on avoinna" in capsys.readouterr().out


def test_a_final_report_is_written_as_it_was_made(year, director, tmp_path, capsys):
    for key in QUESTIONS:
        leave_question_out(year=2024, question=key, reason="Ei tänä vuonna.", by=director)
    make_final(year=2024, by=director)
    call_command("report", "annual", year=2024, out=tmp_path)
    assert AnnualReport.objects.count() == 1
    assert "Lopullinen versio 1" in capsys.readouterr().out
    call_command("report", "annual", year=2024, out=tmp_path, new_version=True)
    assert list(AnnualReport.objects.order_by("version").values_list("version", "state")) == [
        (1, "final"),
        (2, "draft"),
    ]


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_made(year, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="ei voi kirjoittaa"):
        call_command("report", "annual", year=2024, out=tmp_path / "file" / "folder")
    assert AnnualReport.objects.count() == 0


def test_a_year_without_a_plan_is_refused(year, tmp_path):
    with pytest.raises(CommandError, match="2019 ei ole suunnitelmaa"):
        call_command("report", "annual", year=2019, out=tmp_path)
    assert names_in(tmp_path) == []


def test_nothing_is_half_written(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(FolderNotWritable):
        write_all(tmp_path, {"a": b"1", "b": b"2"})
    assert names_in(tmp_path) == ["b"]
