"""Writing of those served: what is written stands. It is corrected by a new version, and taken out by the lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.casework.choices import PartKind
from poukama.casework.models import (
    NOTE_LENGTH,
    Contact,
    Episode,
    EpisodeMember,
    Note,
    NotePart,
)
from poukama.casework.queries.parting import shared_until
from poukama.casework.rules import Action
from poukama.casework.services.contacts import record_contact
from poukama.casework.services.note_parts import PartIn, as_they_are, by_whose, children_among, keep_parts
from poukama.casework.services.promises import drop_promises, keep_promises
from poukama.casework.services.refusals import AlreadyVoided, NotAMember, UnknownWord, locked, refuse_day
from poukama.casework.services.shared_past import follow_episode
from poukama.organisation.choices import NotesKept, TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import words_of
from poukama.toolkit import clock


class NothingWritten(Exception):
    """There is no text, nothing tapped, and no reference."""


class PartTooLong(Exception):
    """A part is longer than anybody reads: `over` letters too many."""

    def __init__(self, over: int) -> None:
        super().__init__(over)
        self.over = over


class NotAlongThatDay(Exception):
    """It tells of somebody who took no part in the episode on that day: `member`."""

    def __init__(self, member: EpisodeMember) -> None:
        super().__init__(member.pk)
        self.member = member


class NotKeptHere(Exception):
    """The work form keeps only references to the official record, or only notes."""


class NeedsReason(Exception):
    """A correction, or taking out, says why."""


class WrittenAlready(Exception):
    """The same form has been recorded, as `note`; `is_same` when it said then what it says now."""

    def __init__(self, note: Note, *, is_same: bool) -> None:
        super().__init__(note.pk)
        self.note, self.is_same = note, is_same


class ChangedMeanwhile(Exception):
    """Somebody else has corrected it since it was looked at, or taken it out: `now` is how it stands."""

    def __init__(self, now: Note) -> None:
        super().__init__(now.pk)
        self.now = now


@dataclass(frozen=True)
class Meeting:
    """A contact that is not recorded yet: it is recorded with the note."""

    kind: str
    minutes: int | None = None
    present: tuple[EpisodeMember, ...] = ()
    workers: tuple[User, ...] = ()
    """Who met them; without any, whoever writes."""


@dataclass(frozen=True)
class Reference:
    """Where the official record is."""

    register: str
    number: str


@dataclass(frozen=True)
class Written:
    """What is written. `about` is a contact that is recorded, or one that is recorded now; its day is the note's."""

    happened_on: date
    parts: Sequence[PartIn] = ()
    reference: Reference | None = None
    about: Contact | Meeting | None = None
    starts_at: time | None = None
    together: bool = False
    read_together: bool = False


@transaction.atomic
def write_note(*, episode: Episode, written: Written, by: User, token: UUID | None = None) -> Note:
    """Write a note, with the contact that it tells of unless that is recorded; or where notes are not kept, a reference.

    `token` is the form's, and becomes the key of the entry: a form that is sent again, because no answer came, is
    recorded once.
    """
    episode = locked(episode)
    before = Note.objects.filter(entry=token).order_by("version").first() if token else None
    if before is not None and (before.episode_id, before.written_by_id) == (episode.pk, by.pk):
        raise WrittenAlready(before, is_same=_says_the_same(before, written, episode))
    if bool(written.reference) != (episode.work_form.keeps_notes == NotesKept.REFERENCE):
        raise NotKeptHere
    now = clock.now()
    note = Note(
        entry=token if token and before is None else uuid4(),
        written_at=now,
        written_by=by,
        recorded_at=now,
        recorded_by=by,
        service_task=episode.service_task,
    )
    day = written.about.happened_on if isinstance(written.about, Contact) else written.happened_on
    note.is_late = now > _in_time(day, episode.work_form)
    return _kept(note, episode, written, by=by, action=Action.WRITE_NOTE)


