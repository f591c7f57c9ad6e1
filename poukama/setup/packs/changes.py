"""What a pack would change: three-way, between what it said last time, what runs now, and what it says now.

A field changes only when the pack's own value has changed since it was last applied; what was changed here in
between stays. Rows that no pack made stay as they are. A plan that the board has approved, and that has been
changed here or was not made by a pack, is left whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from poukama.governance.choices import PlanState
from poukama.governance.models import Goal
from poukama.setup.packs.bindings import BINDINGS, PLAN_KINDS
from poukama.setup.packs.items import Content, Item
from poukama.setup.packs.state import State


class Action(StrEnum):
    """What happens to an item."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    RETIRE = "retire"
    KEEP = "keep"


class Reason(StrEnum):
    """Why an item, or some of its fields, stay as they are here."""

    CHANGED_HERE = "changed_here"
    REMOVED_HERE = "removed_here"
    PLAN_APPROVED = "plan_approved"
    PLAN_NOT_OURS = "plan_not_ours"
    RECORDS = "records"
    IN_USE = "in_use"


@dataclass(frozen=True)
class Change:
    """One item: what happens to it, with each field before and after."""

    kind: str
    key: str
    action: Action
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    reason: Reason | None = None

    @property
    def id(self) -> str:
        """Of which item."""
        return f"{self.kind}:{self.key}"

    def as_data(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "kind": self.kind,
            "key": self.key,
            "action": self.action.value,
            "reason": self.reason.value if self.reason else None,
            "fields": {
                name: {"before": before, "after": after} for name, (before, after) in self.fields.items()
            },
        }


def changes(items: Iterable[Item], state: State) -> list[Change]:
    """Everything that would change, and what would be kept although the pack says otherwise."""
    wanted = {item.id: item for item in items}
    closed = _closed_plans(state)
    found: list[Change] = []
    for item in wanted.values():
        found.extend(_wanted(item, state, closed))
    leaving = [item_id for item_id in state.applied if item_id not in wanted and item_id in state.contents]
    stays = [(item_id, reason) for item_id in leaving if (reason := _stays(item_id, state, closed))]
    found += [_change(item_id, Action.KEEP, reason) for item_id, reason in stays]
    kept = {item_id for item_id, _reason in stays}
    return found + _leave([item_id for item_id in leaving if item_id not in kept], state)


def effective(found: Iterable[Change]) -> list[Change]:
    """Only what would be written."""
    return [change for change in found if change.action is not Action.KEEP]


def _wanted(item: Item, state: State, closed: dict[str, Reason]) -> list[Change]:
    mine, base = state.contents.get(item.id), state.applied.get(item.id)
    reason = closed.get(item.key.partition("/")[0]) if item.kind in PLAN_KINDS else None
    if mine is None:
        if base == item.content:
            return [Change(item.kind, item.key, Action.KEEP, reason=Reason.REMOVED_HERE)]
        if reason:
            return [Change(item.kind, item.key, Action.KEEP, reason=reason)]
        added = {
            name: (None, value) for name, value in item.content.items() if value not in ("", None, [], {})
        }
        return [Change(item.kind, item.key, Action.ADD, added)]
    changed: dict[str, tuple[Any, Any]] = {}
    kept: dict[str, tuple[Any, Any]] = {}
    for name, theirs in item.content.items():
        if mine[name] != theirs:
            same_as_before = base is not None and base.get(name) == theirs
            (kept if same_as_before or reason else changed)[name] = (mine[name], theirs)
    found = []
    if changed:
        found.append(Change(item.kind, item.key, Action.CHANGE, changed))
    if kept:
        found.append(Change(item.kind, item.key, Action.KEEP, kept, reason or Reason.CHANGED_HERE))
    return found


def _stays(item_id: str, state: State, closed: dict[str, Reason]) -> Reason | None:
    """Why something that has left the pack stays as it is."""
    kind, _colon, key = item_id.partition(":")
    row = state.rows[item_id]
    if kind in PLAN_KINDS and (reason := closed.get(key.partition("/")[0])):
        return reason
    if kind in ("plan", "association") or (isinstance(row, Goal) and row.assessment):
        return Reason.RECORDS
    return Reason.CHANGED_HERE if state.contents[item_id] != state.applied[item_id] else None


def _leave(leaving: list[str], state: State) -> list[Change]:
    """What is removed, in the order in which it can be; the rest is put out of use, or kept while in use."""
    found: list[Change] = []
    gone: set[Model] = set()
    order = list(BINDINGS)
    pending = sorted(leaving, key=lambda item_id: -order.index(item_id.partition(":")[0]))
    while True:
        free = [item_id for item_id in pending if _holders(item_id, state) <= gone]
        if not free:
            break
        gone |= {state.rows[item_id] for item_id in free}
        found += [_change(item_id, Action.REMOVE) for item_id in free]
        pending = [item_id for item_id in pending if item_id not in free]
    for item_id in pending:
        can_retire = BINDINGS[item_id.partition(":")[0]].retire
        found.append(
            _change(item_id, Action.RETIRE) if can_retire else _change(item_id, Action.KEEP, Reason.IN_USE)
        )
    return found


def _holders(item_id: str, state: State) -> set[Model]:
    """Rows that point to a row, so that it must not be deleted. A word is held by itself: records name it by key."""
    row = state.rows[item_id]
    if BINDINGS[item_id.partition(":")[0]].never_delete:
        return {row}
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        return set(error.args[1])
    own = {binding.model for binding in BINDINGS.values()}
    along = {other for model, rows in collector.data.items() if model in own for other in rows}
    along |= {other for rows in collector.fast_deletes if rows.model in own for other in rows}
    return along - {row}


def _change(item_id: str, action: Action, reason: Reason | None = None) -> Change:
    kind, _colon, key = item_id.partition(":")
    return Change(kind, key, action, reason=reason)


def _closed_plans(state: State) -> dict[str, Reason]:
    """Years whose plan a pack may not touch, and why."""
    closed: dict[str, Reason] = {}
    for item_id, content in state.contents.items():
        if not item_id.startswith("plan:"):
            continue
        year = item_id.partition(":")[2]
        if item_id not in state.applied:
            closed[year] = Reason.PLAN_NOT_OURS
        elif content["state"] != PlanState.DRAFT and not _as_applied(year, state):
            closed[year] = Reason.PLAN_APPROVED
    return closed


def _as_applied(year: str, state: State) -> bool:
    """Whether nothing of a year's plan has been changed, added or removed since a pack made it."""

    def of_plan(contents: dict[str, Content]) -> dict[str, Content]:
        prefixes = tuple(f"{kind}:{year}" for kind in BINDINGS if kind in PLAN_KINDS)
        return {item_id: content for item_id, content in contents.items() if item_id.startswith(prefixes)}

    return of_plan(state.contents) == of_plan(state.applied)
