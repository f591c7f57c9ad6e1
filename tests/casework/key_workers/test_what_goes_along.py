"""An end, a parting and what is due go along with who works with a family."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from poukama.casework.choices import Trigger
from poukama.casework.models import EpisodeWorkers
from poukama.casework.services import (
    SomethingHangsOnIt,
    close_episode,
    open_episode,
    reopen_episode,
    take_key_workers_back,
    void_episode,
)
from poukama.casework.services.parting import part_family, take_parting_back
from poukama.casework.services.processes import begin_process
from poukama.duties.services import give_duty
from poukama.toolkit import clock
from tests.casework.key_workers.named_workers import DAY, START, TODAY, change, duty, named, now, whose
from tests.factories.casework import EpisodeFactory, ProcessTemplateFactory
from tests.factories.clients import FamilyFactory


def test_an_end_ends_them_and_taking_it_back_takes_them_along(opened, aino):
    close_episode(episode=opened, ends_on=TODAY, reason="goals_met", by=aino)
    assert (now(opened), named(opened)) == ((aino, None), [(aino, None, START, TODAY)])

    reopen_episode(episode=opened, by=aino)
    assert named(opened) == [(aino, None, START, None)]


def test_an_episode_opened_by_mistake_takes_them_along(work_form_a, words, aino):
    episode = open_episode(
        work_form=work_form_a, starts_on=TODAY, family=FamilyFactory(), key_worker=aino, by=aino
    )
    void_episode(episode=episode, by=aino)

    assert named(episode) == []


def test_what_is_due_goes_to_them_and_along_with_a_change(opened, aino, saara, leena):
    assert whose(opened) == (aino, None)

    change(opened, aino, saara, on=TODAY - 2 * DAY, by=aino)
    assert whose(opened) == (aino, saara)
    change(opened, saara, leena, on=TODAY - DAY, by=aino)
    assert whose(opened) == (saara, leena)
    change(opened, None, by=aino)
    assert whose(opened) == (None, None)


def test_what_was_given_by_hand_stays_with_whoever_works_on(opened, aino, saara, leena):
    give_duty(duty=duty(opened), owner=leena, by=aino)
    change(opened, saara, by=aino)
    assert whose(opened) == (leena, None)

    give_duty(duty=duty(opened), owner=saara, by=aino)
    take_key_workers_back(row=EpisodeWorkers.objects.get(key_worker=saara), by=aino)
    assert whose(opened) == (aino, None)


def test_a_step_that_waits_for_a_pair_is_done_when_there_is_one(work_form_a, words, aino, saara):
    episode = EpisodeFactory(work_form=work_form_a, starts_on=START, key_worker=aino)
    two = [{"does": "pair", "trigger": Trigger.WORKERS, "number": 2}]
    template = ProcessTemplateFactory(work_form=work_form_a, steps=two)
    begin_process(episode=episode, template=template, starts_on=START, by=aino)
    assert duty(episode).done_on is None

    row = change(episode, aino, saara, by=aino)
    assert duty(episode).done_on == TODAY
    take_key_workers_back(row=row, by=aino)
    assert duty(episode).done_on is None


def test_whoever_parts_goes_on_with_the_same_two_who_still_work_there(
    work_form_a, words, aino, saara, episode, people
):
    change(episode, aino, saara, by=aino)
    saara.assignments.update(ends_on=TODAY - DAY)
    father = episode.members.get(client=people["father"])

    own = part_family(episode=episode, members=[father], parted_on=TODAY, by=aino)
    assert named(own) == [(aino, None, TODAY, None)]
    take_parting_back(episode=own, by=aino)
    assert named(own) == []


def test_a_parting_after_which_somebody_else_was_named_stays(
    work_form_a, words, aino, leena, episode, people
):
    father = episode.members.get(client=people["father"])
    own = part_family(episode=episode, members=[father], parted_on=TODAY, by=aino)
    with clock.moved_to(clock.now() + timedelta(minutes=1)):
        change(own, leena, by=aino)

        with pytest.raises(SomethingHangsOnIt):
            take_parting_back(episode=own, by=aino)


def test_rows_of_before_begin_with_whoever_was_the_key_worker(work_form_a, aino):
    going = EpisodeFactory(work_form=work_form_a, key_worker=aino, starts_on=START)
    ended = EpisodeFactory(
        work_form=work_form_a,
        key_worker=aino,
        starts_on=START,
        ends_on=TODAY,
        end_reason="goals_met",
        closed_at=clock.now(),
        closed_by=aino,
    )
    EpisodeFactory(work_form=work_form_a)
    migration = import_module("poukama.casework.migrations.0002_episode_workers")

    for _again in range(2):
        migration.keep_who_was_named(apps, None)

    assert (named(going), named(ended)) == ([(aino, None, START, None)], [(aino, None, START, TODAY)])
    assert EpisodeWorkers.objects.count() == 2
