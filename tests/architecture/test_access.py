"""No address without an action, no action without a rule, and nothing for a stranger."""

from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from poukama.access.policy import rules
from tests.architecture.house import Address, addresses, layers
from tests.factories.organisation import UserFactory

PUBLIC = {
    "desk:language": "the sign-in page is in three languages, so the choice comes before signing in",
    "casework:tablet": "one family's week, on a device that a worker has handed over and on no other",
    "casework:take_back": "the password of whoever handed the device over, on that device",
    "access:sign_out_everywhere": "one's own sessions, whatever one's role",
    "mfa_index": "one's own sign-in, whatever one's role",
}
"""What anybody may open, with the reason."""

ACCOUNT_PAGES = {
    "allauth.account.views": "signing in and out, one's own password",
    "allauth.mfa.base.views": "one's own second factor",
    "allauth.mfa.recovery_codes.views": "one's own recovery codes",
    "allauth.mfa.totp.views": "one's own authenticator",
    "allauth.mfa.webauthn.views": "signing in with a passkey, and one's own passkeys",
    "allauth.socialaccount.providers.openid_connect.views": "single sign-on",
    "allauth.socialaccount.views": "single sign-on, when it is cancelled or fails",
}
"""Modules of the sign-in library whose pages concern only the one who asks."""

SAMPLES = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
DAY = "2024-05-06"


def staff_addresses() -> list[Address]:
    """The addresses that are for those who work here."""
    return [address for address in addresses() if address.action]


def test_every_address_has_an_action_or_is_known_to_be_public():
    ours = {address.name for address in addresses() if address.view.__module__ not in ACCOUNT_PAGES}
    assert ours - {address.name for address in staff_addresses()} == set(PUBLIC)


def test_the_account_pages_are_all_in_use():
    assert {address.view.__module__ for address in addresses()} & set(ACCOUNT_PAGES) == set(ACCOUNT_PAGES)


def test_public_views_live_in_public_views_and_say_why():
    public = [address for address in addresses() if hasattr(address.view, "public_because")]
    assert {address.name for address in public} == set(PUBLIC)
    found = {
        address.name
        for address in addresses()
        if hasattr(address.view, "public_because") != ("public_views" in address.view.__module__.split("."))
    }
    assert found == set()


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in addresses() if address.view.__module__ not in ACCOUNT_PAGES]
    assert {name for name in names if names.count(name) > 1} == set()


def actions() -> set[str]:
    """Every action that an app declares."""
    modules = [f"poukama.{app}.rules" for app in layers()]
    kinds = [getattr(import_module(name), "Action", None) for name in modules if find_spec(name)]
    return {
        str(action)
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, StrEnum)
        for action in kind
    }


def test_every_action_has_a_rule_and_every_rule_an_action():
    assert set(rules()) == actions()


def test_every_rule_says_whom_it_lets_in():
    assert {rule.action for rule in rules().values() if not rule.words or not rule.to} == set()


def test_every_address_asks_for_an_action_that_exists():
    assert {
        address.name: address.action for address in staff_addresses() if address.action not in actions()
    } == {}


def address_of(address: Address) -> str:
    """A full address with something in every place."""
    return reverse(address.name, kwargs={name: sample(kind) for name, kind in address.converters.items()})


def sample(converter: Any) -> Any:
    """A value that a converter accepts."""
    for value in [*SAMPLES.values(), 2024, DAY]:
        try:
            return converter.to_python(converter.to_url(value))
        except (ValueError, TypeError, AttributeError):
            continue
    raise LookupError(f"No sample for {converter}")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing_anywhere(method):
    browser = Client()
    browser.force_login(UserFactory())
    answers = {
        address.name: getattr(browser, method)(address_of(address)).status_code
        for address in staff_addresses()
    }
    assert {name: status for name, status in answers.items() if status != 404} == {}


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_asked_to_sign_in():
    answers = {address.name: Client().get(address_of(address)) for address in staff_addresses()}
    sent = {
        name
        for name, answer in answers.items()
        if answer.headers.get("Location", "").startswith(reverse("account_login"))
    }
    assert sent == set(answers)