@transaction.atomic
def correct_note(
    *, note: Note, written: Written, reason: str, by: User, keeps: Iterable[NotePart] = ()
) -> Note:
    """Put a new version in the place of one that is looked at; the former is kept.

    `keeps` are parts that whoever corrects does not see: they go along as they are. So does every disagreement.
    """
    reason = reason.strip()
    if not reason:
        raise NeedsReason
    episode = locked(note.episode)
    former = _standing(note)
    if bool(written.reference) != former.is_reference:
        raise NotKeptHere
    now = clock.now()
    former.voided_at, former.voided_by = now, by
    former.save(update_fields=["voided_at", "voided_by"])
    version = Note(
        entry=former.entry,
        version=former.version + 1,
        corrects=former,
        correction_reason=reason,
        is_late=former.is_late,
        service_task=former.service_task,
        written_at=former.written_at,
        written_by=former.written_by,
        recorded_at=now,
        recorded_by=by,
    )
    disagreements = former.parts.filter(kind=PartKind.DISAGREEMENT).order_by("order")
    along = as_they_are(Q(pk__in=disagreements.values("pk")) | Q(pk__in=[part.pk for part in keeps]))
    used = {word for part in former.parts.order_by("order") for word in _words_in(part)}
    written = replace(written, parts=[*written.parts, *along])
    drop_promises(former, by, but=[promise for part in written.parts for promise in part.promises])
    return _kept(version, episode, written, by=by, action=Action.CORRECT_NOTE, used=used)


@transaction.atomic
def take_out_note(*, note: Note, because: str, by: User) -> Note:
    """Take out a note that was written to the wrong family. It is kept, and shown as taken out."""
    because = because.strip()
    if not because:
        raise NeedsReason
    episode = locked(note.episode)
    note = _standing(note)
    note.voided_at, note.voided_by, note.taken_out_because = clock.now(), by, because
    note.save(update_fields=["voided_at", "voided_by", "taken_out_because"])
    drop_promises(note, by)
    if shared_until(episode):
        follow_episode(episode=episode, by=by)
    audit.record(
        Action.TAKE_OUT_NOTE,
        by=by,
        about=note,
        work_form=episode.work_form.key,
        detail={"episode": episode.pk},
    )
    return note


def latest(note: Note) -> Note:
    """The newest version of the note's entry: the one in force, or one that was taken out."""
    return Note.objects.filter(entry=note.entry).order_by("-version")[:1].get()


def _standing(note: Note) -> Note:
    """The note, locked, if it is the version in force."""
    now = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if now.voided_at is not None:
        raise ChangedMeanwhile(latest(now))
    return now


def _kept(
    note: Note,
    episode: Episode,
    written: Written,
    *,
    by: User,
    action: Action,
    used: Iterable[str] = (),
) -> Note:
    """Check what is written, and keep it as this version."""
    note.episode = episode
    parts = _saying(written)
    _refuse_text(parts, written.reference)
    _refuse_words(parts, episode.work_form, set(used))
    contact = _contact(written, episode, by)
    note.contact = contact
    note.happened_on = contact.happened_on if contact else written.happened_on
    refuse_day(note.happened_on, episode)
    parts = _tagged([each for part in parts for each in by_whose(part, episode)], episode, note.happened_on)
    note.starts_at, note.together, note.read_together = (
        written.starts_at,
        written.together,
        written.read_together,
    )
    note.register = written.reference.register if written.reference else None
    note.register_number = written.reference.number if written.reference else None
    whom = {member.pk: member for part in parts for member in part.tells_of}
    children = children_among(whom.values())
    note.tells_of_child = bool(children)
    note.save(force_insert=True)
    note.children.set(children)
    rows = keep_parts(note, parts)
    keep_promises(note, [(row, part.promises) for row, part in zip(rows, parts, strict=True)], by)
    audit.record(
        action,
        by=by,
        about=note,
        work_form=episode.work_form.key,
        detail={"episode": episode.pk, "clients": sorted(member.client_id for member in whom.values())},
    )
    if shared_until(episode):
        follow_episode(episode=episode, by=by)
    return note


def _says_the_same(note: Note, written: Written, episode: Episode) -> bool:
    """Whether what is sent is what was recorded, to the last tap."""
    day = written.about.happened_on if isinstance(written.about, Contact) else written.happened_on
    reference = Reference(note.register or "", note.register_number or "") if note.is_reference else None
    if (note.happened_on, note.starts_at, reference) != (day, written.starts_at, written.reference):
        return False
    if (note.together, note.read_together) != (written.together, written.read_together):
        return False
    if not _is_about(note.contact, written.about):
        return False
    given = [each for part in _saying(written) for each in by_whose(part, episode)]
    return _told(_tagged(given, episode, day)) == _told(as_they_are(Q(note=note)))


