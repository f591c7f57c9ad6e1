"""A family that moves on to a work form of another controller is told of: it needs a ground. Within one, nothing changes."""

from datetime import date

import pytest
from django.db import transaction

from poukama.casework.choices import Whose
from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.services import begin_new_member, open_episode
from poukama.casework.services.arriving import Arrival, PersonIn, open_for
from poukama.casework.services.opening import MemberIn
from poukama.clients.models import Disclosure, KnownIn, ProtectionReader
from poukama.clients.services import Ground, GroundNeeded, create_client
from poukama.clients.services.consent import withdraw_consent
from poukama.clients.services.expecting import expect
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import (
    ClientFactory,
    ConsentFactory,
    FamilyFactory,
    ProtectionOrderFactory,
    ProtectionReaderFactory,
)
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        TermFactory(list=TermList.MEMBER_ROLE, key="parent")
        TermFactory(list=TermList.DISCLOSURE_GROUND, key="need_of_support", name="Tuen tarpeen arvio")
        yield


@pytest.fixture
def shelter(aino):
    """A work form whose register is another's; Aino works there too."""
    work_form = WorkFormFactory(name="Shelter", controller="The State")
    AssignmentFactory(user=aino, work_form=work_form)
    return work_form


@pytest.fixture
def mother(shelter):
    """Somebody whom only the shelter knows, of a family."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=shelter)
    return ClientFactory(family=family, code_name="Lumme A", search_key="lumme a", known_in=shelter)


def _consent(mother, work_form, **other):
    known = KnownIn.objects.get(client=mother)
    return ConsentFactory(known=known, to_words=None, to_work_form=work_form, **other)


def _sent(mother, **other):
    return {f"role_of_{mother.pk}": "parent", "starts_on": "2024-09-12"} | other


def _counts():
    return (Episode.objects.count(), KnownIn.objects.count(), Disclosure.objects.count())


def test_no_service_makes_them_known_without_a_ground(aino, mother, work_form_a):
    episode = EpisodeFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
    person = ClientFactory(family=None, known_in=KnownIn.objects.get(client=mother).work_form)
    before = _counts()
    member = MemberIn(mother, "parent")
    arrival = Arrival(Whose.FAMILY, [PersonIn("parent", mother)], family=mother.family)
    by = {"by": aino, "starts_on": TODAY}
    for attempt in (
        lambda: open_episode(work_form=work_form_a, family=mother.family, members=[member], **by),
        lambda: open_episode(work_form=work_form_a, members=[MemberIn(person, "parent")], **by),
        lambda: open_for(work_form=work_form_a, arrival=arrival, **by),
        lambda: begin_new_member(episode=episode, client=person, role="parent", **by),
        lambda: create_client(work_form=work_form_a, since_on=TODAY, by=aino, family=mother.family),
    ):
        with pytest.raises(GroundNeeded), transaction.atomic():
            attempt()
    assert _counts() == before


def test_within_one_controller_nothing_is_asked_and_nothing_written(client, aino, work_form_a):
    other = WorkFormFactory(controller=work_form_a.controller)
    AssignmentFactory(user=aino, work_form=other)
    mother = ClientFactory(family=FamilyFactory(known_in=other), known_in=other)
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, mother.family)
    assert "basis" not in client.get(there).context["form"].fields
    assert client.post(there, _sent(mother)).status_code == 302
    assert (Episode.objects.count(), Disclosure.objects.count()) == (1, 0)


def test_on_screen_it_is_refused_with_the_reason_and_nothing_is_saved(client, aino, mother, work_form_a):
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, mother.family)
    page = client.get(there)
    assert "Hänet tunnetaan täällä: Shelter." in page.content.decode()
    before = _counts()
    for basis, words in (
        ("", "Hänet tunnetaan vain toisen rekisterinpitäjän toiminnassa."),
        ("consent", "Lumme: ei suostumusta kertoa tälle taholle: Work form A."),
    ):
        refused = client.post(there, _sent(mother, basis=basis))
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["basis"])
        assert words in refused.content.decode()
    withdrawn = _consent(mother, work_form_a)
    withdraw_consent(consent=withdrawn, by=aino)
    refused = client.post(there, _sent(mother, basis="consent"))
    assert "suostumus on peruttu 12.9.2024" in refused.content.decode()
    assert _counts() == before


def test_with_a_consent_it_is_written_down_for_those_who_told(client, aino, mother, work_form_a, shelter):
    consent = _consent(mother, work_form_a)
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, mother.family)
    assert client.post(there, _sent(mother, basis="consent")).status_code == 302
    told = Disclosure.objects.order_by("known__client_id")
    assert {(each.known.work_form, each.to_work_form, each.consent, each.what) for each in told} == {
        (shelter, work_form_a, consent, None)
    }
    assert {each.known.client or each.known.family for each in told} == {mother, mother.family}
    assert KnownIn.objects.filter(client=mother, work_form=work_form_a).exists()
    page = client.get(url("clients:consents", KnownIn.objects.get(client=mother, work_form=shelter)))
    assert "Work form A: asiakkuus täällä ja koodinimi" in page.content.decode()


@pytest.fixture
def protected(mother, shelter):
    """The mother, under an order that names a colleague of Aino's at the shelter and not Aino."""
    order = ProtectionOrderFactory(known=KnownIn.objects.get(client=mother), ends_on=date(2025, 9, 12))
    colleague = UserFactory()
    AssignmentFactory(user=colleague, work_form=shelter)
    ProtectionReaderFactory(order=order, user=colleague)
    return mother


