"""Members are handed over to another work form, on a ground where its controller is another."""

from datetime import date

import pytest

from poukama.casework.models import Episode, Handover
from poukama.casework.services import EpisodeClosed, UnknownWord, WorkFormOnlyCounts
from poukama.casework.services.handing_over import (
    NotAgreed,
    NothingHandedOver,
    NotOneOfTheirs,
    SentAlready,
    ToItself,
    send_handover,
)
from poukama.casework.services.refusals import AnonymousIsNewEveryTime, DaysDoNotFit, NotAMember
from poukama.clients.models import Disclosure
from poukama.clients.services import GroundNeeded, NoConsent
from poukama.duties.models import Duty
from poukama.organisation.choices import Identification
from tests.casework.handing_over.handovers import SUMMARY, TODAY, consented, filled, sent, what
from tests.conftest import url
from tests.factories.casework import EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
)
from tests.factories.organisation import UserFactory

pytestmark = pytest.mark.django_db


def test_within_one_controller_it_is_sent_and_nothing_is_disclosed(signed_in, aino, work_form_b, parent):
    address = url("casework:hand_over_to", parent.episode, work_form_b)

    form = signed_in(aino).get(address).context["form"]
    answer = signed_in(aino).post(address, filled(parent))

    handover = Handover.objects.get()
    assert ("basis" in form.fields, answer.url) == (False, url("casework:episode", parent.episode))
    assert (handover.to_work_form, handover.summary, handover.before_on, handover.basis) == (
        work_form_b,
        SUMMARY,
        date(2024, 9, 20),
        "",
    )
    assert (list(handover.members.all()), handover.answer_by_on) == ([parent], date(2024, 9, 19))
    assert Disclosure.objects.count() == 0


def test_under_another_controller_it_is_not_sent_without_a_ground(
    signed_in, aino, shelter, work_form_b, parent
):
    browser, address = signed_in(aino), url("casework:hand_over_to", parent.episode, work_form_b)

    refused = [browser.post(address, filled(parent)), browser.post(address, filled(parent, basis="consent"))]

    assert [(each.status_code, list(each.context["form"].errors)) for each in refused] == [
        (422, ["basis"]),
        (422, ["basis"]),
    ]
    assert refused[1].context["form"]["summary"].value() == SUMMARY
    assert (Handover.objects.count(), Disclosure.objects.count(), Duty.objects.count()) == (0, 0, 0)


def test_a_consent_in_force_lets_it_be_sent_and_is_written_down(
    signed_in, aino, shelter, work_form_b, parent
):
    consent = consented(parent, work_form_b)

    signed_in(aino).post(
        url("casework:hand_over_to", parent.episode, work_form_b), filled(parent, basis="consent")
    )

    handover = Handover.objects.get()
    told = Disclosure.objects.get()
    assert (told.consent, told.known, told.to_work_form, told.told_on) == (
        consent,
        consent.known,
        work_form_b,
        TODAY,
    )
    assert (list(handover.disclosures.all()), handover.basis) == ([told], "consent")


def test_a_law_lets_it_be_sent_without_their_agreeing(signed_in, aino, shelter, work_form_b, parent):
    given = filled(parent, basis="child_welfare")
    del given["is_agreed"]

    signed_in(aino).post(url("casework:hand_over_to", parent.episode, work_form_b), given)

    assert (Handover.objects.get().basis, Disclosure.objects.get().law) == ("child_welfare", "child_welfare")


def test_each_of_them_must_have_agreed(signed_in, aino, shelter, work_form_b, parent):
    other = EpisodeMemberFactory(episode=parent.episode)
    consented(parent, work_form_b)

    answer = signed_in(aino).post(
        url("casework:hand_over_to", parent.episode, work_form_b),
        filled(parent, basis="consent", members=[str(parent.pk), str(other.pk)]),
    )

    assert other.client.code_name in str(answer.context["form"].errors["basis"])
    assert (Handover.objects.count(), Disclosure.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("members", []),
        ("members", ["0"]),
        ("need", ""),
        ("need", "sleep"),
        ("before_on", "2024-09-11"),
        ("before_on", "soon"),
        ("summary", ""),
        ("summary", "x" * 801),
        ("summary", "a\u202eb"),
        ("is_agreed", ""),
        ("to_worker", "987654"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(
    signed_in, aino, work_form_b, parent, field, typed
):
    answer = signed_in(aino).post(
        url("casework:hand_over_to", parent.episode, work_form_b), filled(parent, **{field: typed})
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Handover.objects.count() == Duty.objects.count() == 0


def test_services_refuse_what_forms_do_not_offer(aino, work_form_a, work_form_b, shelter, parent):
    stranger, gone = UserFactory(), EpisodeMemberFactory(episode=parent.episode, ends_on=TODAY)
    nameless = EpisodeMemberFactory(episode=parent.episode, client=ClientFactory(anonymous=True, family=None))
    counted = work_form_b
    for error, changed in {
        ToItself: {"to": work_form_a},
        NotAMember: {"what": what(gone)},
        AnonymousIsNewEveryTime: {"what": what(nameless)},
        NothingHandedOver: {"what": what(parent, summary="  ")},
        DaysDoNotFit: {"what": what(parent, before_on=date(2024, 9, 11))},
        NotAgreed: {"what": what(parent, is_agreed=False)},
        GroundNeeded: {},
        NoConsent: {"basis": "consent"},
        NotOneOfTheirs: {"to_worker": stranger},
        UnknownWord: {"what": what(parent, need="sleep")},
    }.items():
        given = {"to": work_form_b, "what": what(parent)} | changed
        with pytest.raises(error):
            send_handover(episode=parent.episode, by=aino, **given)
    counted.identification = Identification.COUNTED
    counted.save()
    with pytest.raises(WorkFormOnlyCounts):
        sent(parent, counted, aino)
    Episode.objects.update(ends_on=TODAY, end_reason="goals_met")
    work_form_b.identification = Identification.CODED
    work_form_b.save()
    with pytest.raises(EpisodeClosed):
        sent(parent, work_form_b, aino)
    assert (Handover.objects.count(), Disclosure.objects.count()) == (0, 0)


def test_one_at_a_time_waits_for_an_answer(aino, work_form_b, parent):
    sent(parent, work_form_b, aino)

    with pytest.raises(SentAlready):
        sent(parent, work_form_b, aino)


@pytest.mark.parametrize("language, said", [("fi", "Siirrä saattaen"), ("sv", "Överför med följe")])
def test_its_pages_are_called_what_they_are(signed_in, aino, parent, language, said):
    aino.language = language
    aino.save()

    page = signed_in(aino).get(url("casework:hand_over", parent.episode)).content.decode()
    assert f"<h1>{said}</h1>" in page
    assert f"<title>{said} – Poukama</title>" in page
