"""Partners begin and end working with a work form."""

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from poukama.access import audit
from poukama.organisation.choices import PartnershipKind
from poukama.organisation.models import Network, Partner, Partnership, User, WorkForm
from poukama.toolkit import clock
from poukama.workforce.rules import Action
from poukama.workforce.services.volunteers import (
    AlreadyEnded,
    EndsBeforeStart,
    NotEnded,
    StartsInFuture,
    refuse_old_end,
)


class AlreadyPartner(Exception):
    """The partner works with the work form in this capacity already."""


class PartnerExists(Exception):
    """There is a partner with this name already; `partner` is it."""

    def __init__(self, partner: Partner) -> None:
        super().__init__()
        self.partner = partner


@transaction.atomic
def add_partner(*, name: str, by: User, kind: str = "") -> Partner:
    """Add an organisation that we work with. The same name in other letters is the same partner."""
    name = " ".join(name.split())
    same = next(
        (one for one in Partner.objects.order_by("pk") if one.name.casefold() == name.casefold()), None
    )
    if same:
        raise PartnerExists(same)
    stem = slugify(name)[:40] or "partner"
    taken = set(Partner.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key = next(
        key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken
    )
    partner = Partner.objects.create(key=key, name=name, kind=kind)
    audit.record(Action.RECORD_PARTNERSHIP, by=by, about=partner)
    return partner


@transaction.atomic
def start_partnership(
    *,
    partner: Partner,
    work_form: WorkForm,
    kind: str,
    starts_on: date,
    by: User,
    network: Network | None = None,
) -> Partnership:
    """Record that a partner works with us in some capacity from a day on."""
    if starts_on > clock.today():
        raise StartsInFuture
    Partner.objects.select_for_update().get(pk=partner.pk)
    same = Partnership.objects.filter(
        partner=partner, work_form=work_form, kind=PartnershipKind(kind), network=network, voided_at=None
    )
    if same.exclude(ends_on__lt=starts_on).exists():
        raise AlreadyPartner
    row = Partnership.objects.create(
        partner=partner,
        work_form=work_form,
        kind=kind,
        network=network,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(Action.RECORD_PARTNERSHIP, by=by, about=row, work_form=work_form.key)
    return row


@transaction.atomic
def end_partnership(*, partnership: Partnership, ends_on: date, by: User) -> Partnership:
    """End it; `ends_on` is the last day."""
    row = _locked(partnership)
    if row.ends_on or row.voided_at:
        raise AlreadyEnded
    if ends_on < row.starts_on:
        raise EndsBeforeStart
    if ends_on > clock.today():
        raise StartsInFuture
    row.ends_on, row.ended_at, row.ended_by = ends_on, clock.now(), by
    row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    audit.record(
        Action.CHANGE_PARTNERSHIP, by=by, about=row, work_form=row.work_form.key, detail={"end": True}
    )
    return row


@transaction.atomic
def resume_partnership(*, partnership: Partnership, by: User) -> Partnership:
    """Take the end of it back, on the same day."""
    row = _locked(partnership)
    if row.voided_at is not None or row.ended_at is None:
        raise NotEnded
    refuse_old_end(row.ended_at)
    same = Partnership.objects.filter(
        partner=row.partner_id, work_form=row.work_form, kind=row.kind, network=row.network_id, voided_at=None
    )
    if same.filter(starts_on__gte=row.starts_on).exclude(pk=row.pk).exists():
        raise AlreadyPartner
    row.ends_on, row.ended_at, row.ended_by = None, None, None
    row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    audit.record(
        Action.CHANGE_PARTNERSHIP, by=by, about=row, work_form=row.work_form.key, detail={"end": False}
    )
    return row


@transaction.atomic
def void_partnership(*, partnership: Partnership, by: User) -> Partnership:
    """Undo the recording of it."""
    row = _locked(partnership)
    if row.voided_at is None:
        row.voided_at, row.voided_by = clock.now(), by
        row.save(update_fields=["voided_at", "voided_by"])
        audit.record(
            Action.CHANGE_PARTNERSHIP, by=by, about=row, work_form=row.work_form.key, detail={"void": True}
        )
    return row


def _locked(partnership: Partnership) -> Partnership:
    rows = Partnership.objects.select_for_update(of=("self",)).select_related("work_form")
    return rows.get(pk=partnership.pk)
