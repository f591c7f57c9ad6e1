"""People, their roles and their accounts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.utils import user_pk_to_url_str
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access import powers, queries
from poukama.access.actor import Held
from poukama.access.decorators import reads, writes
from poukama.access.forms.staff import AssignForm, EndForm, InviteForm
from poukama.access.policy import get_or_404
from poukama.access.powers import Powers
from poukama.access.requests import StaffRequest
from poukama.access.rules import Action
from poukama.access.services import invitations
from poukama.access.services import staff as services
from poukama.organisation.models import Assignment, User, WorkForm
from poukama.organisation.queries import work_forms
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of

REFUSALS: dict[type[Exception], Callable[[], str]] = {
    services.AddressInUse: lambda: _(
        "Somebody has this address already. Look among the closed accounts too."
    ),
    services.EndsBeforeItStarts: lambda: _("The last day is before the first. Mend one of the days."),
    services.AlreadyAssigned: lambda: _("The person holds this role there already on some of these days."),
    services.NeedsWorkForm: lambda: _("A worker works somewhere: choose at least one work form."),
    services.NeedsLastDay: lambda: _("A substitute and a student leave on a day: choose the last day."),
    services.NeedsSupervisor: lambda: _(
        "A student needs a supervisor who works in each of the work forms. Others have none."
    ),
    services.WorkFormNotOfPosition: lambda: _("The position does not belong to every work form you chose."),
    services.NotForOneself: lambda: _("Nobody does this for themself. Ask somebody else who may."),
    services.AccountClosed: lambda: _("The account is closed. Open it first."),
    services.LastAdministrator: lambda: _(
        "Nobody would be left to look after the system. Name another first."
    ),
    services.AlreadyEnded: lambda: _("The role has ended already."),
    services.HasBegun: lambda: _("The role has begun. End it instead."),
    services.NotInForce: lambda: _("The role awaits confirmation. Withdraw it instead."),
    services.ConfirmedByAnother: lambda: _("The role waits for nobody, or somebody else confirms it."),
    invitations.HasSignedIn: lambda: _(
        "The person has signed in already, so there is no invitation to send."
    ),
}
_REFUSED = tuple(REFUSALS)
_SAID = ("role", "work_forms", "starts_on", "ends_on", "position", "kind", "supervisor")
"""What a role is said with, and so what was seen before it is saved."""


@dataclass(frozen=True)
class Place:
    """A work form, or the whole association, and what opens or closes there."""

    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """What a change opens and closes, in words, as it is shown before it is saved."""

    opens: list[Place]
    closes: list[Place]
    confirmed_by: str = ""
    """Who must confirm it before it is in force; empty when nobody must."""


@reads(Action.READ_STAFF)
def staff_list(request: StaffRequest) -> HttpResponse:
    """Everyone with an account, with their roles today; the closed accounts when asked."""
    closed = request.GET.get("show") == "closed"
    page = page_of(queries.people(request.actor, closed=closed), request, by=("name", "pk"))
    return render(request, "access/staff_list.html", {"page": page, "closed": closed})


@reads(Action.READ_STAFF)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: roles now, later and before, and what those of today open."""
    found = get_or_404(request.actor, Action.READ_STAFF, User, pk=pk)
    today = request.actor.day
    rows = list(queries.assignments_of(found))
    change = powers.change((), queries.held_on(found, today)) if found.is_active else powers.change((), ())
    context = {
        "person": found,
        "waiting": [row for row in rows if row.awaits_confirmation],
        "confirmable": {row.pk for row in queries.waiting_for(request.actor).filter(user=found)},
        "now": [row for row in rows if _goes_on(row, today)],
        "later": [row for row in rows if row.starts_on > today and not row.awaits_confirmation],
        "before": [row for row in rows if _has_ended(row) and not row.awaits_confirmation],
        "opens": _in_words(change.opens),
        "is_invited": found.last_login is None,
        "is_oneself": found.pk == request.user.pk,
    }
    return render(request, "access/person.html", context)


@writes(Action.INVITE_PERSON)
def invite(request: StaffRequest) -> HttpResponseBase:
    """Make an account and send its owner a link for choosing a password."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            invited = services.invite(**form.cleaned_data, by=request.user)
        except services.AddressInUse as refusal:
            form.add_error("email", _why(refusal))
        else:
            _send(request, invited)
            return redirect("access:person", invited.pk)
    return render(request, "access/invite.html", {"form": form})


@writes(Action.RESEND_INVITATION, methods=("POST",))
def resend_invitation(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Send the link again, to someone who has not signed in yet."""
    found = get_or_404(request.actor, Action.RESEND_INVITATION, User, pk=pk)
    invitations.note_resending(person=found, by=request.user)
    _send(request, found)
    return redirect("access:person", found.pk)


