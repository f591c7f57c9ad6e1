"""What is written of those served, of whom each reader may read: the family's narrative, and each person's own.

In somebody's own file stands only what tells of them. What tells also of somebody whom a wall hides, or who has parted from
the family, is left out whole: half a sentence about two people tells of the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import PartKind
from poukama.casework.models import CareGoal, Contact, Episode, EpisodeMember, Note, NotePart, Promise
from poukama.casework.queries.called import Called, members_called
from poukama.casework.queries.contacts import present_at
from poukama.casework.queries.parting import is_settled, partings_from, shared_until
from poukama.casework.rules import Action, unhidden
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.sealing import opens

NEWEST = ("-happened_on", "-written_at", "-pk")
LATELY = timedelta(days=3)
MOST_CONTACTS = 3
"""How many contacts of the last days are offered to be written of."""
_TAGS = NotePart.tells_of.through


@dataclass(frozen=True)
class PartRow:
    """A part as it is read."""

    part: NotePart
    heading: str
    observations: str
    whose: Called | None
    tells_of: list[Called]
    cannot_be_opened: bool
    goals: tuple[CareGoal, ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def is_voice(self) -> bool:
        """Whether somebody says it in their own words."""
        return bool(self.part.kind == PartKind.OWN_WORDS)

    @property
    def disagrees(self) -> bool:
        """Whether somebody disagrees."""
        return bool(self.part.kind == PartKind.DISAGREEMENT)


@dataclass(frozen=True)
class NoteRow:
    """A version of a note as it is read."""

    note: Note
    parts: list[PartRow]
    people: list[Called]
    meeting: str
    present: list[str]
    cannot_be_opened: bool
    is_taken_out: bool
    may_correct: bool
    may_take_out: bool
    may_see_versions: bool


def sees_when(actor: Actor, episode: Episode) -> bool:
    """Whether no protection order hides from the actor when they are met. One query at most."""
    hidden = Episode.objects.filter(unhidden(actor, ""), pk=episode.pk)
    return actor.once(f"casework.sees_when:{episode.pk}", hidden.exists)


def parts_in_file(actor: Actor, episode: Episode, of: EpisodeMember | None = None) -> QuerySet[NotePart]:
    """Parts that the actor may read in somebody's own file, or (None) in the family's narrative; unordered.

    Of all versions of its notes. What is tagged to nobody from before somebody parted waits to be gone through, and is in
    none. Two queries now at most: who has parted, and when.
    """
    tags = _TAGS.objects.filter(notepart=OuterRef("pk"))
    parts = visible(actor, Action.READ_NOTE_PART, NotePart.objects.filter(note__episode=episode))
    parts = parts.exclude(Exists(tags.filter(episodemember__in=members_elsewhere(episode, of))))
    if of is None:
        return parts.filter(is_settled(shared_until(episode)))
    own = EpisodeMember.objects.filter(episode=episode, client=of.client_id).order_by()
    return parts.filter(Exists(tags.filter(episodemember__in=own)))


def members_elsewhere(episode: Episode, of: EpisodeMember | None) -> QuerySet[EpisodeMember]:
    """Members who are of another family by now than somebody, or (None) than the episode's. One query at most."""
    parted = {each.client_id: each.family_id for each in partings_from(episode)}
    where = parted.get(of.client_id) if of else None
    members = EpisodeMember.objects.filter(episode=episode).order_by()
    if where is None:
        return members.filter(client__in=list(parted))
    return members.exclude(client__in=[client for client, family in parted.items() if family == where])


def notes_of(actor: Actor, episode: Episode, of: EpisodeMember | None = None) -> QuerySet[Note]:
    """The notes in force in somebody's own file, or (None) in the family's narrative with those taken out; unordered."""
    parts = parts_in_file(actor, episode, of).filter(note=OuterRef("pk"))
    notes = visible(actor, Action.READ_NOTE, Note.objects.filter(episode=episode))
    if of is not None:
        return notes.filter(Exists(parts), voided_at=None)
    shown = Q(voided_at=None) | Q(taken_out_because__isnull=False)
    return notes.filter(shown, Exists(parts) | Q(register__isnull=False))


