from datetime import date, timedelta

import pytest

from poukama.casework.models import EpisodeMember, EpisodePhase
from poukama.casework.services import (
    AlreadyMember,
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    PhaseAlreadyRuns,
    SomethingHangsOnIt,
    UndoTooLate,
    UnknownWord,
    add_member,
    begin_phase,
    end_member,
    end_phase,
    record_contact,
    void_member,
    void_phase,
)
from poukama.toolkit import clock
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)
START = date(2024, 9, 2)


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, starts_on=START)


@pytest.fixture
def ended(work_form_a, words):
    return EpisodeFactory(
        work_form=work_form_a, starts_on=START, ends_on=date(2024, 9, 9), end_reason="goals_met"
    )


def phases():
    rows = EpisodePhase.objects.filter(voided_at=None).order_by("starts_on", "pk")
    return [(row.phase, row.starts_on, row.ends_on) for row in rows]


def test_a_member_comes_along_later_and_leaves(aino, episode):
    client = ClientFactory(family=episode.family)

    member = add_member(episode=episode, client=client, role="baby", starts_on=date(2024, 9, 5), by=aino)
    end_member(member=member, ends_on=date(2024, 9, 8), by=aino)

    row = EpisodeMember.objects.get()
    assert (row.client, row.role, row.starts_on, row.ends_on) == (
        client,
        "baby",
        date(2024, 9, 5),
        date(2024, 9, 8),
    )


def test_whoever_left_may_come_along_again(aino, episode):
    client = ClientFactory(family=episode.family)
    member = add_member(episode=episode, client=client, role="child", starts_on=START, by=aino)
    end_member(member=member, ends_on=date(2024, 9, 8), by=aino)

    with pytest.raises(AlreadyMember):
        add_member(episode=episode, client=client, role="child", starts_on=date(2024, 9, 8), by=aino)
    again = add_member(episode=episode, client=client, role="child", starts_on=date(2024, 9, 9), by=aino)

    assert again.client == client


@pytest.mark.parametrize(
    ("day", "refusal"), [(TOMORROW, DayNotYetCome), (START - timedelta(days=1), DayOutsideEpisode)]
)
def test_a_member_does_not_begin_outside_the_episode(aino, episode, day, refusal):
    with pytest.raises(refusal):
        add_member(episode=episode, client=ClientFactory(), role="baby", starts_on=day, by=aino)


def test_nobody_is_added_to_an_episode_that_has_ended(aino, ended):
    with pytest.raises(EpisodeClosed):
        add_member(episode=ended, client=ClientFactory(), role="baby", starts_on=START, by=aino)


def test_a_member_takes_part_once_at_a_time(aino, episode):
    member = EpisodeMemberFactory(episode=episode)

    with pytest.raises(AlreadyMember):
        add_member(episode=episode, client=member.client, role="parent", starts_on=TODAY, by=aino)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (TOMORROW, DayNotYetCome),
        (START - timedelta(days=1), DayOutsideEpisode),
        (date(2024, 9, 4), DaysDoNotFit),
    ],
)
def test_a_part_does_not_end_before_it_began_or_ahead(aino, episode, day, refusal):
    member = EpisodeMemberFactory(episode=episode, starts_on=date(2024, 9, 5))

    with pytest.raises(refusal):
        end_member(member=member, ends_on=day, by=aino)


def test_a_part_ends_once(aino, episode):
    member = EpisodeMemberFactory(episode=episode)
    end_member(member=member, ends_on=TODAY, by=aino)

    with pytest.raises(NothingRuns):
        end_member(member=member, ends_on=TODAY, by=aino)


def test_a_member_added_by_mistake_is_taken_back_on_the_same_day(aino, episode):
    member = add_member(episode=episode, client=ClientFactory(), role="baby", starts_on=TODAY, by=aino)

    void_member(member=member, by=aino)

    assert EpisodeMember.objects.filter(voided_at=None).count() == 0
    with pytest.raises(AlreadyVoided):
        void_member(member=member, by=aino)


