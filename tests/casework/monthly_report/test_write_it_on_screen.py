"""A month's report is proposed, looked at, signed off and corrected on screen."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.casework.choices import ReportBlock, Voice
from poukama.casework.models import Report, RoundGoal
from poukama.casework.on_drafts import REPORT_FORM, report_of
from poukama.casework.services import (
    DayNotYetCome,
    PartIn,
    Written,
    write_note,
)
from poukama.casework.services.reports import (
    BlockIn,
    correct_report,
    sign_report,
)
from poukama.casework.services.weeks import put_mark
from poukama.drafts.models import Draft
from poukama.toolkit import clock
from tests.casework.monthly_report.september import END, as_in, gathered, signed
from tests.conftest import url
from tests.factories.casework import (
    EpisodeMemberFactory,
)
from tests.factories.clients import (
    ClientFactory,
)
from tests.factories.drafts import DraftFactory

pytestmark = pytest.mark.django_db


def test_on_screen_it_is_proposed_looked_at_and_signed_off(signed_in, aino, episode, month, sent):
    browser = signed_in(aino)
    address = url("casework:report_month", episode, 2024, 9)
    with clock.moved_to(END):
        page = browser.get(address).content.decode()
        assert "Slept well." in page
        wrong = browser.post(address, sent | {"family": "", "worker": "Kept."})
        assert (wrong.status_code, "Kept." in wrong.content.decode()) == (422, True)
        right = browser.post(address, sent | {"worker": "Kept."})
        report = Report.objects.get()
        assert right.url == url("casework:report", report)
        shown = browser.get(right.url).content.decode()
        assert browser.get(address).url == right.url
    assert "Kept." in shown
    assert "1 kirjaus (11.9.)" in shown


def test_signed_again_because_no_answer_came_it_is_signed_once_and_its_draft_goes(
    signed_in, aino, episode, month, sent
):
    browser, address = signed_in(aino), url("casework:report_month", episode, 2024, 9)
    with clock.moved_to(END):
        first = browser.post(address, sent)
        DraftFactory(kind=REPORT_FORM, key=report_of(episode.pk, "2024-09"), written_by=aino)
        again = browser.post(address, sent)

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert (Report.objects.count(), Draft.objects.count()) == (1, 0)


@pytest.mark.parametrize("who", ["aino", "lead"])
def test_what_another_signed_first_leaves_what_was_typed(signed_in, cast, episode, month, sent, who):
    aino, address = cast["aino"], url("casework:report_month", episode, 2024, 9)
    signed(episode, cast[who])
    DraftFactory(kind=REPORT_FORM, key=report_of(episode.pk, "2024-09"), written_by=aino)
    with clock.moved_to(END):
        refused = signed_in(aino).post(address, sent | {"worker": "Only here."})
        opened = signed_in(aino).get(address)
        others = signed_in(cast["lead"]).get(address)

    (said,) = refused.context["form"].non_field_errors()
    assert (refused.status_code, said.split()[0]) == (422, cast[who].initials)
    assert "Only here." in refused.content.decode()
    there = url("casework:report", Report.objects.get())
    assert [there in each.content.decode() for each in (refused, opened)] == [True, True]
    assert (opened.status_code, others.status_code, others.url) == (200, 302, there)
    assert (Report.objects.count(), Draft.objects.count()) == (1, 1)


def test_what_changes_while_one_writes_is_said_before_signing(signed_in, aino, episode, month, members, sent):
    with clock.moved_to(END):
        write_note(
            episode=episode,
            written=Written(happened_on=END, parts=[PartIn("work", "Later.", tells_of=(members["C"],))]),
            by=aino,
        )
        answer = signed_in(aino).post(
            url("casework:report_month", episode, 2024, 9), sent | {"worker": "Kept."}
        )

    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()
    assert not Report.objects.exists()


def test_a_goal_marked_anew_while_one_writes_is_said_before_signing(signed_in, aino, episode, month, sent):
    turn = RoundGoal.objects.get(round__span="month")
    with clock.moved_to(END):
        put_mark(turn, "succeeded", voice=Voice.WORKER, on=END, episode=episode, by=aino)
        answer = signed_in(aino).post(
            url("casework:report_month", episode, 2024, 9), sent | {"worker": "Kept."}
        )

    assert (answer.status_code, "Kept." in answer.content.decode()) == (422, True)
    assert not Report.objects.exists()


def test_what_was_put_together_about_others_is_said_before_signing(
    signed_in, aino, episode, month, members, sent
):
    EpisodeMemberFactory(episode=episode, client=ClientFactory(known_in=episode.work_form), role="parent")
    with clock.moved_to(END):
        answer = signed_in(aino).post(url("casework:report_month", episode, 2024, 9), sent)

    assert answer.status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize(("year", "number"), [(2024, 8), (2024, 11), (2024, 10)])
def test_a_month_without_entries_says_so(signed_in, aino, episode, month, year, number):
    with clock.moved_to(date(2024, 10, 31)):
        browser = signed_in(aino)
        address = url("casework:report_month", episode, year, number)
        assert "pk-empty" in browser.get(address).content.decode()
        assert browser.post(address, {"family": "Well."}).status_code == 422
    assert not Report.objects.exists()


def test_a_report_made_before_the_month_is_over_ends_today_and_says_so(signed_in, aino, episode, month):
    browser = signed_in(aino)
    address = url("casework:report_month", episode, 2024, 9)
    day = date(2024, 9, 12)
    with clock.moved_to(END):
        assert not browser.get(address).context["goes_on"]
        later = as_in(gathered(Actor(aino, day), episode))
    with clock.moved_to(day):
        with pytest.raises(DayNotYetCome):
            sign_report(episode=episode, report=later, by=aino)
        page = browser.get(address)
        assert "Tämä raportti päättyy tänään, 12.9.2024" in page.content.decode()
        found = page.context["gathered"]
        typed = {block.name: block.text for block in found.blocks}
        browser.post(address, typed | {"gathered": found.mark, "family": "We slept."})
    report = Report.objects.get()
    assert (report.starts_on, report.ends_on) == (date(2024, 9, 2), day)


def test_the_month_that_goes_on_is_offered_last(signed_in, aino, episode):
    def offered():
        rows = signed_in(aino).get(url("casework:reports", episode)).context["months"]
        return [row.first.month for row in rows]

    with clock.moved_to(date(2024, 11, 12)):
        assert offered() == [10, 9, 11]
    with clock.moved_to(date(2024, 11, 30)):
        assert offered() == [11, 10, 9]


def test_there_is_no_thirteenth_month(signed_in, aino, episode):
    assert signed_in(aino).get(url("casework:report_month", episode, 2024, 13)).status_code == 404


def test_correcting_on_screen_keeps_what_two_wrote(signed_in, aino, lead, episode, month):
    report = signed(episode, aino)
    typed = {"family": "Mine.", "reason": "A word"}
    with clock.moved_to(END):
        mine = url("casework:correct_report", report)
        assert signed_in(aino).get(mine).status_code == 200
        correct_report(report=report, blocks=[BlockIn(ReportBlock.FAMILY, "Theirs.")], reason="A", by=lead)
        late = signed_in(aino).post(mine, typed)
        assert (late.status_code, "Mine." in late.content.decode()) == (422, True)
        newest = Report.objects.get(voided_at=None)
        assert signed_in(aino).get(mine).url == url("casework:correct_report", newest)
        assert signed_in(aino).post(url("casework:correct_report", newest), typed).status_code == 302
        assert signed_in(aino).post(url("casework:correct_report", newest), {}).status_code == 422
    assert list(Report.objects.order_by("version").values_list("version", flat=True)) == [1, 2, 3]
