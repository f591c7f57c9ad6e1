"""How a page is looked at: loaded once, and seen on a phone and on a desk, in light and in dark."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1360, "height": 900}
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
Axe = Callable[..., list[dict[str, Any]]]


def looks_right(page: Page, axe: Axe) -> None:
    """Nothing is wrong for whoever cannot see or use a mouse, and nothing stands outside the screen, in both widths."""
    page.wait_for_load_state("networkidle")
    own = page.viewport_size or DESKTOP
    for size in (DESKTOP, PHONE) if own == PHONE else (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert axe(page) == []
        assert not page.evaluate(SIDEWAYS)
    page.set_viewport_size(own)


def wrong_in_any_look(page: Page, axe: Axe) -> list[str]:
    """What is wrong with a page in its four looks. It is left wide and light.

    Between light and dark only colours change, so in the dark only contrast is judged again.
    """
    wrong = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        if page.evaluate(SIDEWAYS):
            wrong.append(f"{size['width']}: wider than the screen")
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            found = axe(page) if scheme == "light" else axe(page, rules=["color-contrast"])
            wrong += [f"{size['width']} {scheme} {each['rule']}: {each['where']}" for each in found]
    return wrong
