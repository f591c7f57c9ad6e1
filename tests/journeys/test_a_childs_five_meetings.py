"""A child's five meetings of which one is missed; LKK by two workers; and what was promised on the way, kept."""

from datetime import date, timedelta
from functools import partial

import pytest
from playwright.sync_api import expect

from poukama.casework.models import Contact, DueStep, Note, Promise
from poukama.organisation.choices import TermList
from tests.conftest import url
from tests.factories.casework import (
    AppointmentFactory,
    CareGoalFactory,
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    ProcessTemplateFactory,
)
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.journeys.looks import PHONE, looks_right

BEGAN, TODAY, WEEK = date(2024, 8, 12), date(2024, 9, 12), timedelta(days=7)


@pytest.fixture
def work_form(transactional_db):
    """A work form with the words of the work, and the two processes of its pack."""
    made = WorkFormFactory(key="work-form", name="Avotyö")
    for which, words in {
        TermList.CONTACT_KIND: {"meeting": {}, "did_not_arrive": {"took_place": False}},
        TermList.MEMBER_ROLE: {"parent": {}, "child": {"icon": "child"}},
        TermList.NOTE_HEADING: {
            "situation": {"kind": "observations", "first": "child"},
            "goals": {"kind": "goals"},
            "agreed": {"kind": "agreed"},
        },
    }.items():
        for order, (key, attributes) in enumerate(words.items()):
            TermFactory(list=which, key=key, name=key.capitalize(), order=order, attributes=attributes)
    ProcessTemplateFactory(
        key="child-five",
        name="Lapsen viisi tapaamista",
        work_form=made,
        for_whom="each_child",
        steps=[{"does": "closing", "trigger": "meetings", "number": 5, "upto": 5}],
    )
    ProcessTemplateFactory(
        key="lkk",
        name="LKK",
        work_form=made,
        steps=[
            {"does": "pair", "trigger": "workers", "number": 2},
            {"does": "letter", "trigger": "meetings", "number": 16, "upto": 16},
        ],
    )
    return made


@pytest.fixture
def worker(work_form):
    """Who works with the family, beside a colleague."""
    people = [UserFactory(name=name, language="fi") for name in ("Aino Työpari", "Saara Työpari")]
    for user in people:
        AssignmentFactory(user=user, work_form=work_form)
    return people[0]


@pytest.fixture
def episode(work_form, worker):
    """A family with a child, served elsewhere in the spring."""
    episode = EpisodeFactory(
        work_form=work_form, family__code_name="Lumme", starts_on=BEGAN, key_worker=worker
    )
    EpisodeFactory(
        work_form=work_form,
        family=episode.family,
        starts_on=date(2024, 2, 1),
        ends_on=date(2024, 5, 31),
        end_reason="goals_met",
    )
    EpisodeMemberFactory(episode=episode, role="child", client__code_name="Lumme A")
    EpisodeMemberFactory(episode=episode, role="parent", client__code_name="Lumme B")
    return episode


@pytest.fixture
def enter(browser_of, worker, settings):
    """`enter(size)`: the worker's browser."""
    settings.DEMO_DAY = TODAY
    return partial(browser_of, worker)


def begin(page, episode, name):
    page.goto(url("casework:begin_process", episode))
    page.locator("label", has_text=name).click()
    page.locator("[name=starts_on]").fill(BEGAN.isoformat())
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**{url('casework:processes', episode)}")


def record(page, episode, day):
    page.goto(url("casework:record_in", episode))
    page.locator("label", has=page.locator("input[name=kind][value=meeting]")).click()
    page.locator("[name=happened_on]").fill(day.isoformat())
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")


