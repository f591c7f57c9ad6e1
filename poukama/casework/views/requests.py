"""Requests: taking one in, asking the rest, and tying it to whoever asks."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import DECIDING, RequestState
from poukama.casework.forms.finding import SearchForm
from poukama.casework.forms.requests import RequestForm, RestForm, rest_as_typed
from poukama.casework.models import Request
from poukama.casework.on_drafts import REQUEST_FORM, REQUEST_REST_FORM
from poukama.casework.queries import (
    IN_LINE,
    asked_work_forms,
    counts_waiting,
    not_asked_yet,
    request_rows,
    requests,
    steps_of,
    undecided,
    usual_wait,
    waiting_in,
    waiting_rows,
    work_forms_to_open_in,
)
from poukama.casework.rules import Action
from poukama.casework.services.refusals import (
    AlreadyVoided,
    CountsNobody,
    SomethingHangsOnIt,
    UndoTooLate,
    UnknownWord,
)
from poukama.casework.services.requests import (
    NoReach,
    NotDecidable,
    NotKnownHere,
    RecordedAlready,
    SaidMeanwhile,
    ask_the_rest,
    take_request,
    tie_to,
    void_request,
)
from poukama.clients.models import Client, Family
from poukama.clients.queries import find, known_clients, known_families
from poukama.drafts.services import finishing
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of
from poukama.toolkit.sealing import opens
from poukama.toolkit.versions import BothVersions, both_versions


@reads(Action.READ_REQUEST)
def request_list(request: StaffRequest) -> HttpResponse:
    """What waits for a decision in one's own work forms, and how many wait in each."""
    today = clock.today()
    page = page_of(undecided(request.actor), request, by=("due_on", "pk"))
    places = asked_work_forms(request.actor)
    counts = counts_waiting(request.actor, places)
    context = {
        "rows": request_rows(page.rows, today),
        "page": page,
        "places": [(each, counts.get(each.pk, 0)) for each in places],
        "today": today,
    }
    return render(request, "casework/requests.html", context)


@reads(Action.READ_REQUEST)
def waiting_list(request: StaffRequest, work_form: int) -> HttpResponse:
    """Who waits in a work form, in order, with why and for how long."""
    here = _work_form(request, work_form)
    today = clock.today()
    page = page_of(waiting_in(request.actor, here), request, by=IN_LINE)
    usual = usual_wait(here)
    context = {
        "work_form": here,
        "rows": waiting_rows(page.rows, usual, today),
        "page": page,
        "usual": usual,
        "today": today,
    }
    return render(request, "casework/waiting.html", context)


@reads(Action.TAKE_REQUEST)
def where_to_ask(request: StaffRequest) -> HttpResponse:
    """Of which work form help is asked; skipped by whoever works in one."""
    places = asked_work_forms(request.actor)
    if len(places) == 1:
        return redirect("casework:take_request", places[0].pk)
    return render(request, "casework/request_where.html", {"work_forms": places})


@writes(Action.TAKE_REQUEST)
def take(request: StaffRequest, work_form: int) -> HttpResponse:
    """Write down that somebody asks for help, on the phone, in a minute and a half."""
    here = _work_form(request, work_form)
    form = RequestForm(request.POST or None, work_form=here)
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=REQUEST_FORM, key=here.pk, by=request.user):
                asked = take_request(
                    work_form=here, told=form.told(), token=form.cleaned_data["token"], by=request.user
                )
        except RecordedAlready:
            return redirect("casework:request", form.cleaned_data["token"])
        except UnknownWord:
            form.add_error("need", _("That word is not in use any more. Choose another."))
        except NoReach:
            form.add_error("reach", _("Write the number or the address."))
        except CountsNobody:
            form.add_error("adults", _("Somebody asks: count at least one, or leave both empty."))
        else:
            toast.say(
                request,
                _("Written down: %(code)s.") % {"code": asked.code},
                undo_url=reverse("casework:undo_request", args=[asked.pk]),
            )
            return redirect("casework:request", asked.pk)
    status = 422 if form.errors else 200
    return render(request, "casework/request_take.html", {"form": form, "work_form": here}, status=status)


