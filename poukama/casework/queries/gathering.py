"""What a report is put together from: the goals of its days, who was met, what is written and what the family said.

Only what the reader may see, and of those whom the report is about only. What tells also of somebody else is left
out whole. Each block says from which entries it came.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import GoalLevel, GoalSpan, ReportBlock, ReportKind, Voice
from poukama.casework.models import (
    CareGoal,
    Contact,
    Episode,
    EpisodeMember,
    GoalRound,
    GoalWords,
    Note,
    RoundGoal,
)
from poukama.casework.queries.called import Called, members_called, sees_everybody
from poukama.casework.queries.goal_marks import Marks, marks_of, rolled_up
from poukama.casework.queries.goals import (
    SaidRow,
    TurnRow,
    goals,
    member_names,
    rounds,
    said_of_whole,
    turn_rows,
    turns,
)
from poukama.casework.queries.kinds_said import kinds_said
from poukama.casework.queries.notes import PartRow, loaded, members_elsewhere, notes_of, parts_in_words
from poukama.casework.queries.report_lines import goal_line, note_lines, of_whom, quoted, voice_line
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.words import words
from poukama.toolkit import formatting
from poukama.toolkit.facts import Text
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.periods import Period

MOST_NOTES = 400
"""More is not read through for one report: the earliest are left out, and it is said."""


@dataclass
class Sources:
    """The entries from which a block was put together."""

    notes: dict[object, Note] = field(default_factory=dict)
    turns: dict[object, RoundGoal] = field(default_factory=dict)
    words: dict[object, GoalWords] = field(default_factory=dict)
    contacts: dict[object, Contact] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.notes or self.turns or self.words or self.contacts)

    def keys(self) -> list[str]:
        """What tells these entries from others, in order; a goal that is marked anew is another."""
        found = [str(key) for rows in (self.notes, self.words, self.contacts) for key in rows]
        for key, turn in self.turns.items():
            found.append(".".join(map(str, (key, *(mark.pk for mark in turn.standing)))))  # type: ignore[attr-defined]  # prefetched in `turns`
        return sorted(found)

    def said(self) -> str:
        """From which entries: "2 notes (3.9., 5.9.), 1 goal"."""
        days = sorted({note.happened_on for note in self.notes.values()})
        told = ", ".join(formatting.day_and_month(day) for day in days)
        parts = [
            ngettext("%(n)s note (%(days)s)", "%(n)s notes (%(days)s)", len(self.notes))
            % {"days": told, "n": formatting.number(len(self.notes))}
            if self.notes
            else "",
            _counted(ngettext("%(n)s goal", "%(n)s goals", len(self.turns)), self.turns),
            _counted(ngettext("%(n)s thing said", "%(n)s things said", len(self.words)), self.words),
            _counted(ngettext("%(n)s contact", "%(n)s contacts", len(self.contacts)), self.contacts),
        ]
        return ", ".join(part for part in parts if part)


@dataclass
class Block:
    """A block as it is proposed, or as it stands."""

    block: ReportBlock
    heading: str
    title: Text
    lines: list[str] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)
    worked_on: dict[CareGoal, list[str]] = field(default_factory=dict)
    """Which goals its notes are about, with their days: each goal is told once."""

    @property
    def name(self) -> str:
        """By what a form calls it."""
        return f"{self.block}_{self.heading}" if self.heading else str(self.block)

    @property
    def text(self) -> str:
        """What is proposed, a line for each entry."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Gathered:
    """What there is for a report, of whom it may tell, and whether there is anything at all.

    A child's own begins with the child; then come those of whom something came along.
    """

    kind: ReportKind
    period: Period
    about: list[Called]
    blocks: list[Block]
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded."""
        return not any(block.sources for block in self.blocks)

    @property
    def mark(self) -> str:
        """Changes when any entry is added, corrected or taken back, and when it is about others."""
        keys = [key for block in self.blocks for key in block.sources.keys()]  # noqa: SIM118  # a list of its own
        whom = [str(each.rows[0].pk) for each in self.about]
        return sha256(" ".join([*whom, "", *keys]).encode()).hexdigest()[:16]


def people_of(actor: Actor, episode: Episode, period: Period) -> list[Called]:
    """Those who took part in the days, as far as the actor sees them; nobody who is of another family by now."""
    return _there(members_called(actor, episode), episode, period)


def _there(people: Sequence[Called], episode: Episode, period: Period) -> list[Called]:
    elsewhere = set(members_elsewhere(episode, None).values_list("pk", flat=True))
    return [
        each
        for each in people
        if any(row.pk not in elsewhere for row in each.rows_in(period)) and not each.member.client.is_unborn
    ]


def gather(
    actor: Actor,
    episode: Episode,
    kind: ReportKind,
    period: Period,
    about: Sequence[Called],
    *,
    of: Called | None = None,
) -> Gathered:
    """Put together the blocks of a report. The same queries however much there is."""
    found = _Gathering(actor, episode, kind, period, about, of)
    if kind == ReportKind.LETTER:
        blocks = found.letter()
    else:
        blocks = [*found.goals(), *found.written(), *found.said(), *found.met(), *found.ahead()]
    order = [ReportBlock.GOALS, ReportBlock.MET, ReportBlock.HEADING, ReportBlock.CHILD, ReportBlock.FAMILY]
    order += [ReportBlock.WORKER, ReportBlock.AHEAD, ReportBlock.LETTER]
    blocks.sort(key=lambda each: order.index(each.block))
    return Gathered(kind, period, found.told_of(blocks), blocks, is_cut=found.is_cut)


class _Gathering:
    """What several blocks need, asked once."""

    def __init__(  # noqa: PLR0913  # what a report is
        self,
        actor: Actor,
        episode: Episode,
        kind: ReportKind,
        period: Period,
        about: Sequence[Called],
        of: Called | None,
    ) -> None:
        self.actor, self.episode, self.kind, self.period, self.of = actor, episode, kind, period, of
        self.about = list(about)
        self.keys = {row.pk for each in about for row in each.rows}
        self.people = members_called(actor, episode)
        self.children = {row.pk for each in self.people if each.is_child for row in each.rows}
        self.there = _there(self.people, episode, period)
        everybody = _clients_there(episode, period)
        self.sees_there = everybody <= {each.member.client_id for each in self.there}
        self.is_of_all = of is None and everybody <= {each.member.client_id for each in about}
        self.sees_all = sees_everybody(episode, self.people)
        self.marks: Marks = marks_of(episode.work_form)
        self.names = member_names(actor, episode)
        notes = notes_of(actor, episode).filter(
            voided_at=None, happened_on__range=(period.starts_on, period.ends_on)
        )
        latest = loaded(actor, notes, episode).order_by("-happened_on", "-written_at", "-pk")[
            : MOST_NOTES + 1
        ]
        found = list(latest)
        self.is_cut = len(found) > MOST_NOTES
        self.parts = parts_in_words(self.people, found[:MOST_NOTES][::-1])
        these = rounds(actor, episode).filter(starts_on__range=(_first(episode, period), period.ends_on))
        self.rounds: list[GoalRound] = list(these.order_by("starts_on", "span", "pk"))
        those = turns(actor, episode).filter(round__in=self.rounds).order_by("recorded_at", "pk")
        self.turns = [row for row in turn_rows(list(those), self.marks, self.names) if self._concerns(row)]

    def told_of(self, blocks: Iterable[Block]) -> list[Called]:
        """Those whom it is about; of one child's, everybody too of whom something came along."""
        if self.of is None:
            return self.about
        parts = self._own_parts() if self.kind == ReportKind.LETTER else self._parts()
        along = {each.member.pk for _note, part in parts for each in part.tells_of}
        for block in blocks:
            along |= {words.member_id for words in block.sources.words.values() if words.member_id}
            for turn in block.sources.turns.values():
                whose = turn.goal.member_id
                along |= {whose} if whose else {each.member.pk for each in self.there}
        others = [each for each in self.people if along & {row.pk for row in each.rows} - self.keys]
        return self.about + others

    def goals(self) -> list[Block]:
        """Each interim goal with its mark and what its weeks come to; what the worker said of it."""
        block = Block(ReportBlock.GOALS, "", ReportBlock.GOALS.label)
        weeks: dict[object, Counter[str]] = {}
        for row in self.turns:
            if row.turn.round.span == GoalSpan.WEEK and row.goal.under_id is not None:
                block.sources.turns[row.turn.pk] = row.turn
                if row.mark:
                    weeks.setdefault(row.goal.under_id, Counter())[row.mark] += 1
        latest = {row.goal.pk: row for row in self.turns if row.turn.round.span == GoalSpan.MONTH}
        for row in latest.values():
            block.sources.turns[row.turn.pk] = row.turn
            block.lines.append(goal_line(row, rolled_up(weeks.get(row.goal.pk, {}), self.marks)))
            for said in row.said:
                if said.words.voice == Voice.WORKER:
                    block.lines.append(_("Worker: %(words)s") % {"words": said.words.text})
                    block.sources.words[said.words.pk] = said.words
        return [block]

    def written(self) -> list[Block]:
        """What is written under each heading of the work form, the oldest first."""
        blocks = {
            term.key: Block(ReportBlock.HEADING, term.key, term.label())
            for term in words(TermList.NOTE_HEADING).of(self.episode.work_form)
            if term.attributes.get("kind") != "own_words"
        }
        for note, part in self._parts():
            if part.is_voice or part.disagrees:
                continue
            heading = part.part.heading
            block = blocks.setdefault(heading, Block(ReportBlock.HEADING, heading, part.heading))
            block.sources.notes[note.pk] = note
            block.lines += note_lines(note, part)
            for goal in part.goals:
                block.worked_on.setdefault(goal, []).append(formatting.day_and_month(note.happened_on))
        for block in blocks.values():
            for goal, days in block.worked_on.items():
                said = of_whom(self.names.get(goal.member_id or 0, ""), goal.text or "")
                block.lines.append(f"{said} ({', '.join(dict.fromkeys(days))})")
        return list(blocks.values())

    def said(self) -> list[Block]:
        """What those served said themselves, and the worker's view of the whole."""
        family = Block(ReportBlock.FAMILY, "", ReportBlock.FAMILY.label)
        child = Block(ReportBlock.CHILD, "", ReportBlock.CHILD.label)
        worker = Block(ReportBlock.WORKER, "", ReportBlock.WORKER.label)
        of_turns = [each for row in self.turns for each in row.said if each.words.voice != Voice.WORKER]
        for said in [*self._whole(), *filter(self._may_hear, of_turns)]:
            block = worker if said.words.voice == Voice.WORKER else self._voice(said, family, child)
            block.lines.append(quoted(said))
            block.sources.words[said.words.pk] = said.words
        for note, part in self._parts():
            if part.is_voice or part.disagrees:
                block = child if self._is_own(part) else family
                block.lines.append(voice_line(note, part))
                block.sources.notes[note.pk] = note
        return [child, family, worker] if self.kind == ReportKind.CHILD else [family, worker]

    def met(self) -> list[Block]:
        """How many contacts of each kind, and for how long."""
        block = Block(ReportBlock.MET, "", ReportBlock.MET.label)
        rows = Contact.objects.filter(
            episode=self.episode,
            voided_at=None,
            happened_on__range=(self.period.starts_on, self.period.ends_on),
        )
        seen = visible(self.actor, Action.READ_CONTACT, rows).prefetch_related("present")
        found = [each for each in seen.order_by("happened_on", "pk") if self._was_there(each)]
        of = Counter(each.kind for each in found)
        if found:
            block.lines.append(", ".join(kinds_said(of)) + ".")
            minutes = sum(each.minutes or 0 for each in found if each.took_place)
            if minutes:
                block.lines.append(_("%(time)s in all.") % {"time": formatting.minutes(minutes)})
        block.sources.contacts = {each.pk: each for each in found}
        return [block]

    def ahead(self) -> list[Block]:
        """The interim goals of the month that follows, else those that go on."""
        block = Block(ReportBlock.AHEAD, "", ReportBlock.AHEAD.label)
        later = turns(self.actor, self.episode).filter(
            round__span=GoalSpan.MONTH, round__starts_on__gt=self.period.ends_on
        )
        coming = turn_rows(
            list(later.order_by("round__starts_on", "recorded_at", "pk")), self.marks, self.names
        )
        for row in {each.goal.pk: each for each in coming if self._concerns(each)}.values():
            block.lines.append(of_whom(row.whose, row.goal.text))
            block.sources.turns[row.turn.pk] = row.turn
        if not coming and self.kind == ReportKind.MONTH:
            going_on = goals(self.actor, self.episode).filter(level=GoalLevel.INTERIM, ends_on=None)
            for goal in going_on.order_by("starts_on", "recorded_at", "pk"):
                if self._of_these(goal.member_id):
                    block.lines.append(of_whom(self.names.get(goal.member_id or 0, ""), goal.text))
        return [block]

    def letter(self) -> list[Block]:
        """To the child, with what they said themselves; the worker writes the rest."""
        block = Block(ReportBlock.LETTER, "", ReportBlock.LETTER.label)
        days = formatting.period(self.period)
        block.lines.append(_("Hello! You were with us %(days)s.") % {"days": days})
        child = self._own_words()
        if child.lines:
            block.lines.append(_("We remember what you said:"))
            block.lines += child.lines
        block.sources = child.sources
        return [block]

    def _own_words(self) -> Block:
        child = Block(ReportBlock.CHILD, "", ReportBlock.CHILD.label)
        for note, part in self._own_parts():
            child.lines.append(_("“%(words)s”") % {"words": part.part.text})
            child.sources.notes[note.pk] = note
        return child

    def _own_parts(self) -> Iterable[tuple[Note, PartRow]]:
        return ((note, part) for note, part in self._parts() if part.is_voice and self._is_own(part))

    def _parts(self) -> Iterable[tuple[Note, PartRow]]:
        for note, part in self.parts:
            if not part.cannot_be_opened and self._tells(part):
                yield note, part

    def _tells(self, part: PartRow) -> bool:
        """Whether a part tells of those only whom the report is about; a child's own may tell of adults too."""
        tags = {each.member.pk for each in part.tells_of}
        if self.of is not None:
            own = {row.pk for row in self.of.rows}
            return bool(tags & own) and not (tags & self.children) - own
        return tags <= self.keys if tags else self.is_of_all

    def _concerns(self, row: TurnRow) -> bool:
        return self._of_these(row.goal.member_id)

    def _of_these(self, member: int | None) -> bool:
        if member is None:
            return self.is_of_all or (self.of is not None and self.sees_there)
        return member in self.keys

    def _was_there(self, contact: Contact) -> bool:
        present = {each.pk for each in contact.present.all()}
        if self.of is not None:
            return bool(present & self.keys)
        return (self.is_of_all and self.sees_all) or (bool(present) and present <= self.keys)

    def _whole(self) -> list[SaidRow]:
        """What was said of whole weeks and months; of one child only what is theirs."""
        of = said_of_whole(self.actor, self.rounds, self.names)
        said = [each for row in self.rounds for each in of.get(row.pk, [])]
        if self.is_of_all:
            return said
        return [each for each in said if each.words.member_id in self.keys]

    def _voice(self, said: SaidRow, family: Block, child: Block) -> Block:
        return child if self.of and said.words.member_id in self.keys else family

    def _is_own(self, part: PartRow) -> bool:
        """Whether the child of a summary says so."""
        return self.of is not None and part.whose is not None and part.whose.member.pk in self.keys

    def _may_hear(self, said: SaidRow) -> bool:
        """Nothing that somebody else said; of one child, nothing that another child did."""
        if self.of is not None:
            return said.words.member_id not in self.children - self.keys
        return said.words.member_id is None or said.words.member_id in self.keys


def _clients_there(episode: Episode, period: Period) -> set[int]:
    """Everybody who took part in the days, also those hidden from whoever reads, or of another family by now. One query."""
    rows = EpisodeMember.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=period.starts_on),
        episode=episode,
        voided_at=None,
        starts_on__lte=period.ends_on,
    ).select_related("client")
    return {row.client_id for row in rows.order_by("pk") if not row.client.is_unborn}


def _first(episode: Episode, period: Period) -> date:
    """From which Monday or first of a month on rounds belong to the days: a week to the month of its Monday.

    The week in which an episode begins is of its first days, whichever month its Monday is in.
    """
    first = period.starts_on.replace(day=1)
    return min(first, week_starts(episode.starts_on)) if period.contains(episode.starts_on) else first


def _counted(words: str, rows: Collection[object]) -> str:
    return words % {"n": formatting.number(len(rows))} if rows else ""
