"""`{% load toolkit %}`: icons, formatting in the reader's language, form fields, progress bars, columns."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from poukama.toolkit import clock, drawing, formatting
from poukama.toolkit.frame import BARE, sprite
from poukama.toolkit.navigation import Place

register = template.Library()

register.filter("number", formatting.number)
register.filter("euros", formatting.euros)
register.filter("percent", formatting.percent)
register.filter("day", formatting.day)
register.filter("day_and_month", formatting.day_and_month)
register.filter("long_day", formatting.long_day)
register.filter("clock_time", formatting.clock_time)
register.filter("moment", formatting.moment)
register.filter("period", formatting.period)
register.filter("minutes", formatting.minutes)
register.filter("file_size", formatting.file_size)


@register.filter
def worded(key: str, labels: Mapping[str, Any]) -> Any:
    """`{{ row.role|worded:labels }}`: the word of a code in the reader's language, else the code itself."""
    return labels.get(key, key)


@register.filter
def day_near(value: date) -> str:
    """Today, yesterday, ma 16.9."""
    return formatting.day_near(value, clock.today())


@register.filter
def ended(text: str | None) -> str:
    """`{{ row.reason|ended }}`: what somebody typed as a sentence."""
    return formatting.ended(text or "")


@register.filter
def unstopped(value: str) -> str:
    """A day before the full stop of its sentence: in Finnish it has one of its own."""
    return value.removesuffix(".")


@register.filter
def moment_near(value: datetime) -> str:
    """Today 10.42; yesterday 20.40."""
    return formatting.moment_near(value, clock.today())


@register.filter
def due(value: date) -> str:
    """Two days late; today; ma 16.9."""
    return formatting.late_by(value, clock.today())


@register.filter
def due_is(value: date) -> str:
    """The state of a due day for `data-is`: late, today or empty."""
    days = (clock.today() - value).days
    return "late" if days > 0 else "today" if days == 0 else ""


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, silent to screen readers: the word beside it speaks."""
    return _icon(name, size)


@cache
def _icon(name: str, size: str) -> SafeString:
    big = mark_safe(" data-big") if size == "big" else ""  # noqa: S308
    return format_html(
        '<svg class="pk-icon" aria-hidden="true"{}><use href="{}#{}"/></svg>', big, sprite(), name
    )


@register.simple_tag
def still(name: str) -> SafeString:
    """A template that shows no variable, rendered once in each language. For what every page repeats."""
    return _still(name, get_language() or "")


@cache
def _still(name: str, language: str) -> SafeString:
    return render_to_string(name, BARE)


@register.simple_tag
def nav_links(places: Sequence[Place], under_more: bool = False) -> SafeString:
    """The places as list items: all of them in the rail, or those without a seat in the phone's bar."""
    shown = [place for place in places if not (under_more and place.item.phone)]
    return mark_safe("".join(_nav_link(place, seat=not under_more) for place in shown))  # noqa: S308


def _nav_link(place: Place, *, seat: bool) -> str:
    item = place.item
    phone = f' data-phone="{item.phone:d}"' if seat and item.phone else ""
    current = f' aria-current="{escape(place.current)}"' if place.current else ""
    inside = f"{icon(item.icon)}<span>{escape(item.label)}</span>"
    return f'<li{phone}><a href="{escape(place.url)}"{current}>{inside}</a></li>'


@register.inclusion_tag("toolkit/_field.html")
def field(bound: BoundField, label: str = "", description: str = "") -> dict[str, Any]:
    """A field with its label, description and error; single controls in one line, choices as a fieldset."""
    widget = bound.field.widget
    kind = "choices" if widget.use_fieldset else "tick" if _is_tick(bound) else "control"
    control: str = ""
    if kind == "control":
        css = f"{widget.attrs.get('class', '')} ds-input".strip()
        control = bound.as_widget(attrs={"class": css})
    elif kind == "tick":
        control = bound.as_widget()
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "description": description or bound.help_text,
        "control": control,
        "described_by": _described_by(bound),
    }


@register.inclusion_tag("toolkit/_chips.html")
def chips(bound: BoundField, label: str = "") -> dict[str, Any]:
    """A choice as chips: one tap answers. For RadioSelect and CheckboxSelectMultiple."""
    return {
        "field": bound,
        "label": label or bound.label,
        "description": bound.help_text,
        "options": _options(bound),
        "sprite": sprite(),
        "described_by": _described_by(bound),
    }


@register.inclusion_tag("toolkit/_errors.html")
def errors(*forms: BaseForm) -> dict[str, Any]:
    """The summary on top: what to mend, each linked to its field."""
    found: list[tuple[str, str]] = []
    for form in forms:
        found += [("", str(error)) for error in form.non_field_errors()]
        found += [
            (_first_id(bound), _mends(str(bound.label or ""), str(error)))
            for bound in form
            for error in bound.errors
        ]
    return {"found": found}


def _mends(label: str, error: str) -> str:
    """What to mend and where; a question needs no colon after its mark."""
    if not label:
        return error
    return f"{label} {error}" if label.endswith("?") else f"{label}: {error}"


@register.simple_tag
def bar(
    actual: float | None,
    aim: float | None = None,
    forecast: float | None = None,
    says: str = "",
    ceiling: bool = False,
) -> SafeString:
    """Progress: done, hatched forecast, a mark for the aim (or the ceiling). `says` tells it all in words."""
    return drawing.bar(actual=actual, aim=aim, forecast=forecast, says=says, is_ceiling=ceiling)


@register.inclusion_tag("toolkit/_months.html")
def months(
    columns: Sequence[drawing.Column], title: str, name: str, unit: str = "", table: bool = True
) -> dict[str, Any]:
    """Columns by month with the same numbers in a table behind them. `name` makes the ids unique on the page."""
    return {"chart": drawing.columns(columns), "title": title, "name": name, "unit": unit, "table": table}


def _is_tick(bound: BoundField) -> bool:
    return getattr(bound.field.widget, "input_type", "") == "checkbox"


def _described_by(bound: BoundField) -> str:
    parts = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    parts += [f"{bound.auto_id}_error"] if bound.errors else []
    return " ".join(parts)


def _first_id(bound: BoundField) -> str:
    return f"{bound.id_for_label or bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.auto_id


def _options(bound: BoundField) -> list[dict[str, Any]]:
    widget = bound.field.widget
    context = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})["widget"]
    return [option for _, group, _ in context["optgroups"] for option in group]
