"""The pack of Lahti: whole, right, and applied."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Q, Sum

from poukama.access.models import AuditEvent
from poukama.governance.choices import Direction, PlanState
from poukama.governance.models import BudgetLine, FocusArea, FocusIndicator, Goal, Plan, StaffLine, Target
from poukama.organisation.models import (
    Area,
    Association,
    PackItem,
    Position,
    Team,
    Unit,
    WorkForm,
    WorkFormArea,
)
from poukama.reporting.measures import BY_KEY
from poukama.setup.packs.applying import apply_pack
from poukama.setup.packs.changes import effective
from poukama.setup.packs.checking import check
from poukama.setup.packs.items import items_of
from poukama.toolkit.periods import Period
from tests.packs import lahti


def test_the_pack_has_no_errors_and_warns_of_the_sum_of_income():
    _pack, problems = check(lahti())

    assert [(problem.code, problem.place.file, problem.is_warning) for problem in problems] == [
        ("income_sum", "plan-2024.yaml", True)
    ]
    assert "-6000.00" in problems[0].expected


@pytest.mark.usefixtures("pack")
def test_the_association_has_its_areas_teams_posts_and_places():
    assert list(Area.objects.order_by("order").values_list("key", flat=True)) == [
        "vauvaperhetyo",
        "vakivalta-ja-turvallisuustyo",
        "lapsiperheiden-avopalvelut",
        "hallinto",
    ]
    assert Team.objects.count() == 7
    assert Position.objects.count() == 46
    assert Counter(Position.objects.values_list("team__key", flat=True)) == {
        "ensikoti": 11,
        "vauvaperhetyon-avopalvelut": 3,
        "paihdekuntoutus": 5,
        "turvakoti": 9,
        "vakivaltatyon-avopalvelut": 7,
        "lapsiperheiden-avopalvelut": 7,
        "hallinto": 4,
    }
    assert dict(Unit.objects.filter(capacity__isnull=False).values_list("key", "capacity")) == {
        "ensikoti": 9,
        "turvakoti": 7,
    }
    assert Association.objects.get().pack_name == "lahti-2024"


@pytest.mark.usefixtures("pack")
def test_perhetupa_stands_in_two_areas_and_is_one_work_form():
    perhetupa = WorkForm.objects.get(key="perhetupa")

    assert sorted(WorkFormArea.objects.filter(work_form=perhetupa).values_list("area__key", flat=True)) == [
        "lapsiperheiden-avopalvelut",
        "vauvaperhetyo",
    ]
    assert (perhetupa.regime, perhetupa.identification, perhetupa.door_counter) == ("R4", "counted", True)


@pytest.mark.usefixtures("pack")
def test_the_plan_has_its_goals_targets_and_money():
    plan = Plan.objects.get(year=2024)

    assert plan.state == PlanState.APPROVED
    assert FocusArea.objects.count() == 4
    assert Goal.objects.count() == 38
    assert Counter(Target.objects.values_list("is_result", flat=True)) == {False: 43, True: 5}
    assert plan.stated_income == Decimal(3_686_171)
    assert BudgetLine.objects.aggregate(total=Sum("amount"))["total"] == Decimal(3_692_171)
    areas = [area.key for area in Area.objects.order_by("order")]
    assert [StaffLine.objects.get(key=key).stated_count for key in areas] == [19, 16, 7, 4]


@pytest.mark.usefixtures("pack")
def test_no_ended_friendship_is_a_ceiling():
    assert list(
        Target.objects.exclude(direction=Direction.AT_LEAST).values_list("code", "direction", "aim")
    ) == [("MIE-R3", Direction.AT_MOST, 0)]


@pytest.mark.usefixtures("pack")
def test_units_that_the_plan_leaves_open_are_marked_with_how_they_were_decided():
    assert dict(Target.objects.filter(is_ambiguous=True).exclude(note="").values_list("code", "unit")) == {
        "BB-5": "person",
        "PEU-1": "family",
        "PEU-2": "family",
        "PEU-3": "family",
        "JAN-2": "family",
        "AGG-2": "reached",
    }


@pytest.mark.usefixtures("pack")
def test_applying_again_changes_nothing():
    before = (list(PackItem.objects.order_by("pk").values()), AuditEvent.objects.count())

    assert effective(apply_pack(document=lahti())) == []
    assert (list(PackItem.objects.order_by("pk").values()), AuditEvent.objects.count()) == before


@pytest.mark.usefixtures("pack")
def test_every_target_and_indicator_can_be_counted_by_the_facts():
    counted = [(each.code, each.measure, each.filters) for each in Target.objects.order_by("pk")]
    counted += [
        (each.title, each.measure, each.filters)
        for each in FocusIndicator.objects.exclude(measure="").order_by("pk")
    ]

    for code, measure, filters in counted:
        for term in BY_KEY[measure].terms:
            rows = term.source.during(Period.year(2024)).filter(term.source.filtered(filters))
            assert (code, rows.count()) == (code, 0)
    assert len(counted) == 48 + 10


@pytest.mark.usefixtures("pack")
def test_every_target_names_its_unit_its_owner_and_whose_records_count():
    assert (
        list(
            Target.objects.filter(Q(unit="") | Q(owner=None) | ~Q(filters__has_key="work_form")).values_list(
                "code", flat=True
            )
        )
        == []
    )


NOT_PROMISED = {
    "children_told_of",
    "contacts_held",
    "families_handed_over",
    "follow_ups_due",
    "follow_ups_met",
    "goals_attained",
    "goals_evaluated",
    "notes_late",
    "processes_carried_through",
    "reports_in_time",
    "reports_late",
    "requests_received",
    "steps_due",
    "steps_in_time",
    "steps_late",
}
"""Measures that the plan of 2024 promises no number of: leads and the director follow them."""


def test_no_measure_of_the_catalogue_is_left_unused():
    pack, _problems = check(lahti())

    used = {target.measure for form in pack.plans[0].work_forms for target in form.targets}
    used |= {part.measure for focus in pack.plans[0].focus_areas for part in focus.indicators}
    assert set(BY_KEY) - used == NOT_PROMISED


def test_everything_has_its_name_in_three_languages():
    pack, _problems = check(lahti())

    assert [
        item.id
        for item in items_of(pack)
        if "name_sv" in item.content and not (item.content["name_sv"] and item.content["name_en"])
    ] == []
