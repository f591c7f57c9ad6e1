"""Contacts of an episode: that they happened, of what kind, with whom; never what was said."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.choices import TOOK_PLACE
from poukama.casework.models import Contact, Episode, EpisodeMember
from poukama.casework.rules import Action
from poukama.casework.services.refusals import (
    AlreadyVoided,
    MinutesNotPossible,
    NotAMember,
    locked,
    refuse_day,
    word,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock

LONGEST = 24 * 60


@transaction.atomic
def record_contact(
    *,
    episode: Episode,
    kind: str,
    happened_on: date,
    by: User,
    minutes: int | None = None,
    took_place: bool = True,
    present: Iterable[EpisodeMember] = (),
) -> Contact:
    """Record a meeting, call or visit, also afterwards of an episode that has ended.

    A kind that says that nobody came is recorded as one that did not take place, and has no duration.
    """
    episode = locked(episode)
    chosen = word(TermList.CONTACT_KIND, kind, episode.work_form)
    refuse_day(happened_on, episode)
    took_place = took_place and chosen.attributes.get(TOOK_PLACE) is not False
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise MinutesNotPossible
    there = list(present)
    if any(member.episode_id != episode.pk or member.voided_at is not None for member in there):
        raise NotAMember
    contact = Contact.objects.create(
        episode=episode,
        kind=kind,
        happened_on=happened_on,
        minutes=minutes if took_place else None,
        took_place=took_place,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    if there:
        contact.present.set(there)
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
    """Take a contact back; it is kept as taken back and counts nowhere."""
    contact = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("episode__work_form")
        .get(pk=contact.pk)
    )
    if contact.voided_at is not None:
        raise AlreadyVoided
    contact.voided_at, contact.voided_by = clock.now(), by
    contact.save(update_fields=["voided_at", "voided_by"])
    audit.record(
        Action.VOID_CONTACT,
        by=by,
        about=contact,
        work_form=contact.episode.work_form.key,
        detail={"episode": contact.episode_id},
    )
    return contact
