"""What a page sends while one types, what it gets back, who else is there, and what one left half written.

Everything comes in the body of a POST: no address says what anybody is writing.
"""

from base64 import b64encode
from typing import Any, TypeVar

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from pydantic import ValidationError

from poukama.access.decorators import reads, writes
from poukama.access.requests import StaffRequest
from poukama.drafts import queries, services
from poukama.drafts.forms import Asked, Typed
from poukama.drafts.kinds import Of, Place, place_of
from poukama.drafts.models import Draft
from poukama.drafts.rules import Action
from poukama.toolkit import clock, formatting
from poukama.toolkit.sealing.devices import keys_for

MOST_BYTES = 200_000
_Sent = TypeVar("_Sent", bound=Asked)


class _Refused(Exception):
    """Nothing is done; the answer says why."""

    def __init__(self, status: int, message: str = "") -> None:
        self.answer = JsonResponse({"message": message}, status=status)
        super().__init__()


@writes(Action.KEEP_DRAFT, methods=("POST",))
def keep(request: StaffRequest) -> HttpResponseBase:
    """Keep what has been typed, and say when."""
    try:
        sent = _sent(request, Typed)
        draft = services.keep_draft(
            of=sent.form(), typed=sent.values, stand=sent.stand(), after=sent.before(), by=request.user
        )
    except _Refused as refused:
        return refused.answer
    except services.TooMuchForADraft:
        return JsonResponse({"message": _too_much()}, status=422)
    except services.TypedElsewhere as elsewhere:
        return JsonResponse({"draft": _told(elsewhere.draft)}, status=409)
    return JsonResponse({"said": formatting.clock_time(draft.written_at)})


@writes(Action.OPEN_DRAFT, methods=("POST",))
def open_again(request: StaffRequest) -> HttpResponseBase:
    """What one left half written in a form, and the keys by which one's own device keeps what cannot be sent."""
    try:
        sent = _sent(request, Asked)
    except _Refused as refused:
        return refused.answer
    draft = queries.draft_of(request.actor, sent.form())
    keys = keys_for(request.user.pk)
    return JsonResponse(
        {
            "draft": _told(draft) if draft else None,
            "newest": keys.newest,
            "keys": {number: b64encode(key).decode() for number, key in keys.keys.items()},
        }
    )


@writes(Action.KEEP_DRAFT, methods=("POST",))
def drop(request: StaffRequest) -> HttpResponseBase:
    """Begin anew."""
    try:
        sent = _sent(request, Asked)
    except _Refused as refused:
        return refused.answer
    services.finish(kind=sent.of, key=sent.id, by=request.user)
    return JsonResponse({})


@writes(Action.SEE_BESIDE, methods=("POST",))
def who_else(request: StaffRequest) -> HttpResponse:
    """Say that one is here, and see who else is. Nothing is answered while nothing has changed."""
    of = Of(request.POST.get("of", "")[:60], request.POST.get("id", "")[:60])
    if not of.kind or not of.key:
        return HttpResponse(status=400)
    _place(request, of)
    services.be_seen(of=of, by=request.user)
    others = ", ".join(queries.beside(request.actor, of))
    if request.POST.get("shown") == others:
        return HttpResponse(status=204)
    return render(request, "drafts/_who_else.html", {"others": others})


@reads(Action.SEE_UNFINISHED)
def unfinished_panel(request: StaffRequest) -> HttpResponse:
    """What one left half written: a panel of the home page. What was typed does not stand there."""
    context = {"rows": queries.unfinished(request.actor), "today": clock.today()}
    return render(request, "drafts/_unfinished_panel.html", context)


def _sent(request: StaffRequest, kind: type[_Sent]) -> _Sent:
    """What was sent, of a form into which the person may write; 404 as if there were none otherwise."""
    if len(request.body) > MOST_BYTES:
        raise _Refused(413, _too_much())
    try:
        sent = kind.model_validate_json(request.body)
    except ValidationError as error:
        raise _Refused(400) from error
    if sent.by != request.user.pk:
        raise _Refused(403, _("Somebody else has signed in here."))
    _place(request, sent.form())
    return sent


def _place(request: StaffRequest, of: Of) -> Place:
    place = place_of(request.actor, of)
    if place is None:
        raise Http404
    return place


def _too_much() -> str:
    return _("This is too long to be kept half written. Save it as it is, or in parts.")


def _told(draft: Draft) -> dict[str, Any]:
    at = draft.written_at
    said = formatting.clock_time(at) if clock.is_today(at) else formatting.moment_near(at, clock.today())
    return {"page": str(draft.page), "turn": draft.turn, "said": said, "values": queries.typed_in(draft)}
