"""How somebody may be contacted is agreed with them, sealed, and expires."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from poukama.access.models import AuditEvent
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn, SafeContact
from poukama.clients.queries import reaches_of
from poukama.clients.rules import Action
from poukama.clients.services import safety as services
from poukama.toolkit import clock
from poukama.toolkit.sealing import BoxBroken
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, SafeContactFactory

TODAY = date(2024, 9, 12)
LATER = TODAY + timedelta(days=30)
AGREED = {"by_call": True, "phone": "000 1234 567", "hours": "Weekdays", "say": "The agreed time"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(work_form_a):
    """A client whom work form A knows."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    client = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    return KnownIn.objects.get(client=client, work_form=work_form_a)


def _agreed(known, by, expires_on=LATER, former=None, **told):
    return services.agree_safe_contact(
        known=known, agreed=AGREED | told, expires_on=expires_on, former=former, by=by
    )


def _allowed(known):
    (reach,) = reaches_of([known], clock.today())
    return reach.allowed


def test_what_was_agreed_is_sealed_and_opens_for_its_own_client_only(aino, known, work_form_a):
    contact = _agreed(known, aino)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, hours, say, code_word FROM clients_safecontact")
        phone, hours, say, code_word = cursor.fetchone()
    assert code_word is None
    assert not any(b"1234" in bytes(box) or b"Week" in bytes(box) for box in (phone, hours, say))
    other = KnownIn.objects.get(client=ClientFactory(known_in=work_form_a))
    SafeContact.objects.filter(pk=contact.pk).update(known=other)
    with pytest.raises(BoxBroken):
        _ = SafeContact.objects.get(pk=contact.pk).phone


def test_only_what_was_said_is_allowed_and_nothing_once_it_has_expired(aino, known):
    assert _allowed(known) == []
    _agreed(known, aino)
    assert _allowed(known) == [Channel.CALL]
    with clock.moved_to(LATER):
        assert _allowed(known) == [Channel.CALL]
    with clock.moved_to(LATER + timedelta(days=1)):
        assert _allowed(known) == []


def test_agreeing_anew_keeps_the_former_and_says_so_in_the_trail(aino, known):
    first = _agreed(known, aino)
    second = _agreed(known, aino, former=first.pk, by_call=False, phone="")
    first.refresh_from_db()
    assert (first.voided_by, second.corrects, second.phone, _allowed(known)) == (aino, first, None, [])
    told = AuditEvent.objects.filter(action=Action.AGREE_SAFE_CONTACT).order_by("id")
    assert list(told.values_list("about_id", "detail")) == [(str(known.client_id), {})] * 2


@pytest.mark.parametrize(
    ("told", "expires_on", "refusal"),
    [
        ({"phone": " "}, LATER, services.NoAddressForChannel),
        ({"by_email": True}, LATER, services.NoAddressForChannel),
        ({"by_post": True}, LATER, services.NoAddressForChannel),
        ({}, TODAY, services.EndsInThePast),
        ({}, TODAY + timedelta(days=185), services.EndsTooLate),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_changes_nothing(aino, known, told, expires_on, refusal):
    with pytest.raises(refusal):
        _agreed(known, aino, expires_on=expires_on, **told)
    assert SafeContact.objects.count() == 0


def test_two_who_agree_at_once_do_not_undo_each_other(aino, known):
    first = _agreed(known, aino)
    _agreed(known, aino, former=first.pk, say="Another")
    for former in (None, first.pk):
        with pytest.raises(services.EndedMeanwhile), transaction.atomic():
            _agreed(known, aino, former=former)
    assert SafeContact.objects.get(voided_at=None).say == "Another"


def test_the_family_page_says_how_and_tells_no_number(client, aino, known):
    _agreed(known, aino)
    episode = EpisodeFactory(work_form=known.work_form, family=known.client.family)
    EpisodeMemberFactory(episode=episode, client=known.client)
    sign_in(client, aino)
    page = client.get(url("casework:episode", episode)).content.decode()
    assert ("Weekdays" in page, "The agreed time" in page, "1234" in page) == (True, True, False)
    with clock.moved_to(LATER + timedelta(days=1)):
        page = client.get(url("casework:episode", episode)).content.decode()
    assert ("Weekdays" in page, "Mitään ei lähetetä ennen vahvistusta" in page) == (False, True)


def test_opening_numbers_is_an_event_and_so_is_the_form_that_shows_them(client, aino, known):
    sign_in(client, aino)
    empty = client.get(url("clients:safe_contact", known)).content.decode()
    events = AuditEvent.objects.filter(action=Action.READ_SAFE_CONTACT, about_id=str(known.client_id))
    assert ("Mitään ei ole sovittu." in empty, events.count()) == (True, 0)
    _agreed(known, aino)
    page = client.get(url("clients:safe_contact", known)).content.decode()
    form = client.get(url("clients:agree_safe_contact", known)).content.decode()
    assert ("1234" in page, "1234" in form, events.count()) == (True, True, 2)


def test_it_is_agreed_and_changed_on_screen(client, aino, known):
    sign_in(client, aino)
    there = url("clients:agree_safe_contact", known)
    sent = {"channels": ["call", "text"], "phone": "000 1234 567", "expires_on": LATER.isoformat()}
    assert client.post(there, sent).url == url("clients:safe_contact", known)
    shown = client.get(there).context["form"]
    assert shown["channels"].value() == [Channel.CALL, Channel.TEXT]
    again = client.post(there, sent | {"channels": [], "former": shown["former"].value()})
    assert again.url == url("clients:safe_contact", known)
    assert _allowed(known) == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"channels": ["call"], "phone": ""}, "phone"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"email": "not an address"}, "email"),
        ({"note": "x" * 500}, "note"),
        ({"expires_on": "2024-09-12"}, "expires_on"),
        ({"expires_on": "2026-09-12"}, "expires_on"),
        ({"expires_on": "31.2.2025"}, "expires_on"),
    ],
)
def test_bad_input_is_told_at_its_field_and_keeps_what_was_typed(client, aino, known, sent, field):
    sign_in(client, aino)
    typed = {"hours": "Mornings", "expires_on": LATER.isoformat()} | sent
    page = client.post(url("clients:agree_safe_contact", known), typed)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["hours"].value() == "Mornings"
    assert SafeContact.objects.count() == 0


@pytest.mark.parametrize(
    "who", ["bertta", "director", "board_member", "office", "administrator", "gatekeeper"]
)
@pytest.mark.parametrize("name", ["clients:safe_contact", "clients:agree_safe_contact"])
def test_nobody_else_opens_it(client, cast, known, who, name):
    SafeContactFactory(known=known)
    sign_in(client, cast[who])
    assert client.get(url(name, known)).status_code == 404


def test_however_many_are_known_it_is_one_question(work_form_a, django_assert_num_queries):
    for number in (1, 3):
        for _ in range(number):
            SafeContactFactory(known=KnownIn.objects.get(client=ClientFactory(known_in=work_form_a)))
        known = list(KnownIn.objects.select_related("client").order_by("pk"))
        with django_assert_num_queries(1):
            assert len(reaches_of(known, TODAY)) == len(known)