def test_a_member_of_an_earlier_day_or_of_a_contact_is_not_taken_back(aino, episode):
    member = add_member(episode=episode, client=ClientFactory(), role="baby", starts_on=TODAY, by=aino)

    with clock.moved_to(TOMORROW), pytest.raises(UndoTooLate):
        void_member(member=member, by=aino)
    record_contact(episode=episode, kind="meeting", happened_on=TODAY, present=[member], by=aino)
    with pytest.raises(SomethingHangsOnIt):
        void_member(member=member, by=aino)


def test_a_new_phase_ends_the_one_before_on_the_day_before(aino, episode):
    begin_phase(episode=episode, phase="motivation", starts_on=START, by=aino)
    begin_phase(episode=episode, phase="group", starts_on=date(2024, 9, 9), by=aino)

    assert phases() == [
        ("motivation", START, date(2024, 9, 8)),
        ("group", date(2024, 9, 9), None),
    ]


def test_a_phase_that_began_on_the_same_day_never_was(aino, episode):
    begin_phase(episode=episode, phase="motivation", starts_on=START, by=aino)
    begin_phase(episode=episode, phase="group", starts_on=START, by=aino)

    assert phases() == [("group", START, None)]


def test_the_running_phase_does_not_begin_again(aino, episode):
    begin_phase(episode=episode, phase="motivation", starts_on=START, by=aino)

    with pytest.raises(PhaseAlreadyRuns):
        begin_phase(episode=episode, phase="motivation", starts_on=TODAY, by=aino)


def test_a_phase_does_not_begin_before_an_earlier_one_has_ended(aino, episode):
    first = begin_phase(episode=episode, phase="motivation", starts_on=date(2024, 9, 5), by=aino)

    with pytest.raises(DaysDoNotFit):
        begin_phase(episode=episode, phase="group", starts_on=date(2024, 9, 4), by=aino)
    end_phase(phase=first, ends_on=date(2024, 9, 9), by=aino)
    with pytest.raises(DaysDoNotFit):
        begin_phase(episode=episode, phase="group", starts_on=date(2024, 9, 9), by=aino)


@pytest.mark.parametrize(
    ("day", "refusal"), [(TOMORROW, DayNotYetCome), (START - timedelta(days=1), DayOutsideEpisode)]
)
def test_a_phase_does_not_begin_outside_the_episode(aino, episode, day, refusal):
    with pytest.raises(refusal):
        begin_phase(episode=episode, phase="group", starts_on=day, by=aino)


def test_a_phase_of_no_list_and_of_an_ended_episode_is_refused(aino, episode, ended):
    with pytest.raises(UnknownWord):
        begin_phase(episode=episode, phase="sleep", starts_on=TODAY, by=aino)
    with pytest.raises(EpisodeClosed):
        begin_phase(episode=ended, phase="group", starts_on=START, by=aino)


def test_a_phase_ends_without_another(aino, episode):
    phase = begin_phase(episode=episode, phase="group", starts_on=date(2024, 9, 5), by=aino)

    with pytest.raises(DaysDoNotFit):
        end_phase(phase=phase, ends_on=date(2024, 9, 4), by=aino)
    end_phase(phase=phase, ends_on=TODAY, by=aino)
    with pytest.raises(NothingRuns):
        end_phase(phase=phase, ends_on=TODAY, by=aino)

    assert phases() == [("group", date(2024, 9, 5), TODAY)]


def test_a_phase_begun_by_mistake_is_taken_back_and_the_one_before_runs_again(aino, episode):
    begin_phase(episode=episode, phase="motivation", starts_on=START, by=aino)
    wrong = begin_phase(episode=episode, phase="group", starts_on=TODAY, by=aino)

    void_phase(phase=wrong, by=aino)

    assert phases() == [("motivation", START, None)]
