"""What runs now: the database read as the same items that a pack is taken apart into."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from poukama.governance.choices import PlanState
from poukama.governance.models import Plan
from poukama.organisation.models import PackItem
from poukama.setup.packs.bindings import BINDINGS, PLAN_KINDS, Binding
from poukama.setup.packs.items import Content

_IN_FORCE = {PlanState.APPROVED: 0, PlanState.DRAFT: 1, PlanState.ENDED: 2}


@dataclass
class State:
    """Rows and their contents by item, and what a pack last said of each."""

    rows: dict[str, Model] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)
    applied: dict[str, Content] = field(default_factory=dict)

    def pk(self, kind: str, key: str) -> Any:
        """The primary key of the row of an item."""
        return self.rows[f"{kind}:{key}"].pk


def current() -> State:
    """Read everything that a pack may say anything about. Of each year the plan in force, else its draft."""
    state = State(applied=dict(PackItem.objects.values_list("key", "content")))
    plans = _plans()
    for binding in BINDINGS.values():
        for row in _rows(binding, plans):
            item = f"{binding.kind}:{binding.key_of(row)}"
            state.rows[item] = row
            state.contents[item] = binding.content_of(row)
    return state


def _plans() -> list[Plan]:
    chosen: dict[int, Plan] = {}
    for plan in Plan.objects.order_by("year", "version"):
        other = chosen.get(plan.year)
        if other is None or _IN_FORCE[PlanState(plan.state)] <= _IN_FORCE[PlanState(other.state)]:
            chosen[plan.year] = plan
    return list(chosen.values())


def _rows(binding: Binding, plans: list[Plan]) -> Iterable[Any]:
    if binding.kind == "plan":
        return plans
    rows = binding.model._default_manager.all()
    if binding.kind in PLAN_KINDS:
        rows = rows.filter(plan__in=plans)
    related = [*binding.links, *([binding.within] if binding.within else [])]
    if "goal" in related:
        related.append("goal__plan")
    many = [*binding.sets, *binding.prefetch]
    order = ["order", "pk"] if "order" in binding.plain else [binding.key_field, "pk"]
    return (
        rows.select_related(*related)
        .prefetch_related(*many)
        .order_by(*(order if binding.kind != "association" else ["pk"]))
    )
