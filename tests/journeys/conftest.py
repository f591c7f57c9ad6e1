"""The installation that journeys start from, and the accessibility check of a page."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from poukama.setup.demo.staff import DOMAIN, PASSWORD
from tests.journeys.house import ROOT, House

AXE = ROOT / "node_modules/axe-core/axe.min.js"
expect.set_options(timeout=15_000)  # a busy machine may be slow once
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> House:
    """What script/server makes at its first start: the Lahti pack and its synthetic year. No longer served."""
    house = House(tmp_path_factory.mktemp("house"))
    house.start(within=600)
    house.stop()
    return house


@pytest.fixture
def house(furnished: House, tmp_path: Path) -> Iterator[House]:
    """A copy of the furnished installation, served for one journey."""
    copy = furnished.copy_to(tmp_path / "house")
    copy.start()
    yield copy
    copy.stop()


@pytest.fixture
def enter(house: House, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`enter("toiminnanjohtaja")`: a page of a browser in which that person has signed in through the form."""
    contexts = []

    def sign_in(who: str, **options: Any) -> Page:
        context = browser.new_context(locale="fi-FI", base_url=house.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/account/login/")
        page.locator("input[name=login]").fill(f"{who}@{DOMAIN}")
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/account/" not in address)
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Callable[..., list[dict[str, Any]]]:
    """`axe(page)`: what axe-core finds wrong with the page, each with where; empty when nothing.

    `rules=[…]` judges by those rules alone.

    Evaluated by the driver in a world of its own, so the page's strict policy stays as it is.
    """
    source = AXE.read_text()

    def check(page: Page, rules: list[str] | None = None) -> list[dict[str, Any]]:
        session = page.context.new_cdp_session(page)
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        place = {"contextId": world["executionContextId"], "awaitPromise": True, "returnByValue": True}
        session.send("Runtime.evaluate", {"expression": source, **place})
        chosen = json.dumps({"runOnly": rules or RULES})
        run = f"axe.run(document, {chosen}).then(found => JSON.stringify(found.violations))"
        answer = session.send("Runtime.evaluate", {"expression": run, **place})
        session.detach()
        violations = json.loads(answer["result"]["value"])
        return [
            {"rule": violation["id"], "where": node["target"], "why": node["failureSummary"]}
            for violation in violations
            for node in violation["nodes"]
        ]

    return check
