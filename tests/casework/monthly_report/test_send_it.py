"""A report is sent on a ground for each whom it is about, and made as a file."""

import io
from datetime import date

import pytest
from docx import Document

from poukama.access.models import AuditEvent
from poukama.casework.choices import ReportBlock
from poukama.casework.models import ReportSending
from poukama.casework.services import (
    DayOutsideEpisode,
)
from poukama.casework.services.reports import (
    BlockIn,
    NobodyToTellOf,
    ReportChanged,
    correct_report,
)
from poukama.clients.models import Disclosure
from poukama.clients.services.disclosing import BY_CONSENT, NoConsent
from poukama.toolkit import clock
from tests.casework.monthly_report.september import END, send, signed
from tests.conftest import url
from tests.factories.clients import (
    ConsentFactory,
)
from tests.factories.organisation import AssociationFactory

pytestmark = pytest.mark.django_db


def test_sending_is_a_disclosure_of_each_whom_it_is_about(episode, month, members, aino, law):
    sending = send(signed(episode, aino), aino)

    told = Disclosure.objects.filter(pk__in=sending.disclosures.all())
    assert {each.known.client for each in told} == {member.client for member in members.values()}
    assert {(each.what, each.to_words, each.law) for each in told} == {
        ("Monthly report", "The county", "child_welfare")
    }


def test_without_a_ground_for_everybody_nothing_is_written_down(episode, month, members, aino, law):
    report = signed(episode, aino)
    known = members["A"].client.known_in.get()
    ConsentFactory(
        known=known, to_words="The county", given_on=date(2024, 9, 1), expires_on=date(2024, 12, 1)
    )

    with pytest.raises(NoConsent):
        send(report, aino, BY_CONSENT)
    with pytest.raises(DayOutsideEpisode):
        send(report, aino, sent_on=date(2024, 9, 29))
    members["B"].client.known_in.all().delete()
    with pytest.raises(NobodyToTellOf):
        send(report, aino)
    newer = correct_report(
        report=report, blocks=[BlockIn(ReportBlock.FAMILY, "Well.")], reason="A word", by=aino
    )
    with pytest.raises(ReportChanged):
        send(report, aino)
    assert not newer.sendings.exists()
    assert not Disclosure.objects.exists()


def test_sending_on_screen(signed_in, aino, episode, month, law):
    report = signed(episode, aino)
    browser = signed_in(aino)
    address = url("casework:send_report", report)
    typed = {"to_words": "The county", "sent_on": "2024-09-30"}
    with clock.moved_to(END):
        assert browser.get(address).status_code == 200
        refused = browser.post(address, typed | {"basis": BY_CONSENT})
        assert (refused.status_code, "The county" in refused.content.decode()) == (422, True)
        assert browser.post(address, typed | {"basis": "child_welfare"}).url == url("casework:report", report)
        assert browser.post(address, typed | {"basis": "child_welfare"}).status_code == 422
        assert "The county" in browser.get(url("casework:report", report)).content.decode()
    assert ReportSending.objects.count() == 1


def test_a_corrected_version_is_sent_again_on_the_same_day(signed_in, aino, episode, month, law):
    report = signed(episode, aino)
    browser = signed_in(aino)
    typed = {"to_words": "The county", "sent_on": "2024-09-30", "basis": "child_welfare"}
    with clock.moved_to(END):
        browser.post(url("casework:send_report", report), typed)
        version = correct_report(
            report=report, blocks=[BlockIn(ReportBlock.FAMILY, "Well.")], reason="A word", by=aino
        )
        assert browser.post(url("casework:send_report", version), typed).status_code == 302
        twice = browser.post(url("casework:send_report", version), typed).status_code
        page = browser.get(url("casework:reports", episode)).content.decode()

    assert twice == 422
    assert "Ei lähetetty vielä." not in page
    told = {each.what for each in Disclosure.objects.filter(told_on=END).order_by("pk")}
    assert told == {
        "Kuukausiraportti, syyskuu 2024",
        "Kuukausiraportti, syyskuu 2024, versio 2",
    }


def test_what_cannot_be_told_of_everybody_says_so(signed_in, aino, episode, month, members):
    report = signed(episode, aino)
    members["B"].client.known_in.all().delete()

    assert "pk-empty" in signed_in(aino).get(url("casework:send_report", report)).content.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_file_is_made_now_under_a_name_that_tells_nothing(signed_in, aino, episode, month, kind):
    AssociationFactory(name="Association of ours")
    report = signed(episode, aino, family="We <b>slept</b>.\nEvery night.")

    answer = signed_in(aino).get(url("casework:report_file", report, kind))

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="raportti-{report.pk.hex[:8]}.{kind}"'
    )
    events = AuditEvent.objects.filter(action="casework.export_report")
    assert {event.detail["as_what"] for event in events} == {kind}
    assert events.count() == 3
    if kind == "docx":
        lines = [each.text for each in Document(io.BytesIO(answer.content)).paragraphs]
        assert "We <b>slept</b>." in lines
        assert "Every night." in lines
    else:
        assert answer.content.startswith(b"%PDF")


def test_there_is_no_other_kind_of_file(signed_in, aino, episode, month):
    assert signed_in(aino).get(url("casework:report_file", signed(episode, aino), "exe")).status_code == 404
