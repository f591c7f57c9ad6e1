"""When a step of a process falls due, in words; and the templates with all their steps so told."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.casework.choices import Trigger
from poukama.casework.models import ProcessStep, ProcessTemplate
from poukama.casework.process_days import Coming
from poukama.toolkit import formatting

BY_VISIT = "visit-"
"""How an occasion begins that is a visit, by its number."""


@dataclass(frozen=True)
class StepSaid:
    """A step of a template: when, and what is done."""

    title: str
    said: str


@dataclass(frozen=True)
class TemplateSaid:
    """A template with its steps in words."""

    template: ProcessTemplate
    steps: list[StepSaid]


def process_templates() -> QuerySet[ProcessTemplate]:
    """Templates in use, unordered, with their work form."""
    return ProcessTemplate.objects.filter(is_active=True).select_related("work_form")


def template_labels() -> dict[str, str]:
    """What each template is called, by its key, also those out of use."""
    return {each.key: each.label() for each in ProcessTemplate.objects.order_by("order", "pk")}


def templates_said() -> list[TemplateSaid]:
    """Every template in use with the steps that it has now, in order. Two queries."""
    templates = list(process_templates().order_by("order", "pk"))
    steps: dict[tuple[int, int], list[StepSaid]] = defaultdict(list)
    for step in ProcessStep.objects.filter(template__in=templates).order_by("order", "pk"):
        steps[step.template_id, step.version].append(StepSaid(when(step), step.label()))
    return [TemplateSaid(each, steps[each.pk, each.version]) for each in templates]


def when(step: ProcessStep) -> str:
    """When the step falls due: "By visit 3"."""
    return _WORDS[Trigger(step.trigger)](step)


def what(step: ProcessStep, occasion: str = "") -> str:
    """What is done, and at which visit when the occasion is one: "Mid evaluation — visit 8"."""
    label = step.label()
    label = label[:1].upper() + label[1:]
    if not occasion.startswith(BY_VISIT):
        return label
    number = occasion.removeprefix(BY_VISIT)
    return _("%(what)s \N{EM DASH} visit %(number)s") % {"what": label, "number": number}


def coming_said(step: ProcessStep, coming: Coming) -> str:
    """When a step without a day comes: "At visit 8, in 3 visits"; else when it falls due in general."""
    if coming.contact is None:
        return when(step)
    words = ngettext(
        "At visit %(number)s, the next one", "At visit %(number)s, in %(more)s visits", max(coming.more, 1)
    )
    return words % {"number": coming.contact, "more": formatting.number(coming.more)}


def _at_start(step: ProcessStep) -> str:
    days = step.number or 0
    if not days:
        return _("At the start")
    words = ngettext("%(days)s day after the start", "%(days)s days after the start", days)
    return words % {"days": days}


def _at_end(step: ProcessStep) -> str:
    days = step.number or 0
    if not days:
        return _("At a planned end") if step.planned_only else _("At the end")
    words = (
        ngettext("%(days)s day after a planned end", "%(days)s days after a planned end", days)
        if step.planned_only
        else ngettext("%(days)s day after the end", "%(days)s days after the end", days)
    )
    return words % {"days": days}


def _after_end(step: ProcessStep) -> str:
    months = step.number or 0
    words = (
        ngettext("%(months)s month after a planned end", "%(months)s months after a planned end", months)
        if step.planned_only
        else ngettext("%(months)s month after the end", "%(months)s months after the end", months)
    )
    return words % {"months": months}


def _about(step: ProcessStep) -> str:
    said = _("About visit %(number)s") % {"number": step.number}
    if not step.again_every:
        return said
    return said + _(", and again after every %(number)s visits") % {"number": step.again_every}


def _weekly(step: ProcessStep) -> str:
    return _("Every week: %(day)s") % {"day": dates.WEEKDAYS[(step.weekday or 1) - 1]}


def _monthly(step: ProcessStep) -> str:
    if step.number is None:
        return _("Every month by its last day")
    return _("Every month by day %(number)s") % {"number": step.number}


def _after_birth(step: ProcessStep) -> str:
    weeks = step.number or 0
    words = ngettext("%(weeks)s week after the birth", "%(weeks)s weeks after the birth", weeks)
    return words % {"weeks": weeks}


def _before_birth(step: ProcessStep) -> str:
    visits = step.number or 0
    words = ngettext(
        "At least %(visits)s visit before the birth", "At least %(visits)s visits before the birth", visits
    )
    return words % {"visits": visits}


def _meetings(step: ProcessStep) -> str:
    if step.number == step.upto:
        return _("%(number)s visits") % {"number": step.number}
    return _("%(first)s\N{EN DASH}%(last)s visits") % {"first": step.number, "last": step.upto}


def _workers(step: ProcessStep) -> str:
    number = step.number or 0
    return ngettext("%(number)s worker", "%(number)s workers", number) % {"number": number}


_WORDS: Mapping[Trigger, Callable[[ProcessStep], str]] = {
    Trigger.AT_START: _at_start,
    Trigger.BY_CONTACT: lambda step: _("By visit %(number)s") % {"number": step.number},
    Trigger.ABOUT_CONTACT: _about,
    Trigger.WEEKLY: _weekly,
    Trigger.WEEKDAYS: lambda step: _("On working days"),
    Trigger.MONTHLY: _monthly,
    Trigger.EACH_MEETING: lambda step: _("At each visit"),
    Trigger.AT_END: _at_end,
    Trigger.AFTER_END: _after_end,
    Trigger.AFTER_BIRTH: _after_birth,
    Trigger.BEFORE_BIRTH: _before_birth,
    Trigger.MEETINGS: _meetings,
    Trigger.WORKERS: _workers,
}