def loaded(
    actor: Actor, notes: QuerySet[Note], episode: Episode, of: EpisodeMember | None = None
) -> QuerySet[Note]:
    """The notes with what a screen shows of each, as lists: to give each row a manager of its own costs far more."""
    parts = parts_loaded(actor, parts_in_file(actor, episode, of)).order_by("order")
    contacts = visible(actor, Action.READ_CONTACT, Contact.objects.filter(voided_at=None))
    present = visible(
        actor, Action.READ_MEMBER, EpisodeMember.objects.exclude(pk__in=members_elsewhere(episode, of))
    )
    return notes.select_related("written_by", "recorded_by", "voided_by").prefetch_related(
        Prefetch("parts", parts, to_attr="parts_shown"),
        Prefetch(
            "contact",
            contacts.prefetch_related(Prefetch("present", present.order_by("pk"), to_attr="there")),
        ),
    )


def parts_loaded(actor: Actor, parts: QuerySet[NotePart]) -> QuerySet[NotePart]:
    """Parts with what a screen shows of each."""
    goals = visible(actor, Action.READ_GOAL, CareGoal.objects.all()).order_by(
        "starts_on", "recorded_at", "pk"
    )
    promises = Promise.objects.select_related("duty", "promised_by").order_by("order")
    return parts.prefetch_related(
        Prefetch("tells_of", to_attr="told_of"),
        "whose",
        Prefetch("goals", goals, to_attr="goals_shown"),
        Prefetch("promises", promises, to_attr="promises_shown"),
    )


def versions_of(actor: Actor, note: Note) -> list[Note]:
    """Every version of a note that the actor may read, the newest first, with what a screen shows of each."""
    entry = visible(actor, Action.READ_NOTE, Note.objects.filter(entry=note.entry))
    return list(loaded(actor, entry, note.episode).order_by("-version"))


def parts_unseen(actor: Actor, note: Note) -> list[NotePart]:
    """Parts of a note that the actor does not see in the family's narrative: a correction leaves them as they are."""
    seen = parts_in_file(actor, note.episode).filter(note=note).order_by()
    return list(NotePart.objects.filter(note=note).exclude(pk__in=seen.values("pk")).order_by("order"))


def contacts_to_write_of(actor: Actor, episode: Episode, today: date) -> list[Contact]:
    """Contacts of the last days of which nothing is written yet, the latest first. One query."""
    written = Note.objects.filter(contact=OuterRef("pk"), voided_at=None)
    contacts = Contact.objects.filter(episode=episode, voided_at=None, happened_on__gte=today - LATELY)
    found = visible(actor, Action.READ_CONTACT, contacts).exclude(Exists(written))
    return list(found.order_by("-happened_on", "-pk")[:MOST_CONTACTS])


def note_rows(
    actor: Actor, episode: Episode, notes: Sequence[Note], *, also_taken_out: bool = False
) -> list[NoteRow]:
    """Notes that `loaded` gave, in words, with what the actor may do to each. The same queries however many.

    What was taken out is shown without its parts, unless it is asked for.
    """
    words = _Words(members_called(actor, episode))
    given = Note.objects.filter(pk__in=[note.pk for note in notes], voided_at=None)
    allowed = {
        action: set(visible(actor, action, given).order_by().values_list("pk", flat=True))
        for action in (Action.CORRECT_NOTE, Action.TAKE_OUT_NOTE)
    }
    seen = Note.objects.filter(pk__in=[note.pk for note in notes])
    versions = set(visible(actor, Action.READ_VERSIONS, seen).order_by().values_list("pk", flat=True))
    versions -= _partly_shown(actor, episode, notes)
    rows = []
    for note in notes:
        is_open = opens(note)
        is_out = note.voided_at is not None and (not is_open or note.taken_out_because is not None)
        is_told = also_taken_out or not is_out
        rows.append(
            NoteRow(
                note=note,
                parts=[words.of(part) for part in _parts_of(note)] if is_told else [],
                people=words.people_in(note) if is_told else [],
                meeting=words.meeting(note),
                present=words.present(note) if is_told else [],
                cannot_be_opened=not is_open,
                is_taken_out=is_out,
                may_correct=note.pk in allowed[Action.CORRECT_NOTE],
                may_take_out=note.pk in allowed[Action.TAKE_OUT_NOTE],
                may_see_versions=note.pk in versions,
            )
        )
    return rows


