"""A column that nobody reads without the keys."""

from __future__ import annotations

import logging
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from poukama.toolkit.sealing.boxes import BoxBroken, seal, unseal
from poukama.toolkit.sealing.places import TiedToItsRow

logger = logging.getLogger(__name__)


class Sealed:
    """What stands in the column: shows nothing, also where it is printed or sent by mistake."""

    __slots__ = ("box",)

    def __init__(self, box: bytes) -> None:
        self.box = box

    def __repr__(self) -> str:
        return "•••"


class SealedOnlyByItsRow(TypeError):
    """A sealed column was searched, or written without its row: the seal is tied to the row."""


class _Opening(DeferredAttribute):
    """Opens the box when the attribute is first read: a list that shows no names opens none."""

    field: SealedTextField

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = unseal(value.box, self.field.place(instance))
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


def opens(row: models.Model) -> bool:
    """Open every sealed column of a row that was loaded; False, and a line in the log, when one does not open.

    One box that somebody has harmed must not shut the page that it stands on.
    """
    for field in row._meta.local_concrete_fields:
        if isinstance(field, SealedTextField) and field.attname in row.__dict__:
            try:
                getattr(row, field.attname)
            except BoxBroken:
                logger.error("A box in %s of row %s does not open", row._meta.db_table, row.pk)
                return False
    return True


class SealedTextField(TiedToItsRow, models.BinaryField):  # type: ignore[type-arg]  # it takes none when it runs
    """A text that is sealed before it reaches the database and tied to its row; None where there is none.

    A row is written by `save()` or `bulk_create()`; a search goes through a blind index. `max_length` is in letters.
    """

    descriptor_class = _Opening

    def __init__(self, *args: Any, tied_to: str = "", **kwargs: Any) -> None:
        usual = {"null": True, "blank": True, "editable": True}
        super().__init__(*args, tied_to=tied_to, **usual | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what the row holds; what was never opened stays in its box, if it is the box of this very row.

        Raises `BoxBroken` when the row was copied or turned to somebody else with its box unopened.
        """
        if self.attname not in model_instance.__dict__ or model_instance.pk is None:
            raise SealedOnlyByItsRow
        value = model_instance.__dict__[self.attname]
        if value is None:
            return None
        place = self.place(model_instance)
        if isinstance(value, Sealed):
            unseal(value.box, place)
            return value
        return Sealed(seal(str(value), place))

    def get_prep_value(self, value: Any) -> Any:
        """The box; a bare text is refused, since nothing says of which row it is."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise SealedOnlyByItsRow
        return value.box

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The box as the database takes bytes."""
        box = value if prepared else self.get_prep_value(value)
        return None if box is None else connection.Database.Binary(box)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        """The box, unopened."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        """A text as it is."""
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """Nothing: a sealed text is not written into any other format."""
        raise SealedOnlyByItsRow

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is something; to anything else Django answers that there is no such lookup."""
        return super().get_lookup(lookup_name) if lookup_name in ("isnull", "exact") else None
