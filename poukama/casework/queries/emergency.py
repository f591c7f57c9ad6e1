"""Whom to call about those opened in an emergency: who works with them, and where somebody on duty answers."""

from dataclasses import dataclass

from poukama.casework.models import Episode
from poukama.clients.models import EmergencyAccess
from poukama.clients.queries.emergency import Kept
from poukama.organisation.models import User


@dataclass(frozen=True)
class Shown:
    """The least of what one work form keeps, and who there works with them now."""

    kept: Kept
    key_workers: list[User]


def with_key_workers(access: EmergencyAccess, kept: list[Kept]) -> list[Shown]:
    """Add who works with them. Of the episode nothing else is read. One query."""
    places = [each.work_form for each in kept]
    rows = Episode.objects.filter(voided_at=None, ends_on=None, work_form__in=places).filter(
        family=access.family, client=access.client
    )
    found: dict[int, list[User]] = {}
    for row in rows.select_related("key_worker", "pair_worker").order_by("pk"):
        pair = (row.key_worker, row.pair_worker)
        there = [user for user in pair if user is not None and user.is_active]
        found.setdefault(row.work_form_id, []).extend(there)
    return [Shown(each, found.get(each.work_form.pk, [])) for each in kept]
