"""What the overview of activities shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.choices import OccasionState
from poukama.activities.models import DoorCount, Occasion
from poukama.activities.queries.door import ADULTS, CHILDREN
from poukama.activities.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm


@dataclass(frozen=True)
class Place:
    """A work form as the overview shows it: what can be recorded in it, and today so far."""

    work_form: WorkForm
    may_record: bool
    has_outreach: bool
    has_chat: bool
    waiting: int
    held: int
    adults: int
    children: int


def places(actor: Actor, day: date) -> list[Place]:
    """The actor's work forms with what can be recorded in them. The same number of queries for any number."""
    work_forms = list(visible(actor, Action.SEE_ACTIVITIES, WorkForm.objects.order_by("order", "pk")))
    ids = [work_form.pk for work_form in work_forms]
    recording = set(
        visible(actor, Action.RECORD_OCCASION, WorkForm.objects.filter(pk__in=ids))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    outreach, chats = _users_of(TermList.OUTREACH_PLACE), _users_of(TermList.CHAT_SERVICE)
    today: dict[int, dict[str, int]] = {}
    for work_form_id, state, many in (
        visible(actor, Action.READ_OCCASION, Occasion.objects.filter(happened_on=day, voided_at=None))
        .order_by("work_form", "state")
        .values_list("work_form", "state")
        .annotate(Count("pk"))
    ):
        today.setdefault(work_form_id, {})[state] = many
    visits = {
        row[0]: (row[1], row[2])
        for row in visible(actor, Action.READ_DOOR, DoorCount.objects.filter(happened_on=day, voided_at=None))
        .order_by("work_form")
        .values_list("work_form")
        .annotate(adults=ADULTS, children=CHILDREN)
    }
    return [
        Place(
            work_form,
            work_form.pk in recording,
            outreach is None or work_form.pk in outreach,
            chats is None or work_form.pk in chats,
            today.get(work_form.pk, {}).get(OccasionState.PLANNED, 0),
            today.get(work_form.pk, {}).get(OccasionState.HELD, 0),
            *visits.get(work_form.pk, (0, 0)),
        )
        for work_form in work_forms
    ]


def held_in(actor: Actor) -> dict[str, list[str]]:
    """For an occasion, outreach and chat duty: the keys of the work forms where the actor may record it."""
    rows = visible(actor, Action.RECORD_OCCASION, WorkForm.objects.order_by("order", "pk"))
    keys = dict(rows.values_list("pk", "key"))
    if not keys:
        return {}
    using = {"outreach": _users_of(TermList.OUTREACH_PLACE), "chat": _users_of(TermList.CHAT_SERVICE)}
    return {"occasion": list(keys.values())} | {
        what: [key for pk, key in keys.items() if users is None or pk in users]
        for what, users in using.items()
    }


def _users_of(which: TermList) -> set[int] | None:
    """The work forms that use a list of words; None when some word belongs to all."""
    used: set[int] = set()
    rows = Term.objects.filter(list=which, is_active=True).order_by("pk").values_list("work_forms", flat=True)
    for work_form_id in rows:
        if work_form_id is None:
            return None
        used.add(work_form_id)
    return used
