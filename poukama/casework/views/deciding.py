"""Deciding requests, and what is done while one waits."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.requests import StaffRequest
from poukama.casework.choices import (
    DECIDED_WITH_REASON,
    DECIDING,
    RequestState,
    Risk,
    SafePlace,
    Urgency,
    Whose,
)
from poukama.casework.forms import KEY_WORKERS_REFUSED, SearchForm, refuse_ground, refuse_key_workers
from poukama.casework.forms.requests import AcceptForm, CheckForm, DecideForm, MoveForm
from poukama.casework.models import Request
from poukama.casework.on_drafts import DECISION_FORM, SAFETY_CHECK_FORM, URGENCY_FORM, decision_of
from poukama.casework.queries import latest_roles_of, open_episodes_of, request_rows, work_forms_elsewhere
from poukama.casework.rules import Action
from poukama.casework.services.deciding import (
    NowhereNamed,
    SameAsNow,
    accept_request,
    change_urgency,
    check_safety,
    decide_request,
    take_decision_back,
)
from poukama.casework.services.refusals import (
    DayNotYetCome,
    EpisodeOverlaps,
    NothingRuns,
    UndoTooLate,
    UnknownWord,
)
from poukama.casework.services.requests import NotDecidable
from poukama.casework.views.requests import broken, found_request, meanwhile
from poukama.clients.models import Client, Family
from poukama.clients.queries import (
    find,
    known_clients,
    known_families,
    proposed_code_name,
    sources_across,
    who_work_in,
)
from poukama.clients.services import GroundNeeded, NoConsent
from poukama.clients.services.safety import NoAddressForChannel
from poukama.drafts.services import finishing
from poukama.organisation.models import Partner
from poukama.toolkit import clock, toast
from poukama.toolkit.sealing import opens


@writes(Action.DECIDE_REQUEST)
def decide(request: StaffRequest, pk: UUID, decision: str) -> HttpResponseBase:
    """Decide in another way than by accepting; always with a reason."""
    if decision not in DECIDED_WITH_REASON:
        raise Http404
    asked, state = found_request(request, pk, Action.DECIDE_REQUEST), RequestState(decision)
    form = DecideForm(
        request.POST or None,
        asked=asked,
        state=state,
        work_forms=work_forms_elsewhere(asked.work_form) if state == RequestState.ELSEWHERE else (),
        partners=list(Partner.objects.order_by("name", "pk")) if state == RequestState.ELSEWHERE else (),
    )
    draft = decision_of(asked.pk, state.value)
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=DECISION_FORM, key=draft, by=request.user):
                decide_request(
                    asked=asked,
                    state=state,
                    why=form.why(),
                    decided_on=form.cleaned_data["decided_on"],
                    by=request.user,
                )
        except UnknownWord:
            form.add_error("reason", _("That word is not in use any more. Choose another."))
        except DayNotYetCome:
            form.add_error("decided_on", _("Choose a day from the one on which they asked to today."))
        except NowhereNamed:
            form.add_error("to", _("Say where to: choose it here, or write it below."))
        except (NotDecidable, SameAsNow):
            toast.warn(request, meanwhile())
            return redirect("casework:request", asked.pk)
        else:
            toast.say(
                request,
                _("Decided: %(decision)s.") % {"decision": state.label},
                undo_url=reverse("casework:undo_decision", args=[asked.pk]),
            )
            return redirect("casework:request", asked.pk)
    context = {"form": form, "asked": asked, "act": DECIDING[state], "draft": draft}
    return render(request, "casework/request_decide.html", context, status=422 if form.errors else 200)


@writes(Action.DECIDE_REQUEST)
def accept(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Accept: straight on with whom it is tied to, else search before anything is begun anew."""
    asked = found_request(request, pk, Action.DECIDE_REQUEST)
    if asked.family_id:
        return _family(request, asked, known_families(request.actor).filter(pk=asked.family_id).first())
    if asked.client_id:
        return _person(request, asked, known_clients(request.actor).filter(pk=asked.client_id).first())
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = find(request.actor, text)
    here = asked.work_form
    families_open, clients_open = (
        open_episodes_of(request.actor, here, found.families, found.clients) if found else ({}, {})
    )
    context = {
        "asked": asked,
        "search": form,
        "text": text,
        "families": [(each, families_open.get(each.pk)) for each in found.families],
        "clients": [(each, clients_open.get(each.pk)) for each in found.clients],
        "choices": [(whose.value, whose.label) for whose in Whose],
    }
    template = "casework/_accept_known.html" if request.htmx else "casework/request_accept.html"
    return render(request, template, context)


@writes(Action.DECIDE_REQUEST)
def accept_new(request: StaffRequest, pk: UUID, whose: str) -> HttpResponseBase:
    """Accept a family, a person or people without a name who have not been here before."""
    if whose not in Whose.values:
        raise Http404
    return _accept(request, found_request(request, pk, Action.DECIDE_REQUEST), Whose(whose))


@writes(Action.DECIDE_REQUEST)
def accept_family(request: StaffRequest, pk: UUID, family: int) -> HttpResponseBase:
    """Accept a family found again."""
    asked = found_request(request, pk, Action.DECIDE_REQUEST)
    return _family(request, asked, known_families(request.actor).filter(pk=family).first())


