"""A family leaves: the ending agrees a follow-up, the child has a summary and a letter, and in half a year they are asked."""

from datetime import date
from functools import partial

import pytest
from playwright.sync_api import expect

from poukama.casework.models import FollowUp, Report
from poukama.clients.models import KnownIn
from poukama.duties.models import Duty
from poukama.organisation.choices import TermList
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory, NotePartFactory
from tests.factories.clients import ClientFactory, FamilyFactory, SafeContactFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.journeys.looks import PHONE, looks_right

END, HALF = date(2024, 9, 30), date(2025, 3, 30)


@pytest.fixture
def worker(transactional_db):
    """A worker of a work form where endings have a reason."""
    user = UserFactory(email="worker@example.org", language="fi")
    AssignmentFactory(user=user, work_form=WorkFormFactory(key="work-form"))
    TermFactory(list=TermList.END_REASON, key="period_ended", name="Sovittu jakso päättyi")
    TermFactory(list=TermList.NOTE_HEADING, key="work", name="Työskentely")
    for key, icon in (("parent", "adult"), ("child", "child")):
        TermFactory(list=TermList.MEMBER_ROLE, key=key, name=key.title(), attributes={"icon": icon})
    return user


@pytest.fixture
def episode(worker):
    """A mother who may be called, and a child who has said something."""
    place = WorkFormFactory._meta.model.objects.get()
    family = FamilyFactory(code_name="Lumme", known_in=place)
    episode = EpisodeFactory(work_form=place, family=family, starts_on=date(2024, 5, 20), key_worker=worker)
    for letter, role in (("A", "parent"), ("B", "child")):
        client = ClientFactory(family=family, code_name=f"Lumme {letter}", known_in=place)
        EpisodeMemberFactory(episode=episode, client=client, role=role)
    child = episode.members.get(role="child")
    note = NoteFactory(episode=episode, happened_on=date(2024, 9, 2), recorded_by=worker)
    NotePartFactory(note=note, heading="work", text="Piirsimme turvapaikan.", of=[child])
    NotePartFactory(
        note=note, kind="own_words", heading="own", text="Täällä oli hiljaista.", whose=child, of=[child]
    )
    SafeContactFactory(
        known=KnownIn.objects.get(client__code_name="Lumme A"),
        by_call=True,
        phone="0400000000",
        confirmed_on=date(2024, 9, 20),
        expires_on=date(2024, 12, 20),
    )
    return episode


@pytest.fixture
def page_of(browser_of, worker):
    """`page_of(size)`: the worker's browser."""
    return partial(browser_of, worker)


def test_they_leave_with_a_letter_and_are_asked_in_half_a_year(page_of, episode, settings, axe):
    settings.DEMO_DAY = END
    page = page_of(PHONE)
    page.goto(url("casework:close", episode))
    looks_right(page, axe)
    page.locator("label:has([name=reason])").first.click()
    page.locator("label:has([name=months][value='6'])").click()
    page.locator("label:has([name=channel][value=call])").click()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    follow_up = FollowUp.objects.get()
    assert (follow_up.due_on, Duty.objects.get(key=follow_up.pk.hex).due_on) == (HALF, HALF)

    page.goto(url("casework:reports", episode))
    looks_right(page, axe)
    page.locator("a[href*='/reports/child/']").click()
    assert "Täällä oli hiljaista." in page.locator("[name=child]").input_value()
    assert "Piirsimme turvapaikan." in page.locator("[name=heading_work]").input_value()
    looks_right(page, axe)
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/reports/*-*/")
    page.goto(url("casework:reports", episode))
    page.locator("a[href*='/reports/letter/']").click()
    letter = page.locator("[name=letter]")
    letter.fill(letter.input_value() + "\nKaikkea hyvää sinulle.")
    looks_right(page, axe)
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/reports/*-*/")
    expect(page.locator("main")).to_contain_text("Kaikkea hyvää sinulle.")
    expect(page.locator("main")).to_contain_text("Täällä oli hiljaista.")
    looks_right(page, axe)
    assert set(Report.objects.values_list("kind", flat=True)) == {"child", "letter"}

    settings.DEMO_DAY = HALF
    page.goto(url("casework:follow_ups", episode))
    looks_right(page, axe)
    page.locator(f"a[href='{url('casework:follow_up', follow_up)}']").click()
    expect(page.locator("[data-is=late]")).to_be_visible()
    looks_right(page, axe)
    page.locator("label:has([name=outcome][value=reached])").click()
    page.locator("[name=told]").fill("Arki sujuu.")
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:follow_ups', episode)}")
    assert Duty.objects.get(key=follow_up.pk.hex).done_on == HALF
