"""Writing with a mother and a baby, by the keyboard alone, on a phone and on a desk; each file gets its own; corrected."""

import re

from playwright.sync_api import ViewportSize, expect

from tests.journeys.test_kept_apart import PHONE

DESK: ViewportSize = {"width": 1360, "height": 900}
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
HERE = "(what) => document.activeElement?.matches(what)"


def tab_to(page, what):
    """Presses Tab until the focus stands there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(HERE, what):
            return
    raise AssertionError(f"no way to {what} by the keyboard")


def family_with_a_baby(page):
    """The address of an open episode in which a baby and somebody else take part."""
    page.goto("/casework/")
    links = page.locator("main a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    for href in dict.fromkeys(link for link in links if re.fullmatch(r"/casework/\d+/", link or "")):
        page.goto(f"{href}notes/")
        if page.locator("[data-of]").count() and page.locator('use[href$="#baby"]').count():
            return href
    raise AssertionError("no family with a baby")


def looked_at(page, axe):
    """Nothing wrong, and nothing sideways."""
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert page.evaluate(SIDEWAYS) is False


def test_a_mother_and_a_baby_are_written_of_together_and_each_file_gets_its_own(enter, axe):
    page = enter("ensikoti-vastaava", viewport=PHONE)
    family = family_with_a_baby(page)
    page.goto(f"{family}notes/?together")
    baby = page.locator("label.pk-chip", has=page.locator('use[href$="#baby"]')).first.locator("input")
    who = baby.get_attribute("value")
    looked_at(page, axe)

    tab_to(page, "input[name^=seen_]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name^=text_]")
    page.keyboard.type("Vauva heräsi ja etsi katsetta.")
    tab_to(page, f'input[data-of="{who}"]')
    page.keyboard.press("Space")
    expect(page.locator(f'[data-file="{who}"] b')).not_to_be_empty()
    tab_to(page, "[data-voice] textarea")
    page.keyboard.type("Huomasin sen itse.")
    tab_to(page, "input[name^=whose_]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=read_together]")
    page.keyboard.press("Space")
    tab_to(page, "button.ds-button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    looked_at(page, axe)
    expect(page.locator("[data-voice] textarea").first).to_have_value("Huomasin sen itse.")

    tab_to(page, "input[name=about]")
    page.keyboard.press("Space")
    tab_to(page, "button.ds-button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{family}$"))
    narrative = page.locator("#narrative")
    expect(narrative).to_contain_text("Vauva heräsi ja etsi katsetta.")
    expect(narrative.locator(".pk-voice").first).to_contain_text("Huomasin sen itse.")
    looked_at(page, axe)

    page.locator("#notes-of").select_option(who)
    expect(narrative).to_contain_text("Vauva heräsi ja etsi katsetta.")
    page.goto(f"/casework/notes/{family.split('/')[2]}/")
    correct = page.locator("#narrative a[href$='/correct/']").first.get_attribute("href")

    page.set_viewport_size(DESK)
    page.goto(correct)
    looked_at(page, axe)
    tab_to(page, "textarea[name^=text_]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Rauhoittui sylissä.")
    tab_to(page, "input[name=reason]")
    page.keyboard.type("Tärkeä kohta jäi pois")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{family}$"))
    expect(narrative).to_contain_text("Rauhoittui sylissä.")
    expect(narrative).to_contain_text("Tärkeä kohta jäi pois")
    looked_at(page, axe)

    page.goto(correct)  # what is corrected already leads to its newest version
    assert page.url.endswith("/correct/") and correct not in page.url
    page.goto(correct.replace("/correct/", "/"))
    assert page.locator("article.pk-note").count() == 2
    looked_at(page, axe)


def test_a_note_is_written_with_its_contact_in_a_few_keys(enter, axe):
    page = enter("ensikoti-vastaava", viewport=DESK)
    family = family_with_a_baby(page)
    page.goto(f"{family}contact/")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    tab_to(page, "details > summary")
    page.keyboard.press("Enter")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Yö meni hyvin, kaksi syöttöä.")
    looked_at(page, axe)
    tab_to(page, "button.ds-button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{family}$"))
    expect(page.locator("#narrative")).to_contain_text("Yö meni hyvin, kaksi syöttöä.")
    assert "syöttöä" not in page.evaluate("JSON.stringify({...sessionStorage})")