@writes(Action.ASSIGN_ROLE)
def assign(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Give a role: what it opens is shown first, and saved when it is confirmed unchanged."""
    found = get_or_404(request.actor, Action.ASSIGN_ROLE, User, pk=pk)
    form = AssignForm(request.POST or None, initial={"starts_on": clock.today()})
    shown, seen = None, ""
    if form.is_valid():
        data = form.cleaned_data
        change = {"person": found, "by": request.user} | data
        seen = _seen(*(data[name] for name in _SAID))
        try:
            if request.POST.get("confirmed") == seen:
                given = services.assign(**change)
                waits = any(row.awaits_confirmation for row in given)
                toast.say(request, _("The role awaits confirmation.") if waits else _("The role is given."))
                return redirect("access:person", found.pk)
            services.check_assignment(**change)
        except _REFUSED as refusal:
            form.add_error(None, _why(refusal))
        else:
            before = queries.held_on(found, data["starts_on"])
            after = before + _as_held(data["role"], data["work_forms"])
            shown = _shown(before, after, confirmed_by=_confirmers([data["role"]], request))
    context = {"person": found, "form": form, "shown": shown, "seen": seen}
    return render(request, "access/assign.html", context)


@writes(Action.END_ASSIGNMENT)
def end_assignment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """End one role: what it closes is shown first."""
    row = get_or_404(
        request.actor, Action.END_ASSIGNMENT, Assignment.objects.select_related("user", "work_form"), pk=pk
    )
    form = EndForm(request.POST or None, initial={"ends_on": clock.today()})
    shown, seen = None, ""
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        seen = _seen(ends_on)
        try:
            if request.POST.get("confirmed") == seen:
                services.end_assignment(assignment=row, ends_on=ends_on, by=request.user)
                toast.say(request, _("The role ends."))
                return redirect("access:person", row.user_id)
            services.check_end(assignment=row, ends_on=ends_on)
        except _REFUSED as refusal:
            form.add_error(None, _why(refusal))
        else:
            others = Assignment.objects.filter(user=row.user).exclude(pk=row.pk)
            after = ends_on + timedelta(days=1)
            rest = tuple(
                _held(other) for other in others.select_related("work_form") if _goes_on(other, after)
            )
            shown = _shown((*rest, _held(row)), rest)
    context = {"row": row, "person": row.user, "form": form, "shown": shown, "seen": seen}
    return render(request, "access/end_assignment.html", context)


@writes(Action.WITHDRAW_ASSIGNMENT, methods=("POST",))
def withdraw_assignment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take back a role that has not begun."""
    row = get_or_404(request.actor, Action.WITHDRAW_ASSIGNMENT, Assignment, pk=pk)
    services.withdraw_assignment(assignment=row, by=request.user)
    toast.say(request, _("The role is withdrawn."))
    return redirect("access:person", row.user_id)


@writes(Action.END_ASSIGNMENT)
def end_all(request: StaffRequest, pk: int) -> HttpResponseBase:
    """End every role of a person: what closes is shown first."""
    found = get_or_404(request.actor, Action.READ_STAFF, User, pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today()})
    shown, seen = None, ""
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        seen = _seen(ends_on)
        try:
            if request.POST.get("confirmed") == seen:
                services.end_all(person=found, ends_on=ends_on, by=request.user)
                toast.say(request, _("Every role ends."))
                return redirect("access:person", found.pk)
            services.check_end_all(person=found, ends_on=ends_on)
        except _REFUSED as refusal:
            form.add_error(None, _why(refusal))
        else:
            shown = _shown(queries.held_on(found, ends_on), ())
    context = {"person": found, "form": form, "shown": shown, "seen": seen}
    return render(request, "access/end_all.html", context)


