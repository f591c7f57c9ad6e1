"""On which days something was written of each child, and of whom nothing has been written for long."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.casework.queries import children_first
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory

TODAY = date(2024, 9, 12)


@pytest.fixture
def episode(work_form_a, headings):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 3, 4))


@pytest.fixture
def children(episode):
    """A baby and a child, and a parent who is none."""
    EpisodeMemberFactory(episode=episode, role="parent")
    return [EpisodeMemberFactory(episode=episode, role=role) for role in ("baby", "child")]


def rows(aino, episode):
    return {row.called.member.role: row for row in children_first(Actor(aino, TODAY), episode, TODAY)}


def seen(row):
    """How many days ago each filled square is."""
    last = len(row.squares) - 1
    return [last - place for place, square in enumerate(row.squares) if square.is_seen]


def test_each_child_has_the_days_on_which_something_tells_of_them(aino, episode, children):
    baby, child = children
    for back, of in ((0, [baby]), (3, [baby, child]), (3, [baby]), (13, [baby]), (14, [baby]), (20, [child])):
        NoteFactory(episode=episode, happened_on=TODAY - timedelta(days=back), of=of)

    found = rows(aino, episode)
    assert set(found) == {"baby", "child"}
    assert [(seen(found[role]), found[role].days, found[role].without) for role in ("baby", "child")] == [
        ([13, 3, 0], 3, 0),
        ([3], 1, 3),
    ]


@pytest.mark.parametrize("back, is_unseen", [(6, False), (7, True)])
def test_a_child_is_spoken_up_for_after_the_days_that_the_work_form_says(
    aino, episode, children, back, is_unseen
):
    NoteFactory(episode=episode, happened_on=TODAY - timedelta(days=back), of=children)

    assert {row.is_unseen for row in rows(aino, episode).values()} == {is_unseen}

    episode.work_form.child_unseen_days = 30
    assert {row.is_unseen for row in rows(aino, episode).values()} == {False}


def test_what_was_corrected_or_taken_out_fills_no_day(aino, lead, episode, children):
    gone = {"voided_at": "2024-09-12T09:00Z", "voided_by": lead}
    NoteFactory(episode=episode, happened_on=TODAY, of=children, **gone)
    NoteFactory(episode=episode, happened_on=TODAY, of=children, taken_out_because="x", **gone)

    assert [row.days for row in rows(aino, episode).values()] == [0, 0]


def test_somebody_new_is_counted_from_their_first_day(aino, episode):
    EpisodeMemberFactory(episode=episode, role="baby", starts_on=TODAY - timedelta(days=2))

    row = rows(aino, episode)["baby"]
    assert (row.of_days, row.without, row.is_unseen) == (3, 2, False)


def test_whoever_has_left_is_not_asked_for(aino, episode):
    EpisodeMemberFactory(episode=episode, role="child", ends_on=TODAY - timedelta(days=1))

    assert rows(aino, episode) == {}


def test_the_panel_says_for_how_long_and_leads_to_writing(signed_in, aino, episode, children):
    NoteFactory(episode=episode, happened_on=TODAY - timedelta(days=9), of=children)

    page = signed_in(aino).get(url("casework:child_first", episode)).content.decode()

    assert page.count('data-is="late"') == 2
    assert url("casework:write_note", episode, of=children[0].pk) in page


def test_without_children_or_after_the_end_there_is_no_panel(signed_in, aino, episode):
    EpisodeMemberFactory(episode=episode, role="parent")
    browser = signed_in(aino)
    assert "hidden" in browser.get(url("casework:child_first", episode)).content.decode()

    EpisodeMemberFactory(episode=episode, role="child")
    episode.ends_on, episode.end_reason = TODAY, "goals_met"
    episode.save()
    assert browser.get(url("casework:child_first", episode)).context["rows"] == []
