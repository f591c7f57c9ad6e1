"""Somebody's card: by which name each of one's work forms knows them. Opening a name is an event."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients import services
from poukama.clients.forms import NameForm
from poukama.clients.models import Client, KnownIn
from poukama.clients.on_card import pages_on_card
from poukama.clients.queries import (
    alike,
    birthday_told,
    identity_in,
    known_to,
    links_of,
    persons_of,
    place_open,
    places_of,
    protections_of,
)
from poukama.clients.rules import Action
from poukama.clients.services.kinship import TooYoungToBeParent
from poukama.toolkit import clock, toast
from poukama.toolkit.sealing import opens


@reads(Action.READ_CARD)
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """The card with its names shut; of several who are one person, one card."""
    client = get_or_404(request.actor, Action.READ_CARD, Client, pk=pk)
    persons = persons_of(request.actor, client)
    if persons[0] != client:
        return redirect("clients:card", persons[0].pk)
    known = known_to(request.actor, persons)
    for each in known:
        opened(request, each.client, work_form=each.work_form.key)
    places = places_of(request.actor, persons)
    context = {
        "person": client,
        "also": persons[1:],
        "links": links_of(request.actor, persons),
        "places": places,
        "known": pages_on_card(request.actor, known),
        "named": {place.known.pk for place in places if place.identity},
        "place_open": place_open(request.actor, known),
        "protections": protections_of(request.actor, known, clock.today()),
    }
    return render(request, "clients/card.html", context)


@reads(Action.READ_NAME)
def name(request: StaffRequest, pk: int) -> HttpResponse:
    """The name by which a work form knows somebody, opened."""
    known = get_or_404(request.actor, Action.READ_NAME, _known(), pk=pk)
    identity = identity_in(known)
    if identity is not None:
        opened(request, known.client, work_form=known.work_form.key)
    is_open = identity is not None and opens(identity)
    template = "clients/_name.html" if request.htmx else "clients/name.html"
    context = {
        "known": known,
        "person": known.client,
        "identity": identity,
        "is_open": is_open,
        "has_code": identity is not None and is_open and identity.code is not None,
        "born_on": date.fromisoformat(identity.born_on)
        if identity and is_open and identity.born_on
        else None,
    }
    return render(request, template, context)


@reads(Action.READ_IDENTITY_CODE)
def identity_code(request: StaffRequest, pk: int) -> HttpResponse:
    """The personal identity code by which a work form knows somebody, opened."""
    known = get_or_404(request.actor, Action.READ_IDENTITY_CODE, _known(), pk=pk)
    identity = identity_in(known)
    if identity is not None:
        opened(request, known.client, work_form=known.work_form.key)
    is_open = identity is not None and opens(identity)
    context = {
        "known": known,
        "person": known.client,
        "code": identity.code if identity and is_open else None,
        "cannot_be_opened": identity is not None and not is_open,
    }
    template = "clients/_identity_code.html" if request.htmx else "clients/identity_code.html"
    return render(request, template, context)


@writes(Action.NAME_CLIENT)
def name_client(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Record the name that was told, or correct it."""
    known = get_or_404(request.actor, Action.NAME_CLIENT, _known(), pk=pk)
    client: Client = known.client  # type: ignore[assignment]  # the rule lets only those of a client through
    former = identity_in(known)
    form = NameForm(
        request.POST if request.method == "POST" else None,
        former=former,
        initial={"born_on": birthday_told(known) if former is None else None},
        takes_codes=known.work_form.identity_codes,
    )
    if former is not None and request.method == "GET":
        _name_was_seen(request, known)
    if form.is_valid():
        try:
            services.name_client(known=known, by=request.user, **form.cleaned_data)
        except services.SameAlready:
            _name_was_seen(request, known)
            toast.say(request, _("The name was as it is. Nothing has changed."))
            return redirect("clients:card", client.pk)
        except REFUSALS as refusal:
            _say_refusal(form, refusal, client)
        else:
            toast.say(request, _("The name has been sealed. Opening it is written down."))
            if alike(request.actor, client):
                toast.warn(request, _("The same name or code is known already. Is it the same person?"))
                return redirect("clients:say_same", client.pk)
            return redirect("clients:card", client.pk)
    context = {"known": known, "person": client, "form": form, "former": former, "alike": []}
    return render(request, "clients/name_client.html", context, status=422 if form.errors else 200)


REFUSALS = (
    services.NamedMeanwhile,
    services.BirthDayNotPossible,
    services.AnotherBirthYear,
    services.CodeOfAnotherDay,
    TooYoungToBeParent,
)


def _say_refusal(form: NameForm, refusal: Exception, client: Client) -> None:
    """What stands in the way, at the field that it is about."""
    if isinstance(refusal, services.NamedMeanwhile):
        said = _("Somebody else has written the name meanwhile. Open the card and look first.")
        form.add_error(None, said)
    elif isinstance(refusal, services.BirthDayNotPossible):
        form.add_error(_where_born(form), _("Check the day: nobody is that old, or expected that far ahead."))
    elif isinstance(refusal, services.CodeOfAnotherDay):
        where = "code" if form.cleaned_data.get("code") else "born_on"
        form.add_error(where, _("The identity code tells another birthday. Check both."))
    elif isinstance(refusal, services.AnotherBirthYear):
        said = _("The card says that the birth year is %(year)s. Check the day.")
        form.add_error(_where_born(form), said % {"year": f"{client.birth_year:d}"})
    else:
        said = _("By the family ties nobody here was born on that day. Check the year.")
        form.add_error(_where_born(form), said)


def _where_born(form: NameForm) -> str:
    """The field from which the birthday came."""
    return "code" if form.cleaned_data.get("code") and not form.cleaned_data.get("born_on") else "born_on"


def _name_was_seen(request: StaffRequest, known: KnownIn) -> None:
    """A form that shows the name, or says that it is just this, tells it like the card does."""
    audit.record(Action.READ_NAME, by=request.user, about=known.client, work_form=known.work_form.key)


def _known() -> QuerySet[KnownIn]:
    return KnownIn.objects.select_related("client", "work_form")