@writes(Action.CLOSE_ACCOUNT)
def close_account(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Shut an account: what closes is shown first."""
    found = get_or_404(request.actor, Action.CLOSE_ACCOUNT, User, pk=pk)
    refused = ""
    try:
        if request.method == "POST":
            services.close_account(person=found, by=request.user)
            toast.say(request, _("The account is closed."))
            return redirect("access:person", found.pk)
        services.check_close(person=found)
    except _REFUSED as refusal:
        refused = _why(refusal)
    shown = _shown(queries.held_on(found, request.actor.day), ())
    return render(request, "access/close_account.html", {"person": found, "shown": shown, "refused": refused})


@writes(Action.OPEN_ACCOUNT)
def open_account(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Open a closed account again: what its roles open is shown first."""
    found = get_or_404(request.actor, Action.OPEN_ACCOUNT, User, pk=pk)
    if request.method == "POST":
        services.open_account(person=found, by=request.user)
        toast.say(request, _("The account is open again."))
        return redirect("access:person", found.pk)
    held = queries.held_on(found, request.actor.day)
    shown = _shown((), held, confirmed_by=_confirmers(sorted({one.role for one in held}), request))
    return render(request, "access/open_account.html", {"person": found, "shown": shown})


@writes(Action.RESET_SECOND_FACTOR)
def reset_second_factor(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Remove the second step of someone who has lost it."""
    found = get_or_404(request.actor, Action.RESET_SECOND_FACTOR, User, pk=pk)
    if request.method == "POST":
        services.reset_second_factor(person=found, by=request.user)
        toast.say(request, _("The second step is removed. The person sets up a new one when signing in."))
        return redirect("access:person", found.pk)
    return render(request, "access/reset_second_factor.html", {"person": found})


@writes(Action.CONFIRM_ASSIGNMENT)
def confirm_assignment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Confirm a role that somebody else gave: who gave it to whom, and what it opens, is shown first."""
    row = get_or_404(
        request.actor,
        Action.CONFIRM_ASSIGNMENT,
        Assignment.objects.select_related("user", "work_form", "position", "assigned_by"),
        pk=pk,
    )
    refused = ""
    if request.method == "POST":
        try:
            services.confirm_assignment(assignment=row, by=request.user)
        except _REFUSED as refusal:
            refused = _why(refusal)
        else:
            toast.say(request, _("The role is confirmed."))
            return redirect("home")
    before = queries.held_on(row.user, request.actor.day)
    context = {
        "row": row,
        "person": row.user,
        "shown": _shown(before, (*before, _held(row))),
        "refused": refused,
    }
    return render(request, "access/confirm_assignment.html", context, status=422 if refused else 200)


@reads(Action.SEE_WAITING)
def waiting_panel(request: StaffRequest) -> HttpResponse:
    """For the home page: the roles that wait for the reader, and second steps that somebody removed lately."""
    removed = list(queries.lost_steps_removed(request.actor))
    names = queries.names_of([int(event.about_id) for event in removed] + [event.actor for event in removed])
    context = {
        "rows": list(queries.waiting_for(request.actor)),
        "ending": list(queries.ending_soon(request.actor)),
        "removed": [
            {"by": names.get(event.actor or 0, ""), "of": names.get(int(event.about_id), ""), "event": event}
            for event in removed
        ],
    }
    return render(request, "access/_waiting_panel.html", context)


def _confirmers(roles: Sequence[str], request: StaffRequest) -> str:
    """Names of those who must confirm one of the roles before it is in force, as it is said."""
    for role in roles:
        if services.needs_confirmation(role, request.user):
            names = queries.who_confirms(role, request.actor)
            return ", ".join(names) or _("a director, who must be named first")
    return ""


def _why(refusal: Exception) -> str:
    return REFUSALS[type(refusal)]()


def _send(request: StaffRequest, invited: User) -> None:
    key = {"uidb36": user_pk_to_url_str(invited), "key": invitations.token_for(invited)}
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key))
    if invitations.send(person=invited, link=link):
        toast.say(request, _("The invitation is sent."))
    else:
        toast.warn(
            request, _("The account is there, but the mail could not be sent. Send it again in a while.")
        )


def _seen(*parts: object) -> str:
    """What the change was when it was shown, so that nothing else is saved than what was seen."""
    return "|".join(
        ",".join(str(one.pk) for one in part) if isinstance(part, list) else str(getattr(part, "pk", part))
        for part in parts
    )


def _has_ended(row: Assignment) -> bool:
    return row.ends_on is not None and row.ends_on < clock.today()


def _goes_on(row: Assignment, day: date) -> bool:
    is_on = row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
    return is_on and not row.awaits_confirmation


def _held(row: Assignment) -> Held:
    key = None if row.work_form is None else row.work_form.key
    return Held(row.role, row.work_form_id, key)


def _as_held(role: str, chosen: list[WorkForm]) -> tuple[Held, ...]:
    return tuple(Held(role, one.pk, one.key) for one in chosen) or (Held(role, None, None),)


def _shown(before: tuple[Held, ...], after: tuple[Held, ...], *, confirmed_by: str = "") -> Shown:
    change = powers.change(before, after)
    return Shown(_in_words(change.opens), _in_words(change.closes), confirmed_by)


def _in_words(found: tuple[Powers, ...]) -> list[Place]:
    names = {row.pk: row.label() for row in work_forms()} if found else {}
    everywhere = _("The whole association")
    return [
        Place(everywhere if one.work_form_id is None else names[one.work_form_id], one.titles)
        for one in found
    ]