@writes(Action.DECIDE_REQUEST)
def accept_person(request: StaffRequest, pk: UUID, person: int) -> HttpResponseBase:
    """Accept a person found again, who has no family with us."""
    asked = found_request(request, pk, Action.DECIDE_REQUEST)
    return _person(request, asked, known_clients(request.actor).filter(pk=person, family=None).first())


@writes(Action.CHANGE_REQUEST)
def check(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write down that they were asked again whether they are safe; one press when nothing has changed."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    form = CheckForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with _checking(request, asked):
                check_safety(
                    asked=asked,
                    risk=Risk(given["risk"]),
                    place=SafePlace(given["place"]),
                    words=given["words"],
                    by=request.user,
                )
        except NotDecidable:
            toast.warn(request, meanwhile())
        else:
            toast.say(request, _("Written down. The next time follows from the risk."))
        return toast.back(request, reverse("casework:request", args=[asked.pk]))
    context = {"form": form, "asked": asked}
    return render(request, "casework/request_check.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_REQUEST)
def set_urgency(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Change by hand how urgent it is, with a reason."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    form = MoveForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=URGENCY_FORM, key=asked.pk, by=request.user):
                change_urgency(
                    asked=asked,
                    urgency=Urgency(int(form.cleaned_data["urgency"])),
                    words=form.cleaned_data["words"],
                    by=request.user,
                )
        except SameAsNow:
            form.add_error("urgency", _("It is so already. Choose another, or go back."))
        except NotDecidable:
            toast.warn(request, meanwhile())
            return redirect("casework:request", asked.pk)
        else:
            toast.say(request, _("The place in line has changed, and why is kept."))
            return redirect("casework:request", asked.pk)
    context = {"form": form, "asked": asked}
    return render(request, "casework/request_move.html", context, status=422 if form.errors else 200)


@writes(Action.DECIDE_REQUEST, methods=("POST",))
def undo_decision(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the last decision back."""
    asked = found_request(request, pk, Action.DECIDE_REQUEST)
    try:
        take_decision_back(asked=asked, by=request.user)
    except (UndoTooLate, NothingRuns):
        toast.warn(request, _("A decision can be taken back on the day on which it was made only."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:request", asked.pk)


def _checking(request: StaffRequest, asked: Request) -> AbstractContextManager[None]:
    """One press has no words of its own, and leaves those that are half written."""
    if "words" not in request.POST:
        return nullcontext()
    return finishing(kind=SAFETY_CHECK_FORM, key=asked.pk, by=request.user)


def _family(request: StaffRequest, asked: Request, family: Family | None) -> HttpResponseBase:
    if family is None:
        raise Http404
    known = list(known_clients(request.actor).filter(family=family))
    return _accept(request, asked, Whose.FAMILY, family=family, known=known)


def _person(request: StaffRequest, asked: Request, client: Client | None) -> HttpResponseBase:
    if client is None:
        raise Http404
    return _accept(request, asked, Whose.PERSON, known=[client])


def _accept(
    request: StaffRequest,
    asked: Request,
    whose: Whose,
    *,
    family: Family | None = None,
    known: list[Client] | None = None,
) -> HttpResponseBase:
    """Show who arrives, with what was asked already filled in, and open the episode."""
    if not opens(asked):
        return broken(request, asked)
    known = known or []
    initial: dict[str, Any] = {"starts_on": clock.today(), "key_worker": str(request.user.pk)}
    if request.method == "GET" and family is None and not known:
        initial["code_name"] = proposed_code_name()
    form = AcceptForm(
        request.POST or None,
        initial=initial,
        asked=asked,
        work_form=asked.work_form,
        workers=who_work_in(asked.work_form, clock.today()),
        whose=whose,
        family=family,
        known=known,
        roles_before=latest_roles_of(request.actor, known, asked.work_form),
        sources=sources_across(request.actor, asked.work_form, family=family, clients=known),
    )
    if request.method == "POST" and form.is_valid():
        answer = _opened(request, asked, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "asked": asked,
        "row": request_rows([asked], clock.today())[0],
        "whose": whose,
        "called": family or (known[0] if known else None),
    }
    return render(request, "casework/request_arrives.html", context, status=422 if form.errors else 200)


def _opened(request: StaffRequest, asked: Request, form: AcceptForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        episode = accept_request(
            asked=asked,
            arrival=form.arrival(),
            starts_on=given["starts_on"],
            phase=given.get("phase", ""),
            key_worker=form.named().key_worker,
            pair_worker=form.named().pair_worker,
            why=form.why(),
            is_reach_confirmed=given.get("is_reach_confirmed", False),
            by=request.user,
        )
    except EpisodeOverlaps as refused:
        form.add_error(
            "starts_on",
            _(
                "%(code)s has an episode here already on this day. Direct the request there, or choose a later day."
            )
            % {"code": refused.episode.code},
        )
    except KEY_WORKERS_REFUSED as refused:
        refuse_key_workers(form, refused)
    except (NoConsent, GroundNeeded) as refused:
        refuse_ground(form, refused)
    except UnknownWord:
        form.add_error("reason", _("That word is not in use any more. Choose another."))
    except NoAddressForChannel:
        form.add_error("is_reach_confirmed", _("There is no number or address. Agree it on their card."))
    except NotDecidable:
        toast.warn(request, meanwhile())
        return redirect("casework:request", asked.pk)
    else:
        toast.say(
            request,
            _("Opened: %(code)s.") % {"code": episode.code},
            undo_url=reverse("casework:undo_episode", args=[episode.pk]),
        )
        return redirect("casework:episode", episode.pk)
    return None
