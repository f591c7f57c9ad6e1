"""A parting is taken back on the same day: the parts and the episode as they were; not once anything hangs on it."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.facts import EPISODES, MEMBERS
from poukama.casework.models import Episode, EpisodeMember, Process
from poukama.casework.queries import page_of_episode
from poukama.casework.services import (
    NothingRuns,
    SomethingHangsOnIt,
    UndoTooLate,
    begin_new_member,
    begin_phase,
    close_episode,
    end_member,
    record_contact,
)
from poukama.casework.services.parting import part_family, take_parting_back
from poukama.casework.services.processes import begin_process, name_workers
from poukama.casework.services.steps import do_step, leave_out
from poukama.clients.choices import AlertKind, WallSide
from poukama.clients.models import BehindWall, Client, KnownIn, Parting, PartyWall
from poukama.clients.queries import family_on, find, known_clients
from poukama.clients.services import create_client
from poukama.clients.services import expecting as expectations
from poukama.clients.services.safety import add_alert
from poukama.clients.services.walls import set_wall, take_down
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, ProcessTemplateFactory
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.oracle.records import all_records
from tests.oracle.recount import recount

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


def do_today(process, by):
    do_step(step=process.due_steps.get(), done_on=TODAY, by=by)


def leave_it_out(process, by):
    leave_out(step=process.due_steps.get(), reason="Not this time.", by=by)


def name_somebody(process, by):
    name_workers(process=process, workers=[by], by=by)


@pytest.fixture
def part(episode, people, aino):
    """Parts the father, or others, from the family; returns the episode in which they go on."""

    def parted(*who):
        whom = [people[each] for each in who or ("father",)]
        members = EpisodeMember.objects.filter(episode=episode, client__in=whom).select_related("client")
        return part_family(
            episode=episode,
            members=list(members.order_by("pk")),
            parted_on=clock.today(),
            by=aino,
            code_name="Kaisla",
        )

    return parted


def _later(hours=1):
    return clock.moved_to(clock.now() + timedelta(hours=hours))


def test_the_parts_the_names_and_the_episode_are_as_they_were(aino, episode, people, family, part):
    before = list(EpisodeMember.objects.order_by("pk").values())
    own = part("father", "child")
    assert take_parting_back(episode=own, by=aino) == episode
    now = EpisodeMember.objects.filter(voided_at=None).order_by("pk")
    assert list(now.values()) == before
    names = dict(Client.objects.order_by("pk").values_list("code_name", "family"))
    assert names == {"Lumme A": family.pk, "Lumme B": family.pk, "Lumme C": family.pk}
    own.refresh_from_db()
    assert (own.voided_by, Parting.objects.filter(voided_at=None).count()) == (aino, 0)
    assert (own.phases.get().voided_by, own.members.filter(voided_at=None).count()) == (aino, 0)


def test_nothing_is_left_of_the_family_to_be_found_and_any_day_says_that_they_were_one(aino, people, part):
    take_parting_back(episode=part(), by=aino)
    actor = Actor(aino, TODAY)
    assert (bool(find(actor, "kaisla")), people["father"] in known_clients(actor)) == (False, True)
    known = KnownIn.objects.select_related("client").get(client=people["father"])
    for day in (TODAY, TODAY - timedelta(days=1)):
        assert [str(each) for each in family_on(actor, known, day).members] == ["Lumme A", "Lumme C"]


def test_the_figures_count_one_family_again(aino, episode, part):
    take_parting_back(episode=part(), by=aino)
    year, asked = Period.year(2024), {"work_form": episode.work_form.key}
    for measure, expected in (("people_in_care", 3), ("families_in_care", 1)):
        assert recount(all_records(), measure, asked, date(2024, 1, 1), date(2024, 12, 31)) == expected
    assert MEMBERS.during(year).values("client").distinct().count() == 3
    assert EPISODES.during(year).values("family").distinct().count() == 1


def test_whom_she_expects_comes_back_too(aino, people, part):
    known = KnownIn.objects.get(client=people["mother"])
    child = expectations.expect(known=known, due_on=TODAY + timedelta(days=90), by=aino).client
    name = child.code_name
    take_parting_back(episode=part("mother"), by=aino)
    child.refresh_from_db()
    assert (child.family, child.code_name) == (people["mother"].family, name)


def test_they_can_part_again_by_another_code_name(aino, episode, people, part):
    take_parting_back(episode=part(), by=aino)
    members = EpisodeMember.objects.filter(episode=episode, client=people["father"], voided_at=None)
    again = part_family(
        episode=episode,
        members=list(members.select_related("client")),
        parted_on=TODAY,
        by=aino,
        code_name="Tiira",
    )
    assert take_parting_back(episode=again, by=aino) == episode


def test_another_day_is_too_late_and_what_never_parted_is_not_taken_back(aino, episode, part):
    own = part()
    with clock.moved_to(TODAY + timedelta(days=1)), pytest.raises(UndoTooLate):
        take_parting_back(episode=own, by=aino)
    Episode.objects.filter(pk=episode.pk).update(recorded_at=clock.now())
    with pytest.raises(NothingRuns):
        take_parting_back(episode=episode, by=aino)


def _a_contact(own, by):
    record_contact(episode=own, kind="meeting", happened_on=TODAY, by=by)


def _somebody_more(own, by):
    begin_new_member(episode=own, role="child", starts_on=TODAY, by=by)


def _one_who_takes_no_part(own, by):
    create_client(work_form=own.work_form, since_on=TODAY, by=by, family=own.family)


def _a_part_that_ended(own, by):
    end_member(member=own.members.get(), ends_on=TODAY, by=by)
    own.members.update(voided_at=clock.now(), voided_by=by)


def _another_phase(own, by):
    begin_phase(episode=own, phase="group", starts_on=TODAY, by=by)


def _an_alert_of_the_family(own, by):
    known = KnownIn.objects.get(family=own.family)
    given = {"kind": AlertKind.SAFETY, "what": "Synthetic", "action": "Act", "ends_on": date(2024, 12, 1)}
    add_alert(known=known, by=by, **given)


def _an_episode_elsewhere(own, by):
    EpisodeFactory(family=own.family, recorded_by=by)


def _the_former_episode_closed(own, by):
    former = Episode.objects.exclude(pk=own.pk).get()
    close_episode(episode=former, ends_on=TODAY, reason="goals_met", by=by)


def _the_letter_taken(own, by):
    Client.objects.filter(code_name="Lumme C").update(code_name="Lumme B", search_key="lumme b")


def _parted_on(own, by):
    members = list(own.members.select_related("client"))
    create_client(work_form=own.work_form, since_on=TODAY, by=by, family=own.family)
    part_family(episode=own, members=members, parted_on=TODAY, by=by, code_name="Tiira")


def _a_process_by_hand(own, by):
    begin_process(
        episode=own, template=ProcessTemplateFactory(work_form=own.work_form), starts_on=TODAY, by=by
    )


@pytest.mark.parametrize(
    "meanwhile",
    [
        _a_process_by_hand,
        _a_contact,
        _somebody_more,
        _one_who_takes_no_part,
        _a_part_that_ended,
        _another_phase,
        _an_alert_of_the_family,
        _an_episode_elsewhere,
        _the_former_episode_closed,
        _the_letter_taken,
        _parted_on,
    ],
)
def test_not_once_something_hangs_on_it_and_then_nothing_changes(aino, part, meanwhile):
    own = part()
    with _later():
        meanwhile(own, aino)
        before = list(Client.objects.order_by("pk").values())
        with pytest.raises(SomethingHangsOnIt):
            take_parting_back(episode=own, by=aino)
        assert list(Client.objects.order_by("pk").values()) == before
        assert Parting.objects.filter(voided_at=None, former=before[0]["family_id"]).count() == 1


@pytest.fixture
def rhythm(work_form_a):
    """A process that begins with each episode, with a step on its first day."""
    return ProcessTemplateFactory(
        work_form=work_form_a,
        begins="with_episode",
        steps=[{"does": "welcome", "trigger": "at_start", "number": 0}],
    )


def test_what_began_by_itself_with_their_episode_is_taken_back_with_it(aino, part, rhythm):
    own = part()
    process = Process.objects.get(episode=own)
    duty = process.due_steps.get().duty

    take_parting_back(episode=own, by=aino)

    duty.refresh_from_db()
    assert (process.template, Process.objects.filter(voided_at=None).count()) == (rhythm, 0)
    assert duty.voided_by == aino


@pytest.mark.parametrize("settle", [do_today, leave_it_out, name_somebody])
def test_not_once_somebody_has_worked_on_what_began_by_itself(aino, part, rhythm, settle):
    own = part()
    settle(Process.objects.get(episode=own), aino)

    with pytest.raises(SomethingHangsOnIt):
        take_parting_back(episode=own, by=aino)


def test_a_contact_that_was_taken_back_does_not_hang_on_it(aino, part):
    own = part()
    contact = record_contact(episode=own, kind="meeting", happened_on=TODAY, by=aino)
    contact.voided_at, contact.voided_by = clock.now(), aino
    contact.save()
    take_parting_back(episode=own, by=aino)


def test_a_wall_between_the_two_keeps_them_two(aino, saara, gatekeeper, family, part):
    own = part()
    with _later():
        set_wall(
            sides={WallSide.ONE: family, WallSide.OTHER: own.family},
            workers={WallSide.ONE: [saara], WallSide.OTHER: [aino]},
            reason="Synthetic reason",
            by=gatekeeper,
        )
        with pytest.raises(SomethingHangsOnIt):
            take_parting_back(episode=own, by=aino)


def test_the_walls_that_were_carried_over_go_and_those_of_the_family_stand(
    aino, saara, family, part, work_form_a
):
    third = FamilyFactory(code_name="Tiira", search_key="tiira", known_in=work_form_a)
    wall = PartyWallFactory(one=(family, [aino]), other=(third, [saara]))
    own = part()
    with _later():
        take_parting_back(episode=own, by=aino)
    assert list(PartyWall.objects.filter(voided_at=None)) == [wall]
    assert not BehindWall.objects.filter(family=own.family, wall__voided_at=None).exists()


def test_nobody_is_opened_by_going_back_where_a_wall_was_taken_down_meanwhile(
    aino, saara, gatekeeper, family, part, work_form_a
):
    third = FamilyFactory(code_name="Tiira", search_key="tiira", known_in=work_form_a)
    wall = PartyWallFactory(one=(family, [aino]), other=(third, [saara]))
    own = part()
    with _later():
        take_down(wall=wall, because="Synthetic reason", by=gatekeeper)
        with pytest.raises(SomethingHangsOnIt):
            take_parting_back(episode=own, by=aino)


def test_it_is_one_event(aino, episode, part):
    own = part()
    take_parting_back(episode=own, by=aino)
    event = AuditEvent.objects.get(action="casework.take_parting_back")
    assert (event.about_id, event.detail["family"]) == (str(episode.pk), episode.family_id)


def test_it_is_done_on_screen(client, aino, episode, people):
    sign_in(client, aino)
    father = EpisodeMember.objects.get(client=people["father"])
    client.post(url("casework:part", episode), {"members": [father.pk], "code_name": "Kaisla"})
    own = Episode.objects.get(family__code_name="Kaisla")
    undo = url("casework:undo_part", own)
    page = client.get(url("casework:episode", own)).content.decode()
    assert page.count(f'action="{undo}"') == 2  # in what is said for ten seconds, and on the page all day
    assert client.post(undo).url == url("casework:episode", episode)
    seen = page_of_episode(Actor(aino, TODAY), Episode.objects.get(pk=episode.pk))
    assert sorted(str(row.member.client) for row in seen.members) == ["Lumme A", "Lumme B", "Lumme C"]
    assert client.get(url("casework:episode", own)).status_code == 404


def test_on_screen_a_refusal_is_said_and_the_family_stays(client, aino, part):
    own = part()
    _a_contact(own, aino)
    sign_in(client, aino)
    undo = url("casework:undo_part", own)
    assert client.post(undo).url == url("casework:episode", own)
    assert 'data-kind="amber"' in client.get(url("casework:episode", own)).content.decode()


@pytest.mark.parametrize("who", ["bertta", "lead", "cecilia"])
def test_whoever_may_not_gets_nothing(client, cast, who, aino, family, part, work_form_a):
    third = FamilyFactory(code_name="Tiira 7", known_in=work_form_a)
    PartyWallFactory(one=(family, [aino]), other=(third, []))
    own = part()
    sign_in(client, cast[who])
    assert client.post(url("casework:undo_part", own)).status_code == 404
    assert Parting.objects.filter(voided_at=None).count() == 1
