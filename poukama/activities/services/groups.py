"""Starting and ending groups."""

from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.activities.choices import OccasionState
from poukama.activities.models import Group, Occasion
from poukama.activities.rules import Action
from poukama.activities.services import checks
from poukama.activities.services.refusals import (
    AlreadyVoided,
    EndsBeforeItMet,
    GroupAlreadyEnded,
    GroupHasMet,
    NameMissing,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


@transaction.atomic
def start_group(
    *,
    work_form: WorkForm,
    name: str,
    kind: str,
    starts_on: date,
    is_open: bool = False,
    self_run: bool = False,
    by: User,
) -> Group:
    """Start a group of a kind that the work form holds. It may begin on a coming day."""
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    checks.word(TermList.OCCASION_KIND, work_form, kind)
    group = Group.objects.create(
        work_form=work_form,
        name=name,
        kind=kind,
        is_open=is_open,
        self_run=self_run,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    detail = {"kind": kind, "starts_on": starts_on.isoformat()}
    audit.record(Action.START_GROUP, by=by, about=group, work_form=work_form.key, detail=detail)
    return group


@transaction.atomic
def end_group(*, group: Group, ends_on: date, by: User) -> Group:
    """Give the group its last day. Sessions planned after it are cancelled."""
    group = _locked(group)
    if group.ends_on:
        raise GroupAlreadyEnded
    later = Occasion.objects.filter(group=group, happened_on__gt=ends_on, voided_at=None)
    if ends_on < group.starts_on or later.filter(state=OccasionState.HELD).exists():
        raise EndsBeforeItMet
    later.filter(state=OccasionState.PLANNED).update(state=OccasionState.CANCELLED)
    group.ends_on = ends_on
    group.save(update_fields=["ends_on"])
    detail = {"ends_on": ends_on.isoformat()}
    audit.record(
        Action.CHANGE_GROUP,
        by=by,
        about=group,
        work_form=group.work_form.key,
        detail=detail,
    )
    return group


@transaction.atomic
def reopen_group(*, group: Group, by: User) -> Group:
    """Take the last day back. Sessions that ending cancelled stay cancelled; on an open group nothing happens."""
    group = _locked(group)
    if group.ends_on:
        group.ends_on = None
        group.save(update_fields=["ends_on"])
        detail = {"ends_on": None}
        audit.record(
            Action.CHANGE_GROUP,
            by=by,
            about=group,
            work_form=group.work_form.key,
            detail=detail,
        )
    return group


@transaction.atomic
def void_group(*, group: Group, by: User) -> Group:
    """Undo the starting of a group that has had no sessions."""
    group = _locked(group)
    if Occasion.objects.filter(group=group, voided_at=None).exists():
        raise GroupHasMet
    group.voided_at, group.voided_by = clock.now(), by
    group.save(update_fields=["voided_at", "voided_by"])
    detail = {"voided": True}
    audit.record(
        Action.CHANGE_GROUP,
        by=by,
        about=group,
        work_form=group.work_form.key,
        detail=detail,
    )
    return group


def _locked(group: Group) -> Group:
    group = Group.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=group.pk)
    if group.voided_at:
        raise AlreadyVoided
    return group
