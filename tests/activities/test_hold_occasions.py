from datetime import date, time

import pytest

from poukama.access.models import AuditEvent
from poukama.activities.models import Attendance, Headcount, Occasion
from poukama.activities.services import (
    AttendanceIn,
    HeadcountIn,
    cancel_occasion,
    correct_headcounts,
    hold_occasion,
    mark_attendance,
    mark_everyone,
    plan_occasion,
    restore_occasion,
    unmark_attendance,
    void_occasion,
)
from poukama.activities.services.refusals import (
    AlreadyVoided,
    CountedTwice,
    EstimateWithoutGround,
    GroundWithoutEstimate,
    GroupNotMeeting,
    MustBeEstimate,
    NobodyCounted,
    NotKnownHere,
    NotPlanned,
    NotThatLong,
    NotYetHappened,
    PlannedInThePast,
    TooMany,
    UnknownTerm,
    WrongWorkForm,
)
from poukama.toolkit import clock
from tests.activities.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.factories.activities import GroupFactory, OccasionFactory
from tests.factories.clients import ClientFactory, FamilyFactory

pytestmark = pytest.mark.usefixtures("words")
PARENTS = HeadcountIn("parents", people=5)


@pytest.fixture
def hold(work_form_a, aino):
    """`hold(…)`: Aino records an event of today with five parents, or whatever is given."""

    def make(**given):
        values = {"work_form": work_form_a, "kind": "event", "happened_on": THURSDAY, "by": aino}
        return hold_occasion(**values | {"headcounts": [PARENTS]} | given)

    return make


@pytest.fixture
def plan(work_form_a, aino):
    """`plan(…)`: Aino plans an event for today, or whatever is given."""

    def make(**given):
        values = {"work_form": work_form_a, "kind": "event", "happened_on": THURSDAY, "by": aino}
        return plan_occasion(**values | given)

    return make


@pytest.fixture
def lumme(work_form_a):
    """A client of a family, both known in work form A."""
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    return ClientFactory(code_name="Lumme A", family=family, known_in=work_form_a)


def test_what_was_held_is_recorded_with_who_came(hold, lumme, aino):
    occasion = hold(
        title="  A day  out ",
        starts_at=time(10),
        minutes=90,
        led_by=aino,
        attendances=[AttendanceIn(client=lumme, role="mother")],
        headcounts=[PARENTS, HeadcountIn("families", families=3)],
    )

    assert (occasion.state, occasion.title, occasion.minutes, occasion.led_by) == (
        "held",
        "A day out",
        90,
        aino,
    )
    attendance = Attendance.objects.get(occasion=occasion)
    assert (attendance.client, attendance.family, attendance.role) == (lumme, lumme.family, "mother")
    counted = Headcount.objects.order_by("pk").values_list("category", "people", "families")
    assert list(counted) == [("parents", 5, 0), ("families", 0, 3)]
    event = AuditEvent.objects.order_by("-id").first()
    assert event is not None
    assert (event.action, event.about_id) == ("activities.record_occasion", str(occasion.pk))
    assert event.detail == {"state": "held", "attendances": 1, "headcounts": 2}


def test_somebody_anonymous_may_come_though_known_nowhere(hold):
    stranger = ClientFactory(anonymous=True)

    occasion = hold(attendances=[AttendanceIn(client=stranger)], headcounts=[])

    assert Attendance.objects.get(occasion=occasion).client == stranger


def test_a_family_may_come_as_a_whole(hold, lumme):
    occasion = hold(attendances=[AttendanceIn(family=lumme.family)], headcounts=[])

    assert Attendance.objects.get(occasion=occasion).family == lumme.family


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"happened_on": FRIDAY}, NotYetHappened),
        ({"kind": "only_b"}, UnknownTerm),
        ({"kind": "retired"}, UnknownTerm),
        ({"minutes": 0}, NotThatLong),
        ({"minutes": 1441}, NotThatLong),
        ({"headcounts": []}, NobodyCounted),
        ({"headcounts": [HeadcountIn("parents")]}, NobodyCounted),
        ({"headcounts": [HeadcountIn("parents", people=-1, families=2)]}, NobodyCounted),
        ({"headcounts": [HeadcountIn("parents", people=100_001)]}, TooMany),
        ({"headcounts": [PARENTS, HeadcountIn("parents", people=2)]}, CountedTwice),
        ({"headcounts": [HeadcountIn("unheard", people=2)]}, UnknownTerm),
        ({"headcounts": [HeadcountIn("general_public", people=200)]}, MustBeEstimate),
        (
            {"headcounts": [HeadcountIn("general_public", people=200, is_estimate=True)]},
            EstimateWithoutGround,
        ),
        ({"headcounts": [HeadcountIn("parents", people=2, basis="seats")]}, GroundWithoutEstimate),
        ({"headcounts": [HeadcountIn("parents", people=2, is_estimate=True, basis="x")]}, UnknownTerm),
        ({"attendances": [AttendanceIn()]}, NobodyCounted),
    ],
)
def test_what_cannot_have_been_held_is_refused(hold, given, refusal):
    with pytest.raises(refusal):
        hold(**given)
    assert Occasion.objects.count() == 0


