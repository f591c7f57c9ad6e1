"""What the house should have done by itself and has not."""

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.desk.rules import Action
from poukama.toolkit.rounds import late


@reads(Action.SEE_LATE_ROUNDS)
def late_panel(request: StaffRequest) -> HttpResponse:
    """Each thing that is late by a day or more, since when, what it means for the work, and what to do."""
    rows = late()
    failing = [row for row in rows if row.is_tried]
    context = {
        "rows": rows,
        "failing": failing,
        "nobody_goes": len(failing) < len(rows),
        "command": "script/poukama rounds",
    }
    return render(request, "desk/_late_panel.html", context)
