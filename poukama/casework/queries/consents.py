"""Consents that end soon, of those with whom one works as the key worker or in a pair."""

from datetime import date

from django.db.models import Exists, OuterRef

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import EpisodeMember
from poukama.casework.queries.workers import worked_by
from poukama.casework.rules import Action
from poukama.clients.models import Consent
from poukama.clients.queries import ENDS_SOON
from poukama.clients.rules import Action as Clients

MOST_SHOWN = 20


def consents_ending(actor: Actor, today: date) -> list[Consent]:
    """Those that end within two weeks, the first one first; of somebody in an open episode that is one's own. One query."""
    members = EpisodeMember.objects.filter(
        worked_by(actor.user, "episode__"),
        client=OuterRef("known__client"),
        episode__work_form=OuterRef("known__work_form"),
        episode__voided_at=None,
        episode__ends_on=None,
        voided_at=None,
        ends_on=None,
    )
    mine = visible(actor, Action.READ_MEMBER, members)
    rows = Consent.objects.filter(
        Exists(mine), voided_at=None, expires_on__gte=today, expires_on__lte=today + ENDS_SOON
    )
    found = visible(actor, Clients.READ_CONSENT, rows).select_related("known__client", "known__work_form")
    return list(found.order_by("expires_on", "pk")[:MOST_SHOWN])
