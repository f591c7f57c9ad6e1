"""Every page that somebody can reach by links: no accessibility violation, nothing sideways, all by keyboard.

Each person follows every link from their home page; a view is looked at once, by the first who reaches it, and
everybody's home page is looked at.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.journeys.looks import DESKTOP, wrong_in_any_look

NOT_PAGES = ("figures_csv", "figures_xlsx", "download", "account_logout")
WHO = (
    "toiminnanjohtaja",
    "perhetupa-vastaava",
    "lapsiperheet-esihenkilo",
    "baby-blues-tyontekija",
    "yllapito",
    "johtokunta-1",
    "portinvartija",
)

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
FOCUSABLE = """() => {
  const all = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const seen = new Set();
  for (const one of document.querySelectorAll(all)) {
    if (one.disabled || !one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0) continue;
    if (one.closest('dialog:not([open]), [popover]:not(:popover-open)')) continue;
    seen.add(one.type === 'radio' ? 'radio ' + one.name : one);
  }
  return seen.size;
}"""
HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  window.__seen ??= [];
  const place = one.type === 'radio' ? 'radio ' + one.name : one;
  const again = window.__seen.includes(place);
  if (!again) window.__seen.push(place);
  const marks = (each) => getComputedStyle(each).outlineStyle !== 'none' || getComputedStyle(each).boxShadow !== 'none';
  const marked = [one, one.parentElement, one.nextElementSibling, one.closest('label')].some((each) => each && marks(each));
  return {again, marked, count: window.__seen.length, what: one.outerHTML.slice(0, 80)};
}"""


def pages(page, who):
    """One address for each view that can be reached by links from the home page."""
    found, waiting = {}, ["/"]
    while waiting:
        address = waiting.pop(0)
        name = view_of(address)
        if name is None or name in found:
            continue
        answer = page.request.get(address)
        if not answer.ok or "text/html" not in answer.headers["content-type"]:
            continue
        found[name] = address
        waiting += [unescape(link) for link in LINK.findall(answer.text()) if link.startswith("/")]
    home = view_of("/")
    return {f"{name} of {who}" if name == home else name: address for name, address in found.items()}


def view_of(address):
    """The name of the view behind an address; None for what is no page of ours."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return None if match.url_name in NOT_PAGES or match.url_name is None else match.view_name


def by_keyboard(page):
    """What the Tab key cannot reach, or reaches without showing it."""
    wanted = page.evaluate(FOCUSABLE)
    unmarked = []
    count = 0
    for _ in range(wanted + 30):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            continue
        if here["again"] and here["count"] >= wanted:
            break
        count = here["count"]
        if not here["marked"] and not here["again"]:
            unmarked.append(f"not seen when focused: {here['what']}")
    return ([] if count >= wanted else [f"{count} of {wanted} reached by the keyboard"]) + unmarked


def looked_at(page, address, axe):
    """What is wrong with one page, in four looks and by keyboard."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return wrong_in_any_look(page, axe) + by_keyboard(page)


def test_every_page_is_accessible_in_every_look_and_by_keyboard(enter, axe):
    seen, wrong = set(), {}
    for who in WHO:
        page = enter(who, viewport=DESKTOP)
        reached = pages(page, who)
        assert len(reached) > 4
        for name, address in reached.items():
            if name not in seen:
                seen.add(name)
                if problems := looked_at(page, address, axe):
                    wrong[f"{name} {address}"] = problems
    assert wrong == {}
