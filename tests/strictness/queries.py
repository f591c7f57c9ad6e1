"""A slice of rows in no order is a different page on another day: it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models import QuerySet


class UnorderedSlice(AssertionError):
    """Rows of one of our tables are sliced or paginated without an order."""


@contextmanager
def only_ordered_slices() -> Iterator[None]:
    """Refuse to slice an unordered queryset of our own models within the block."""
    plain = QuerySet.__getitem__

    def strict(self: Any, key: Any) -> Any:
        ours = self.model.__module__.startswith("poukama.")
        if ours and isinstance(key, slice) and not self.ordered and self._result_cache is None:
            raise UnorderedSlice(f"Order {self.model.__name__} before slicing: {self.query}")
        return plain(self, key)

    with patch.object(QuerySet, "__getitem__", strict):
        yield
