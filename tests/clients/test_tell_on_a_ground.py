"""What is told of somebody is told on a ground: a consent that holds that day, or a law. The machine checks."""

import ast
from datetime import date, timedelta

import pytest
from django.db import connection

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.models import Disclosure, KnownIn
from poukama.clients.queries import disclosures_of
from poukama.clients.receivers import Receiver
from poukama.clients.rules import Action
from poukama.clients.services import disclosing as services
from poukama.clients.services.consent import withdraw_consent
from poukama.organisation.choices import TermList
from tests.architecture.house import ROOT, sources
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, ConsentFactory, PartyWallFactory
from tests.factories.organisation import PartnerFactory, TermFactory, WorkFormFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(work_form_a):
    """A client whom work form A knows; there is one law by which something may be told."""
    TermFactory(list=TermList.DISCLOSURE_GROUND, key="child_welfare", name="Lastensuojeluilmoitus")
    client = ClientFactory(family=None, code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    return KnownIn.objects.get(client=client, work_form=work_form_a)


@pytest.fixture
def clinic():
    """A partner of the house."""
    return PartnerFactory(name="Äitiysneuvola")


def _tell(known, by, to, basis=services.BY_CONSENT, what="Kävi täällä", told_on=TODAY):
    return services.disclose(known=known, to=to, basis=basis, what=what, told_on=told_on, by=by)


def _consent(known, clinic, **other):
    return ConsentFactory(known=known, to_words=None, to_partner=clinic, **other)


def test_a_consent_that_holds_is_found_and_named(aino, known, clinic):
    consent = _consent(known, clinic)
    told = _tell(known, aino, Receiver(partner=clinic))
    assert (told.consent, told.law, told.what) == (consent, "", "Kävi täällä")
    event = AuditEvent.objects.get(action=Action.DISCLOSE)
    assert event.detail == {"disclosure": str(told.pk), "ground": "consent"}


@pytest.mark.parametrize(
    ("given", "told_on", "why"),
    [
        (None, TODAY, services.Why.NONE),
        ({"expires_on": TODAY - timedelta(days=1)}, TODAY, services.Why.ENDED),
        ({"given_on": TODAY}, TODAY - timedelta(days=1), services.Why.LATER),
    ],
)
def test_one_that_does_not_hold_that_day_is_refused_with_the_reason(aino, known, clinic, given, told_on, why):
    if given is not None:
        _consent(known, clinic, **given)
    with pytest.raises(services.NoConsent) as refused:
        _tell(known, aino, Receiver(partner=clinic), told_on=told_on)
    assert (refused.value.why, Disclosure.objects.count()) == (why, 0)


def test_one_that_was_withdrawn_allows_what_was_told_before_that_day_and_nothing_after(aino, known, clinic):
    consent = _consent(known, clinic)
    withdraw_consent(consent=consent, by=aino)
    to = Receiver(partner=clinic)
    assert _tell(known, aino, to, told_on=TODAY - timedelta(days=1)).consent == consent
    with pytest.raises(services.NoConsent) as refused:
        _tell(known, aino, to, what="Another thing")
    assert (refused.value.why, refused.value.day) == (services.Why.WITHDRAWN, TODAY)


def test_another_receiver_is_another_matter(aino, known, clinic):
    _consent(known, clinic)
    for to in (Receiver(partner=PartnerFactory()), Receiver(words="Äitiysneuvola")):
        with pytest.raises(services.NoConsent):
            _tell(known, aino, to)


def test_a_receiver_in_words_is_the_same_however_it_is_written(aino, known):
    consent = ConsentFactory(known=known, to_words="Kaupungin koulu")
    assert _tell(known, aino, Receiver(words=" kaupungin  KOULU ")).consent == consent
    with pytest.raises(services.NoConsent):
        _tell(known, aino, Receiver(words="Kaupungin koulut"))


def test_a_consent_of_somebody_else_or_of_another_work_form_does_not_do(
    aino, known, clinic, work_form_a, work_form_b
):
    _consent(KnownIn.objects.get(client=ClientFactory(known_in=work_form_a)), clinic)
    _consent(KnownIn.objects.create(client=known.client, work_form=work_form_b, since_on=TODAY), clinic)
    with pytest.raises(services.NoConsent):
        _tell(known, aino, Receiver(partner=clinic))


def test_a_law_needs_no_consent_and_must_be_on_the_list(aino, known, clinic):
    told = _tell(known, aino, Receiver(partner=clinic), basis="child_welfare")
    assert (told.consent, told.law) == (None, "child_welfare")
    for basis in ("gossip", ""):
        with pytest.raises(services.NoSuchGround):
            _tell(known, aino, Receiver(partner=clinic), basis=basis, what="Another thing")


def test_what_cannot_be_is_refused(aino, known, clinic, work_form_a):
    _consent(known, clinic)
    same = WorkFormFactory(controller=work_form_a.controller)
    for to, what, told_on, refusal in (
        (Receiver(partner=clinic), " ", TODAY, services.NothingTold),
        (Receiver(words=" "), "Kävi täällä", TODAY, services.NothingTold),
        (Receiver(partner=clinic), "Kävi täällä", TODAY + timedelta(days=1), services.TellingAhead),
        (Receiver(work_form=same), "Kävi täällä", TODAY, services.SameController),
    ):
        with pytest.raises(refusal):
            _tell(known, aino, to, what=what, told_on=told_on)
    assert Disclosure.objects.count() == 0


def test_a_consent_that_cannot_be_opened_allows_nothing(aino, known):
    ConsentFactory(known=known, to_words="Kaupungin koulu")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_consent SET to_words = what")
    with pytest.raises(services.NoConsent) as refused:
        _tell(known, aino, Receiver(words="Kaupungin koulu"))
    assert refused.value.why == services.Why.BROKEN


def test_on_screen_it_is_checked_and_the_reason_is_said_at_the_ground(client, aino, known, clinic):
    consent = _consent(known, clinic)
    sign_in(client, aino)
    there, back = url("clients:disclose", known), url("clients:consents", known)
    sent = {"to": f"p{clinic.pk}", "what": "Kävi täällä", "told_on": "2024-09-12", "basis": "consent"}
    for _ in range(2):
        assert client.post(there, sent).url == back
    assert Disclosure.objects.count() == 1
    client.post(url("clients:withdraw_consent", consent))
    refused = client.post(there, sent | {"what": "Taas"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["basis"])
    page = refused.content.decode()
    assert ("Kaisla: suostumus on peruttu 12.9.2024." in page, 'value="Taas"' in page) == (True, True)
    assert client.post(there, sent | {"what": "Taas", "basis": "child_welfare"}).url == back
    listed = client.get(back).content.decode()
    assert ("Lastensuojeluilmoitus." in listed, "peruttu sen jälkeen" in listed) == (True, True)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"to": ""}, "to"),
        ({"to_words": "Koulu"}, "to_words"),
        ({"what": ""}, "what"),
        ({"told_on": "2024-09-13"}, "told_on"),
        ({"basis": "gossip"}, "basis"),
        ({"basis": ""}, "basis"),
    ],
)
def test_bad_input_is_told_at_its_field_and_records_nothing(client, aino, known, clinic, other, field):
    _consent(known, clinic)
    sign_in(client, aino)
    sent = {"to": f"p{clinic.pk}", "what": "Kävi täällä", "told_on": "2024-09-12", "basis": "consent"} | other
    page = client.post(url("clients:disclose", known), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Disclosure.objects.count() == 0


def test_nobody_past_a_wall_sees_what_was_told(aino, lead, known, clinic):
    _consent(known, clinic)
    _tell(known, aino, Receiver(partner=clinic))
    PartyWallFactory(one=(known.client, [aino]), other=(ClientFactory(family=None), []))
    assert [disclosures_of(Actor(user, TODAY), [known]).count() for user in (aino, lead)] == [1, 0]


MAKES = {
    "Disclosure": {"poukama/clients/services/disclosing.py"},
    "Consent": {"poukama/clients/services/consent.py"},
    "KnownIn": {"poukama/clients/services/adding.py"},
}
"""Which file makes rows of what is told, of what may be told, and of where somebody is known: no other."""


def test_nothing_is_told_and_nobody_made_known_past_the_check():
    found = {name: set() for name in MAKES}
    for path, tree in sources().items():
        for name in _made_in(tree) & set(MAKES):
            found[name].add(str(path.relative_to(ROOT)))
    assert found == MAKES


def _made_in(tree):
    """The models of which a file makes rows."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = {call.id for call in calls if isinstance(call, ast.Name)}
    for call in calls:
        is_making = isinstance(call, ast.Attribute) and call.attr in {
            *("create", "get_or_create", "update_or_create", "bulk_create"),
        }
        if is_making and isinstance(call.value, ast.Attribute) and isinstance(call.value.value, ast.Name):
            made.add(call.value.value.id)
    return made
