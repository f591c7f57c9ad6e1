"""What the database has of some taps."""

from typing import Any
from uuid import UUID

from django.db.models import Sum

from poukama.activities.models import DoorCount


def run(tokens: str = "") -> dict[str, Any]:
    """How many visits there are at the door and, of the tokens in a file, how many are there once."""
    total = DoorCount.objects.filter(voided_at=None).aggregate(visits=Sum("quantity"))["visits"] or 0
    if not tokens:
        return {"visits": total}
    with open(tokens) as file:
        wanted = {UUID(line.strip()) for line in file}
    there = list(DoorCount.objects.filter(work_form__key="perhetupa").values_list("token", flat=True))
    return {"visits": total, "found": sum(token in wanted for token in there), "wanted": len(wanted)}
