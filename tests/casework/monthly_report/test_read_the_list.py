"""The list of reports, and who reads them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.casework.models import Report
from poukama.casework.queries.reports import SHOWN
from poukama.casework.services import (
    PartIn,
    Written,
    correct_note,
)
from poukama.toolkit import clock
from tests.casework.monthly_report.september import signed
from tests.conftest import url
from tests.factories.casework import (
    ReportFactory,
)
from tests.factories.clients import (
    ClientFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
)

pytestmark = pytest.mark.django_db


def test_the_list_says_what_is_made_late_and_not_sent(signed_in, aino, episode, month):
    report = signed(episode, aino)
    Report.objects.update(due_on=date(2024, 9, 20))
    with clock.moved_to(date(2024, 10, 20)):
        page = signed_in(aino).get(url("casework:reports", episode)).content.decode()

    assert url("casework:report", report) in page
    assert url("casework:report_month", episode, 2024, 10) in page
    assert url("casework:report_month", episode, 2024, 9) not in page
    assert "myöhässä" in page
    assert "Ei lähetetty vielä." in page


@pytest.mark.parametrize(
    "who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("director", 404), ("student", 404)]
)
def test_only_those_who_work_there_read_it(signed_in, cast, aino, episode, month, who, status):
    report = signed(episode, aino)
    for name in ("report", "send_report"):
        assert signed_in(cast[who]).get(url(f"casework:{name}", report)).status_code == status


def test_past_a_wall_and_under_an_order_of_others_there_is_none(
    signed_in, aino, bertta, episode, month, members
):
    report = signed(episode, aino)
    wall = PartyWallFactory(one=(members["A"].client, [bertta]), other=(ClientFactory(), []))
    assert signed_in(aino).get(url("casework:report", report)).status_code == 404
    wall.voided_at, wall.voided_by = clock.now(), bertta
    wall.save()
    ProtectionOrderFactory(known=members["A"].client.known_in.get(), ends_on=date(2024, 12, 1))
    assert signed_in(aino).get(url("casework:report", report)).status_code == 404
    assert "lock" in signed_in(aino).get(url("casework:reports", episode)).content.decode()


def test_a_note_of_its_days_that_was_corrected_afterwards_is_said(signed_in, aino, episode, month):
    report = signed(episode, aino)
    with clock.moved_to(date(2024, 10, 3)):
        correct_note(
            note=month,
            written=Written(happened_on=date(2024, 9, 11), parts=[PartIn("work", "Otherwise.")]),
            reason="A word",
            by=aino,
        )
        page = signed_in(aino).get(url("casework:report", report)).content.decode()
    assert 'data-kind="amber"' in page


def test_the_list_asks_the_same_however_many(signed_in, aino, episode, month):
    client = signed_in(aino)
    for first in (date(2024, 9, 2), date(2024, 10, 1)):
        ReportFactory(episode=episode, starts_on=first, recorded_by=aino)
    queries = _queries(client, episode)
    for month_number in (11, 12):
        ReportFactory(episode=episode, starts_on=date(2024, month_number, 1), recorded_by=aino)
    assert _queries(client, episode) == queries


def test_the_page_goes_on_to_the_older_ones_and_the_panel_shows_the_latest(signed_in, aino, episode):
    made = [
        ReportFactory(episode=episode, starts_on=first, recorded_by=aino)
        for first in [date(2024 + n // 12, n % 12 + 1, 1) for n in range(9, 9 + SHOWN + 2)]
    ][::-1]
    browser = signed_in(aino)
    address = url("casework:reports", episode)

    page = browser.get(address)
    older = browser.get(f"{address}?{page.context['page'].older}")
    panel = browser.get(address, headers={"HX-Request": "true"})

    assert [row.report for row in page.context["rows"]] == made[:SHOWN]
    assert f'href="?{page.context["page"].older}"' in page.content.decode()
    assert [row.report for row in older.context["rows"]] == made[SHOWN:]
    assert not older.context["page"].older
    assert [row.report for row in panel.context["rows"]] == made[:SHOWN]
    assert "after=" not in panel.content.decode()


def _queries(client, episode):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url("casework:reports", episode)).status_code == 200
    return len(asked)
