"""Screens of matches."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import SearchForm
from poukama.clients.queries import MOST_FOUND
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.words import term_labels
from poukama.toolkit import toast
from poukama.toolkit.pages import page_of
from poukama.workforce import queries
from poukama.workforce.forms import EndMatchForm, MatchForm
from poukama.workforce.models import Match
from poukama.workforce.rules import Action
from poukama.workforce.services import matches as services
from poukama.workforce.services.volunteers import (
    AlreadyEnded,
    EndedTooLongAgo,
    EndsBeforeStart,
    NotEnded,
    StartsInFuture,
)


@reads(Action.READ_MATCH)
def match_list(request: StaffRequest) -> HttpResponse:
    """Matches of my work forms: running, or ended."""
    ended = request.GET.get("show") == "ended"
    page = page_of(queries.matches(request.actor, ended=ended), request, by=("-starts_on", "-pk"))
    opened(request, None)
    context = {
        "page": page,
        "ended": ended,
        "reasons": term_labels(TermList.END_REASON),
        "work_forms": queries.own_work_forms(request.actor, Action.MAKE_MATCH),
    }
    return render(request, "workforce/match_list.html", context)


@writes(Action.MAKE_MATCH)
def match_add(request: StaffRequest, work_form: str) -> HttpResponseBase:
    """Begin a match. Whom it is with is chosen of those at hand or searched for: the text stands in no address."""
    form_of_work = get_or_404(request.actor, Action.MAKE_MATCH, WorkForm, key=work_form)
    if "q" in request.POST:
        return _match_find(request, form_of_work)
    form = MatchForm(request.POST or None, actor=request.actor, work_form=form_of_work)
    if form.is_valid():
        try:
            match = services.start_match(
                work_form=form_of_work,
                volunteers=[form.volunteers[pk] for pk in form.cleaned_data["volunteers"]],
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
                **form.matched(),  # type: ignore[arg-type]  # a family or a client under its own name
            )
        except StartsInFuture:
            form.add_error(
                "starts_on", _("A match is recorded when it has begun: choose today or an earlier day.")
            )
        except services.NotAVolunteerThen:
            form.add_error("volunteers", _("Somebody was not yet a volunteer on that day."))
        except services.AlreadyMatched:
            form.add_error("volunteers", _("They have a running match already."))
        else:
            undo = reverse("workforce:match_void", args=[match.pk])
            toast.say(request, _("Recorded: a new match."), undo_url=undo)
            return redirect("workforce:matches")
    context = {"form": form, "work_form": form_of_work, "search": SearchForm(), "text": ""}
    return render(request, "workforce/match_add.html", context)


def _match_find(request: StaffRequest, work_form: WorkForm) -> HttpResponse:
    search = SearchForm(request.POST)
    text = search.text()
    form = MatchForm(initial={"who": request.POST.get("who", "")}, actor=request.actor, work_form=work_form)
    many = form.find(text) if text else len(form.near)
    context = {
        "form": form,
        "work_form": work_form,
        "search": search,
        "text": text,
        "many": many,
        "has_more": many > MOST_FOUND,
    }
    template = "workforce/_who.html" if request.htmx else "workforce/match_add.html"
    return render(request, template, context)


@writes(Action.CHANGE_MATCH)
def match_end(request: StaffRequest, pk: int) -> HttpResponseBase:
    """End a match and say why."""
    rows = Match.objects.filter(voided_at=None, ends_on=None).select_related("work_form", "family", "client")
    match = get_or_404(request.actor, Action.CHANGE_MATCH, rows, pk=pk)
    form = EndMatchForm(request.POST or None, work_form=match.work_form)
    if form.is_valid():
        try:
            services.end_match(match=match, by=request.user, **form.cleaned_data)
        except EndsBeforeStart:
            form.add_error(
                "ends_on", _("The match began later than that: choose the day it began or a later one.")
            )
        except StartsInFuture:
            form.add_error("ends_on", _("That day has not come yet."))
        except AlreadyEnded:
            form.add_error(None, _("This match has already ended."))
        else:
            undo = reverse("workforce:match_resume", args=[match.pk])
            toast.say(request, _("The match has ended."), undo_url=undo)
            return redirect("workforce:matches")
    return render(request, "workforce/match_end.html", {"form": form, "match": match})


@writes(Action.CHANGE_MATCH, methods=("POST",))
def match_resume(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take the end of a match back."""
    match = get_or_404(request.actor, Action.CHANGE_MATCH, Match.objects.filter(voided_at=None), pk=pk)
    try:
        services.resume_match(match=match, by=request.user)
    except (NotEnded, EndedTooLongAgo):
        toast.warn(request, _("An end can be taken back on the same day only. Record it anew instead."))
    except services.AlreadyMatched:
        toast.warn(request, _("They have a running match already."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("workforce:matches")


@writes(Action.CHANGE_MATCH, methods=("POST",))
def match_void(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Undo the recording of a match."""
    match = get_or_404(request.actor, Action.CHANGE_MATCH, Match, pk=pk)
    services.void_match(match=match, by=request.user)
    toast.say(request, _("Taken back."))
    return redirect("workforce:matches")
