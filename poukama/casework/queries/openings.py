"""Who has opened what a work form keeps of somebody, in words that they themselves understand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import visible
from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.rules import Action
from poukama.clients.models import Client
from poukama.clients.rules import Action as Clients
from poukama.organisation.models import User
from poukama.outbox.rules import Action as Outbox
from poukama.toolkit.facts import Text

WORDS: dict[str, Text] = {
    Action.READ_EPISODE: _("opened your page"),
    Clients.READ_CARD: _("opened your card"),
    Clients.READ_NAME: _("opened your name"),
    Clients.NAME_CLIENT: _("wrote or corrected your name"),
    Clients.SEE_TIES: _("opened who is what to you"),
    Clients.READ_SAFE_CONTACT: _("opened your number or address"),
    Clients.AGREE_SAFE_CONTACT: _("agreed with you how you may be contacted"),
    Outbox.SEND: _("sent you a message, or tried to"),
}
"""What a client is told of each action; the rest is work that nobody's file was opened for."""


@dataclass(frozen=True)
class Opening:
    """Somebody opened something, at a moment."""

    event: AuditEvent
    who: User | None
    whose: Client | None
    did: Text


def openings(actor: Actor, episode: Episode) -> QuerySet[AuditEvent]:
    """What the episode's work form has opened of it and of whoever takes part in it, unordered. Two queries with rows.

    Only of this work form: that somebody is served elsewhere is told by those who serve them there.
    """
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None)
    clients = visible(actor, Action.READ_MEMBER, members).order_by().values_list("client_id", flat=True)
    about = Q(about=Episode._meta.label, about_id=str(episode.pk))
    about |= Q(about=Client._meta.label, about_id__in=[str(pk) for pk in clients])
    return AuditEvent.objects.filter(about, work_form=episode.work_form.key, action__in=WORDS)


def openings_said(events: Sequence[AuditEvent]) -> list[Opening]:
    """The events in words; two queries however many."""
    people = User.objects.in_bulk({event.actor for event in events if event.actor})
    about = {int(event.about_id) for event in events if event.about == Client._meta.label}
    clients = Client.objects.in_bulk(about)
    return [
        Opening(
            event,
            people.get(event.actor or 0),
            clients.get(int(event.about_id)) if event.about == Client._meta.label else None,
            WORDS[event.action],
        )
        for event in events
    ]
