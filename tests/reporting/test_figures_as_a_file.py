"""All figures as a file and at the command line: the same numbers, withheld alike, and nothing that runs."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from poukama.access.models import AuditEvent
from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import TargetFactory
from tests.reporting.conftest import care

LABEL, ACTUAL = 2, 6


def as_csv(client):
    response = client.get(url("reporting:figures_csv", 2024))
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))[1:]


def as_workbook(client):
    response = client.get(url("reporting:figures_xlsx", 2024))
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_both_files_hold_the_figures(client, director, signed_in, people, visits, work_form_a):
    care(work_form_a, 6)
    DoorCountFactory(work_form=work_form_a)
    signed_in(director)
    assert [(row[LABEL], row[ACTUAL]) for row in as_csv(client)] == [("People", "6"), ("Visits", "1")]
    assert [(row[LABEL], row[ACTUAL]) for row in as_workbook(client)] == [("People", 6), ("Visits", 1)]


@pytest.mark.parametrize("who", ["director", "board_member", "office"])
def test_small_counts_are_kept_back_in_files_too(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 3)
    signed_in(cast[who])
    assert [row[ACTUAL:10] for row in as_csv(client)] == [["alle 5", "", "", ""]]
    assert [row[ACTUAL:10] for row in as_workbook(client)] == [["alle 5", "", "", ""]]


def test_the_lead_gets_the_small_counts_of_their_own(client, lead, signed_in, people, work_form_a):
    care(work_form_a, 3)
    assert [row[ACTUAL] for row in as_csv(signed_in(lead))] == ["3"]


@pytest.mark.parametrize("name", ["figures_csv", "figures_xlsx"])
@pytest.mark.parametrize("who", ["aino", "bertta", "administrator", "cecilia"])
def test_others_get_no_file(client, cast, signed_in, people, who, name):
    assert signed_in(cast[who]).get(url(f"reporting:{name}", 2024)).status_code == 404


@pytest.mark.parametrize("name", ["figures_csv", "figures_xlsx"])
def test_a_year_without_a_plan_has_no_file(client, director, signed_in, people, name):
    assert signed_in(director).get(url(f"reporting:{name}", 2031)).status_code == 404


def test_taking_a_file_is_audited(client, director, signed_in, people):
    as_csv(signed_in(director))
    (event,) = AuditEvent.objects.filter(action="reporting.export_figures")
    assert (event.actor, event.detail) == (director.pk, {"year": 2024, "targets": 1})


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_nothing_in_a_file_runs_as_a_formula(client, director, signed_in, plan, work_form_a, start):
    TargetFactory(plan=plan, work_form=work_form_a, label=f"{start}1+1", measure="door_visits")
    signed_in(director)
    assert [row[LABEL] for row in as_csv(client)] == [f"'{start}1+1"]
    response = client.get(url("reporting:figures_xlsx", 2024))
    cell = load_workbook(io.BytesIO(response.content)).active.cell(2, LABEL + 1)
    assert cell.data_type == "s"


def run(*arguments):
    out = io.StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_gives_one_row_a_target(people, visits, work_form_a):
    care(work_form_a, 3)
    DoorCountFactory(work_form=work_form_a)
    answer = json.loads(run("--year", "2024", "--json"))
    first, second = answer["targets"]
    assert (first["label"], first["actual"], first["aim"], first["unit"]) == ("People", 3, 10, "person")
    assert (first["work_form"], first["direction"]) == (work_form_a.name, "at_least")
    assert (first["source_mark"], first["status"]) == ("collected", "at_risk")
    assert first["forecast"]["low"] <= first["forecast"]["value"] <= first["forecast"]["high"]
    assert (second["label"], second["actual"]) == ("Visits", 1)


def test_the_command_counts_by_a_day(people, visits, work_form_a):
    care(work_form_a, 3)
    answer = json.loads(run("--year", "2024", "--as-of", "2024-03-03", "--json"))
    assert answer["as_of"] == "2024-03-03"
    assert [row["actual"] for row in answer["targets"]] == [0, 0]


def test_the_command_writes_a_table_for_people(people):
    assert "People" in run("--year", "2024")


def test_the_command_refuses_a_year_without_a_plan_and_a_day_that_is_none(people):
    with pytest.raises(CommandError, match="2031"):
        run("--year", "2031")
    with pytest.raises(CommandError, match="ei ole päivä"):
        run("--year", "2024", "--as-of", "yesterday")
