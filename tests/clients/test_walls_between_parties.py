"""Two on opposing sides of a conflict are both clients, and a worker of one cannot tell that the other exists."""

from datetime import date

import pytest
from django.db import connection

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import may, visible
from poukama.activities.models import Attendance
from poukama.activities.queries.occasions import Reach, reach_of
from poukama.activities.rules import Action as Activities
from poukama.casework.models import Contact, Episode, EpisodeMember
from poukama.casework.queries import searched
from poukama.casework.rules import Action as Casework
from poukama.casework.services import begin_new_member
from poukama.clients.choices import WallSide
from poukama.clients.models import KnownIn, PartyWall, SideWorker
from poukama.clients.queries import (
    find,
    known_matching,
    served_called,
    served_from,
    sides_alone,
    wall_rows,
    who_work_with,
)
from poukama.clients.rules import Action
from poukama.clients.services import walls as services
from poukama.organisation.choices import Role, TermList
from poukama.workforce.models import Match
from poukama.workforce.rules import Action as Workforce
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, IdentityFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, TermFactory
from tests.factories.workforce import MatchFactory

TODAY = date(2024, 9, 12)
ONE, OTHER = WallSide.ONE, WallSide.OTHER
pytestmark = pytest.mark.django_db


@pytest.fixture
def person(work_form_a):
    """The one who was fled from; a person without a family, in the same work form."""
    return ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a, birth_year=1985)


def _set(family, person, one, other, by, reason="Synthetic reason"):
    return services.set_wall(
        sides={ONE: family, OTHER: person}, workers={ONE: one, OTHER: other}, reason=reason, by=by
    )


def _actor(user):
    return Actor(user, TODAY)


def test_each_worker_finds_their_own_side_and_nothing_of_the_other(aino, saara, family, person, gatekeeper):
    _set(family, person, [aino], [saara], gatekeeper)
    assert (find(_actor(aino), "lumme").families, find(_actor(aino), "kaisla").clients) == ([family], [])
    assert (find(_actor(saara), "lumme").families, find(_actor(saara), "kaisla").clients) == ([], [person])


def test_whoever_was_not_named_sees_neither_not_even_the_lead(aino, saara, lead, family, person, gatekeeper):
    _set(family, person, [aino], [saara], gatekeeper)
    assert not find(_actor(lead), "lumme")
    assert not find(_actor(lead), "1985")


def test_the_members_of_a_family_stand_behind_its_wall(aino, saara, family, person, gatekeeper, work_form_a):
    member = ClientFactory(
        family=family, code_name="Lumme K", known_in=work_form_a, birth_year=2019, search_key="lumme k"
    )
    IdentityFactory(client=member, work_form=work_form_a)
    known = KnownIn.objects.get(client=member)
    _set(family, person, [aino], [saara], gatekeeper)
    assert [may(_actor(user), Action.READ_NAME, known) for user in (aino, saara)] == [True, False]
    assert [bool(find(_actor(user), "helka")) for user in (aino, saara)] == [True, False]
    assert known_matching(_actor(saara), work_form_a, "2019", 5) == {}


def test_what_was_recorded_of_the_other_side_is_gone_from_every_list(
    aino, saara, family, person, gatekeeper, work_form_a
):
    episode = EpisodeFactory(work_form=work_form_a, family=None, client=person, recorded_by=aino)
    member = EpisodeMemberFactory(episode=episode, client=person, recorded_by=aino)
    contact = ContactFactory(episode=episode, recorded_by=aino)
    match = MatchFactory(work_form=work_form_a, family=None, client=person)
    came = AttendanceFactory(client=person, occasion__work_form=work_form_a)
    _set(family, person, [aino], [saara], gatekeeper)
    lists = (
        (Casework.READ_EPISODE, Episode, episode),
        (Casework.VOID_EPISODE, Episode, episode),
        (Casework.READ_MEMBER, EpisodeMember, member),
        (Casework.READ_CONTACT, Contact, contact),
        (Casework.VOID_CONTACT, Contact, contact),
        (Workforce.READ_MATCH, Match, match),
        (Activities.READ_ATTENDANCE, Attendance, came),
    )
    for action, model, row in lists:
        assert list(visible(_actor(aino), action, model.objects.all())) == []
        expected = [] if action in (Casework.VOID_EPISODE, Casework.VOID_CONTACT) else [row]
        assert list(visible(_actor(saara), action, model.objects.all())) == expected
    assert (list(searched(_actor(aino), "kaisla")), list(searched(_actor(saara), "kaisla"))) == (
        [],
        [episode],
    )


