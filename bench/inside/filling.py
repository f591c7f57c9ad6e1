"""Casework of many families, written in the database from one family as a pattern; on PostgreSQL only."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

from poukama.casework.models import Episode, EpisodeMember, Note, NotePart
from poukama.clients.models import Client, Family, KnownIn

BASE = 10**10
"""The first id of what is written here: far beyond those of the synthetic year."""
YEARS_BACK, DAYS_APART, LASTED = 10, 3650, 90


def run(clients: int, notes: int) -> dict[str, int]:
    """Two clients to a family, whose episode has ended some time in ten years; the notes are spread over them."""
    families = clients // 2
    episode = Episode.objects.filter(family__isnull=False, notes__parts__tells_of__isnull=False)
    pattern = episode.order_by("pk").first()
    assert pattern is not None
    member = EpisodeMember.objects.filter(note_parts__note__episode=pattern).order_by("pk").first()
    part = NotePart.objects.filter(note__episode=pattern, tells_of=member).order_by("pk").first()
    assert member is not None
    assert part is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # triggers would take hours, and say nothing new
        _families(pattern, member, families)
        _notes(part, families, notes)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
    return {"families": families, "notes": notes}


def _families(pattern: Episode, member: EpisodeMember, number: int) -> None:
    of_family = {"family_id": f"{BASE} + n", "client_id": "NULL"}
    known = KnownIn.objects.filter(work_form=pattern.work_form)
    began = f"(date '2024-12-01' - {DAYS_APART} + (n * 37) %% {DAYS_APART - LASTED})"
    _copy(
        Family,
        pattern.family_id,
        number,
        {"id": f"{BASE} + n", "code_name": "'Mittari ' || n", "search_key": "'mittari ' || n"},
    )
    _copy(KnownIn, known.get(family=pattern.family).pk, number, {"id": f"{BASE} + n", **of_family})
    _copy(
        Episode,
        pattern.pk,
        number,
        {
            "id": f"{BASE} + n",
            **of_family,
            "starts_on": began,
            "ends_on": f"{began} + {LASTED}",
            "end_reason": "'goals_met'",
            "key_worker_id": "NULL",
            "pair_worker_id": "NULL",
            "closed_at": "now()",
            "closed_by_id": "t.recorded_by_id",
        },
    )
    for each in (1, 2):
        own = {"id": f"{BASE} + 2 * n + {each}"}
        _copy(
            Client,
            member.client_id,
            number,
            {
                **own,
                "family_id": f"{BASE} + n",
                "code_name": f"'Mittari ' || n || '{'AB'[each - 1]}'",
                "search_key": f"'mittari ' || n || '{'ab'[each - 1]}'",
            },
        )
        person = {"client_id": own["id"], "family_id": "NULL"}
        of = known.filter(client=member.client).order_by("pk")
        _copy(
            KnownIn,
            of.values_list("pk", flat=True)[0],
            number,
            {"id": f"{BASE} + 10^9::bigint * {each} + n", **person},
        )
        _copy(
            EpisodeMember,
            member.pk,
            number,
            {
                **own,
                "episode_id": f"{BASE} + n",
                "client_id": own["id"],
                "starts_on": began,
                "ends_on": f"{began} + {LASTED}",
                "ended_at": "now()",
                "ended_by_id": "t.recorded_by_id",
            },
        )


def _notes(part: NotePart, families: int, number: int) -> None:
    of = f"({BASE} + 1 + n %% {families})"
    day = f"(date '2024-12-01' - {DAYS_APART} + (n * 37) %% {DAYS_APART})"
    fresh = {"id": "gen_random_uuid()", "entry": "gen_random_uuid()", "contact_id": "NULL", "version": "1"}
    fresh |= {"corrects_id": "NULL", "correction_reason": "NULL"}
    _copy(Note, part.note_id, number, {**fresh, "episode_id": of, "happened_on": day})
    table, notes = NotePart._meta.db_table, Note._meta.db_table
    columns = _columns(NotePart)
    told = [
        {"id": "gen_random_uuid()", "note_id": "note.id"}.get(column, f't."{column}"') for column in columns
    ]
    through = NotePart.tells_of.through._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({_quoted(columns)}) SELECT {', '.join(told)} FROM {table} t, {notes} note "
            f"WHERE t.id = %s AND note.episode_id > {BASE}",
            [part.pk],
        )
        cursor.execute(
            f"INSERT INTO {through} (notepart_id, episodemember_id) "
            f"SELECT part.id, {BASE} + 2 * (note.episode_id - {BASE}) + 1 FROM {table} part "
            f"JOIN {notes} note ON note.id = part.note_id WHERE note.episode_id > {BASE}"
        )


def _copy(model: type[models.Model], pk: Any, number: int, instead: Mapping[str, str]) -> None:
    """So many rows like one, numbered by `n`, with other values in some columns."""
    table = model._meta.db_table
    columns = _columns(model)
    values = [instead.get(column, f't."{column}"') for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({_quoted(columns)}) SELECT {', '.join(values)} FROM {table} t, generate_series(1, %s) n "
            f"WHERE t.id = %s",
            [number, pk],
        )


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.local_concrete_fields]


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
