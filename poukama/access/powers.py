"""What roles let a person do, and what a change of roles opens and closes, in words.

Read from the rules: an action belongs to a role when the rule names the role in `to`. In which work forms
follows from the assignments.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from poukama.access.actor import Held
from poukama.access.policy import Rule, rules
from poukama.organisation.choices import Role


@dataclass(frozen=True)
class Powers:
    """What may be done in one work form, or without one in the whole association."""

    work_form_id: int | None
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What a change of roles opens and what it closes."""

    opens: tuple[Powers, ...]
    closes: tuple[Powers, ...]


Pair = tuple[str, int | None]


def rules_of(role: str) -> list[Rule]:
    """The rules that let the role do something, in the order of their titles."""
    return sorted((rule for rule in rules().values() if role in rule.to), key=lambda rule: str(rule.title))


def change(before: Iterable[Held], after: Iterable[Held]) -> Change:
    """What `after` opens that `before` did not, and the other way round."""
    had, has = _pairs(before), _pairs(after)
    return Change(_grouped(_beyond(has, had)), _grouped(_beyond(had, has)))


def opens_clients(role: str) -> bool:
    """Whether the role lets someone do anything with what is recorded of clients."""
    return any(rule.action.startswith(ABOUT_CLIENTS) for rule in rules_of(role))


def roles_about_clients() -> frozenset[Role]:
    """The roles that open clients."""
    return frozenset(role for role in Role if opens_clients(role))


ABOUT_CLIENTS = ("casework.", "clients.", "shelter.", "whistleblowing.")
"""The actions on clients and their files begin so."""


def _pairs(held: Iterable[Held]) -> set[Pair]:
    return {(rule.action, one.work_form_id) for one in held for rule in rules_of(one.role)}


def _beyond(these: set[Pair], those: set[Pair]) -> set[Pair]:
    """The pairs that are not covered by the others: a role in the whole association covers every work form."""
    return {
        (action, place)
        for action, place in these
        if (action, place) not in those and (action, None) not in those
    }


def _grouped(pairs: set[Pair]) -> tuple[Powers, ...]:
    known = rules()
    places = sorted({place for _, place in pairs}, key=lambda place: (place is not None, place or 0))
    return tuple(
        Powers(place, tuple(sorted(str(known[action].title) for action, where in pairs if where == place)))
        for place in places
    )