def test_the_general_public_is_estimated_on_a_ground(hold):
    hold(
        headcounts=[
            HeadcountIn(
                "general_public", people=300, is_estimate=True, basis="organiser", basis_text="Their counter"
            )
        ]
    )

    row = Headcount.objects.get()
    assert (row.people, row.is_estimate, row.basis, row.basis_text) == (
        300,
        True,
        "organiser",
        "Their counter",
    )


def test_somebody_known_elsewhere_only_is_refused(hold, work_form_b):
    elsewhere = ClientFactory(known_in=work_form_b)

    with pytest.raises(NotKnownHere):
        hold(attendances=[AttendanceIn(client=elsewhere)])
    with pytest.raises(NotKnownHere):
        hold(attendances=[AttendanceIn(family=FamilyFactory(known_in=work_form_b))])


def test_the_same_person_in_two_roles_is_refused(hold, lumme):
    with pytest.raises(CountedTwice):
        hold(attendances=[AttendanceIn(client=lumme, role="mother"), AttendanceIn(client=lumme)])


def test_a_role_that_is_not_used_is_refused(hold, lumme):
    with pytest.raises(UnknownTerm):
        hold(attendances=[AttendanceIn(client=lumme, role="unheard")])


def test_a_session_is_held_within_the_days_of_its_group(hold, work_form_a, work_form_b):
    group = GroupFactory(work_form=work_form_a, starts_on=date(2024, 9, 1), ends_on=WEDNESDAY)

    assert hold(group=group, happened_on=WEDNESDAY).group == group
    with pytest.raises(GroupNotMeeting):
        hold(group=group)
    with pytest.raises(GroupNotMeeting):
        hold(group=group, happened_on=date(2024, 8, 31))
    with pytest.raises(WrongWorkForm):
        hold(group=GroupFactory(work_form=work_form_b))


def test_a_planned_occasion_becomes_held_as_it_went(hold, plan, lead, aino):
    planned = plan(title="Trip")
    later = clock.now().replace(hour=15)

    with clock.moved_to(later):
        held = hold(occasion=planned, title="Trip to the sea", kind="trip", by=lead)

    assert (held.pk, held.state, held.title, held.kind) == (planned.pk, "held", "Trip to the sea", "trip")
    assert (held.recorded_at, held.recorded_by) == (later, lead)
    assert Occasion.objects.count() == 1


def test_what_has_been_held_or_cancelled_is_not_held_again(hold, plan, aino):
    held = hold()
    cancelled = cancel_occasion(occasion=plan(), by=aino)

    for occasion in (held, cancelled):
        with pytest.raises(NotPlanned):
            hold(occasion=occasion)


def test_a_planned_occasion_of_another_work_form_is_refused(hold, work_form_b):
    with pytest.raises(WrongWorkForm):
        hold(occasion=OccasionFactory(work_form=work_form_b, state="planned"))


def test_planning_is_for_today_and_later(plan):
    assert plan(happened_on=FRIDAY).state == "planned"
    with pytest.raises(PlannedInThePast):
        plan(happened_on=WEDNESDAY)
    with pytest.raises(UnknownTerm):
        plan(kind="only_b")


def test_the_first_mark_makes_a_planned_occasion_held(plan, lumme, aino):
    occasion = plan()

    first = mark_attendance(occasion=occasion, client=lumme, role="mother", by=aino)
    again = mark_attendance(occasion=occasion, client=lumme, by=aino)

    occasion.refresh_from_db()
    assert (again, occasion.state) == (first, "held")
    assert Attendance.objects.count() == 1


