from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import Whose
from poukama.casework.forms import (
    KEY_WORKERS_REFUSED,
    OpenForm,
    SearchForm,
    refuse_ground,
    refuse_key_workers,
)
from poukama.casework.models import Episode
from poukama.casework.queries import (
    latest_roles_of,
    open_episode_of,
    open_episodes_of,
    work_forms_to_open_in,
)
from poukama.casework.rules import Action
from poukama.casework.services import EpisodeOverlaps, open_for
from poukama.clients.models import Client, Family
from poukama.clients.queries import (
    also_called,
    known_clients,
    known_families,
    proposed_code_name,
    sources_across,
    who_work_in,
)
from poukama.clients.queries import find as find_known
from poukama.clients.services import GroundNeeded, NoConsent
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock, toast


@reads(Action.OPEN_EPISODE)
def where_to_open(request: StaffRequest) -> HttpResponse:
    """In which work form; skipped by whoever works in one."""
    work_forms = list(work_forms_to_open_in(request.actor))
    if len(work_forms) == 1:
        return redirect("casework:find", work_forms[0].pk)
    return render(request, "casework/open_where.html", {"work_forms": work_forms})


@writes(Action.OPEN_EPISODE)
def find(request: StaffRequest, work_form: int) -> HttpResponse:
    """Is this someone we know? Search first, then begin anew. Nothing is changed here."""
    here = _work_form(request, work_form)
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = find_known(request.actor, text)
    families_open, clients_open = (
        open_episodes_of(request.actor, here, found.families, found.clients) if found else ({}, {})
    )
    also = also_called(request.actor, found.clients) if found else {}
    context = {
        "work_form": here,
        "search": form,
        "text": text,
        "families": [(family, families_open.get(family.pk)) for family in found.families],
        "clients": [
            (client, clients_open.get(client.pk), also.get(client.pk, [])) for client in found.clients
        ],
        "has_more": found.has_more,
        "choices": [(whose.value, whose.label) for whose in Whose],
    }
    template = "casework/_known.html" if request.htmx else "casework/open_find.html"
    return render(request, template, context)


@writes(Action.OPEN_EPISODE)
def open_new(request: StaffRequest, work_form: int, whose: str) -> HttpResponse:
    """Begin with a new family, a new person, or people without a name."""
    if whose not in Whose.values:
        raise Http404
    here = _work_form(request, work_form)
    return _open(request, here, Whose(whose))


@writes(Action.OPEN_EPISODE)
def open_family(request: StaffRequest, work_form: int, pk: int) -> HttpResponse:
    """Begin with a family found again; led to the open episode if there is one."""
    here = _work_form(request, work_form)
    family = known_families(request.actor).filter(pk=pk).first()
    if family is None:
        raise Http404
    if running := open_episode_of(request.actor, here, family=family):
        return _lead_to(request, running)
    known = list(known_clients(request.actor).filter(family=family))
    return _open(request, here, Whose.FAMILY, family=family, known=known)


@writes(Action.OPEN_EPISODE)
def open_person(request: StaffRequest, work_form: int, pk: int) -> HttpResponse:
    """Begin with a person found again, who has no family with us; led to the open episode if there is one."""
    here = _work_form(request, work_form)
    client = known_clients(request.actor).filter(pk=pk, family=None).first()
    if client is None:
        raise Http404
    if running := open_episode_of(request.actor, here, client=client):
        return _lead_to(request, running)
    return _open(request, here, Whose.PERSON, known=[client])


def _work_form(request: StaffRequest, pk: int) -> WorkForm:
    return get_or_404(request.actor, Action.OPEN_EPISODE, work_forms_to_open_in(request.actor), pk=pk)


def _lead_to(request: StaffRequest, episode: Episode) -> HttpResponse:
    toast.say(request, _("%(code)s has an episode here already.") % {"code": episode.code})
    return redirect("casework:episode", episode.pk)


def _open(
    request: StaffRequest,
    work_form: WorkForm,
    whose: Whose,
    *,
    family: Family | None = None,
    known: list[Client] | None = None,
) -> HttpResponse:
    known = known or []
    initial: dict[str, Any] = {"starts_on": clock.today(), "key_worker": str(request.user.pk)}
    if request.method == "GET" and family is None and not known:
        initial["code_name"] = proposed_code_name()
    form = OpenForm(
        request.POST or None,
        initial=initial,
        work_form=work_form,
        workers=who_work_in(work_form, clock.today()),
        whose=whose,
        family=family,
        known=known,
        roles_before=latest_roles_of(request.actor, known, work_form),
        sources=sources_across(request.actor, work_form, family=family, clients=known),
    )
    if request.method == "POST" and form.is_valid():
        try:
            episode = open_for(
                work_form=work_form,
                arrival=form.arrival(),
                starts_on=form.cleaned_data["starts_on"],
                phase=form.cleaned_data.get("phase", ""),
                service_task=form.cleaned_data.get("service_task", ""),
                key_worker=form.named().key_worker,
                pair_worker=form.named().pair_worker,
                by=request.user,
            )
        except EpisodeOverlaps as refused:
            if refused.episode.is_open:
                return _lead_to(request, refused.episode)
            form.add_error("starts_on", _("The earlier episode goes on after this day. Choose a later day."))
        except KEY_WORKERS_REFUSED as refused:
            refuse_key_workers(form, refused)
        except (NoConsent, GroundNeeded) as refused:
            refuse_ground(form, refused)
        else:
            toast.say(
                request,
                _("Opened: %(code)s.") % {"code": episode.code},
                undo_url=reverse("casework:undo_episode", args=[episode.pk]),
            )
            return redirect("casework:episode", episode.pk)
    context = {
        "form": form,
        "work_form": work_form,
        "whose": whose,
        "family": family,
        "known": known,
        "called": family or (known[0] if known else None),
    }
    return render(request, "casework/open.html", context, status=422 if form.errors else 200)
