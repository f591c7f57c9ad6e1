"""Who works here, in which role and where: given, ended, and the account opened and closed."""

from collections.abc import Sequence
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q, QuerySet

from poukama.access import audit, powers
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.access.queries import who_confirms
from poukama.access.rules import Action, answer_for
from poukama.organisation.choices import AssignmentKind, Role
from poukama.organisation.models import Assignment, Position, User, WorkForm
from poukama.organisation.queries import in_force
from poukama.toolkit import clock


class AddressInUse(Exception):
    """Somebody has this e-mail address already."""


class EndsBeforeItStarts(Exception):
    """The last day is before the first."""


class AlreadyAssigned(Exception):
    """The person holds this role here already on some of the days."""


class NeedsWorkForm(Exception):
    """A worker works somewhere."""


class NeedsLastDay(Exception):
    """A substitute and a student are here until a day."""


class NeedsSupervisor(Exception):
    """A student has a supervisor: somebody else who works in each of the work forms."""


class WorkFormNotOfPosition(Exception):
    """The position does not belong to this work form."""


class NotForOneself(Exception):
    """A role that opens clients or accounts is given by somebody else."""


class AccountClosed(Exception):
    """The account is closed: nothing is given to it."""


class LastAdministrator(Exception):
    """Nobody would be left to look after the system."""


class AlreadyEnded(Exception):
    """The role has ended already."""


class ConfirmedByAnother(Exception):
    """The role waits for nobody, or not for this person."""


class HasBegun(Exception):
    """Only a role that has not begun can be withdrawn; one that has is ended."""


class NotInForce(Exception):
    """A role that awaits confirmation is withdrawn, not ended."""


@transaction.atomic
def invite(*, email: str, name: str, initials: str, language: str, by: User) -> User:
    """Make an account without a password; its owner chooses one by a link (see `invitations`)."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressInUse
    person = User.objects.create_user(email=email, name=name, initials=initials)
    person.language = language
    person.date_joined = clock.now()
    person.save(update_fields=["language", "date_joined"])
    audit.record(Action.INVITE_PERSON, by=by, about=person)
    return person


@transaction.atomic
def assign(  # noqa: PLR0913  # a role is said with all of these
    *,
    person: User,
    role: Role,
    work_forms: Sequence[WorkForm],
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    position: Position | None = None,
    kind: AssignmentKind = AssignmentKind.REGULAR,
    supervisor: User | None = None,
) -> list[Assignment]:
    """Give a role in each of the work forms, or without any in the whole association.

    One that opens clients or decides over others is in force only when somebody else has confirmed it.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    check_assignment(
        person=person,
        role=role,
        work_forms=work_forms,
        starts_on=starts_on,
        by=by,
        ends_on=ends_on,
        position=position,
        kind=kind,
        supervisor=supervisor,
    )
    given, waits = [], needs_confirmation(role, by)
    places: list[WorkForm | None] = [*work_forms] or [None]
    for work_form in places:
        row = Assignment.objects.create(
            user=person,
            role=role,
            work_form=work_form,
            position=position,
            kind=kind,
            supervisor=supervisor,
            starts_on=starts_on,
            ends_on=ends_on,
            assigned_at=clock.now(),
            assigned_by=by,
            awaits_confirmation=waits,
        )
        given.append(row)
        audit.record(
            Action.ASSIGN_ROLE,
            by=by,
            about=person,
            work_form="" if work_form is None else work_form.key,
            detail={
                "assignment": row.pk,
                "role": str(role),
                "kind": str(kind),
                "from": str(starts_on),
                "waits": waits,
            },
        )
    return given


def check_assignment(  # noqa: PLR0913  # the same as `assign`, which it guards
    *,
    person: User,
    role: Role,
    work_forms: Sequence[WorkForm],
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    position: Position | None = None,
    kind: AssignmentKind = AssignmentKind.REGULAR,
    supervisor: User | None = None,
) -> None:
    """Refuse what may not be given; also asked before the change is shown."""
    if not person.is_active:
        raise AccountClosed
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItStarts
    if role in (Role.WORKER, Role.STUDENT) and not work_forms:
        raise NeedsWorkForm
    _check_for_a_while(person, role, work_forms, starts_on, ends_on, kind, supervisor)
    if person.pk == by.pk and is_given_by_others(role):
        raise NotForOneself
    if position is not None:
        own = set(position.work_forms.order_by("pk").values_list("pk", flat=True))
        if own and not {work_form.pk for work_form in work_forms} <= own:
            raise WorkFormNotOfPosition
    if _overlapping(person, role, work_forms, position, starts_on, ends_on).exists():
        raise AlreadyAssigned


def is_given_by_others(role: str) -> bool:
    """Whether nobody may give the role to themself: it opens clients, or lets one decide over others."""
    over_others = {Action.ASSIGN_ROLE, Action.READ_AUDIT}
    return powers.opens_clients(role) or any(rule.action in over_others for rule in powers.rules_of(role))