def test_a_member_of_a_walled_family_is_not_seen_in_somebody_elses_episode(
    aino, saara, family, person, gatekeeper, work_form_a
):
    child = ClientFactory(family=family, code_name="Lumme K", known_in=work_form_a, birth_year=2019)
    episode = EpisodeFactory(work_form=work_form_a, family=None, client=person)
    EpisodeMemberFactory(episode=episode, client=child)
    _set(family, person, [aino], [saara], gatekeeper)
    assert list(visible(_actor(saara), Casework.READ_MEMBER, EpisodeMember.objects.all())) == []
    assert list(searched(_actor(saara), "2019")) == []


def test_two_walls_hide_from_whoever_is_not_named_at_both(
    aino, saara, lead, family, person, gatekeeper, work_form_a
):
    third = FamilyFactory(known_in=work_form_a)
    _set(family, person, [aino, lead], [saara], gatekeeper)
    _set(family, third, [aino], [lead], gatekeeper)
    assert [bool(find(_actor(user), "lumme")) for user in (aino, lead, saara)] == [True, False, False]


def test_taking_it_down_shows_both_again_and_says_why_sealed(aino, saara, family, person, gatekeeper):
    wall = _set(family, person, [aino], [saara], gatekeeper)
    services.take_down(wall=wall, because="Kanaria because", by=gatekeeper)
    assert [bool(find(_actor(aino), text)) for text in ("lumme", "kaisla")] == [True, True]
    wall.refresh_from_db()
    assert (wall.voided_by, wall.taken_down_because) == (gatekeeper, "Kanaria because")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, taken_down_because FROM clients_partywall")
        assert not any(word in bytes(box) for box in cursor.fetchone() for word in (b"Synthetic", b"Kanaria"))
    with pytest.raises(services.WallIsDown):
        services.take_down(wall=wall, because="again", by=gatekeeper)


def test_who_works_with_whom_is_said_anew(aino, saara, lead, family, person, gatekeeper):
    wall = _set(family, person, [aino], [saara], gatekeeper)
    sides = {ONE: family, OTHER: person}
    named = {ONE: [lead], OTHER: [saara]}
    former = services.state_of(wall)
    assert services.change_workers(wall=wall, sides=sides, workers=named, former=former, by=gatekeeper) == 2
    assert [bool(find(_actor(user), "lumme")) for user in (aino, lead)] == [False, True]
    assert SideWorker.objects.filter(wall=wall).count() == 3
    with pytest.raises(services.ChangedMeanwhile):
        services.change_workers(wall=wall, sides=sides, workers=named, former=former, by=gatekeeper)
    with pytest.raises(services.WorkedWithTheOther):
        services.change_workers(
            wall=wall,
            sides=sides,
            workers={ONE: [lead], OTHER: [saara, aino]},
            former=services.state_of(wall),
            by=gatekeeper,
        )
    again = services.state_of(wall)
    assert services.change_workers(wall=wall, sides=sides, workers=named, former=again, by=gatekeeper) == 0


def test_a_wall_that_is_set_again_remembers_who_worked_with_whom(aino, saara, family, person, gatekeeper):
    wall = _set(family, person, [aino], [saara], gatekeeper)
    services.take_down(wall=wall, because="Synthetic", by=gatekeeper)
    with pytest.raises(services.WorkedWithTheOther):
        _set(family, person, [saara], [aino], gatekeeper)
    _set(person, family, [saara], [aino], gatekeeper)


