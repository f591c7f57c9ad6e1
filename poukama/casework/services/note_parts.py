"""The parts of a note as they are given and kept: what is said under a heading, of whom, and what goes along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from poukama.casework.choices import CHILD_ICONS, PartKind
from poukama.casework.models import CareGoal, Episode, EpisodeMember, Note, NotePart, Promise
from poukama.casework.services.promises import PromiseIn
from poukama.organisation.choices import TermList
from poukama.organisation.words import words


class NotTheirGoal(Exception):
    """It is about a goal of another episode, or one that was taken back."""


@dataclass(frozen=True)
class PartIn:
    """What is written under one heading, and of whom. Own words and a disagreement say whose they are."""

    heading: str = ""
    text: str = ""
    kind: PartKind = PartKind.TEXT
    tells_of: tuple[EpisodeMember, ...] = ()
    observations: tuple[str, ...] = ()
    whose: EpisodeMember | None = None
    goals: tuple[CareGoal, ...] = ()
    promises: tuple[PromiseIn, ...] = ()

    def says_something(self) -> bool:
        """Whether there is a text, something tapped, or a promise."""
        return bool(self.text or self.observations or self.goals or self.promises)


def by_whose(part: PartIn, episode: Episode) -> list[PartIn]:
    """A part about goals, as one for each whose goals they are: each file gets only its own."""
    if not part.goals:
        return [part]
    if any(goal.episode_id != episode.pk or goal.voided_at is not None for goal in part.goals):
        raise NotTheirGoal
    whose: dict[int | None, list[CareGoal]] = {}
    for goal in part.goals:
        whose.setdefault(goal.member_id, []).append(goal)
    also = [replace(part, goals=())] if part.text else []
    return also + [
        PartIn(
            heading=part.heading,
            kind=PartKind.GOALS,
            tells_of=(goals[0].member,) if goals[0].member else (),
            goals=tuple(goals),
        )
        for goals in whose.values()
    ]


def keep_parts(note: Note, parts: Sequence[PartIn]) -> list[NotePart]:
    """Keep the parts of a version, with whom they tell of and which goals they are about."""
    rows = [
        NotePart(
            note=note,
            kind=part.kind,
            heading=part.heading,
            order=order,
            text=part.text or None,
            observations=" ".join(part.observations) or None,
            whose=part.whose,
        )
        for order, part in enumerate(parts)
    ]
    NotePart.objects.bulk_create(rows)
    tags = NotePart.tells_of.through
    tags.objects.bulk_create(
        tags(notepart_id=row.pk, episodemember_id=member.pk)
        for row, part in zip(rows, parts, strict=True)
        for member in part.tells_of
    )
    about = NotePart.goals.through
    about.objects.bulk_create(
        about(notepart_id=row.pk, caregoal_id=goal.pk)
        for row, part in zip(rows, parts, strict=True)
        for goal in part.goals
    )
    return rows


def as_they_are(which: Q) -> list[PartIn]:
    """Parts of a former version as they go along to the next."""
    rows = (
        NotePart.objects.filter(which)
        .select_related("whose")
        .prefetch_related("tells_of", "goals__member", "promises__promised_by", "promises__duty")
    )
    return [
        PartIn(
            heading=row.heading,
            text=row.text or "",
            kind=PartKind(row.kind),
            tells_of=tuple(row.tells_of.all()),
            observations=tuple((row.observations or "").split()),
            whose=row.whose,
            goals=tuple(row.goals.all()),
            promises=tuple(map(as_it_was, row.promises.all())),
        )
        for row in rows.order_by("order")
    ]


def as_it_was(promise: Promise) -> PromiseIn:
    """A promise of a former version as it goes along to the next."""
    return PromiseIn(promise.text or "", promise.due_on, promise.promised_by, was=promise)


def children_among(members: Collection[EpisodeMember]) -> list[EpisodeMember]:
    """Those of the members whose role is that of a child. One query at most."""
    of_children = {
        term.key for term in words(TermList.MEMBER_ROLE).terms if term.attributes.get("icon") in CHILD_ICONS
    }
    return [member for member in members if member.role in of_children]


def count_children(note: Note) -> None:
    """Keep of which children the note tells, as its parts say now."""
    told = EpisodeMember.objects.filter(note_parts__note=note).distinct().order_by("pk")
    children = children_among(list(told))
    note.children.set(children)
    note.tells_of_child = bool(children)
    note.save(update_fields=["tells_of_child"])
