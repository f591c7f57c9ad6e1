"""An ending agrees when those who leave are asked how they are, and by which way they said yes to it; it becomes a duty."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework import on_duties, on_follow_ups
from poukama.casework.choices import FollowUpOutcome, Trigger
from poukama.casework.duty_kinds import FOLLOW_UP_DUTY
from poukama.casework.models import DueStep, FollowUp
from poukama.casework.queries.retention import bound, records
from poukama.casework.services import (
    DayNotYetCome,
    DaysDoNotFit,
    NotAMember,
    NothingRuns,
    UndoTooLate,
    close_episode,
)
from poukama.casework.services.follow_ups import (
    AgainDoesNotFit,
    AgreedAlready,
    EpisodeGoesOn,
    FollowUpIn,
    MetAlready,
    NoSafeWay,
    agree_follow_up,
    close_and_follow,
    meet_follow_up,
    reopen_and_unfollow,
    take_follow_up_back,
    try_again,
)
from poukama.casework.services.following import follow_all
from poukama.casework.services.processes import end_process, take_new_steps
from poukama.casework.services.steps import AskedOnItsPage, do_step, leave_out, undo_step
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.duties.models import Duty
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import FollowUpFactory, ProcessFactory, ProcessTemplateFactory
from tests.factories.clients import (
    ClientFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    SafeContactFactory,
)

TODAY = date(2024, 9, 12)
HALF, YEAR = date(2025, 3, 12), date(2025, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(people):
    """The mother, who may be called until the end of the year."""
    known = KnownIn.objects.get(client=people["mother"])
    SafeContactFactory(
        known=known,
        by_call=True,
        phone="0400000000",
        confirmed_on=date(2024, 9, 1),
        expires_on=date(2024, 12, 31),
    )
    return known


@pytest.fixture
def ended(episode, aino):
    return close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)


def agree(ended, known, by, due_on=HALF, channel=Channel.CALL, words=""):
    return agree_follow_up(episode=ended, agreed=FollowUpIn(known, channel, words), due_on=due_on, by=by)


def test_an_ending_agrees_half_a_year_and_a_year_with_a_duty_each(episode, known, aino):
    agreed = FollowUpIn(known, Channel.CALL, "In the morning.")
    close_and_follow(
        episode=episode, ends_on=TODAY, reason="goals_met", months=[6, 12], agreed=agreed, by=aino
    )

    rows = FollowUp.objects.order_by("due_on")
    assert [(row.due_on, row.channel, row.words) for row in rows] == [
        (HALF, "call", "In the morning."),
        (YEAR, "call", "In the morning."),
    ]
    duties = Duty.objects.filter(kind=FOLLOW_UP_DUTY).order_by("due_on")
    assert [(duty.due_on, duty.owner, duty.key) for duty in duties] == [
        (row.due_on, aino, row.pk.hex) for row in rows
    ]


def test_where_a_process_asks_for_it_its_step_is_the_duty(episode, known, aino):
    template = ProcessTemplateFactory(
        work_form=episode.work_form, steps=[{"does": "half", "trigger": Trigger.AFTER_END, "number": 6}]
    )
    ProcessFactory(episode=episode, template=template, starts_on=episode.starts_on)
    agreed = FollowUpIn(known, Channel.CALL)
    close_and_follow(episode=episode, ends_on=TODAY, reason="goals_met", months=[6], agreed=agreed, by=aino)

    follow_up, step = FollowUp.objects.get(), DueStep.objects.get()
    assert follow_up.step == step
    assert not Duty.objects.filter(kind=FOLLOW_UP_DUTY).exists()
    about = on_duties.told(Actor(aino, TODAY), [step.duty])[step.duty_id]
    assert (about.url, about.done_url) == (url("casework:follow_up", follow_up), "")
    with clock.moved_to(HALF):
        meet_follow_up(follow_up=follow_up, outcome=FollowUpOutcome.REACHED, met_on=HALF, by=aino)
    step.duty.refresh_from_db()
    assert step.duty.done_on == HALF


@pytest.fixture
def asked(episode, known, aino):
    """A process asks how they are half a year after the end; it is agreed with the mother when they leave."""
    template = ProcessTemplateFactory(
        work_form=episode.work_form, steps=[{"does": "half", "trigger": Trigger.AFTER_END, "number": 6}]
    )
    ProcessFactory(episode=episode, template=template, starts_on=episode.starts_on)
    agreed = FollowUpIn(known, Channel.CALL)
    close_and_follow(episode=episode, ends_on=TODAY, reason="goals_met", months=[6], agreed=agreed, by=aino)
    return FollowUp.objects.get()


def test_a_step_for_which_it_is_agreed_is_not_done_by_a_press(signed_in, aino, asked):
    with clock.moved_to(HALF):
        browser = signed_in(aino)
        page = browser.get(url("casework:processes", asked.episode)).content.decode()
        assert url("casework:follow_up", asked) in page
        assert url("casework:step_done", asked.step) not in page
        assert browser.post(url("casework:step_done", asked.step)).status_code == 422
        with pytest.raises(AskedOnItsPage):
            do_step(step=asked.step, done_on=HALF, by=aino)
    assert Duty.objects.get().done_on is None


def test_a_step_left_out_takes_what_was_agreed_with_it_and_back(signed_in, aino, asked):
    page = url("casework:step_out", asked.step)
    browser = signed_in(aino)
    before = browser.get(page).context["is_agreed"]
    assert browser.post(page, {"reason": "They asked us not to."}).status_code == 302
    assert (before, FollowUp.objects.filter(voided_at=None).count()) == (True, 0)
    assert bonds(asked.episode) == []
    undo_step(step=asked.step, by=aino)
    asked.refresh_from_db()
    assert (asked.voided_at, asked.voided_by) == (None, None)
    duty = DueStep.objects.get().duty
    assert (duty.due_on, duty.done_on, bonds(asked.episode)) == (HALF, None, [HALF])


def test_what_was_agreed_anew_meanwhile_stays_alone(aino, asked, known):
    leave_out(step=asked.step, reason="Another way.", by=aino)
    anew = agree(asked.episode, known, aino)
    undo_step(step=asked.step, by=aino)
    assert list(FollowUp.objects.filter(voided_at=None)) == [anew]


@pytest.mark.parametrize("how", ["ends", "takes new steps"])
def test_when_the_process_asks_no_more_it_has_a_duty_of_its_own(aino, asked, how):
    process = asked.step.process
    if how == "ends":
        end_process(process=process, ends_on=TODAY, by=aino)
    else:
        process.template.version = 2
        process.template.save()
        take_new_steps(process=process, by=aino)
    asked.refresh_from_db()
    duty = Duty.objects.get(kind=FOLLOW_UP_DUTY)
    assert (asked.step, asked.voided_at) == (None, None)
    assert (duty.due_on, duty.owner, duty.key) == (HALF, aino, asked.pk.hex)
    assert Duty.objects.filter(voided_at=None).count() == 1
    with clock.moved_to(HALF):
        meet_follow_up(follow_up=asked, outcome=FollowUpOutcome.REACHED, met_on=HALF, by=aino)
    duty.refresh_from_db()
    assert (duty.done_on, bonds(asked.episode)) == (HALF, [])


def test_an_ending_taken_back_leaves_no_duty_of_what_its_process_asked(aino, asked):
    reopen_and_unfollow(episode=asked.episode, by=aino)
    assert FollowUp.objects.filter(voided_at=None).count() == 0
    assert Duty.objects.filter(voided_at=None).count() == 0


WEEK_LATER = date(2025, 3, 19)


def tried(follow_up, by, again_on=WEEK_LATER, told="No answer."):
    return try_again(follow_up=follow_up, tried_on=clock.today(), again_on=again_on, told=told, by=by)


def test_whoever_is_not_reached_waits_for_another_day_by_the_same_way(ended, known, aino):
    follow_up = agree(ended, known, aino)
    with clock.moved_to(HALF):
        one = tried(follow_up, aino)
    follow_up.refresh_from_db()
    duty = Duty.objects.get(kind=FOLLOW_UP_DUTY, key=follow_up.pk.hex)
    assert (one.due_on, one.met_on, one.outcome, one.told) == (HALF, HALF, "not_reached", "No answer.")
    assert (follow_up.due_on, follow_up.channel, follow_up.met_on) == (WEEK_LATER, "call", None)
    assert (duty.due_on, duty.done_on, bonds(ended)) == (WEEK_LATER, None, [WEEK_LATER])
    with clock.moved_to(WEEK_LATER):
        tried(follow_up, aino, date(2025, 3, 26))
        meet_follow_up(follow_up=follow_up, outcome=FollowUpOutcome.REACHED, met_on=WEEK_LATER, by=aino)
    assert (follow_up.tries.count(), bonds(ended)) == (2, [])


def test_its_step_waits_for_that_day_too_whatever_is_computed(aino, asked):
    with clock.moved_to(HALF):
        one = tried(asked, aino)
        follow_all()
        assert list(Duty.objects.values_list("due_on", "done_on")) == [(WEEK_LATER, None)]
        take_follow_up_back(follow_up=one, by=aino)
        follow_all()
        assert list(Duty.objects.values_list("due_on", "done_on")) == [(HALF, None)]


def test_one_tries_again_on_a_day_ahead_that_is_not_agreed(ended, known, aino):
    follow_up = agree(ended, known, aino)
    agree(ended, known, aino, WEEK_LATER)
    with clock.moved_to(HALF):
        for day in (HALF, TODAY, date(2025, 6, 13)):
            with pytest.raises(AgainDoesNotFit):
                tried(follow_up, aino, day)
        with pytest.raises(AgreedAlready):
            tried(follow_up, aino, WEEK_LATER)
        with pytest.raises(DaysDoNotFit):
            try_again(follow_up=follow_up, tried_on=TODAY, again_on=date(2025, 4, 1), by=aino)
    assert FollowUp.objects.filter(try_of__isnull=False).count() == 0


def test_a_wrong_press_is_taken_back_on_the_same_day_the_latest_first(ended, known, aino):
    follow_up = agree(ended, known, aino)
    with pytest.raises(NothingRuns):
        take_follow_up_back(follow_up=follow_up, by=aino)
    with clock.moved_to(HALF):
        first = tried(follow_up, aino)
    with clock.moved_to(WEEK_LATER):
        with pytest.raises(UndoTooLate):
            take_follow_up_back(follow_up=first, by=aino)
        second = tried(follow_up, aino, date(2025, 3, 26))
        met = meet_follow_up(
            follow_up=follow_up, outcome=FollowUpOutcome.DECLINED, met_on=WEEK_LATER, told="No.", by=aino
        )
        with pytest.raises(NothingRuns):
            take_follow_up_back(follow_up=second, by=aino)
        take_follow_up_back(follow_up=met, by=aino)
        follow_up.refresh_from_db()
        assert (follow_up.outcome, follow_up.told, follow_up.met_by) == ("", None, None)
        assert Duty.objects.get(kind=FOLLOW_UP_DUTY).done_on is None
        take_follow_up_back(follow_up=second, by=aino)
        with pytest.raises(NothingRuns):
            take_follow_up_back(follow_up=second, by=aino)
    follow_up.refresh_from_db()
    assert (follow_up.due_on, list(follow_up.tries.filter(voided_at=None))) == (WEEK_LATER, [first])


def test_of_two_tries_on_one_day_the_latest_goes_first(aino, asked):
    with clock.moved_to(HALF):
        first, second = tried(asked, aino), tried(asked, aino, date(2025, 3, 26))
        FollowUp.objects.filter(pk=first.pk).update(met_at=first.met_at - timedelta(hours=1))
        with pytest.raises(NothingRuns):
            take_follow_up_back(follow_up=first, by=aino)
        for one in (second, first):
            take_follow_up_back(follow_up=one, by=aino)
        meet_follow_up(follow_up=asked, outcome=FollowUpOutcome.REACHED, met_on=HALF, by=aino)
        take_follow_up_back(follow_up=asked, by=aino)
    assert list(Duty.objects.values_list("due_on", "done_on")) == [(HALF, None)]


def test_not_reached_on_screen_asks_for_a_day_and_can_be_taken_back(signed_in, aino, ended, known):
    follow_up = agree(ended, known, aino)
    one, undo = url("casework:follow_up", follow_up), "casework:undo_follow_up"
    with clock.moved_to(HALF):
        browser = signed_in(aino)
        typed = {"outcome": "not_reached", "met_on": str(HALF), "told": "No answer."}
        for wrong in ({}, {"again_on": str(WEEK_LATER), "no_more": "on"}, {"again_on": str(HALF)}):
            refused = browser.post(one, typed | wrong)
            assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["again_on"])
            assert "No answer." in refused.content.decode()
        other = browser.post(one, typed | {"outcome": "reached", "again_on": str(WEEK_LATER)})
        assert list(other.context["form"].errors) == ["again_on"]
        assert browser.post(one, typed | {"again_on": str(WEEK_LATER)}).status_code == 302
        tried_once = follow_up.tries.get()
        page = browser.get(one).content.decode()
        assert ("No answer." in page, url("casework:follow_up", tried_once) in page) == (True, True)
        assert url(undo, tried_once) in browser.get(url("casework:follow_up", tried_once)).content.decode()
        assert browser.post(url(undo, tried_once)).url == url("casework:follow_ups", ended)
        assert browser.post(one, typed | {"no_more": "on"}).status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.outcome, follow_up.due_on, bonds(ended)) == ("not_reached", HALF, [])
    with clock.moved_to(WEEK_LATER):
        assert signed_in(aino).post(url(undo, follow_up)).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.met_on == HALF


@pytest.mark.parametrize("who, status", [("aino", 302), ("bertta", 404), ("director", 404)])
def test_only_those_who_work_there_take_back(signed_in, cast, aino, ended, known, who, status):
    follow_up = agree(ended, known, aino)
    with clock.moved_to(HALF):
        meet_follow_up(follow_up=follow_up, outcome=FollowUpOutcome.REACHED, met_on=HALF, by=aino)
        assert signed_in(cast[who]).post(url("casework:undo_follow_up", follow_up)).status_code == status


def bonds(episode):
    day = date(2040, 1, 1)
    found = bound(records(episode.work_form, day), day)
    return [bond.until for record in found for bond in record.bonds if bond.code == "follow_up"]


def test_only_ways_that_hold_are_agreed_on(ended, known, people, aino):
    with pytest.raises(NoSafeWay):
        agree(ended, known, aino, channel=Channel.TEXT)
    with pytest.raises(NoSafeWay):
        agree(ended, KnownIn.objects.get(client=people["father"]), aino)
    with pytest.raises(NotAMember):
        agree(ended, KnownIn.objects.get(client=ClientFactory(known_in=ended.work_form)), aino)
    with clock.moved_to(date(2025, 1, 1)), pytest.raises(NoSafeWay):
        agree(ended, known, aino)
    assert not FollowUp.objects.exists()


def test_it_is_after_the_end_within_two_years_and_once(ended, known, aino):
    for day in (TODAY, date(2024, 9, 1), date(2026, 12, 1)):
        with pytest.raises(DaysDoNotFit):
            agree(ended, known, aino, day)
    agree(ended, known, aino)
    with pytest.raises(AgreedAlready):
        agree(ended, known, aino)


def test_whoever_goes_on_is_not_followed(episode, known, aino):
    with pytest.raises(EpisodeGoesOn):
        agree(episode, known, aino)
    agreed = FollowUpIn(known, Channel.CALL)
    ended = close_and_follow(
        episode=episode, ends_on=TODAY, reason="goals_met", months=[6], agreed=agreed, by=aino
    )
    reopen_and_unfollow(episode=ended, by=aino)
    assert FollowUp.objects.filter(voided_at=None).count() == 0
    assert Duty.objects.filter(kind=FOLLOW_UP_DUTY, voided_at=None).count() == 0


def test_it_is_made_once_on_a_day_after_the_end(ended, known, aino):
    follow_up = agree(ended, known, aino)
    with pytest.raises(DayNotYetCome):
        meet_follow_up(follow_up=follow_up, outcome=FollowUpOutcome.REACHED, met_on=HALF, by=aino)
    with clock.moved_to(date(2025, 3, 20)):
        with pytest.raises(DaysDoNotFit):
            meet_follow_up(follow_up=follow_up, outcome=FollowUpOutcome.REACHED, met_on=TODAY, by=aino)
        made = meet_follow_up(
            follow_up=follow_up,
            outcome=FollowUpOutcome.REACHED,
            met_on=date(2025, 3, 20),
            told="Well.",
            by=aino,
        )
        with pytest.raises(MetAlready):
            meet_follow_up(follow_up=follow_up, outcome=FollowUpOutcome.DECLINED, met_on=HALF, by=aino)
    assert (made.told, made.met_by) == ("Well.", aino)
    duty = Duty.objects.get(kind=FOLLOW_UP_DUTY)
    assert (duty.due_on, duty.done_on) == (HALF, date(2025, 3, 20))


def test_its_duty_says_whom_one_asks_and_a_wall_hides_it(ended, known, aino, bertta):
    follow_up = agree(ended, known, aino)
    duty = Duty.objects.get(kind=FOLLOW_UP_DUTY)
    actor = Actor(aino, TODAY)
    assert list(Duty.objects.filter(on_follow_ups._seen(actor))) == [duty]
    about = on_follow_ups._told(actor, [duty])[duty.pk]
    assert (about.code, about.url) == ("Lumme A", url("casework:follow_up", follow_up))
    PartyWallFactory(one=(known.client, [bertta]), other=(ClientFactory(), []))
    assert list(Duty.objects.filter(on_follow_ups._seen(Actor(aino, TODAY)))) == []


def test_what_the_database_is_asked_does_not_grow_with_what_waits(ended, known, aino):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = Duty.objects.filter(on_follow_ups._seen(Actor(aino, TODAY))).count()
        return found, [one["sql"] for one in queries]

    agree(ended, known, aino)
    one, before = asked()
    for day in (13, 14, 15):
        agree(ended, known, aino, date(2025, 3, day))
    four, after = asked()
    assert (one, four) == (1, 4)
    assert after == before


def test_in_the_list_of_duties_it_leads_to_its_page(signed_in, aino, ended, known):
    follow_up = agree(ended, known, aino)
    with clock.moved_to(HALF):
        assert (
            url("casework:follow_up", follow_up) in signed_in(aino).get(url("duties:mine")).content.decode()
        )


def test_closing_on_screen_asks_for_both_and_keeps_what_was_chosen(signed_in, aino, episode, known):
    browser = signed_in(aino)
    address = url("casework:close", episode)
    typed = {"reason": "goals_met", "ends_on": str(TODAY), "months": ["6"]}
    assert 'name="months"' in browser.get(address).content.decode()
    assert browser.post(address, typed | {"channel": "call"}).status_code == 422
    episode.refresh_from_db()
    assert episode.is_open
    right = browser.post(address, typed | {"whom": str(known.pk), "channel": "call"})
    assert right.status_code == 302
    assert FollowUp.objects.get().due_on == HALF


def test_where_nobody_may_be_reached_closing_leads_to_agreeing_on_it(signed_in, aino, episode, people):
    page = signed_in(aino).get(url("casework:close", episode)).content.decode()

    assert 'name="months"' not in page
    assert f'href="{url("casework:episode", episode)}#safe-contact"' in page
    assert 'id="safe-contact"' in signed_in(aino).get(url("casework:episode", episode)).content.decode()


def test_an_ending_recorded_late_says_at_the_months_which_are_past(signed_in, aino, episode, known):
    typed = {"reason": "goals_met", "ends_on": str(TODAY), "months": ["6"]}
    typed |= {"whom": str(known.pk), "channel": "call"}
    with clock.moved_to(date(2025, 4, 1)):
        known.safe_contacts.update(expires_on=date(2025, 6, 1))
        refused = signed_in(aino).post(url("casework:close", episode), typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["months"])
    assert refused.context["form"]["months"].value() == ["6"]
    episode.refresh_from_db()
    assert (episode.is_open, FollowUp.objects.exists()) == (True, False)


def test_closing_without_one_agrees_nothing(signed_in, aino, episode, known):
    typed = {"reason": "goals_met", "ends_on": str(TODAY)}
    assert signed_in(aino).post(url("casework:close", episode), typed).status_code == 302
    assert not FollowUp.objects.exists()


def test_closing_where_nobody_has_agreed_on_a_way_asks_for_none(signed_in, aino, episode):
    page = signed_in(aino).get(url("casework:close", episode))
    assert (page.status_code, 'name="months"' in page.content.decode()) == (200, False)


def test_agreeing_and_asking_on_screen(signed_in, aino, ended, known):
    browser = signed_in(aino)
    address = url("casework:follow_ups", ended)
    typed = {"due_on": str(HALF), "whom": str(known.pk), "channel": "call", "words": "Ask for the baby."}
    assert browser.get(address).status_code == 200
    early = browser.post(address, typed | {"due_on": str(TODAY)})
    assert (early.status_code, "Ask for the baby." in early.content.decode()) == (422, True)
    assert browser.post(address, typed).url == address
    assert browser.post(address, typed).status_code == 422
    follow_up = FollowUp.objects.get()
    one = url("casework:follow_up", follow_up)
    assert one in browser.get(address).content.decode()
    with clock.moved_to(HALF):
        page = browser.get(one).content.decode()
        assert "Ask for the baby." in page
        assert 'data-is="late"' in page
        assert browser.post(one, {"outcome": "reached", "met_on": str(TODAY)}).status_code == 422
        assert browser.post(one, {"outcome": "reached", "met_on": str(HALF), "told": "Well."}).url == address
        assert "Well." in browser.get(one).content.decode()
        assert browser.post(one, {"outcome": "reached", "met_on": str(HALF)}).url == address
        late = browser.post(one, {"outcome": "reached", "met_on": str(HALF), "told": "They sleep now."})
        both = [text in late.content.decode() for text in ("Well.", "They sleep now.")]
        assert (late.status_code, both, FollowUp.objects.get().told) == (422, [True, True], "Well.")


def test_without_a_safe_way_nothing_can_be_agreed(signed_in, aino, ended):
    page = signed_in(aino).get(url("casework:follow_ups", ended)).content.decode()
    assert 'name="due_on"' not in page


@pytest.mark.parametrize("who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("director", 404)])
def test_only_those_who_work_there_ask(signed_in, cast, aino, ended, known, who, status):
    follow_up = agree(ended, known, aino)
    for address in (url("casework:follow_ups", ended), url("casework:follow_up", follow_up)):
        assert signed_in(cast[who]).get(address).status_code == status


def test_under_an_order_of_others_there_is_nothing(signed_in, aino, ended, known):
    follow_up = agree(ended, known, aino)
    ProtectionOrderFactory(known=known, ends_on=date(2025, 12, 1))
    for address in (url("casework:follow_ups", ended), url("casework:follow_up", follow_up)):
        assert signed_in(aino).get(address).status_code == 404


def test_the_list_asks_the_same_however_many(signed_in, aino, ended, known):
    browser = signed_in(aino)
    FollowUpFactory(episode=ended, known=known)
    before = _queries(browser, ended)
    for month in (4, 5):
        FollowUpFactory(episode=ended, known=known, due_on=date(2025, month, 1))
    assert _queries(browser, ended) == before


def _queries(browser, ended):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url("casework:follow_ups", ended)).status_code == 200
    return len(asked)
