"""A personal identity code is checked, sealed, found by itself only, and shown to nobody who did not open it."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients import identity_codes
from poukama.clients.identity_codes import CENTURIES, checked_code
from poukama.clients.models import Identity, KnownIn, NameMark
from poukama.clients.queries import alike, find
from poukama.clients.services import CodeOfAnotherDay, NoCodesHere, name_client
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory

TODAY = date(2024, 9, 12)
ALPHABET = "0123456789ABCDEFHJKLMNPRSTUVWXY"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    """Codes from 900 up are nobody's; a demonstration takes them for real ones."""
    settings.DEMO = True
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def known(work_form_a):
    work_form_a.identification, work_form_a.identity_codes = "named", True
    work_form_a.save()
    person = ClientFactory(code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    return KnownIn.objects.get(client=person)


def code(day="140390", sign="-", number="912"):
    return f"{day}{sign}{number}{ALPHABET[int(day + number) % 31]}"


CODE = code()


def named(known, by, **told):
    return name_client(known=known, by=by, first_names="Helka", last_name="Esimerkki", **told)


def form_of(known, **told):
    return {"first_names": "Helka", "last_name": "Esimerkki", **told}


@pytest.mark.parametrize("sign, century", sorted(CENTURIES.items()))
def test_every_sign_of_a_century_is_known(sign, century):
    year = {1800: "99", 1900: "90", 2000: "19"}[century]
    found = checked_code(code(f"1403{year}", sign))
    assert found.born_on == date(century + int(year), 3, 14)


def test_the_signs_are_those_of_the_reform():
    assert set(CENTURIES) == set("+-UVWXYABCDEF")


@pytest.mark.parametrize(
    "typed", [" 140390-912r ".replace("r", CODE[-1].lower()), CODE.replace("-", "\u2013")]
)
def test_a_code_may_be_written_as_a_hand_and_a_phone_write_it(typed):
    assert checked_code(typed).text == CODE


@pytest.mark.parametrize(
    "typed, why",
    [
        ("1", "CodeLength"),
        (CODE + "1", "CodeLength"),
        ("x" * 300, "CodeLength"),
        (code(sign="G"), "CenturySign"),
        (code(sign="\u0410"), "CenturySign"),
        ("\uff11" + CODE[1:], "NotDigits"),
        ("O" + CODE[1:], "NotDigits"),
        (code("310290"), "NoSuchBirthday"),
        (code("001390"), "NoSuchBirthday"),
        (CODE[:-1] + ALPHABET[ALPHABET.index(CODE[-1]) - 1], "CheckCharacter"),
        (CODE[:-1] + "\u0430", "NotDigits"),
        (CODE[:-1] + "G", "CheckCharacter"),
        (code(number="001"), "NeverGiven"),
        (CODE[:5] + "\u202e" + CODE[6:], "NotDigits"),
        (CODE[:5] + "\x00" + CODE[6:], "NotDigits"),
    ],
)
def test_what_is_no_code_is_told_apart(typed, why):
    with pytest.raises(identity_codes.NotACode) as refused:
        checked_code(typed)
    assert (type(refused.value).__name__, str(refused.value)) == (why, "")


def test_a_temporary_code_is_nobodys_outside_a_demonstration(settings):
    settings.DEMO = False
    assert checked_code("131052-308T").born_on == date(1952, 10, 13)
    with pytest.raises(identity_codes.NeverGiven):
        checked_code(CODE)


def test_the_form_asks_for_none_where_the_register_may_hold_none(client, aino, known):
    sign_in(client, aino)
    address = url("clients:name_client", known)
    assert "code" in client.get(address).context["form"].fields
    known.work_form.identity_codes = False
    known.work_form.save()

    assert "code" not in client.get(address).context["form"].fields
    client.post(address, form_of(known, code=CODE))
    assert Identity.objects.get().code is None
    with pytest.raises(NoCodesHere):
        named(known, aino, code=CODE, former=Identity.objects.get().pk)


def test_a_name_needs_no_code(client, aino, known):
    sign_in(client, aino)
    client.post(url("clients:name_client", known), form_of(known))
    assert Identity.objects.get().code is None


def test_a_code_tells_the_birthday_and_is_found_by_the_whole_of_it_only(client, aino, known):
    sign_in(client, aino)
    client.post(url("clients:name_client", known), form_of(known, code=CODE.lower()))

    identity = Identity.objects.get()
    assert (identity.code, identity.born_on) == (CODE, "1990-03-14")
    actor = Actor(aino, TODAY)
    assert find(actor, CODE).clients == [known.client]
    assert find(actor, CODE[:10]).clients == []
    assert find(actor, code(number="934")).clients == []
    assert NameMark.objects.count() % 8 == 0


def test_another_work_form_finds_nothing_by_it(aino, bertta, known):
    named(known, aino, code=CODE)
    assert find(Actor(bertta, TODAY), CODE).clients == []


@pytest.mark.parametrize("told", ["born_on", "birth_year"])
def test_a_code_of_another_birthday_is_refused_at_its_field(client, aino, known, told):
    sign_in(client, aino)
    data = form_of(known, code=CODE)
    if told == "born_on":
        data["born_on"] = "1990-03-15"
    else:
        known.client.birth_year = 1991
        known.client.save()
    page = client.post(url("clients:name_client", known), data)

    assert (page.status_code, set(page.context["form"].errors)) == (422, {"code"})
    assert Identity.objects.count() == 0


def test_a_birthday_that_contradicts_the_code_kept_is_refused(client, aino, known):
    first = named(known, aino, code=CODE)
    with pytest.raises(CodeOfAnotherDay):
        named(known, aino, born_on=date(1990, 3, 15), former=first.pk)
    sign_in(client, aino)
    data = form_of(known, born_on="1990-03-15", former=str(first.pk))
    page = client.post(url("clients:name_client", known), data)
    assert set(page.context["form"].errors) == {"born_on"}


def test_a_false_code_is_said_at_its_field_and_what_was_typed_is_kept(client, aino, known):
    sign_in(client, aino)
    false = CODE[:-1] + ALPHABET[ALPHABET.index(CODE[-1]) - 1]
    page = client.post(url("clients:name_client", known), form_of(known, code=false))

    assert page.status_code == 422
    said = str(page.context["form"].errors["code"])
    assert "ei täsmää numeroihin" in said
    assert false not in said
    assert page.context["form"]["code"].value() == false
    assert Identity.objects.count() == 0


def test_a_correction_keeps_the_code_unless_it_is_forgotten_or_another_is_told(client, aino, known):
    first = named(known, aino, code=CODE)
    second = name_client(known=known, by=aino, first_names="Helka", last_name="Malli", former=first.pk)
    assert second.code == CODE
    sign_in(client, aino)
    data = form_of(known, former=str(second.pk), forget_code="on")
    both = client.post(url("clients:name_client", known), data | {"code": code(number="934")})
    assert set(both.context["form"].errors) == {"code"}
    client.post(url("clients:name_client", known), data)

    assert Identity.objects.get(voided_at=None).code is None
    assert find(Actor(aino, TODAY), CODE).clients == []
    assert Identity.objects.get(pk=first.pk).code == CODE


def test_the_card_and_the_name_hide_the_code_and_opening_it_is_an_event(client, aino, known):
    named(known, aino, code=CODE)
    sign_in(client, aino)
    shown = [
        client.get(url(name, about)).content.decode()
        for name, about in (
            ("clients:card", known.client),
            ("clients:name", known),
            ("clients:name_client", known),
        )
    ]
    assert [CODE in page for page in shown] == [False, False, False]
    before = AuditEvent.objects.filter(action="clients.read_identity_code").count()

    assert CODE in client.get(url("clients:identity_code", known)).content.decode()
    events = AuditEvent.objects.filter(action="clients.read_identity_code")
    assert (before, events.count()) == (0, 1)
    assert (events.get().about_id, events.get().detail) == (str(known.client_id), {})


@pytest.mark.parametrize(
    "who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("administrator", 404)]
)
def test_only_those_to_whom_it_was_told_open_it(client, cast, known, who, status):
    named(known, cast["aino"], code=CODE)
    sign_in(client, cast[who])
    assert client.get(url("clients:identity_code", known)).status_code == status


def test_two_with_one_code_are_suggested_to_be_one_person(aino, known, work_form_a):
    other = ClientFactory(known_in=work_form_a)
    named(known, aino, code=CODE)
    name_client(
        known=KnownIn.objects.get(client=other), by=aino, first_names="Helga", last_name="Toinen", code=CODE
    )
    assert alike(Actor(aino, TODAY), known.client) == [other]