def parts_in_words(people: Sequence[Called], notes: Sequence[Note]) -> list[tuple[Note, PartRow]]:
    """Each part of notes in force that `loaded` gave, in words, by those who take or took part. Three queries."""
    words = _Words(people)
    return [(note, words.of(part)) for note in notes for part in _parts_of(note)]


def told_of(part: NotePart) -> list[EpisodeMember]:
    """Whom a part of a note that `loaded` gave tells of."""
    members: list[EpisodeMember] = part.told_of  # type: ignore[attr-defined]
    return members


def promises_of(part: NotePart) -> list[Promise]:
    """What was promised in a part of a note that `loaded` gave."""
    promises: list[Promise] = part.promises_shown  # type: ignore[attr-defined]
    return promises


def _parts_of(note: Note) -> list[NotePart]:
    parts: list[NotePart] = note.parts_shown  # type: ignore[attr-defined]
    return parts


def _partly_shown(actor: Actor, episode: Episode, notes: Sequence[Note]) -> set[UUID]:
    """Notes with a part that is not in the family's narrative: why they were corrected may tell of that part."""
    parts = NotePart.objects.filter(note__in=[note.pk for note in notes]).order_by()
    unseen = parts.exclude(pk__in=parts_in_file(actor, episode).order_by().values("pk"))
    return set(unseen.values_list("note", flat=True))


def part_rows(actor: Actor, episode: Episode, parts: Iterable[NotePart]) -> list[PartRow]:
    """Parts that `parts_loaded` gave, by themselves, in words. The same queries however many."""
    words = _Words(members_called(actor, episode))
    return [words.of(part) for part in parts]


class _Words:
    """The words of the lists, loaded once for all rows."""

    def __init__(self, everybody: Sequence[Called]) -> None:
        self.everybody = everybody
        self.headings = term_labels(TermList.NOTE_HEADING)
        self.observations = term_labels(TermList.OBSERVATION)
        self.kinds = term_labels(TermList.CONTACT_KIND)

    def of(self, part: NotePart) -> PartRow:
        if not opens(part):
            return PartRow(part, self.headings.get(part.heading, ""), "", None, [], cannot_be_opened=True)
        whose = self._those([part.whose]) if part.whose else []
        tapped = (part.observations or "").split()
        return PartRow(
            part=part,
            heading=self.headings.get(part.heading, part.heading),
            observations=", ".join(self.observations.get(key, key) for key in tapped),
            whose=whose[0] if whose else None,
            tells_of=self._those(told_of(part)),
            cannot_be_opened=False,
            goals=tuple(goal for goal in part.goals_shown if opens(goal)),  # type: ignore[attr-defined]
            promises=tuple(each for each in promises_of(part) if opens(each)),
        )

    def people_in(self, note: Note) -> list[Called]:
        """Of whom the parts that are shown tell."""
        return self._those(member for part in _parts_of(note) for member in told_of(part))

    def present(self, note: Note) -> list[str]:
        """Who was there, by role."""
        return [each.label for each in self._those(present_at(note.contact))] if note.contact else []

    def meeting(self, note: Note) -> str:
        """What the contact was, when it has not been taken back."""
        return self.kinds.get(note.contact.kind, note.contact.kind) if note.contact else ""

    def _those(self, members: Iterable[EpisodeMember]) -> list[Called]:
        keys = {member.pk for member in members}
        return [each for each in self.everybody if keys & {row.pk for row in each.rows}]
