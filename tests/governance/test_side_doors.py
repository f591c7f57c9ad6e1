"""Who gets through which door of the plan. Both work forms have promises, so that something could leak."""

from datetime import date

import pytest

from poukama.governance.models import Plan
from tests.conftest import url
from tests.factories.governance import (
    BudgetLineFactory,
    FocusAreaFactory,
    GoalFactory,
    PlanFactory,
    ProposalFactory,
    ReadingFactory,
    StaffLineFactory,
    TargetFactory,
)
from tests.factories.organisation import AssignmentFactory, PositionFactory

EVERYBODY = ("aino", "bertta", "cecilia", "lead", "director", "board_member", "office", "administrator")
LEADERS = {"lead", "director"}
DIRECTOR = {"director"}


@pytest.fixture
def house(draft, goal, target, work_form_a, work_form_b):
    """One of everything, and goals and targets in work form B too."""
    GoalFactory(plan=draft, work_form=work_form_b)
    TargetFactory(plan=draft, work_form=work_form_b)
    reading = ReadingFactory(year=2024)
    return {
        "plan": (draft,),
        "here": (draft, work_form_a.key),
        "goal": (goal,),
        "loose": (GoalFactory(plan=draft, work_form=work_form_a),),
        "target": (target,),
        "budget": (BudgetLineFactory(plan=draft),),
        "staff": (StaffLineFactory(plan=draft),),
        "focus": (FocusAreaFactory(plan=draft),),
        "reading": (reading,),
        "proposal": (ProposalFactory(reading=reading),),
        "nothing": (),
    }


WRITES = [
    ("edit_goal", "goal", LEADERS),
    ("assess", "goal", LEADERS),
    ("remove_goal", "loose", LEADERS),
    ("edit_target", "target", LEADERS),
    ("remove_target", "target", LEADERS),
    ("add_goal", "here", LEADERS),
    ("add_target", "here", LEADERS),
    ("add_budget", "plan", DIRECTOR),
    ("add_staff", "plan", DIRECTOR),
    ("add_focus", "plan", DIRECTOR),
    ("income", "plan", DIRECTOR),
    ("edit_budget", "budget", DIRECTOR),
    ("edit_staff", "staff", DIRECTOR),
    ("edit_focus", "focus", DIRECTOR),
    ("remove_budget", "budget", DIRECTOR),
    ("remove_staff", "staff", DIRECTOR),
    ("remove_focus", "focus", DIRECTOR),
    ("accept_findings", "plan", DIRECTOR),
    ("reopen_finding", "plan", DIRECTOR),
    ("draft_next", "plan", DIRECTOR),
    ("draft_again", "plan", DIRECTOR),
    ("approve", "plan", DIRECTOR),
    ("withdraw", "plan", DIRECTOR),
    ("read", "nothing", DIRECTOR),
    ("decide", "proposal", DIRECTOR),
    ("decide_section", "reading", DIRECTOR),
    ("finish_reading", "reading", DIRECTOR),
    ("put_aside", "reading", DIRECTOR),
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_doors_open_for_their_own_people_only(client, cast, signed_in, house, who):
    browser = signed_in(cast[who])
    opened = {
        name
        for name, what, _to in WRITES
        if browser.get(url(f"governance:{name}", *house[what])).status_code != 404
    }
    assert opened == {name for name, _what, to in WRITES if who in to}


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in LEADERS])
def test_whoever_may_not_write_changes_nothing(client, cast, signed_in, house, who):
    browser = signed_in(cast[who])
    answers = {
        browser.post(url(f"governance:{name}", *house[what])).status_code for name, what, _to in WRITES
    }
    assert answers == {404}


def test_the_lead_writes_nothing_of_another_work_form_and_no_lines(
    client, lead, signed_in, house, draft, work_form_b
):
    browser = signed_in(lead)
    others = [
        ("edit_goal", (draft.goals.get(work_form=work_form_b),)),
        ("assess", (draft.goals.get(work_form=work_form_b),)),
        ("edit_target", (draft.targets.get(work_form=work_form_b),)),
        ("add_goal", (draft, work_form_b.key)),
        *((name, house[what]) for name, what, to in WRITES if "lead" not in to),
    ]
    assert {browser.post(url(f"governance:{name}", *args)).status_code for name, args in others} == {404}


def test_whoever_holds_the_owning_post_assesses_and_nothing_else(client, aino, signed_in, goal, target):
    post = PositionFactory()
    goal.owner = post
    goal.save()
    browser = signed_in(aino)
    assert browser.get(url("governance:assess", goal)).status_code == 404
    AssignmentFactory(user=aino, role="worker", position=post, work_form=None)
    assert browser.post(url("governance:assess", goal), {"assessment": "It went well."}).status_code == 302
    assert browser.get(url("governance:edit_goal", goal)).status_code == 404
    goal.refresh_from_db()
    assert (goal.assessment, goal.assessed_by) == ("It went well.", aino)


def test_a_replaced_version_is_read_and_never_written(client, director, signed_in, in_force, goal, target):
    Plan.objects.filter(pk=in_force.pk).update(state="ended")
    PlanFactory(year=2024, version=2, state="approved", approved_on=date(2024, 3, 1))
    browser = signed_in(director)
    assert browser.get(url("governance:plan", 2024, version=1)).status_code == 200
    doors = [("edit_goal", goal), ("edit_target", target), ("assess", goal), ("add_budget", in_force)]
    assert {browser.get(url(f"governance:{name}", about)).status_code for name, about in doors} == {404}


def test_the_pages_of_a_reading_are_for_the_director(client, cast, signed_in, house):
    seen = {
        who
        for who in EVERYBODY
        if signed_in(cast[who]).get(url("governance:reading", *house["reading"])).status_code == 200
    }
    assert seen == DIRECTOR