def _is_about(contact: Contact | None, about: Contact | Meeting | None) -> bool:
    if contact is None or not isinstance(about, Meeting):
        return contact == about
    minutes = about.minutes if contact.took_place else None
    there = {each.pk for each in contact.present.order_by("pk")}
    return (contact.kind, contact.minutes, there) == (
        about.kind,
        minutes,
        {each.pk for each in about.present},
    )


def _told(parts: Sequence[PartIn]) -> list[object]:
    return [
        (
            *(part.kind, part.heading, part.text, part.observations, part.whose),
            {member.pk for member in part.tells_of},
            {goal.pk for goal in part.goals},
            [(each.text, each.due_on, each.promised_by.pk) for each in part.promises],
        )
        for part in parts
    ]


def _saying(written: Written) -> list[PartIn]:
    """The parts that say something."""
    return [part for part in map(_trimmed, written.parts) if part.says_something()]


def _trimmed(part: PartIn) -> PartIn:
    """The part without blanks around its text; whoever says something is among those it tells of."""
    tells_of = part.tells_of
    if part.whose is not None and part.whose.pk not in {member.pk for member in tells_of}:
        tells_of = (*tells_of, part.whose)
    return replace(part, text=part.text.strip(), tells_of=tells_of)


def _refuse_text(parts: Sequence[PartIn], reference: Reference | None) -> None:
    if reference is not None:
        if parts:
            raise NotKeptHere
        if not reference.register.strip() or not reference.number.strip():
            raise NothingWritten
    elif not parts:
        raise NothingWritten
    for part in parts:
        if len(part.text) > NOTE_LENGTH:
            raise PartTooLong(len(part.text) - NOTE_LENGTH)


def _refuse_words(parts: Sequence[PartIn], work_form: WorkForm, used: set[str]) -> None:
    """Refuse words that are not on the lists of the work form, unless the former version has them."""
    for which, asked in (
        (TermList.NOTE_HEADING, [part.heading for part in parts if part.kind != PartKind.DISAGREEMENT]),
        (TermList.OBSERVATION, [key for part in parts for key in part.observations]),
    ):
        known = words_of(which, work_form, asked) if asked else {}
        for key in asked:
            if key not in known and key not in used:
                raise UnknownWord(which, key)


def _contact(written: Written, episode: Episode, by: User) -> Contact | None:
    """The contact that it is about, recorded now unless it is already."""
    if isinstance(written.about, Meeting):
        return record_contact(
            episode=episode,
            kind=written.about.kind,
            happened_on=written.happened_on,
            minutes=written.about.minutes,
            present=written.about.present,
            workers=written.about.workers,
            by=by,
        )
    if written.about is None:
        return None
    found = Contact.objects.filter(pk=written.about.pk, episode=episode, voided_at=None).first()
    if found is None:
        raise AlreadyVoided
    return found


def _tagged(parts: Sequence[PartIn], episode: Episode, day: date) -> list[PartIn]:
    """Refuse whoever takes no part that day; where only one does, what says of nobody tells of them."""
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None, starts_on__lte=day)
    there = {each.pk: each for each in along.filter(Q(ends_on=None) | Q(ends_on__gte=day)).order_by("pk")}
    for part in parts:
        for member in part.tells_of:
            if member.episode_id != episode.pk or member.voided_at is not None:
                raise NotAMember
            if member.pk not in there:
                raise NotAlongThatDay(member)
    if len(there) != 1:
        return list(parts)
    return [part if part.tells_of else replace(part, tells_of=tuple(there.values())) for part in parts]


def _words_in(part: NotePart) -> list[str]:
    return [word for word in (part.heading, *(part.observations or "").split()) if word]


def _in_time(day: date, work_form: WorkForm) -> datetime:
    """Until when a note of the day is in time."""
    return clock.local(day + timedelta(days=1), time.min) + timedelta(hours=work_form.late_note_hours)
