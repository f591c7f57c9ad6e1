"""Destructions that are proposed or done, and what their certificates say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import may, visible
from poukama.casework.choices import Sort
from poukama.casework.models import Destruction, DestructionLine
from poukama.casework.queries.retention import key_of, records, rules_said, seen_by
from poukama.casework.queries.withheld import as_told
from poukama.casework.rules import Action
from poukama.clients.ending import Fate, keepers
from poukama.toolkit.facts import Text

LEFT: Mapping[str, Text] = {
    "open": _("they were served again"),
    "not_yet": _("something had been recorded since, and its time had not come"),
    "not_there": _("nothing was left of it"),
    "process": _("a process ran"),
    "request": _("a request waited"),
    "handover": _("a handover waited"),
    "follow_up": _("something was still to be done"),
    "appointment": _("a time was agreed"),
    "hold": _("it was held back"),
    "consent": _("a consent held"),
    "order": _("an order that protects them held"),
    "alert": _("an alert held"),
    "told": _("it is kept for twelve years what was told of them"),
    "shared": _("somebody of them was also of a record that stayed"),
    "expecting": _("a child was expected"),
    "message": _("a message waited"),
    "own_data": _("they had asked for their own data"),
    "occasion": _("they came to an occasion"),
    "match": _("a volunteer stood beside them"),
}
"""Why a record was left when the others were destroyed, by the code of what bound it; what is looked into is not said."""


@dataclass(frozen=True)
class LineRow:
    """A proposed record: its code where the reader may know it, else only its place in the list."""

    line: DestructionLine
    number: int
    code: str
    sort: str
    rule: str
    is_when_hidden: bool = False
    """An order hides from the reader when they came."""


@dataclass(frozen=True)
class Certificate:
    """What was destroyed, in numbers and rules."""

    records: int
    from_year: int | None
    to_year: int | None
    rules: Sequence[tuple[str, int]]
    gone: int
    emptied: int
    stays: int
    left: Sequence[tuple[Text, int]]


def destructions(actor: Actor) -> QuerySet[Destruction]:
    """Those that the actor may see, but for what was withdrawn; unordered."""
    rows = visible(actor, Action.SEE_DESTRUCTION, Destruction.objects.filter(voided_at=None))
    return rows.select_related("work_form", "recorded_by", "done_by", "refused_by")


def to_decide(actor: Actor) -> QuerySet[Destruction]:
    """Those that wait for the actor."""
    return visible(actor, Action.CARRY_OUT_DESTRUCTION, Destruction.objects.all()).select_related("work_form")


def lines_of(actor: Actor, destruction: Destruction) -> list[LineRow]:
    """The records that are proposed: to a lead those that they may see and no others, to the director as numbers.

    The same number of queries however many.
    """
    lines = list(destruction.lines.select_related("request").order_by("kept_until_on", "pk"))
    rules = rules_said()
    if not may(actor, Action.SEE_RETENTION, destruction.work_form):
        return [
            LineRow(line, number, _number_of(line), str(_sort(line).label), rules.get(line.rule, ""))
            for number, line in enumerate(lines, 1)
        ]
    keys = {key_of(line) for line in lines}
    work_form = destruction.work_form
    proposed = [each for each in records(work_form, actor.day) if each.key in keys]
    seen = as_told(actor, work_form, seen_by(actor, work_form, proposed))
    by_key = {each.key: each for each in seen}
    shown = [(line, by_key[key_of(line)]) for line in lines if key_of(line) in by_key]
    return [
        LineRow(
            line=line,
            number=number,
            code=record.code,
            sort=str(record.sort.label),
            rule=rules.get(line.rule, ""),
            is_when_hidden=record.is_when_hidden,
        )
        for number, (line, record) in enumerate(shown, 1)
    ]


def certificate_of(destruction: Destruction) -> Certificate:
    """The certificate of a destruction that is done. One query."""
    told, rules = destruction.told, rules_said()
    emptied_tables = _emptied()
    emptied = sum(number for label, number in told["rows"].items() if label in emptied_tables)
    return Certificate(
        records=told["records"],
        from_year=told["from_year"],
        to_year=told["to_year"],
        rules=[(rules.get(key, key), number) for key, number in sorted(told["rules"].items())],
        gone=sum(told["rows"].values()) - emptied,
        emptied=emptied,
        stays=told["stays"],
        left=[(LEFT[code], number) for code, number in sorted(told["left"].items()) if code in LEFT],
    )


def _emptied() -> set[str]:
    return {
        label
        for keeper in keepers()
        for label, becomes in keeper.becomes.items()
        if becomes.fate == Fate.EMPTIED
    }


def _sort(line: DestructionLine) -> Sort:
    if line.family_id:
        return Sort.FAMILY
    if line.client_id:
        return Sort.PERSON
    return Sort.EPISODE if line.episode_id else Sort.REQUEST


def _number_of(line: DestructionLine) -> str:
    if line.episode_id:
        return f"J-{line.episode_id}"
    return line.request.code if line.request else ""
