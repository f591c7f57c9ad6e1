"""`plan lint` tells the findings of a stored plan to people and to programs."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from poukama.governance.queries.findings import findings_of
from poukama.governance.services import accept_findings


def lint(*arguments):
    out = io.StringIO()
    call_command("plan", "lint", *arguments, stdout=out)
    return out.getvalue()


def test_it_tells_where_why_and_what_to_do(draft):
    draft.stated_income = Decimal(1600)
    draft.save()
    told = lint("--year", "2024")
    assert "[budget_sum_differs] Talousarvio" in told
    assert "1\N{NO-BREAK SPACE}600 €: eroa on 600 €" in told
    assert told.endswith("1 havainto on avoinna.\n")


def test_programs_get_data(draft, director):
    draft.stated_income = Decimal(1600)
    draft.save()
    accept_findings(
        plan=draft, keys=[one.key for one in findings_of(draft)], reason="Printed so", by=director
    )
    answer = json.loads(lint("--year", "2024", "--json"))
    finding = answer["findings"][0]
    assert (answer["year"], finding["code"], finding["severity"], finding["accepted"]) == (
        2024, "budget_sum_differs", "error", "Printed so",
    )  # fmt: skip
    assert finding["data"]["difference"] == 600


def test_a_year_without_a_plan_is_an_error(draft):
    with pytest.raises(CommandError):
        lint("--year", "1999")
