"""Who is what to whom on any day, said from either side."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import Kinship
from poukama.clients.code_names import folded
from poukama.clients.models import Client, FamilyTie, KnownIn
from poukama.clients.rules import Action
from poukama.toolkit.facts import Text

_FROM_THE_OTHER_SIDE: dict[str, Text] = {
    Kinship.PARENT: _("Child of"),
    Kinship.GUARDIAN: _("In the guardianship of"),
    Kinship.MUST_NOT_CONTACT: _("Must not be contacted by"),
}
"""Where it is not the same from both."""


@dataclass(frozen=True)
class TieRow:
    """A tie as somebody's page says it."""

    tie: FamilyTie
    said: Text
    whom: Client
    warns: bool


def ties_on(actor: Actor, known: KnownIn, day: date) -> list[TieRow]:
    """What somebody is to others on the day, as their work form knows it; what warns first. One query."""
    about = Q(client=known.client_id) | Q(other=known.client_id)
    then = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = FamilyTie.objects.filter(about, then, work_form=known.work_form_id, voided_at=None)
    found = visible(actor, Action.READ_TIE, rows).select_related("client", "other").order_by("kind", "pk")
    said = [_row(tie, known) for tie in found]
    return sorted(said, key=lambda row: (not row.warns, str(row.said), str(row.whom)))


def _row(tie: FamilyTie, known: KnownIn) -> TieRow:
    kind, warns = Kinship(tie.kind), tie.kind == Kinship.MUST_NOT_CONTACT
    if tie.client_id == known.client_id:
        return TieRow(tie, kind.label, tie.other, warns)
    return TieRow(tie, _FROM_THE_OTHER_SIDE.get(kind, kind.label), tie.client, warns)


def who_can_be_tied(actor: Actor, known: KnownIn) -> list[Client]:
    """The others of their family whom the work form knows, by code name. One query."""
    family = known.client.family_id if known.client else None
    rows = KnownIn.objects.filter(
        work_form=known.work_form_id, client__family=family, client__family__isnull=False
    )
    found = visible(actor, Action.ADD_TIE, rows).exclude(pk=known.pk).select_related("client")
    return [each.client for each in found.order_by("client__search_key", "pk") if each.client]


def known_called(actor: Actor, known: KnownIn, text: str) -> Client | None:
    """Somebody of the same work form with just this code name."""
    rows = KnownIn.objects.filter(work_form=known.work_form_id, client__search_key=folded(text))
    found = visible(actor, Action.ADD_TIE, rows).select_related("client").order_by("pk").first()
    return found.client if found else None