def test_a_mark_taken_back_can_be_made_again(hold, lumme, aino):
    occasion = hold()
    mark_attendance(occasion=occasion, client=lumme, by=aino)

    unmark_attendance(occasion=occasion, client=lumme, by=aino)
    unmark_attendance(occasion=occasion, client=lumme, by=aino)

    assert Attendance.objects.filter(voided_at=None).count() == 0
    mark_attendance(occasion=occasion, client=lumme, by=aino)
    assert Attendance.objects.filter(voided_at=None).count() == 1


def test_a_family_is_marked_and_unmarked_by_itself(hold, lumme, aino):
    occasion = hold()
    mark_attendance(occasion=occasion, client=lumme, by=aino)
    mark_attendance(occasion=occasion, family=lumme.family, by=aino)

    unmark_attendance(occasion=occasion, family=lumme.family, by=aino)

    assert list(Attendance.objects.filter(voided_at=None).values_list("client", flat=True)) == [lumme.pk]


def test_everyone_is_marked_once(plan, lumme, work_form_a, aino):
    occasion = plan()
    ruoko = ClientFactory(known_in=work_form_a)
    mark_attendance(occasion=occasion, client=lumme, by=aino)

    mark_everyone(
        occasion=occasion, attendances=[AttendanceIn(client=lumme), AttendanceIn(client=ruoko)], by=aino
    )

    marked = Attendance.objects.filter(voided_at=None).values_list("client", flat=True)
    assert sorted(marked) == sorted([lumme.pk, ruoko.pk])
    with pytest.raises(NobodyCounted):
        mark_everyone(occasion=occasion, attendances=[], by=aino)


def test_nobody_is_marked_before_the_day_or_after_a_cancellation(plan, lumme, aino):
    tomorrow, cancelled = plan(happened_on=FRIDAY), cancel_occasion(occasion=plan(), by=aino)

    with pytest.raises(NotYetHappened):
        mark_attendance(occasion=tomorrow, client=lumme, by=aino)
    with pytest.raises(NotPlanned):
        mark_attendance(occasion=cancelled, client=lumme, by=aino)
    with pytest.raises(NotYetHappened):
        mark_everyone(occasion=tomorrow, attendances=[AttendanceIn(client=lumme)], by=aino)
    with pytest.raises(NotPlanned):
        mark_everyone(occasion=cancelled, attendances=[AttendanceIn(client=lumme)], by=aino)


def test_a_marked_occasion_is_held_without_counting_anybody_more(plan, hold, lumme, aino):
    occasion = plan()
    Attendance.objects.create(occasion=occasion, client=lumme, recorded_at=clock.now(), recorded_by=aino)

    assert hold(occasion=occasion, headcounts=[]).state == "held"


def test_numbers_are_corrected_and_the_old_ones_kept_as_voided(hold, aino):
    occasion = hold(headcounts=[PARENTS, HeadcountIn("children", people=4)])

    correct_headcounts(occasion=occasion, headcounts=[PARENTS, HeadcountIn("families", families=2)], by=aino)

    standing = Headcount.objects.filter(voided_at=None).order_by("pk").values_list("category", flat=True)
    assert list(standing) == ["parents", "families"]
    assert list(Headcount.objects.exclude(voided_at=None).values_list("category", flat=True)) == ["children"]


def test_numbers_are_not_corrected_away(hold, plan, aino):
    occasion = hold()

    with pytest.raises(NobodyCounted):
        correct_headcounts(occasion=occasion, headcounts=[], by=aino)
    with pytest.raises(NotPlanned):
        correct_headcounts(occasion=plan(), headcounts=[PARENTS], by=aino)
    assert Headcount.objects.filter(voided_at=None).count() == 1


def test_a_cancellation_can_be_taken_back(plan, hold, aino):
    occasion = cancel_occasion(occasion=plan(), by=aino)

    assert restore_occasion(occasion=occasion, by=aino).state == "planned"
    with pytest.raises(NotPlanned):
        restore_occasion(occasion=occasion, by=aino)
    with pytest.raises(NotPlanned):
        cancel_occasion(occasion=hold(), by=aino)


def test_a_recording_is_undone_once_and_then_rests(hold, lumme, aino, lead):
    occasion = hold()

    void_occasion(occasion=occasion, by=aino)
    again = void_occasion(occasion=occasion, by=lead)

    assert again.voided_by == aino
    with pytest.raises(AlreadyVoided):
        mark_attendance(occasion=occasion, client=lumme, by=aino)
