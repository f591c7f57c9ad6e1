"""Somebody opens the address for the first time."""

import pytest


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_sign_in_page_is_accessible_in_both_looks_and_both_widths(house, page, axe, look, width):
    page.emulate_media(color_scheme=look)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(house.url)
    page.goto(f"{house.url}/account/login/")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