def test_a_wall_stands_around_whoever_came_with_a_person(
    aino, saara, family, person, gatekeeper, work_form_a
):
    TermFactory(list=TermList.MEMBER_ROLE, key="child")
    episode = EpisodeFactory(work_form=work_form_a, family=None, client=person)
    member = begin_new_member(episode=episode, role="child", starts_on=TODAY, by=saara, birth_year=2019)
    _set(family, person, [aino], [saara], gatekeeper)
    known = KnownIn.objects.get(client=member.client)
    assert [may(_actor(user), Action.READ_CARD, member.client) for user in (aino, saara)] == [False, True]
    assert [may(_actor(user), Action.READ_NAME, known) for user in (aino, saara)] == [False, True]
    assert [bool(find(_actor(user), "2019")) for user in (aino, saara)] == [False, True]


def test_a_second_wall_does_not_leave_a_side_alone(
    aino, saara, lead, family, person, gatekeeper, work_form_a
):
    third = FamilyFactory(known_in=work_form_a)
    wall = _set(family, person, [aino], [saara], gatekeeper)
    with pytest.raises(services.NobodyGoesOn):
        _set(family, third, [saara], [lead], gatekeeper)
    _set(family, third, [aino], [lead], gatekeeper)
    with pytest.raises(services.NobodyGoesOn):
        services.change_workers(
            wall=wall,
            sides={ONE: family, OTHER: person},
            workers={ONE: [lead], OTHER: [saara]},
            former=services.state_of(wall),
            by=gatekeeper,
        )


def test_a_side_that_was_left_alone_is_told_to_the_gatekeeper(
    client, aino, saara, family, person, gatekeeper
):
    wall = _set(family, person, [aino], [saara], gatekeeper)
    sign_in(client, gatekeeper)
    assert sides_alone(TODAY) == 0
    aino.is_active = False
    aino.save()
    (row,) = wall_rows([wall], TODAY)
    assert [(side.gone, side.is_alone) for side in row.sides] == [([aino], True), ([], False)]
    assert sides_alone(TODAY) == 1
    assert "1 puolta ei näe enää kukaan" in client.get(url("clients:walls_panel")).content.decode()
    assert "Kukaan ei näe heitä" in client.get(url("clients:walls")).content.decode()


def test_whoever_becomes_a_gatekeeper_sees_neither_side(aino, saara, family, person, gatekeeper):
    _set(family, person, [aino], [saara], gatekeeper)
    AssignmentFactory(user=aino, role=Role.GATEKEEPER, work_form=None)
    assert not find(_actor(aino), "lumme")


def test_a_list_of_occasions_counts_only_those_whom_one_sees(
    aino, saara, director, family, person, gatekeeper, work_form_a
):
    came = AttendanceFactory(client=person, occasion__work_form=work_form_a)
    _set(family, person, [aino], [saara], gatekeeper)
    known = [
        reach_of(_actor(user), [came.occasion_id]).get(came.occasion_id, Reach()).known
        for user in (aino, saara, director)
    ]
    assert known == [0, 1, 1]


def test_the_trail_says_that_a_wall_was_set_and_not_between_whom(aino, saara, family, person, gatekeeper):
    wall = _set(family, person, [aino], [saara], gatekeeper)
    event = AuditEvent.objects.get(action=Action.SET_WALL)
    assert (event.about_id, event.detail, event.work_form) == (str(wall.pk), {}, "")


def test_what_cannot_be_a_wall_is_refused(aino, saara, bertta, family, person, gatekeeper):
    for arguments, refusal in (
        (([aino], [aino]), services.WorksWithBoth),
        (([aino], []), services.NobodyGoesOn),
        (([], [saara]), services.NobodyGoesOn),
        (([bertta], [saara]), services.DoesNotWorkWithThem),
        (([gatekeeper], [saara]), services.DoesNotWorkWithThem),
    ):
        with pytest.raises(refusal):
            _set(family, person, *arguments, gatekeeper)
    with pytest.raises(services.SameOnBothSides):
        _set(family, family, [aino], [saara], gatekeeper)
    with pytest.raises(services.NoReason):
        _set(family, person, [aino], [saara], gatekeeper, reason="  ")
    assert PartyWall.objects.count() == 0
    _set(family, person, [aino], [saara], gatekeeper)
    with pytest.raises(services.WalledAlready):
        _set(person, family, [saara], [aino], gatekeeper)


