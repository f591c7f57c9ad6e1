"""Planning, holding, cancelling and undoing what is held."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from poukama.access import audit
from poukama.activities.choices import OccasionState
from poukama.activities.models import Attendance, Group, Headcount, Occasion
from poukama.activities.rules import Action
from poukama.activities.services import checks
from poukama.activities.services.counted import (
    AttendanceIn,
    HeadcountIn,
    check_attendances,
    check_headcounts,
    is_counted,
    write_attendances,
    write_headcounts,
)
from poukama.activities.services.refusals import (
    AlreadyVoided,
    GroupNotMeeting,
    NobodyCounted,
    NotPlanned,
    PlannedInThePast,
    WrongWorkForm,
)
from poukama.clients.models import Client, Family
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


@transaction.atomic
def plan_occasion(  # noqa: PLR0913  # what is to be held, when and by whom
    *,
    work_form: WorkForm,
    kind: str,
    happened_on: date,
    by: User,
    group: Group | None = None,
    title: str = "",
    starts_at: time | None = None,
    minutes: int | None = None,
    led_by: User | None = None,
) -> Occasion:
    """Plan something to be held today or later."""
    if happened_on < clock.today():
        raise PlannedInThePast
    occasion = _new(
        work_form=work_form,
        kind=kind,
        happened_on=happened_on,
        by=by,
        group=group,
        title=title,
        starts_at=starts_at,
        minutes=minutes,
        led_by=led_by,
    )
    occasion.state = OccasionState.PLANNED
    occasion.save()
    _audit(Action.RECORD_OCCASION, occasion, by, state=occasion.state)
    return occasion


@transaction.atomic
def hold_occasion(  # noqa: PLR0913  # what was held, when, by whom, and who came
    *,
    work_form: WorkForm,
    kind: str,
    happened_on: date,
    by: User,
    group: Group | None = None,
    title: str = "",
    starts_at: time | None = None,
    minutes: int | None = None,
    led_by: User | None = None,
    attendances: Iterable[AttendanceIn] = (),
    headcounts: Iterable[HeadcountIn] = (),
    occasion: Occasion | None = None,
) -> Occasion:
    """Record what was held and who came. With `occasion`, the planned one becomes held, as it truly went.

    Somebody must have come: what nobody came to was not held, and is cancelled.
    """
    checks.happened(happened_on)
    planned = None
    if occasion is not None:
        planned = _locked(occasion)
        if planned.work_form_id != work_form.pk:
            raise WrongWorkForm
        if planned.state != OccasionState.PLANNED:
            raise NotPlanned
    attending = check_attendances(work_form, attendances)
    counting = check_headcounts(work_form, headcounts)
    held = _new(
        work_form=work_form,
        kind=kind,
        happened_on=happened_on,
        by=by,
        group=group,
        title=title,
        starts_at=starts_at,
        minutes=minutes,
        led_by=led_by,
    )
    held.pk = planned.pk if planned else None
    held.state = OccasionState.HELD
    if not attending and not counting and (planned is None or not is_counted(planned)):
        raise NobodyCounted
    held.save(force_update=planned is not None)
    write_attendances(held, attending, by)
    if planned is not None:
        _void_headcounts(held, {each.category for each in counting}, by)
    write_headcounts(held, counting, by)
    detail = {"attendances": len(attending), "headcounts": len(counting)}
    _audit(Action.RECORD_OCCASION, held, by, state=held.state, **detail)
    return held


@transaction.atomic
def mark_attendance(
    *,
    occasion: Occasion,
    by: User,
    client: Client | None = None,
    family: Family | None = None,
    role: str = "",
) -> Attendance:
    """Mark one who came; again does nothing more. The first mark on a planned occasion makes it held."""
    occasion = _locked(occasion)
    checks.happened(occasion.happened_on)
    if occasion.state == OccasionState.CANCELLED:
        raise NotPlanned
    attending = check_attendances(occasion.work_form, [AttendanceIn(client, family, role)])
    write_attendances(occasion, attending, by)
    _hold_if_planned(occasion, by)
    marked = Attendance.objects.get(
        occasion=occasion,
        client=client,
        voided_at=None,
        **({} if client else {"family": family}),
    )
    _audit(Action.MARK_ATTENDANCE, occasion, by, attendance=marked.pk, present=True)
    return marked


@transaction.atomic
def mark_everyone(*, occasion: Occasion, attendances: Iterable[AttendanceIn], by: User) -> Occasion:
    """Mark all of the given as present ("kaikki paikalla")."""
    occasion = _locked(occasion)
    checks.happened(occasion.happened_on)
    if occasion.state == OccasionState.CANCELLED:
        raise NotPlanned
    attending = check_attendances(occasion.work_form, attendances)
    if not attending:
        raise NobodyCounted
    write_attendances(occasion, attending, by)
    _hold_if_planned(occasion, by)
    _audit(Action.MARK_ATTENDANCE, occasion, by, attendances=len(attending), present=True)
    return occasion


@transaction.atomic
def unmark_attendance(
    *,
    occasion: Occasion,
    by: User,
    client: Client | None = None,
    family: Family | None = None,
) -> Occasion:
    """Take a mark back; for someone not marked nothing happens."""
    occasion = _locked(occasion)
    marked = Attendance.objects.filter(occasion=occasion, client=client, voided_at=None)
    if client is None:
        marked = marked.filter(family=family)
    if marked.update(voided_at=clock.now(), voided_by=by):
        _audit(Action.MARK_ATTENDANCE, occasion, by, present=False)
    return occasion


@transaction.atomic
def correct_headcounts(*, occasion: Occasion, headcounts: Iterable[HeadcountIn], by: User) -> Occasion:
    """Replace how many were counted; categories that are not given are taken away."""
    occasion = _locked(occasion)
    if occasion.state != OccasionState.HELD:
        raise NotPlanned
    counting = check_headcounts(occasion.work_form, headcounts)
    before = Headcount.objects.filter(occasion=occasion, voided_at=None).order_by("pk")
    kept = {each.category for each in before if _as_given(each) in counting}
    before.exclude(category__in=kept).update(voided_at=clock.now(), voided_by=by)
    write_headcounts(occasion, [each for each in counting if each.category not in kept], by)
    if not is_counted(occasion):
        raise NobodyCounted
    _audit(Action.CHANGE_OCCASION, occasion, by, headcounts=len(counting))
    return occasion


@transaction.atomic
def correct_occasion(  # noqa: PLR0913  # what it truly was, when it was and how long it took
    *,
    occasion: Occasion,
    kind: str,
    happened_on: date,
    by: User,
    title: str = "",
    starts_at: time | None = None,
    minutes: int | None = None,
) -> Occasion:
    """Say what was held, or is planned, on which day it truly was. Who came and how many stay as they are.

    Figures of both days and both kinds follow; the audit trail keeps what it was before.
    """
    occasion = _locked(occasion)
    if occasion.state == OccasionState.HELD:
        checks.happened(happened_on)
    elif occasion.state == OccasionState.CANCELLED:
        raise NotPlanned
    elif happened_on < clock.today():
        raise PlannedInThePast
    if kind != occasion.kind:
        checks.word(TermList.OCCASION_KIND, occasion.work_form, kind)
    checks.lasted(minutes)
    if occasion.group is not None:
        _refuse_no_meeting(occasion.group, happened_on)
    before = {"day_before": occasion.happened_on.isoformat(), "kind_before": occasion.kind}
    occasion.kind, occasion.happened_on, occasion.title = kind, happened_on, _tidy(title)
    occasion.starts_at, occasion.minutes = starts_at, minutes
    occasion.save(update_fields=["kind", "happened_on", "title", "starts_at", "minutes"])
    now = {"day": happened_on.isoformat(), "kind": kind}
    _audit(Action.CHANGE_OCCASION, occasion, by, corrected=True, **before, **now)
    return occasion


@transaction.atomic
def cancel_occasion(*, occasion: Occasion, by: User) -> Occasion:
    """Cancel what was planned."""
    return _move(occasion, OccasionState.PLANNED, OccasionState.CANCELLED, by)


@transaction.atomic
def restore_occasion(*, occasion: Occasion, by: User) -> Occasion:
    """Take a cancellation back."""
    return _move(occasion, OccasionState.CANCELLED, OccasionState.PLANNED, by)


@transaction.atomic
def void_occasion(*, occasion: Occasion, by: User) -> Occasion:
    """Undo the recording; nothing of it is counted any more. Again does nothing more."""
    try:
        occasion = _locked(occasion)
    except AlreadyVoided:
        return Occasion.objects.get(pk=occasion.pk)
    occasion.voided_at, occasion.voided_by = clock.now(), by
    occasion.save(update_fields=["voided_at", "voided_by"])
    _audit(Action.CHANGE_OCCASION, occasion, by, voided=True)
    return occasion


def _new(  # noqa: PLR0913  # what both of them know
    *,
    work_form: WorkForm,
    kind: str,
    happened_on: date,
    by: User,
    group: Group | None,
    title: str,
    starts_at: time | None,
    minutes: int | None,
    led_by: User | None,
) -> Occasion:
    """A checked occasion that is not saved yet."""
    checks.lasted(minutes)
    checks.word(TermList.OCCASION_KIND, work_form, kind)
    if group is not None:
        if group.work_form_id != work_form.pk or group.voided_at:
            raise WrongWorkForm
        _refuse_no_meeting(group, happened_on)
    return Occasion(
        work_form=work_form,
        kind=kind,
        group=group,
        title=_tidy(title),
        happened_on=happened_on,
        starts_at=starts_at,
        minutes=minutes,
        led_by=led_by,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _refuse_no_meeting(group: Group, day: date) -> None:
    if day < group.starts_on or (group.ends_on and day > group.ends_on):
        raise GroupNotMeeting


def _tidy(title: str) -> str:
    return " ".join(title.split())[:120]


def _locked(occasion: Occasion) -> Occasion:
    rows = Occasion.objects.select_for_update(of=("self",)).select_related("work_form", "group")
    occasion = rows.get(pk=occasion.pk)
    if occasion.voided_at:
        raise AlreadyVoided
    return occasion


def _hold_if_planned(occasion: Occasion, by: User) -> None:
    if occasion.state == OccasionState.PLANNED:
        occasion.state = OccasionState.HELD
        occasion.recorded_at, occasion.recorded_by = clock.now(), by
        occasion.save(update_fields=["state", "recorded_at", "recorded_by"])


def _move(occasion: Occasion, before: OccasionState, after: OccasionState, by: User) -> Occasion:
    occasion = _locked(occasion)
    if occasion.state != before:
        raise NotPlanned
    occasion.state = after
    occasion.save(update_fields=["state"])
    _audit(Action.CHANGE_OCCASION, occasion, by, state=after)
    return occasion


def _void_headcounts(occasion: Occasion, categories: set[str], by: User) -> None:
    given_anew = Headcount.objects.filter(occasion=occasion, category__in=categories, voided_at=None)
    given_anew.update(voided_at=clock.now(), voided_by=by)


def _as_given(headcount: Headcount) -> HeadcountIn:
    return HeadcountIn(
        headcount.category,
        headcount.people,
        headcount.families,
        headcount.is_estimate,
        headcount.basis,
        headcount.basis_text,
    )


def _audit(action: Action, occasion: Occasion, by: User, **detail: str | int | bool) -> None:
    audit.record(action, by=by, about=occasion, work_form=occasion.work_form.key, detail=detail)
