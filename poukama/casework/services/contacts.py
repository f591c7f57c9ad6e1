"""Contacts of an episode: that they happened, of what kind, with whom; never what was said."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from poukama.access import audit
from poukama.casework.choices import TOOK_PLACE
from poukama.casework.models import Appointment, Contact, Episode, EpisodeMember
from poukama.casework.rules import Action
from poukama.casework.services.following import follow
from poukama.casework.services.refusals import (
    AlreadyVoided,
    MinutesNotPossible,
    NotAMember,
    locked,
    refuse_day,
    refuse_elsewhere,
    word,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock

LONGEST = 24 * 60


class ContactRecordedAlready(Exception):
    """The form was recorded, and its answer was lost; `is_same` when it says now what it said then."""

    def __init__(self, contact: Contact, *, is_same: bool) -> None:
        super().__init__()
        self.contact, self.is_same = contact, is_same


@transaction.atomic
def record_contact(  # noqa: PLR0913  # what, when, how long, who was there
    *,
    episode: Episode,
    kind: str,
    happened_on: date,
    by: User,
    minutes: int | None = None,
    took_place: bool = True,
    present: Iterable[EpisodeMember] = (),
    workers: Iterable[User] = (),
    token: UUID | None = None,
) -> Contact:
    """Record a meeting, call or visit, also afterwards of an episode that has ended.

    A kind that says that nobody came is recorded as one that did not take place, and has no duration. Without
    `workers` whoever records it met them. `token` is the form's: one that is sent again is recorded once,
    unless it was taken back meanwhile.
    """
    episode = locked(episode)
    before = Contact.objects.filter(token=token).first() if token else None
    if before is not None and before.voided_at is None and before.recorded_by_id == by.pk:
        said = (before.episode_id, before.kind, before.happened_on, before.minutes)
        raise ContactRecordedAlready(before, is_same=said == (episode.pk, kind, happened_on, minutes))
    chosen = word(TermList.CONTACT_KIND, kind, episode.work_form)
    refuse_day(happened_on, episode)
    took_place = took_place and chosen.attributes.get(TOOK_PLACE) is not False
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise MinutesNotPossible
    there = list(present)
    if any(member.episode_id != episode.pk or member.voided_at is not None for member in there):
        raise NotAMember
    met = list(dict.fromkeys(workers)) or [by]
    refuse_elsewhere([worker for worker in met if worker != by], episode, happened_on)
    contact = Contact.objects.create(
        episode=episode,
        kind=kind,
        happened_on=happened_on,
        minutes=minutes if took_place else None,
        took_place=took_place,
        token=token if before is None else None,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    if there:
        contact.present.set(there)
    through = Contact.workers.through
    through.objects.bulk_create(through(contact=contact, user=worker) for worker in met)
    follow(episode=episode, by=by)
    audit.record(
        Action.RECORD_CONTACT,
        by=by,
        about=contact,
        work_form=episode.work_form.key,
        detail={"episode": episode.pk, "kind": kind},
    )
    return contact


@transaction.atomic
def void_contact(*, contact: Contact, by: User) -> Contact:
    """Take a contact back; it is kept as taken back and counts nowhere. A time that it was of waits again."""
    contact = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("episode__work_form")
        .get(pk=contact.pk)
    )
    if contact.voided_at is not None:
        raise AlreadyVoided
    contact.voided_at, contact.voided_by = clock.now(), by
    contact.save(update_fields=["voided_at", "voided_by"])
    Appointment.objects.filter(contact=contact).update(contact=None)
    follow(episode=contact.episode, by=by)
    audit.record(
        Action.VOID_CONTACT,
        by=by,
        about=contact,
        work_form=contact.episode.work_form.key,
        detail={"episode": contact.episode_id},
    )
    return contact
