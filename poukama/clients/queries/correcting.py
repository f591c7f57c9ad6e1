"""What has been corrected of somebody in a work form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.models import CorrectedYear, Family, KnownIn, Parting
from poukama.clients.rules import Action
from poukama.organisation.models import User


@dataclass(frozen=True)
class Corrected:
    """One correction: when, by whom, and what it was; of a family only to whoever may see that one."""

    at: datetime
    by: User
    is_of_family: bool
    former: str
    """The year, or the code name that they had in the family; empty when nothing was known, or it is not told."""


def corrections_of(actor: Actor, known: KnownIn) -> Sequence[Corrected]:
    """What this work form has corrected of somebody, the newest first. Three queries."""
    years = CorrectedYear.objects.filter(client=known.client_id, work_form=known.work_form_id, voided_at=None)
    partings = Parting.objects.filter(
        client=known.client_id, work_form=known.work_form_id, voided_at=None, by_mistake=True
    )
    moves = list(partings.select_related("recorded_by").order_by("-pk"))
    families = Family.objects.filter(pk__in=[move.former_id for move in moves])
    seen = set(visible(actor, Action.READ_FAMILY, families).order_by().values_list("pk", flat=True))
    found = [
        Corrected(row.recorded_at, row.recorded_by, is_of_family=False, former=str(row.former or ""))
        for row in years.select_related("recorded_by").order_by("-pk")
    ]
    found += [
        Corrected(
            move.recorded_at,
            move.recorded_by,
            is_of_family=True,
            former=move.former_code_name if move.former_id in seen else "",
        )
        for move in moves
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)
