from datetime import date

import pytest
from django.db import IntegrityError, transaction

from poukama.access.models import AuditEvent
from poukama.casework.models import Episode, EpisodeMember, EpisodePhase
from poukama.casework.services import (
    AlreadyMember,
    AnonymousIsNewEveryTime,
    DayNotYetCome,
    DayOutsideEpisode,
    EpisodeOverlaps,
    MemberIn,
    UnknownWord,
    WorkFormOnlyCounts,
    open_episode,
)
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Identification, TermList
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory, WorkFormFactory

TODAY = date(2024, 9, 12)


def test_a_family_begins_with_its_members_and_a_phase(aino, work_form_a, words):
    family = FamilyFactory(known_in=work_form_a)
    parent, baby = ClientFactory(family=family), ClientFactory(family=family)

    episode = open_episode(
        work_form=work_form_a,
        starts_on=date(2024, 9, 2),
        by=aino,
        family=family,
        members=[MemberIn(parent, "parent"), MemberIn(baby, "baby", date(2024, 9, 10))],
        phase="motivation",
        key_worker=aino,
    )

    assert (episode.family, episode.client, episode.ends_on, episode.key_worker) == (family, None, None, aino)
    assert list(EpisodeMember.objects.order_by("pk").values_list("client", "role", "starts_on")) == [
        (parent.pk, "parent", date(2024, 9, 2)),
        (baby.pk, "baby", date(2024, 9, 10)),
    ]
    assert list(EpisodePhase.objects.values_list("phase", "starts_on", "ends_on")) == [
        ("motivation", date(2024, 9, 2), None)
    ]
    assert episode.code == family.code_name


def test_a_person_without_a_family_gives_the_episode_its_code(aino, work_form_a, words):
    person = ClientFactory(code_name="Ruoko")

    episode = open_episode(
        work_form=work_form_a, starts_on=TODAY, by=aino, members=[MemberIn(person, "parent")]
    )

    assert (episode.family, episode.client, episode.code) == (None, person, "Ruoko")


def test_an_episode_of_the_anonymous_has_a_number(aino, work_form_a, words):
    nobody = ClientFactory(anonymous=True)

    episode = open_episode(
        work_form=work_form_a, starts_on=TODAY, by=aino, members=[MemberIn(nobody, "parent")]
    )

    assert (episode.client, episode.code) == (None, f"J-{episode.pk}")


def test_whoever_takes_part_becomes_known_in_the_work_form(aino, work_form_a, work_form_b, words):
    family = FamilyFactory(known_in=work_form_b)
    parent = ClientFactory(family=family, known_in=work_form_b)
    ClientFactory(family=family, known_in=work_form_b)

    open_episode(
        work_form=work_form_a, starts_on=TODAY, by=aino, family=family, members=[MemberIn(parent, "parent")]
    )

    known = KnownIn.objects.filter(work_form=work_form_a).order_by("pk")
    assert [(row.family, row.client) for row in known] == [(family, None), (None, parent)]


def test_a_family_that_is_here_already_leads_to_its_episode(aino, work_form_a):
    open_one = EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 5, 1))

    with pytest.raises(EpisodeOverlaps) as refused:
        open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, family=open_one.family)

    assert refused.value.episode == open_one
    assert Episode.objects.count() == 1


def test_a_person_who_is_here_already_leads_to_the_episode(aino, work_form_a, words):
    person = ClientFactory()
    member = MemberIn(person, "parent")
    open_one = open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, members=[member])

    with pytest.raises(EpisodeOverlaps) as refused:
        open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, members=[member])

    assert refused.value.episode == open_one


def test_a_family_comes_back_on_the_day_it_ended_but_not_before(aino, work_form_a):
    ended = EpisodeFactory(
        work_form=work_form_a, starts_on=date(2024, 1, 8), ends_on=date(2024, 6, 3), end_reason="goals_met"
    )

    with pytest.raises(EpisodeOverlaps):
        open_episode(work_form=work_form_a, starts_on=date(2024, 6, 2), by=aino, family=ended.family)
    back = open_episode(work_form=work_form_a, starts_on=date(2024, 6, 3), by=aino, family=ended.family)

    assert back.family == ended.family


