"""The secrets of second factors are sealed, and open with older keys until everything has been sealed again."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from poukama.access.models import AuditEvent
from poukama.access.second_secrets import SecondSecrets, opened_secret
from poukama.clients.models import Identity
from poukama.toolkit.models import KeyCheck
from poukama.toolkit.sealing import BoxBroken, keys, making, rotation
from tests.factories.clients import IdentityFactory

SECRET = "JBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(settings, tmp_path):
    settings.KEYS = tmp_path / "keys.json"
    making.begin()
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
    assert told(capsys, "rotate") == {"key": 2, "sealed": 3, "new": True}

    identity = type(identity).objects.get(pk=identity.pk)
    assert identity.__dict__["first_names"].box[:3] == bytes([1, 0, 2])
    assert identity.first_names == "Helka"
    kept = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert RecoveryCodes(kept).get_unused_codes() == codes
    assert AuditEvent.objects.filter(action="access.rotate_keys").values_list("detail", flat=True)[0] == {
        "key": 2,
        "fields": 3,
    }


def test_a_rotation_that_was_killed_half_way_goes_on(aino, capsys, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    several = [IdentityFactory(last_name=None) for _ in range(5)]
    TOTP.activate(aino, SECRET)
    making.add_key()
    next(rotation.reseal())
    assert told(capsys, "check") == {"key": 2, "left": 4}

    assert told(capsys, "rotate") == {"key": 2, "sealed": 4, "new": False}

    assert {type(each).objects.get(pk=each.pk).first_names for each in several} == {"Helka"}
    assert keys.ring().newest == 2


def test_somebody_who_records_meanwhile_is_not_overwritten(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 1)
    first, second = (IdentityFactory(last_name=None) for _ in range(2))
    making.add_key()
    steps = rotation.reseal()
    next(steps)
    for each in (first, second):
        each.first_names = "Muutettu"
        each.save(update_fields=["first_names"])
    list(steps)
    assert {type(each).objects.get(pk=each.pk).first_names for each in (first, second)} == {"Muutettu"}


def test_what_does_not_open_is_left_as_it_is_and_told_and_the_rest_is_sealed_again(aino, bertta, ring):
    TOTP.activate(aino, SECRET)
    plain = TOTP.activate(bertta, SECRET).instance
    plain.data = {"secret": SECRET}
    plain.save()
    first, second = (IdentityFactory(last_name=None) for _ in range(2))
    box = Identity.objects.get(pk=first.pk).__dict__["first_names"].box
    with connection.cursor() as cursor:
        key = Identity._meta.pk.get_db_prep_value(second.pk, connection)
        cursor.execute("UPDATE clients_identity SET first_names = %s WHERE id = %s", [box, key])

    with pytest.raises(CommandError, match="clients_identity, mfa_authenticator"):
        call_command("keys", "rotate")

    assert Identity.objects.get(pk=first.pk).first_names == "Helka"
    assert Authenticator.objects.get(user=bertta).data == {"secret": SECRET}
    assert opened_secret(Authenticator.objects.get(user=aino).data["secret"]) == SECRET
    assert rotation.left() == 2


def test_somebody_who_gives_up_a_second_factor_meanwhile_stops_no_rotation(aino, bertta):
    TOTP.activate(aino, SECRET)
    TOTP.activate(bertta, SECRET)
    making.add_key()
    steps = SecondSecrets().reseal()
    next(steps)
    Authenticator.objects.filter(user=bertta).delete()
    assert [step.sealed for step in steps] == [0]


def test_a_secret_that_was_never_sealed_makes_no_codes(aino):
    with pytest.raises(BoxBroken):
        opened_secret(SECRET)


def test_no_new_keys_for_a_database_in_which_something_is_sealed(aino, ring):
    TOTP.activate(aino, SECRET)
    KeyCheck.objects.all().delete()
    before = ring.read_text()
    with pytest.raises(CommandError, match="ei tunne avaimia"):
        call_command("keys", "begin")
    assert (ring.read_text(), KeyCheck.objects.count()) == (before, 0)


@pytest.mark.parametrize("what", ["check", "rotate", "begin"])
def test_without_the_keys_nothing_is_done_and_it_is_said_what_to_do(ring, what):
    ring.unlink()
    with pytest.raises(CommandError, match="POUKAMA_KEYS"):
        call_command("keys", what)
    assert not ring.exists()
