"""A worker's day: a time is agreed, moved, recorded from the day's list, another to which nobody came, and one called off."""

import re

from playwright.sync_api import expect

from tests.journeys.looks import PHONE, looks_right

TODAY, TOMORROW, LATER = "2024-12-30", "2024-12-31", "2025-01-08"
NOTHING_AGREED = """
import django; django.setup()
from poukama.casework.models import Appointment
Appointment.objects.filter(contact=None).delete()
"""
"""The synthetic year has looked ahead; this day begins with nothing in it."""


def a_family(page):
    """The newest family, as the list names it, and its address."""
    page.goto("/casework/")
    row = page.locator("main tbody a[href^='/casework/']").first
    return row.inner_text(), row.get_attribute("href") or ""


def choose(page, name, index=0):
    """Tap one of the chips of a question."""
    page.locator("label", has=page.locator(f"input[name={name}]")).nth(index).click()


def agree(page, day, at=""):
    """Fill in the form of a time and save it."""
    choose(page, "kind")
    page.locator("[name=planned_on]").fill(day)
    page.locator("[name=starts_at]").fill(at)
    page.locator("form[data-draft] button[type=submit]").click()


def test_a_day_of_agreed_times(house, enter, axe):
    house.python("-c", NOTHING_AGREED)
    page = enter("erotyontekija-1", viewport=PHONE)
    code, family = a_family(page)
    page.goto(family)
    panel = page.locator("[aria-labelledby=sovitut-ajat]")
    panel.locator("a[href$='/time/']").click()

    agree(page, "2024-12-29", "10:30")
    expect(page.locator(".ds-validation-message")).to_have_count(1)
    expect(page.locator("[name=planned_on]")).to_have_value("2024-12-29")
    expect(page.locator("[name=starts_at]")).to_have_value("10:30")
    expect(page.locator("[name=kind]").first).to_be_checked()
    looks_right(page, axe)
    agree(page, TODAY)
    page.wait_for_url(f"**{family}")
    expect(panel.locator(".pk-due")).to_have_count(1)
    looks_right(page, axe)

    page.goto("/")
    day = page.locator("[aria-labelledby=kulku]")
    expect(day.locator("li[data-next]")).to_contain_text(code)
    expect(page.locator(".pk-lead")).to_contain_text("1")
    looks_right(page, axe)
    day.locator("form[action$='/held/'] button").click()
    expect(day.locator(".pk-saved")).to_have_count(1)
    expect(page.locator("#my-casework")).to_contain_text(code)

    page.locator(".pk-toast a[href$='/time/']").click()
    agree(page, TOMORROW, "10:30")
    page.wait_for_url(f"**{family}")
    panel.locator("a[href$='/move/']").click()
    looks_right(page, axe)
    expect(page.locator("[name=starts_at]")).to_have_value("10:30")
    page.locator("[name=planned_on]").fill(LATER)
    page.locator("form[data-draft] button[type=submit]").click()
    page.wait_for_url(f"**{family}")
    expect(panel.locator(".pk-due")).to_contain_text("8.1.")

    panel.locator("a[href$='/time/']").click()
    agree(page, TODAY)
    page.wait_for_url(f"**{family}")
    page.goto("/")
    day.locator("form[action$='/nobody/'] button").click()
    expect(day.locator(".pk-saved")).to_have_count(2)
    page.locator(".pk-toast [data-undo]").click()
    expect(day.locator(".pk-saved")).to_have_count(1)
    expect(day.locator("li[data-next]")).to_have_count(1)
    day.locator("a[href$='/record/']").click()
    looks_right(page, axe)
    page.locator("form[data-draft-of] button[type=submit]").click()
    page.wait_for_url(f"**{family}")

    page.goto("/casework/day/")
    expect(page.locator(".pk-day .pk-saved")).to_have_count(2)
    looks_right(page, axe)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**?day={TOMORROW}")
    expect(page.locator(".pk-empty")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**?day={TODAY}")
    page.goto(f"/casework/week/?day={LATER}")
    expect(page.locator(".pk-day > li")).to_contain_text(code)
    looks_right(page, axe)

    page.locator(".pk-day a[href$='/move/']").click()
    page.locator("form[action$='/off/'] button[type=submit]").click()
    expect(page.locator("form[action$='/off/'] .ds-validation-message")).to_be_visible()
    choose(page, "reason", 1)
    page.locator("form[action$='/off/'] button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{family}$"))
    expect(panel.locator("li")).to_have_count(1)
    expect(panel.locator(".pk-due")).to_have_count(0)
    page.locator(".pk-toast [data-undo]").click()
    expect(panel.locator(".pk-due")).to_have_count(1)