def test_under_an_order_only_those_whom_it_names_make_them_known(aino, protected, work_form_a, shelter):
    sources = list(KnownIn.objects.select_related("work_form").order_by("pk"))
    named = ProtectionReader.objects.get().user
    AssignmentFactory(user=named, work_form=work_form_a)
    before = _counts()
    for user, is_refused in ((aino, True), (named, False)):
        given = {
            "work_form": work_form_a,
            "starts_on": TODAY,
            "family": protected.family,
            "members": [MemberIn(protected, "parent")],
            "ground": Ground("need_of_support", sources),
            "by": user,
        }
        if is_refused:
            with pytest.raises(GroundNeeded), transaction.atomic():
                open_episode(**given)
            assert _counts() == before
        else:
            open_episode(**given)
    assert {each.recorded_by for each in Disclosure.objects.order_by("pk")} == {named}


@pytest.mark.parametrize("basis", ["need_of_support", "consent", ""])
def test_on_screen_whom_the_order_does_not_name_is_asked_for_no_ground_and_makes_nobody_known(
    client, aino, protected, work_form_a, basis
):
    _consent(protected, work_form_a)
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, protected.family)
    assert "basis" not in client.get(there).context["form"].fields
    before = _counts()
    refused = client.post(there, _sent(protected, basis=basis))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["__all__"])
    assert _counts() == before


def test_under_an_order_nobody_else_brings_them_along_either(client, aino, protected, work_form_a):
    episode = EpisodeFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
    sign_in(client, aino)
    sent = {"who": protected.pk, "role": "parent", "starts_on": "2024-09-12", "basis": "need_of_support"}
    refused = client.post(url("casework:add_member", episode), sent)
    assert refused.status_code == 422
    assert not KnownIn.objects.filter(client=protected, work_form=work_form_a).exists()


def test_each_who_comes_along_must_have_consented(client, aino, mother, work_form_a, shelter):
    _consent(mother, work_form_a)
    father = ClientFactory(family=mother.family, code_name="Lumme B", known_in=shelter)
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, mother.family)
    before = _counts()
    both = _sent(mother, basis="consent") | {f"role_of_{father.pk}": "parent"}
    assert "Lumme B: ei suostumusta" in client.post(there, both).content.decode()
    assert _counts() == before
    assert client.post(there, _sent(mother, basis="consent")).status_code == 302
    assert not KnownIn.objects.filter(client=father, work_form=work_form_a).exists()


def test_a_law_will_do(client, aino, mother, work_form_a):
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, mother.family)
    assert client.post(there, _sent(mother, basis="need_of_support")).status_code == 302
    assert set(Disclosure.objects.values_list("law", flat=True)) == {"need_of_support"}


def test_somebody_who_comes_along_later_needs_one_too(client, aino, mother, work_form_a):
    KnownIn.objects.create(family=mother.family, work_form=work_form_a, since_on=TODAY)
    episode = EpisodeFactory(work_form=work_form_a, family=mother.family, starts_on=TODAY)
    sign_in(client, aino)
    there = url("casework:add_member", episode)
    sent = {"who": mother.pk, "role": "parent", "starts_on": "2024-09-12"}
    refused = client.post(there, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["basis"])
    assert EpisodeMember.objects.count() == 0
    _consent(mother, work_form_a)
    assert client.post(there, sent | {"basis": "consent"}).status_code == 302
    assert Disclosure.objects.get().known.client == mother


def test_somebody_new_needs_none(client, aino, mother, work_form_a):
    KnownIn.objects.create(family=mother.family, work_form=work_form_a, since_on=TODAY)
    episode = EpisodeFactory(work_form=work_form_a, family=mother.family, starts_on=TODAY)
    sign_in(client, aino)
    sent = {"who": "new", "role": "parent", "starts_on": "2024-09-12"}
    assert client.post(url("casework:add_member", episode), sent).status_code == 302
    assert Disclosure.objects.count() == 0


def test_once_known_under_the_controller_nothing_more_is_asked(client, aino, mother, work_form_a):
    other = WorkFormFactory(controller=work_form_a.controller)
    for known in ({"client": mother}, {"family": mother.family}):
        KnownIn.objects.create(work_form=other, since_on=TODAY, **known)
    sign_in(client, aino)
    there = url("casework:open_family", work_form_a, mother.family)
    assert client.post(there, _sent(mother)).status_code == 302
    assert Disclosure.objects.count() == 0


def test_a_child_that_is_expected_is_not_told_of_to_another_controller(aino, mother, work_form_a, shelter):
    for known in ({"client": mother}, {"family": mother.family}):
        KnownIn.objects.create(work_form=work_form_a, since_on=TODAY, **known)
    other = WorkFormFactory(controller=work_form_a.controller)
    KnownIn.objects.create(work_form=other, since_on=TODAY, client=mother)
    there, here, beside = (
        expect(
            known=KnownIn.objects.get(client=mother, work_form=work_form),
            due_on=date(2025, 1, 2),
            by=aino,
        ).client
        for work_form in (shelter, work_form_a, other)
    )
    assert (here == there, beside == here, Disclosure.objects.count()) == (False, True, 0)
