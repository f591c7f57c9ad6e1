"""Whom a work form knows, to be marked as present."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.models import Attendance, Group, Occasion
from poukama.activities.rules import Action
from poukama.casework.models import EpisodeMember
from poukama.clients.models import Client, Family
from poukama.clients.queries import AT_HAND, MOST_FOUND, Served, known_by_keys, known_first, known_matching
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock

CAME_LATELY = timedelta(days=120)
_LATEST = 100
"""How many of the latest attendances tell who is at hand where no group is asked for."""
_FEW = 2 * AT_HAND + 1
"""With fewer at hand than these the first by code name are there too."""


@dataclass(frozen=True)
class Person:
    """A client or a family as a chip: present or not."""

    key: str
    label: str
    client: Client | None
    family: Family | None
    role: str = ""
    is_present: bool = False
    came_before: bool = False
    """To the group that is asked for, lately."""


def people_of(
    actor: Actor,
    work_form: WorkForm,
    *,
    group: Group | None = None,
    occasion: Occasion | None = None,
    also: Iterable[str] = (),
) -> list[Person]:
    """Those at hand of the clients and families that a work form knows, and those whose keys are in `also`.

    At hand are those present at `occasion` (they are marked), those who came to the group lately, without a group
    those who came latest to anything; and while they are few, the first by code name. However many the work form
    knows, no more are read. Empty for whoever may not read attendances there.
    """
    marks = _marks(actor, work_form, group, occasion)
    known = known_by_keys(actor, work_form, {*marks.present, *marks.before, *marks.order, *also})
    if len(known) < _FEW:
        known |= known_first(actor, work_form, _FEW)
    return _people(work_form, known, marks)


def people_found(
    actor: Actor,
    work_form: WorkForm,
    text: str,
    *,
    group: Group | None = None,
    occasion: Occasion | None = None,
) -> list[Person]:
    """Of those whom the work form knows, whom a search finds: by the beginning of the code name or the birth year.

    At most `MOST_FOUND` and a few more, so that one sees that there are more.
    """
    known = known_matching(actor, work_form, text, MOST_FOUND + 1)
    return _people(work_form, known, _marks(actor, work_form, group, occasion)) if known else []


@dataclass(frozen=True)
class _Marks:
    """Keys of those present, of those who came to the group lately, and the order of those who came anywhere last."""

    present: set[str]
    before: set[str]
    order: dict[str, int]


def _marks(actor: Actor, work_form: WorkForm, group: Group | None, occasion: Occasion | None) -> _Marks:
    readable = visible(actor, Action.READ_ATTENDANCE, Attendance.objects.filter(voided_at=None))
    present = _keys(readable.filter(occasion=occasion)) if occasion is not None else set()
    if group is None:
        return _Marks(present, set(), _latest_here(readable, work_form))
    lately = (occasion.happened_on if occasion else clock.today()) - CAME_LATELY
    came = readable.filter(occasion__group=group, occasion__voided_at=None)
    return _Marks(present, _keys(came.filter(occasion__happened_on__gte=lately)), {})


def _people(work_form: WorkForm, known: Mapping[str, Served], marks: _Marks) -> list[Person]:
    """As chips: those present and those who came before first, then by who came last, then by code name."""
    roles = _roles(work_form, [each for each in known.values() if isinstance(each, Client)])
    found = [
        Person(
            key,
            str(each),
            each if isinstance(each, Client) else None,
            each if isinstance(each, Family) else None,
            roles.get(each.pk, "") if isinstance(each, Client) else "",
            key in marks.present,
            key in marks.before,
        )
        for key, each in known.items()
    ]
    return sorted(
        found,
        key=lambda each: (
            not (each.is_present or each.came_before),
            marks.order.get(each.key, len(marks.order)),
            each.label,
            each.key,
        ),
    )


def _roles(work_form: WorkForm, clients: Iterable[Client]) -> dict[int, str]:
    """The role that each had last in an episode of the work form."""
    rows = EpisodeMember.objects.filter(
        client__in=[each.pk for each in clients],
        episode__work_form=work_form,
        voided_at=None,
        episode__voided_at=None,
    )
    return dict(rows.order_by("starts_on", "pk").values_list("client_id", "role"))


def _latest_here(readable: QuerySet[Attendance], work_form: WorkForm) -> dict[str, int]:
    """Those who came latest to anything of the work form, each with their place in the order."""
    here = readable.filter(occasion__work_form=work_form, occasion__voided_at=None)
    rows = here.order_by("-occasion__happened_on", "-pk").values_list("client_id", "family_id")[:_LATEST]
    keys = dict.fromkeys(f"c{client}" if client else f"f{family}" for client, family in rows)
    return {key: place for place, key in enumerate(keys)}


def _keys(rows: QuerySet[Attendance]) -> set[str]:
    pairs = rows.order_by("pk").values_list("client_id", "family_id")
    return {f"c{client}" if client else f"f{family}" for client, family in pairs}