def test_a_wall_with_one_side_restricts_them_to_those_named(aino, saara, lead, family, person, gatekeeper):
    def restrict(served, workers):
        return services.set_wall(
            sides={ONE: served}, workers={ONE: workers}, reason="Synthetic reason", by=gatekeeper
        )

    with pytest.raises(services.NobodyGoesOn):
        restrict(family, [])
    with pytest.raises(services.SideMissing):
        services.set_wall(sides={OTHER: family}, workers={OTHER: [aino]}, reason="Reason", by=gatekeeper)
    wall = restrict(family, [aino])
    assert [bool(find(_actor(user), "lumme")) for user in (aino, saara, lead)] == [True, False, False]
    assert [bool(find(_actor(user), "kaisla")) for user in (aino, saara, lead)] == [True, True, True]
    with pytest.raises(services.WalledAlready):
        restrict(family, [saara])
    former = services.state_of(wall)
    sides, named = {ONE: family}, {ONE: [aino, lead]}
    assert services.change_workers(wall=wall, sides=sides, workers=named, former=former, by=gatekeeper) == 1
    assert find(_actor(lead), "lumme").families == [family]
    _set(family, person, [lead], [saara], gatekeeper)
    assert [bool(find(_actor(user), "lumme")) for user in (aino, saara, lead)] == [False, False, True]


