"""What somebody must do by a day: a few on the home page, all of them by day, and giving one to a colleague."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.duties.forms import EVERYBODY, GiveForm
from poukama.duties.models import Duty
from poukama.duties.queries import all_mine, days_of, mine, people_for, rows_of, undone
from poukama.duties.rules import Action
from poukama.duties.services import CannotSee, DoneAlready, NotOneOfUs, give_duty
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of

NEAR = timedelta(days=14)
"""What is due later than this does not stand on the home page."""
AT_MOST = 5
_ALL = "all"


@reads(Action.SEE_DUTY)
def panel(request: StaffRequest) -> HttpResponse:
    """What one has to do next, the late first: a panel of the home page."""
    today = clock.today()
    near = mine(request.actor, today + NEAR).select_related("owner").order_by("due_on", "pk")
    context = {
        "rows": rows_of(request.actor, list(near[:AT_MOST]), today),
        "many": all_mine(request.actor).count(),
        "me": request.user,
        "here": (request.htmx and request.htmx.current_url_abs_path) or "/",
    }
    return render(request, "duties/_panel.html", context)


@reads(Action.SEE_DUTY)
def mine_list(request: StaffRequest) -> HttpResponse:
    """Everything that one has to do, by day; or everything that is to be done where one works."""
    shows_all = request.GET.get("whose") == _ALL
    rows = undone(request.actor) if shows_all else all_mine(request.actor)
    page = page_of(rows.select_related("owner", "deputy"), request, by=("due_on", "pk"))
    today = clock.today()
    context = {
        "days": days_of(rows_of(request.actor, page.rows, today), today),
        "page": page,
        "shows_all": shows_all,
        "me": request.user,
        "here": request.get_full_path(),
    }
    return render(request, "duties/mine.html", context)


@writes(Action.GIVE_DUTY)
def give(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Give it to a colleague, and to whoever does it when they are away."""
    rows = Duty.objects.filter(Q(voided_at=None)).select_related("work_form", "owner", "deputy")
    duty = get_or_404(request.actor, Action.GIVE_DUTY, rows, pk=pk)
    initial = {"owner": str(duty.owner_id or EVERYBODY), "deputy": str(duty.deputy_id or "")}
    people = people_for(duty.work_form, clock.today())
    form = GiveForm(request.POST or None, people=people, initial=initial)
    if form.is_valid():
        try:
            give_duty(duty=duty, owner=form.whose(), deputy=form.in_their_place(), by=request.user)
        except DoneAlready:
            toast.warn(request, _("It has been done already, or need not be done any more."))
            return redirect("duties:mine")
        except CannotSee as refused:
            field = "owner" if refused.who == form.whose() else "deputy"
            form.add_error(field, _("They cannot open what this is about. Choose somebody else."))
        except NotOneOfUs:
            form.add_error("owner", _("They do not work here any more. Choose somebody else."))
        else:
            owner = form.whose()
            said = _("Given to %(who)s.") % {"who": owner.initials} if owner else _("It is everybody's now.")
            toast.say(request, said)
            return redirect("duties:mine")
    shown = rows_of(request.actor, [duty], clock.today())
    context = {"form": form, "row": shown[0] if shown else None}
    return render(request, "duties/give.html", context, status=422 if form.errors else 200)
