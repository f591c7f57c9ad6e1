"""The findings of the lint: codes that stay, and words that say what, why and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poukama.governance.reading.proposals import NOWHERE, Source


class Severity(StrEnum):
    """An error contradicts itself; a warning wants a decision; a note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What a code means. `message` and `advice` take their values from a finding's `data`."""

    severity: Severity
    message: Promise
    advice: Promise


KINDS: dict[str, FindingKind] = {
    "budget_sum_differs": FindingKind(
        Severity.ERROR,
        _(
            "The lines add up to %(computed)s €, but “%(label)s” says %(stated)s €: a difference of %(difference)s €."
        ),
        _("Check each line and the total against the approved budget, and mend the one that is wrong."),
    ),
    "staff_team_sum_differs": FindingKind(
        Severity.ERROR,
        _("The positions of “%(label)s” add up to %(computed)s, but the plan says %(stated)s."),
        _("Check which positions are missing or counted twice."),
    ),
    "staff_group_sum_differs": FindingKind(
        Severity.ERROR,
        _("The teams of “%(label)s” add up to %(computed)s, but the plan says %(stated)s."),
        _("Check the size of each team and the total."),
    ),
    "staff_total_differs": FindingKind(
        Severity.ERROR,
        _("The staff adds up to %(computed)s, but “%(label)s” says %(stated)s."),
        _("Check the size of each area and the total."),
    ),
    "target_without_unit": FindingKind(
        Severity.WARNING,
        _("“%(label)s” does not say what it counts."),
        _("Decide whether it counts people, families, visits or something else, and write it in the target."),
    ),
    "target_without_measure": FindingKind(
        Severity.ERROR,
        _("Nothing counts “%(label)s” yet."),
        _("Choose a measure for the target, so that its figure grows out of everyday recording."),
    ),
    "ambiguous_unit": FindingKind(
        Severity.WARNING,
        _("“%(label)s” %(value)s: does it count %(one)s or %(other)s?"),
        _("Agree which one is meant and write it in the target; the two give different figures."),
    ),
    "goal_not_measured": FindingKind(
        Severity.WARNING,
        _("Nothing shows whether this goal was reached: “%(goal)s”"),
        _(
            "Bind a target, a survey or another piece of evidence to the goal, or agree to assess it in words."
        ),
    ),
    "work_form_counted_twice": FindingKind(
        Severity.WARNING,
        _("“%(work_form)s” stands in both “%(one)s” and “%(other)s”."),
        _("Keep it in both areas if that is how the work is led, but count its figures once."),
    ),
    "body_ended": FindingKind(
        Severity.WARNING,
        _(
            "“%(name)s”: this body did not exist in %(year)s. Since %(gone_from)s it is %(replaced_by)s (%(basis)s)."
        ),
        _("Write the body that has the task now."),
    ),
    "body_ended_since": FindingKind(
        Severity.NOTE,
        _("“%(name)s” still existed in %(year)s, but since %(gone_from)s it is %(replaced_by)s (%(basis)s)."),
        _("Leave this plan as it was, and write the new body in the next one."),
    ),
    "personal_name": FindingKind(
        Severity.WARNING,
        _("The plan seems to name a person."),
        _("Write the position instead of the name: a plan is public and outlives its staff."),
    ),
    "project_spelled_differently": FindingKind(
        Severity.NOTE,
        _("The same project seems to be spelled in different ways: %(spellings)s."),
        _("Choose one spelling and use it everywhere."),
    ),
}

UNIT_NAMES: dict[str, Promise] = {
    "person": _("people"),
    "family": _("families"),
    "event": _("occasions"),
    "training": _("trainings"),
    "contact": _("contacts"),
    "partner": _("organisations"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a plan that wants a person's eyes. `where` is a work form or a part of the plan."""

    code: str
    where: str = ""
    source: Source = NOWHERE
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return KINDS[self.code].severity

    @property
    def message(self) -> str:
        """What was found and why it matters, in the active language."""
        return str(KINDS[self.code].message) % {name: _shown(value) for name, value in self.data.items()}

    @property
    def advice(self) -> str:
        """What to do about it, in the active language."""
        return str(KINDS[self.code].advice)


def _shown(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(UNIT_NAMES.get(str(value), value))
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u00a0").replace(".", ",")