def test_five_meetings_of_which_one_is_missed(enter, episode, worker, axe):
    for week in range(3):
        ContactFactory(episode=episode, happened_on=BEGAN + week * WEEK)
    AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[worker])
    page = enter(PHONE)
    begin(page, episode, "Lapsen viisi")
    expect(page.locator("main")).to_contain_text("3/5 käyntiä")
    looks_right(page, axe)

    page.goto(url("casework:day"))
    page.locator("form[action$='/nobody/'] button").first.click()
    expect(page.locator(".pk-saved").first).to_be_visible()
    page.goto(url("casework:processes", episode))
    expect(page.locator("main")).to_contain_text("3/5 käyntiä")
    for day in (TODAY - timedelta(days=2), TODAY):
        record(page, episode, day)

    page.goto(url("duties:mine"))
    looks_right(page, axe)
    page.locator("form[action*='/steps/'][action$='/done/'] button").click()
    expect(page.locator("form[action*='/steps/'][action$='/done/']")).to_have_count(0)
    step = DueStep.objects.get(voided_at=None)
    assert (step.key, step.duty.done_on, step.duty.owner) == ("closing", TODAY, worker)
    assert Contact.objects.filter(episode=episode, took_place=False).count() == 1


def test_lkk_asks_for_two_workers_and_for_a_letter_at_the_sixteenth_visit(enter, episode, axe):
    for visit in range(15):
        ContactFactory(episode=episode, happened_on=BEGAN + visit * timedelta(days=2))
    page = enter(PHONE)
    begin(page, episode, "LKK")
    expect(page.locator("[data-steps] li")).to_have_count(2)
    page.locator("a[href$='/workers/']").click()
    looks_right(page, axe)
    page.locator("label", has_text="Saara").click()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**{url('casework:processes', episode)}")
    expect(page.locator("[data-settled] li")).to_have_count(1)

    record(page, episode, TODAY)
    page.goto(url("casework:processes", episode))
    looks_right(page, axe)
    page.locator("form[action*='/steps/'][action$='/done/'] button").click()
    expect(page.locator("[data-settled] li")).to_have_count(2)
    steps = DueStep.objects.filter(voided_at=None).order_by("key")
    assert [(step.key, step.by_itself) for step in steps] == [("letter", False), ("pair", True)]


def test_what_is_promised_in_a_note_comes_to_the_due_days_and_is_kept(enter, episode, axe):
    main = CareGoalFactory(episode=episode, text="Arki on turvallista.")
    CareGoalFactory(episode=episode, level="interim", under=main, text="Yöt ovat rauhallisia.")
    page = enter(PHONE)
    page.goto(url("casework:write_note", episode))
    page.locator("[name=about][value=none]").locator("xpath=ancestor::label").click()
    page.locator("label", has_text="Yöt ovat rauhallisia.").click()
    page.locator("[name=promise_agreed_0]").fill("Soitan kouluun.")
    page.locator("main form.pk-write button[type=submit]").last.click()
    expect(page.locator("[name=promise_on_agreed_0][aria-invalid=true]")).to_be_visible()
    expect(page.locator("[name=promise_agreed_0]")).to_have_value("Soitan kouluun.")
    looks_right(page, axe)
    page.locator("[name=promise_on_agreed_0]").fill((TODAY + timedelta(days=1)).isoformat())
    page.locator("main form.pk-write button[type=submit]").last.click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")

    expect(page.locator("#luvattu ~ ul")).to_contain_text("Soitan kouluun.")
    expect(page.locator("[aria-labelledby=notes]")).to_contain_text("Yöt ovat rauhallisia.")
    years = page.locator("[aria-labelledby=lanes] details summary")
    years.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-labelledby=lanes] details li")).to_have_count(3)
    looks_right(page, axe)

    page.goto(url("duties:mine"))
    expect(page.locator("main")).not_to_contain_text("Soitan kouluun.")
    page.locator("form[action$='/kept/'] button").click()
    expect(page.locator("form[action$='/kept/']")).to_have_count(0)
    assert (Note.objects.count(), Promise.objects.get().duty.done_on) == (1, TODAY)
