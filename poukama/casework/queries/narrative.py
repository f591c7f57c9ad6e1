"""Somebody's narrative as a document: what another register needs of it, and nothing of anybody else.

In the shape of a client document of social welfare: its kind and service task, for whom and by whom the service is given,
each entry with its time, author and participants (703/2023 §§ 37–38, 44). Nobody is named here: names are opened on the card.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.casework.choices import PartKind
from poukama.casework.models import Episode, EpisodeMember, Note
from poukama.casework.queries.called import Called, members_called
from poukama.casework.queries.notes import NoteRow, PartRow, loaded, note_rows, notes_of
from poukama.organisation.choices import TermList
from poukama.organisation.models import Assignment, Association
from poukama.organisation.words import term_labels
from poukama.toolkit import clock

DOCUMENT_TYPE = "asiakaskertomus"
FORMAT = 1


@dataclass(frozen=True)
class Narrative:
    """What is written of one person in one episode, the oldest first, and what tells whose and what it is."""

    episode: Episode
    member: EpisodeMember
    called: Called
    rows: list[NoteRow]
    positions: dict[int, str]
    """What each author is here, by their id."""
    producer: str
    service_task: str
    tasks: dict[str, str]


def narrative_of(actor: Actor, member: EpisodeMember) -> Narrative:
    """All that the actor may read of somebody. The same queries however much is written."""
    episode = member.episode
    notes = loaded(actor, notes_of(actor, episode, member), episode, member)
    found = list(notes.order_by("happened_on", "written_at", "pk"))
    tasks = dict(term_labels(TermList.SERVICE_TASK))
    association = Association.objects.order_by("pk").first()
    called = next(
        each for each in members_called(actor, episode) if member.client_id == each.member.client_id
    )
    return Narrative(
        episode=episode,
        member=member,
        called=called,
        rows=note_rows(actor, episode, found),
        positions=positions_of(episode, {note.written_by_id for note in found}),
        producer=association.name if association else "",
        service_task=tasks.get(episode.service_task, episode.service_task),
        tasks=tasks,
    )


def as_data(narrative: Narrative) -> dict[str, Any]:
    """The narrative as structured data, with the codes of the association's lists beside their words."""
    episode, client = narrative.episode, narrative.member.client
    return {
        "format": FORMAT,
        "document_type": DOCUMENT_TYPE,
        "made_at": clock.now().isoformat(),
        "service_task": {"code": episode.service_task, "name": narrative.service_task},
        "controller": episode.work_form.controller,
        "producer": narrative.producer,
        "service": {"code": episode.work_form.key, "name": episode.work_form.label()},
        "client": {"code": client.code_name or str(client.pk), "birth_year": client.birth_year},
        "role": narrative.called.label,
        "episode": {
            "id": episode.pk,
            "starts_on": episode.starts_on.isoformat(),
            "ends_on": episode.ends_on.isoformat() if episode.ends_on else None,
            "end_reason": episode.end_reason or None,
            "responsible_worker": episode.key_worker.name if episode.key_worker else None,
        },
        "entries": [_entry(row, narrative) for row in narrative.rows],
    }


def _entry(row: NoteRow, narrative: Narrative) -> dict[str, Any]:
    note = row.note
    return {
        "id": str(note.entry),
        "version": note.version,
        "service_task": {"code": note.service_task, "name": narrative.tasks.get(note.service_task, "")},
        "happened_on": note.happened_on.isoformat(),
        "starts_at": note.starts_at.isoformat("minutes") if note.starts_at else None,
        "contact": {"code": note.contact.kind, "name": row.meeting} if note.contact else None,
        "minutes": note.contact.minutes if note.contact else None,
        "participants": row.present,
        "author": {
            "name": note.written_by.name,
            "position": narrative.positions.get(note.written_by_id, ""),
        },
        "written_at": note.written_at.isoformat(),
        "is_late": note.is_late,
        "together": note.together,
        "read_together": note.read_together,
        "correction": _correction(note),
        "parts": [_part(part) for part in row.parts],
    }


def _correction(note: Note) -> dict[str, Any] | None:
    """Why and by whom it was corrected; the reason may be about another part, so it stays with the note."""
    if note.corrects_id is None:
        return None
    return {"at": note.recorded_at.isoformat(), "by": note.recorded_by.name}


def _part(row: PartRow) -> dict[str, Any]:
    if row.cannot_be_opened:
        return {"heading": {"code": row.part.heading, "name": row.heading}, "cannot_be_opened": True}
    heading = _("Disagrees") if row.part.kind == PartKind.DISAGREEMENT else row.heading
    return {
        "kind": row.part.kind,
        "heading": {"code": row.part.heading, "name": heading},
        "observations": row.observations,
        "text": row.part.text or "",
        "whose": row.whose.label if row.whose else "",
        "goals": [goal.text for goal in row.goals],
        "promised": [
            {"text": promise.text, "by_day": promise.due_on.isoformat(), "by": promise.promised_by.name}
            for promise in row.promises
        ],
    }


def positions_of(episode: Episode, authors: set[int]) -> dict[int, str]:
    """What each author is, or latest was, in the work form: their post, else their role."""
    here = Q(work_form=episode.work_form) | Q(work_form=None)
    assignments = Assignment.objects.filter(here, user__in=authors).select_related("position")
    return dict.fromkeys(authors, "") | {
        each.user_id: each.position.label() if each.position else str(each.get_role_display())
        for each in assignments.order_by("starts_on", "pk")
    }
