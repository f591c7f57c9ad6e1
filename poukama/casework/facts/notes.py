"""Notes: written, late, and with something told of a child; children of whom something is told."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.casework.facts.shared import EPISODES_CHANGE, page_of
from poukama.casework.models import Note
from poukama.casework.rules import Action
from poukama.clients.facts import SAME_PEOPLE, counted_as
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Counting, Dimension, Fact, LeftOut, Record, Source


def _notes(rows: Iterable[Note]) -> list[Record]:
    return [
        Record(row.happened_on, row.episode.code, row.episode.work_form.label(), page_of(row.episode_id))
        for row in rows
    ]


def _children(rows: Iterable[Any]) -> list[Record]:
    return _notes(row.note for row in rows)


NOTES = Fact(
    key="casework.notes",
    title=_("Notes written"),
    model=Note,
    work_form="episode__work_form__key",
    day="happened_on",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("notes")),
        "families": Counting(_("families"), distinct="episode__family_id"),
    },
    about_people=True,
    sources=(Source("casework_note", "happened_on"), EPISODES_CHANGE),
    read_action=Action.READ_NOTE,
    describe=_notes,
    related=("episode__family", "episode__client", "episode__work_form"),
)

LATE_NOTES = replace(
    NOTES,
    key="casework.late_notes",
    title=_("Notes written late"),
    counted=Q(is_late=True),
    left_out=(LeftOut(_("Written in time"), Q(is_late=False)),),
)

NOTES_OF_CHILDREN = replace(
    NOTES,
    key="casework.notes_of_children",
    title=_("Notes in which something is told of a child"),
    counted=Q(tells_of_child=True),
    left_out=(LeftOut(_("Told of adults or of the family only"), Q(tells_of_child=False)),),
)

CHILDREN_TOLD_OF = Fact(
    key="casework.children_told_of",
    title=_("Children of whom something of their own is written"),
    model=Note.children.through,
    work_form="note__episode__work_form__key",
    day="note__happened_on",
    lives=("note__", "note__episode__", "episodemember__"),
    counts={"people": Counting(_("children"), distinct="episodemember__client_id")},
    dimensions={
        "member_role": Dimension(_("Role"), "episodemember__role", partial(term_labels, TermList.MEMBER_ROLE))
    },
    unjoinable=Q(episodemember__client__identification="anonymous"),
    same={"episodemember__client_id": counted_as},
    about_people=True,
    sources=(
        Source("casework_note_children", "happened_on", through=(("casework_note", "note_id"),)),
        Source("casework_note", "happened_on"),
        Source("casework_episodemember", "starts_on"),
        EPISODES_CHANGE,
        Source("clients_client"),
        SAME_PEOPLE,
    ),
    read_action=Action.READ_NOTE,
    describe=_children,
    related=("note__episode__family", "note__episode__client", "note__episode__work_form"),
)
