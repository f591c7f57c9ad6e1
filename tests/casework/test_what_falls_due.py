"""What falls due in an episode follows its visits and its days: the templates of the plan, as they are lived."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.casework.choices import Begins, ForWhom, Trigger
from poukama.casework.models import DueStep, Process
from poukama.casework.services import (
    MemberIn,
    add_member,
    close_episode,
    open_episode,
    record_contact,
    reopen_episode,
    void_contact,
    void_episode,
    void_member,
)
from poukama.casework.services.following import follow, follow_all
from poukama.casework.services.processes import begin_process, name_workers
from poukama.casework.services.steps import do_step
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.factories.casework import (
    AppointmentFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    ProcessTemplateFactory,
)
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory, UserFactory

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def more_words(words):
    """What is no visit, who is what, and which end is planned."""
    TermFactory(
        list=TermList.CONTACT_KIND,
        key="call",
        name="Call",
        attributes={"is_visit": False, "took_place": True},
    )
    TermFactory(list=TermList.END_REASON, key="agreed", name="Agreed", attributes={"planned": True})
    TermFactory(list=TermList.MEMBER_ROLE, key="kid", name="Kid", attributes={"icon": "child"})
    TermFactory(list=TermList.MEMBER_ROLE, key="newborn", name="Newborn", attributes={"icon": "baby"})


def template(work_form, *steps, **columns):
    return ProcessTemplateFactory(work_form=work_form, steps=steps, **columns)


def step(does, trigger, number=None, **columns):
    return {"does": does, "trigger": trigger, "number": number} | columns


def due(episode=None):
    """What is due and not settled: step, occasion, day; in order of the days."""
    rows = DueStep.objects.filter(voided_at=None, duty__done_on=None, left_out_at=None)
    if episode is not None:
        rows = rows.filter(process__episode=episode)
    return list(rows.order_by("duty__due_on", "key").values_list("key", "occasion", "duty__due_on"))


def meet(episode, day, by, kind="meeting", **more):
    with clock.moved_to(day):
        return record_contact(episode=episode, kind=kind, happened_on=day, by=by, **more)


def test_five_meetings_with_a_child_of_which_one_is_missed(work_form_a, aino):
    episode = EpisodeFactory(work_form=work_form_a)
    child = EpisodeMemberFactory(episode=episode, role="kid")
    parent = EpisodeMemberFactory(episode=episode, role="parent")
    five = template(work_form_a, step("closing", Trigger.MEETINGS, 5, upto=5), for_whom=ForWhom.EACH_CHILD)
    process = begin_process(
        episode=episode, template=five, member=child, starts_on=episode.starts_on, by=aino
    )
    first = date(2024, 2, 5)
    for week in range(3):
        meet(episode, first + 7 * week * DAY, aino, present=[child, parent])
    meet(episode, first + 21 * DAY, aino, kind="did_not_arrive")
    meet(episode, first + 22 * DAY, aino, kind="call")
    meet(episode, first + 23 * DAY, aino, present=[parent])
    assert due() == []
    fourth = meet(episode, first + 28 * DAY, aino)
    meet(episode, first + 35 * DAY, aino, present=[child])
    assert due() == [("closing", "visit-5", first + 35 * DAY)]
    void_contact(contact=fourth, by=aino)
    assert due() == []
    assert process.starts_on == episode.starts_on


def test_sixteen_family_meetings_by_two_workers(work_form_a, aino, lead):
    episode = EpisodeFactory(work_form=work_form_a)
    lkk = template(
        work_form_a,
        step("pair", Trigger.WORKERS, 2),
        step("closing", Trigger.MEETINGS, 16, upto=16),
    )
    process = begin_process(
        episode=episode, template=lkk, starts_on=episode.starts_on, by=aino, workers=[aino]
    )
    assert due() == [("pair", "workers", episode.starts_on)]
    name_workers(process=process, workers=[aino, lead], by=aino)
    pair = DueStep.objects.get(key="pair", voided_at=None)
    assert (due(), pair.by_itself, pair.duty.done_on) == ([], True, clock.today())
    for number in range(16):
        meet(episode, date(2024, 1, 8) + 14 * number * DAY, aino)
    assert due() == [("closing", "visit-16", date(2024, 8, 5))]
    closing = DueStep.objects.get(key="closing")
    assert (closing.duty.owner, closing.duty.deputy) == (aino, lead)
    name_workers(process=process, workers=[lead], by=aino)
    assert due()[0] == ("pair", "workers", episode.starts_on)


def aggredi(work_form):
    return template(
        work_form,
        step("first", Trigger.BY_CONTACT, 3),
        step("mid", Trigger.ABOUT_CONTACT, 8, again_every=8),
        step("last", Trigger.AT_END, 0, planned_only=True),
        step("survey", Trigger.AFTER_END, 6, planned_only=True),
        begins=Begins.WITH_EPISODE,
    )


def test_evaluations_by_the_third_and_about_the_eighth_visit_at_a_planned_end_and_half_a_year_after(
    work_form_a, aino
):
    aggredi(work_form_a)
    client = ClientFactory(family=None, known_in=work_form_a)
    start = date(2024, 1, 3)
    episode = open_episode(
        work_form=work_form_a, starts_on=start, members=[MemberIn(client, "parent")], by=aino
    )
    days = [start + 14 * number * DAY for number in range(1, 17)]
    for day in days[:8]:
        meet(episode, day, aino)
    assert due() == [("first", "visit-3", days[2]), ("mid", "visit-8", days[7])]
    do_step(step=DueStep.objects.get(key="first"), done_on=days[1], by=aino)
    do_step(step=DueStep.objects.get(key="mid"), done_on=days[7] + DAY, by=aino)
    for day in days[8:]:
        meet(episode, day, aino)
    assert due() == [("mid", "visit-16", days[15])]
    closed_on = date(2024, 8, 31)
    close_episode(episode=episode, ends_on=closed_on, reason="agreed", by=aino)
    assert due() == [("last", "end", closed_on), ("survey", "end+6", date(2025, 2, 28))]
    kept = DueStep.objects.filter(voided_at=None, duty__done_on__isnull=False)
    assert sorted(kept.values_list("key", flat=True)) == ["first", "mid"]


def test_an_end_that_was_not_planned_stops_what_hangs_on_a_planned_one(work_form_a, aino):
    aggredi(work_form_a)
    episode = open_episode(work_form=work_form_a, starts_on=date(2024, 1, 3), family=FamilyFactory(), by=aino)
    for number in range(3):
        meet(episode, date(2024, 2, 1) + number * DAY, aino)
    assert len(due()) == 1
    close_episode(episode=episode, ends_on=date(2024, 3, 1), reason="moved_away", by=aino)
    assert due() == []
    reopen_episode(episode=episode, by=aino)
    assert due() == [("first", "visit-3", date(2024, 2, 3))]


def test_what_hangs_on_a_visit_moves_with_it(work_form_a, aino):
    episode = EpisodeFactory(work_form=work_form_a)
    begin_process(
        episode=episode,
        template=template(work_form_a, step("first", Trigger.BY_CONTACT, 2)),
        starts_on=episode.starts_on,
        by=aino,
    )
    meet(episode, date(2024, 9, 2), aino)
    agreed = AppointmentFactory(episode=episode, planned_on=date(2024, 9, 16))
    AppointmentFactory(episode=episode, planned_on=date(2024, 9, 30))
    AppointmentFactory(episode=episode, planned_on=date(2024, 9, 13), kind="call")
    follow(episode=episode, by=aino)
    assert due() == [("first", "visit-2", date(2024, 9, 16))]
    duty = DueStep.objects.get().duty_id
    agreed.voided_at, agreed.voided_by = clock.now(), aino
    agreed.save()
    AppointmentFactory(episode=episode, planned_on=date(2024, 9, 20), moved_from=agreed)
    follow(episode=episode, by=aino)
    assert due() == [("first", "visit-2", date(2024, 9, 20))]
    assert DueStep.objects.get().duty_id == duty


def test_a_support_person_meets_three_to_five_times(work_form_a, aino):
    episode = EpisodeFactory(work_form=work_form_a)
    begin_process(
        episode=episode,
        template=template(work_form_a, step("closing", Trigger.MEETINGS, 3, upto=5)),
        starts_on=episode.starts_on,
        by=aino,
    )
    for number in range(4):
        meet(episode, date(2024, 3, 1) + number * DAY, aino)
    assert due() == []
    meet(episode, date(2024, 3, 5), aino)
    assert due() == [("closing", "visit-5", date(2024, 3, 5))]


def test_follow_ups_half_a_year_and_a_year_after_any_end(work_form_a, aino):
    template(
        work_form_a,
        step("sender", Trigger.AT_END, 0),
        step("half", Trigger.AFTER_END, 6),
        step("year", Trigger.AFTER_END, 12),
        begins=Begins.WITH_EPISODE,
    )
    episode = open_episode(work_form=work_form_a, starts_on=date(2024, 1, 3), family=FamilyFactory(), by=aino)
    close_episode(episode=episode, ends_on=date(2024, 2, 29), reason="moved_away", by=aino)
    assert due() == [
        ("sender", "end", date(2024, 2, 29)),
        ("half", "end+6", date(2024, 8, 29)),
        ("year", "end+12", date(2025, 2, 28)),
    ]


def test_what_comes_round_by_the_week_and_the_month_and_keeps_holidays(work_form_a, aino):
    """Around Christmas 2024: 6, 24, 25 and 26 December and 1 January are holidays, and so is Epiphany, a Monday."""
    template(
        work_form_a,
        step("set", Trigger.WEEKLY, weekday=1),
        step("review", Trigger.WEEKLY, weekday=5),
        step("report", Trigger.MONTHLY),
        step("mid", Trigger.MONTHLY, 15),
        begins=Begins.WITH_EPISODE,
    )
    with clock.moved_to(date(2024, 12, 5)):
        episode = open_episode(
            work_form=work_form_a, starts_on=date(2024, 12, 5), family=FamilyFactory(), by=aino
        )
    assert [each[2] for each in due(episode)] == [date(2024, 12, day) for day in (5, 9, 13, 31)]
    with clock.moved_to(date(2025, 1, 2)):
        assert follow_all() > 0
        assert follow_all() == 0
    days = {}
    for key, _occasion, day in due(episode):
        days.setdefault(key, []).append((day.month, day.day))
    assert days == {
        "review": [(12, 5), (12, 13), (12, 20), (12, 27), (1, 3), (1, 10)],
        "set": [(12, 9), (12, 16), (12, 23), (12, 30), (1, 7)],
        "report": [(12, 31), (1, 31)],
        "mid": [(1, 15)],
    }


def test_a_holiday_at_the_end_of_the_week_is_kept_the_day_before(work_form_a, aino):
    template(work_form_a, step("review", Trigger.WEEKLY, weekday=5), begins=Begins.WITH_EPISODE)
    with clock.moved_to(date(2024, 3, 25)):
        open_episode(work_form=work_form_a, starts_on=date(2024, 3, 25), family=FamilyFactory(), by=aino)
    assert due()[0] == ("review", "2024-03-29", date(2024, 3, 28))


def test_working_days_over_the_change_of_clocks(work_form_a, aino):
    """Clocks went forward on Sunday 31 March 2024, which was Easter; and back on Sunday 27 October."""
    template(work_form_a, step("talk", Trigger.WEEKDAYS), begins=Begins.WITH_EPISODE)
    for start in (date(2024, 3, 28), date(2024, 10, 25)):
        with clock.moved_to(clock.local(start).replace(hour=23, minute=30)):
            episode = open_episode(work_form=work_form_a, starts_on=start, family=FamilyFactory(), by=aino)
        days = [day for _key, _occasion, day in due(episode)]
        assert days == sorted(set(days))
        expected = {
            date(2024, 3, 28): [date(2024, 3, 28), date(2024, 4, 2), date(2024, 4, 3)],
            date(2024, 10, 25): [date(2024, 10, 25), date(2024, 10, 28), date(2024, 10, 29)],
        }
        assert days[:3] == expected[start]


def test_each_visit_asks_and_nothing_that_was_not_known_is_asked_backwards(work_form_a, aino):
    template(
        work_form_a,
        step("benefit", Trigger.EACH_MEETING),
        step("week", Trigger.WEEKLY, weekday=4),
        begins=Begins.WITH_EPISODE,
    )
    episode = open_episode(work_form=work_form_a, starts_on=date(2024, 8, 1), family=FamilyFactory(), by=aino)
    assert due()[0] == ("week", "2024-09-12", date(2024, 9, 12))
    record_contact(episode=episode, kind="meeting", happened_on=date(2024, 8, 20), by=aino)
    record_contact(episode=episode, kind="meeting", happened_on=date(2024, 8, 10), by=aino)
    assert due()[:2] == [
        ("benefit", "visit-1", date(2024, 8, 10)),
        ("benefit", "visit-2", date(2024, 8, 20)),
    ]


def test_each_child_has_a_process_of_its_own_also_whoever_comes_later(work_form_a, aino):
    template(
        work_form_a,
        step("letter", Trigger.AT_END, 0),
        for_whom=ForWhom.EACH_CHILD,
        begins=Begins.WITH_EPISODE,
    )
    family = FamilyFactory(known_in=work_form_a)
    people = [ClientFactory(family=family, known_in=work_form_a) for _ in range(3)]
    episode = open_episode(
        work_form=work_form_a,
        starts_on=date(2024, 8, 1),
        family=family,
        members=[MemberIn(people[0], "parent"), MemberIn(people[1], "kid")],
        by=aino,
    )
    later = add_member(episode=episode, client=people[2], role="newborn", starts_on=date(2024, 9, 1), by=aino)
    whose = Process.objects.filter(voided_at=None).order_by("pk")
    assert list(whose.values_list("member__client", "starts_on")) == [
        (people[1].pk, date(2024, 8, 1)),
        (people[2].pk, date(2024, 9, 1)),
    ]
    void_member(member=later, by=aino)
    assert whose.count() == 1
    close_episode(episode=episode, ends_on=date(2024, 9, 10), reason="moved_away", by=aino)
    assert due() == [("letter", "end", date(2024, 9, 10))]


def test_an_episode_taken_back_takes_its_processes_along(work_form_a, aino):
    template(work_form_a, step("facts", Trigger.AT_START, 0), begins=Begins.WITH_EPISODE)
    episode = open_episode(work_form=work_form_a, starts_on=clock.today(), family=FamilyFactory(), by=aino)
    assert due() == [("facts", "start", clock.today())]
    void_episode(episode=episode, by=aino)
    assert (due(), Process.objects.filter(voided_at=None).count()) == ([], 0)
    row = DueStep.objects.select_related("duty").get()
    assert (row.voided_by, row.duty.voided_by) == (aino, aino)


def test_whoever_is_key_worker_owns_what_falls_due_unless_they_have_left(work_form_a, aino):
    gone = UserFactory(is_active=False)
    facts = template(work_form_a, step("facts", Trigger.AT_START, 0))
    for key_worker, owner in ((aino, aino), (gone, None), (None, None)):
        episode = EpisodeFactory(work_form=work_form_a, starts_on=clock.today(), key_worker=key_worker)
        begin_process(episode=episode, template=facts, starts_on=clock.today(), by=aino)
        assert DueStep.objects.get(process__episode=episode).duty.owner == owner


def test_following_asks_the_same_however_much_has_happened(work_form_a, aino):
    steps = [step("benefit", Trigger.EACH_MEETING), step("first", Trigger.BY_CONTACT, 2)]
    episode = EpisodeFactory(work_form=work_form_a)
    EpisodeMemberFactory(episode=episode)
    begin_process(
        episode=episode, template=template(work_form_a, *steps), starts_on=episode.starts_on, by=aino
    )

    def asked():
        with CaptureQueriesContext(connection) as seen:
            follow(episode=episode, by=aino)
        return len(seen)

    meet(episode, date(2024, 2, 1), aino)
    few = asked()
    for number in range(1, 9):
        meet(episode, date(2024, 2, 1) + number * DAY, aino)
        EpisodeMemberFactory(episode=episode, role="kid")
    begin_process(
        episode=episode, template=template(work_form_a, *steps), starts_on=episode.starts_on, by=aino
    )
    assert asked() == few < 20
