"""The goals of a family on its page and over time; agreeing, marking and ending them on screen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.models import AuditEvent
from poukama.casework.choices import GoalLevel
from poukama.casework.models import CareGoal, EpisodeMember, GoalMark, GoalWords, RoundGoal
from poukama.casework.services.parting import part_family
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    GoalMarkFactory,
    GoalRoundFactory,
    GoalWordsFactory,
    PlanParagraphFactory,
    PlanVersionFactory,
    RoundGoalFactory,
)
from tests.factories.clients import PartyWallFactory

TODAY, MONDAY = date(2024, 9, 12), date(2024, 9, 9)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(work_form_a, scale):
    return EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 5, 20))


@pytest.fixture
def main(episode):
    return CareGoalFactory(episode=episode, text="Calm days.", with_referrer=True)


@pytest.fixture
def interim(episode, main):
    return CareGoalFactory(episode=episode, level=GoalLevel.INTERIM, under=main, text="Naps.")


@pytest.fixture
def week(episode):
    return GoalRoundFactory(episode=episode, starts_on=MONDAY, ends_on=date(2024, 9, 15))


def _panel(browser, episode):
    return browser.get(url("casework:goals_panel", episode)).content.decode()


def test_the_panel_shows_the_tree_the_week_and_the_childs_own_words(signed_in, aino, episode, interim, week):
    child = EpisodeMemberFactory(episode=episode, role="child")
    turn = RoundGoalFactory(round=week, goal__under=interim, goal__text="A bedtime story.")
    GoalWordsFactory(turn=turn, text="A parent's words.")
    GoalWordsFactory(turn=turn, voice="child", member=child, text="Nice when baby listens.")
    last = GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 2), ends_on=date(2024, 9, 8))
    for mark in ("succeeded", "succeeded", "partly"):
        GoalMarkFactory(turn=RoundGoalFactory(round=last), mark=mark, marked_on=date(2024, 9, 6))
    page = _panel(signed_in(aino), episode)

    places = [page.index(text) for text in ("Calm days.", "Naps.", "A bedtime story.")]
    assert places == sorted(places)
    assert "Nice when baby listens." in page
    assert "A parent&#x27;s words." not in page
    assert "succeeded, " in page
    assert AuditEvent.objects.filter(action="casework.see_goals", about_id=str(episode.pk)).exists()


def test_an_empty_panel_says_how_to_begin_and_is_no_event(signed_in, aino, episode):
    page = _panel(signed_in(aino), episode)

    assert url("casework:agree_main", episode) in page
    assert url("casework:lend_device", episode) not in page
    assert not AuditEvent.objects.filter(action="casework.see_goals").exists()


def test_a_main_and_an_interim_goal_are_agreed_on_screen(signed_in, aino, episode):
    browser = signed_in(aino)
    assert "pk-empty" in browser.get(url("casework:agree_interim", episode)).content.decode()
    sent = {
        "text": "Calm days.",
        "voice": "parent",
        "whose": "family",
        "agreed_with": ["family", "referrer"],
        "agreed_on": "2024-09-02",
    }
    early = browser.post(url("casework:agree_main", episode), sent | {"agreed_on": "2024-01-01"})
    assert (early.status_code, "Calm days." in early.content.decode()) == (422, True)
    browser.post(url("casework:agree_main", episode), sent)
    main = CareGoal.objects.get()
    member = EpisodeMemberFactory(episode=episode)
    of_one = {"text": "Naps.", "whose": str(member.pk), "under": str(main.pk)}
    browser.post(url("casework:agree_interim", episode), sent | of_one)

    assert (main.with_family, main.with_referrer) == (True, True)
    interim = CareGoal.objects.get(level="interim")
    assert (interim.under, interim.member, interim.text) == (main, member, "Naps.")
    assert browser.post(url("casework:undo_goal", interim)).status_code == 302
    interim.refresh_from_db()
    assert interim.voided_by == aino


def test_a_goal_is_ended_on_screen(signed_in, aino, episode, main):
    browser = signed_in(aino)
    assert "Calm days." in browser.get(url("casework:end_goal", main)).content.decode()
    sent = {"ending": "attained", "ends_on": "2024-01-01"}
    assert browser.post(url("casework:end_goal", main), sent).status_code == 422
    browser.post(url("casework:end_goal", main), sent | {"ends_on": "2024-09-12"})

    main.refresh_from_db()
    assert main.ending == "attained"
    assert browser.post(url("casework:end_goal", main), sent | {"ends_on": "2024-09-12"}).status_code == 422
    assert "Calm days." in browser.get(url("casework:goals", episode)).content.decode()
    assert "Calm days." not in _panel(browser, episode)


def test_the_worker_writes_the_week_with_them(signed_in, aino, episode, interim):
    former = RoundGoalFactory(
        round=GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 2), ends_on=date(2024, 9, 8))
    )
    browser = signed_in(aino)
    page = url("casework:week_goals", episode)
    assert former.goal.text in browser.get(page).content.decode()
    browser.post(page, {"text": "A walk.", "voice": "child", "whose": "family"})
    browser.post(page, {"again": str(former.goal.pk)})
    browser.post(page, {"text": "Third.", "voice": "parent", "whose": "family"})
    fourth = browser.post(page, {"text": "Fourth.", "voice": "parent", "whose": "family"})
    assert (fourth.status_code, "Fourth." in fourth.content.decode()) == (422, True)

    turns = RoundGoal.objects.filter(round__starts_on=MONDAY)
    assert {turn.goal.text for turn in turns} == {"A walk.", former.goal.text, "Third."}
    third = next(turn for turn in turns if turn.goal.text == "Third.")
    browser.post(url("casework:drop_week_goal", third))
    third.refresh_from_db()
    assert third.voided_by == aino


def test_the_worker_writes_a_mark_and_a_childs_own_words(signed_in, aino, episode, week):
    child = EpisodeMemberFactory(episode=episode, role="child")
    turn = RoundGoalFactory(round=week)
    browser = signed_in(aino)
    page = url("casework:mark_goal", turn)
    assert browser.get(page).status_code == 200
    sent = {"by": "worker", "voice": "child", "who": str(child.pk), "words": "", "mark": ""}
    assert browser.post(page, sent).status_code == 422
    browser.post(page, sent | {"mark": "partly", "words": "Nice."})

    mark, said = GoalMark.objects.get(), GoalWords.objects.get()
    assert (mark.voice, mark.mark) == ("worker", "partly")
    assert (said.voice, said.member, said.text) == ("child", child, "Nice.")
    assert "Nice." in browser.get(url("casework:week_goals", episode)).content.decode()
    assert browser.post(url("casework:drop_week_goal", turn)).status_code == 302
    turn.refresh_from_db()
    assert turn.voided_at is None


def test_all_goals_over_time_by_a_lens(signed_in, aino, episode, main, week):
    one, other = EpisodeMemberFactory.create_batch(2, episode=episode)
    for text, member in (("Ours.", None), ("Mine.", one), ("Theirs.", other)):
        RoundGoalFactory(round=week, goal__text=text, goal__member=member)
    browser = signed_in(aino)
    everything = browser.get(url("casework:goals", episode)).content.decode()
    through = browser.get(url("casework:goals", episode, of=one.pk)).content.decode()

    assert all(text in everything for text in ("Ours.", "Mine.", "Theirs.", "Calm days."))
    assert [text in through for text in ("Ours.", "Mine.", "Theirs.", "Calm days.")] == [
        False,
        True,
        False,
        False,
    ]
    assert browser.get(url("casework:goals", episode, of="nobody")).status_code == 200


def test_a_goal_of_one_behind_a_wall_is_not_in_the_others_page(signed_in, aino, lead, episode, main, week):
    member = EpisodeMemberFactory(episode=episode)
    turn = RoundGoalFactory(round=week, goal__text="Secret of one.", goal__member=member)
    GoalWordsFactory(turn=turn, text="Secret words.")
    GoalWordsFactory(turn=RoundGoalFactory(round=week), member=member, text="Secret of theirs.")
    CareGoalFactory(episode=episode, level="interim", under=main, member=member, text="Secret month.")
    PartyWallFactory(one=(member.client, [aino]), other=(EpisodeMemberFactory().client, []))
    secrets = ("Secret of one.", "Secret words.", "Secret of theirs.", "Secret month.")
    addresses = [url(f"casework:{name}", episode) for name in ("goals", "goals_panel", "week_goals")]

    seen = {
        user: " ".join(signed_in(user).get(each).content.decode() for each in addresses)
        for user in (aino, lead)
    }
    assert [text in seen[aino] for text in secrets] == [True] * 4
    assert [text in seen[lead] for text in secrets] == [False] * 4
    assert signed_in(lead).get(url("casework:mark_goal", turn)).status_code == 404
    assert "Calm days." in seen[lead]


def test_what_is_somebodys_who_has_parted_is_not_in_the_familys_page(signed_in, aino, episode, main, week):
    stays, parts = EpisodeMemberFactory.create_batch(2, episode=episode)
    RoundGoalFactory(round=week, goal__text="Of who stays.", goal__member=stays)
    RoundGoalFactory(round=week, goal__text="Of who parts.", goal__member=parts)
    PlanParagraphFactory(episode=episode, member=parts, text="Plan of who parts.")
    part_family(
        episode=episode,
        members=[EpisodeMember.objects.get(pk=parts.pk)],
        parted_on=TODAY,
        by=aino,
        code_name="Kaisla",
    )
    browser = signed_in(aino)
    pages = " ".join(
        browser.get(url(f"casework:{name}", episode)).content.decode()
        for name in ("goals", "goals_panel", "week_goals", "plan")
    )

    assert "Of who stays." in pages
    assert "Of who parts." not in pages
    assert "Plan of who parts." not in pages


@pytest.mark.parametrize("name", ["goals", "goals_panel", "week_goals", "month", "plan"])
def test_another_work_form_finds_nothing(signed_in, bertta, episode, main, name):
    assert signed_in(bertta).get(url(f"casework:{name}", episode)).status_code == 404


def test_pages_ask_the_same_with_one_and_with_four_of_everything(signed_in, aino, episode, main):
    browser = signed_in(aino)
    month = GoalRoundFactory(
        episode=episode, span="month", starts_on=date(2024, 9, 1), ends_on=date(2024, 9, 30)
    )

    def one_more(number):
        member = EpisodeMemberFactory(episode=episode)
        goal = CareGoalFactory(episode=episode, level="interim", under=main, member=member)
        RoundGoalFactory(round=month, goal=goal)
        monday = date(2024, 9, 9) if number == 0 else date(2024, 6, 3 + 7 * number)
        week = GoalRoundFactory(episode=episode, starts_on=monday, ends_on=monday.replace(day=monday.day + 6))
        turn = RoundGoalFactory(round=week, goal__under=goal, goal__member=member)
        GoalMarkFactory(turn=turn)
        GoalWordsFactory(turn=turn, member=member)
        GoalWordsFactory(turn=None, round=week)
        for disagrees in (False, True):
            PlanParagraphFactory(episode=episode, member=member, is_disagreement=disagrees)
        version = PlanVersionFactory(episode=episode, number=number + 1)
        version.paragraphs.set(episode.plan_paragraphs.order_by("pk"))
        version.goals.set(episode.goals.order_by("pk"))
        return version

    def asked():
        counts = {}
        for name in ("goals", "goals_panel", "week_goals", "month", "plan"):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url(f"casework:{name}", episode)).status_code == 200
            counts[name] = len(queries)
        latest = episode.plan_versions.order_by("-number").first()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url("casework:plan_version", latest)).status_code == 200
        counts["plan_version"] = len(queries)
        return counts

    with clock.moved_to(TODAY):
        one_more(0), one_more(1)
        before = asked()
        one_more(2), one_more(3)
        assert asked() == before
        assert max(before.values()) < 32
