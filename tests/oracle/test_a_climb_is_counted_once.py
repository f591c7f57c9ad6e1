"""Climbing from a number to a name changes no figure, and makes nobody count twice; by the independent counter too."""

from datetime import date, timedelta

import pytest

from poukama.casework.models import Consultation, ReceiptLink
from poukama.casework.services import MemberIn, open_episode, receipts, record_consultation, void_consultation
from poukama.clients.models import KnownIn
from poukama.clients.services import create_client, name_client
from poukama.organisation.choices import Identification, TermList
from poukama.reporting.counting import Ask, count
from poukama.reporting.measures import CATALOGUE
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.factories.organisation import TermFactory
from tests.oracle.records import all_records
from tests.oracle.recount import recount

TODAY = date(2024, 9, 12)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


def _figures(work_form):
    """Every measure of the house over the year, of all work forms and of one, as counted and as recounted."""
    records, found = all_records(), {}
    for measure in CATALOGUE:
        for filters in ({}, {"work_form": work_form.key}):
            ask = Ask.of(measure.key, filters)
            value = count((ask,), YEAR)[ask].value
            assert value == recount(records, measure.key, filters, YEAR.starts_on, YEAR.ends_on), measure.key
            found[measure.key, *filters] = value
    return found


def _changed(before, after):
    return {key: (before[key], after[key]) for key in before if before[key] != after[key]}


def test_each_step_up_the_ladder_changes_only_the_figures_of_what_is_new(aino, work_form_a):
    TermFactory(list=TermList.MEMBER_ROLE, key="parent", name="Parent")
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    words, chain = receipts.new_receipt()
    met = {"work_form": work_form_a, "people": 1, "by": aino}
    record_consultation(**met, happened_on=TODAY - timedelta(days=30))
    record_consultation(**met, happened_on=TODAY - timedelta(days=20), chain=chain)
    counted = _figures(work_form_a)

    joined = receipts.follow_receipt(words=words, work_form=work_form_a, by=aino)
    record_consultation(**met, happened_on=TODAY - timedelta(days=10), chain=joined)
    with_code = _figures(work_form_a)
    assert _changed(counted, with_code) == {
        ("people_consulted",): (2, 3),
        ("people_consulted", "work_form"): (2, 3),
    }

    client = create_client(code_name="Lumme", work_form=work_form_a, since_on=TODAY, by=aino)
    open_episode(
        work_form=work_form_a,
        starts_on=TODAY,
        members=[MemberIn(client=client, role="parent")],
        by=aino,
    )
    in_care = _figures(work_form_a)
    changed = _changed(with_code, in_care)
    assert {key for key, *_ in changed} == {"people_in_care", "people_supported"}
    assert set(changed.values()) == {(0, 1)}

    known = KnownIn.objects.get(client=client, work_form=work_form_a)
    told = receipts.told_by(receipts.chain_of(words))
    receipts.link_earlier(
        known=known, chain=receipts.chain_of(words), chosen=[row.pk for row in told], by=aino
    )
    assert ReceiptLink.objects.count() == 2
    assert _changed(in_care, _figures(work_form_a)) == {}

    name_client(known=known, first_names="Helka", by=aino)
    assert _changed(in_care, _figures(work_form_a)) == {}

    receipts.unlink_earlier(link=ReceiptLink.objects.order_by("pk")[0], by=aino)
    assert _changed(in_care, _figures(work_form_a)) == {}
    void_consultation(consultation=Consultation.objects.order_by("pk")[0], by=aino)
    assert _changed(in_care, _figures(work_form_a)) == {
        ("people_consulted",): (3, 2),
        ("people_consulted", "work_form"): (3, 2),
    }


def test_no_figure_adds_those_who_were_only_counted_to_those_who_are_known():
    """A linked contact's person would be in both. A measure that needs both must count the linked ones once first."""
    known = {"casework.members", "activities.attendances", "casework.episodes", "casework.contacts"}
    both = [
        measure.key
        for measure in CATALOGUE
        if "casework.consultations" in (facts := {term.fact for term in measure.terms}) and facts & known
    ]
    assert both == []
    assert [
        measure.key
        for measure in CATALOGUE
        if "casework.consultations" in {term.fact for term in measure.terms}
    ] == ["people_consulted"]
