"""The secrets of second factors are sealed, and open with older keys until everything has been sealed again."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.core.management.base import CommandError

from poukama.access.models import AuditEvent
from poukama.toolkit.sealing import keys, rotation
from tests.factories.clients import IdentityFactory

SECRET = "JBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(settings, tmp_path):
    settings.KEYS = tmp_path / "keys.json"
    keys.begin()
    return settings.KEYS


def told(capsys, *words):
    call_command("keys", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_secret_of_an_authenticator_app_is_sealed(aino):
    TOTP.activate(aino, SECRET)
    row = Authenticator.objects.get(user=aino)
    assert SECRET not in json.dumps(row.data)
    assert TOTP(row).validate_code("000000") in (True, False)


def test_recovery_codes_are_made_from_a_sealed_seed(aino):
    codes = RecoveryCodes.activate(aino)
    before = codes.get_unused_codes()
    assert RecoveryCodes(Authenticator.objects.get(user=aino)).get_unused_codes() == before


def test_a_rotation_seals_everything_again_and_loses_nothing(aino, capsys):
    TOTP.activate(aino, SECRET)
    codes = RecoveryCodes.activate(aino).get_unused_codes()
    identity = IdentityFactory(first_names="Helka", last_name=None)

    assert told(capsys, "check") == {"key": 1, "left": 0}
    assert told(capsys, "rotate") == {"key": 2, "sealed": 3}

    identity = type(identity).objects.get(pk=identity.pk)
    assert identity.__dict__["first_names"].box[:3] == bytes([1, 0, 2])
    assert identity.first_names == "Helka"
    kept = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert RecoveryCodes(kept).get_unused_codes() == codes
    assert AuditEvent.objects.filter(action="access.rotate_keys").values_list("detail", flat=True)[0] == {
        "key": 2,
        "fields": 3,
    }


def test_a_rotation_that_was_killed_half_way_goes_on(capsys, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    several = [IdentityFactory(last_name=None) for _ in range(5)]
    keys.add_key()
    next(rotation.reseal())
    assert told(capsys, "check") == {"key": 2, "left": 3}

    assert told(capsys, "rotate") == {"key": 2, "sealed": 3}

    assert {type(each).objects.get(pk=each.pk).first_names for each in several} == {"Helka"}
    assert keys.ring().newest == 2


def test_somebody_who_records_meanwhile_is_not_overwritten(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 1)
    first, second = (IdentityFactory(last_name=None) for _ in range(2))
    keys.add_key()
    steps = rotation.reseal()
    next(steps)
    for each in (first, second):
        each.first_names = "Muutettu"
        each.save(update_fields=["first_names"])
    list(steps)
    assert {type(each).objects.get(pk=each.pk).first_names for each in (first, second)} == {"Muutettu"}


@pytest.mark.parametrize("what", ["check", "rotate", "begin"])
def test_without_the_keys_nothing_is_done_and_it_is_said_what_to_do(ring, what):
    ring.unlink()
    with pytest.raises(CommandError, match="POUKAMA_KEYS"):
        call_command("keys", what)
    assert not ring.exists()
