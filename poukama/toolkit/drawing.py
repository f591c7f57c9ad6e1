"""Small drawings in SVG. Widths are attributes, never styles, so a strict policy lets them through."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from poukama.toolkit import formatting

_FULL = 96.2
"""Percent of the width given to the largest value, so that its mark is not cut."""


def bar(
    *,
    actual: float | None,
    aim: float | None = None,
    forecast: float | None = None,
    says: str = "",
    is_ceiling: bool = False,
) -> SafeString:
    """Progress towards an aim, or under a ceiling. `says` is read aloud; without it the bar is silent."""
    done = max(float(actual or 0), 0.0)
    ahead = max(float(forecast or 0), 0.0)
    goal = max(float(aim), 0.0) if aim is not None else None
    largest = max(done, ahead, goal or 0.0)
    if not largest:
        width = _FULL if goal is None else 100.0
        parts = [_rect("track", width, 5, 12)]
        if goal is not None:
            parts.append(_mark("1.5"))
        return _bar(parts, says)
    scale = _FULL / largest
    is_over = is_ceiling and goal is not None and done > goal
    if is_over and not goal:
        scale = 100 / 3 / largest if largest < 3 else _FULL / largest
    parts = [_rect("track", 100.0 if goal == 0 else (goal if goal is not None else largest) * scale, 5, 12)]
    if ahead > done:
        parts.append(_rect("ahead", ahead * scale, 5.5, 11))
    if done:
        parts.append(_rect("over" if is_over else "done", done * scale, 5, 12))
    if goal is not None:
        parts.append(_mark("1.5" if goal == 0 else f"{goal * scale:.1f}%"))
    return _bar(parts, says)


def _rect(kind: str, width: float, top: float, height: float) -> str:
    return f'<rect class="{kind}" x="0" y="{top:g}" width="{width:.1f}%" height="{height:g}" rx="3"/>'


def _mark(at: str) -> str:
    return f'<line class="aim" x1="{at}" x2="{at}" y1="0" y2="22"/>'


def _bar(parts: list[str], says: str) -> SafeString:
    voice = format_html('role="img" aria-label="{}"', says) if says else mark_safe('aria-hidden="true"')
    return format_html('<svg class="pk-bar" {}>{}</svg>', voice, mark_safe("".join(parts)))  # noqa: S308


@dataclass(frozen=True)
class Column:
    """One column of a chart: what happened, or what is expected (`is_forecast`); None is withheld or not known."""

    label: str
    value: float | None
    is_forecast: bool = False


@dataclass(frozen=True)
class DrawnColumn:
    """A column with its place in the drawing, in ready strings: a template would write a decimal comma."""

    label: str
    said: str
    x: str
    middle: str
    y: str
    text_y: str
    height: str
    is_forecast: bool


@dataclass(frozen=True)
class Chart:
    """A drawing 210 high, with room for its columns."""

    columns: list[DrawnColumn]
    width: str

    @property
    def has_forecast(self) -> bool:
        """Whether some of it has not happened yet."""
        return any(column.is_forecast for column in self.columns)


_GROUND = 176
_TALLEST = 140


def columns(values: Sequence[Column]) -> Chart:
    """Lay columns side by side, the tallest 140 high."""
    largest = max((float(column.value or 0) for column in values), default=0.0) or 1.0
    drawn = []
    for place, column in enumerate(values):
        height = _TALLEST * max(float(column.value or 0), 0.0) / largest
        left, top = 8 + 60 * place, _GROUND - height
        drawn.append(
            DrawnColumn(
                label=column.label,
                said=formatting.number(column.value),
                x=str(left),
                middle=str(left + 22),
                y=f"{top:.1f}",
                text_y=f"{top - 7:.1f}",
                height=f"{height:.1f}",
                is_forecast=column.is_forecast,
            )
        )
    return Chart(drawn, str(60 * max(len(values), 1)))
