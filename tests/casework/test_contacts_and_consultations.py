from datetime import date, timedelta

import pytest

from poukama.casework.models import Consultation, Contact
from poukama.casework.services import (
    AlreadyVoided,
    CountsNobody,
    DayNotYetCome,
    DayOutsideEpisode,
    MinutesNotPossible,
    NotAMember,
    UnknownWord,
    record_consultation,
    record_contact,
    void_consultation,
    void_contact,
)
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 3, 4))


def test_a_contact_says_what_when_how_long_and_who_was_there(aino, episode):
    member = EpisodeMemberFactory(episode=episode)

    record_contact(episode=episode, kind="meeting", happened_on=TODAY, minutes=90, present=[member], by=aino)

    contact = Contact.objects.get()
    assert (contact.kind, contact.happened_on, contact.minutes, contact.took_place) == (
        "meeting",
        TODAY,
        90,
        True,
    )
    assert (list(contact.present.all()), contact.recorded_by) == ([member], aino)


def test_a_kind_that_says_nobody_came_did_not_take_place_and_has_no_duration(aino, episode):
    contact = record_contact(episode=episode, kind="did_not_arrive", happened_on=TODAY, minutes=60, by=aino)

    assert (contact.took_place, contact.minutes) == (False, None)


def test_a_contact_is_recorded_afterwards_of_an_episode_that_has_ended(aino, work_form_a, words):
    ended = EpisodeFactory(
        work_form=work_form_a, starts_on=date(2024, 3, 4), ends_on=date(2024, 9, 1), end_reason="goals_met"
    )

    record_contact(episode=ended, kind="meeting", happened_on=date(2024, 9, 1), by=aino)
    with pytest.raises(DayOutsideEpisode):
        record_contact(episode=ended, kind="meeting", happened_on=date(2024, 9, 2), by=aino)


@pytest.mark.parametrize(
    ("day", "refusal"), [(TOMORROW, DayNotYetCome), (date(2024, 3, 3), DayOutsideEpisode)]
)
def test_a_contact_does_not_happen_ahead_or_before_the_episode(aino, episode, day, refusal):
    with pytest.raises(refusal):
        record_contact(episode=episode, kind="meeting", happened_on=day, by=aino)


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_duration_that_is_not_possible_is_refused(aino, episode, minutes):
    with pytest.raises(MinutesNotPossible):
        record_contact(episode=episode, kind="meeting", happened_on=TODAY, minutes=minutes, by=aino)


def test_a_kind_that_is_not_on_the_list_is_refused(aino, episode):
    with pytest.raises(UnknownWord):
        record_contact(episode=episode, kind="sleep", happened_on=TODAY, by=aino)


def test_whoever_takes_no_part_in_the_episode_was_not_there(aino, episode):
    with pytest.raises(NotAMember):
        record_contact(
            episode=episode, kind="meeting", happened_on=TODAY, present=[EpisodeMemberFactory()], by=aino
        )
    assert Contact.objects.count() == 0


def test_a_contact_is_taken_back_once(aino, episode):
    contact = record_contact(episode=episode, kind="meeting", happened_on=TODAY, by=aino)

    void_contact(contact=contact, by=aino)

    assert Contact.objects.get().voided_by == aino
    with pytest.raises(AlreadyVoided):
        void_contact(contact=contact, by=aino)


def test_a_consultation_counts_and_names_its_themes_once(aino, work_form_a, words):
    record_consultation(
        work_form=work_form_a,
        happened_on=TODAY,
        people=2,
        families=1,
        themes=["sleep", "money", "sleep"],
        by=aino,
    )

    row = Consultation.objects.get()
    assert (row.people, row.families, row.professionals, row.themes) == (2, 1, 0, ["sleep", "money"])


@pytest.mark.parametrize("counts", [(0, 0, 0), (-1, 2, 0), (10_001, 0, 0)])
def test_a_consultation_of_nobody_or_of_too_many_is_refused(aino, work_form_a, counts):
    people, families, professionals = counts

    with pytest.raises(CountsNobody):
        record_consultation(
            work_form=work_form_a,
            happened_on=TODAY,
            people=people,
            families=families,
            professionals=professionals,
            by=aino,
        )


def test_a_consultation_ahead_or_on_an_unknown_theme_is_refused(aino, work_form_a, words):
    with pytest.raises(DayNotYetCome):
        record_consultation(work_form=work_form_a, happened_on=TOMORROW, people=1, by=aino)
    with pytest.raises(UnknownWord):
        record_consultation(work_form=work_form_a, happened_on=TODAY, people=1, themes=["meeting"], by=aino)


def test_a_consultation_is_taken_back_once(aino, work_form_a):
    consultation = record_consultation(work_form=work_form_a, happened_on=TODAY, people=1, by=aino)

    void_consultation(consultation=consultation, by=aino)

    assert Consultation.objects.filter(voided_at=None).count() == 0
    with pytest.raises(AlreadyVoided):
        void_consultation(consultation=consultation, by=aino)
