"""Who is what to whom on any day, said from either side."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import Kinship
from poukama.clients.code_names import folded
from poukama.clients.models import Client, Expecting, FamilyTie, KnownIn, WallProposal
from poukama.clients.rules import Action
from poukama.toolkit.facts import Text

_FROM_THE_OTHER_SIDE: dict[str, Text] = {
    Kinship.PARENT: _("Child of"),
    Kinship.GUARDIAN: _("In the guardianship of"),
    Kinship.USED_VIOLENCE: _("Has suffered violence by"),
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
    may_change: bool
    is_proposed: bool = False
    """Whether a wall that the reader proposed waits for the gatekeeper."""


def ties_on(actor: Actor, known: KnownIn, day: date) -> list[TieRow]:
    """What somebody is to others on the day, as their work form knows it; what warns first. Two queries."""
    about = Q(client=known.client_id) | Q(other=known.client_id)
    then = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = FamilyTie.objects.filter(about, then, work_form=known.work_form_id, voided_at=None)
    waiting = WallProposal.objects.filter(recorded_by=actor.user, voided_at=None, decided_at=None)
    either_way = Q(client=OuterRef("client"), other=OuterRef("other")) | Q(
        client=OuterRef("other"), other=OuterRef("client")
    )
    found = visible(actor, Action.READ_TIE, rows).annotate(is_proposed=Exists(waiting.filter(either_way)))
    found = found.select_related("client", "other").order_by("kind", "pk")
    changeable = set(visible(actor, Action.CHANGE_TIE, rows).order_by().values_list("pk", flat=True))
    said = [_row(tie, known, may_change=tie.pk in changeable) for tie in found]
    return sorted(said, key=lambda row: (not row.warns, str(row.said), str(row.whom)))


def _row(tie: FamilyTie, known: KnownIn, *, may_change: bool) -> TieRow:
    kind = Kinship(tie.kind)
    warns = kind in (Kinship.MUST_NOT_CONTACT, Kinship.USED_VIOLENCE)
    is_proposed: bool = warns and tie.is_proposed  # type: ignore[attr-defined]  # annotated in `ties_on`
    if tie.client_id == known.client_id:
        return TieRow(tie, kind.label, tie.other, warns, may_change, is_proposed)
    return TieRow(tie, _FROM_THE_OTHER_SIDE.get(kind, kind.label), tie.client, warns, may_change, is_proposed)


def who_can_be_tied(actor: Actor, known: KnownIn) -> list[Client]:
    """The others of their family whom the work form knows, by code name. One query."""
    family = known.client.family_id if known.client else None
    rows = KnownIn.objects.filter(
        work_form=known.work_form_id, client__family=family, client__family__isnull=False
    )
    expected = Expecting.objects.filter(client=OuterRef("client"), voided_at=None, ended_at=None)
    rows = rows.filter(Q(client__is_unborn=False) | Exists(expected))
    found = visible(actor, Action.ADD_TIE, rows).exclude(pk=known.pk).select_related("client")
    return [each.client for each in found.order_by("client__search_key", "pk") if each.client]


def known_called(actor: Actor, known: KnownIn, text: str) -> Client | None:
    """Somebody of the same work form with just this code name."""
    rows = KnownIn.objects.filter(work_form=known.work_form_id, client__search_key=folded(text))
    found = visible(actor, Action.ADD_TIE, rows).select_related("client").order_by("pk").first()
    return found.client if found else None
