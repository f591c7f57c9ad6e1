"""A tablet is handed to a parent: one page works on it, for a while, and nobody is signed in."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access import handing
from poukama.access.models import AuditEvent
from poukama.access.second_factor import SECOND_FACTOR
from poukama.casework.choices import GoalLevel
from poukama.casework.models import CareGoal, GoalMark, GoalRound, GoalWords, RoundGoal
from poukama.organisation.models import Assignment, User
from poukama.toolkit import clock
from tests.architecture.doors import ours
from tests.architecture.test_access import address_of
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    GoalRoundFactory,
    RoundGoalFactory,
)
from tests.factories.clients import PartyWallFactory

NOW = datetime(2024, 9, 13, 9, tzinfo=UTC)
MONDAY = date(2024, 9, 9)
PASSWORD = "a long enough password"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def friday():
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def episode(work_form_a, scale):
    episode = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 5, 20))
    main = CareGoalFactory(episode=episode, text="Calm days.")
    CareGoalFactory(episode=episode, level=GoalLevel.INTERIM, under=main, text="Naps.")
    return episode


@pytest.fixture
def week(episode):
    return GoalRoundFactory(episode=episode, starts_on=MONDAY, ends_on=date(2024, 9, 15))


@pytest.fixture
def tablet(signed_in, aino, episode):
    """`tablet("evaluate")`: a device that Aino has handed over for that."""
    aino.set_password(PASSWORD)
    aino.save()

    def hand(what, whose="family"):
        browser = signed_in(aino)
        answer = browser.post(url("casework:lend_device", episode), {"what": what, "whose": whose})
        assert (answer.status_code, answer.url) == (302, url("casework:tablet"))
        return browser

    return hand


def _sent(browser, data):
    """Sent as browsers send a form without files."""
    kind = "application/x-www-form-urlencoded"
    return browser.post(url("casework:tablet"), urlencode(data), content_type=kind)


def _page(browser, **query):
    return browser.get(url("casework:tablet", **query))


def test_on_monday_a_parent_writes_a_goal_and_takes_one_from_before(tablet, episode):
    former = RoundGoalFactory(
        round=GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 2), ends_on=date(2024, 9, 8)),
        goal__text="A bedtime story.",
    )
    browser = tablet("set")
    page = _page(browser).content.decode()
    assert "A bedtime story." in page

    browser.post(url("casework:tablet"), {"text": "Nap at ten."})
    browser.post(url("casework:tablet"), {"again": str(former.goal.pk)})

    turns = RoundGoal.objects.filter(round__starts_on=MONDAY)
    assert {turn.goal.text for turn in turns} == {"Nap at ten.", "A bedtime story."}
    assert {(turn.by_own_hand, turn.recorded_by.name) for turn in turns} == {(True, "Aino Worker")}
    assert "pk-saved" in _page(browser, saved="1").content.decode()
    trail = AuditEvent.objects.filter(action="casework.set_week").order_by("id").last()
    assert trail.detail["by_own_hand"] is True


def test_a_parent_changes_their_mind(tablet, episode):
    browser = tablet("set")
    browser.post(url("casework:tablet"), {"text": "Nap at ten."})
    turn = RoundGoal.objects.get()
    browser.post(url("casework:tablet"), {"leave": str(turn.pk)})

    turn.refresh_from_db()
    assert turn.voided_at is not None


def test_on_friday_a_press_a_goal_is_enough(tablet, episode, week):
    one, two = RoundGoalFactory.create_batch(2, round=week)
    browser = tablet("evaluate")
    assert 'name="mark"' in _page(browser).content.decode()

    browser.post(url("casework:tablet"), {"turn": str(one.pk), "mark": "succeeded", "words": ""})
    browser.post(url("casework:tablet"), {"turn": str(two.pk), "mark": "partly", "words": "It was hard."})

    week.refresh_from_db()
    assert week.evaluated_on == NOW.date()
    assert set(GoalMark.objects.values_list("turn", "mark", "voice", "by_own_hand")) == {
        (one.pk, "succeeded", "family", True),
        (two.pk, "partly", "family", True),
    }
    said = GoalWords.objects.get()
    assert (said.text, said.voice, said.turn) == ("It was hard.", "parent", two)
    done = _page(browser).content.decode()
    assert 'name="mark"' not in done
    assert url("casework:take_back") in done


def test_words_are_added_after_the_press_and_may_be_a_childs(tablet, episode, week):
    turn = RoundGoalFactory(round=week)
    browser = tablet("evaluate")
    browser.post(url("casework:tablet"), {"turn": str(turn.pk), "mark": "succeeded"})
    sent = {"turn": str(turn.pk), "words": "Nice!", "of_child": "on"}
    browser.post(url("casework:tablet"), sent)

    assert [(said.text, said.voice) for said in GoalWords.objects.all()] == [("Nice!", "child")]
    assert GoalMark.objects.get().mark == "succeeded"
    assert _page(browser, at=str(turn.pk)).status_code == 200


@pytest.mark.parametrize(
    "sent, kept",
    [
        ({"words": "x" * 100_000}, "x" * 100_000),
        ({"mark": "wonderful", "words": "kept"}, "kept"),
        ({"words": ""}, 'name="mark"'),
    ],
    ids=["100 000 letters", "a mark that is not on the scale", "nothing"],
)
def test_what_cannot_be_saved_is_said_and_stays_typed(tablet, week, sent, kept):
    turn = RoundGoalFactory(round=week)
    browser = tablet("evaluate")
    answer = _sent(browser, {"turn": str(turn.pk)} | sent)

    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert not GoalMark.objects.exists()
    assert not GoalWords.objects.exists()


def test_a_goal_that_is_too_long_says_by_how_much(tablet):
    browser = tablet("set")
    answer = _sent(browser, {"text": "x" * 100_000})

    assert answer.status_code == 422
    assert "99\N{NO-BREAK SPACE}700" in answer.content.decode()
    assert not CareGoal.objects.filter(level="week").exists()
    assert browser.post(url("casework:tablet"), {"text": " "}).status_code == 422


def test_a_goal_of_another_family_is_not_marked(tablet, week):
    theirs = RoundGoalFactory()
    browser = tablet("evaluate")

    answer = browser.post(url("casework:tablet"), {"turn": str(theirs.pk), "mark": "succeeded"})

    assert answer.status_code == 422
    assert not GoalMark.objects.exists()
    assert theirs.goal.text not in _page(browser, at=str(theirs.pk)).content.decode()


def test_a_fourth_goal_is_refused_in_plain_words(tablet, week):
    RoundGoalFactory.create_batch(3, round=week)
    browser = tablet("set")

    assert browser.post(url("casework:tablet"), {"text": "One more."}).status_code == 422
    assert RoundGoal.objects.count() == 3


def test_one_parent_sees_the_goals_of_the_family_and_their_own_and_not_the_other_parents(
    tablet, episode, week
):
    one, other = EpisodeMemberFactory.create_batch(2, episode=episode)
    for text, member in (("Ours", None), ("Mine", one), ("Theirs", other)):
        RoundGoalFactory(round=week, goal__text=text, goal__member=member)
    page = _page(tablet("set", whose=str(one.pk))).content.decode()

    assert [text in page for text in ("Ours", "Mine", "Theirs")] == [True, True, False]


def test_the_page_leads_nowhere_and_nothing_of_it_stays_in_the_browser(tablet, week):
    RoundGoalFactory(round=week)
    for what in ("set", "evaluate"):
        browser = tablet(what)
        answer = _page(browser)
        page = answer.content.decode()
        assert answer["Cache-Control"] == "no-store, private"
        links = {part.split('"')[0] for part in page.split(' href="')[1:]}
        inside = {link for link in links if not link.startswith("/static/")}
        assert inside == {"#sisalto", url("casework:take_back")}
        assert "Lumme" not in page
        assert "pk-nav" not in page


def test_every_other_address_asks_to_sign_in(tablet, episode):
    browser = tablet("set")
    wrong = {}
    for address in ours():
        for method in ("get", "post"):
            answer = getattr(browser, method)(address_of(address))
            if not (answer.status_code == 302 and answer.url.startswith(url("account_login"))):
                wrong[address.name, method] = answer.status_code

    assert wrong == {}
    assert browser.get(url("casework:episode", episode)).status_code == 302
    assert browser.get("/").url.startswith(url("account_login"))
    assert _page(browser).status_code == 200


def test_the_session_of_the_worker_is_gone(signed_in, aino, episode, client):
    browser = signed_in(aino)
    before = browser.session.session_key
    browser.post(url("casework:lend_device", episode), {"what": "set", "whose": "family"})

    assert browser.session.session_key != before
    assert set(browser.session.keys()) == {handing.HANDED, "_session_expiry"}
    assert not browser.session.__class__(before).load()


def test_the_worker_takes_it_back_with_the_password_and_is_where_they_were(tablet, episode, aino):
    browser = tablet("set")
    assert browser.get(url("casework:take_back")).status_code == 200
    wrong = browser.post(url("casework:take_back"), {"password": "a guess"})
    assert (wrong.status_code, "_auth_user_id" in browser.session) == (422, False)

    answer = browser.post(url("casework:take_back"), {"password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert browser.get(answer.url).status_code == 200
    assert browser.session[SECOND_FACTOR] is True
    assert handing.HANDED not in browser.session
    assert _page(browser).status_code == 302


def test_another_colleagues_password_does_not_open_it(tablet, lead):
    lead.set_password("another long password")
    lead.save()
    browser = tablet("set")

    assert browser.post(url("casework:take_back"), {"password": "another long password"}).status_code == 422


def test_guesses_are_slowed(tablet):
    browser = tablet("set")
    for number in range(12):
        browser.post(url("casework:take_back"), {"password": f"guess {number}"})

    assert browser.post(url("casework:take_back"), {"password": PASSWORD}).status_code == 422


def test_after_half_an_hour_it_only_asks_to_sign_in(tablet):
    browser = tablet("set")
    with clock.moved_to(NOW + handing.LASTS - timedelta(seconds=1)):
        assert _page(browser).status_code == 200
    with clock.moved_to(NOW + handing.LASTS):
        for address in ("casework:tablet", "casework:take_back"):
            answer = browser.post(url(address), {"text": "Late.", "password": PASSWORD})
            assert answer.url.startswith(url("account_login"))

    assert not CareGoal.objects.filter(level="week").exists()


@pytest.mark.parametrize("what", ["closed", "elsewhere", "signed out everywhere", "walled", "ended"])
def test_it_does_no_more_than_whoever_handed_it_over_may(tablet, episode, aino, work_form_b, what):
    browser = tablet("set")
    if what == "closed":
        User.objects.filter(pk=aino.pk).update(is_active=False)
    elif what == "elsewhere":
        Assignment.objects.filter(user=aino).update(work_form=work_form_b)
    elif what == "signed out everywhere":
        User.objects.filter(pk=aino.pk).update(session_epoch=7)
    elif what == "walled":
        PartyWallFactory(one=(episode.family, []), other=(EpisodeFactory().family, []))
    else:
        episode.ends_on, episode.end_reason = NOW.date(), "goals_met"
        episode.save()

    assert _page(browser).url.startswith(url("account_login"))
    assert browser.post(url("casework:tablet"), {"text": "More."}).status_code == 302
    assert not GoalRound.objects.exists()


def test_a_stranger_and_somebody_signed_in_get_nothing(client, signed_in, aino):
    for address in ("casework:tablet", "casework:take_back"):
        assert client.get(url(address)).url.startswith(url("account_login"))
    browser = signed_in(aino)
    for address in ("casework:tablet", "casework:take_back"):
        assert browser.get(url(address)).url == "/"


def test_handing_over_is_an_event(tablet, episode):
    tablet("evaluate")

    event = AuditEvent.objects.get(action="casework.lend_device")
    assert (event.about_id, event.detail) == (str(episode.pk), {"what": "evaluate"})


def test_the_tablet_asks_the_same_with_one_and_with_three_goals(tablet, week):
    RoundGoalFactory(round=week)
    browser = tablet("evaluate")
    asked = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            _page(browser)
        asked.append(len(queries))
        RoundGoalFactory.create_batch(2, round=week)

    assert asked[0] == asked[1]
