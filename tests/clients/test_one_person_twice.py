"""Somebody has been recorded twice: the two are linked, and taken apart again when it was a mistake."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.queries import searched
from poukama.casework.services import MemberIn, open_episode
from poukama.clients.choices import WallSide
from poukama.clients.models import CountedAs, SamePerson
from poukama.clients.queries import alike, also_called, find, persons_of
from poukama.clients.services import AnonymousCannotBeFound, walls
from poukama.clients.services import same as services
from poukama.organisation.choices import TermList
from poukama.reporting.counting import Ask, count
from poukama.reporting.figures.kept import years_so_far
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    IdentityFactory,
    PartyWallFactory,
    SamePersonFactory,
)
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)
PEOPLE = Ask.of("people_in_care")
YEAR = Period.year(2024)
pytestmark = pytest.mark.django_db


@pytest.fixture
def lumme(work_form_a):
    return ClientFactory(code_name="Lumme K", search_key="lumme k", birth_year=1990, known_in=work_form_a)


@pytest.fixture
def ruoko(work_form_a):
    return ClientFactory(code_name="Ruoko", search_key="ruoko", birth_year=1990, known_in=work_form_a)


def linked(kept, other, by):
    return services.say_same(kept=kept, other=other, by=by)


def counted():
    """As whom each client is counted now, where it is not as themselves alone."""
    return dict(CountedAs.objects.filter(voided_at=None).values_list("client", "kept"))


def people():
    """How many people are in care: as kept, and as counted anew."""
    kept = years_so_far([PEOPLE], 2024, TODAY)[PEOPLE].months.value
    assert kept == count([PEOPLE], YEAR)[PEOPLE].value
    return kept


def test_both_code_names_lead_to_one_card_that_says_the_other(client, aino, lumme, ruoko):
    linked(lumme, ruoko, aino)
    sign_in(client, aino)

    assert client.get(url("clients:card", ruoko)).url == url("clients:card", lumme)
    page = client.get(url("clients:card", lumme)).content.decode()
    assert [name in page for name in ("Lumme K", "Ruoko")] == [True, True]


def test_a_search_for_either_finds_the_other_too(aino, lumme, ruoko):
    linked(lumme, ruoko, aino)
    actor = Actor(aino, TODAY)

    assert find(actor, "ruoko").clients == [lumme, ruoko]
    assert find(actor, "lumme").clients == [lumme, ruoko]
    assert also_called(actor, [ruoko]) == {ruoko.pk: [lumme]}


def test_whoever_sees_one_only_is_not_led_to_the_other(client, aino, bertta, work_form_b, lumme, ruoko):
    mine = ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_b)
    linked(mine, ruoko, aino)
    actor = Actor(bertta, TODAY)

    assert persons_of(actor, mine) == [mine]
    assert find(actor, "ruoko").clients == []
    sign_in(client, bertta)
    assert client.get(url("clients:card", mine)).status_code == 200
    assert client.get(url("clients:card", ruoko)).status_code == 404


def test_episodes_of_both_are_seen_from_the_card(client, aino, work_form_a, lumme, ruoko):
    TermFactory(list=TermList.MEMBER_ROLE, key="parent")
    for person in (lumme, ruoko):
        open_episode(work_form=work_form_a, starts_on=TODAY, members=[MemberIn(person, "parent")], by=aino)
    sign_in(client, aino)

    def episodes():
        return client.get(url("casework:of_person", lumme)).context["rows"]

    assert [row.episode.client for row in episodes()] == [lumme]
    linked(lumme, ruoko, aino)
    assert {row.episode.client for row in episodes()} == {lumme, ruoko}
    assert {each.client for each in searched(Actor(aino, TODAY), "ruoko")} == {lumme, ruoko}


def test_figures_count_one_person_and_two_again_after_they_are_taken_apart(aino, lumme, ruoko):
    for person in (lumme, ruoko):
        EpisodeMemberFactory(episode=EpisodeFactory(starts_on=TODAY), client=person, starts_on=TODAY)
    assert people() == 2

    with clock.moved_to(TODAY + timedelta(days=1)):
        same = linked(lumme, ruoko, aino)
    assert people() == 1
    known_before = datetime(2024, 9, 12, 20, tzinfo=UTC)
    assert count([PEOPLE], YEAR, known_at=known_before)[PEOPLE].value == 2
    assert count([PEOPLE], YEAR, known_at=known_before + timedelta(days=2))[PEOPLE].value == 1

    with clock.moved_to(TODAY + timedelta(days=4)):
        services.take_apart(same=same, by=aino)
    assert people() == 2
    assert count([PEOPLE], YEAR, known_at=known_before + timedelta(days=2))[PEOPLE].value == 1


def test_three_are_one_and_the_last_kept_code_name_is_used(aino, lumme, ruoko, work_form_a):
    kaisla = ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    first = linked(lumme, ruoko, aino)
    linked(kaisla, lumme, aino)

    assert counted() == dict.fromkeys([lumme.pk, ruoko.pk, kaisla.pk], kaisla.pk)
    with pytest.raises(services.SameAlready):
        linked(ruoko, kaisla, aino)

    services.take_apart(same=first, by=aino)
    assert counted() == dict.fromkeys([lumme.pk, kaisla.pk], kaisla.pk)


@pytest.mark.parametrize("years", [(1985, 2023), (2020, 2023)])
def test_a_baby_and_an_adult_are_not_one_person(aino, work_form_a, years):
    one, other = (ClientFactory(known_in=work_form_a, birth_year=year) for year in years)
    with pytest.raises(services.NotOnePerson) as refused:
        linked(one, other, aino)
    assert refused.value.years == years


def test_the_years_of_everybody_who_is_one_are_looked_at(aino, lumme, ruoko, work_form_a):
    unknown = ClientFactory(known_in=work_form_a)
    baby = ClientFactory(known_in=work_form_a, birth_year=2023)
    linked(lumme, unknown, aino)
    with pytest.raises(services.NotOnePerson):
        linked(unknown, baby, aino)
    assert counted() == dict.fromkeys([lumme.pk, unknown.pk], lumme.pk)


def test_a_birth_year_that_was_misheard_is_no_hindrance(aino, lumme, work_form_a):
    linked(lumme, ClientFactory(known_in=work_form_a, birth_year=1992), aino)
    assert SamePerson.objects.count() == 1


def test_nobody_is_the_same_as_themselves_or_as_somebody_without_a_name(aino, lumme):
    with pytest.raises(services.SameAlready):
        linked(lumme, lumme, aino)
    with pytest.raises(AnonymousCannotBeFound):
        linked(lumme, ClientFactory(anonymous=True), aino)


@pytest.mark.parametrize("about", ["clients", "families", "who came along"])
def test_two_on_both_sides_of_a_wall_are_never_linked(aino, bertta, lumme, ruoko, about):
    one, other = lumme, ruoko
    if about == "families":
        for person in (lumme, ruoko):
            person.family = FamilyFactory()
            person.save()
        one, other = lumme.family, ruoko.family
    if about == "who came along":
        other = ClientFactory()
        ruoko.came_with = other
        ruoko.save()
    PartyWallFactory(one=(one, [aino]), other=(other, [bertta]))
    with pytest.raises(services.WallBetween):
        linked(lumme, ruoko, aino)
    assert SamePerson.objects.count() == 0


def test_a_wall_stands_around_all_who_are_one_person(aino, lead, bertta, lumme, ruoko, work_form_a):
    stranger = ClientFactory(known_in=work_form_a)
    linked(lumme, ruoko, aino)
    PartyWallFactory(one=(ruoko, [aino]), other=(stranger, [bertta]))

    assert find(Actor(aino, TODAY), "lumme").clients == [lumme, ruoko]
    assert find(Actor(lead, TODAY), "lumme").clients == []
    with pytest.raises(services.WallBetween):
        linked(lumme, stranger, aino)


def test_a_wall_around_one_stands_around_whoever_came_with_the_other(aino, lead, lumme, ruoko, work_form_a):
    along = ClientFactory(code_name="Haapa", search_key="haapa", came_with=lumme, known_in=work_form_a)
    linked(lumme, ruoko, aino)
    PartyWallFactory(one=(ruoko, [aino]), other=(ClientFactory(), []))

    assert find(Actor(aino, TODAY), "haapa").clients == [along]
    assert find(Actor(lead, TODAY), "haapa").clients == []


def test_a_wall_between_two_who_are_one_is_refused_until_they_are_taken_apart(
    client, aino, lead, gatekeeper, lumme, ruoko
):
    same = linked(lumme, ruoko, aino)
    wall = {
        "sides": {WallSide.ONE: lumme, WallSide.OTHER: ruoko},
        "workers": {WallSide.ONE: [aino], WallSide.OTHER: [lead]},
        "reason": "Synthetic reason",
        "by": gatekeeper,
    }
    with pytest.raises(walls.OneOnBothSides):
        walls.set_wall(**wall)
    services.take_apart(same=same, by=aino)
    assert walls.set_wall(**wall).voided_at is None


def test_the_gatekeeper_is_told_to_have_them_taken_apart(client, aino, lead, gatekeeper, ruoko, work_form_a):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    linked(ClientFactory(family=family, known_in=work_form_a), ruoko, aino)
    sign_in(client, gatekeeper)
    client.post(url("clients:set_wall"), {"one": "Lumme", "other": "Ruoko"})
    page = client.post(
        url("clients:set_wall_workers"), {"one": [aino.pk], "other": [lead.pk], "reason": "Synthetic"}
    )

    assert "purkamaan yhdistäminen ensin" in page.content.decode()


def test_by_the_screens_what_was_linked_longer_than_a_year_ago_stays(client, aino, lumme, ruoko):
    same = linked(lumme, ruoko, aino)
    with clock.moved_to(TODAY + timedelta(days=366)):
        sign_in(client, aino)
        page = client.post(url("clients:take_apart", same), follow=True).content.decode()

    assert "He ovat olleet sama henkilö" in page
    assert counted() == {lumme.pk: lumme.pk, ruoko.pk: lumme.pk}


def test_taking_apart_is_refused_after_a_year_and_a_second_time(aino, lumme, ruoko):
    same = linked(lumme, ruoko, aino)
    with clock.moved_to(TODAY + timedelta(days=366)), pytest.raises(services.ApartTooLate):
        services.take_apart(same=same, by=aino)
    with clock.moved_to(TODAY + timedelta(days=364)):
        services.take_apart(same=same, by=aino)
    with pytest.raises(services.ApartAlready):
        services.take_apart(same=same, by=aino)
    assert counted() == {}


def test_linking_is_an_event_with_ids_only(aino, lumme, ruoko):
    same = linked(lumme, ruoko, aino)
    services.take_apart(same=same, by=aino)

    said = [(event.action, event.about_id, event.detail) for event in AuditEvent.objects.order_by("id")]
    detail = {"other": ruoko.pk, "same": same.pk}
    assert said == [
        ("clients.say_same", str(lumme.pk), detail),
        ("clients.take_apart", str(lumme.pk), detail),
    ]


def test_by_the_screens_both_are_looked_at_before_they_are_linked(client, aino, lumme, ruoko):
    sign_in(client, aino)
    address = url("clients:say_same", lumme)
    assert client.get(address).status_code == 200

    both = client.post(address, {"code_name": "ruoko"})
    assert [each for each, _known in both.context["both"]] == [lumme, ruoko]
    assert SamePerson.objects.count() == 0

    answer = client.post(address, {"code_name": "Ruoko", "keep": ruoko.pk}, follow=True)
    assert counted() == {lumme.pk: ruoko.pk, ruoko.pk: ruoko.pk}
    assert answer.request["PATH_INFO"] == url("clients:card", ruoko)
    again = client.post(address, {"code_name": "Ruoko", "keep": ruoko.pk}, follow=True)
    assert (again.status_code, SamePerson.objects.count()) == (200, 1)


def test_by_the_screens_somebody_beyond_a_wall_is_as_if_there_were_nobody(
    client, aino, bertta, lumme, ruoko, work_form_a
):
    PartyWallFactory(one=(lumme, [aino]), other=(ruoko, [bertta]))
    sign_in(client, aino)
    beyond, nobody = (
        client.post(url("clients:say_same", lumme), {"code_name": name}) for name in ("Ruoko", "Rentukka")
    )

    assert (beyond.status_code, nobody.status_code) == (422, 422)
    assert list(beyond.context["form"].errors.values()) == list(nobody.context["form"].errors.values())


@pytest.mark.parametrize(
    "typed",
    ["", "x" * 300, "Ruo\u202eko", "Ru\u043eko", "Ruo\x00ko", "Lumme K", "'; DROP TABLE clients_client; --"],
)
def test_by_the_screens_what_is_no_code_name_is_refused_at_its_field(client, aino, lumme, ruoko, typed):
    sign_in(client, aino)
    page = client.post(url("clients:say_same", lumme), {"code_name": typed})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"code_name"}
    assert SamePerson.objects.count() == 0


def test_by_the_screens_birth_years_that_differ_are_said(client, aino, lumme, work_form_a):
    ClientFactory(code_name="Kaisla", search_key="kaisla", birth_year=2023, known_in=work_form_a)
    sign_in(client, aino)
    page = client.post(url("clients:say_same", lumme), {"code_name": "Kaisla", "keep": lumme.pk})

    assert page.status_code == 422
    assert "1990" in str(page.context["form"].errors)
    assert "2023" in str(page.context["form"].errors)


def test_whoever_has_the_same_whole_name_is_suggested(aino, work_form_a, work_form_b, lumme, ruoko):
    short = ClientFactory(known_in=work_form_a)
    older = ClientFactory(known_in=work_form_a, birth_year=1950)
    elsewhere = ClientFactory(known_in=work_form_b)
    told = {lumme: "Helka", ruoko: "Hélka", short: "Helkatar", older: "Helka", elsewhere: "Helka"}
    for person, first in told.items():
        place = work_form_b if person is elsewhere else work_form_a
        IdentityFactory(client=person, work_form=place, first_names=first, last_name="Esimerkki")
    actor = Actor(aino, TODAY)

    assert alike(actor, lumme) == [ruoko]
    linked(lumme, ruoko, aino)
    assert alike(actor, lumme) == []


def test_half_a_name_suggests_nobody(aino, work_form_a, lumme, ruoko):
    for person in (lumme, ruoko):
        IdentityFactory(client=person, work_form=work_form_a, first_names="Helka", last_name=None)
    assert alike(Actor(aino, TODAY), lumme) == []


def test_a_card_asks_the_same_however_many_are_one(client, aino, lumme, work_form_a):
    sign_in(client, aino)
    reads = []
    for _ in range(3):
        linked(lumme, ClientFactory(known_in=work_form_a), aino)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("clients:card", lumme))
        tables = [re.findall(r'FROM "(\w+)"', one["sql"])[:1] for one in asked]
        reads.append([table for table in tables if table and table != ["access_chainhead"]])
    assert reads[0] == reads[1] == reads[2]


@pytest.mark.parametrize("who, status", [("aino", 302), ("lead", 302), ("bertta", 404), ("cecilia", 404)])
def test_only_who_sees_both_takes_them_apart(client, cast, lumme, ruoko, who, status):
    same = SamePersonFactory(kept=lumme, other=ruoko, recorded_at=datetime(2024, 9, 1, 9, tzinfo=UTC))
    sign_in(client, cast[who])
    assert client.post(url("clients:take_apart", same)).status_code == status
    assert (counted() == {}) == (status == 302)
