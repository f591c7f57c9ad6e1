"""Who works with a family: named at the opening, changed from a day on, shown, counted, and what they have to do."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.choices import Begins, Trigger
from poukama.casework.models import Appointment, DueStep, Episode, EpisodeWorkers
from poukama.casework.queries import recent_episodes
from poukama.casework.services import (
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    Named,
    NothingRuns,
    PairIsOne,
    PairNotHere,
    PairWithoutKeyWorker,
    SomethingHangsOnIt,
    UndoTooLate,
    WorkerNotHere,
    WorkersAlready,
    change_key_workers,
    close_episode,
    open_episode,
    reopen_episode,
    take_key_workers_back,
    void_episode,
)
from poukama.casework.services.parting import part_family, take_parting_back
from poukama.casework.services.processes import begin_process
from poukama.duties.services import give_duty
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, ProcessTemplateFactory
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY, START, DAY = date(2024, 9, 12), date(2024, 9, 2), timedelta(days=1)
STEPS = [{"does": "facts", "trigger": Trigger.AT_START, "number": 0}]


@pytest.fixture
def leena(work_form_a):
    """A third worker of work form A."""
    user = UserFactory(name="Leena Worker", initials="LW")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
    return user


@pytest.fixture
def opened(work_form_a, words, aino):
    """An episode that Aino opened ten days ago, with herself as the key worker and what is due from the start."""
    ProcessTemplateFactory(work_form=work_form_a, steps=STEPS, begins=Begins.WITH_EPISODE)
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    with clock.moved_to(START):
        return open_episode(work_form=work_form_a, starts_on=START, family=family, key_worker=aino, by=aino)


def named(episode):
    rows = EpisodeWorkers.objects.filter(episode=episode, voided_at=None).order_by("starts_on", "pk")
    return [(row.key_worker, row.pair_worker, row.starts_on, row.ends_on) for row in rows]


def now(episode):
    episode.refresh_from_db()
    return (episode.key_worker, episode.pair_worker)


def change(episode, key_worker, pair_worker=None, on=TODAY, *, by):
    return change_key_workers(episode=episode, named=Named(key_worker, pair_worker), starts_on=on, by=by)


def duty(episode):
    return DueStep.objects.select_related("duty__owner", "duty__deputy").get(process__episode=episode).duty


def whose(episode):
    found = duty(episode)
    return (found.owner, found.deputy)


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


def test_the_other_of_a_pair_finds_them_among_their_own(work_form_a, words, aino, saara):
    older = EpisodeFactory(
        work_form=work_form_a, key_worker=aino, pair_worker=saara, starts_on=START - 30 * DAY
    )
    newer = EpisodeFactory(work_form=work_form_a, starts_on=START)

    assert recent_episodes(Actor(saara, TODAY)) == [older, newer]


def test_the_opening_form_offers_whoever_opens_and_takes_a_pair(signed_in, aino, saara, work_form_a, words):
    there = url("casework:open_new", work_form_a, "family")
    browser = signed_in(aino)

    form = browser.get(there).context["form"]
    browser.post(
        there,
        {
            "code_name": "Lumme",
            "starts_on": "2024-09-10",
            "role_0": "parent",
            "key_worker": str(saara.pk),
            "pair_worker": str(aino.pk),
        },
    )

    assert form["key_worker"].value() == str(aino.pk)
    assert [label for _, label in form.fields["key_worker"].choices] == [
        "Aino Worker",
        "Saara Worker",
        "Ei vielä kukaan",
    ]
    assert now(Episode.objects.get()) == (saara, aino)


@pytest.mark.parametrize(
    ("key_worker", "pair_worker", "field"),
    [("aino", "aino", "pair_worker"), ("", "saara", "key_worker"), ("bertta", "", "key_worker")],
)
def test_an_opening_says_at_the_field_who_cannot_be_named(
    signed_in, cast, work_form_a, words, saara, key_worker, pair_worker, field
):
    pk = {name: str(cast[name].pk) for name in ("aino", "bertta")} | {"saara": str(saara.pk), "": ""}
    answer = signed_in(cast["aino"]).post(
        url("casework:open_new", work_form_a, "family"),
        {
            "code_name": "Lumme",
            "starts_on": "2024-09-10",
            "role_0": "parent",
            "key_worker": pk[key_worker],
            "pair_worker": pk[pair_worker],
        },
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (answer.context["form"]["code_name"].value(), Episode.objects.count()) == ("Lumme", 0)


def test_a_change_on_screen_says_so_and_is_taken_back(signed_in, aino, saara, opened):
    browser = signed_in(aino)
    there = url("casework:change_key_workers", opened)

    form = browser.get(there).context["form"]
    answer = browser.post(
        there, {"key_worker": str(saara.pk), "pair_worker": str(aino.pk), "starts_on": "2024-09-10"}
    )
    page = browser.get(answer.url).content.decode()
    row = EpisodeWorkers.objects.get(key_worker=saara)
    undone = browser.post(url("casework:undo_key_workers", row))

    assert (form["key_worker"].value(), form["pair_worker"].value()) == (str(aino.pk), "")
    assert [
        word in page for word in ("Omatyöntekijä SW, työpari AW.", url("casework:undo_key_workers", row))
    ] == [
        True,
        True,
    ]
    assert (undone.url, now(opened)) == (url("casework:episode", opened), (aino, None))
    browser.post(url("casework:undo_key_workers", row))
    assert now(opened) == (aino, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"pair_worker": "saara", "key_worker": "saara"}, "pair_worker"),
        ({"key_worker": "bertta"}, "key_worker"),
        ({"pair_worker": "saara"}, "key_worker"),
        ({"key_worker": "aino"}, "key_worker"),
        ({"key_worker": "saara", "starts_on": "2024-09-01"}, "starts_on"),
        ({"key_worker": "saara", "starts_on": "2024-09-13"}, "starts_on"),
        ({"key_worker": "saara", "starts_on": "moon"}, "starts_on"),
        ({"key_worker": "saara", "starts_on": ""}, "starts_on"),
    ],
)
def test_a_change_says_at_the_field_what_is_wrong_and_changes_nothing(
    signed_in, aino, saara, bertta, opened, typed, field
):
    pk = {"aino": str(aino.pk), "saara": str(saara.pk), "bertta": str(bertta.pk)}
    sent = {"starts_on": "2024-09-12"} | {name: pk.get(value, value) for name, value in typed.items()}
    answer = signed_in(aino).post(url("casework:change_key_workers", opened), sent)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in sent} == sent
    assert named(opened) == [(aino, None, START, None)]


def test_after_the_end_it_is_said_at_the_day(signed_in, aino, saara, opened):
    close_episode(episode=opened, ends_on=TODAY, reason="goals_met", by=aino)
    answer = signed_in(aino).post(
        url("casework:change_key_workers", opened), {"key_worker": str(saara.pk), "starts_on": "2024-09-12"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_on"])


@pytest.mark.parametrize(
    "who", ["bertta", "director", "board_member", "office", "administrator", "gatekeeper"]
)
def test_nobody_else_names_them(signed_in, cast, opened, who):
    browser = signed_in(cast[who])
    row = EpisodeWorkers.objects.get()

    assert [
        browser.get(url("casework:change_key_workers", opened)).status_code,
        browser.post(url("casework:undo_key_workers", row)).status_code,
    ] == [404, 404]
    assert now(opened)[0] is not None


def test_past_a_wall_the_page_is_not_there(signed_in, aino, lead, opened):
    PartyWallFactory(one=(opened.family, [aino]), other=(FamilyFactory(), []))
    browser = signed_in(lead)

    assert browser.get(url("casework:change_key_workers", opened)).status_code == 404
    assert browser.post(url("casework:undo_key_workers", EpisodeWorkers.objects.get())).status_code == 404


@pytest.mark.parametrize("how", ["role", "account"])
def test_whoever_has_left_is_shown_as_gone_and_the_lead_finds_the_family(
    signed_in, aino, saara, lead, opened, work_form_a, how
):
    change(opened, saara, by=aino)
    kept = EpisodeFactory(work_form=work_form_a, family__code_name="Ruoko", key_worker=aino)
    if how == "role":
        saara.assignments.update(ends_on=TODAY - DAY)
    else:
        saara.is_active = False
        saara.save()
    browser = signed_in(lead)

    page = browser.get(url("casework:episode", opened))
    (load,) = browser.get(url("casework:load")).context["loads"]
    nobodys = browser.get(url("casework:episodes"), {"key_worker": "nobody"}).context["rows"]
    whose_here = {row.who: (row.works_here, row.episodes) for row in load.workers if row.who}

    assert page.context["gone"] == [saara]
    assert "Saara Worker ei ole enää täällä työssä." in page.content.decode()
    assert (whose_here, load.unled) == ({aino: (True, 1), saara: (False, 1)}, 1)
    assert ([row.episode for row in nobodys], kept.key_worker) == ([opened], aino)


def test_a_load_counts_both_of_a_pair_and_who_has_nobody(signed_in, aino, saara, lead, work_form_a):
    for number in range(3):
        EpisodeFactory(work_form=work_form_a, key_worker=aino, pair_worker=saara if number else None)
    EpisodeFactory(work_form=work_form_a)
    EpisodeFactory(
        work_form=work_form_a, key_worker=aino, pair_worker=saara, ends_on=TODAY, end_reason="goals_met"
    )

    page = signed_in(lead).get(url("casework:load"))
    (load,) = page.context["loads"]
    rows = {row.who: (row.episodes, row.in_pair) for row in load.workers}

    assert (rows, load.unled) == ({aino: (3, 0), saara: (0, 2), None: (1, 0)}, 1)
    assert "1 avoin jakso, jolla ei ole täällä työskentelevää omatyöntekijää." in page.content.decode()


def test_ones_own_families_are_those_of_either_of_a_pair(signed_in, aino, saara, work_form_a):
    first = EpisodeFactory(work_form=work_form_a, key_worker=saara, pair_worker=aino)
    EpisodeFactory(work_form=work_form_a, key_worker=saara)

    answer = signed_in(aino).get(url("casework:episodes"), {"key_worker": "mine"})

    assert [row.episode for row in answer.context["rows"]] == [first]
    assert "SW, AW" in answer.content.decode()


def test_the_lists_of_nobodys_and_of_ones_own_cost_the_same_for_one_and_for_three(
    signed_in, aino, saara, lead, work_form_a
):
    browser = signed_in(aino)

    def asked(**narrowed):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url("casework:episodes"), narrowed).context["rows"]
        return len(seen)

    gone = UserFactory(is_active=False)
    costs = []
    for _round in range(2):
        EpisodeFactory(work_form=work_form_a, key_worker=gone, pair_worker=aino)
        EpisodeFactory(work_form=work_form_a, key_worker=aino)
        asked(key_worker="mine")
        costs.append((asked(key_worker="mine"), asked(key_worker="nobody")))
    assert costs[0] == costs[1]


def test_the_page_costs_the_same_however_often_they_have_changed(signed_in, aino, saara, opened):
    browser = signed_in(aino)
    change(opened, saara, on=TODAY - 3 * DAY, by=aino)

    def asked():
        browser.get(url("casework:episode", opened))
        with CaptureQueriesContext(connection) as seen:
            assert len(browser.get(url("casework:episode", opened)).context["workers"]) >= 2
        return len(seen)

    few = asked()
    change(opened, aino, on=TODAY - 2 * DAY, by=aino)
    change(opened, saara, aino, on=TODAY - DAY, by=aino)
    assert asked() == few


def test_a_time_is_offered_for_the_pair_and_alone_for_whoever_agrees(signed_in, aino, saara, leena, opened):
    browser = signed_in(aino)
    alone = browser.get(url("casework:agree_on_time", opened)).context["form"].initial["workers"]
    change(opened, saara, leena, by=aino)
    pair = browser.get(url("casework:agree_on_time", opened)).context["form"].initial["workers"]

    assert (alone, pair) == ([str(aino.pk)], [str(saara.pk), str(leena.pk)])
    assert Appointment.objects.count() == 0


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
