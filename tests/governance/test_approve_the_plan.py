"""A plan is drafted from another, approved by the board, replaced, or withdrawn; its findings are settled first."""

from datetime import date
from decimal import Decimal

import pytest

from poukama.access.models import AuditEvent
from poukama.governance.models import FindingAcceptance, Goal, Plan, Target
from poukama.governance.queries.findings import findings_of
from poukama.governance.services import (
    DayNotPossible,
    ErrorsAreOpen,
    NoSuchFinding,
    NotADraft,
    NotApproved,
    PlanReplaced,
    ReasonNeeded,
    YearHasDraft,
    YearHasPlan,
    accept_findings,
    approve_plan,
    draft_empty,
    draft_new_version,
    draft_next_year,
    reopen_finding,
    withdraw_draft,
)
from tests.conftest import url
from tests.factories.governance import ReadingFactory, StaffLineFactory, TargetFactory
from tests.factories.organisation import AreaFactory, PositionFactory, TeamFactory, WorkFormAreaFactory

MEETING = date(2024, 9, 10)


def keys(plan, *codes):
    return [one.key for one in findings_of(plan) if one.code in codes]


def test_next_year_is_drafted_with_everything_but_the_assessments(director, in_force, goal, target):
    Goal.objects.update(assessment="Well", assessed_at="2024-09-01T09:00Z", assessed_by=director)
    new = draft_next_year(plan=in_force, by=director)
    copy = new.goals.get()
    assert (new.year, new.version, new.state, new.title, new.based_on) == (
        2025,
        1,
        "draft",
        "Plan 2025",
        in_force,
    )
    assert (copy.goal, copy.assessment, copy.assessed_by) == ("Families find us", "", None)
    bound = new.targets.get()
    assert (bound.goal, bound.measure, bound.aim) == (copy, "families_in_care", 10)
    assert (new.budget_lines.get().amount, new.staff_lines.get().stated_count) == (Decimal(1000), 3)
    assert new.focus_areas.get().indicators.get().title == "Visits"


def test_a_year_that_has_a_plan_or_a_draft_is_not_drafted_again(director, in_force):
    new = draft_next_year(plan=in_force, by=director)
    with pytest.raises(YearHasDraft):
        draft_next_year(plan=in_force, by=director)
    with pytest.raises(NotApproved):
        draft_new_version(plan=new, by=director)
    with pytest.raises(YearHasPlan):
        draft_empty(year=2024, by=director)


def test_a_new_version_replaces_the_old_one_when_the_board_approves(director, in_force, goal):
    Goal.objects.update(assessment="Well", assessed_at="2024-09-01T09:00Z", assessed_by=director)
    newer = draft_new_version(plan=in_force, by=director)
    with pytest.raises(YearHasDraft):
        draft_new_version(plan=in_force, by=director)
    assert newer.goals.get().assessment == "Well"
    accept_findings(plan=newer, keys=keys(newer), reason="x", by=director) if keys(newer) else None
    approve_plan(plan=newer, approved_on=MEETING, by=director)
    states = dict(Plan.objects.filter(year=2024).values_list("version", "state"))
    assert states == {1: "ended", 2: "approved"}


def test_the_board_approves_once_and_on_a_day_that_has_been(director, draft, target):
    for day in (date(2024, 9, 13), date(2021, 1, 1)):
        with pytest.raises(DayNotPossible):
            approve_plan(plan=draft, approved_on=day, by=director)
    approve_plan(plan=draft, approved_on=MEETING, by=director)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_on, draft.approved_by) == ("approved", MEETING, director)
    with pytest.raises(NotADraft):
        approve_plan(plan=draft, approved_on=MEETING, by=director)
    with pytest.raises(NotADraft):
        withdraw_draft(plan=draft, by=director)


def test_approval_waits_until_errors_are_mended_or_accepted(director, draft, target):
    draft.stated_income = Decimal(1600)
    draft.save()
    TargetFactory(plan=draft, work_form=target.work_form, code="A-2")
    with pytest.raises(ErrorsAreOpen) as refused:
        approve_plan(plan=draft, approved_on=MEETING, by=director)
    assert refused.value.number == 2
    accept_findings(plan=draft, keys=keys(draft, "target_without_measure"), reason="Later", by=director)
    draft.stated_income = Decimal(1000)
    draft.save()
    assert approve_plan(plan=draft, approved_on=MEETING, by=director).state == "approved"


def test_a_withdrawn_draft_leaves_only_its_trace(director, draft, target):
    reading = ReadingFactory(year=2024, plan=draft)
    withdraw_draft(plan=draft, by=director)
    reading.refresh_from_db()
    assert (Plan.objects.count(), Target.objects.count(), reading.state, reading.plan) == (
        0,
        0,
        "dropped",
        None,
    )
    assert AuditEvent.objects.latest("id").action == "governance.withdraw_draft"


def test_the_sum_that_does_not_add_up_is_told_with_its_difference(draft):
    draft.stated_income = Decimal(1600)
    draft.save()
    finding = findings_of(draft)[0]
    assert (finding.code, finding.finding.data["difference"], finding.spot.about) == (
        "budget_sum_differs", 600, "income",
    )  # fmt: skip


def test_posts_are_held_against_the_posts_there_are(draft):
    team = TeamFactory(area=AreaFactory(key="care"))
    PositionFactory(team=team)
    StaffLineFactory(plan=draft, key="care", label="Care", stated_count=3, order=8)
    StaffLineFactory(plan=draft, key="team", label="Team", team=team, stated_count=2, order=9)
    found = {one.code: one.finding.data["computed"] for one in findings_of(draft)}
    assert found == {"staff_team_sum_differs": 1, "staff_group_sum_differs": 2}


