"""Somebody is added who is known already: suggested first, linked, taken apart; and another team is asked."""

import re

from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.looks import PHONE, looks_right
from tests.journeys.moves import answered
from tests.journeys.test_kept_apart import my_families, who

FIRST, LAST = "Tuulia Aamu", "Keksilä"
ADULTS = """
from poukama.casework.models import EpisodeMember
from poukama.clients.models import BehindWall
rows = EpisodeMember.objects.filter(episode__work_form__key={work_form!r}, episode__voided_at=None, voided_at=None,
    episode__ends_on=None, ends_on=None, client__family__isnull=False, client__birth_year__lt=2000)
walled = BehindWall.objects.filter(family__isnull=False).values("family")
rows = rows.exclude(client__family__in=walled).select_related("client")
seen = {{}}
for row in rows.order_by("-episode", "pk"):
    seen.setdefault(row.episode_id, row)
for row in list(seen.values())[:2]:
    print(row.episode_id, row.client_id, row.client.birth_year, row.client.code_name, sep="|")
"""


def two_adults(house, work_form):
    """Of two families of a work form, seen by all who work there: (page, card, birth year, code name) of each."""
    code = ADULTS.format(work_form=work_form)
    lines = house.python("-c", f"import django; django.setup()\n{code}").strip().splitlines()
    found = []
    for line in lines:
        episode, client, year, code_name = line.split("|")
        found.append((f"/casework/{episode}/", f"/clients/{client}/", year, code_name))
    return found


def home(page):
    """What somebody's home page says, whatever the clock on it."""
    page.goto("/")
    page.wait_for_load_state("networkidle")
    return re.sub(r"kello on \d+\.\d\d", "", page.locator("main").inner_text())


def name(page, card, *, born_on=""):
    """Record a name on somebody's card, or another one."""
    page.goto(card)
    page.get_by_role("link", name=re.compile("^(Kirjaa|Korjaa) nimi")).first.click()
    page.get_by_label("Etunimet").fill(FIRST)
    page.get_by_label("Sukunimi").fill(LAST)
    if born_on:
        page.locator("[name=born_on]").fill(born_on)
    page.get_by_label("Sukunimi").press("Enter")
    expect(page.locator("main")).to_contain_text("Avaa nimi")


