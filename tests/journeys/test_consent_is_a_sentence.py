"""A consent is written as a sentence, relied on, withdrawn in one step, and then refused."""

import re

from playwright.sync_api import expect

from tests.journeys.looks import PHONE, looks_right


def first_person(page):
    """The consents page of the first person of the first family of one's list."""
    page.goto("/casework/")
    rows = page.locator("main a").filter(has_text=re.compile(r"^\S+( \d+)?$")).all()
    found = [row.get_attribute("href") or "" for row in rows]
    page.goto(next(href for href in found if re.fullmatch(r"/casework/\d+/", href)))
    page.locator("section[aria-labelledby=consents] a[href$='/consents/']").first.click()
    page.wait_for_url("**/consents/")
    return page.url


def record(page, what):
    """Write down that something was told to the school."""
    page.get_by_role("link", name="Kirjaa kertominen").click()
    page.wait_for_url("**/disclose/")
    page.locator("[name=to_words]").fill("Kaupungin koulu")
    page.locator("[name=what]").fill(what)
    page.locator("label", has_text="Oma suostumus").click()
    page.get_by_role("button", name="Tallenna").click()


def test_it_is_given_relied_on_withdrawn_and_refused(enter, axe):
    page = enter("erotyontekija-1", viewport=PHONE)
    there = first_person(page)
    page.get_by_role("link", name="Kirjoita suostumus").click()
    page.wait_for_url("**/give/")
    giver = page.locator("[name=given_by]").first
    if not giver.is_checked():
        giver.focus()
        page.keyboard.press("Space")
    page.locator("[name=to_words]").fill("Kaupungin koulu")
    page.locator("[name=what]").fill("läsnäolopäivät")
    page.locator("[name=expires_on]").fill("2025-05-30")
    page.locator("[name=purpose][value=child]").focus()
    page.keyboard.press("Space")
    said = "Kaupungin koulu: saamme kertoa sinne läsnäolopäivät 30.5.2025 asti, jotta lapsen arki sujuu."
    expect(page.locator("#sentence")).to_have_text(said)
    looks_right(page, axe)
    page.locator("[name=what]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(there)
    given = page.locator("section[aria-labelledby=in-force] > ul > li", has_text="läsnäolopäivät")
    expect(given).to_contain_text(said)

    record(page, "oli läsnä maanantaina")
    page.wait_for_url(there)
    expect(given).to_contain_text("Tämän nojalla ovat kertoneet:")
    looks_right(page, axe)

    given.get_by_role("button", name="Peru").focus()
    page.keyboard.press("Enter")
    expect(given).to_have_count(0)
    page.get_by_text("Päättyneet ja perutut").click()
    ended = page.locator("details li", has_text="läsnäolopäivät")
    expect(ended).to_contain_text("Peruttu 30.12.2024")
    expect(ended).to_contain_text("Tämän nojalla ovat kertoneet:")
    looks_right(page, axe)

    record(page, "oli läsnä tiistaina")
    expect(page.locator("main")).to_contain_text("suostumus on peruttu 30.12.2024")
    expect(page.locator("[name=what]")).to_have_value("oli läsnä tiistaina")
    looks_right(page, axe)
    page.goto(there)
    told = page.locator("section[aria-labelledby=told]")
    expect(told).to_contain_text("oli läsnä maanantaina")
    expect(told).not_to_contain_text("oli läsnä tiistaina")
