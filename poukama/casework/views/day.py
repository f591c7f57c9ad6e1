"""A worker's day and week: what is agreed, and recording it where it stands."""

from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import ContactForm
from poukama.casework.models import Appointment, Contact
from poukama.casework.on_drafts import HELD_TIME_FORM
from poukama.casework.queries import (
    asked_about,
    of_days,
    page_of_episode,
    times,
    who_can_meet,
)
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    Held,
    HeldAlready,
    NotAMember,
    UnknownWord,
    WorkerNotHere,
    hold_time,
)
from poukama.casework.services import nobody_came as record_nobody
from poukama.drafts.services import finishing
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels, words
from poukama.toolkit import clock, formatting, toast

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
EVERYBODY = "all"


@reads(Action.READ_APPOINTMENT)
def day_panel(request: StaffRequest) -> HttpResponse:
    """The course of one's own day, and what nobody has said of the days before. A panel of the home page."""
    today = clock.today()
    context = {
        "rows": of_days(request.actor, today, today, of_everybody=False),
        "asked": asked_about(request.actor, today),
        "today": today,
        "tomorrow": today + A_DAY,
        "now": clock.now(),
        "here": request.htmx.current_url_abs_path or reverse("home"),
    }
    return render(request, "casework/_day_panel.html", context)


@reads(Action.READ_APPOINTMENT)
def day(request: StaffRequest) -> HttpResponse:
    """The times of a day: one's own, or everybody's in one's own work forms."""
    shown, of_everybody = _asked_for(request)
    context = {
        "day": shown,
        "rows": of_days(request.actor, shown, shown, of_everybody=of_everybody),
        "asked": asked_about(request.actor, shown) if shown == clock.today() and not of_everybody else [],
        "before": shown - A_DAY,
        "after": shown + A_DAY,
        **_frame(request, "casework:day", shown, of_everybody=of_everybody),
    }
    return render(request, "casework/day.html", context)


@reads(Action.READ_APPOINTMENT)
def week(request: StaffRequest) -> HttpResponse:
    """The times of a week, day by day."""
    shown, of_everybody = _asked_for(request)
    monday = formatting.week_starts(shown)
    sunday = monday + A_WEEK - A_DAY
    rows = of_days(request.actor, monday, sunday, of_everybody=of_everybody)
    days = [monday + timedelta(days=number) for number in range(7)]
    context = {
        "days": [(each, [row for row in rows if row.appointment.planned_on == each]) for each in days],
        "number": monday.isocalendar().week,
        "sunday": sunday,
        "monday": monday,
        "before": monday - A_WEEK,
        "after": monday + A_WEEK,
        **_frame(request, "casework:week", shown, of_everybody=of_everybody),
    }
    return render(request, "casework/week.html", context)


