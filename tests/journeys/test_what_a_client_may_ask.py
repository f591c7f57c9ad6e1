"""A client asks who has opened her file; and a message waits because what was agreed with her has expired."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looks import PHONE, looks_right
from tests.journeys.test_kept_apart import my_families, who

EXPIRED = re.compile(r"Vanhentui|vanhentui")


def test_a_client_reads_who_has_opened_what_is_kept_of_her(enter, axe):
    colleague, page = enter("erotyontekija-2"), enter("erotyontekija-1", viewport=PHONE)
    name, href = my_families(page)[0]
    colleague.goto(href)
    page.goto(href)

    page.get_by_role("link", name="Kuka on avannut").press("Enter")

    page.wait_for_url("**/openings/")
    said = page.locator("main ul.pk-list li")
    expect(said.filter(has_text=who(colleague)).first).to_contain_text("avasi")
    expect(said.filter(has_text=who(page)).first).to_be_visible()
    assert name not in page.title()
    looks_right(page, axe)


def test_a_message_is_not_sent_because_what_was_agreed_has_expired(enter, axe):
    page = enter("erotyontekija-1", viewport=PHONE)
    for _name, href in my_families(page):
        page.goto(href)
        if page.locator("#safe-contact ~ p", has_text=EXPIRED).count():
            break
    else:
        pytest.fail("The synthetic year has an agreement that has expired.")
    page.locator("#safe-contact ~ p", has_text=EXPIRED).first.locator(
        "xpath=following::a[contains(@href, '/outbox/')][1]"
    ).click()
    expect(page.locator(".pk-notice")).to_contain_text(EXPIRED)
    looks_right(page, axe)

    page.locator("label", has_text="Soittaisitko, kun sopii").click()
    page.get_by_role("button", name="Lähetä").press("Enter")

    expect(page.get_by_text("sovittu on vanhentunut").first).to_be_visible()
    page.goto("/outbox/")
    row = page.locator("main li").filter(has_text="sovittu on vanhentunut").first
    expect(row).to_contain_text(who(page))
    looks_right(page, axe)
    row.get_by_role("button", name="Kuittaa").press("Enter")
    expect(page.locator("main li").filter(has_text="sovittu on vanhentunut")).to_have_count(0)
