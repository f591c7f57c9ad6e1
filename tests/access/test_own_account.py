import pytest
from allauth.mfa import signals
from allauth.mfa.models import Authenticator

from poukama.access.actor import Actor
from poukama.access.choices import Event
from poukama.access.models import AuditEvent
from poukama.access.policy import may, visible
from poukama.access.rules import Action
from poukama.access.second_factor import SECOND_FACTOR
from poukama.access.services.accounts import UnknownLanguage, remember_language
from poukama.organisation.models import Association
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.organisation import AssociationFactory


def test_there_are_no_pages_in_an_unknown_language(aino):
    with pytest.raises(UnknownLanguage):
        remember_language(user=aino, language="xx")

    aino.refresh_from_db()
    assert aino.language == "fi"


@pytest.mark.parametrize("action", [Action.READ_ROLES, Action.INVITE_PERSON])
def test_what_concerns_the_association_is_asked_of_the_association(administrator, aino, action):
    association = AssociationFactory()

    assert may(Actor(administrator, clock.today()), action, association)
    assert not visible(Actor(aino, clock.today()), action, Association.objects.all()).exists()


def test_signing_out_without_having_signed_in_is_no_event(client, db):
    client.post(url("account_logout"))

    assert AuditEvent.objects.count() == 0


def test_recovery_codes_are_no_second_factor(rf, aino):
    request = rf.get("/")
    request.session = {}
    codes = Authenticator(user=aino, type=Authenticator.Type.RECOVERY_CODES, data={})

    for signal in (signals.authenticator_added, signals.authenticator_removed):
        signal.send(sender=Authenticator, request=request, user=aino, authenticator=codes)

    assert request.session == {}
    assert AuditEvent.objects.count() == 0


def test_removing_one_of_two_keeps_the_step_that_was_shown(rf, aino):
    request = rf.get("/")
    request.session = {SECOND_FACTOR: True}
    left = Authenticator.objects.create(user=aino, type=Authenticator.Type.TOTP, data={})
    removed = Authenticator(user=aino, type=Authenticator.Type.WEBAUTHN, data={})

    signals.authenticator_removed.send(
        sender=Authenticator, request=request, user=aino, authenticator=removed
    )
    assert request.session == {SECOND_FACTOR: True}

    left.delete()
    signals.authenticator_removed.send(sender=Authenticator, request=request, user=aino, authenticator=left)
    assert request.session == {}
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {Event.SECOND_FACTOR_REMOVED}
