"""A message leaves only as was agreed, says nothing of anybody, and what did not leave waits for somebody."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.clients.services.safety import agree_safe_contact
from poukama.outbox import services
from poukama.outbox.choices import Refusal, State, Template
from poukama.outbox.models import Message
from poukama.outbox.queries import not_sent
from poukama.outbox.rules import Action
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, PartyWallFactory
from tests.factories.outbox import MessageFactory

TODAY = date(2024, 9, 12)
UNTIL = TODAY + timedelta(days=30)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def known(work_form_a):
    """A client whom work form A knows."""
    client = ClientFactory(family=None, code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    return KnownIn.objects.get(client=client, work_form=work_form_a)


def _agree(known, by, **told):
    agreed = {"by_email": True, "email": "someone@example.org"} | told
    return agree_safe_contact(known=known, agreed=agreed, expires_on=UNTIL, by=by)


def _send(known, by, channel=Channel.EMAIL, template=Template.CALL, language="fi"):
    return services.send(known=known, channel=channel, template=template, language=language, by=by)


def test_what_was_agreed_leaves_and_says_nothing_of_anybody(aino, known, work_form_a, settings):
    settings.NEUTRAL_FROM = "neutral@example.org"
    _agree(known, aino)
    for template in Template:
        for language in ("fi", "sv", "en"):
            message = _send(known, aino, template=template, language=language)
            assert (message.state, message.sent_at is not None) == (State.SENT, True)
    assert len(mail.outbox) == len(Template) * 3
    for each in mail.outbox:
        assert (each.to, each.from_email) == (["someone@example.org"], "neutral@example.org")
        said = f"{each.subject} {each.body}"
        for word in ("Kaisla", work_form_a.name, "Poukama", aino.name, "http", "turva", "skydd", "shelter"):
            assert word.lower() not in said.lower()
        assert each.extra_headers["Message-ID"].endswith("@example.org>")
    assert {each.subject for each in mail.outbox} == {"Hei", "Hej", "Hello"}


def test_a_form_that_is_sent_twice_is_one_message(client, aino, known):
    _agree(known, aino)
    sign_in(client, aino)
    there = url("outbox:send", known)
    key = client.get(there).context["form"]["key"].value()
    sent = {"channel": "email", "template": "call", "language": "fi", "key": key}
    for _ in range(2):
        assert "Lähetetty." in client.post(there, sent, follow=True).content.decode()
    assert (len(mail.outbox), Message.objects.count()) == (1, 1)


def test_a_house_without_a_mail_server_sends_nothing_and_prints_no_address(aino, known, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    _agree(known, aino)
    assert _send(known, aino).why == Refusal.NO_SERVICE
    assert "example.org" not in capsys.readouterr().out


def test_a_mail_server_that_fell_silent_leaves_it_uncertain(aino, known, monkeypatch):
    def silent(*_told, **_more):
        raise TimeoutError

    _agree(known, aino)
    monkeypatch.setattr("poukama.outbox.services.sending.EmailMessage.send", silent)
    assert _send(known, aino).why == Refusal.UNCERTAIN


def test_an_agreement_that_somebody_has_harmed_sends_nothing(aino, known):
    contact = _agree(known, aino)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM clients_safecontact")
        box = bytes(cursor.fetchone()[0])
        wrong = connection.Database.Binary(box[:-1] + bytes([box[-1] ^ 1]))
        cursor.execute("UPDATE clients_safecontact SET email = %s", [wrong])
    message = _send(known, aino)
    assert (message.why, mail.outbox, contact.email) == (Refusal.FAILED, [], "someone@example.org")


def test_what_is_leaving_is_not_settled_unseen(aino, known):
    message = MessageFactory(known=known, state="sending", why="", recorded_at=clock.now())
    with pytest.raises(services.SettledAlready):
        services.settle(message=message, by=aino)


def test_a_long_list_goes_on_on_the_next_page(client, aino, known):
    for _ in range(51):
        MessageFactory(known=known, recorded_by=aino)
    sign_in(client, aino)
    first = client.get(url("outbox:not_sent")).context["page"]
    second = client.get(f"{url('outbox:not_sent')}?{first.older}").context["page"]
    assert (len(first.rows), len(second.rows)) == (50, 1)
    assert client.get(url("outbox:not_sent"), {"after": "nonsense"}).status_code == 200


@pytest.mark.parametrize(
    ("told", "channel", "why"),
    [
        (None, Channel.EMAIL, Refusal.NOT_AGREED),
        ({"by_email": False}, Channel.EMAIL, Refusal.NOT_ALLOWED),
        ({}, Channel.TEXT, Refusal.NOT_ALLOWED),
        ({"by_text": True, "phone": "000 123"}, Channel.TEXT, Refusal.NO_SERVICE),
    ],
)
def test_what_was_not_agreed_does_not_leave_and_waits_with_the_reason(aino, known, told, channel, why):
    if told is not None:
        _agree(known, aino, **told)
    message = _send(known, aino, channel)
    assert (message.state, message.why, mail.outbox) == (State.NOT_SENT, why, [])
    assert list(not_sent(Actor(aino, TODAY))) == [message]


def test_what_has_expired_does_not_leave(aino, known):
    _agree(known, aino)
    with clock.moved_to(UNTIL):
        assert _send(known, aino).state == State.SENT
    with clock.moved_to(UNTIL + timedelta(days=1)):
        assert _send(known, aino).why == Refusal.EXPIRED
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_be_delivered_waits_and_the_log_tells_no_address(
    aino, known, monkeypatch, caplog
):
    def refused(*_told, **_more):
        raise ConnectionRefusedError("someone@example.org")

    _agree(known, aino)
    monkeypatch.setattr("poukama.outbox.services.sending.EmailMessage.send", refused)
    message = _send(known, aino)
    assert (message.state, message.why) == (State.NOT_SENT, Refusal.FAILED)
    assert "ConnectionRefusedError" in caplog.text
    assert "example.org" not in caplog.text


def test_one_whose_leaving_was_cut_short_is_not_lost(aino, known, monkeypatch):
    def power_cut(*_told, **_more):
        raise KeyboardInterrupt

    _agree(known, aino)
    monkeypatch.setattr("poukama.outbox.services.sending.EmailMessage.send", power_cut)
    with pytest.raises(KeyboardInterrupt):
        _send(known, aino)
    assert list(not_sent(Actor(aino, TODAY))) == []
    with clock.moved_to(clock.now() + timedelta(minutes=6)):
        assert list(not_sent(Actor(aino, TODAY))) == [Message.objects.get()]


def test_the_trail_says_by_which_way_and_why_not(aino, known):
    _send(known, aino)
    event = AuditEvent.objects.get(action=Action.SEND)
    assert (event.about_id, event.detail) == (
        str(known.client_id),
        {"channel": "email", "why": "not_agreed"},
    )


def test_settling_takes_it_off_the_list_once(aino, lead, known):
    message = MessageFactory(known=known, recorded_by=aino)
    services.settle(message=message, by=lead)
    assert list(not_sent(Actor(aino, TODAY))) == []
    with pytest.raises(services.SettledAlready):
        services.settle(message=message, by=aino)


def test_nobody_past_a_wall_sees_that_a_message_waits(aino, lead, known):
    MessageFactory(known=known)
    PartyWallFactory(one=(known.client, [aino]), other=(ClientFactory(family=None), []))
    assert [len(not_sent(Actor(user, TODAY))) for user in (aino, lead)] == [1, 0]


def test_on_screen_it_is_sent_or_said_why_not(client, aino, known):
    sign_in(client, aino)
    there = url("outbox:send", known)
    sent = {"channel": "email", "template": "call", "language": "fi"}
    assert "Hänen kanssaan ei ole sovittu mitään" in client.get(there).content.decode()
    page = client.post(there, sent, follow=True).content.decode()
    assert "Ei lähetetty, koska hänen kanssaan ei ole sovittu mitään." in page
    panel = client.get(url("outbox:not_sent_panel")).content.decode()
    listed = client.get(url("outbox:not_sent")).content.decode()
    assert ("1 viesti jäi lähettämättä" in panel, "Kaisla" in panel) == (True, False)
    assert all(words in listed for words in ("Kaisla", "koska hänen kanssaan ei ole sovittu", aino.name))
    settled = client.post(url("outbox:settle", Message.objects.get()), follow=True).content.decode()
    assert "Mitään ei odota." in settled
    assert " hidden>" in client.get(url("outbox:not_sent_panel")).content.decode()

    _agree(known, aino)
    assert "Lähetetty." in client.post(there, sent, follow=True).content.decode()
    assert [each.to for each in mail.outbox] == [["someone@example.org"]]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"channel": "call"}, "channel"),
        ({"template": "gossip"}, "template"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_chosen_is_told_at_its_field_and_nothing_leaves(client, aino, known, sent, field):
    sign_in(client, aino)
    page = client.post(
        url("outbox:send", known), {"channel": "email", "template": "call", "language": "fi"} | sent
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert (Message.objects.count(), mail.outbox) == (0, [])


def test_a_list_asks_the_same_however_many_wait(client, aino, known, django_assert_max_num_queries):
    sign_in(client, aino)
    client.get(url("outbox:not_sent"))
    counts = []
    for number in (1, 5):
        for _ in range(number):
            MessageFactory(known=known, recorded_by=aino)
        with django_assert_max_num_queries(30) as asked:
            client.get(url("outbox:not_sent"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
