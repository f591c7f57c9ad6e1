"""A report about some of a family is a report of its own: its typing, its month and its sending."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.casework.choices import ReportBlock, ReportKind
from poukama.casework.models import EpisodeMember, Report
from poukama.casework.on_drafts import REPORT_FORM, month_about, report_of
from poukama.casework.queries.gathering import gather, people_of
from poukama.casework.services import PartIn, Written, write_note
from poukama.casework.services.reports import BlockIn, ReportIn, sign_report
from poukama.drafts.kinds import Of, place_of
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.conftest import url
from tests.factories.clients import ClientFactory, PartyWallFactory

SEPTEMBER = Period(date(2024, 9, 2), date(2024, 9, 30))
END = date(2024, 9, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def members(episode):
    return {each.client.code_name[-1]: each for each in EpisodeMember.objects.filter(episode=episode)}


@pytest.fixture
def parts(episode, members, scale, headings, aino):
    """A note with a part of each of the parents."""
    told = {"A": "Of the mother.", "B": "Of the father."}
    return write_note(
        episode=episode,
        written=Written(
            happened_on=date(2024, 9, 11),
            parts=[PartIn("work", text, tells_of=(members[who],)) for who, text in told.items()],
        ),
        by=aino,
    )


def months(episode, *about):
    """The address of the report of September, about those who are chosen."""
    chosen = "&".join(f"about={each.pk}" for each in about)
    return url("casework:report_month", episode, 2024, 9) + (f"?{chosen}" if chosen else "")


def sign(episode, about, by):
    with clock.moved_to(END):
        actor = Actor(by, END)
        keys = {each.pk for each in about}
        people = [each for each in people_of(actor, episode, SEPTEMBER) if each.member.pk in keys]
        found = gather(actor, episode, ReportKind.MONTH, SEPTEMBER, people)
        blocks = [BlockIn(each.block, each.text, each.heading, each.sources) for each in found.blocks]
        blocks = [each for each in blocks if each.block != ReportBlock.FAMILY]
        blocks.append(BlockIn(ReportBlock.FAMILY, "We slept."))
        return sign_report(
            episode=episode, report=ReportIn(ReportKind.MONTH, SEPTEMBER, about, blocks), by=by
        )


def test_what_is_typed_about_one_is_not_put_into_a_report_about_another(
    signed_in, aino, episode, members, parts
):
    a, b, c = (members[who] for who in "ABC")
    browser = signed_in(aino)
    with clock.moved_to(END):
        of = [browser.get(months(episode, *about)).context["draft"] for about in ([], [a], [b], [b, a])]
        everybody = browser.get(months(episode, c, b, a)).context["draft"]

    assert len(set(of)) == 4
    assert everybody == of[0]


def test_one_goes_on_writing_about_the_same(signed_in, aino, episode, members, parts):
    a, b = members["A"], members["B"]
    browser = signed_in(aino)
    with clock.moved_to(END):
        for about in ([], [a], [a, b]):
            page = browser.get(months(episode, *about))
            place = place_of(Actor(aino, END), Of(REPORT_FORM, page.context["draft"]))
            assert place.url == months(episode, *about)


def test_of_more_than_a_key_has_room_for_it_is_a_mark(aino, episode):
    many = range(10_000, 10_020)
    key = report_of(episode.pk, month_about(date(2024, 9, 1), many))

    assert len(key) <= 60
    assert place_of(Actor(aino, END), Of(REPORT_FORM, key)).url == months(episode)
    assert key != report_of(episode.pk, month_about(date(2024, 9, 1), [*many, 1]))


def test_the_month_is_offered_until_everybody_is_in_a_report_of_it(signed_in, aino, episode, members, parts):
    a, b, c = (members[who] for who in "ABC")
    browser = signed_in(aino)

    def offered():
        rows = browser.get(url("casework:reports", episode)).context["months"]
        return [[each.member for each in row.left] for row in rows]

    with clock.moved_to(END):
        assert offered() == [[]]
        first = sign(episode, [a], aino)
        assert offered() == [[c, b]]
        assert months(episode, c, b).replace("&", "&amp;") in (
            browser.get(url("casework:reports", episode)).content.decode()
        )
        assert browser.get(months(episode)).url == months(episode, c, b)
        assert browser.get(months(episode, a)).url == url("casework:report", first)
        assert browser.get(months(episode, c, b)).status_code == 200
        second = sign(episode, [b, c], aino)
        assert offered() == []
        assert browser.get(months(episode)).url in {url("casework:report", each) for each in (first, second)}


def test_nobody_behind_a_wall_is_offered(signed_in, aino, bertta, episode, members, parts):
    sign(episode, [members["A"], members["C"]], aino)
    PartyWallFactory(one=(members["B"].client, [bertta]), other=(ClientFactory(), []))

    with clock.moved_to(END):
        assert signed_in(aino).get(url("casework:reports", episode)).context["months"] == []


def test_what_was_put_together_about_more_is_not_signed_about_some(signed_in, aino, episode, members, parts):
    browser = signed_in(aino)
    with clock.moved_to(END):
        found = browser.get(months(episode)).context["gathered"]
        typed = {each.name: each.text for each in found.blocks} | {"family": "We slept."}
        first = sign(episode, [members["A"]], aino)
        answer = browser.post(months(episode), typed | {"gathered": found.mark})

    page = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (422, 1)
    assert ("We slept." in page, url("casework:report", first) in page) == (True, True)
