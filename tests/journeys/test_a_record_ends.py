"""A record whose time has come is destroyed by two people, beside one that something still binds."""

from datetime import date

import pytest
from playwright.sync_api import expect

from poukama.casework.models import Destruction, Episode
from poukama.clients.models import Family, KnownIn
from poukama.organisation.choices import Role, TermList
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory, NotePartFactory
from tests.factories.clients import ClientFactory, ConsentFactory, FamilyFactory, IdentityFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.journeys.looks import DESKTOP, PHONE, looks_right

TODAY = date(2024, 9, 12)
BEGAN, ENDED = date(2012, 9, 3), date(2013, 5, 31)


@pytest.fixture
def work_form(transactional_db):
    """A work form whose records are kept for ten years."""
    TermFactory(
        list=TermList.RETENTION_CLASS,
        key="own",
        name="Yhdistyksen oma säilytysaika",
        attributes={"years": 10},
    )
    TermFactory(list=TermList.MEMBER_ROLE, key="parent", name="Vanhempi")
    return WorkFormFactory(key="work-form", name="Avotyö", retention_class="own")


@pytest.fixture
def people(work_form):
    """Who leads the work form, and the director."""
    found = {}
    for who, role, place in (("lead", Role.LEAD, work_form), ("director", Role.DIRECTOR, None)):
        found[who] = UserFactory(language="fi")
        AssignmentFactory(user=found[who], role=role, work_form=place)
    return found


@pytest.fixture
def families(work_form):
    """Two that ended long ago with a note each; one of them has a consent that holds."""
    for code in ("Lumme", "Ruoko"):
        family = FamilyFactory(code_name=code, search_key=code.lower(), known_in=work_form)
        mother = ClientFactory(
            family=family, code_name=f"{code} K", search_key=f"{code} k".lower(), known_in=work_form
        )
        IdentityFactory(client=mother, work_form=work_form, first_names=f"Esimerkki{code}")
        episode = EpisodeFactory(
            work_form=work_form, family=family, starts_on=BEGAN, ends_on=ENDED, end_reason="goals_met"
        )
        EpisodeMemberFactory(episode=episode, client=mother, ends_on=ENDED)
        NotePartFactory(note=NoteFactory(episode=episode, happened_on=ENDED), text=f"Sana perheestä {code}.")
    KnownIn.objects.update(since_on=BEGAN)
    known = KnownIn.objects.get(client__code_name="Ruoko K")
    ConsentFactory(known=known, given_on=date(2024, 1, 2), expires_on=date(2025, 1, 31))


@pytest.fixture
def enter(browser_of, people, settings):
    """`enter("lead", size)`: that person's browser, on a September day."""
    settings.DEMO_DAY = TODAY
    return lambda who, size: browser_of(people[who], size)


def test_one_is_destroyed_by_two_people_and_the_other_stays(enter, work_form, families, axe):
    page = enter("lead", PHONE)
    page.goto(url("casework:destructions"))
    looks_right(page, axe)
    page.get_by_role("link", name="Avotyö").click()
    expect(page.locator("section[aria-labelledby=now]")).to_contain_text("Lumme")
    bound = page.locator("section[aria-labelledby=bound]")
    expect(bound).to_contain_text("Ruoko")
    expect(bound).to_contain_text("Suostumus on voimassa.")
    expect(bound).to_contain_text("31.1.2025")
    looks_right(page, axe)
    page.locator("section[aria-labelledby=now] form button[type=submit]").click()
    page.wait_for_url("**/casework/destructions/*/")
    expect(page.locator("tbody th")).to_have_text(["Lumme"])
    expect(page.get_by_role("link", name="Hävitä", exact=True)).to_have_count(0)
    looks_right(page, axe)

    other = enter("director", DESKTOP)
    other.goto(url("casework:destructions"))
    other.locator(".pk-list a").first.click()
    expect(other.locator("main")).not_to_contain_text("Lumme")
    other.get_by_role("link", name="Hävitä", exact=True).click()
    looks_right(other, axe)
    other.locator(".pk-form-foot button[type=submit]").click()
    expect(other.locator("main")).to_contain_text("Mitään ei ole hävitetty.")
    looks_right(other, axe)
    other.locator("label:has([name=is_looked_at])").click()
    other.locator(".pk-form-foot button[type=submit]").click()
    expect(other.locator("h1")).to_have_text("Hävitystodistus")
    expect(other.locator("main")).to_contain_text("Yhdistyksen oma säilytysaika")
    expect(other.locator("main")).not_to_contain_text("Lumme")
    looks_right(other, axe)

    page.goto(url("casework:retention", work_form))
    expect(page.locator("main")).not_to_contain_text("Lumme")
    expect(page.locator("section[aria-labelledby=bound]")).to_contain_text("Ruoko")
    assert set(Family.objects.values_list("code_name", flat=True)) == {"", "Ruoko"}
    assert Episode.objects.filter(destroyed_at__isnull=False).count() == 1
    assert Destruction.objects.get().told["records"] == 1
