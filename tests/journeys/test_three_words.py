"""Somebody who is only counted holds three words; later they are a client, and link what came before themself."""

import re

from playwright.sync_api import ViewportSize, expect

from tests.journeys.moves import arriving

PHONE: ViewportSize = {"width": 390, "height": 844}


def advise(page):
    """The form of a consultation of one person, with what is about a receipt code open."""
    page.goto("/casework/consultations/record/")
    page.get_by_label("Montako henkilöä").fill("1")
    page.locator("summary", has_text="Kuittikoodi").click()


def save(page):
    """Send the form by the keyboard."""
    with arriving(page):
        page.locator("form.pk-quick button[type=submit]").press("Enter")


def card_of_somebody(page):
    """The card of one who takes part in the newest open episode of the list."""
    page.goto("/casework/")
    for address in (r"/casework/\d+/", r"/clients/\d+/"):
        page.wait_for_load_state("networkidle")
        links = page.locator("main a").evaluate_all(
            "(all) => all.map((each) => each.getAttribute('href') || '')"
        )
        page.goto(next(link for link in links if re.fullmatch(address, link)))


def test_words_told_on_a_phone_join_two_contacts_and_are_linked_on_the_card(enter, axe):
    phone = enter("erotyontekija-1", viewport=PHONE)
    advise(phone)
    phone.get_by_label("Anna kuittikoodi").check()
    assert axe(phone) == []
    save(phone)
    words = phone.locator(".pk-slip span").all_inner_texts()
    assert len(words) == 3
    assert axe(phone) == []
    phone.emulate_media(media="print")
    assert phone.locator("body").inner_text().split() == words
    phone.emulate_media(media="screen")

    advise(phone)
    phone.get_by_label("Tai hänellä on jo koodi").fill(f"{words[0]} {words[1]} ahven")
    save(phone)
    expect(phone.locator(".ds-validation-message")).to_contain_text("Näillä sanoilla ei ole kuittikoodia.")
    expect(phone.get_by_label("Tai hänellä on jo koodi")).to_have_value(f"{words[0]} {words[1]} ahven")
    assert words[1] not in phone.evaluate("JSON.stringify(sessionStorage)")
    phone.get_by_label("Tai hänellä on jo koodi").fill("-".join(words).upper())
    save(phone)
    expect(phone.get_by_text("Kirjattu: konsultaatio, 1 ihminen.").first).to_be_visible()

    desk = enter("erotyontekija-2")
    card_of_somebody(desk)
    assert axe(desk) == []
    desk.get_by_role("link", name="Aiemmat kontaktit").first.click()
    expect(desk.get_by_role("heading", name="Aiemmat kontaktit")).to_be_visible()
    linked = desk.get_by_role("button", name=re.compile("Pura liitos"))
    before = linked.count()
    desk.get_by_role("link", name="Liitä aiempia kontakteja").click()
    desk.get_by_label("Kolme sanaa").fill(" ".join(words))
    desk.keyboard.press("Enter")
    expect(desk.locator("input[name=chosen]")).to_have_count(2)
    assert not all(re.search(rf"\b{word}\b", desk.content()) for word in words)
    assert axe(desk) == []
    desk.locator("input[name=chosen]").first.check()
    desk.get_by_role("button", name="Liitä", exact=True).click()
    expect(linked).to_have_count(before + 1)
    assert axe(desk) == []
