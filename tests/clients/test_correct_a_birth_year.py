"""A wrong birth year is put right where they are known: what it was is kept, and what cannot be is refused at its field."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.models import Client, CorrectedYear, KnownIn
from poukama.clients.queries import corrections_of, find
from poukama.clients.services import BirthYearNotPossible, name_client
from poukama.clients.services.correcting import AsItWas, CorrectedMeanwhile, NotBorn, correct_birth_year
from poukama.clients.services.expecting import expect
from poukama.clients.services.kinship import BornAfterATie, TooYoungToBeParent
from poukama.organisation.choices import Identification
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, FamilyTieFactory, KnownInFactory, PartyWallFactory
from tests.factories.organisation import UserFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(work_form_a):
    """A mother, with a birth year that somebody misheard."""
    return ClientFactory(code_name="Lumme", search_key="lumme", birth_year=1958, known_in=work_form_a)


@pytest.fixture
def child(work_form_a, mother):
    """Her child."""
    child = ClientFactory(code_name="Kaisla", search_key="kaisla", birth_year=2015, known_in=work_form_a)
    FamilyTieFactory(work_form=work_form_a, client=mother, other=child, starts_on=date(2015, 3, 14))
    return child


def _known(client):
    return KnownIn.objects.select_related("client__family", "work_form").get(client=client)


def _correct(client, year, by, former=1958):
    return correct_birth_year(known=_known(client), year=year, former=former, by=by)


def test_what_it_was_is_kept_with_who_and_when_and_the_search_follows(aino, mother):
    actor = Actor(aino, TODAY)
    assert [str(each) for each in find(actor, "1958").clients] == ["Lumme"]
    corrected = _correct(mother, 1985, aino)
    assert (corrected.former, corrected.year, corrected.recorded_by) == (1958, 1985, aino)
    assert Client.objects.get(pk=mother.pk).birth_year == 1985
    assert [bool(find(actor, year)) for year in ("1958", "1985")] == [False, True]
    (told,) = corrections_of(actor, _known(mother))
    assert (told.former, told.by, told.at, told.is_of_family) == ("1958", aino, clock.now(), False)
    event = AuditEvent.objects.get(action="clients.correct_client")
    assert (event.about_id, event.detail) == (
        str(mother.pk),
        {"what": "birth_year", "corrected": corrected.pk},
    )


def test_that_nobody_knows_is_a_correction_too(aino, mother):
    _correct(mother, None, aino)
    _correct(mother, 1985, aino, former=None)
    assert [each.former for each in corrections_of(Actor(aino, TODAY), _known(mother))] == ["", "1958"]


def test_what_somebody_else_corrected_meanwhile_is_not_undone_unseen(aino, mother):
    _correct(mother, 1985, aino)
    with pytest.raises(CorrectedMeanwhile):
        _correct(mother, 1986, aino)
    with pytest.raises(AsItWas):
        _correct(mother, 1985, aino, former=1985)
    assert CorrectedYear.objects.count() == 1


@pytest.mark.parametrize("year", [1903, 2025])
def test_a_year_in_which_nobody_alive_was_born_is_refused(aino, mother, year):
    with pytest.raises(BirthYearNotPossible):
        _correct(mother, year, aino)


@pytest.mark.parametrize("year", [2015, 2010, 2020])
def test_nobody_is_older_than_their_mother(aino, mother, child, year):
    with pytest.raises(TooYoungToBeParent):
        _correct(mother, year, aino)
    _correct(mother, 1999, aino)
    with pytest.raises(TooYoungToBeParent):
        _correct(child, 1990, aino, former=2015)
    assert CorrectedYear.objects.count() == 1


def test_no_tie_began_before_the_birth(aino, child):
    with pytest.raises(BornAfterATie):
        _correct(child, 2016, aino, former=2015)
    _correct(child, 2014, aino, former=2015)


def test_a_child_who_is_expected_has_a_mother_who_can_be(aino, mother):
    expecting = expect(known=_known(mother), due_on=date(2024, 12, 1), by=aino)
    with pytest.raises(TooYoungToBeParent):
        _correct(mother, 2016, aino)
    with pytest.raises(NotBorn):
        _correct(expecting.client, 2024, aino, former=None)


def test_a_tie_behind_a_wall_is_not_hinted_at(aino, lead, child, mother, gatekeeper):
    PartyWallFactory(one=(mother, [lead]), other=(ClientFactory(), [UserFactory()]))
    _correct(child, 1950, aino, former=2015)
    assert Client.objects.get(pk=child.pk).birth_year == 1950


def test_the_correction_of_another_work_form_is_not_told_here(aino, mother, work_form_b, bertta):
    KnownInFactory(client=mother, family=None, work_form=work_form_b)
    there = KnownIn.objects.get(client=mother, work_form=work_form_b)
    correct_birth_year(known=there, year=1985, former=1958, by=bertta)
    here = KnownIn.objects.exclude(pk=there.pk).get(client=mother)
    assert len(corrections_of(Actor(bertta, TODAY), there)) == 1
    assert list(corrections_of(Actor(aino, TODAY), here)) == []


@pytest.mark.parametrize("year", ["1903", "2025", "2012", "words"])
def test_bad_input_is_said_at_its_field_and_kept(client, aino, mother, child, year):
    sign_in(client, aino)
    page = client.post(url("clients:correct", _known(mother)), {"year": year, "former": "1958"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["year"])
    assert page.context["form"]["year"].value() == year
    assert Client.objects.get(pk=mother.pk).birth_year == 1958


def test_it_is_corrected_from_the_card_and_stays_to_be_seen(client, aino, mother):
    sign_in(client, aino)
    there = url("clients:correct", _known(mother))
    assert there in client.get(url("clients:card", mother)).content.decode()
    assert client.get(there).context["form"]["former"].value() == 1958
    done = client.post(there, {"year": "1985", "former": "1958"})
    assert done.url == url("clients:card", mother)
    again = client.get(there)
    assert [each.former for each in again.context["corrections"]] == ["1958"]
    assert "1958" in again.content.decode()
    late = client.post(there, {"year": "1986", "former": "1958"})
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["__all__"])


def test_a_birthday_told_with_the_name_is_pointed_at_and_looking_is_an_event(
    client, aino, mother, work_form_a
):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    name_client(known=_known(mother), first_names="Helka", born_on=date(1958, 3, 14), by=aino)
    sign_in(client, aino)
    client.post(url("clients:correct", _known(mother)), {"year": "1985", "former": "1958"})
    assert AuditEvent.objects.filter(action="clients.read_name").count() == 1
    warned = client.get(url("clients:card", mother)).content.decode()
    assert 'data-kind="amber"' in warned


@pytest.mark.parametrize("who", ["bertta", "cecilia", "director"])
def test_whoever_does_not_work_where_they_are_known_gets_nothing(client, cast, who, mother):
    sign_in(client, cast[who])
    assert client.get(url("clients:correct", _known(mother))).status_code == 404


def test_the_page_asks_as_much_however_often_it_was_corrected(client, aino, mother):
    sign_in(client, aino)
    there = url("clients:correct", _known(mother))
    client.get(there)
    asked = []
    for year in (1985, 1986, 1987):
        _correct(mother, year, aino, former=Client.objects.get(pk=mother.pk).birth_year)
        with CaptureQueriesContext(connection) as queries:
            client.get(there)
        asked.append(len(queries))
    assert len(set(asked)) == 1
