"""Long lists by pages: each page costs the same however long the list is.

A page begins after a row, which its link names by primary key only, so that no address tells anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
SIZE = 50
_FEW = 8
_LONGEST_KEY = 36


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows of a list; `older` is the query string of the next page, empty on the last one."""

    rows: Sequence[M]
    older: str
    is_first: bool
    newest: str
    """The query string of the first page with the same filters."""
    at: str = ""
    """The address of the list, where it is shown at another one."""


def page_of(
    queryset: QuerySet[M],
    request: HttpRequest,
    *,
    by: Sequence[str] = ("-pk",),
    size: int = SIZE,
    parts: Sequence[Q] = (),
    at: str = "",
) -> Page[M]:
    """The page that the request asks for with `after`.

    `by` names the ordering: columns without nulls, `-` for the latest first, the last one unique. The filters
    in the address are kept in the links. A row that is no longer there leads to the first page. `parts` are
    conditions that share the rows out, each with an index in this order: SQLite is asked for a few of them one
    by one, since asked for all at once it sorts every row of theirs.
    """
    rows = queryset.order_by(*by)
    key = _key(queryset, request.GET.get("after", ""))
    start = _values_at(queryset, by, key) if key is not None else None
    if start is not None:
        rows = rows.filter(_after(by, start))
    if connection.vendor == "sqlite" and 1 < len(parts) <= _FEW:
        rows = rows.filter(pk__in=_first_of(rows, by, parts, size + 1))
    found = list(rows[: size + 1])
    query = request.GET.copy()
    query.pop("after", None)
    newest = query.urlencode()
    older = ""
    if len(found) > size:
        query["after"] = str(found[size - 1].pk)
        older = query.urlencode()
    return Page(found[:size], older, start is None, newest, at)


def _key(queryset: QuerySet[M], given: str) -> Any:
    """The key that an address names; None for what cannot be one."""
    if not given or len(given) > _LONGEST_KEY or not given.isascii():
        return None
    try:
        return queryset.model._meta.pk.to_python(given)
    except ValidationError:
        return None


def _first_of(rows: QuerySet[M], by: Sequence[str], parts: Sequence[Q], how_many: int) -> list[object]:
    """Keys of the first rows, from the first of each part."""
    names = [name.removeprefix("-") for name in by]
    heads = [head for part in parts for head in rows.filter(part).values_list(*names, "pk")[:how_many]]
    for place, name in reversed(list(enumerate(by))):
        heads.sort(key=itemgetter(place), reverse=name.startswith("-"))
    return [head[-1] for head in heads[:how_many]]


def _values_at(queryset: QuerySet[M], by: Sequence[str], pk: Any) -> Sequence[object] | None:
    if isinstance(pk, int) and pk > 2**63 - 1:
        return None
    names = [name.removeprefix("-") for name in by]
    values: Sequence[object] | None = queryset.order_by().filter(pk=pk).values_list(*names).first()
    return values


def _after(by: Sequence[str], start: Sequence[object]) -> Q:
    condition, same = Q(), Q()
    for name, value in zip(by, start, strict=True):
        side = "lt" if name.startswith("-") else "gt"
        column = name.removeprefix("-")
        condition |= same & Q(**{f"{column}__{side}": value})
        same &= Q(**{column: value})
    return condition
