"""A child of two homes, on a phone and on a desk: each home says that they live elsewhere too, and not where."""

from playwright.sync_api import ViewportSize, expect

from tests.journeys.test_kept_apart import PHONE, my_families, who

DESK: ViewportSize = {"width": 1360, "height": 900}


def first_card(page, href):
    """Opens the ties of somebody on a family's page."""
    page.goto(href)
    page.locator("#members").locator("xpath=ancestor::section").locator("a[href^='/clients/']").last.click()
    page.get_by_role("link", name="Perhesuhteet").first.click()
    return page.url


def test_a_child_lives_in_two_homes_and_a_wall_leaves_each_home_its_own(enter, axe):
    first, second = enter("erotyontekija-1", viewport=PHONE), enter("erotyontekija-2", viewport=DESK)
    (mine, here), (theirs, there) = my_families(first)[:2]
    ties = first_card(first, here)
    first.get_by_role("link", name="Toinen koti").click()
    first.get_by_label("Toisen kodin koodinimi").fill("Eikukaan 7")
    first.get_by_role("button", name="Tallenna").click()
    expect(first.get_by_label("Toisen kodin koodinimi")).to_have_value("Eikukaan 7")
    expect(first.locator("main")).to_contain_text("ei tunne perhettä, jolla on tämä koodinimi")
    assert axe(first) == []
    first.get_by_label("Toisen kodin koodinimi").fill(theirs)
    first.keyboard.press("Enter")
    first.wait_for_url(ties)
    expect(first.locator("main")).to_contain_text("Asuu myös toisaalla: " + theirs)
    assert axe(first) == []
    first.goto(here)
    expect(first.locator("main")).to_contain_text("Asuu myös toisaalla")

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

    first.goto(here)
    expect(first.locator("main")).to_contain_text("Asuu myös toisaalla")
    assert theirs not in first.locator("main").inner_text()
    assert axe(first) == []
    second.goto(there)
    assert mine not in second.locator("main").inner_text()
    assert second.request.get(here).status == 404
