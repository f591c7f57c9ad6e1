"""A call in the night becomes an arrival by code name, and later a family with a name; by keyboard on a phone."""

import re

from playwright.sync_api import expect

from tests.journeys.moves import answered
from tests.journeys.test_kept_apart import PHONE


def test_a_call_becomes_a_coded_arrival_and_then_a_named_family(enter, axe):
    page = enter("turvakoti-yotyo-1", viewport=PHONE)
    page.goto("/casework/consultations/record/")
    if page.locator("input[name=work_form]").count():
        page.locator("label", has_text="Turvakoti").first.click()
    page.locator("[name=people]").fill("1")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.locator("main")).to_be_visible()

    page.goto("/casework/open/")
    page.get_by_role("link", name="Uusi perhe").click()
    code = page.locator("[name=code_name]").input_value()
    roles = page.locator("fieldset").filter(has_text="Nainen")
    roles.nth(0).locator("label", has_text="Nainen").click()
    roles.nth(1).locator("label", has_text="Lapsi").click()
    assert axe(page) == []
    page.locator("[name=starts_on]").press("Enter")
    page.wait_for_url(re.compile(r"/casework/\d+/$"))
    episode = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(code)

    page.get_by_role("link", name="Lasta odotetaan").click()
    page.locator("main label", has_text=code).first.click()
    page.get_by_label("Laskettu aika").fill("2027-01-01")
    page.get_by_label("Laskettu aika").press("Enter")
    expect(page.get_by_label("Laskettu aika")).to_have_value("2027-01-01")
    expect(page.locator("main")).to_contain_text("Onko vuosi oikein?")
    assert axe(page) == []
    page.get_by_label("Laskettu aika").fill("2025-01-14")
    page.get_by_label("Laskettu aika").press("Enter")
    page.wait_for_url(episode)
    expect(page.locator("main")).to_contain_text("laskettu aika 14.1.2025")
    assert axe(page) == []

    page.locator("#members").locator("xpath=ancestor::section").locator("a[href^='/clients/']").first.click()
    page.get_by_role("link", name="Kirjaa nimi").click()
    page.get_by_label("Etunimet").fill("Aamu")
    page.get_by_label("Sukunimi").fill("Esimerkki")
    page.get_by_label("Sukunimi").press("Enter")
    expect(page.locator("main")).to_contain_text("Avaa nimi")
    assert "Esimerkki" not in page.content()
    page.goto("/casework/")
    page.locator("input[name=q]").first.fill("esimerkki")
    with answered(page):
        page.keyboard.press("Enter")
    assert code in " ".join(page.locator("main a").all_inner_texts())
