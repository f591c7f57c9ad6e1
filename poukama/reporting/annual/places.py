"""Where each work form is told: once, in the place that the plan gives it."""

from collections.abc import Mapping
from dataclasses import dataclass

from poukama.organisation.models import Area, WorkForm, WorkFormArea


@dataclass(frozen=True)
class Chapter:
    """An area with its work forms in order; those told in another area are only referred to."""

    area: Area | None
    work_forms: tuple[WorkForm, ...]
    elsewhere: tuple[WorkForm, ...] = ()


def chapters(needed: Mapping[int, WorkForm] | None = None) -> tuple[Chapter, ...]:
    """The areas in order. A work form in two areas is told where it follows its neighbours in the plan's order.

    `needed` are work forms that must be told even if they stand in no area.
    """
    rows = list(
        WorkFormArea.objects.select_related("area", "work_form").order_by(
            "area__order", "area_id", "work_form__order", "work_form_id"
        )
    )
    before: dict[int, tuple[int, int]] = {}
    for row in rows:
        earlier = [
            other.work_form.order
            for other in rows
            if other.area_id == row.area_id and other.work_form.order < row.work_form.order
        ]
        nearest = max(earlier, default=-1)
        if row.work_form_id not in before or nearest > before[row.work_form_id][0]:
            before[row.work_form_id] = (nearest, row.area_id)
    areas = {row.area_id: row.area for row in rows}
    told: dict[int, list[WorkForm]] = {pk: [] for pk in areas}
    elsewhere: dict[int, list[WorkForm]] = {pk: [] for pk in areas}
    for row in rows:
        home = told if before[row.work_form_id][1] == row.area_id else elsewhere
        home[row.area_id].append(row.work_form)
    found = [Chapter(area, tuple(told[pk]), tuple(elsewhere[pk])) for pk, area in areas.items()]
    left = [form for pk, form in (needed or {}).items() if pk not in before]
    return (*found, Chapter(None, tuple(left))) if left else tuple(found)
