"""Keys of somebody else's people, consents, orders and readers in one's own forms of safety: nothing of them enters."""

import pytest
from django.db import transaction

from poukama.clients.models import (
    Attachment,
    Client,
    Consent,
    CountedAs,
    Disclosure,
    EmergencyCheck,
    Expecting,
    FamilyTie,
    KnownIn,
    OtherHome,
    Parting,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    SamePerson,
)
from poukama.clients.services.protection import readers_now
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from poukama.toolkit.sealing import SealedFileField, SealedTextField
from tests.architecture.canaries import overheard
from tests.architecture.furnished import TODAY
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, ProtectionOrderFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

KEPT = (
    Attachment,
    Client,
    Consent,
    CountedAs,
    Disclosure,
    EmergencyCheck,
    Expecting,
    FamilyTie,
    OtherHome,
    Parting,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    SamePerson,
)
CONSENT = {
    "to_words": "Neuvola",
    "what": "millä päivinä käyt",
    "expires_on": "2024-12-01",
    "purpose": "support",
    "how": "in_person",
    "given_on": TODAY.isoformat(),
}


@pytest.fixture
def own(work_form_b, bertta):
    """What Bertta has in her own work form: a family of two, somebody else, an order that names her."""
    house = FamilyFactory(code_name="Kaarna", search_key="kaarna", known_in=work_form_b)
    by = {"work_form": work_form_b, "recorded_by": bertta}
    people = {
        name: ClientFactory(
            code_name=f"Kaarna {name}",
            search_key=f"kaarna {name.lower()}",
            family=house,
            known_in=work_form_b,
        )
        for name in "BD"
    }
    other = ClientFactory(code_name="Pihka", search_key="pihka", known_in=work_form_b)
    home = FamilyFactory(code_name="Karpalo", search_key="karpalo", known_in=work_form_b)
    episode = EpisodeFactory(**by, family=house, starts_on=TODAY)
    members = [
        EpisodeMemberFactory(episode=episode, client=each, recorded_by=bertta, starts_on=TODAY)
        for each in people.values()
    ]
    known = KnownIn.objects.get(client=people["B"])
    colleague = UserFactory(name="Benjamin Worker")
    AssignmentFactory(user=colleague, role=Role.WORKER, work_form=work_form_b)
    return {
        "client": people["B"],
        "known": known,
        "relative": people["D"],
        "relative_known": KnownIn.objects.get(client=people["D"]),
        "other": other,
        "home": home,
        "episode": episode,
        "member": members[1],
        "order": ProtectionOrderFactory(known=known, readers=[bertta]),
        "colleague": colleague,
        "to": {"to_words": "Neuvola"},
    }


@pytest.fixture
def foreign(world, aino):
    """The same of work form A."""
    return {
        "relative": world["exempted"],
        "relative_known": world["knownin"],
        "other": world["person"],
        "home": world["family"],
        "member": world["member"],
        "colleague": aino,
        "to": {"to": f"p{10**6}"},
    }