def test_unit_measure_goal_area_and_body_are_checked(draft, goal, target, work_form_a):
    TargetFactory(plan=draft, work_form=work_form_a, goal=None, unit="", measure="door_visits", code="A-2")
    TargetFactory(
        plan=draft, work_form=work_form_a, is_ambiguous=True, measure="door_visits", code="A-3", note="N"
    )
    TargetFactory(plan=draft, work_form=work_form_a, code="A-4", label="Sairaanhoitopiirin kävijät")
    Target.objects.filter(pk=target.pk).update(goal=None)
    WorkFormAreaFactory(area=AreaFactory(key="second", order=9), work_form=work_form_a)
    found = {(one.code, one.spot.code, one.note) for one in findings_of(draft)}
    assert found == {
        ("target_without_unit", "A-2", ""),
        ("ambiguous_unit", "A-3", "N"),
        ("target_without_measure", "A-4", ""),
        ("body_ended", "A-4", ""),
        ("goal_not_measured", "A-G1", ""),
        ("work_form_counted_twice", "work-form-a", ""),
    }


def test_an_acceptance_says_why_and_another_difference_is_another_finding(director, draft):
    draft.stated_income = Decimal(1600)
    draft.save()
    with pytest.raises(ReasonNeeded):
        accept_findings(plan=draft, keys=keys(draft, "budget_sum_differs"), reason=" ", by=director)
    with pytest.raises(NoSuchFinding):
        accept_findings(plan=draft, keys=["budget_sum_differs|elsewhere"], reason="x", by=director)
    accept_findings(plan=draft, keys=keys(draft, "budget_sum_differs"), reason="Printed so", by=director)
    assert [one.is_open for one in findings_of(draft)] == [False]
    assert (
        accept_findings(plan=draft, keys=keys(draft, "budget_sum_differs"), reason="Again", by=director) == 0
    )
    draft.stated_income = Decimal(1700)
    draft.save()
    assert [one.is_open for one in findings_of(draft)] == [True]


def test_an_accepted_finding_is_opened_again(director, draft):
    draft.stated_income = Decimal(1600)
    draft.save()
    key = keys(draft, "budget_sum_differs")[0]
    with pytest.raises(NoSuchFinding):
        reopen_finding(plan=draft, key=key, by=director)
    accept_findings(plan=draft, keys=[key], reason="x", by=director)
    reopen_finding(plan=draft, key=key, by=director)
    assert FindingAcceptance.objects.count() == 0


def test_findings_of_a_replaced_plan_stay_as_they_were(director, in_force):
    in_force.state, in_force.stated_income = "ended", Decimal(1600)
    in_force.save()
    with pytest.raises(PlanReplaced):
        accept_findings(plan=in_force, keys=keys(in_force), reason="x", by=director)


def test_the_director_settles_and_approves_on_screen(client, director, signed_in, draft, target):
    draft.stated_income = Decimal(1600)
    draft.save()
    browser = signed_in(director)
    refused = browser.post(url("governance:approve", draft), {"approved_on": MEETING.isoformat()})
    assert (refused.status_code, len(refused.context["errors"])) == (422, 1)
    without_reason = browser.post(
        url("governance:accept_findings", draft), {"finding": keys(draft, "budget_sum_differs"), "reason": ""}
    )
    assert (without_reason.status_code, set(without_reason.context["form"].errors)) == (422, {"reason"})
    data = {"finding": keys(draft, "budget_sum_differs"), "reason": "Printed so"}
    assert browser.post(url("governance:accept_findings", draft), data).status_code == 302
    answer = browser.post(url("governance:approve", draft), {"approved_on": MEETING.isoformat()})
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (302, "approved")


def test_the_director_drafts_and_withdraws_on_screen(client, director, signed_in, in_force):
    browser = signed_in(director)
    browser.post(url("governance:draft_next", in_force))
    assert browser.post(url("governance:draft_next", in_force)).status_code == 422
    browser.post(url("governance:draft_again", in_force))
    assert set(Plan.objects.values_list("year", "version", "state")) == {
        (2024, 1, "approved"),
        (2024, 2, "draft"),
        (2025, 1, "draft"),
    }
    browser.post(url("governance:withdraw", Plan.objects.get(year=2025)))
    assert not Plan.objects.filter(year=2025).exists()


def test_the_panel_says_the_most_severe_finding_first_and_folds_the_others(
    client, aino, signed_in, draft, target
):
    draft.stated_income = Decimal(1600)
    draft.save()
    TargetFactory(plan=draft, work_form=target.work_form, unit="", measure="door_visits")
    context = signed_in(aino).get(url("governance:findings_panel", 2024)).context
    assert context["first"].finding.code == "budget_sum_differs"
    assert [each.finding.code for each in context["others"]] == ["target_without_unit"]


def test_a_plan_without_findings_has_an_empty_panel(client, aino, signed_in, draft):
    response = signed_in(aino).get(url("governance:findings_panel", 2024))
    assert (response.context["first"], response.content.strip()) == (None, b"")


def test_the_panel_of_a_year_without_a_plan_says_so_and_leads_to_the_plans(client, aino, signed_in, draft):
    response = signed_in(aino).get(url("governance:findings_panel", 2031))
    assert response.status_code == 200
    assert "Vuodelle 2031 ei ole vielä suunnitelmaa." in response.content.decode()
    assert url("governance:plans") in response.content.decode()