def test_the_same_person_is_suggested_linked_and_taken_apart(house, enter, axe):
    page = enter("erotyontekija-1", viewport=PHONE)
    keys = Keyboard(page)
    (_there, card, year, known), (here, *_) = two_adults(house, "elp")
    name(page, card)

    page.goto(here)
    page.locator(f"a[href='{here}members/']").click()
    page.locator("input[name=q]").fill(LAST[:5].lower())
    expect(page.locator("#who")).to_contain_text(known)
    looks_right(page, axe)
    page.locator("#who label", has_text="Joku uusi").click()
    page.locator("label", has_text="Vanhempi").first.click()
    page.locator("[name=birth_year]").fill(year)
    page.locator("main").get_by_role("button", name="Lisää").click()
    page.wait_for_url(f"**{here}")
    again = page.locator(".pk-toast").first.inner_text().split("Lisätty: ")[1].split(".")[0]

    page.locator("section[aria-labelledby=members] a[href^='/clients/']").filter(has_text=again).last.click()
    new = page.url
    page.get_by_role("link", name="Kirjaa nimi").click()
    page.get_by_label("Etunimet").fill(FIRST)
    page.get_by_label("Sukunimi").fill(LAST)
    expect(page.locator("#alike")).to_contain_text(known)
    looks_right(page, axe)
    keys.follow(page.locator("#alike button", has_text="Yhdistä"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ovatko nämä sama henkilö?")
    main = page.locator("main")
    expect(main).to_contain_text(known)
    expect(main).to_contain_text(again)
    looks_right(page, axe)
    keys.choose("keep", known)
    keys.send()
    expect(page.locator(".pk-toast").first).to_contain_text(f"Tästä lähtien sama henkilö: {known}.")
    assert page.url.endswith(card)
    looks_right(page, axe)
    page.goto(new)
    assert page.url.endswith(card)
    page.goto("/casework/")
    page.locator("input[name=q]").first.fill(LAST)
    with answered(page):
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")

    page.goto(card)
    keys.follow(page.get_by_role("button", name=f"{known}, {again}"))
    expect(page.locator(".pk-toast").first).to_contain_text("Taas kaksi henkilöä")
    page.goto(new)
    expect(page.get_by_role("heading", level=1)).to_have_text(again)
    looks_right(page, axe)


def test_past_a_wall_nobody_is_linked_and_nothing_is_hinted(house, enter, axe):
    first, second = enter("erotyontekija-1", viewport=PHONE), enter("erotyontekija-2")
    (mine, here), (theirs, there) = my_families(first)[:2]
    first.goto(there)
    beyond = first.locator("section[aria-labelledby=members] a[href^='/clients/']").first
    code, their_card = beyond.inner_text(), beyond.get_attribute("href")
    first.goto(here)
    card = first.locator("section[aria-labelledby=members] a[href^='/clients/']").first.get_attribute("href")

    gate = enter("portinvartija")
    gate.get_by_role("link", name="Aseta muuri").click()
    gate.get_by_label("Toisen puolen koodinimi").fill(mine)
    gate.get_by_label("Vastapuolen koodinimi").fill(theirs)
    gate.keyboard.press("Enter")
    gate.locator("fieldset").nth(0).locator("label", has_text=who(first)).click()
    gate.locator("fieldset").nth(1).locator("label", has_text=who(second)).click()
    gate.get_by_label("Miksi muuri asetetaan").fill("Keksitty syy")
    gate.get_by_role("button", name="Aseta muuri").click()
    expect(gate.get_by_role("heading", level=2).filter(has_text=mine)).to_be_visible()

    said = []
    for written in (code, "Eikukaan 7"):
        first.goto(f"{card}same/")
        first.locator("[name=code_name]").fill(written)
        first.locator("[name=code_name]").press("Enter")
        expect(first.locator(".ds-validation-message")).to_be_visible()
        expect(first.locator("[name=code_name]")).to_have_value(written)
        assert axe(first) == []
        said.append(first.locator("main").inner_text())
    assert said[0] == said[1]
    answered = [
        first.request.get(address).status
        for address in (their_card, f"{their_card}same/", "/clients/987654321/")
    ]
    assert answered == [404, 404, 404]


def test_another_team_is_asked_and_says_only_whom_to_ask(house, enter, axe):
    theirs = enter("baby-blues-tyontekija")
    (family, card, year, code), *_ = two_adults(house, "baby-blues")
    name(theirs, card, born_on=f"{year}-03-14")
    lead = enter("ensikodin-johtaja", viewport=PHONE)
    before = home(lead)

    page = enter("erotyontekija-1", viewport=PHONE)
    page.goto("/casework/open/")
    page.locator("input[name=q]").fill(LAST)
    expect(page.locator("#known")).to_contain_text("ei löytynyt ketään")
    looks_right(page, axe)
    page.get_by_role("link", name="Kysy, tunteeko toinen työryhmä hänet").click()
    page.get_by_label("Etunimet").fill("Tuulia")
    page.get_by_label("Sukunimi").fill(LAST)
    page.locator("[name=born_on]").fill(f"{year}-03-14")
    page.locator("[name=last_name]").press("Enter")
    expect(page.locator(".ds-validation-message")).to_contain_text("Valitse yksi.")
    expect(page.get_by_label("Sukunimi")).to_have_value(LAST)
    looks_right(page, axe)
    page.locator("label", has_text="Hän pyytää meiltä nyt apua").click()
    page.locator("[name=last_name]").press("Enter")
    expect(page.locator(".pk-notice", has_text="Kysy päivystävältä esihenkilöltä.")).to_be_visible()
    main = page.locator("main").inner_text()
    assert [
        word for word in (code, code.rsplit(" ", 1)[0], "Baby", who(theirs), who(lead)) if word in main
    ] == []
    assert LAST not in page.url + page.title()
    looks_right(page, axe)
    page.locator("[name=first_names]").fill("Tuulikki")
    page.locator("[name=first_names]").press("Enter")
    expect(page.locator(".pk-notice", has_text="Mitään ei voi kertoa.")).to_be_visible()
    assert [page.request.get(address).status for address in (family, card)] == [404, 404]

    assert home(lead) == before
    lead.goto("/casework/")
    lead.locator("input[name=q]").first.fill(LAST)
    lead.keyboard.press("Enter")
    expect(lead.locator("main a", has_text=code.rsplit(" ", 1)[0]).first).to_be_visible()
    lead.goto(card)
    expect(lead.locator("main")).to_contain_text("Avaa nimi")

    trail = enter("toiminnanjohtaja", viewport=PHONE)
    trail.goto("/access/audit/?action=clients.ask_elsewhere")
    rows = trail.locator("main tbody tr", has_text=who(page)).all_inner_texts()
    assert len(rows) == 2
    assert all("purpose service" in row for row in rows)
    assert LAST not in trail.content()
    looks_right(trail, axe)
