"""Somebody asks what is kept of them: it is put together by one, checked by another, taken out and given."""

import json
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from poukama.casework.models import OwnData, OwnPassage
from poukama.clients.models import KnownIn
from poukama.organisation.choices import TermList
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory, NotePartFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.journeys.looks import DESKTOP, PHONE, looks_right

TODAY = date(2024, 9, 12)


@pytest.fixture
def worker(transactional_db):
    user = UserFactory(language="fi")
    AssignmentFactory(user=user, work_form=WorkFormFactory(key="work-form", name="Avotyö"))
    TermFactory(list=TermList.MEMBER_ROLE, key="parent", name="Vanhempi")
    return user


@pytest.fixture
def colleague(worker):
    user = UserFactory(language="fi")
    AssignmentFactory(user=user, work_form=WorkFormFactory._meta.model.objects.get())
    return user


@pytest.fixture
def known(worker):
    """A mother, of whom one note tells alone and another with the father."""
    work_form = WorkFormFactory._meta.model.objects.get()
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form)
    episode = EpisodeFactory(work_form=work_form, family=family, starts_on=date(2024, 5, 20))
    members = [
        EpisodeMemberFactory(
            episode=episode,
            client=ClientFactory(
                family=family, code_name=f"Lumme {x}", search_key=f"lumme {x}".lower(), known_in=work_form
            ),
        )
        for x in ("K", "M")
    ]
    note = NoteFactory(episode=episode, happened_on=date(2024, 9, 5), written_by=worker)
    NotePartFactory(note=note, order=0, text="Äiti lepäsi päivällä.").tells_of.set(members[:1])
    NotePartFactory(note=note, order=1, text="Isä kertoi omasta työstään.").tells_of.set(members)
    return KnownIn.objects.get(client__code_name="Lumme K")


@pytest.fixture
def enter(browser_of, settings):
    """`enter(who, size)`: somebody's browser."""
    settings.DEMO_DAY = TODAY
    return browser_of


def test_what_tells_of_another_is_withheld_and_the_rest_is_given(enter, worker, colleague, known, axe):
    page = enter(worker, PHONE)
    page.goto(url("clients:card", known.client))
    page.get_by_role("link", name="Omat tiedot hänelle itselleen").click()
    looks_right(page, axe)
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/own-data/*/")
    expect(page.locator("main")).to_contain_text("Äiti lepäsi päivällä.")
    looks_right(page, axe)

    told = page.locator("li", has_text="Isä kertoi omasta työstään.")
    expect(told).to_contain_text("Kertoo tai voi kertoa jostakusta muusta")
    told.get_by_role("link", name="Anna tai jätä pois").click()
    looks_right(page, axe)
    page.locator("label:has([name=ground][value=others])").click()
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/own-data/*/")
    expect(page.locator("li", has_text="Isä kertoi")).to_contain_text("Se kertoo jostakusta muusta")
    expect(page.locator("main")).to_contain_text("Joku muu")

    there, page = page.url, enter(colleague, DESKTOP)
    page.goto(there)
    looks_right(page, axe)
    page.locator(".pk-form-foot button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Mitään ei ole annettu.")
    page.locator("label:has([name=is_read])").click()
    page.locator(".pk-form-foot button[type=submit]").click()
    expect(page.get_by_role("link", name="Tulostettavaksi")).to_be_visible()
    looks_right(page, axe)

    with page.expect_download() as saved:
        page.get_by_role("link", name="Tietona").click()
    copy = OwnData.objects.get()
    assert saved.value.suggested_filename == f"tiedot-{copy.code}.json"
    sections = json.loads(Path(saved.value.path()).read_text())["sections"]
    notes = next(each for each in sections if each["code"] == "notes")
    assert [each["text"] for each in notes["passages"]] == ["Äiti lepäsi päivällä."]

    page.get_by_role("link", name="Tulostettavaksi").click()
    expect(page.locator("h1")).to_have_text("Mitä sinusta säilytämme")
    expect(page.locator("main")).to_contain_text("1 kohta jätetään antamatta.")
    expect(page.locator("main")).not_to_contain_text("Isä kertoi")
    assert "Lumme" not in page.title()
    looks_right(page, axe)

    page.goto(url("casework:give_own_data", copy))
    looks_right(page, axe)
    page.locator("label:has([name=how][value=in_person])").click()
    page.locator(".pk-form-foot button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Kopiota ei enää säilytetä.")
    looks_right(page, axe)
    assert not OwnPassage.objects.exists()
