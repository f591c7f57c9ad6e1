"""A unit that can be read in two ways is settled by whoever may edit the target, and shown as settled."""

import pytest

from poukama.governance.models import PlanChange, Target
from poukama.governance.queries.findings import findings_of
from tests.conftest import url
from tests.factories.governance import TargetFactory

SENT = {"label": "Families", "aim": "10", "direction": "at_least", "note": "Agreed: families."}


@pytest.fixture
def doubtful(in_force, target):
    """The target's unit can be read in two ways."""
    Target.objects.filter(pk=target.pk).update(is_ambiguous=True, note="Families or people?")
    target.refresh_from_db()
    return target


def doubts(plan):
    return [one.spot.code for one in findings_of(plan) if one.code == "ambiguous_unit"]


def settle(client, target, **values):
    sent = SENT | {"unit": "family", "goal": target.goal_id, "reason": "Asked the workers"} | values
    return client.post(url("governance:edit_target", target), sent)


@pytest.mark.parametrize("who", ["lead", "director"])
def test_the_unit_that_stands_is_settled(client, cast, signed_in, in_force, doubtful, who):
    assert doubts(in_force) == ["A-1"]
    assert settle(signed_in(cast[who]), doubtful, is_settled="on").status_code == 302
    doubtful.refresh_from_db()
    assert (doubtful.is_ambiguous, doubtful.unit, doubtful.note) == (False, "family", "Agreed: families.")
    assert doubts(in_force) == []
    assert ("is_ambiguous", "true", "false") in PlanChange.objects.values_list("field", "before", "after")


def test_another_unit_settles_it_too(client, lead, signed_in, in_force, doubtful):
    settle(signed_in(lead), doubtful, unit="person")
    doubtful.refresh_from_db()
    assert (doubtful.is_ambiguous, doubtful.unit) == (False, "person")


def test_other_changes_leave_it_open(client, lead, signed_in, in_force, doubtful):
    settle(signed_in(lead), doubtful, aim="12")
    assert doubts(in_force) == ["A-1"]


@pytest.mark.parametrize("who, status", [("aino", 404), ("bertta", 404), ("board_member", 404)])
def test_who_may_not_edit_the_target_may_not_settle(client, cast, signed_in, doubtful, who, status):
    assert settle(signed_in(cast[who]), doubtful, is_settled="on").status_code == status
    doubtful.refresh_from_db()
    assert doubtful.is_ambiguous


def test_it_is_asked_only_where_there_is_a_doubt(client, lead, signed_in, in_force, target):
    fields = signed_in(lead).get(url("governance:edit_target", target)).context["form"].fields
    assert "is_settled" not in fields


def test_the_checks_lead_only_to_what_one_may_mend(client, lead, signed_in, in_force, doubtful, work_form_b):
    TargetFactory(plan=in_force, work_form=work_form_b, code="B-1", measure="x", is_ambiguous=True)
    groups = signed_in(lead).get(url("governance:findings", 2024)).context["groups"]
    rows = next(group["rows"] for group in groups if group["code"] == "ambiguous_unit")
    assert [(row.finding.spot.code, row.mend_url) for row in rows] == [
        ("A-1", url("governance:edit_target", doubtful)),
        ("B-1", ""),
    ]


def test_the_changes_are_told_in_words(client, lead, board_member, signed_in, in_force, doubtful):
    settle(signed_in(lead), doubtful, unit="person", direction="at_most")
    told = signed_in(board_member).get(url("governance:changes", 2024)).context["changes"]
    assert {(row.change.field, row.before, row.after) for row in told} == {
        ("unit", "perhettä", "ihmistä"),
        ("direction", "Vähintään", "Enintään"),
        ("is_ambiguous", "voi lukea kahdella tavalla", "selvitetty"),
        ("note", "Families or people?", "Agreed: families."),
    }