@writes(Action.HOLD_APPOINTMENT)
def record_time(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Record how a time went, with who was there; filled in as it was agreed."""
    appointment = _appointment(request, pk)
    form = _form(request, appointment)
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=HELD_TIME_FORM, key=appointment.pk, by=request.user):
                contact = hold_time(appointment=appointment, held=_held(form), by=request.user)
        except UnknownWord:
            form.add_error("kind", _("This is not in use in the work form. Choose another."))
        except (DayOutsideEpisode, DayNotYetCome):
            form.add_error("happened_on", _("The episode did not run on this day."))
        except WorkerNotHere:
            form.add_error("workers", _("Somebody chosen does not work with this family on that day."))
        except (AlreadyVoided, HeldAlready):
            form.add_error(None, _meanwhile())
        else:
            _told(request, contact)
            return toast.back(request, reverse("casework:episode", args=[appointment.episode_id]))
    context = {"form": form, "episode": appointment.episode, "appointment": appointment}
    return render(request, "casework/record_time.html", context, status=422 if form.errors else 200)


@writes(Action.HOLD_APPOINTMENT, methods=("POST",))
def held(request: StaffRequest, pk: int) -> HttpResponseBase:
    """It took place as it was agreed: one press."""
    return _pressed(request, _appointment(request, pk), came=True)


@writes(Action.HOLD_APPOINTMENT, methods=("POST",))
def nobody_came(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Nobody came: one press."""
    return _pressed(request, _appointment(request, pk), came=False)


def _pressed(request: StaffRequest, appointment: Appointment, *, came: bool) -> HttpResponseBase:
    how = hold_time if came else record_nobody
    try:
        contact = how(appointment=appointment, by=request.user)
    except (AlreadyVoided, HeldAlready):
        toast.warn(request, _meanwhile())
    except DayNotYetCome:
        toast.warn(request, _("Its day has not come yet. Move it if it was today."))
    except (DayOutsideEpisode, UnknownWord, WorkerNotHere, NotAMember):
        toast.warn(request, _("Something has changed since it was agreed. Record it on its own page."))
    else:
        _told(request, contact)
    return toast.back(request, "casework:day")


def _told(request: StaffRequest, contact: Contact) -> None:
    kind = term_labels(TermList.CONTACT_KIND).get(contact.kind, contact.kind)
    said = _("Recorded: %(code)s, %(kind)s.")
    may_agree = contact.episode.is_open
    toast.say(
        request,
        said % {"code": contact.episode.code, "kind": kind.lower()},
        undo_url=reverse("casework:undo_contact", args=[contact.pk]),
        then=_("Agree on the next") if may_agree else "",
        then_url=reverse("casework:agree_on_time", args=[contact.episode_id]) if may_agree else "",
    )


def _form(request: StaffRequest, appointment: Appointment) -> ContactForm:
    episode = appointment.episode
    shown = page_of_episode(request.actor, episode)
    people = {user.pk: user for user in who_can_meet(episode, clock.today())}
    agreed = list(appointment.workers.order_by("name", "pk"))
    return ContactForm(
        request.POST or None,
        episodes=[],
        kinds=words(TermList.CONTACT_KIND).of(episode.work_form),
        members=[(row.member, f"{row.role} {row.member.client.code_name}".strip()) for row in shown.members],
        people=list((people | {user.pk: user for user in agreed}).values()),
        has_day=True,
        is_one=True,
        initial={
            "kind": appointment.kind,
            "minutes": appointment.minutes,
            "happened_on": min(appointment.planned_on, clock.today()),
            "present": [str(pk) for pk in appointment.expected.order_by("pk").values_list("pk", flat=True)],
            "workers": [str(user.pk) for user in agreed],
        },
    )


def _held(form: ContactForm) -> Held:
    return Held(
        kind=form.cleaned_data["kind"],
        happened_on=form.cleaned_data["happened_on"],
        minutes=form.how_long(),
        present=form.who_was_there(),
        workers=form.who_met(),
    )


def _appointment(request: StaffRequest, pk: int) -> Appointment:
    rows = times(request.actor).select_related("episode__family", "episode__client", "episode__work_form")
    return get_or_404(request.actor, Action.HOLD_APPOINTMENT, rows, pk=pk)


def _asked_for(request: StaffRequest) -> tuple[date, bool]:
    """The day that the address names, today if it names none; and whether everybody's times are asked for."""
    try:
        shown = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        shown = clock.today()
    if abs(shown.year - clock.today().year) > _YEARS:
        shown = clock.today()
    return shown, request.GET.get("of") == EVERYBODY


_YEARS = 10


def _frame(request: StaffRequest, name: str, shown: date, *, of_everybody: bool) -> dict[str, object]:
    """What the pages of a day and of a week have in common."""
    return {
        "shown": shown,
        "today": clock.today(),
        "of": EVERYBODY if of_everybody else "",
        "address": reverse(name),
        "here": request.get_full_path(),
    }


def _meanwhile() -> str:
    said: str = _("Somebody else has moved, recorded or called it off meanwhile. Look at the family's times.")
    return said
