"""A lead's month: the figures of the team, what is behind one of them, and freezing it."""

import re

from playwright.sync_api import expect


def test_a_lead_opens_a_figure_down_to_its_records_and_freezes_it(enter):
    page = enter("jannika-esihenkilo")
    page.goto("/reporting/progress/2024/?on=2024-10-31")
    row = page.locator("li.pk-target", has_text="kuntoutusjaksolla")
    then = row.locator("b").inner_text()
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kuntoutusjaksolla")
    expect(page.locator("main")).to_contain_text(then)

    page.get_by_label("Johtokunta").check()
    page.get_by_role("button", name=re.compile("Jäädytä")).click()
    expect(page.locator("main")).to_contain_text("Johtokunta")


def test_a_board_member_sees_figures_and_no_records(enter):
    page = enter("johtokunta-1")
    page.goto("/reporting/progress/2024/")
    expect(page.locator("li.pk-target")).to_have_count(48)
    page.locator("li.pk-target", has_text="Naiset").get_by_role("link").first.click()
    expect(page.locator("main")).not_to_contain_text("Kirjaukset luvun takana")
    assert page.goto("/casework/").status == 404
    assert page.goto("/activities/occasions/").status == 404
