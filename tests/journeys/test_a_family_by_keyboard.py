"""A family is edited on a phone by keyboard alone: members, ties, homes, a child who is expected and born, an end.

Nothing but Tab, Enter, Space, the arrows and letters; where one stands is seen all the time, also after what is
swapped on the page and after a refusal.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.test_kept_apart import PHONE

FAMILY = """
from poukama.casework.models import Episode, EpisodeMember
from poukama.clients.models import Expecting, FamilyTie
for episode in Episode.objects.filter(work_form__key="baby-blues", voided_at=None, ends_on=None,
                                      family__isnull=False).order_by("-pk"):
    members = list(EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None).order_by("pk"))
    mothers = [row.client for row in members if row.role == "mother" and (row.client.birth_year or 0) > 1980]
    if mothers and not Expecting.objects.filter(client__family=episode.family).exists():
        print(episode.pk, mothers[0].code_name)
        break
"""


@pytest.fixture
def family(house):
    """The address of a family's page and the code name of its mother."""
    found = house.python("-c", f"import django; django.setup()\n{FAMILY}").strip()
    number, mother = found.split(" ", 1)
    return f"/casework/{number}/", mother


@pytest.fixture
def page(enter):
    """The phone of somebody who works with babies."""
    return enter("baby-blues-tyontekija", viewport=PHONE)


@pytest.fixture
def keys(page):
    return Keyboard(page)


def card_of(page, who):
    """The link to somebody's card among those who take part."""
    return page.locator("section[aria-labelledby=members] a[href^='/clients/']").filter(has_text=who).last


def add(keys, family, role, year, *, first=lambda: None):
    """Somebody new comes along; their code name."""
    page = keys.page
    page.goto(family)
    keys.follow(page.locator(f"a[href='{family}members/']"))
    first()
    keys.choose("who", "Joku uusi")
    keys.choose("role", role)
    keys.write(page.locator("[name=birth_year]"), year)
    keys.follow(page.locator("main").get_by_role("button", name="Lisää"))
    keys.arrives(family)
    said = page.locator(".pk-toast").first.inner_text()
    return re.search(r"Lisätty: (.+?)\.", said).group(1)


def ties_of(keys, family, who):
    """The page of somebody's ties, opened from the family's page."""
    keys.page.goto(family)
    keys.follow(card_of(keys.page, who))
    keys.follow(keys.page.locator("main a[href$='/ties/']").first)


def test_members_and_ties_are_recorded_and_corrected(page, keys, family, axe):
    family, mother = family

    def looks_first():
        keys.write(page.locator("input[name=q]"), "eikukaanmuu")
        expect(page.locator("#who")).to_contain_text("ei löytynyt ketään")
        keys.stands_somewhere()
        assert page.evaluate("document.activeElement.id") == "id_q"
        assert axe(page) == []

    older = add(keys, family, "Läheinen", "1950", first=looks_first)
    keys.to(page.locator(".pk-toast [data-undo]"))
    child = add(keys, family, "Lapsi", "2016")

    ties_of(keys, family, older)
    keys.follow(page.locator("a[href$='/ties/add/']"))
    keys.choose("kind", "Vanhempi lapselle")
    keys.send()
    keys.mend(page.locator("input[name=whom]").first)
    keys.choose("whom", mother)
    keys.send()
    keys.arrives("/ties/")
    expect(page.locator("main")).to_contain_text(mother)

    ties_of(keys, family, child)
    keys.follow(page.locator("a[href$='/ties/add/']"))
    keys.choose("kind", "Vanhempi lapselle")
    keys.choose("whom", mother)
    keys.write_day(page.locator("[name=starts_on]"), "1.2.2017")
    keys.send()
    expect(page.locator(".ds-validation-message")).to_contain_text("Syntymävuosien mukaan")
    assert axe(page) == []
    keys.mend(page.locator("input[name=whom]").first)
    assert page.locator("input[name=kind][value=parent]").is_checked()
    assert page.locator("[name=starts_on]").input_value() == "2017-02-01"
    keys.press("Shift+Tab")
    keys.choose("kind", "Sisarus")
    keys.choose("whom", "Joku muu")
    keys.choose("whom", older)
    keys.send()
    keys.arrives("/ties/")
    expect(page.locator("main")).to_contain_text(f"Sisarus henkilölle {older}")

    keys.follow(page.locator("a[href*='/ties/'][href*='/end/']").first)
    keys.write_day(page.locator("[name=ends_on]"), "1.1.2016")
    keys.send()
    keys.mend(page.locator("[name=ends_on]"))
    assert page.locator("[name=ends_on]").input_value() == "2016-01-01"
    keys.follow(page.get_by_role("button", name="Se kirjattiin vahingossa"))
    keys.arrives("/ties/")
    expect(page.locator("main")).not_to_contain_text(f"Sisarus henkilölle {older}")
    assert axe(page) == []


