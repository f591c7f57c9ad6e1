"""Reading a plan document: choosing it, going through what it proposes, taking that into the plan."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.governance.choices import (
    ProposalKind,
    ProposalState,
    ReadingState,
)
from poukama.governance.forms.reading import CorrectionForm, DocumentForm
from poukama.governance.models import Proposal, Reading
from poukama.governance.queries.readings import BUDGET, STAFF, WORK_FORMS, Section, open_readings, sections_of
from poukama.governance.reading.refusals import DocumentRefused
from poukama.governance.rules import Action
from poukama.governance.services import (
    AlreadyDecided,
    BeingReadAlready,
    NotWhole,
    ReadingClosed,
    StillOpen,
    WorkFormUnknown,
    YearHasPlan,
    YearUnknown,
    decide,
    decide_shown,
    finish_reading,
    put_aside,
    reopen,
    take_in,
)
from poukama.governance.views.proposed import shown
from poukama.organisation.queries import work_form_labels
from poukama.toolkit import toast

View = Callable[[StaffRequest, int], HttpResponse]
KINDS = {b"%PDF": "pdf", b"PK\x03\x04": "docx"}


def says_closed(view: View) -> View:
    """A view that says so when the document has been gone through by somebody else in the meantime."""

    @wraps(view)
    def answer(request: StaffRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except ReadingClosed as closed:
            said = _("The document has been gone through in the meantime. Nothing was changed now.")
            toast.warn(request, said)
            there = reverse("governance:reading", args=[closed.reading.pk])
            return HttpResponse(headers={"HX-Redirect": there}) if request.htmx else redirect(there)

    return answer


@writes(Action.READ_DOCUMENT)
def read(request: StaffRequest) -> HttpResponse:
    """Choose a document; what it proposes is gone through on the next page."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"].read()
        try:
            reading = take_in(
                document=document,
                file_type=KINDS.get(document[:4], "txt"),
                year=form.cleaned_data["year"],
                by=request.user,
            )
        except DocumentRefused as refused:
            form.add_error("document", str(refused.message))
        except YearUnknown:
            form.add_error("year", _("The document names no year. Write which year the plan is for."))
        except YearHasPlan:
            form.add_error(
                "year",
                _("The board has approved the plan of that year. Draft a new version of it first."),
            )
        except BeingReadAlready as before:
            toast.say(request, _("This document is being gone through already: here you can go on."))
            return redirect("governance:reading", before.reading.pk)
        else:
            return redirect("governance:reading", reading.pk)
    context = {"form": form, "readings": open_readings(request.actor)}
    return render(request, "governance/read.html", context, status=422 if form.errors else 200)


@reads(Action.SEE_READING)
def reading(request: StaffRequest, pk: int) -> HttpResponse:
    """One part of the document at a time: what is proposed, and where it stands in the document."""
    reading = _reading(request, pk)
    if reading.state != ReadingState.OPEN:
        return render(request, "governance/reading_done.html", _done(reading))
    section, correct = _number(request.GET.get("section")), _number(request.GET.get("correct"))
    return _answer(request, reading, section, correct, after=0 if "go" in request.GET else None)


