"""Volunteers beside somebody who asks for their own data. Who they are is theirs to tell."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import OwnSection
from poukama.clients.models import KnownIn
from poukama.clients.own_data import Passage, gives
from poukama.toolkit import formatting
from poukama.workforce.models import Match
from poukama.workforce.rules import Action


def connect() -> None:
    """Have matches asked; called once, when the app starts."""
    gives("workforce", 30, passages)


def passages(actor: Actor, known: KnownIn) -> Iterable[Passage]:
    """From when to when a volunteer stood beside them. One query."""
    rows = Match.objects.filter(client=known.client, work_form=known.work_form, voided_at=None)
    for row in visible(actor, Action.READ_MATCH, rows).order_by("starts_on", "pk"):
        until = _("until %(day)s") % {"day": formatting.day(row.ends_on)} if row.ends_on else ""
        yield Passage(OwnSection.SERVICE, _("A volunteer stood beside you"), until, row.starts_on)