@reads(Action.READ_REQUEST)
def request_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One request: safety first, then what was told, what is still to be asked, and what was done. Opening it is an event."""
    asked = get_or_404(request.actor, Action.READ_REQUEST, requests(request.actor), pk=pk)
    opened(request, asked.family or asked.client or asked, work_form=asked.work_form.key)
    today = clock.today()
    is_readable = opens(asked)
    waiting = []
    if asked.state == RequestState.WAITING:
        line = waiting_in(request.actor, asked.work_form).filter(pk=asked.pk)
        waiting = waiting_rows(list(line), usual_wait(asked.work_form), today)
    context = {
        "asked": asked,
        "row": request_rows([asked], today)[0],
        "is_readable": is_readable,
        "source": term_labels(TermList.REFERRAL_SOURCE).get(asked.source, asked.source),
        "missing": not_asked_yet(asked) if is_readable else [],
        "steps": steps_of(request.actor, asked),
        "waiting": waiting[0] if waiting else None,
        "is_undecided": asked.state in (RequestState.OPEN, RequestState.WAITING),
        "decisions": _other_decisions(asked),
    }
    return render(request, "casework/request.html", context)


def _other_decisions(asked: Request) -> list[tuple[str, str]]:
    """The ways of deciding it that are not accepting, as it stands."""
    return [(state.value, str(act)) for state, act in DECIDING.items() if state != asked.state]


@writes(Action.CHANGE_REQUEST)
def ask_rest(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Ask what was not asked at once; each thing once."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    if not opens(asked):
        return broken(request, asked)
    form, both = RestForm(request.POST or None, asked=asked), None
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=REQUEST_REST_FORM, key=asked.pk, by=request.user):
                version = form.cleaned_data["version"]
                ask_the_rest(asked=asked, rest=form.rest(), version=version, by=request.user)
        except SaidMeanwhile as refused:
            both = _both(form, refused)
        except UnknownWord:
            form.add_error("source", _("That word is not in use any more. Choose another."))
        except CountsNobody:
            form.add_error("adults", _("Somebody asks: count at least one, or leave both empty."))
        else:
            toast.say(request, _("Saved. It is not asked again."))
            return redirect("casework:request", asked.pk)
    context = {"form": form, "asked": asked, "missing": not_asked_yet(asked), "both": both}
    return render(request, "casework/request_rest.html", context, status=422 if form.errors else 200)


def _both(form: RestForm, refused: SaidMeanwhile) -> BothVersions:
    """What somebody else has said of it meanwhile, beside what was typed."""
    theirs, said = rest_as_typed(refused.asked), refused.said
    who = User.objects.filter(pk__in=filter(None, [said.actor])).first()
    return both_versions(
        form, theirs, version=said.hash, who=who.initials if who else "", at=said.happened_at
    )


@writes(Action.CHANGE_REQUEST)
def who_asks(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Is it somebody whom the work form knows? Searched, never typed again. Nothing is changed here."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = find(request.actor, text)
    here = asked.work_form
    families = known_families(request.actor, here).filter(pk__in=[each.pk for each in found.families])
    clients = known_clients(request.actor, here).filter(pk__in=[each.pk for each in found.clients])
    context = {
        "asked": asked,
        "search": form,
        "text": text,
        "families": list(families) if text else [],
        "clients": list(clients) if text else [],
    }
    template = "casework/_who_asks.html" if request.htmx else "casework/request_who.html"
    return render(request, template, context)


@writes(Action.CHANGE_REQUEST, methods=("POST",))
def tie_family(request: StaffRequest, pk: UUID, family: int) -> HttpResponse:
    """It is this family who asks."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    return _tie(
        request, asked, family=known_families(request.actor, asked.work_form).filter(pk=family).first()
    )


@writes(Action.CHANGE_REQUEST, methods=("POST",))
def tie_person(request: StaffRequest, pk: UUID, person: int) -> HttpResponse:
    """It is this person who asks, who has no family with us."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    known = known_clients(request.actor, asked.work_form).filter(pk=person, family=None)
    return _tie(request, asked, client=known.first())


@writes(Action.CHANGE_REQUEST, methods=("POST",))
def untie(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is not known after all who asks."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    try:
        tie_to(asked=asked, by=request.user)
    except NotDecidable:
        toast.warn(request, meanwhile())
    else:
        toast.say(request, _("It is not said any more who asks."))
    return redirect("casework:request", asked.pk)


@writes(Action.CHANGE_REQUEST, methods=("POST",))
def undo_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back a request that was recorded by mistake."""
    asked = found_request(request, pk, Action.CHANGE_REQUEST)
    try:
        void_request(asked=asked, by=request.user)
    except UndoTooLate:
        toast.warn(request, _("It can be taken back on the day on which it was recorded only."))
    except (SomethingHangsOnIt, AlreadyVoided):
        toast.warn(request, _("Something has been done with it already."))
    else:
        toast.say(request, _("Taken back."))
        return redirect("casework:requests")
    return redirect("casework:request", asked.pk)


def found_request(request: StaffRequest, pk: UUID, action: str) -> Request:
    """The request on which the action is taken, else 404."""
    return get_or_404(request.actor, action, requests(request.actor, action), pk=pk)


def broken(request: StaffRequest, asked: Request) -> HttpResponse:
    """A box of it does not open: nothing is written over it."""
    toast.warn(request, _("Something sealed in it cannot be opened. Tell whoever looks after the system."))
    return redirect("casework:request", asked.pk)


def meanwhile() -> str:
    """What is said when somebody else was first."""
    said: str = _("Somebody else has decided it meanwhile.")
    return said


def _tie(
    request: StaffRequest, asked: Request, *, family: Family | None = None, client: Client | None = None
) -> HttpResponse:
    if family is None and client is None:
        raise Http404
    try:
        tie_to(asked=asked, family=family, client=client, by=request.user)
    except (NotKnownHere, NotDecidable):
        toast.warn(request, meanwhile())
    else:
        toast.say(request, _("Tied: %(code)s.") % {"code": str(family or client)})
    return redirect("casework:request", asked.pk)


def _work_form(request: StaffRequest, pk: int) -> WorkForm:
    return get_or_404(request.actor, Action.TAKE_REQUEST, work_forms_to_open_in(request.actor), pk=pk)
