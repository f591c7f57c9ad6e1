"""What cannot be seen, or only looks like other letters, is refused at its field wherever a text is written."""

import pytest

from poukama.clients.forms.words import Words
from poukama.clients.models import (
    Alert,
    Attachment,
    Consent,
    KnownIn,
    ProtectionOrder,
    SafeContact,
    Whereabouts,
)
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory

pytestmark = pytest.mark.django_db
UNSEEN, ALIKE = "ei voi nähdä", "kahden aakkoston"


@pytest.fixture
def pages(work_form_a):
    """Where texts are written of somebody, what they are called there, and what would be kept."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    member = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    EpisodeMemberFactory(episode=episode, client=member)
    known = KnownIn.objects.get(client=member)
    return [
        (url("casework:add_alert", episode), ("what", "action"), Alert),
        (url("casework:add_order", episode), ("against", "action"), ProtectionOrder),
        (
            url("clients:record_whereabouts", known),
            ("municipality", "home", "school", "daycare"),
            Whereabouts,
        ),
        (url("clients:give_consent", known), ("what", "to_words", "purpose_words"), Consent),
        (url("clients:agree_safe_contact", known), ("say", "code_word", "note"), SafeContact),
        (url("clients:add_attachment", known), ("title",), Attachment),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Kotiin\x07 vain", UNSEEN),
        ("Kotiin \x1b[2J", UNSEEN),
        ("Soita \u202e321 040", UNSEEN),
        ("Soita \u2066toiselle", UNSEEN),
        ("Keskusk\N{CYRILLIC SMALL LETTER O}ulu", ALIKE),
        ("\N{GREEK CAPITAL LETTER ALPHA}hven", ALIKE),
    ],
)
def test_it_is_refused_at_its_field_and_nothing_is_kept(client, aino, pages, typed, said):
    sign_in(client, aino)
    for address, fields, kept in pages:
        page = client.post(address, dict.fromkeys(fields, typed))
        assert page.status_code == 422, address
        form = page.context["form"]
        for name in fields:
            assert said in " ".join(form.errors[name]), (address, name)
            assert form[name].value() == typed
        assert kept.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        "Åsa ja Ööli, 5 µg, Ω 20",
        "Puhuu venäjää: Москва",
        "العربية \u200f (arabia)",
        "Ensin\n\tsitten\r\nlopuksi",
        "Perhe \N{FAMILY} ja \N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}",
    ],
)
def test_what_people_write_is_welcome(typed):
    assert Words().clean(typed) == typed
