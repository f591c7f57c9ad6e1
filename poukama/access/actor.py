"""Who is acting, and in which roles and work forms today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Q

from poukama.organisation.choices import Identification, Role
from poukama.organisation.models import Assignment, User
from poukama.organisation.queries import in_force
from poukama.toolkit.changes import Moment, this_moment

T = TypeVar("T")

EVERYTHING = Q(pk__isnull=False)
"""A condition that every row meets. (An empty Q would vanish when joined by `|`.)"""
NOTHING = Q(pk__in=())
"""A condition that no row meets."""


@dataclass(frozen=True)
class Held:
    """A role held today, in one work form or, without one, in the whole association."""

    role: str
    work_form_id: int | None
    work_form_key: str | None
    identification: str | None = None


@dataclass(frozen=True)
class Actor:
    """A user on a day. Loads the assignments once, with one query, when first asked."""

    user: User
    day: date
    only_reads: bool = False
    """Whether nothing changes while this one acts: what was asked once then holds to the end."""

    @cached_property
    def _answers(self) -> dict[str, tuple[Moment, Any]]:
        return {}

    def once(self, what: str, ask: Callable[[], T]) -> T:
        """What is asked once, and again only after something was changed or waited for."""
        if self.knows(what):
            kept: T = self._answers[what][1]
            return kept
        self._answers[what] = this_moment(), (asked := ask())
        return asked

    def knows(self, what: str) -> bool:
        """Whether it was asked already, and the answer holds."""
        return what in self._answers and (self.only_reads or self._answers[what][0].is_now())

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The roles held on the day."""
        rows = (
            Assignment.objects.filter(in_force(self.day), user=self.user)
            .order_by("pk")
            .values_list("role", "work_form_id", "work_form__key", "work_form__identification")
        )
        return tuple(Held(*row) for row in rows)

    def has(self, *roles: Role) -> bool:
        """Whether any of the roles is held anywhere."""
        return any(held.role in roles for held in self.held)

    def is_everywhere(self, *roles: Role) -> bool:
        """Whether any of the roles is held in the whole association."""
        return any(held.role in roles and held.work_form_id is None for held in self.held)

    def work_forms_as(self, *roles: Role) -> frozenset[int]:
        """Ids of the work forms in which any of the roles is held (not those covered by a role held everywhere)."""
        return frozenset(
            held.work_form_id for held in self.held if held.role in roles and held.work_form_id is not None
        )

    def serves_known(self) -> bool:
        """Whether one works where people are known by a code, and not only where they are counted."""
        return any(
            held.role in (Role.WORKER, Role.LEAD) and held.identification != Identification.COUNTED
            for held in self.held
        )

    def within(self, path: str, *roles: Role) -> Q:
        """Rows whose work form, at `path` (empty: the row is itself one), is one where a role is held."""
        if self.is_everywhere(*roles):
            return EVERYTHING
        ids = self.work_forms_as(*roles)
        return Q(**{f"{path or 'pk'}__in": ids}) if ids else NOTHING
