"""Volunteers come, take roles and leave them."""

from collections.abc import Collection
from datetime import date, datetime
from random import SystemRandom

from django.db import transaction

from poukama.access import audit
from poukama.clients.code_names import free_code_name, is_code_name
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.queries import terms
from poukama.toolkit import clock
from poukama.workforce.models import MatchVolunteer, Volunteer, VolunteerRole
from poukama.workforce.rules import Action


class UnknownRole(Exception):
    """The work form has no such role for volunteers."""


class NotAFreeCodeName(Exception):
    """It is no code name of the list, or somebody has it."""


class AlreadyInRole(Exception):
    """The volunteer holds this role in this work form already at that time."""


class StartsInFuture(Exception):
    """A role is recorded when it has begun."""


class EndsBeforeStart(Exception):
    """The last day would come before the first."""


class AlreadyEnded(Exception):
    """It has ended already."""


class NotEnded(Exception):
    """It goes on, so there is no end to take back."""


class EndedTooLongAgo(Exception):
    """An end is taken back on the day on which it was recorded only."""


class StillMatched(Exception):
    """The volunteer stands beside somebody in this work form; that must be ended first."""


@transaction.atomic
def add_volunteer(
    *,
    work_form: WorkForm,
    role: str,
    starts_on: date,
    by: User,
    birth_year: int | None = None,
    code_name: str | None = None,
) -> VolunteerRole:
    """Bring a new volunteer in, in a first role; without a free code name given, under one drawn by chance."""
    if code_name is not None and (not is_code_name(code_name) or _taken([code_name])):
        raise NotAFreeCodeName
    volunteer = Volunteer.objects.create(
        code_name=code_name or free_code_name(_taken, SystemRandom()),
        birth_year=birth_year,
        created_at=clock.now(),
        created_by=by,
    )
    return start_role(volunteer=volunteer, role=role, work_form=work_form, starts_on=starts_on, by=by)


@transaction.atomic
def start_role(
    *, volunteer: Volunteer, role: str, work_form: WorkForm, starts_on: date, by: User
) -> VolunteerRole:
    """Begin a role. The same one may be taken again after it has ended, not twice at a time."""
    if starts_on > clock.today():
        raise StartsInFuture
    if not terms(TermList.VOLUNTEER_ROLE, work_form).filter(key=role).exists():
        raise UnknownRole
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    same = VolunteerRole.objects.filter(volunteer=volunteer, role=role, work_form=work_form, voided_at=None)
    if same.exclude(ends_on__lt=starts_on).exists():
        raise AlreadyInRole
    row = VolunteerRole.objects.create(
        volunteer=volunteer,
        role=role,
        work_form=work_form,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(Action.ADD_VOLUNTEER, by=by, about=row, work_form=work_form.key)
    return row


@transaction.atomic
def end_role(*, role: VolunteerRole, ends_on: date, by: User) -> VolunteerRole:
    """End a role; `ends_on` is its last day. Running matches in the work form keep it open."""
    role = VolunteerRole.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=role.pk)
    if role.ends_on or role.voided_at:
        raise AlreadyEnded
    if ends_on < role.starts_on:
        raise EndsBeforeStart
    if ends_on > clock.today():
        raise StartsInFuture
    running = MatchVolunteer.objects.filter(
        volunteer=role.volunteer_id, match__work_form=role.work_form, match__ends_on=None, ends_on=None
    )
    if running.filter(voided_at=None, match__voided_at=None).exists():
        raise StillMatched
    role.ends_on, role.ended_at, role.ended_by = ends_on, clock.now(), by
    role.save(update_fields=["ends_on", "ended_at", "ended_by"])
    audit.record(
        Action.CHANGE_VOLUNTEER, by=by, about=role, work_form=role.work_form.key, detail={"end": True}
    )
    return role


@transaction.atomic
def resume_role(*, role: VolunteerRole, by: User) -> VolunteerRole:
    """Take the end of a role back, on the same day."""
    role = VolunteerRole.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=role.pk)
    if role.voided_at is not None or role.ended_at is None:
        raise NotEnded
    refuse_old_end(role.ended_at)
    same = VolunteerRole.objects.filter(volunteer=role.volunteer_id, role=role.role, work_form=role.work_form)
    if same.filter(voided_at=None, starts_on__gte=role.starts_on).exclude(pk=role.pk).exists():
        raise AlreadyInRole
    role.ends_on, role.ended_at, role.ended_by = None, None, None
    role.save(update_fields=["ends_on", "ended_at", "ended_by"])
    audit.record(
        Action.CHANGE_VOLUNTEER, by=by, about=role, work_form=role.work_form.key, detail={"end": False}
    )
    return role


@transaction.atomic
def void_role(*, role: VolunteerRole, by: User) -> VolunteerRole:
    """Undo the recording of a role."""
    role = VolunteerRole.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=role.pk)
    if role.voided_at is None:
        role.voided_at, role.voided_by = clock.now(), by
        role.save(update_fields=["voided_at", "voided_by"])
        audit.record(
            Action.CHANGE_VOLUNTEER, by=by, about=role, work_form=role.work_form.key, detail={"void": True}
        )
    return role


def refuse_old_end(ended_at: datetime) -> None:
    """Refuse to take back an end that was recorded on an earlier day."""
    if not clock.is_today(ended_at):
        raise EndedTooLongAgo


def _taken(code_names: Collection[str]) -> set[str]:
    rows = Volunteer.objects.filter(code_name__in=code_names).order_by()
    return set(rows.values_list("code_name", flat=True))
