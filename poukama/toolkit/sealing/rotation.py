"""Sealing everything again with the newest key, while the system runs.

Each batch is a transaction of its own that locks its rows: whatever is killed half-way, every box opens with some
key of the ring, and what is left is found by how its box begins.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from poukama.toolkit.sealing import keys
from poukama.toolkit.sealing.boxes import HEAD, head_of, seal, unseal
from poukama.toolkit.sealing.fields import SealedTextField

BATCH = 2000
_also: list[Callable[[], Iterator[int]]] = []


@dataclass(frozen=True)
class Resealed:
    """How many boxes of a column have been sealed again so far."""

    column: str
    boxes: int


def also_reseal(steps: Callable[[], Iterator[int]]) -> None:
    """Have boxes sealed again that stand elsewhere than in sealed columns; each step says how many it sealed."""
    if steps not in _also:
        _also.append(steps)


def sealed_columns() -> list[SealedTextField]:
    """Every sealed column of every table."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField)
    ]


def reseal() -> Iterator[Resealed]:
    """Seal again whatever another key than the newest has sealed; says after each batch how far it has come."""
    for field in sealed_columns():
        done, after = 0, None
        while True:
            many, after = _batch(field, after)
            if after is None:
                break
            done += many
            yield Resealed(f"{field.model._meta.db_table}.{field.column}", done)
    for steps in _also:
        done = 0
        for many in steps():
            done += many
            yield Resealed(f"{steps.__module__}.{steps.__name__}", done)


def left() -> int:
    """How many boxes in sealed columns an older key has sealed."""
    return sum(_with_older_key(field).count() for field in sealed_columns())


@transaction.atomic
def _batch(field: SealedTextField, after: Any) -> tuple[int, Any]:
    """Seal the next boxes after a key again; how many, and the last key (None when there were no more)."""
    rows = _with_older_key(field).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    needed = {"pk", field.attname, *([f"{field.tied_to}_id"] if field.tied_to else [])}
    found = list(rows.select_for_update().only(*needed)[:BATCH])
    if not found:
        return 0, None
    again = [(_key_of(row), _again(field, row)) for row in found]
    _write(field, again)
    return len(found), found[-1].pk


def _again(field: SealedTextField, row: models.Model) -> bytes:
    place = field.place(row)
    return seal(unseal(row.__dict__[field.attname].box, place), place)


def _key_of(row: models.Model) -> Any:
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def _write(field: SealedTextField, again: list[tuple[Any, bytes]]) -> None:
    """Put the boxes in their rows: on PostgreSQL in one statement, on SQLite, where one costs little, in many."""
    quote = connection.ops.quote_name
    table, column, key = field.model._meta.db_table, str(field.column), str(field.model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kind = field.model._meta.pk.rel_db_type(connection)
            cursor.execute(
                f"UPDATE {quote(table)} AS row SET {quote(column)} = again.box "
                f"FROM unnest(%s::{kind}[], %s::bytea[]) AS again(key, box) WHERE row.{quote(key)} = again.key",
                [[pk for pk, _box in again], [box for _pk, box in again]],
            )
        else:
            cursor.executemany(
                f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE {quote(key)} = %s",
                [(box, pk) for pk, box in again],
            )


def _with_older_key(field: SealedTextField) -> models.QuerySet[models.Model]:
    """Rows whose box does not begin as those of the newest key do."""
    begins = models.Func(
        models.F(field.attname), 1, HEAD, function="SUBSTR", output_field=models.BinaryField()
    )
    rows: models.QuerySet[models.Model] = field.model._default_manager.filter(
        **{f"{field.name}__isnull": False}
    )
    older: models.QuerySet[models.Model] = rows.annotate(_head=begins).exclude(
        _head=head_of(keys.ring().newest)
    )
    return older
