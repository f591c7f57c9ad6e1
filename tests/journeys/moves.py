"""How one goes from page to page."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def arriving(page: Page) -> Iterator[None]:
    """What is done here leads to a page, which has settled when this ends."""
    with page.expect_navigation():
        yield
    page.wait_for_load_state("networkidle")


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """What is done here asks something of the house, and the answer stands on the same page when this ends."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        yield
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