def sent_with(name, own, keys):
    """One's own address and what is sent to it: everything right, with these keys."""
    there, other = str(keys["relative_known"].pk), keys["other"]
    day = {"starts_on": TODAY.isoformat()}
    order = {"former": readers_now(own["order"])}
    return {
        "of whom a consent is": (
            url("clients:give_consent", own["known"]),
            CONSENT | {"of": [there], "given_by": str(own["known"].pk)},
        ),
        "who gives a consent": (
            url("clients:give_consent", own["known"]),
            CONSENT | {"of": [str(own["known"].pk)], "given_by": there},
        ),
        "to whom a consent is": (
            url("clients:give_consent", own["known"]),
            {name: value for name, value in CONSENT.items() if name != "to_words"}
            | {"of": [str(own["known"].pk)], "given_by": str(own["known"].pk)}
            | keys["to"],
        ),
        "to whom it was told": (
            url("clients:disclose", own["known"]),
            keys["to"] | {"what": "päivän", "told_on": TODAY.isoformat(), "basis": "child_welfare"},
        ),
        "whom an order names": (
            url("clients:order_readers", own["order"]),
            order | {"readers": [str(keys["colleague"].pk)]},
        ),
        "whom an order leaves out": (
            url("clients:exempt", own["order"]),
            {"whom": str(keys["relative"].pk), "reason": "Synthetic"},
        ),
        "who is the same, by key": (
            url("clients:say_same", own["client"]),
            {"whom": str(other.pk), "code_name": other.code_name, "keep": str(own["client"].pk)},
        ),
        "who stays of the same": (
            url("clients:say_same", own["client"]),
            {"code_name": own["other"].code_name, "keep": str(other.pk)},
        ),
        "to whom somebody is tied": (
            url("clients:add_tie", own["known"]),
            day | {"kind": "parent", "whom": str(keys["relative"].pk)},
        ),
        "to whom, by code name": (
            url("clients:add_tie", own["known"]),
            day | {"kind": "parent", "code_name": other.code_name},
        ),
        "where a child lives too": (
            url("clients:live_also", own["known"]),
            day | {"code_name": keys["home"].code_name},
        ),
        "who parts": (
            url("casework:part", own["episode"]),
            {"members": [str(keys["member"].pk)], "code_name": "Rentukka"},
        ),
        "who expects": (
            url("casework:expect", own["episode"]),
            {"mother": there, "due_on": "2025-03-03"},
        ),
    }[name]


SENT = (
    "of whom a consent is",
    "who gives a consent",
    "to whom a consent is",
    "to whom it was told",
    "whom an order names",
    "whom an order leaves out",
    "who is the same, by key",
    "who stays of the same",
    "to whom somebody is tied",
    "to whom, by code name",
    "where a child lives too",
    "who parts",
    "who expects",
)


def _told(answer, keys):
    """What the answer tells of A beyond what was typed and the names of partners, who are the association's."""
    typed = {keys["home"].code_name, keys["other"].code_name, "Kanarpartner"}
    return [word for word in overheard("bertta", answer) if word not in typed]


def rows():
    """Everything of these but what is sealed, which is never the same twice."""
    return {model: list(model.objects.order_by("pk").values(*_plain(model))) for model in KEPT}


def _plain(model):
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not isinstance(field, SealedTextField | SealedFileField)
    ]


@pytest.mark.django_db
def test_nothing_of_others_enters_and_the_same_forms_take_what_is_ones_own(client, cast, own, foreign):
    """Each form is refused for the key alone: with one's own it is taken."""
    sign_in(client, cast["bertta"])
    outcome, heard = {}, {}
    with clock.moved_to(TODAY):
        for name in SENT:
            before = rows()
            for whose, keys in (("theirs", foreign), ("own", own)):
                with transaction.atomic():
                    answer = client.post(*sent_with(name, own, keys))
                    assert answer.status_code in (200, 302, 404, 422)
                    outcome[name, whose] = rows() != before
                    if whose == "theirs":
                        heard[name] = _told(answer, keys)
                    transaction.set_rollback(True)

    assert [key for key, changed in outcome.items() if changed] == [(name, "own") for name in SENT]
    assert heard == {name: [] for name in SENT}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("casework:check_emergency", "emergencycheck"),
        ("clients:withdraw_consent", "consent"),
        ("clients:take_out_attachment", "attachment"),
        ("clients:end_order", "protectionorder"),
        ("clients:take_apart", "sameperson"),
        ("clients:end_home", "otherhome"),
        ("clients:end_tie", "familytie"),
        ("clients:add_attachment", "knownin"),
    ],
)
def test_what_stands_in_an_address_is_asked_too(client, cast, world, name, what):
    sign_in(client, cast["bertta"])
    before = rows()
    with clock.moved_to(TODAY):
        answer = client.post(url(name, world[what]), {"because": "Synthetic", "ends_on": TODAY.isoformat()})

    assert answer.status_code == 404
    assert rows() == before
