"""Two who must not meet are both clients of one work form, and neither's worker is the wiser."""

import re

from playwright.sync_api import ViewportSize, expect

from tests.journeys.moves import answered, arriving

PHONE: ViewportSize = {"width": 390, "height": 844}


def my_families(page):
    """The code names and addresses of the open episodes on the list, the newest first."""
    page.goto("/casework/")
    rows = page.locator("main a").filter(has_text=re.compile(r"^\S+( \d+)?$")).all()
    found = [(row.inner_text(), row.get_attribute("href") or "") for row in rows]
    return [(name, href) for name, href in found if re.fullmatch(r"/casework/\d+/", href)]


def search(page, text):
    """The families that a search finds."""
    page.goto("/casework/")
    page.locator("input[name=q]").first.fill(text)
    with answered(page):
        page.keyboard.press("Enter")
    return page.locator("main a").all_inner_texts()


def who(page):
    """The name of whoever is signed in, as the page says it."""
    return page.locator("form[data-clear-drafts]").first.locator("xpath=preceding-sibling::p/b").inner_text()


def test_a_mother_and_the_man_she_fled_are_kept_apart_once_somebody_has_said_so(enter, axe):
    first, second = enter("erotyontekija-1", viewport=PHONE), enter("erotyontekija-2")
    (mine, here), (theirs, there) = my_families(first)[:2]
    first.goto(there)
    members = first.locator("#members").locator("xpath=ancestor::section")
    man = members.locator("a[href^='/clients/']").first.inner_text()
    first.goto(here)
    first.locator("#members").locator("xpath=ancestor::section").locator("a[href^='/clients/']").first.click()
    first.get_by_role("link", name="Perhesuhteet").first.click()
    first.get_by_role("link", name="Kirjaa suhde").click()
    first.locator("label", has_text="Ei saa ottaa yhteyttä henkilöön").click()
    first.locator("[name=code_name]").fill(man)
    first.locator("[name=starts_on]").fill("1920-01-01")
    first.locator("[name=code_name]").press("Enter")
    expect(first.locator("[name=code_name]")).to_have_value(man)
    assert first.locator(".ds-validation-message:visible").count() > 0
    assert axe(first) == []
    first.locator("[name=starts_on]").fill("")
    first.locator("[name=code_name]").press("Enter")
    first.wait_for_url("**/ties/")
    expect(first.locator("main")).to_contain_text("Muuria on ehdotettu muurien vartijalle.")
    assert axe(first) == []

    gate = enter("portinvartija", viewport=PHONE)
    expect(gate.locator("main")).to_contain_text("1 muuri on ehdotettu.")
    with arriving(gate):
        gate.get_by_role("link", name="Katso", exact=True).click()
    assert axe(gate) == []
    gate.get_by_role("button", name="Aseta tämä muuri").press("Enter")
    gate.wait_for_url("**/walls/new/workers/")
    for page, side in ((first, mine), (second, theirs)):
        gate.locator("fieldset").filter(has_text=side).locator("label", has_text=who(page)).click()
    gate.get_by_label("Miksi muuri asetetaan").fill("Keksitty syy")
    gate.get_by_role("button", name="Aseta muuri").click()
    expect(gate.get_by_role("heading", level=2).filter(has_text=mine)).to_be_visible()
    assert gate.get_by_role("heading", name="Ehdotetut muurit").count() == 0

    for page, sees, hidden, shut in ((first, mine, theirs, there), (second, theirs, mine, here)):
        assert sees in search(page, sees)
        assert hidden not in search(page, hidden)
        assert page.request.get(shut).status == 404
    first.goto(here)
    first.locator("#members").locator("xpath=ancestor::section").locator("a[href^='/clients/']").first.click()
    with arriving(first):
        first.get_by_role("link", name="Perhesuhteet").first.click()
    assert man not in first.content()


def test_an_alert_and_a_safe_way_to_call_are_agreed_on_a_phone(enter, axe):
    page = enter("erotyontekija-1", viewport=PHONE)
    _name, href = my_families(page)[0]
    page.goto(href)
    page.get_by_role("link", name="Lisää huomio").click()
    page.locator("label", has_text="Koko perhe").click()
    page.locator("label", has_text="Turvallisuus").click()
    page.get_by_label("Mitä pitää tietää").fill("Hakeminen vain sovitulle")
    page.locator("[name=action]").fill("Soita vastaavalle")
    page.locator("[name=ends_on]").fill("2023-01-01")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.locator(".ds-validation-message").first).to_be_visible()
    expect(page.locator("[name=action]")).to_have_value("Soita vastaavalle")
    page.locator("[name=ends_on]").fill("2025-01-31")
    page.get_by_role("button", name="Tallenna").click()
    page.wait_for_url(f"**{href}")
    expect(page.locator(".pk-notice[data-kind=berry]").first).to_contain_text("Soita vastaavalle")
    assert axe(page) == []

    page.locator("a[href^='/clients/known/']").first.click()
    if not page.url.endswith("/agree/"):
        page.locator("a[href$='/contact/agree/']").click()
    page.wait_for_url("**/contact/agree/")
    call = page.locator("input[name=channels][value=call]")
    if not call.is_checked():
        page.locator("label", has_text="Puhelu").click()
    page.locator("[name=phone]").fill("000 123 4567")
    page.locator("[name=hours]").fill("vain aamuisin")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.locator("main")).to_contain_text("000 123 4567")
    assert axe(page) == []
    page.goto(href)
    expect(page.locator("main")).to_contain_text("vain aamuisin")
    assert "123 4567" not in page.content()
