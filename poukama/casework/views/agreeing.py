"""Agreeing on times with a family, moving them and calling them off; and the panel of them on the family's page."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import CallOff
from poukama.casework.forms import CallOffForm, TimeForm
from poukama.casework.models import Appointment, Episode, EpisodeMember
from poukama.casework.queries import (
    episode_or_404,
    known_of,
    overlapping,
    page_of_episode,
    times,
    times_of,
    who_can_meet,
)
from poukama.casework.rules import Action
from poukama.casework.services import (
    Agreed,
    AlreadyVoided,
    EpisodeClosed,
    HeldAlready,
    NotAMember,
    TimeHasPassed,
    UndoTooLate,
    UnknownWord,
    WorkerNotHere,
    call_off_time,
    move_time,
    take_time_back,
)
from poukama.casework.services import agree_on_time as agree
from poukama.clients.queries import place_open
from poukama.organisation.choices import TermList
from poukama.organisation.words import words
from poukama.toolkit import clock, formatting, toast

A_WEEK = timedelta(days=7)
"""A next time is offered for the same weekday."""


@reads(Action.SEE_TIMES)
def times_panel(request: StaffRequest, pk: int) -> HttpResponse:
    """The times agreed with a family: a panel of their page. Under a protection order one sees one's own."""
    episode = episode_or_404(request.actor, Action.SEE_TIMES, pk)
    opened(request, episode, work_form=episode.work_form.key)
    rows, has_more = times_of(request.actor, episode, clock.today())
    known = known_of(request.actor, episode)
    told = place_open(request.actor, known)
    context = {
        "episode": episode,
        "rows": rows,
        "has_more": has_more,
        "is_told": all(each.pk in told for each in known if each.client_id),
        "here": reverse("casework:episode", args=[episode.pk]),
    }
    return render(request, "casework/_times.html", context)


