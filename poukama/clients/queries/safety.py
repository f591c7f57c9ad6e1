"""Alerts that hold, and how those served may be contacted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import Channel
from poukama.clients.models import Alert, Client, Family, KnownIn, SafeContact
from poukama.clients.rules import Action
from poukama.organisation.models import WorkForm
from poukama.toolkit.sealing import opens

MOST_RENEWALS = 20
"""How many times an alert may have been renewed while somebody had it open."""
ENDED_LATELY = timedelta(days=14)
"""For how long an alert that has ended by itself is still offered for renewal."""


def known_here(
    actor: Actor, work_form: WorkForm, family: Family | None, clients: Sequence[Client]
) -> list[KnownIn]:
    """By what the work form knows the family and these clients, the family first. One query."""
    about = Q(client__in=clients) | Q(family=family) if family else Q(client__in=clients)
    rows = visible(actor, Action.ADD_ALERT, KnownIn.objects.filter(about, work_form=work_form))
    found = list(rows.select_related("client", "family", "work_form").order_by("pk"))
    return sorted(found, key=lambda known: (known.family_id is None, str(known.family or known.client)))


def alerts_of(actor: Actor, known: Sequence[KnownIn], today: date) -> tuple[list[Alert], list[Alert]]:
    """The alerts that hold today, safety first, and those that ended by themselves lately. One query."""
    rows = Alert.objects.filter(known__in=known, voided_at=None, ends_on__gte=today - ENDED_LATELY)
    found = visible(actor, Action.READ_ALERT, rows).select_related("known__client", "known__family")
    alerts = list(found.order_by("-kind", "ends_on", "pk"))
    for alert in alerts:
        if not opens(alert):
            alert.what, alert.action = (
                _("This alert cannot be opened"),
                _("Tell whoever looks after the system."),
            )
    return [each for each in alerts if each.ends_on >= today], [
        each for each in alerts if each.ends_on < today
    ]


def renewed_as(actor: Actor, alert: Alert) -> Alert | None:
    """What stands in the place of an alert that was renewed, perhaps several times; None when it was ended."""
    for _turn in range(MOST_RENEWALS):
        rows = visible(actor, Action.READ_ALERT, Alert.objects.filter(corrects=alert))
        newer = rows.select_related("recorded_by").order_by("pk").first()
        if newer is None or newer.voided_at is None:
            return newer if newer is not None and opens(newer) else None
        alert = newer
    return None


def safe_contact_in(known: KnownIn) -> SafeContact | None:
    """What was agreed last with somebody, in force or expired."""
    rows = SafeContact.objects.filter(known=known, voided_at=None)
    return rows.select_related("recorded_by").first()


@dataclass(frozen=True)
class Reach:
    """How somebody may be reached, as the family's page says it: no number, no address."""

    known: KnownIn
    contact: SafeContact | None
    allowed: list[Channel]
    has_expired: bool
    cannot_be_opened: bool = False


def reaches_of(known: Sequence[KnownIn], today: date) -> list[Reach]:
    """How each of those known may be reached today; nothing is allowed where nothing holds. One query.

    A family as a whole is not reached, only its members; children of whom nothing was agreed are left out.
    """
    people = [each for each in known if each.client_id]
    rows = SafeContact.objects.filter(known__in=people, voided_at=None).order_by("pk")
    by_known = {row.known_id: row for row in rows}
    return [_reach(each, by_known.get(each.pk), today) for each in people]


def _reach(known: KnownIn, contact: SafeContact | None, today: date) -> Reach:
    if contact is not None and not opens(contact):
        return Reach(known, contact, [], has_expired=False, cannot_be_opened=True)
    has_expired = contact is not None and contact.expires_on < today
    return Reach(known, contact, [] if contact is None or has_expired else allowed_by(contact), has_expired)


def allowed_by(contact: SafeContact) -> list[Channel]:
    """The channels that were allowed, whether or not the agreement still holds."""
    return [channel for channel in Channel if getattr(contact, f"by_{channel}")]
