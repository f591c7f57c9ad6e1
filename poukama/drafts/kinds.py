"""The forms whose typing is kept. Each kind is named by the app whose form it is; it alone knows who may write there.

An app calls `add_kind` when it starts, and its form says which kind it is and what it is about:
`<form data-draft-of="casework.alert" data-draft-id="12">`. The kind's `places` is asked whenever anything is kept,
opened or listed, so that a wall, an order or a role that has ended holds here without this app knowing of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from poukama.access.actor import Actor
from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class Of:
    """Which form: its kind, and the key of what it is about. Ids and codes only."""

    kind: str
    key: str


@dataclass(frozen=True)
class Place:
    """Where one goes on writing: of whom (a code), and the address of the form."""

    code: str
    url: str


Places = Callable[[Actor, Sequence[str]], Mapping[str, Place]]
"""By their keys, the forms that the actor may write now; a few queries for all. One that is left out is not there."""


@dataclass(frozen=True)
class DraftKind:
    """A kind of form: its key, what is being written, and who may write it."""

    key: str
    title: Text
    places: Places


_kinds: dict[str, DraftKind] = {}


def add_kind(kind: DraftKind) -> None:
    """Have what is typed into forms of this kind kept."""
    _kinds[kind.key] = kind


def kinds() -> Mapping[str, DraftKind]:
    """Every kind by its key."""
    return dict(_kinds)


def place_of(actor: Actor, of: Of) -> Place | None:
    """Where the form is, if the actor may write it now."""
    kind = _kinds.get(of.kind)
    return kind.places(actor, [of.key]).get(of.key) if kind else None


def numbers(keys: Iterable[str]) -> list[int]:
    """Those keys that can be the number of a row."""
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < _TOO_LONG]


def uuids(keys: Iterable[str]) -> list[UUID]:
    """Those keys that are a UUID as it is written."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


_TOO_LONG = 19
"""Digits of a number that no row has."""
