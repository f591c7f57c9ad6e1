"""What a rhythm holds, in words: each of its points with what happens there.

The points are the vocabulary of packs; what happens is named by the pack's own words, forms and work forms.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import dates
from django.utils.translation import gettext as _

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.organisation.queries import work_form_labels
from poukama.outcomes.models import Form
from poukama.toolkit import formatting

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Step:
    """One point of a rhythm: when or what about it, and what happens or how many."""

    title: str
    said: str


def names_of_steps() -> Mapping[str, str]:
    """What a pack's keys are called: words of steps and phases, forms, work forms, days of the week. Three queries."""
    words = Term.objects.filter(list__in=(TermList.PROCESS_STEP, TermList.PHASE)).order_by("order", "pk")
    return {
        **{key: title.lower() for key, title in _titles().items()},
        **{day: str(dates.WEEKDAYS[at]) for at, day in enumerate(WEEKDAYS)},
        **work_form_labels(),
        **{form.key: form.label() for form in Form.objects.order_by("pk")},
        **{word.key: word.label() for word in words},
    }


def steps_of(detail: Mapping[str, Any], names: Mapping[str, str]) -> list[Step]:
    """Each point in words, in the order in which the pack tells them."""
    return [Step(*found) for found in _steps(detail, names)]


def _steps(detail: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    titles = _titles()
    rest = dict(detail)
    if {"from", "until"} <= rest.keys():
        yield _("Time of day"), f"{rest.pop('from')}–{rest.pop('until')}"
    for key, value in rest.items():
        yield titles.get(key) or _name(key, names), _said(key, value, names)


def _said(key: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        return "; ".join(_inside(title, said) for title, said in _steps(value, names))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(each, int) for each in value) and key != "follow_up_months":
            return f"{value[0]}–{value[1]}"
        return formatting.joined([_said(key, each, names) for each in value])
    if key == "month" and isinstance(value, int):
        return str(dates.MONTHS[value])
    if key == "on" and _is_day(value):
        return formatting.day_and_month(date.fromisoformat(f"2024-{value}"))
    return str(value) if isinstance(value, int) else _name(str(value), names)


def _inside(title: str, said: str) -> str:
    return f"{title[:1].lower()}{title[1:]}: {said}"


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        return False
    return True


def _name(key: str, names: Mapping[str, str]) -> str:
    """What a key is called; one that the pack does not name is at least legible."""
    return names.get(key) or key.replace("_", " ").replace("-", " ")


def _titles() -> dict[str, str]:
    return {
        "about_contact": _("About contact number"),
        "after_birth": _("After the birth"),
        "after_months": _("Months afterwards"),
        "after_weeks": _("Weeks afterwards"),
        "again_when_long": _("Again when it goes on"),
        "ages": _("Ages"),
        "also_at": _("Also"),
        "at": _("When"),
        "at_birth": _("At the birth"),
        "beside": _("At the same time as"),
        "by_contact": _("At the latest by contact number"),
        "child_age_at_least": _("Age of the child at least"),
        "daily": _("Every day"),
        "days": _("Days"),
        "days_a_week": _("Days a week"),
        "during": _("Along the way"),
        "each_meeting": _("At each meeting"),
        "end": _("At the end"),
        "ends": _("Ends"),
        "evening_opening": _("Open in the evening"),
        "follow_up_months": _("Asked again, months later"),
        "form": _("Form"),
        "forms": _("Forms"),
        "half_yearly": _("Twice a year"),
        "hours": _("Hours"),
        "interval_weeks": _("Weeks between meetings"),
        "meetings": _("Meetings"),
        "meetings_after_birth_at_least": _("Meetings after the birth at least"),
        "meetings_before_birth_at_least": _("Meetings before the birth at least"),
        "modules": _("Modules"),
        "month": _("Month"),
        "monthly": _("Every month"),
        "months_after_planned_end": _("Months after the planned end"),
        "offered": _("Offered"),
        "on": _("Day"),
        "open": _("Open"),
        "order": _("In this order"),
        "per": _("For each"),
        "phases": _("Phases"),
        "registration": _("Registration"),
        "regularly": _("Regularly"),
        "requires": _("Needed first"),
        "rounds_a_year": _("Rounds a year"),
        "schedule": _("Timetable"),
        "season": _("Season"),
        "start": _("At the start"),
        "then": _("Then"),
        "times": _("Times"),
        "virtual": _("On the net"),
        "volunteers_at_least": _("Volunteers at least"),
        "weekdays": _("On weekdays"),
        "weekly": _("Every week"),
        "weeks_after_birth": _("Weeks after the birth"),
        "with": _("With"),
        "workers": _("Workers"),
        "year": _("Year"),
        "yearly": _("Every year"),
        "yearly_rounds": _("Rounds a year, by form"),
    }