def needs_confirmation(role: str, by: User) -> bool:
    """Whether somebody else must confirm the role before it is in force.

    Not when nobody could: the first of those who answer for the house is given by whoever set it up, and a
    director beside whom nobody looks after the accounts gives roles alone.
    """
    answering = answer_for(role)
    is_first = role in answering and not Assignment.objects.filter(role__in=answering).exists()
    if is_first or not (is_given_by_others(role) or role == Role.BOARD):
        return False
    giver = Actor(by, clock.today())
    return not giver.has(*answering) or bool(who_confirms(role, giver))


@transaction.atomic
def confirm_assignment(*, assignment: Assignment, by: User) -> Assignment:
    """Let a role that somebody else gave come into force, today at the earliest."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    today = clock.today()
    waiting = Assignment.objects.filter(pk=assignment.pk)
    if not visible(Actor(by, today), Action.CONFIRM_ASSIGNMENT, waiting).exists():
        raise ConfirmedByAnother
    if not assignment.user.is_active:
        raise AccountClosed
    if assignment.ends_on is not None and assignment.ends_on < today:
        raise AlreadyEnded
    assignment.starts_on = max(assignment.starts_on, today)
    assignment.awaits_confirmation = False
    assignment.confirmed_at, assignment.confirmed_by = clock.now(), by
    assignment.save(update_fields=["starts_on", "awaits_confirmation", "confirmed_at", "confirmed_by"])
    audit.record(
        Action.CONFIRM_ASSIGNMENT,
        by=by,
        about=assignment.user,
        work_form=assignment.work_form.key if assignment.work_form else "",
        detail={
            "assignment": assignment.pk,
            "role": str(assignment.role),
            "from": str(assignment.starts_on),
            "given_by": assignment.assigned_by_id,
        },
    )
    return assignment


@transaction.atomic
def end_assignment(*, assignment: Assignment, ends_on: date, by: User) -> Assignment:
    """Let a role end; the day given is its last."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    check_end(assignment=assignment, ends_on=ends_on)
    _end(assignment, ends_on, by)
    return assignment


def check_end(*, assignment: Assignment, ends_on: date) -> None:
    """Refuse an end that may not be; also asked before the change is shown."""
    if assignment.awaits_confirmation:
        raise NotInForce
    if assignment.ends_on is not None and assignment.ends_on < clock.today():
        raise AlreadyEnded
    if ends_on < assignment.starts_on:
        raise EndsBeforeItStarts
    if assignment.role == Role.ADMINISTRATOR:
        _refuse_to_leave_nobody(except_for=Q(pk=assignment.pk), after=ends_on)


