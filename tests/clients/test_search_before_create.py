"""Before somebody is added, those who are known already are found; of the others one is told whom to ask."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.models import EpisodeMember
from poukama.clients.choices import AskPurpose
from poukama.clients.models import KnownIn
from poukama.clients.queries import is_known_elsewhere
from poukama.clients.services import asking as services
from poukama.clients.services import name_client
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    IdentityFactory,
    PartyWallFactory,
    SamePersonFactory,
)
from tests.factories.organisation import AssociationFactory, TermFactory

TODAY = date(2024, 9, 12)
BORN = date(1990, 3, 14)
MATCH = "Mahdollinen osuma on toisella työryhmällä"
NOTHING = "Mitään ei voi kertoa"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(work_form_a, work_form_b):
    for work_form in (work_form_a, work_form_b):
        work_form.identification = "named"
        work_form.save()
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def theirs(work_form_b):
    """Somebody whom the other team knows by name."""
    person = ClientFactory(code_name="Kaisla", search_key="kaisla", birth_year=1990, known_in=work_form_b)
    IdentityFactory(
        client=person,
        work_form=work_form_b,
        first_names="Helka Maria",
        last_name="Mäki-Esimerkki",
        born_on=BORN.isoformat(),
    )
    return person


ASKED = {
    "first_names": "helka",
    "last_name": "MAKI ESIMERKKI",
    "born_on": BORN.isoformat(),
    "purpose": AskPurpose.SERVICE.value,
}


def ask(client, work_form, **changed):
    return client.post(url("clients:ask_elsewhere", work_form), ASKED | changed)


def said(page):
    text = page.content.decode()
    return [words for words in (MATCH, NOTHING) if words in text]


def test_a_match_of_another_team_is_told_without_name_or_team(client, aino, work_form_a, work_form_b, theirs):
    sign_in(client, aino)
    page = ask(client, work_form_a)

    assert said(page) == [MATCH]
    text = page.content.decode()
    assert [word in text for word in ("Kaisla", work_form_b.name, "Maria")] == [False, False, False]


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"first_names": "Maria"}, MATCH),
        ({"first_names": "Helka Maria"}, MATCH),
        ({"born_on": "", "birth_year": "1990"}, MATCH),
        ({"first_names": "Helk"}, NOTHING),
        ({"first_names": "Helka Anna"}, NOTHING),
        ({"last_name": "Esimerkki"}, NOTHING),
        ({"last_name": "Mäki-Esimerkki Maria"}, NOTHING),
        ({"born_on": "1990-03-15"}, NOTHING),
        ({"born_on": "", "birth_year": "1991"}, NOTHING),
    ],
)
def test_only_whole_names_and_the_same_birthday_match(client, aino, work_form_a, theirs, changed, told):
    sign_in(client, aino)
    assert said(ask(client, work_form_a, **changed)) == [told]


def test_whoever_stands_behind_a_wall_is_known_nowhere(client, aino, bertta, work_form_a, theirs):
    stranger = ClientFactory(known_in=work_form_a)
    PartyWallFactory(one=(theirs, [bertta]), other=(stranger, []))
    sign_in(client, aino)
    assert said(ask(client, work_form_a)) == [NOTHING]


def test_whose_record_is_restricted_is_known_nowhere(client, aino, bertta, work_form_a, theirs):
    PartyWallFactory(one=(theirs, [bertta]))
    sign_in(client, aino)
    assert said(ask(client, work_form_a)) == [NOTHING]


@pytest.mark.parametrize("about", ["their family", "who came along", "one person with them"])
def test_whoever_belongs_to_somebody_behind_a_wall_is_known_nowhere(
    client, aino, bertta, work_form_a, theirs, about
):
    walled = ClientFactory() if about != "their family" else FamilyFactory()
    if about == "their family":
        theirs.family = walled
    elif about == "who came along":
        theirs.came_with = walled
    else:
        SamePersonFactory(kept=walled, other=theirs)
    theirs.save()
    PartyWallFactory(one=(walled, [bertta]), other=(ClientFactory(), []))
    sign_in(client, aino)
    assert said(ask(client, work_form_a)) == [NOTHING]


def test_a_match_of_ones_own_is_shown_and_nobody_else_is_asked(client, aino, work_form_a, theirs):
    mine = ClientFactory(code_name="Ruoko", search_key="ruoko", birth_year=1990, known_in=work_form_a)
    IdentityFactory(client=mine, work_form=work_form_a, first_names="Helka", last_name="Mäki-Esimerkki")
    sign_in(client, aino)
    page = ask(client, work_form_a)

    assert (page.context["own"], said(page)) == ([mine], [])
    assert not AuditEvent.objects.filter(action="clients.ask_elsewhere").exists()


def test_asking_is_an_event_that_says_why_and_not_about_whom(client, aino, work_form_a, theirs):
    sign_in(client, aino)
    ask(client, work_form_a)
    ask(client, work_form_a, last_name="Nobody", purpose="safety")

    events = AuditEvent.objects.filter(action="clients.ask_elsewhere").order_by("id")
    assert [(event.about_id, event.detail) for event in events] == [
        (str(work_form_a.pk), {"purpose": "service"}),
        (str(work_form_a.pk), {"purpose": "safety"}),
    ]


def test_the_database_is_asked_the_same_whether_or_not_there_is_a_match(client, aino, work_form_a, theirs):
    sign_in(client, aino)
    asked = []
    for name in ("Helka", "Nobody"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, work_form_a, first_names=name)
        asked.append([re.sub(r"'[^']*'|\d+|%s", "", each["sql"])[:60] for each in queries])
    assert asked[0] == asked[1]


def test_asking_has_an_end_and_begins_again_the_next_day(client, aino, work_form_a, theirs):
    sign_in(client, aino)
    for _ in range(services.MOST_ASKED):
        assert said(ask(client, work_form_a)) == [MATCH]
    page = ask(client, work_form_a)
    assert (page.status_code, said(page)) == (422, [])

    with clock.moved_to(TODAY + timedelta(days=2)):
        sign_in(client, aino)
        assert said(ask(client, work_form_a)) == [MATCH]


def test_an_association_switches_it_off(client, aino, work_form_a, theirs):
    association = AssociationFactory()
    sign_in(client, aino)
    assert said(ask(client, work_form_a)) == [MATCH]
    association.blind_match = False
    association.save()

    assert ask(client, work_form_a).status_code == 404
    page = client.post(url("casework:find", work_form_a), {"q": "nobody"}).content.decode()
    assert url("clients:ask_elsewhere", work_form_a) not in page


def test_the_search_leads_there_when_it_finds_nobody(client, aino, work_form_a):
    sign_in(client, aino)
    page = client.post(url("casework:find", work_form_a), {"q": "nobody"}).content.decode()
    assert url("clients:ask_elsewhere", work_form_a) in page


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"first_names": ""}, "first_names"),
        ({"last_name": ""}, "last_name"),
        ({"born_on": ""}, "born_on"),
        ({"birth_year": "1991"}, "birth_year"),
        ({"born_on": "", "birth_year": "1700"}, "birth_year"),
        ({"born_on": "31.2.1990"}, "born_on"),
        ({"last_name": "x" * 300}, "last_name"),
        ({"last_name": "Esi\x07merkki"}, "last_name"),
        ({"last_name": "Esi\u202emerkki"}, "last_name"),
        ({"last_name": "Esim\u0435rkki"}, "last_name"),
    ],
)
def test_what_is_missing_or_no_name_is_said_at_its_field_and_asks_nobody(
    client, aino, work_form_a, theirs, changed, field
):
    sign_in(client, aino)
    page = ask(client, work_form_a, **changed)

    assert (page.status_code, set(page.context["form"].errors), said(page)) == (422, {field}, [])
    assert not AuditEvent.objects.filter(action="clients.ask_elsewhere").exists()


def test_a_name_that_cannot_be_opened_matches_nobody(aino, theirs):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_identity SET last_name = first_names")
    told = {"first_names": "Helka", "last_name": "Mäki-Esimerkki", "born_in": 1990}
    assert is_known_elsewhere(Actor(aino, TODAY), **told) is False


@pytest.mark.parametrize("who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("director", 404)])
def test_only_whoever_works_there_asks(client, cast, work_form_a, who, status):
    sign_in(client, cast[who])
    assert client.get(url("clients:ask_elsewhere", work_form_a)).status_code == status


@pytest.fixture
def mine(work_form_a):
    person = ClientFactory(
        code_name="Ruoko B",
        search_key="ruoko b",
        family=FamilyFactory(),
        birth_year=1990,
        known_in=work_form_a,
    )
    IdentityFactory(client=person, work_form=work_form_a, first_names="Helka", last_name="Esimerkki")
    return person


def test_someone_who_comes_along_is_found_by_name_and_chosen_instead_of_added(
    client, aino, work_form_a, mine
):
    TermFactory(list=TermList.MEMBER_ROLE, key="parent")
    episode = EpisodeFactory(work_form=work_form_a, starts_on=TODAY)
    sign_in(client, aino)
    address = url("casework:add_member", episode)

    found = client.post(address, {"q": "helka"})
    assert (str(mine.pk), "Ruoko B") in found.context["form"].fields["who"].choices
    assert found.status_code == 200
    client.post(address, {"who": mine.pk, "role": "parent", "starts_on": TODAY.isoformat()})
    assert EpisodeMember.objects.get(episode=episode).client == mine


@pytest.mark.parametrize("typed", ["nobody", "x" * 300, "hel\x00ka", "h\u0435lka", "%", "1890"])
def test_what_finds_nobody_offers_someone_new_only(client, aino, work_form_a, mine, typed):
    episode = EpisodeFactory(work_form=work_form_a, starts_on=TODAY)
    sign_in(client, aino)
    page = client.post(url("casework:add_member", episode), {"q": typed})
    assert [key for key, _label in page.context["form"].fields["who"].choices] == ["new"]


def test_somebody_of_another_team_or_beyond_a_wall_cannot_be_chosen(
    client, aino, bertta, work_form_a, theirs, mine
):
    PartyWallFactory(one=(mine.family, [bertta]), other=(ClientFactory(), []))
    TermFactory(list=TermList.MEMBER_ROLE, key="parent")
    episode = EpisodeFactory(work_form=work_form_a, starts_on=TODAY)
    sign_in(client, aino)
    for person in (theirs, mine):
        data = {"who": person.pk, "role": "parent", "starts_on": TODAY.isoformat()}
        page = client.post(url("casework:add_member", episode), data)
        assert set(page.context["form"].errors) == {"who"}
    assert EpisodeMember.objects.count() == 0


def test_while_a_name_is_written_the_same_name_is_shown(client, aino, work_form_a, mine):
    other = ClientFactory(known_in=work_form_a)
    known = KnownIn.objects.get(client=other)
    sign_in(client, aino)

    def shown(**told):
        return client.post(url("clients:alike", known), told).context["alike"]

    assert shown(first_names="Helka", last_name="Esimerkki") == [mine]
    assert shown(first_names="Helka", last_name="Esi") == []
    assert shown(first_names="Helka", last_name="") == []
    assert shown(first_names="Helka", last_name="Esim\u0435rkki") == []


def test_a_name_that_is_known_already_leads_to_where_the_two_are_linked(client, aino, work_form_a, mine):
    other = ClientFactory(known_in=work_form_a)
    known = KnownIn.objects.get(client=other)
    sign_in(client, aino)
    answer = client.post(
        url("clients:name_client", known), {"first_names": "Helka", "last_name": "Esimerkki"}
    )
    assert answer.url == url("clients:say_same", other)
    page = client.get(answer.url)
    assert page.context["near"] == [mine]


def test_a_name_of_another_team_leads_nowhere(client, aino, work_form_a, theirs):
    known = KnownIn.objects.get(client=ClientFactory(known_in=work_form_a))
    name_client(known=known, by=aino, first_names="Saara", last_name="Esimerkki")
    sign_in(client, aino)
    former = known.client.identities.get().pk
    answer = client.post(
        url("clients:name_client", known),
        {"first_names": "Helka Maria", "last_name": "Mäki-Esimerkki", "former": str(former)},
    )
    assert answer.url == url("clients:card", known.client)
