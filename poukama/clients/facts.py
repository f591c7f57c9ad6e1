"""As whom a client is counted, for the facts of the apps above that count people."""

from datetime import datetime

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from poukama.clients.models import CountedAs
from poukama.toolkit.facts import Source

SAME_PEOPLE = Source("clients_countedas", is_looked_up=False)
"""Whatever counts clients depends on who are one person."""


def counted_as(path: str, known_at: datetime | None = None) -> Combinable:
    """The client at the path, or the one with whom they are one person; as was known at a moment, or now."""
    if known_at is None:
        in_force = Q(voided_at=None)
    else:
        in_force = Q(recorded_at__lte=known_at) & (Q(voided_at=None) | Q(voided_at__gt=known_at))
    rows = CountedAs.objects.filter(in_force, client=OuterRef(path)).order_by()
    return Coalesce(Subquery(rows.values("kept")), F(path), output_field=BigIntegerField())
