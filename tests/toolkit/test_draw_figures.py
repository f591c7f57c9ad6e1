import re

from django.template import Context, Template

from poukama.toolkit import drawing
from poukama.toolkit.drawing import Column


def widths(svg):
    return dict(re.findall(r'class="(\w+)" x="0" y="[\d.]+" width="([\d.]+)%"', str(svg)))


def test_a_bar_shows_done_forecast_and_aim_in_proportion():
    svg = drawing.bar(actual=43, aim=80, forecast=61, says="43, aim 80")

    assert widths(svg) == {"track": "96.2", "ahead": "73.4", "done": "51.7"}
    assert 'class="aim" x1="96.2%"' in svg
    assert 'role="img" aria-label="43, aim 80"' in svg


def test_a_target_that_is_passed_has_its_mark_inside():
    svg = drawing.bar(actual=21, aim=20)

    assert widths(svg) == {"track": "91.6", "done": "96.2"}
    assert 'aria-hidden="true"' in svg


def test_a_ceiling_of_none_shows_what_is_over_it():
    kept = drawing.bar(actual=0, aim=0, is_ceiling=True)
    broken = drawing.bar(actual=1, aim=0, is_ceiling=True)

    assert widths(kept) == {"track": "100.0"}
    assert widths(broken) == {"track": "100.0", "over": "33.3"}


def test_what_is_said_cannot_break_the_drawing():
    assert 'aria-label="&quot;&gt;&lt;b&gt;"' in drawing.bar(actual=1, aim=2, says='"><b>')


def test_columns_have_the_same_numbers_in_a_table_and_no_decimal_commas_in_the_drawing():
    columns = [Column("tammi", 6), Column("helmi", 1300), Column("maalis", None), Column("huhti", 7, True)]

    html = Template('{% load toolkit %}{% months columns title="New" name="new" %}').render(
        Context({"columns": columns})
    )

    assert html.count("<rect") == 4
    assert html.count('<rect class="ahead"') == 1
    assert re.findall(r'<td class="num">\s*([^<]*[^<\s])', html) == ["6", "1\N{NO-BREAK SPACE}300", "–", "7"]
    assert re.findall(r'(?:x|y|width|height)="[^"]*,[^"]*"', html) == []
    assert 'style="' not in html
