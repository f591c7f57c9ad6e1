"""Outside the agreed hours nothing leaves; it waits on the list with its reason, and is sent when somebody says so."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.db import transaction

from poukama.access.actor import Actor
from poukama.clients.choices import Channel
from poukama.clients.hours import Hours, Window
from poukama.clients.models import KnownIn
from poukama.clients.services.safety import agree_safe_contact
from poukama.outbox import services
from poukama.outbox.choices import Refusal, State, Template
from poukama.outbox.models import Message
from poukama.outbox.queries import not_sent
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory
from tests.factories.outbox import MessageFactory

TODAY = date(2024, 9, 12)
NIGHT, DAY = clock.local(TODAY, time(23)), clock.local(TODAY + timedelta(days=1), time(10))
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(work_form_a, aino):
    """A client who may be mailed on weekdays from 9 to 12."""
    client = ClientFactory(family=None, code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    known = KnownIn.objects.get(client=client, work_form=work_form_a)
    hours = Hours(weekdays=Window(time(9), time(12)))
    agreed = {"by_email": True, "email": "someone@example.org", "times": hours.written()}
    with clock.moved_to(TODAY):
        agree_safe_contact(known=known, agreed=agreed, expires_on=TODAY + timedelta(days=30), by=aino)
    return known


def _send(known, by):
    return services.send(known=known, channel=Channel.EMAIL, template=Template.CALL, language="fi", by=by)


def test_within_them_it_leaves_and_outside_it_waits_with_the_reason(aino, known):
    with clock.moved_to(DAY):
        assert _send(known, aino).state == State.SENT
    with clock.moved_to(NIGHT):
        message = _send(known, aino)
    assert (message.state, message.why, len(mail.outbox)) == (State.NOT_SENT, Refusal.OUTSIDE, 1)
    assert list(not_sent(Actor(aino, TODAY))) == [message]


def test_it_is_sent_within_the_hours_by_whoever_says_so_and_once(aino, lead, known):
    with clock.moved_to(NIGHT):
        message = _send(known, aino)
        with pytest.raises(services.StillOutside):
            services.send_now(message=message, by=aino)
    with clock.moved_to(DAY):
        again = services.send_now(message=message, by=lead)
        with pytest.raises(services.SettledAlready):
            services.send_now(message=message, by=aino)
    message.refresh_from_db()
    assert (again.state, again.recorded_by, message.settled_by, len(mail.outbox)) == (
        State.SENT,
        lead,
        lead,
        1,
    )
    assert list(not_sent(Actor(aino, TODAY))) == []


def test_one_that_was_sent_as_the_power_went_is_not_sent_twice(aino, known, monkeypatch):
    with clock.moved_to(NIGHT):
        message = _send(known, aino)

    def power_cut(**_told):
        raise KeyboardInterrupt

    with clock.moved_to(DAY):
        with monkeypatch.context() as patched:
            patched.setattr("poukama.outbox.services.sending.settle", power_cut)
            with pytest.raises(KeyboardInterrupt):
                services.send_now(message=message, by=aino)
        assert services.send_now(message=message, by=aino).state == State.SENT
    assert len(mail.outbox) == 1


def test_what_is_agreed_otherwise_meanwhile_is_what_counts(aino, known):
    with clock.moved_to(NIGHT):
        message = _send(known, aino)
    with clock.moved_to(DAY):
        former = known.safe_contacts.get(voided_at=None)
        agree_safe_contact(
            known=known, agreed={}, expires_on=DAY.date() + timedelta(days=9), former=former.pk, by=aino
        )
        assert services.send_now(message=message, by=aino).why == Refusal.NOT_ALLOWED
    assert mail.outbox == []


def test_what_waits_for_another_reason_is_not_sent_so(aino, known):
    message = MessageFactory(known=known, recorded_by=aino)
    with clock.moved_to(DAY), pytest.raises(services.SettledAlready):
        services.send_now(message=message, by=aino)
    assert mail.outbox == []


def test_nothing_is_sent_within_a_transaction_that_could_be_taken_back(aino, known):
    with clock.moved_to(DAY), transaction.atomic(), pytest.raises(RuntimeError):
        _send(known, aino)
    assert (Message.objects.count(), mail.outbox) == (0, [])


def test_on_screen_it_waits_with_a_button_and_leaves(client, aino, known):
    with clock.moved_to(NIGHT):
        sign_in(client, aino)
        sent = {"channel": "email", "template": "call", "language": "fi"}
        page = client.post(url("outbox:send", known), sent, follow=True).content.decode()
        assert "Ei lähetetty, koska nyt ei ole sovittu aika." in page
        again = url("outbox:send_now", Message.objects.get())
        assert "Nytkään ei ole sovittu aika." in client.post(again, follow=True).content.decode()
        assert "Lähetä nyt" in client.get(url("outbox:not_sent")).content.decode()
    with clock.moved_to(DAY):
        sign_in(client, aino)
        page = client.post(again, follow=True).content.decode()
    assert ("Lähetetty." in page, "Mitään ei odota." in page, len(mail.outbox)) == (True, True, 1)


def test_somebody_else_gets_nothing_of_it(client, bertta, known):
    message = MessageFactory(known=known, why=Refusal.OUTSIDE)
    with clock.moved_to(DAY):
        sign_in(client, bertta)
        assert client.post(url("outbox:send_now", message)).status_code == 404
    assert mail.outbox == []