def test_another_home_a_child_who_is_expected_and_born_and_the_end_of_a_part(page, keys, family, axe):
    family, mother = family
    child = add(keys, family, "Lapsi", "2016")
    ties_of(keys, family, child)
    keys.follow(page.locator("a[href$='/home/']"))
    keys.write(page.locator("[name=code_name]"), "Eikukaan 7")
    keys.send()
    keys.mend(page.locator("[name=code_name]"))
    assert page.locator("[name=code_name]").input_value() == "Eikukaan 7"
    keys.press("ControlOrMeta+a")
    keys.press("Delete")
    keys.send()
    keys.arrives("/ties/")
    expect(page.locator("main")).to_contain_text("Asuu myös toisaalla")
    keys.follow(page.locator("a[href*='/homes/'][href$='/end/']"))
    keys.write_day(page.locator("[name=ends_on]"), "30.12.2024")
    keys.send()
    assert axe(page) == []

    page.goto(family)
    keys.follow(page.get_by_role("link", name="Lasta odotetaan"))
    if not page.locator("input[name=mother]:checked").count():
        keys.choose("mother", mother)
    keys.write_day(page.locator("[name=due_on]"), "1.1.2027")
    keys.send()
    keys.mend(page.locator("[name=due_on]"))
    assert page.locator("[name=due_on]").input_value() == "2027-01-01"
    assert axe(page) == []
    keys.write_day(page.locator("[name=due_on]"), "2.1.2025")
    keys.send()
    keys.arrives(family)
    keys.follow(page.locator("a[href$='/born/']"))
    keys.write_day(page.locator("[name=born_on]"), "29.12.2024")
    keys.write(page.locator("[name=children]"), "0")
    keys.send()
    keys.mend(page.locator("[name=children]"))
    assert page.locator("[name=born_on]").input_value() == "2024-12-29"
    keys.write(page.locator("[name=children]"), "1")
    keys.send()
    keys.arrives(family)
    expect(page.locator(".pk-toast").first).to_contain_text("Onnea perheelle")

    keys.follow(
        page.locator("section[aria-labelledby=members] li").filter(has_text=child).locator("a[href$='/end/']")
    )
    keys.write_day(page.locator("[name=ends_on]"), "31.12.2024")
    keys.send()
    keys.mend(page.locator("[name=ends_on]"))
    assert page.locator("[name=ends_on]").input_value() == "2024-12-31"
    keys.write_day(page.locator("[name=ends_on]"), "30.12.2024")
    keys.send()
    keys.arrives(family)
    keys.follow(page.locator(".pk-toast [data-undo]"))
    expect(card_of(page, child)).to_be_visible()
    assert axe(page) == []


def test_focus_is_not_lost_when_a_name_is_opened(page, keys, family):
    family, mother = family
    page.goto(family)
    keys.follow(card_of(page, mother))
    if page.get_by_role("link", name="Kirjaa nimi").count():
        keys.follow(page.get_by_role("link", name="Kirjaa nimi"))
        keys.write(page.locator("[name=first_names]"), "Aamu")
        keys.write(page.locator("[name=last_name]"), "Keksilä")
        keys.send()
    keys.to(page.get_by_role("link", name="Avaa nimi"))
    keys.press("Enter")
    expect(page.locator("main dt", has_text="Sukunimi")).to_be_visible()
    keys.stands_somewhere()
    assert page.evaluate("document.activeElement.textContent").count("Sukunimi") == 1
