"""The gatekeeper's pages: which walls stand, setting one, changing who works with whom, taking one down."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.choices import WallSide
from poukama.clients.forms import SidesForm, TakeDownForm, WorkersForm
from poukama.clients.models import PartyWall
from poukama.clients.queries import (
    WallRow,
    key_of,
    proposal_rows,
    proposals_waiting,
    served_from,
    sides_alone,
    wall_rows,
    who_work_with,
)
from poukama.clients.rules import Action
from poukama.clients.services import walls as services
from poukama.clients.views.with_reason import Step, with_reason
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of


@reads(Action.SEE_WALLS)
def wall_list(request: StaffRequest) -> HttpResponse:
    """The walls that stand, the newest first."""
    standing = PartyWall.objects.filter(voided_at=None).select_related("recorded_by")
    page = page_of(standing, request, by=("-recorded_at", "-pk"))
    opened(request, None)
    context = {
        "page": page,
        "rows": wall_rows(page.rows, clock.today()),
        "proposals": proposal_rows(list(proposals_waiting()[:PROPOSALS])) if page.is_first else [],
    }
    return render(request, "clients/walls.html", context)


@reads(Action.SEE_WALLS)
def walls_panel(request: StaffRequest) -> HttpResponse:
    """How many walls stand, and whether a side has been left alone: a panel of the home page. It names nobody."""
    context = {
        "many": PartyWall.objects.filter(voided_at=None).count(),
        "alone": sides_alone(clock.today()),
        "proposed": proposals_waiting().order_by().count(),
    }
    return render(request, "clients/_walls_panel.html", context)


@writes(Action.SET_WALL)
def set_wall(request: StaffRequest) -> HttpResponseBase:
    """First: between whom, or around whom. Kept in the session: no address says who stands on which side."""
    form = SidesForm(request.POST or None)
    if form.is_valid():
        told = {side.value: form.cleaned_data[side.value] for side in WallSide}
        request.session[BETWEEN] = {side: key_of(served) for side, served in told.items() if served}
        return redirect("clients:set_wall_workers")
    return render(request, "clients/set_wall.html", {"form": form}, status=422 if form.errors else 200)


@writes(Action.SET_WALL)
def set_wall_workers(request: StaffRequest) -> HttpResponseBase:
    """Then: who goes on with each side, and why the wall is set."""
    keys = request.session.get(BETWEEN, {})
    found = {side: served_from(keys.get(side.value, "")) for side in WallSide}
    sides = {side: served for side, served in found.items() if served is not None}
    if WallSide.ONE not in sides or len(sides) < len(keys):
        return redirect("clients:set_wall")
    choices = {side: who_work_with(served, clock.today()) for side, served in sides.items()}
    form = WorkersForm(request.POST or None, sides=sides, choices=choices)
    if form.is_valid():
        try:
            services.set_wall(
                sides=sides, workers=form.workers(), reason=form.cleaned_data["reason"], by=request.user
            )
        except (services.SameOnBothSides, services.WalledAlready):
            form.add_error(None, _("A wall stands here already, or both sides are the same."))
        except services.OneOnBothSides:
            form.add_error(
                None,
                _(
                    "Somebody of one side is linked as one person with somebody of the other. Let whoever serves them take them apart first."
                ),
            )
        except REFUSALS as refusal:
            _say_refusal(form, refusal)
        else:
            del request.session[BETWEEN]
            toast.say(request, _("The wall stands. Only those whom you chose see who is behind it."))
            return redirect("clients:walls")
    return _workers_page(request, form, sides)


@writes(Action.CHANGE_WALL)
def change_wall(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say anew who works with each side."""
    row = _row(request, pk)
    sides = {side.side: side.served for side in row.sides}
    now = {side.side: side.workers for side in row.sides}
    choices = {side: who_work_with(served, clock.today()) for side, served in sides.items()}
    state = services.state_of(row.wall)
    form = WorkersForm(request.POST or None, sides=sides, choices=choices, now=now, former=state)
    if form.is_valid():
        try:
            changed = services.change_workers(
                wall=row.wall,
                sides=sides,
                workers=form.workers(),
                former=form.cleaned_data["former"],
                by=request.user,
            )
        except REFUSALS as refusal:
            _say_refusal(form, refusal)
        else:
            toast.say(request, _("Saved.") if changed else _("Nothing has changed."))
            return redirect("clients:walls")
    return _workers_page(request, form, sides, row)


@writes(Action.CHANGE_WALL)
def take_wall_down(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take a wall down, and say why."""
    row = _row(request, pk)

    def take_down(because: str) -> None:
        services.take_down(wall=row.wall, because=because, by=request.user)

    return with_reason(request, TAKE_DOWN, row, take_down)


TAKE_DOWN = Step(
    form=TakeDownForm,
    template="clients/take_wall_down.html",
    done=gettext_lazy("The wall is down."),
    first=services.WallIsDown,
    said_first=gettext_lazy("The wall was taken down meanwhile."),
)
PROPOSALS = 30
"""How many proposals the page shows at once, the newest; the next come as these are decided."""
BETWEEN = "clients.wall_between"
"""Under what the session keeps the two sides until it is chosen who works with them."""
REFUSALS = (
    services.WorksWithBoth,
    services.WorkedWithTheOther,
    services.NobodyGoesOn,
    services.DoesNotWorkWithThem,
    services.ChangedMeanwhile,
    services.WallIsDown,
)


def _say_refusal(form: WorkersForm, refusal: Exception) -> None:
    """What stands in the way, at the field that it is about."""
    if isinstance(refusal, services.WorksWithBoth):
        said = _("%(name)s is on both sides. Nobody can work with both.") % {"name": refusal.user.name}
        form.add_error(WallSide.OTHER.value, said)
    elif isinstance(refusal, services.WorkedWithTheOther):
        said = _("%(name)s has worked with the other side, and knows of it.") % {"name": refusal.user.name}
        form.add_error(None, said)
    elif isinstance(refusal, services.NobodyGoesOn):
        said = _(
            "Choose who goes on working with them, also past their other walls. Nobody else will see them."
        )
        form.add_error(refusal.side.value, said)
    elif isinstance(refusal, services.DoesNotWorkWithThem):
        form.add_error(None, _("Somebody chosen does not work there any more. Choose again."))
    else:
        form.add_error(None, _("Somebody else has changed this wall meanwhile. Open the page again."))


def _row(request: StaffRequest, pk: UUID) -> WallRow:
    wall = get_or_404(request.actor, Action.CHANGE_WALL, PartyWall, pk=pk)
    (row,) = wall_rows([wall], clock.today())
    return row


def _workers_page(
    request: StaffRequest, form: WorkersForm, sides: dict[WallSide, Any], row: WallRow | None = None
) -> HttpResponse:
    context = {"form": form, "sides": sides.values(), "row": row}
    return render(request, "clients/wall_workers.html", context, status=422 if form.errors else 200)
