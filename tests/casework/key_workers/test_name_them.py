"""A key worker and a pair are named from a day on, and a naming is taken back."""

from datetime import date

import pytest

from poukama.access.models import AuditEvent
from poukama.casework.models import EpisodeWorkers
from poukama.casework.services import (
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    PairIsOne,
    PairNotHere,
    PairWithoutKeyWorker,
    UndoTooLate,
    WorkerNotHere,
    WorkersAlready,
    close_episode,
    open_episode,
    take_key_workers_back,
)
from poukama.toolkit import clock
from tests.casework.key_workers.named_workers import DAY, START, TODAY, change, named, now
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.factories.organisation import UserFactory


def test_an_opening_names_them_from_its_first_day(work_form_a, words, aino, saara):
    episode = open_episode(
        work_form=work_form_a,
        starts_on=START,
        family=FamilyFactory(),
        key_worker=aino,
        pair_worker=saara,
        by=aino,
    )

    assert (now(episode), named(episode)) == ((aino, saara), [(aino, saara, START, None)])


def test_an_opening_may_name_nobody(work_form_a, words, aino):
    episode = open_episode(work_form=work_form_a, starts_on=START, family=FamilyFactory(), by=aino)

    assert (now(episode), named(episode)) == ((None, None), [])


def test_a_change_ends_the_former_on_the_day_before_and_keeps_them(opened, aino, saara, leena):
    change(opened, saara, leena, date(2024, 9, 9), by=aino)

    assert now(opened) == (saara, leena)
    assert named(opened) == [
        (aino, None, START, date(2024, 9, 8)),
        (saara, leena, date(2024, 9, 9), None),
    ]
    ended = EpisodeWorkers.objects.get(key_worker=aino)
    assert (ended.ended_by, ended.voided_at) == (aino, None)
    event = AuditEvent.objects.get(action="casework.change_key_workers")
    assert (event.actor, event.detail) == (
        aino.pk,
        {"what": "named", "key_worker": saara.pk, "pair_worker": leena.pk},
    )


def test_those_who_began_on_the_same_day_never_worked_a_day(opened, aino, saara, leena):
    change(opened, saara, by=aino)
    change(opened, leena, by=aino)

    assert named(opened) == [(aino, None, START, TODAY - DAY), (leena, None, TODAY, None)]
    assert EpisodeWorkers.objects.get(key_worker=saara).voided_by == aino


def test_a_change_is_taken_back_on_the_same_day_and_those_before_work_on(opened, aino, saara, leena):
    first = change(opened, saara, by=aino)
    second = change(opened, leena, by=aino)

    with pytest.raises(AlreadyVoided):
        take_key_workers_back(row=first, by=aino)
    take_key_workers_back(row=second, by=aino)
    assert (now(opened), named(opened)[-1]) == ((saara, None), (saara, None, TODAY, None))
    take_key_workers_back(row=first, by=aino)
    assert (now(opened), named(opened)) == ((aino, None), [(aino, None, START, None)])
    with clock.moved_to(TODAY + DAY), pytest.raises(UndoTooLate):
        take_key_workers_back(row=EpisodeWorkers.objects.get(key_worker=aino), by=aino)


def test_one_after_whom_somebody_was_named_is_not_taken_back(opened, aino, saara, leena):
    first = change(opened, saara, on=TODAY - DAY, by=aino)
    change(opened, leena, by=aino)

    with pytest.raises(NothingRuns):
        take_key_workers_back(row=first, by=aino)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (TODAY + DAY, DayNotYetCome),
        (START - DAY, DayOutsideEpisode),
        (TODAY - 2 * DAY, DaysDoNotFit),
    ],
)
def test_nobody_is_named_for_a_day_that_does_not_fit(opened, aino, saara, leena, day, refusal):
    change(opened, saara, on=TODAY - DAY, by=aino)

    with pytest.raises(refusal):
        change(opened, leena, on=day, by=aino)
    assert now(opened) == (saara, None)


def test_an_episode_that_has_ended_names_nobody_anew(opened, aino, saara):
    close_episode(episode=opened, ends_on=TODAY, reason="goals_met", by=aino)

    with pytest.raises(EpisodeClosed):
        change(opened, saara, by=aino)


def test_who_cannot_be_named(opened, aino, saara, bertta, lead):
    away = UserFactory(is_active=False)
    for pair, refusal in (
        ((saara, saara), PairIsOne),
        ((None, saara), PairWithoutKeyWorker),
        ((bertta, None), WorkerNotHere),
        ((away, None), WorkerNotHere),
        ((aino, bertta), PairNotHere),
        ((aino, None), WorkersAlready),
    ):
        with pytest.raises(refusal):
            change(opened, *pair, by=aino)
    assert named(opened) == [(aino, None, START, None)]
    change(opened, lead, by=aino)
    assert now(opened) == (lead, None)


def test_past_a_wall_nobody_is_named(opened, aino, saara):
    PartyWallFactory(one=(opened.family, [aino]), other=(FamilyFactory(), [saara]))

    with pytest.raises(WorkerNotHere):
        change(opened, saara, by=aino)
    with pytest.raises(PairNotHere):
        change(opened, aino, saara, by=aino)
