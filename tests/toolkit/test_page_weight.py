"""At most 60 KB of gzipped styles and scripts a page, besides fonts, counted over what the page really links."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from poukama.toolkit.frame import BARE
from tests.cast import sign_in

BUDGET = 60_000
LINKED = re.compile(r"""<(?:link rel="stylesheet" href|script src)="/static/([^"]+)\"""")


def weight(html: str) -> int:
    """The gzipped size of every style and script that the page links; fails when one of them is missing."""
    total = 0
    for name in LINKED.findall(html):
        path = finders.find(name)
        if path is None:
            pytest.fail(f"{name} is not there. Mend with: script/setup", pytrace=False)
        total += len(gzip.compress(Path(path).read_bytes(), 9))
    return total


def test_the_style_guide_which_has_every_part_is_within_the_budget(client, aino):
    page = sign_in(client, aino).get("/desk/style/").content.decode()

    assert 20_000 < weight(page) <= BUDGET


def test_a_staff_page_with_the_door_counter_would_still_be_within_the_budget(client, aino):
    page = sign_in(client, aino).get("/desk/style/").content.decode()
    counter = '<script src="/static/poukama/counter.js" defer></script>'

    assert weight(page + counter) <= BUDGET


def test_a_page_without_htmx_is_far_lighter():
    assert 10_000 < weight(render_to_string("500.html", BARE)) <= 35_000


def test_every_font_that_the_styles_name_is_served():
    styles = Path(finders.find("poukama/fonts.css")).read_text(encoding="utf-8")
    names = re.findall(r'url\("\.\./([^"]+)"\)', styles)

    assert len(names) == 3
    assert [name for name in names if finders.find(name) is None] == []


def test_no_style_that_is_served_reaches_for_another_server():
    served = [
        *Path(finders.find("poukama/base.css")).parent.glob("*.css"),
        finders.find("vendor/designsystemet.css"),
    ]
    outside = re.compile(r"""url\(["']?(?:https?:)?//|@import""")

    assert [str(path) for path in served if outside.search(Path(path).read_text(encoding="utf-8"))] == []
