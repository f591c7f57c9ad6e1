"""An agreed time becomes a contact: it took place, or nobody came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from poukama.casework.choices import TOOK_PLACE
from poukama.casework.models import Appointment, Contact, EpisodeMember
from poukama.casework.services.appointments import after_change
from poukama.casework.services.contacts import record_contact
from poukama.casework.services.refusals import waiting
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.queries import terms


@dataclass(frozen=True)
class Held:
    """How it went: of what kind, when, for how long, who was there and who met them."""

    kind: str
    happened_on: date
    minutes: int | None = None
    present: Sequence[EpisodeMember] = ()
    workers: Sequence[User] = ()


def as_agreed(appointment: Appointment) -> Held:
    """How it went when it went as it was agreed: those expected were there who take part that day."""
    day = appointment.planned_on
    there = [
        member
        for member in appointment.expected.order_by("starts_on", "pk")
        if member.voided_at is None
        and member.starts_on <= day
        and (member.ends_on is None or member.ends_on >= day)
    ]
    workers = list(appointment.workers.order_by("name", "pk"))
    return Held(appointment.kind, day, appointment.minutes, there, workers)


@transaction.atomic
def hold_time(*, appointment: Appointment, by: User, held: Held | None = None) -> Contact:
    """Record that a time took place, as it was agreed when nothing else is said. Refused before its day."""
    row = waiting(appointment)
    said = held or as_agreed(row)
    contact = record_contact(
        episode=row.episode,
        kind=said.kind,
        happened_on=said.happened_on,
        minutes=said.minutes,
        present=said.present,
        workers=said.workers,
        by=by,
    )
    return _recorded(row, contact, by)


@transaction.atomic
def nobody_came(*, appointment: Appointment, by: User) -> Contact:
    """Record that nobody came to a time: a contact that did not take place, by the work form's word for it."""
    row = waiting(appointment)
    contact = record_contact(
        episode=row.episode,
        kind=_word_for_nobody(row.episode.work_form) or row.kind,
        happened_on=row.planned_on,
        took_place=False,
        workers=list(row.workers.order_by("name", "pk")),
        by=by,
    )
    return _recorded(row, contact, by)


def _recorded(row: Appointment, contact: Contact, by: User) -> Contact:
    row.contact = contact
    row.save(update_fields=["contact"])
    after_change(row.episode, by)
    return contact


def _word_for_nobody(work_form: WorkForm) -> str:
    words = terms(TermList.CONTACT_KIND, work_form)
    return next((term.key for term in words if term.attributes.get(TOOK_PLACE) is False), "")
