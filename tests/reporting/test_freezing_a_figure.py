"""A figure given to somebody can always be shown again, and says what has changed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from poukama.access.models import AuditEvent
from poukama.casework.models import EpisodeMember
from poukama.governance.facts import plan_of_year
from poukama.reporting.choices import Purpose
from poukama.reporting.models import Snapshot
from poukama.reporting.services import NothingToFreeze, freeze_figure, freeze_year, rerun
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import TargetFactory
from tests.factories.reporting import SnapshotFactory
from tests.reporting.conftest import TODAY, care

LATER = datetime(2024, 10, 1, 9, tzinfo=UTC)


def freeze(target, by, **values):
    plan = plan_of_year(2024, only_targets=True)
    assert plan is not None
    return freeze_figure(plan=plan, target=plan.target(target.code), purpose=Purpose.BOARD, by=by, **values)


def test_it_keeps_the_number_with_its_definition(people, work_form_a, lead):
    care(work_form_a, 3)
    frozen = freeze(people, lead, note="Board, 3/2024")
    assert (frozen.value, frozen.starts_on, frozen.ends_on) == (3, date(2024, 1, 1), TODAY)
    assert (frozen.measure, frozen.definition_version, frozen.mark) == ("people_in_care", 1, "collected")
    assert frozen.filters == {"work_form": [work_form_a.key]}
    assert (frozen.purpose, frozen.note, frozen.taken_by) == ("board", "Board, 3/2024", lead)


def test_it_is_audited(people, lead):
    freeze(people, lead)
    (event,) = AuditEvent.objects.filter(action="reporting.freeze_figure")
    assert event.detail == {"target": "PEO", "year": 2024, "purpose": "board"}


def test_what_nothing_counts_cannot_be_frozen(plan, work_form_a, lead):
    with pytest.raises(NothingToFreeze):
        freeze(TargetFactory(plan=plan, work_form=work_form_a), lead)


def test_a_whole_year_is_frozen_at_once(people, visits, plan, work_form_a, lead):
    TargetFactory(plan=plan, work_form=work_form_a)
    DoorCountFactory(work_form=work_form_a)
    found = plan_of_year(2024, only_targets=True)
    assert found is not None
    frozen = freeze_year(plan=found, purpose=Purpose.ANNUAL_REPORT, by=lead)
    assert {code: each.value for code, each in frozen.items()} == {"PEO": 0, "VIS": 1}
    assert Snapshot.objects.count() == 2


def test_counted_again_it_is_the_same(people, work_form_a, lead):
    care(work_form_a, 3)
    frozen = freeze(people, lead)
    again = rerun(frozen)
    assert again.is_same(frozen)
    assert (again.recorded_since, again.voided_since, again.definition_changed) == (0, 0, False)


def test_rows_recorded_since_are_told(visits, work_form_a, lead):
    DoorCountFactory(work_form=work_form_a)
    frozen = freeze(visits, lead)
    with clock.moved_to(LATER):
        DoorCountFactory(work_form=work_form_a, happened_on=date(2024, 9, 1), recorded_at=LATER)
        again = rerun(frozen)
    assert (again.value, again.as_known, again.recorded_since, again.voided_since) == (2, 1, 1, 0)
    assert not again.is_same(frozen)
    assert not again.dates_changed(frozen)


def test_rows_undone_since_are_told(visits, work_form_a, lead):
    tap = DoorCountFactory(work_form=work_form_a)
    frozen = freeze(visits, lead)
    type(tap).objects.filter(pk=tap.pk).update(voided_at=LATER, voided_by=lead)
    again = rerun(frozen)
    assert (again.value, again.as_known, again.recorded_since, again.voided_since) == (0, 1, 0, 1)


def test_a_changed_day_is_told(people, work_form_a, lead):
    care(work_form_a, 2)
    frozen = freeze(people, lead)
    moved = EpisodeMember.objects.order_by("pk").first()
    EpisodeMember.objects.filter(pk=moved.pk).update(starts_on=date(2025, 1, 1))
    again = rerun(frozen)
    assert (again.value, again.as_known, again.dates_changed(frozen)) == (1, 1, True)


def test_another_definition_is_told(plan, work_form_a):
    frozen = SnapshotFactory(work_form=work_form_a, definition_version=0)
    assert rerun(frozen).definition_changed


def test_a_measure_that_is_no_more_is_told(db):
    again = rerun(SnapshotFactory(measure="something_old"))
    assert (again.value, again.definition_changed) == (None, True)


@pytest.mark.parametrize(
    "who, status",
    [
        ("lead", 302),
        ("director", 302),
        ("aino", 404),
        ("bertta", 404),
        ("board_member", 404),
        ("office", 404),
        ("administrator", 404),
        ("cecilia", 404),
    ],
)
def test_the_lead_and_the_director_freeze(client, cast, signed_in, people, work_form_a, who, status):
    care(work_form_a, 6)
    response = signed_in(cast[who]).post(url("reporting:freeze", people), {"purpose": "board", "note": ""})
    assert response.status_code == status
    assert Snapshot.objects.count() == (status == 302)


def test_without_saying_for_whom_nothing_is_frozen(client, lead, signed_in, people):
    response = signed_in(lead).post(url("reporting:freeze", people), {"note": "x"})
    assert response.status_code == 422
    assert "purpose" in response.context["freeze_form"].errors
    assert Snapshot.objects.count() == 0


def test_the_figure_of_a_past_day_is_frozen(client, lead, signed_in, people, work_form_a):
    care(work_form_a, 6)
    signed_in(lead).post(url("reporting:freeze", people), {"purpose": "board", "on": "2024-02-29"})
    assert Snapshot.objects.get().value == 0


@pytest.mark.parametrize("who", ["bertta", "director", "board_member", "office", "administrator"])
def test_a_small_frozen_number_is_kept_back_outside_the_circle(
    client, cast, signed_in, lead, people, work_form_a, who
):
    care(work_form_a, 3)
    frozen = freeze(people, lead)
    response = signed_in(cast[who]).get(url("reporting:snapshot", frozen))
    assert response.context["row"].is_withheld
    assert response.context["again"] is None


def test_a_frozen_number_does_not_tell_of_those_who_came_since(
    client, board_member, signed_in, lead, people, work_form_a
):
    care(work_form_a, 6)
    frozen = freeze(people, lead)
    care(work_form_a, 2)
    response = signed_in(board_member).get(url("reporting:snapshot", frozen))
    assert response.context["row"].is_withheld


def test_a_frozen_number_is_shown_again(client, aino, signed_in, lead, people, work_form_a):
    care(work_form_a, 3)
    frozen = freeze(people, lead)
    response = signed_in(aino).get(url("reporting:snapshot", frozen))
    assert (response.context["row"].is_withheld, response.context["is_same"]) == (False, True)


def test_a_stranger_finds_no_snapshot(client, cecilia, signed_in, lead, people):
    frozen = freeze(people, lead)
    assert signed_in(cecilia).get(url("reporting:snapshot", frozen)).status_code == 404


def test_frozen_figures_stand_on_the_figures_page(client, aino, signed_in, lead, people, work_form_a):
    care(work_form_a, 3)
    first = freeze(people, lead)
    with clock.moved_to(datetime.combine(TODAY, datetime.min.time(), tzinfo=UTC) + timedelta(days=1)):
        second = freeze(people, lead)
    rows = signed_in(aino).get(url("reporting:figure", people)).context["frozen"]
    assert [row.snapshot for row in rows] == [second, first]


def test_the_director_freezes_a_whole_year(client, director, signed_in, people, visits, work_form_a):
    care(work_form_a, 6)
    signed_in(director)
    assert client.get(url("reporting:freeze_year", 2024)).status_code == 200
    assert client.post(url("reporting:freeze_year", 2024), {"note": "x"}).status_code == 422
    assert client.post(url("reporting:freeze_year", 2024), {"purpose": "board"}).status_code == 302
    assert dict(Snapshot.objects.values_list("target_code", "value")) == {"PEO": 6, "VIS": 0}
    (event,) = AuditEvent.objects.filter(action="reporting.freeze_year")
    assert event.detail == {"year": 2024, "purpose": "board", "snapshots": 2}


@pytest.mark.parametrize("who", ["aino", "lead", "board_member", "office", "administrator", "cecilia"])
def test_nobody_else_freezes_a_year(client, cast, signed_in, people, who):
    signed_in(cast[who])
    assert client.get(url("reporting:freeze_year", 2024)).status_code == 404
    assert client.post(url("reporting:freeze_year", 2024), {"purpose": "board"}).status_code == 404
    assert Snapshot.objects.count() == 0


def test_a_year_without_a_plan_cannot_be_frozen(client, director, signed_in, people):
    assert signed_in(director).get(url("reporting:freeze_year", 2031)).status_code == 404
