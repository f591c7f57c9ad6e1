"""The installation that journeys start from, and the accessibility check of a page."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from poukama.setup.demo.staff import DOMAIN, PASSWORD
from tests.cast import sign_in as signed_in
from tests.journeys.house import ROOT, House
from tests.strictness.forms import StrictClient

AXE = ROOT / "node_modules/axe-core/axe.min.js"
expect.set_options(timeout=15_000)  # a busy machine may be slow once
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file of the furnished house first, and the rest last: it is furnished while others do without it."""
    asks = {item: "furnished" in getattr(item, "fixturenames", ()) for item in items}
    first = next((item.path for item in items if asks[item]), None)
    items.sort(key=lambda item: 0 if item.path == first else 1 + asks[item])


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> House:
    """What script/server makes at its first start: the Lahti pack and its synthetic year. No longer served.

    Made once for all processes of the run.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    data, is_made = shared / "house", shared / "house-is-made"
    house = House(data)
    with (shared / "house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_made.exists():
            data.mkdir(exist_ok=True)
            house.start(within=600)
            house.stop()
            is_made.touch()
    return house


@pytest.fixture
def house(furnished: House, tmp_path: Path) -> Iterator[House]:
    """A copy of the furnished installation, served for one journey."""
    copy = furnished.copy_to(tmp_path / "house")
    copy.start(is_up_to_date=True)
    yield copy
    copy.kill()


@pytest.fixture
def enter(house: House, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`enter("toiminnanjohtaja")`: a page of a browser in which that person has signed in through the form.

    `at=` another house than that of the journey.
    """
    contexts = []

    def sign_in(who: str, *, at: House = house, **options: Any) -> Page:
        context = browser.new_context(locale="fi-FI", base_url=at.url, **options)
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
def browser_of(live_server: Any, browser: Browser) -> Iterator[Callable[[Any, ViewportSize], Page]]:
    """`browser_of(user, size)`: a page of a browser in which that user of the test's own world has signed in."""
    contexts = []

    def open_browser(user: Any, size: ViewportSize) -> Page:
        context = browser.new_context(locale="fi-FI", base_url=live_server.url, viewport=size)
        session = signed_in(StrictClient(), user).cookies["poukama-session"].value
        context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_browser
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
        # The world lasts as long as the page: looked at again, it has axe already.
        if (
            session.send("Runtime.evaluate", {"expression": "typeof axe", **place})["result"]["value"]
            != "object"
        ):
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