@writes(Action.DECIDE_PROPOSAL)
@says_closed
def proposal_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept, correct, drop or take back one proposal."""
    found = Proposal.objects.select_related("reading").filter(pk=pk)
    _refuse_closed(request, Reading.objects.filter(proposals__in=found))
    proposal = get_or_404(request.actor, Action.DECIDE_PROPOSAL, found)
    section = _section_with(proposal)
    if request.method != "POST":
        return redirect(_address(proposal.reading, section, pk))
    verb = request.POST.get("verb", "")
    form = CorrectionForm(request.POST, kind=proposal.kind) if verb == "correct" else None
    if form is not None and not form.is_valid():
        return _answer(request, proposal.reading, section, pk, form=form, status=422)
    said, correct = _outcome(request, proposal, verb, form)
    if said:
        toast.warn(request, said)
    if request.htmx:
        return _answer(request, proposal.reading, section, correct, after=pk)
    return redirect(_address(proposal.reading, section, correct))


def _outcome(
    request: StaffRequest, proposal: Proposal, verb: str, form: CorrectionForm | None
) -> tuple[str, int | None]:
    """Decide, and say what stood in the way and which proposal must be corrected, if anything."""
    try:
        _decide(request, proposal, verb, form)
    except AlreadyDecided as first:
        return _said_first(first.proposal), None
    except WorkFormUnknown:
        return _("Choose the work form first."), proposal.pk
    except NotWhole:
        return _("A number is missing. Write it first."), proposal.pk
    return "", None


def _decide(request: StaffRequest, proposal: Proposal, verb: str, form: CorrectionForm | None) -> None:
    if verb == "reopen":
        seen = request.POST.get("seen", "")
        known = ProposalState(seen) if seen in ProposalState.values else None
        reopen(proposal=proposal, by=request.user, seen=known)
    elif verb == "drop":
        decide(proposal=proposal, state=ProposalState.DROPPED, by=request.user)
    elif form is not None:
        decide(proposal=proposal, state=ProposalState.CORRECTED, values=form.decided(), by=request.user)
    else:
        decide(proposal=proposal, state=ProposalState.ACCEPTED, by=request.user)


def _said_first(proposal: Proposal) -> str:
    """Who was first, and what they decided."""
    if proposal.decided_by is None:
        return _("Somebody has taken the decision back. Nothing was changed now.")
    return _("%(who)s was first: %(state)s. Your choice was not saved.") % {
        "who": proposal.decided_by.initials,
        "state": proposal.get_state_display().lower(),
    }


def _refuse_closed(request: StaffRequest, readings: QuerySet[Reading]) -> None:
    """Refuse when somebody has finished the document, or put it aside, since the page was opened."""
    reading = readings.exclude(state=ReadingState.OPEN).order_by("pk").first()
    if reading is not None and request.method == "POST" and may(request.actor, Action.SEE_READING, reading):
        raise ReadingClosed(reading)


@writes(Action.FINISH_READING)
@says_closed
def section_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept or drop everything of a part that was shown and is still open."""
    _refuse_closed(request, Reading.objects.filter(pk=pk))
    reading = get_or_404(request.actor, Action.FINISH_READING, Reading, pk=pk)
    section = _number(request.POST.get("section"))
    if request.method == "POST":
        state = ProposalState.DROPPED if request.POST.get("verb") == "drop" else ProposalState.ACCEPTED
        shown = [int(each) for each in request.POST.getlist("shown") if each.isdecimal()]
        done, left = decide_shown(reading=reading, shown=shown, state=state, by=request.user)
        if others := len(shown) - done - left:
            said = ngettext(
                "%(n)s had been decided by somebody in the meantime.",
                "%(n)s had been decided by somebody in the meantime.",
                others,
            )
            toast.warn(request, said % {"n": others})
        if left:
            toast.say(
                request,
                ngettext("%(n)s must be looked at by itself.", "%(n)s must be looked at one by one.", left)
                % {"n": left},
            )
    if request.htmx:
        return _answer(request, reading, section, None, after=0)
    return redirect(_address(reading, section))