def test_the_same_family_may_be_in_another_work_form_at_the_same_time(aino, work_form_a, work_form_b):
    elsewhere = EpisodeFactory(work_form=work_form_b)

    here = open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, family=elsewhere.family)

    assert here.family == elsewhere.family


def test_an_episode_that_was_taken_back_does_not_stand_in_the_way(aino, work_form_a):
    wrong = EpisodeFactory(work_form=work_form_a)
    Episode.objects.filter(pk=wrong.pk).update(voided_at=wrong.recorded_at, voided_by=aino)

    assert open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, family=wrong.family).pk != wrong.pk


def test_the_database_holds_one_open_episode_of_a_family_in_a_work_form(work_form_a):
    open_one = EpisodeFactory(work_form=work_form_a)

    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeFactory(work_form=work_form_a, family=open_one.family)


def test_a_day_that_has_not_come_is_refused(aino, work_form_a, words):
    family = FamilyFactory()

    with pytest.raises(DayNotYetCome):
        open_episode(work_form=work_form_a, starts_on=date(2024, 9, 13), by=aino, family=family)
    with pytest.raises(DayNotYetCome):
        open_episode(
            work_form=work_form_a,
            starts_on=TODAY,
            by=aino,
            family=family,
            members=[MemberIn(ClientFactory(), "parent", date(2024, 9, 13))],
        )
    assert Episode.objects.count() == 0


def test_a_member_does_not_begin_before_the_episode(aino, work_form_a, words):
    with pytest.raises(DayOutsideEpisode):
        open_episode(
            work_form=work_form_a,
            starts_on=TODAY,
            by=aino,
            members=[MemberIn(ClientFactory(), "parent", date(2024, 9, 11))],
        )


@pytest.mark.parametrize(
    ("role", "phase", "refused"),
    [("aunt", "", (TermList.MEMBER_ROLE, "aunt")), ("parent", "sleep", (TermList.PHASE, "sleep"))],
)
def test_a_word_that_is_not_on_the_list_is_refused(aino, work_form_a, words, role, phase, refused):
    with pytest.raises(UnknownWord) as error:
        open_episode(
            work_form=work_form_a,
            starts_on=TODAY,
            by=aino,
            family=FamilyFactory(),
            members=[MemberIn(ClientFactory(), role)],
            phase=phase,
        )

    assert (error.value.which, error.value.key) == refused
    assert Episode.objects.count() == 0


def test_a_word_of_another_work_form_is_refused(aino, work_form_a, work_form_b, words):
    TermFactory(list=TermList.PHASE, key="pregnancy", work_forms=[work_form_b])

    with pytest.raises(UnknownWord):
        open_episode(
            work_form=work_form_a, starts_on=TODAY, by=aino, family=FamilyFactory(), phase="pregnancy"
        )


def test_someone_anonymous_is_not_joined_to_an_earlier_episode(aino, work_form_a, words):
    nobody = ClientFactory(anonymous=True)
    open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, members=[MemberIn(nobody, "parent")])

    with pytest.raises(AnonymousIsNewEveryTime):
        open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, members=[MemberIn(nobody, "parent")])


def test_the_same_person_is_not_a_member_twice(aino, work_form_a, words):
    person = ClientFactory()

    with pytest.raises(AlreadyMember):
        open_episode(
            work_form=work_form_a,
            starts_on=TODAY,
            by=aino,
            members=[MemberIn(person, "parent"), MemberIn(person, "child")],
        )


def test_a_work_form_that_only_counts_has_no_episodes(aino):
    counting = WorkFormFactory(identification=Identification.COUNTED)

    with pytest.raises(WorkFormOnlyCounts):
        open_episode(work_form=counting, starts_on=TODAY, by=aino, family=FamilyFactory())


def test_the_audit_trail_tells_ids_only(aino, work_form_a, words):
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    parent = ClientFactory(family=family, known_in=work_form_a)

    episode = open_episode(
        work_form=work_form_a, starts_on=TODAY, by=aino, family=family, members=[MemberIn(parent, "parent")]
    )

    event = AuditEvent.objects.get()
    assert (event.action, event.about_id, event.work_form, event.detail) == (
        "casework.open_episode",
        str(episode.pk),
        "work-form-a",
        {"family": family.pk, "members": [parent.pk]},
    )
