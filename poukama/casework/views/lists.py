from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import EpisodeState
from poukama.casework.forms import FilterForm, SearchForm
from poukama.casework.queries import Filters, episodes_of, listed, rows_of, searched, work_forms_to_open_in
from poukama.casework.rules import Action
from poukama.clients.models import Client
from poukama.clients.queries import persons_of
from poukama.clients.rules import Action as Clients
from poukama.toolkit.pages import page_of

MOST_FOUND = 30


@reads(Action.READ_EPISODE)
def episode_list(request: StaffRequest) -> HttpResponse:
    """Episodes of one's own work forms, the newest first; codes only."""
    work_forms = list(work_forms_to_open_in(request.actor))
    form = FilterForm(request.GET, work_forms=work_forms)
    filters = form.filters()
    page = page_of(listed(request.actor, filters), request, by=("-starts_on", "-pk"))
    context = {
        "rows": rows_of(request.actor, page.rows),
        "page": page,
        "filters": filters,
        "form": form,
        "search": SearchForm(),
        "work_forms": work_forms,
        "is_open": filters.state != EpisodeState.ENDED,
        "is_ended": filters.state == EpisodeState.ENDED,
        "is_narrowed": bool(filters.work_form or filters.phase or filters.key_worker),
        "has_phases": form.has_phases,
    }
    return render(request, "casework/episodes.html", context)


@writes(Action.READ_EPISODE, methods=("POST",))
def search(request: StaffRequest) -> HttpResponse:
    """Episodes found by code name or birth year. A POST that changes nothing: the text stands in no address."""
    form = SearchForm(request.POST)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    wanted = searched(request.actor, text) if text.strip() else listed(request.actor, Filters())
    found = list(wanted.order_by("-starts_on", "-pk")[: MOST_FOUND + 1])
    context = {
        "rows": rows_of(request.actor, found[:MOST_FOUND]),
        "has_more": len(found) > MOST_FOUND,
        "text": text,
        "search": form,
    }
    template = "casework/_found.html" if request.htmx else "casework/search.html"
    return render(request, template, context)


@reads(Action.READ_EPISODE)
def of_person(request: StaffRequest, pk: int) -> HttpResponse:
    """The episodes in which somebody takes or took part, under whichever of their code names."""
    client = get_or_404(request.actor, Clients.READ_CARD, Client, pk=pk)
    persons = persons_of(request.actor, client)
    page = page_of(episodes_of(request.actor, persons), request, by=("-starts_on", "-pk"))
    context = {
        "person": persons[0],
        "also": persons[1:],
        "rows": rows_of(request.actor, page.rows),
        "page": page,
    }
    return render(request, "casework/of_person.html", context)
