"""A member becomes a family of their own: from that day on, with the past where it was, and a wall can stand."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.casework.facts import EPISODES, MEMBERS
from poukama.casework.models import Episode, EpisodeMember, Process
from poukama.casework.queries import episodes, page_of_episode
from poukama.casework.services import EpisodeClosed, NotAMember
from poukama.casework.services.parting import part_family
from poukama.clients.choices import WallSide
from poukama.clients.models import BehindWall, Client, Family, KnownIn, Parting, PartyWall
from poukama.clients.queries import family_on, find
from poukama.clients.services import expecting as expectations
from poukama.clients.services.parting import NobodyParts, NobodyStays
from poukama.clients.services.walls import set_wall
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    ContactFactory,
    GoalRoundFactory,
    PlanParagraphFactory,
    ProcessTemplateFactory,
    RoundGoalFactory,
)
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.factories.organisation import UserFactory
from tests.oracle.records import all_records
from tests.oracle.recount import recount

TODAY = date(2024, 9, 12)
START = date(2024, 9, 2)
pytestmark = pytest.mark.django_db


def _part(episode, who, by, code_name="Kaisla", day=TODAY):
    members = EpisodeMember.objects.filter(episode=episode, client__in=who).select_related("client")
    return part_family(
        episode=episode, members=list(members.order_by("pk")), parted_on=day, by=by, code_name=code_name
    )


def test_they_go_on_in_an_episode_of_their_own(aino, episode, people):
    own = _part(episode, [people["father"]], aino)
    father = Client.objects.get(pk=people["father"].pk)
    assert (str(own.family), father.family, own.starts_on, own.key_worker) == (
        "Kaisla",
        own.family,
        TODAY,
        aino,
    )
    assert father.code_name.startswith("Kaisla ")
    assert [(row.client, row.role) for row in own.members.all()] == [(father, "parent")]
    assert [row.phase for row in own.phases.all()] == ["motivation"]
    left = EpisodeMember.objects.get(episode=episode, client=father)
    assert (left.ends_on, episode.contacts.count(), own.contacts.count()) == (TODAY, 1, 0)
    here = Episode.objects.get(pk=episode.pk)
    assert (here.is_open, EpisodeMember.objects.filter(episode=here, ends_on=None).count()) == (True, 2)


def test_it_is_kept_that_they_were_one_family_until_that_day(aino, episode, people, family):
    own = _part(episode, [people["father"]], aino)
    parting = Parting.objects.get()
    assert (parting.former, parting.family, parting.former_code_name) == (family, own.family, "Lumme B")
    actor, day_before = Actor(aino, TODAY), TODAY - timedelta(days=1)
    known = {who: KnownIn.objects.select_related("client").get(client=each) for who, each in people.items()}
    said = {
        (who, day): (str(home.family), [str(each) for each in home.members])
        for who in ("mother", "father")
        for day in (day_before, TODAY)
        if (home := family_on(actor, known[who], day))
    }
    assert said == {
        ("mother", day_before): ("Lumme", ["Lumme B", "Lumme C"]),
        ("mother", TODAY): ("Lumme", ["Lumme C"]),
        ("father", day_before): ("Lumme", ["Lumme A", "Lumme C"]),
        ("father", TODAY): ("Kaisla", []),
    }


def test_a_day_calls_those_who_parted_as_they_were_called_in_the_family(client, aino, episode, people):
    _part(episode, [people["father"]], aino)
    father = Client.objects.get(pk=people["father"].pk)
    mother = KnownIn.objects.get(client=people["mother"])
    sign_in(client, aino)

    page = client.get(url("clients:ties", mother), {"on": "2024-09-11"}).content.decode()

    assert (">Lumme B</a>" in page, father.code_name in page) == (True, False)


def test_the_former_page_tells_neither_their_new_name_nor_how_to_reach_them(client, aino, episode, people):
    own = _part(episode, [people["father"]], aino)
    father = Client.objects.get(pk=people["father"].pk)
    ContactFactory(episode=episode, happened_on=START).present.set(episode.members.all())
    sign_in(client, aino)

    page = client.get(url("casework:episode", episode))

    said = page.content.decode()
    assert "kuuluu nyt toiseen perheeseen" in said
    assert [word for word in (father.code_name, f"/clients/{father.pk}/") if word in said] == []
    assert father.pk not in {each.known.client_id for each in page.context["reaches"]}
    assert father.code_name in client.get(url("casework:episode", own)).content.decode()


def test_the_figures_count_each_person_once_and_the_families_as_they_are(aino, episode, people):
    _part(episode, [people["father"], people["child"]], aino)
    year = Period.year(2024)
    asked = {"work_form": episode.work_form.key}
    for measure, expected in (("people_in_care", 3), ("families_in_care", 2)):
        assert recount(all_records(), measure, asked, date(2024, 1, 1), date(2024, 12, 31)) == expected
    assert MEMBERS.during(year).values("client").distinct().count() == 3
    assert EPISODES.during(year).values("family").distinct().count() == 2


def test_whom_she_expects_goes_along(aino, episode, people, work_form_a):
    known = KnownIn.objects.get(client=people["mother"])
    child = expectations.expect(known=known, due_on=TODAY + timedelta(days=90), by=aino).client
    own = _part(episode, [people["mother"]], aino)
    child.refresh_from_db()
    assert (child.family, child.is_unborn) == (own.family, True)


def test_somebody_parts_and_somebody_stays(aino, episode, people):
    with pytest.raises(NobodyParts):
        _part(episode, [], aino)
    with pytest.raises(NobodyStays):
        _part(episode, list(people.values()), aino)
    _part(episode, [people["father"]], aino)
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    with pytest.raises(NotAMember):
        part_family(episode=episode, members=[father], parted_on=TODAY, by=aino)
    Episode.objects.filter(pk=episode.pk).update(
        ends_on=TODAY, end_reason="goals_met", closed_at="2024-09-12T09:00Z", closed_by=aino
    )
    with pytest.raises(EpisodeClosed):
        _part(episode, [people["mother"]], aino)
    assert Family.objects.count() == 2


def test_a_wall_stands_between_them_and_neither_worker_sees_the_other(
    aino, saara, gatekeeper, episode, people, family
):
    own = _part(episode, [people["father"]], aino)
    set_wall(
        sides={WallSide.ONE: family, WallSide.OTHER: own.family},
        workers={WallSide.ONE: [aino], WallSide.OTHER: [saara]},
        reason="Synthetic reason",
        by=gatekeeper,
    )
    first, second = Actor(aino, TODAY), Actor(saara, TODAY)
    assert ([e.pk for e in episodes(first)], [e.pk for e in episodes(second)]) == ([episode.pk], [own.pk])
    seen = page_of_episode(first, Episode.objects.get(pk=episode.pk))
    assert sorted(str(row.member.client) for row in (*seen.members, *seen.left)) == ["Lumme A", "Lumme C"]
    assert (bool(find(first, "kaisla")), bool(find(second, "lumme"))) == (False, False)
    known = KnownIn.objects.select_related("client").get(client=people["father"])
    assert family_on(second, known, TODAY - timedelta(days=1)) is None


def test_those_who_part_stay_behind_the_walls_of_the_family(
    aino, saara, lead, episode, people, family, work_form_a
):
    third = FamilyFactory(code_name="Tiira", search_key="tiira", known_in=work_form_a)
    PartyWallFactory(one=(family, [aino]), other=(third, [saara]))
    own = _part(episode, [people["father"]], aino)
    walls = PartyWall.objects.filter(voided_at=None)
    assert (walls.count(), BehindWall.objects.filter(family=own.family).count()) == (2, 1)
    assert [bool(find(Actor(user, TODAY), "kaisla")) for user in (aino, saara, lead)] == [True, False, False]


def test_other_work_forms_that_know_them_know_the_new_family(
    aino, bertta, episode, people, family, work_form_b
):
    KnownIn.objects.create(family=family, work_form=work_form_b, since_on=START)
    KnownIn.objects.create(client=people["father"], work_form=work_form_b, since_on=START)
    _part(episode, [people["father"]], aino)
    assert [str(each) for each in find(Actor(bertta, TODAY), "kaisla").families] == ["Kaisla"]


def test_it_is_done_on_screen_and_bad_input_is_said_at_its_field(client, aino, episode, people):
    sign_in(client, aino)
    there = f"{url('casework:episode', episode)}part/"
    rows = {str(row.client): row.pk for row in EpisodeMember.objects.select_related("client")}
    for sent, field in (
        ({"members": [], "code_name": "Kaisla"}, "members"),
        ({"members": [*rows.values()], "code_name": "Kaisla"}, "members"),
        ({"members": [rows["Lumme B"]], "code_name": "Matti"}, "code_name"),
        ({"members": [rows["Lumme B"]], "code_name": "Lumme"}, "code_name"),
        ({"members": [987654], "code_name": "Kaisla"}, "members"),
    ):
        page = client.post(there, sent)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert page.context["form"]["code_name"].value() == sent["code_name"]
    assert Family.objects.count() == 1
    done = client.post(there, {"members": [rows["Lumme B"]], "code_name": "Kaisla"})
    own = Episode.objects.get(family__code_name="Kaisla")
    assert done.url == url("casework:episode", own)


@pytest.mark.parametrize("who", ["bertta", "lead"])
def test_whoever_may_not_gets_nothing(client, cast, who, aino, episode, people, family, work_form_a):
    third = FamilyFactory(code_name="Tiira 7", known_in=work_form_a)
    PartyWallFactory(one=(family, [aino]), other=(third, [UserFactory()]))
    sign_in(client, cast[who])
    assert client.post(f"{url('casework:episode', episode)}part/").status_code == 404


def test_what_begins_with_an_episode_begins_with_theirs(aino, episode, people, work_form_a):
    of_family = ProcessTemplateFactory(work_form=work_form_a, begins="with_episode")
    of_each = ProcessTemplateFactory(work_form=work_form_a, begins="with_episode", for_whom="each_adult")
    ProcessTemplateFactory(work_form=work_form_a)

    own = _part(episode, [people["father"]], aino)

    begun = [(row.template, row.member) for row in Process.objects.filter(episode=own).order_by("template")]
    assert begun == [(of_family, None), (of_each, own.members.get())]


def test_what_was_agreed_with_them_is_read_on_their_page_and_not_on_the_former_one(
    client, aino, episode, people, scale
):
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    CareGoalFactory(episode=episode, member=father, text="I sleep at night.")
    CareGoalFactory(episode=episode, text="We eat together.")
    PlanParagraphFactory(episode=episode, member=father, section="need", text="I need to rest.")

    own = _part(episode, [people["father"]], aino)

    sign_in(client, aino)
    pages = {
        (name, whose.pk): client.get(url(f"casework:{name}", whose)).content.decode()
        for name in ("goals_panel", "goals", "plan")
        for whose in (own, episode)
    }
    for name, words in (("goals_panel", "I sleep"), ("goals", "I sleep"), ("plan", "I need to rest")):
        assert (words in pages[name, own.pk], words in pages[name, episode.pk]) == (True, False)
        assert "We eat together." not in pages[name, own.pk]


def test_a_goal_of_theirs_of_this_week_is_no_page_of_the_former_family(client, aino, episode, people):
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    week = GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 9), ends_on=date(2024, 9, 15))
    turn = RoundGoalFactory(round=week, goal__member=father, set_on=START)
    sign_in(client, aino)
    there = url("casework:mark_goal", turn)
    assert client.get(there).status_code == 200

    _part(episode, [people["father"]], aino)

    assert client.get(there).status_code == 404


def test_past_a_wall_nothing_of_the_former_episode_is_read(client, saara, episode, people, family, aino):
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    CareGoalFactory(episode=episode, member=father, text="I sleep at night.")
    own = _part(episode, [people["father"]], aino)
    PartyWallFactory(one=(own.family, [saara]), other=(family, [aino]))
    sign_in(client, saara)

    assert "I sleep" not in client.get(url("casework:goals", own)).content.decode()
