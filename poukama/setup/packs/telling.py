"""Problems and changes told to people, line by line."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.setup.packs.bindings import BINDINGS
from poukama.setup.packs.changes import Action, Change, Reason, effective
from poukama.setup.packs.problems import Problem

_SIGNS = {Action.ADD: "+", Action.CHANGE: "~", Action.REMOVE: "-", Action.RETIRE: "!", Action.KEEP: "="}
LONGEST = 100


def told_problems(problems: list[Problem]) -> Iterator[str]:
    """Each problem with its place, what was found and what was expected."""
    for problem in problems:
        kind = _("warning") if problem.is_warning else _("error")
        yield f"{problem.place}: {kind}: {problem.where}"
        yield "    " + _("found: %(found)s") % {"found": problem.found}
        yield "    " + _("expected: %(expected)s") % {"expected": problem.expected}


def told_verdict(name: str, problems: list[Problem]) -> str:
    """Whether a pack can be applied, in a sentence."""
    errors = sum(not problem.is_warning for problem in problems)
    warnings = len(problems) - errors
    if errors:
        return ngettext(
            "%(name)s has %(count)s error: it cannot be applied.",
            "%(name)s has %(count)s errors: it cannot be applied.",
            errors,
        ) % {"name": name, "count": errors}
    if warnings:
        return ngettext(
            "%(name)s can be applied; there is %(count)s warning.",
            "%(name)s can be applied; there are %(count)s warnings.",
            warnings,
        ) % {"name": name, "count": warnings}
    return _("%(name)s can be applied.") % {"name": name}


def told_changes(found: list[Change]) -> Iterator[str]:
    """Each change with its fields before and after; then what is kept as it is here, and why."""
    for change in sorted(found, key=lambda change: change.action is Action.KEEP):
        line = f"{_SIGNS[change.action]} {BINDINGS[change.kind].title} {change.key}"
        aside = _("put out of use") if change.action is Action.RETIRE else _reason(change.reason)
        yield f"{line} ({aside})" if aside else line
        if change.action is Action.CHANGE:
            for name, (before, after) in change.fields.items():
                yield f"    {name}: {_short(before)} → {_short(after)}"
        elif change.action is Action.KEEP:
            for name, (here, pack) in change.fields.items():
                yield "    " + _("%(field)s: %(here)s here, %(pack)s in the pack") % {
                    "field": name,
                    "here": _short(here),
                    "pack": _short(pack),
                }


def told_counts(found: list[Change], *, is_done: bool) -> str:
    """How much changed or would change, in a sentence."""
    changes = effective(found)
    if not changes:
        return _("Nothing to change.")
    text = (
        _("Added: %(added)s. Changed: %(changed)s. Removed: %(removed)s.")
        if is_done
        else _("To add: %(added)s. To change: %(changed)s. To remove: %(removed)s.")
    )
    return text % {
        "added": sum(change.action is Action.ADD for change in changes),
        "changed": sum(change.action is Action.CHANGE for change in changes),
        "removed": sum(change.action in (Action.REMOVE, Action.RETIRE) for change in changes),
    }


def _reason(reason: Reason | None) -> str:
    if reason is None:
        return ""
    return {
        Reason.CHANGED_HERE: _("kept: changed here"),
        Reason.REMOVED_HERE: _("kept: removed here"),
        Reason.PLAN_APPROVED: _("kept: an approved plan that has been changed here"),
        Reason.PLAN_NOT_OURS: _("kept: a plan that no pack made"),
        Reason.RECORDS: _("kept: what has been recorded stays"),
        Reason.IN_USE: _("kept: something points to it"),
    }[reason]


def _short(value: Any) -> str:
    if value in ("", None, [], {}):
        return "–"
    text = (
        ", ".join(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else str(value)
    )
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
