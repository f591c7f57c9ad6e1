"""Sealing everything again with the newest key, while the system runs.

Each batch is a transaction of its own that locks its rows: whatever is killed half-way, every box opens with some
key of the ring, and what is left is found by how its box begins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q

from poukama.toolkit.sealing import keys
from poukama.toolkit.sealing.boxes import HEAD, BoxBroken, head_of, sealed_again
from poukama.toolkit.sealing.fields import SealedTextField

BATCH = 2000


@dataclass(frozen=True)
class Step:
    """What one batch has done in a table: boxes sealed again, and boxes that do not open and stay as they are."""

    table: str
    sealed: int
    broken: int = 0


class Elsewhere(Protocol):
    """Boxes that stand elsewhere than in sealed columns, like in somebody else's table."""

    def reseal(self) -> Iterator[Step]:
        """Seal again what an older key has sealed."""

    def left(self) -> int:
        """How many boxes an older key has sealed."""

    def anything_sealed(self) -> bool:
        """Whether there is any box."""


_elsewhere: dict[str, Elsewhere] = {}


def also_reseal(name: str, place: Elsewhere) -> None:
    """Have a rotation seal these boxes again too; the same name once more takes the place of the former."""
    _elsewhere[name] = place


def sealed_columns() -> dict[type[models.Model], list[SealedTextField]]:
    """The sealed columns of every table that has some."""
    found = {
        model: [field for field in model._meta.local_concrete_fields if isinstance(field, SealedTextField)]
        for model in apps.get_models()
    }
    return {model: fields for model, fields in found.items() if fields}


def reseal() -> Iterator[Step]:
    """Seal again whatever another key than the newest has sealed; says after each batch what it has done."""
    for model, fields in sealed_columns().items():
        after = None
        while True:
            step, after = _batch(model, fields, after)
            if after is None:
                break
            yield step
    for place in _elsewhere.values():
        yield from place.reseal()


def left() -> int:
    """How many boxes an older key has sealed."""
    in_columns = sum(
        model._default_manager.filter(_older(field)).count()
        for model, fields in sealed_columns().items()
        for field in fields
    )
    return in_columns + sum(place.left() for place in _elsewhere.values())


def anything_sealed() -> bool:
    """Whether anything in this database is sealed."""
    in_columns = any(
        model._default_manager.filter(**{f"{field.name}__isnull": False}).exists()
        for model, fields in sealed_columns().items()
        for field in fields
    )
    return in_columns or any(place.anything_sealed() for place in _elsewhere.values())


@transaction.atomic
def _batch(model: type[models.Model], fields: list[SealedTextField], after: Any) -> tuple[Step, Any]:
    """Seal the next rows after a key again; what was done, and the last key (None when there were no more)."""
    table = model._meta.db_table
    rows = model._default_manager.filter(Q(*map(_older, fields), _connector=Q.OR)).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    columns = {name for field in fields for name in (field.attname, *field.tied_columns)}
    found = list(rows.select_for_update().values("pk", *sorted(columns))[:BATCH])
    if not found:
        return Step(table, 0), None
    keyring = keys.ring()
    newest, sealed, broken = head_of(keyring.newest), 0, 0
    again = []
    for row in found:
        boxes = []
        for field in fields:
            box = row[field.attname] and row[field.attname].box
            if box is not None and box[:HEAD] != newest:
                place = field.place_of(row["pk"], row)
                try:
                    box, sealed = sealed_again(box, place, keyring), sealed + 1
                except BoxBroken:
                    broken += 1
            boxes.append(box)
        again.append((row["pk"], boxes))
    _write(model, fields, again)
    return Step(table, sealed, broken), found[-1]["pk"]


def _write(model: type[models.Model], fields: list[SealedTextField], again: list[tuple[Any, Any]]) -> None:
    """Put the boxes in their rows: on PostgreSQL in one statement, on SQLite, where one costs little, in many."""
    quote, key = connection.ops.quote_name, model._meta.pk
    table, columns = quote(model._meta.db_table), [quote(str(field.column)) for field in fields]
    pks = [key.get_db_prep_value(pk, connection) for pk, _boxes in again]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = [f"box_{number}" for number in range(len(fields))]
            sets = ", ".join(
                f"{column} = decode(again.{name}, 'hex')" for column, name in zip(columns, names, strict=True)
            )
            # As text that is taken apart there: to write an array of boxes down takes longer than to seal them.
            arrays = [f"string_to_array(%s, ',')::{key.rel_db_type(connection)}[]"]
            arrays += ["string_to_array(%s, ',', '')"] * len(fields)
            cursor.execute(
                f"UPDATE {table} AS row SET {sets} FROM unnest({', '.join(arrays)}) "
                f"AS again(key, {', '.join(names)}) WHERE row.{quote(str(key.column))} = again.key",
                [
                    ",".join(map(str, pks)),
                    *(_told(boxes[number] for _pk, boxes in again) for number in range(len(fields))),
                ],
            )
        else:
            sets = ", ".join(f"{column} = %s" for column in columns)
            cursor.executemany(
                f"UPDATE {table} SET {sets} WHERE {quote(str(key.column))} = %s",
                [(*boxes, pk) for pk, (_pk, boxes) in zip(pks, again, strict=True)],
            )


def _told(boxes: Iterable[bytes | None]) -> str:
    return ",".join(box.hex() if box else "" for box in boxes)


def _older(field: SealedTextField) -> Q:
    """That the box of a row does not begin as those of the newest key do."""
    begins = models.Func(
        models.F(field.attname), 1, HEAD, function="SUBSTR", output_field=models.BinaryField()
    )
    newest = models.Value(head_of(keys.ring().newest), output_field=models.BinaryField())
    differs: Q = Q(**{f"{field.name}__isnull": False}) & ~Q(models.lookups.Exact(begins, newest))
    return differs
