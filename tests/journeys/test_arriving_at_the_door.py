"""Somebody opens the address for the first time."""

from tests.journeys.looks import wrong_in_any_look


def test_the_sign_in_page_is_accessible_in_both_looks_and_both_widths(house, page, axe):
    page.goto(house.url)
    page.goto(f"{house.url}/account/login/")

    assert wrong_in_any_look(page, axe) == []