def test_the_gatekeeper_restricts_one_on_screen(client, aino, saara, family, gatekeeper):
    sign_in(client, gatekeeper)
    there = client.post(url("clients:set_wall"), {"one": "lumme", "other": ""}).url
    shown = client.get(there)
    assert list(shown.context["form"].fields) == ["one", "reason", "former"]
    refused = client.post(there, {"one": [], "reason": "Synthetic reason"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["one"])
    assert client.post(there, {"one": [aino.pk], "reason": "Synthetic reason"}).url == url("clients:walls")
    wall = PartyWall.objects.get()
    listed = client.get(url("clients:walls")).content.decode()
    assert all(said in listed for said in ("Lumme", "Rajattu", "Aino Worker"))
    page = client.get(url("clients:change_wall", wall))
    sent = {"one": [aino.pk, saara.pk], "former": page.context["form"]["former"].value()}
    assert client.post(url("clients:change_wall", wall), sent).url == url("clients:walls")
    assert find(_actor(saara), "lumme").families == [family]
    assert client.get(url("clients:take_wall_down", wall)).status_code == 200


def test_a_gatekeeper_who_also_works_there_is_not_offered(aino, gatekeeper, family, work_form_a):
    AssignmentFactory(user=gatekeeper, role=Role.WORKER, work_form=work_form_a)
    assert who_work_with(family, TODAY) == [aino]


def test_the_gatekeeper_sets_a_wall_on_screen(client, aino, saara, lead, family, person, gatekeeper):
    sign_in(client, gatekeeper)
    empty = client.get(url("clients:walls"))
    there = client.post(url("clients:set_wall"), {"one": "lumme", "other": " Kaisla "}).url
    assert there == url("clients:set_wall_workers")
    shown = client.get(there).content.decode()
    assert all(name in shown for name in ("Lumme", "Kaisla", "Aino Worker", "Saara Worker"))
    sent = {"one": [aino.pk], "other": [saara.pk], "reason": "Synthetic reason"}
    answer = client.post(there, sent)
    listed = client.get(url("clients:walls")).content.decode()

    assert "Muureja ei ole." in empty.content.decode()
    assert answer.url == url("clients:walls")
    assert all(name in listed for name in ("Lumme", "Kaisla", "Aino Worker", "Saara Worker"))
    assert "Synthetic reason" not in listed

    wall = PartyWall.objects.get()
    page = client.get(url("clients:change_wall", wall))
    former = page.context["form"]["former"].value()
    swapped = {"one": [saara.pk], "other": [aino.pk], "former": former}
    refused = client.post(url("clients:change_wall", wall), swapped)
    assert (refused.status_code, "on työskennellyt toisen puolen kanssa" in refused.content.decode()) == (
        422,
        True,
    )
    joined = {"one": [aino.pk, lead.pk], "other": [saara.pk], "former": former}
    assert client.post(url("clients:change_wall", wall), joined).url == url("clients:walls")
    assert find(_actor(lead), "lumme").families == [family]
    down = client.post(url("clients:take_wall_down", wall), {"because": "They asked for it."})
    assert (down.url, PartyWall.objects.get().voided_by) == (url("clients:walls"), gatekeeper)
    assert client.get(url("clients:change_wall", wall)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"one": "", "other": "Kaisla"}, "one"),
        ({"one": "Lumme", "other": "Nobody"}, "other"),
        ({"one": "Lumme", "other": "Lumme"}, "other"),
        ({"one": "Lumme", "other": "K" * 500}, "other"),
        ({"one": "Lumme", "other": "'; DROP"}, "other"),
    ],
)
def test_bad_sides_are_told_at_their_field_and_what_was_typed_stays(
    client, family, person, gatekeeper, sent, field
):
    sign_in(client, gatekeeper)
    page = client.post(url("clients:set_wall"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["other"].value() == sent["other"]


@pytest.mark.parametrize(
    ("one", "other", "reason", "field"),
    [
        (["aino"], ["aino"], "why", "other"),
        (["aino"], [], "why", "other"),
        ([], ["saara"], "why", "one"),
        (["aino"], ["saara"], "", "reason"),
        (["aino"], ["saara"], "x" * 1001, "reason"),
        (["bertta"], ["saara"], "why", "one"),
    ],
)
def test_bad_workers_are_told_at_their_field_and_no_wall_is_set(
    client, cast, saara, family, person, gatekeeper, one, other, reason, field
):
    people = cast | {"saara": saara}
    sign_in(client, gatekeeper)
    client.post(url("clients:set_wall"), {"one": "Lumme", "other": "Kaisla"})
    there = url("clients:set_wall_workers")
    sent = {"one": [people[name].pk for name in one], "other": [people[name].pk for name in other]}
    page = client.post(there, sent | {"reason": reason})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert PartyWall.objects.count() == 0


def test_without_two_sides_one_begins_from_the_beginning(client, gatekeeper):
    sign_in(client, gatekeeper)
    assert client.get(url("clients:set_wall_workers")).url == url("clients:set_wall")


@pytest.mark.parametrize("key", ["f0", "x1", "f" + "9" * 40, "f²", "", "c"])
def test_a_key_that_names_nobody_is_nobody(db, key):
    assert served_from(key) is None


def test_a_member_of_a_family_is_no_side_of_their_own(family, work_form_a):
    member = ClientFactory(family=family, code_name="Lumme K", known_in=work_form_a)
    assert (served_from(f"c{member.pk}"), served_called("Lumme K")) == (None, None)


def test_a_list_of_walls_asks_the_same_however_many_stand(
    client, aino, saara, gatekeeper, django_assert_num_queries, work_form_a
):
    for number in (1, 3):
        for _ in range(number):
            one, other = FamilyFactory(known_in=work_form_a), FamilyFactory(known_in=work_form_a)
            PartyWallFactory(one=(one, [aino]), other=(other, [saara]))
        walls = list(PartyWall.objects.order_by("pk"))
        with django_assert_num_queries(7):
            assert len(wall_rows(walls, TODAY)) == len(walls)


def test_the_page_of_walls_asks_the_same_however_many_stand(
    client, aino, saara, gatekeeper, django_assert_max_num_queries, work_form_a
):
    sign_in(client, gatekeeper)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            one, other = FamilyFactory(known_in=work_form_a), FamilyFactory(known_in=work_form_a)
            PartyWallFactory(one=(one, [aino]), other=(other, [saara]))
        client.get(url("clients:walls"))
        with django_assert_max_num_queries(30) as asked:
            client.get(url("clients:walls"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["aino", "lead", "director", "board_member", "office", "administrator"])
def test_nobody_else_learns_of_walls(client, cast, family, person, who):
    PartyWallFactory(one=(family, [cast["aino"]]), other=(person, [cast["lead"]]))
    sign_in(client, cast[who])
    assert client.get(url("clients:walls")).status_code == 404
    assert url("clients:walls") not in client.get(url("home")).content.decode()
