"""Occasions of somebody who asks for their own data."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.models import Attendance
from poukama.activities.rules import Action
from poukama.clients.choices import OwnSection
from poukama.clients.models import KnownIn
from poukama.clients.own_data import Passage, gives


def connect() -> None:
    """Have occasions asked; called once, when the app starts."""
    gives("activities", 30, passages)


def passages(actor: Actor, known: KnownIn) -> Iterable[Passage]:
    """To what they came, without anybody else. One query."""
    rows = Attendance.objects.filter(client=known.client, occasion__work_form=known.work_form, voided_at=None)
    seen = visible(actor, Action.READ_ATTENDANCE, rows).select_related("occasion__group")
    for row in seen.order_by("occasion__happened_on", "pk"):
        group = row.occasion.group
        yield Passage(
            OwnSection.MEETINGS, _("You came"), group.name if group else "", row.occasion.happened_on
        )