@transaction.atomic
def withdraw_assignment(*, assignment: Assignment, by: User) -> None:
    """Take back a role that has not begun or awaits confirmation; the audit trail remembers that it was given."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if assignment.starts_on <= clock.today() and not assignment.awaits_confirmation:
        raise HasBegun
    detail = {"assignment": assignment.pk, "role": str(assignment.role), "withdrawn": True}
    assignment.delete()
    audit.record(Action.WITHDRAW_ASSIGNMENT, by=by, about=assignment.user, detail=detail)


@transaction.atomic
def end_all(*, person: User, ends_on: date, by: User) -> list[Assignment]:
    """Let every role end that goes on, and withdraw those that would begin later."""
    check_end_all(person=person, ends_on=ends_on)
    rows = list(_going_on(person, ends_on).select_for_update(of=("self",)).order_by("pk"))
    for assignment in rows:
        if assignment.starts_on > ends_on or assignment.awaits_confirmation:
            withdraw_assignment(assignment=assignment, by=by)
        else:
            _end(assignment, ends_on, by)
    return rows


def check_end_all(*, person: User, ends_on: date) -> None:
    """Refuse when nobody would look after the system, or when something that has begun would end before it began."""
    going_on = _going_on(person, ends_on)
    begun = going_on.filter(starts_on__lte=clock.today(), awaits_confirmation=False)
    if begun.filter(starts_on__gt=ends_on).exists():
        raise EndsBeforeItStarts
    if going_on.filter(role=Role.ADMINISTRATOR, awaits_confirmation=False).exists():
        _refuse_to_leave_nobody(except_for=Q(user=person), after=ends_on)


@transaction.atomic
def close_account(*, person: User, by: User) -> None:
    """Shut the account at once and on every device. Its roles are kept as they are and rest."""
    if person.pk == by.pk:
        raise NotForOneself
    person = User.objects.select_for_update().get(pk=person.pk)
    check_close(person=person)
    User.objects.filter(pk=person.pk).update(is_active=False, session_epoch=F("session_epoch") + 1)
    audit.record(Action.CLOSE_ACCOUNT, by=by, about=person)


def check_close(*, person: User) -> None:
    """Refuse when nobody would look after the system; also asked before the change is shown."""
    if not person.is_active:
        raise AccountClosed
    if _administrators(clock.today()).filter(user=person).exists():
        _refuse_to_leave_nobody(except_for=Q(user=person), after=clock.today() - timedelta(days=1))


@transaction.atomic
def open_account(*, person: User, by: User) -> None:
    """Open a closed account again. Its roles are given anew: those that somebody else confirms await that."""
    if person.pk == by.pk:
        raise NotForOneself
    User.objects.filter(pk=person.pk).update(is_active=True)
    audit.record(Action.OPEN_ACCOUNT, by=by, about=person)
    before = clock.today() - timedelta(days=1)
    for row in _going_on(person, before).order_by("pk"):
        if needs_confirmation(row.role, by):
            _give_anew(row, before, by)


@transaction.atomic
def reset_second_factor(*, person: User, by: User) -> None:
    """Remove a second factor that was lost, and sign the person out; they set up a new one."""
    if person.pk == by.pk:
        raise NotForOneself
    Authenticator.objects.filter(user=person).delete()
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    audit.record(Action.RESET_SECOND_FACTOR, by=by, about=person)


def _give_anew(row: Assignment, before: date, by: User) -> None:
    """Let a role await confirmation from now on; what it was until now stays as a role that ended."""
    if row.starts_on <= before and not row.awaits_confirmation:
        last = row.ends_on
        _end(row, before, by)
        row.pk, row.starts_on, row.ends_on, row.ended_at, row.ended_by = None, clock.today(), last, None, None
    row.awaits_confirmation, row.confirmed_at, row.confirmed_by = True, None, None
    row.assigned_at, row.assigned_by = clock.now(), by
    row.save()
    audit.record(
        Action.ASSIGN_ROLE,
        by=by,
        about=row.user,
        work_form=row.work_form.key if row.work_form else "",
        detail={"assignment": row.pk, "role": str(row.role), "from": str(row.starts_on), "waits": True},
    )


def _end(assignment: Assignment, ends_on: date, by: User) -> None:
    assignment.ends_on, assignment.ended_at, assignment.ended_by = ends_on, clock.now(), by
    assignment.save(update_fields=["ends_on", "ended_at", "ended_by"])
    audit.record(
        Action.END_ASSIGNMENT,
        by=by,
        about=assignment.user,
        work_form=assignment.work_form.key if assignment.work_form else "",
        detail={"assignment": assignment.pk, "role": str(assignment.role), "until": str(ends_on)},
    )


def _check_for_a_while(  # noqa: PLR0913, PLR0917  # what is looked at together
    person: User,
    role: Role,
    work_forms: Sequence[WorkForm],
    starts_on: date,
    ends_on: date | None,
    kind: AssignmentKind,
    supervisor: User | None,
) -> None:
    """Refuse a substitute or a student without a last day, and a student whom nobody there supervises."""
    if ends_on is None and (kind == AssignmentKind.SUBSTITUTE or role == Role.STUDENT):
        raise NeedsLastDay
    if (supervisor is not None) != (role == Role.STUDENT):
        raise NeedsSupervisor
    if supervisor is not None and (
        supervisor == person or not _work_there(supervisor, work_forms, starts_on)
    ):
        raise NeedsSupervisor


def _work_there(person: User, work_forms: Sequence[WorkForm], day: date) -> bool:
    """Whether a person with an open account works, or leads, in each of the work forms from the day on."""
    held = Assignment.objects.filter(in_force(day), user=person, role__in=(Role.WORKER, Role.LEAD))
    places = set(held.order_by("pk").values_list("work_form", flat=True))
    return person.is_active and (None in places or {row.pk for row in work_forms} <= places)


def _going_on(person: User, after: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(user=person).filter(Q(ends_on=None) | Q(ends_on__gt=after))


def _overlapping(
    person: User,
    role: Role,
    work_forms: Sequence[WorkForm],
    position: Position | None,
    starts_on: date,
    ends_on: date | None,
) -> QuerySet[Assignment]:
    where = Q(work_form__in=work_forms) if work_forms else Q(work_form=None)
    same = Assignment.objects.filter(where, user=person, role=role, position=position)
    rows = same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    return rows if ends_on is None else rows.filter(starts_on__lte=ends_on)


def _administrators(day: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(in_force(day), role=Role.ADMINISTRATOR, user__is_active=True)


def _refuse_to_leave_nobody(*, except_for: Q, after: date) -> None:
    """Locks the administrators' rows, so that two of them cannot end each other at the same moment."""
    left = _administrators(after + timedelta(days=1)).exclude(except_for)
    if not left.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)[:1]:
        raise LastAdministrator
