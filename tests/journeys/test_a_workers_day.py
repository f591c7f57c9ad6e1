"""A worker's day: a contact in four taps, taken back and recorded again, and what it moved."""

import re

from playwright.sync_api import expect


def test_a_contact_takes_four_taps_and_can_be_taken_back(enter):
    page = enter("erotyontekija-1")
    form = page.locator("form.pk-quick")
    form.locator("label", has=page.locator("input[name$=episode]")).first.click()
    form.locator("label", has_text="Puhelu").click()
    form.locator("label", has=page.locator("input[name$=minutes]")).first.click()
    expect(form.locator("output")).to_contain_text("Puhelu", ignore_case=True)
    form.get_by_role("button", name="Tallenna").click()

    mine = page.locator("#my-casework")
    expect(mine).to_contain_text("Puhelu")
    page.goto("/")
    expect(mine).to_contain_text("Puhelu")
    with page.expect_response(re.compile("/undo/")):
        mine.get_by_role("button", name=re.compile("^Kumoa")).click()
    page.goto("/")
    expect(page.get_by_text("Ei vielä mitään tänään")).to_be_visible()
    expect(mine).to_be_hidden()


def test_another_work_forms_episode_is_as_if_it_were_not(enter):
    page = enter("aggredi-tyontekija-1")
    page.goto("/casework/")
    address = page.locator("main a[href^='/casework/']").filter(has_not_text="Avaa").first
    theirs = page.evaluate(
        "() => [...document.querySelectorAll('main a')].map((a) => a.getAttribute('href'))"
        ".find((href) => /^.casework.[0-9]+.$/.test(href))"
    )
    assert theirs, address
    assert page.goto(theirs).status == 200

    other = enter("erotyontekija-1")
    assert other.goto(theirs).status == 404
    assert other.goto("/casework/99999999/").status == 404