@writes(Action.AGREE_ON_TIME)
def agree_on_time(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Agree on a time with a family."""
    episode = episode_or_404(request.actor, Action.AGREE_ON_TIME, pk)
    form = _form(request, episode)
    if form.is_valid():
        try:
            appointment = agree(episode=episode, agreed=_agreed(form), by=request.user)
        except _REFUSED as refused:
            _say(form, refused)
        else:
            _told(request, appointment, _("Agreed: %(code)s, %(when)s."))
            return redirect("casework:episode", episode.pk)
    return _page(request, "casework/agree_on_time.html", episode, form=form)


@writes(Action.CHANGE_APPOINTMENT)
def move(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Move a time, or on the same page call it off."""
    appointment = _appointment(request, pk)
    form = _form(request, appointment.episode, appointment)
    if form.is_valid():
        try:
            moved = move_time(appointment=appointment, agreed=_agreed(form), by=request.user)
        except _REFUSED as refused:
            _say(form, refused)
        else:
            _told(request, moved, _("Moved: %(code)s, %(when)s."))
            return redirect("casework:episode", appointment.episode_id)
    return _change(request, appointment, form, CallOffForm())


@writes(Action.CHANGE_APPOINTMENT, methods=("POST",))
def call_off(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Call a time off, with a reason."""
    appointment = _appointment(request, pk)
    form = CallOffForm(request.POST)
    if not form.is_valid():
        return _change(request, appointment, _form(request, appointment.episode, appointment, False), form)
    try:
        call_off_time(appointment=appointment, reason=CallOff(form.cleaned_data["reason"]), by=request.user)
    except (AlreadyVoided, HeldAlready):
        toast.warn(request, _meanwhile())
    else:
        undo = reverse("casework:undo_time", args=[appointment.pk])
        toast.say(request, _("Called off: %(code)s.") % {"code": appointment.episode.code}, undo_url=undo)
    return redirect("casework:episode", appointment.episode_id)


@writes(Action.CHANGE_APPOINTMENT, methods=("POST",))
def undo(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take back what was done to a time today: agreeing, moving or calling off."""
    rows = Appointment.objects.select_related("episode__family", "episode__client", "episode__work_form")
    appointment = get_or_404(request.actor, Action.CHANGE_APPOINTMENT, rows, pk=pk)
    try:
        take_time_back(appointment=appointment, by=request.user)
    except (AlreadyVoided, HeldAlready):
        toast.warn(request, _meanwhile())
    except UndoTooLate:
        toast.warn(request, _("This can be taken back on the same day only. Move it or call it off instead."))
    except EpisodeClosed:
        toast.warn(request, _("This episode has ended."))
    else:
        toast.say(request, _("Taken back."))
    return toast.back(request, reverse("casework:episode", args=[appointment.episode_id]))


_REFUSED = (
    *(AlreadyVoided, HeldAlready, EpisodeClosed, TimeHasPassed),
    *(UnknownWord, WorkerNotHere, NotAMember),
)


def _say(form: TimeForm, refused: Exception) -> None:
    """Say at its field why a time cannot be agreed."""
    match refused:
        case TimeHasPassed(is_day=True):
            form.add_error("planned_on", _("This day has gone. What has been is recorded, not agreed."))
        case TimeHasPassed():
            form.add_error("starts_at", _("This hour has gone. What has been is recorded, not agreed."))
        case UnknownWord():
            form.add_error("kind", _("This is not in use in the work form. Choose another."))
        case WorkerNotHere():
            form.add_error("workers", _("Somebody chosen does not work with this family on that day."))
        case NotAMember():
            form.add_error("expected", _("Somebody chosen does not take part on that day."))
        case EpisodeClosed():
            form.add_error(None, _("This episode has ended."))
        case _:
            form.add_error(None, _meanwhile())


def _form(
    request: StaffRequest, episode: Episode, former: Appointment | None = None, is_sent: bool = True
) -> TimeForm:
    shown = page_of_episode(request.actor, episode)
    data = request.POST if request.method == "POST" and is_sent else None
    return TimeForm(
        data,
        kinds=words(TermList.CONTACT_KIND).of(episode.work_form),
        people=who_can_meet(episode, clock.today()),
        members=[(row.member, f"{row.role} {row.member.client.code_name}".strip()) for row in shown.members],
        initial=_as(former) if former else _offered(request, episode),
    )


def _offered(request: StaffRequest, episode: Episode) -> dict[str, object]:
    """The pair when there is one, else whoever agrees."""
    pair = [episode.key_worker_id, episode.pair_worker_id] if episode.pair_worker_id else [request.user.pk]
    return {"planned_on": clock.today() + A_WEEK, "minutes": 60, "workers": [str(pk) for pk in pair]}


def _as(former: Appointment) -> dict[str, object]:
    return {
        "kind": former.kind,
        "planned_on": former.planned_on,
        "starts_at": former.starts_at,
        "minutes": former.minutes,
        "workers": [str(worker.pk) for worker in former.workers.order_by("pk")],
        "expected": [str(member.pk) for member in _expected(former)],
    }


def _expected(former: Appointment) -> list[EpisodeMember]:
    return list(former.expected.order_by("pk"))


def _agreed(form: TimeForm) -> Agreed:
    data = form.cleaned_data
    return Agreed(
        kind=data["kind"],
        planned_on=data["planned_on"],
        starts_at=data["starts_at"],
        minutes=data["minutes"],
        workers=form.who_meets(),
        expected=form.who_is_expected(),
    )


def _told(request: StaffRequest, appointment: Appointment, words: str) -> None:
    """Say what was agreed, with the way back; and warn of whoever has another time at that hour."""
    today = clock.today()
    when = formatting.day_near(appointment.planned_on, today)
    if appointment.starts_at is not None:
        when = f"{when} {formatting.time_of_day(appointment.starts_at)}"
    undo_url = reverse("casework:undo_time", args=[appointment.pk])
    toast.say(request, words % {"code": appointment.episode.code, "when": when}, undo_url=undo_url)
    workers = list(appointment.workers.order_by("name", "pk"))
    for worker, other in overlapping(request.actor, appointment, workers):
        at = formatting.time_of_day(other.starts_at) if other.starts_at else ""
        said = _("%(who)s has another time at the same hour: %(code)s, %(at)s.")
        toast.warn(request, said % {"who": worker.name, "code": other.episode.code, "at": at})


def _appointment(request: StaffRequest, pk: int) -> Appointment:
    """A time that is agreed and has not been recorded."""
    waits = times(request.actor).filter(contact=None)
    rows = waits.select_related("episode__family", "episode__client", "episode__work_form")
    return get_or_404(request.actor, Action.CHANGE_APPOINTMENT, rows, pk=pk)


def _meanwhile() -> str:
    said: str = _("Somebody else has moved, recorded or called it off meanwhile. Look at the family's times.")
    return said


def _change(
    request: StaffRequest, appointment: Appointment, form: TimeForm, off: CallOffForm
) -> HttpResponse:
    context = {"form": form, "off": off, "appointment": appointment}
    return _page(request, "casework/change_time.html", appointment.episode, **context)


def _page(request: StaffRequest, template: str, episode: Episode, **context: object) -> HttpResponse:
    has_errors = any(getattr(context.get(name), "errors", None) for name in ("form", "off"))
    return render(request, template, {"episode": episode} | context, status=422 if has_errors else 200)
