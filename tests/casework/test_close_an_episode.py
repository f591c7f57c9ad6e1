from datetime import date, timedelta

import pytest

from poukama.casework.models import Episode, EpisodeMember, EpisodePhase
from poukama.casework.services import (
    AlreadyVoided,
    ContactsAfterTheEnd,
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    MemberIn,
    SomethingHangsOnIt,
    UndoTooLate,
    UnknownWord,
    close_episode,
    open_episode,
    record_contact,
    void_contact,
    void_episode,
)
from poukama.toolkit import clock
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory, EpisodePhaseFactory
from tests.factories.clients import ClientFactory, FamilyFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 3, 4))


def test_closing_ends_the_phase_and_everybodys_part(aino, episode):
    left = EpisodeMemberFactory(episode=episode, ends_on=date(2024, 5, 1))
    stayed = EpisodeMemberFactory(episode=episode)
    phase = EpisodePhaseFactory(episode=episode)

    close_episode(episode=episode, ends_on=date(2024, 9, 10), reason="goals_met", by=aino)

    episode.refresh_from_db()
    ends = {row.pk: row.ends_on for row in EpisodeMember.objects.all()}
    assert (episode.ends_on, episode.end_reason, episode.closed_by) == (date(2024, 9, 10), "goals_met", aino)
    assert ends == {left.pk: date(2024, 5, 1), stayed.pk: date(2024, 9, 10)}
    assert EpisodePhase.objects.get(pk=phase.pk).ends_on == date(2024, 9, 10)


def test_closing_twice_is_refused(aino, episode):
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)

    with pytest.raises(EpisodeClosed):
        close_episode(episode=episode, ends_on=TODAY, reason="moved_away", by=aino)


@pytest.mark.parametrize(
    ("day", "refusal"), [(TOMORROW, DayNotYetCome), (date(2024, 3, 3), DayOutsideEpisode)]
)
def test_an_episode_does_not_end_ahead_or_before_it_began(aino, episode, day, refusal):
    with pytest.raises(refusal):
        close_episode(episode=episode, ends_on=day, reason="goals_met", by=aino)


def test_a_reason_that_is_not_on_the_list_is_refused(aino, episode):
    with pytest.raises(UnknownWord):
        close_episode(episode=episode, ends_on=TODAY, reason="sleep", by=aino)


def test_an_episode_does_not_end_before_its_last_contact(aino, episode):
    ContactFactory(episode=episode, happened_on=date(2024, 9, 5))

    with pytest.raises(ContactsAfterTheEnd) as refused:
        close_episode(episode=episode, ends_on=date(2024, 9, 4), reason="goals_met", by=aino)

    assert refused.value.day == date(2024, 9, 5)


def test_an_episode_does_not_end_before_a_member_came_along(aino, episode):
    EpisodeMemberFactory(episode=episode, starts_on=date(2024, 9, 5))

    with pytest.raises(DaysDoNotFit):
        close_episode(episode=episode, ends_on=date(2024, 9, 4), reason="goals_met", by=aino)


def test_an_episode_opened_by_mistake_is_taken_back_with_its_members_and_phase(aino, work_form_a, words):
    family = FamilyFactory(known_in=work_form_a)
    episode = open_episode(
        work_form=work_form_a,
        starts_on=TODAY,
        by=aino,
        family=family,
        members=[MemberIn(ClientFactory(family=family), "parent")],
        phase="group",
    )

    void_episode(episode=episode, by=aino)

    left = [rows.objects.filter(voided_at=None).count() for rows in (Episode, EpisodeMember, EpisodePhase)]
    assert left == [0, 0, 0]
    with pytest.raises(AlreadyVoided):
        void_episode(episode=episode, by=aino)


def test_an_episode_with_a_contact_or_of_an_earlier_day_is_not_taken_back(aino, work_form_a, words):
    episode = open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, family=FamilyFactory())
    contact = record_contact(episode=episode, kind="meeting", happened_on=TODAY, by=aino)

    with pytest.raises(SomethingHangsOnIt):
        void_episode(episode=episode, by=aino)
    void_contact(contact=contact, by=aino)
    with clock.moved_to(TOMORROW), pytest.raises(UndoTooLate):
        void_episode(episode=episode, by=aino)
    void_episode(episode=episode, by=aino)

    assert Episode.objects.get().voided_by == aino


def test_an_ended_episode_is_not_taken_back(aino, work_form_a, words):
    episode = open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, family=FamilyFactory())
    close_episode(episode=episode, ends_on=TODAY, reason="moved_away", by=aino)

    with pytest.raises(SomethingHangsOnIt):
        void_episode(episode=episode, by=aino)
