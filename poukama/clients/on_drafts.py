"""Forms of what is kept of people whose typing is kept: consents, and what an attachment is called."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.models import Consent, KnownIn
from poukama.clients.rules import Action
from poukama.drafts.kinds import DraftKind, Place, Places, add_kind, numbers, uuids

CONSENT = "clients.consent"
RENEW_CONSENT = "clients.renew_consent"
ATTACHMENT = "clients.attachment"


def connect() -> None:
    """Name the kinds; called once, when the app starts."""
    add_kind(DraftKind(CONSENT, _("A consent"), _of_known(Action.GIVE_CONSENT, "clients:give_consent")))
    add_kind(DraftKind(RENEW_CONSENT, _("A consent to renew"), _consents))
    add_kind(
        DraftKind(ATTACHMENT, _("An attachment"), _of_known(Action.ADD_ATTACHMENT, "clients:add_attachment"))
    )


def _of_known(action: Action, url_name: str) -> Places:
    def places(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
        rows = visible(actor, action, KnownIn.objects.filter(pk__in=numbers(keys)))
        return {
            str(known.pk): Place(str(known.client or known.family), reverse(url_name, args=[known.pk]))
            for known in rows.select_related("client", "family").order_by("pk")
        }

    return places


def _consents(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    rows = visible(actor, Action.CHANGE_CONSENT, Consent.objects.filter(pk__in=uuids(keys)))
    return {
        str(consent.pk): Place(str(consent.known.client), reverse("clients:renew_consent", args=[consent.pk]))
        for consent in rows.select_related("known__client").order_by("pk")
    }