@writes(Action.FINISH_READING)
@says_closed
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    """Take what was accepted into the draft of the year."""
    _refuse_closed(request, Reading.objects.filter(pk=pk))
    reading = get_or_404(request.actor, Action.FINISH_READING, Reading, pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            finish_reading(reading=reading, by=request.user)
        except StillOpen as still:
            refused = _left_say(still.number)
        except YearHasPlan:
            refused = _("The board has approved the plan of that year. Draft a new version of it first.")
        else:
            return redirect("governance:reading", reading.pk)
    context = {"reading": reading, "refused": refused, "sections": _tabs(sections_of(reading), 0)} | _totals(
        reading
    )
    return render(request, "governance/reading_finish.html", context, status=422 if refused else 200)


@writes(Action.FINISH_READING)
@says_closed
def aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop going through a document; nothing of it enters the plan."""
    _refuse_closed(request, Reading.objects.filter(pk=pk))
    reading = get_or_404(request.actor, Action.FINISH_READING, Reading, pk=pk)
    if request.method == "POST":
        put_aside(reading=reading, by=request.user)
        toast.say(request, _("Put aside. Nothing of it entered the plan."))
        return redirect("governance:read")
    return redirect("governance:finish_reading", reading.pk)


def _reading(request: StaffRequest, pk: int) -> Reading:
    rows = Reading.objects.select_related("plan", "read_by")
    return get_or_404(request.actor, Action.SEE_READING, rows, pk=pk)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0


def _address(reading: Reading, section: int, correct: int | None = None) -> str:
    query: dict[str, Any] = {"section": section} | ({"correct": correct} if correct else {})
    return reverse("governance:reading", args=[reading.pk], query=query)


def _section_with(proposal: Proposal) -> int:
    for section in sections_of(proposal.reading):
        if any(one.pk == proposal.pk for one in section.proposals):
            return section.number
    return 1


def _answer(  # noqa: PLR0913  # the page in all its states
    request: StaffRequest,
    reading: Reading,
    number: int,
    correct: int | None,
    *,
    form: CorrectionForm | None = None,
    after: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The part of the document, whole page or fragment; `after` was just decided, so the next one gets the focus."""
    sections = sections_of(reading)
    section = _chosen(sections, number)
    labels = work_form_labels()
    rows = [shown(one, labels, correct, form) for one in section.proposals] if section else []
    left = sum(len(each.open) for each in sections)
    following = next((each for each in sections if each.open and each is not section), None)
    context = {
        "reading": reading,
        "section": section,
        "title": _title(section.title) if section else "",
        "shown": rows,
        "focus": _next_open(section, after) if section and after is not None and not correct else None,
        "correct": correct,
        "moves": after is not None,
        "next": following,
        "next_title": _title(following.title) if following else "",
        "left": left,
        "left_say": _left_say(left),
        "tabs": _tabs(sections, section.number if section else 0),
        "form": form,
    }
    template = "governance/_reading.html" if request.htmx else "governance/reading.html"
    return render(request, template, context, status=status)


def _chosen(sections: list[Section], number: int) -> Section | None:
    asked = next((each for each in sections if each.number == number), None)
    return asked or next((each for each in sections if each.open), sections[0] if sections else None)


def _next_open(section: Section, after: int) -> int | None:
    order = next((one.order for one in section.proposals if one.pk == after), -1)
    rest = section.open
    return next((one.pk for one in rest if one.order > order), rest[0].pk if rest else None)


def _title(title: str) -> str:
    named = {WORK_FORMS: _("Work forms"), BUDGET: _("Budget"), STAFF: _("Posts")}
    return named.get(title, title or _("Other work"))


def _tabs(sections: list[Section], current: int) -> list[dict[str, Any]]:
    return [
        {
            "number": each.number,
            "title": _title(each.title),
            "open": len(each.open),
            "is_current": each.number == current,
        }
        for each in sections
    ]


def _left_say(left: int) -> str:
    if not left:
        return _("Everything has been decided.")
    return ngettext("%(n)s proposal is still open.", "%(n)s proposals are still open.", left) % {"n": left}


def _totals(reading: Reading) -> dict[str, Any]:
    kinds: dict[str, dict[str, int]] = {}
    for section in sections_of(reading):
        for one in section.proposals:
            row = kinds.setdefault(one.kind, {"entered": 0, "dropped": 0, "open": 0})
            state = {ProposalState.DROPPED: "dropped", ProposalState.OPEN: "open"}
            row[state.get(ProposalState(one.state), "entered")] += 1
    labels = dict(ProposalKind.choices)
    rows = [{"label": labels[kind]} | row for kind, row in kinds.items()]
    left = sum(row["open"] for row in kinds.values())
    return {"totals": rows, "left": left, "left_say": _left_say(left)}


def _done(reading: Reading) -> dict[str, Any]:
    labels = work_form_labels()
    dropped = [
        shown(one, labels)
        for section in sections_of(reading)
        for one in section.proposals
        if one.state == ProposalState.DROPPED
    ]
    return {
        "reading": reading,
        "dropped": dropped,
        "is_done": reading.state == ReadingState.DONE,
    } | _totals(reading)
