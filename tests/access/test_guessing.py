"""Whoever guesses passwords, codes or addresses learns nothing, and soon has to wait."""

from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail

from tests.conftest import url
from tests.factories.organisation import UserFactory

PASSWORD = "kolme sanaa ja meri"
SECRET = "JBSWY3DPEHPK3PXP"
WAIT = "Liian monta yritystä."


@pytest.fixture
def saara(db):
    return UserFactory(email="saara@example.org", password=PASSWORD)


def tried(client, email, password="väärä sana tässä"):
    return client.post(url("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize("email", ["saara@example.org", "nobody@example.org", "closed@example.org"])
def test_a_strange_address_costs_as_much_reckoning_as_a_known_one(client, saara, email):
    UserFactory(email="closed@example.org", password=PASSWORD, is_active=False)

    with patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as hashed:
        tried(client, email)

    assert hashed.call_count == 1


def test_one_device_that_tries_many_addresses_has_to_wait(client, saara):
    for number in range(10):
        assert WAIT not in tried(client, f"guess{number}@example.org").content.decode()

    assert WAIT in tried(client, "guess11@example.org").content.decode()
    assert WAIT in tried(client, saara.email, PASSWORD).content.decode()
    assert "_auth_user_id" not in client.session


def test_codes_of_the_second_step_are_not_guessed(client, saara):
    TOTP.activate(saara, SECRET)
    tried(client, saara.email, PASSWORD)

    answers = [client.post(url("mfa_authenticate"), {"code": f"{code:06}"}) for code in range(12)]

    assert "Koodi ei ole oikein" in answers[0].content.decode()
    assert WAIT in answers[-1].content.decode() or answers[-1].status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_mailbox_is_not_filled_with_links(client, saara):
    answers = [client.post(url("account_reset_password"), {"email": saara.email}) for _ in range(7)]

    assert answers[-1].status_code == 429
    assert len(mail.outbox) == 5
