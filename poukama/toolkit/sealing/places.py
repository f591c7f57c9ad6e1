"""Where something sealed belongs: a table, a column, a row, and whom the row is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core import checks
from django.db import models
from django.utils.functional import cached_property


class TiedToItsRow:
    """Stands before a kind of field: what is sealed in it opens only in its own row.

    The model needs a key that is known before the row is saved: a UUID, or the row it belongs to. `tied_to` names a
    foreign key that the seal is tied to besides: a row that is turned to somebody else does not open.
    """

    model: Any
    column: Any

    def __init__(self, *args: Any, tied_to: str = "", **kwargs: Any) -> None:
        self.tied_to = tied_to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As the migration writes it."""
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # the field that comes after
        return name, path, args, kwargs | ({"tied_to": self.tied_to} if self.tied_to else {})

    @cached_property
    def tied_columns(self) -> tuple[str, ...]:
        """What must be known of a row besides its key to open the box."""
        return (self._tied_field.attname,) if self.tied_to else ()

    def place(self, instance: models.Model) -> str:
        """Where what is sealed in this column and row belongs."""
        return self.place_of(instance.pk, {name: getattr(instance, name) for name in self.tied_columns})

    def place_of(self, key: Any, row: Mapping[str, Any]) -> str:
        """The same from the key and the tied columns of a row. A key means the same as text and as what it is."""
        place = f"{self._column}:{self._key.to_python(key)}"
        if not self.tied_to:
            return place
        (tied,) = self.tied_columns
        return f"{place}:{self._tied_field.to_python(row[tied])}"

    @cached_property
    def _column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    @cached_property
    def _key(self) -> Any:
        return self.model._meta.pk

    @cached_property
    def _tied_field(self) -> Any:
        return self.model._meta.get_field(self.tied_to)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse a model whose key is given by the database, too late to tie the seal to it."""
        found: list[checks.CheckMessage] = super().check(**kwargs)  # type: ignore[misc]  # the field that comes after
        if self._key.remote_field is not None or isinstance(self._key, models.UUIDField):
            return found
        said = "A sealed column needs a row whose key is known before it is saved."
        return [*found, checks.Error(said, obj=self)]
