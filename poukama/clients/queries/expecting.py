"""Children who are expected, with their due days opened."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import Outcome
from poukama.clients.models import Client, Expecting, Family, KnownIn
from poukama.clients.rules import Action
from poukama.organisation.models import WorkForm
from poukama.toolkit.sealing import opens

SOON = timedelta(days=30)
"""How long before the due day its key worker is reminded."""


@dataclass(frozen=True)
class Expected:
    """A child who is expected, or whose waiting has ended. Days are None where a box does not open."""

    expecting: Expecting
    due_on: date | None
    came_on: date | None
    is_overdue: bool

    @property
    def is_going_on(self) -> bool:
        """Whether the child is still expected."""
        return self.expecting.ended_at is None


def expected_in(
    actor: Actor, work_form: WorkForm, family: Family | None, client: Client | None, today: date
) -> list[Expected]:
    """Whom the family, or the person without one, expects as the work form was told; then those lost. One query."""
    if family is None and client is None:
        return []
    whose = Q(client__family=family) if family else Q(mother=client)
    rows = Expecting.objects.filter(whose, work_form=work_form, voided_at=None)
    rows = rows.filter(Q(ended_at=None) | Q(outcome=Outcome.LOST))
    found = visible(actor, Action.READ_EXPECTING, rows).select_related("client", "mother")
    said = [said_of(each, today) for each in found.order_by("recorded_at", "pk")]
    return sorted(said, key=lambda each: not each.is_going_on)


def due_soon(rows: QuerySet[Expecting], today: date) -> list[Expected]:
    """Of those still expected, the ones due within a month or overdue, the first due first. One query."""
    going_on = rows.filter(voided_at=None, ended_at=None).select_related("client", "mother")
    said = [said_of(each, today) for each in going_on.order_by("pk")]
    return sorted(
        (each for each in said if each.due_on is not None and each.due_on <= today + SOON),
        key=lambda each: (each.due_on or today, str(each.expecting.client)),
    )


def said_of(expecting: Expecting, today: date) -> Expected:
    """An expectation with its days opened."""
    is_open = opens(expecting)
    due_on, came_on = (
        date.fromisoformat(text) if is_open and text else None
        for text in ((expecting.due_on, expecting.came_on) if is_open else ("", ""))
    )
    return Expected(expecting, due_on, came_on, is_overdue=due_on is not None and due_on < today)


def birthday_told(known: KnownIn) -> date | None:
    """The day on which a client was born, when the work form recorded the birth. One query."""
    rows = Expecting.objects.filter(
        client=known.client_id, work_form=known.work_form_id, voided_at=None, outcome=Outcome.BORN
    )
    found = rows.order_by("pk").first()
    return date.fromisoformat(found.came_on) if found and opens(found) and found.came_on else None
