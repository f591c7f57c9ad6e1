"""Who has opened what a work form keeps of somebody, in words that they themselves understand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import visible
from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.rules import Action
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import Client, Family
from poukama.clients.rules import Action as Clients
from poukama.organisation.models import User
from poukama.outbox.rules import Action as Outbox
from poukama.toolkit import clock
from poukama.toolkit.facts import Text

WORDS: dict[str, Text] = {
    Action.READ_EPISODE: _("opened your page"),
    Clients.READ_CARD: _("opened your card"),
    Clients.READ_NAME: _("opened your name"),
    Clients.READ_IDENTITY_CODE: _("opened your identity code"),
    Clients.NAME_CLIENT: _("wrote or corrected your name"),
    Clients.SEE_ATTACHMENTS: _("looked which attachments are kept of you"),
    Clients.READ_ATTACHMENT: _("opened an attachment of yours"),
    Clients.ADD_ATTACHMENT: _("added an attachment"),
    Clients.VOID_ATTACHMENT: _("took an attachment out"),
    Clients.SEE_TIES: _("opened who is what to you"),
    Clients.READ_SAFE_CONTACT: _("opened your number or address"),
    Clients.READ_WHEREABOUTS: _("opened where you live and are found"),
    Clients.RECORD_WHEREABOUTS: _("wrote or corrected where you live and are found"),
    Clients.READ_ORDER: _("opened an order that protects you"),
    Clients.ADD_ORDER: _("recorded an order that protects you"),
    Clients.CHANGE_ORDER: _("changed an order that protects you"),
    Clients.READ_IN_EMERGENCY: _("opened in an emergency what must be known of you"),
    Clients.AGREE_SAFE_CONTACT: _("agreed with you how you may be contacted"),
    Clients.SEE_CONSENTS: _("opened what may be told of you"),
    Clients.GIVE_CONSENT: _("wrote down your consent"),
    Clients.CHANGE_CONSENT: _("wrote down that a consent has ended"),
    Clients.DISCLOSE: _("wrote down what was told of you"),
    Clients.SAY_SAME: _("looked whether you are known twice"),
    Action.SEE_EARLIER: _("opened the earlier contacts that you have linked"),
    Action.LINK_EARLIER: _("linked earlier contacts with you"),
    Outbox.SEND: _("sent you a message, or tried to"),
}
"""What a client is told of each action; the rest is work that nobody's file was opened for."""


@dataclass(frozen=True)
class Opening:
    """Somebody opened something, at a moment."""

    event: AuditEvent
    who: User | None
    did: Text


def openings(actor: Actor, episode: Episode, member: EpisodeMember | None = None) -> QuerySet[AuditEvent]:
    """What the episode's work form has opened of it; or of one who takes part, while they did. Unordered.

    Only of this work form: that somebody is served elsewhere is told by those who serve them there. One member at a
    time: what is kept of one is no business of another, family or not.
    """
    rows = AuditEvent.objects.filter(work_form=episode.work_form.key, action__in=WORDS)
    if member is None:
        return rows.filter(_of_the_whole(episode))
    rows = rows.filter(about=Client._meta.label, about_id=str(member.client_id))
    rows = rows.filter(happened_at__gte=clock.local(member.starts_on, time.min))
    if member.ends_on is not None:
        rows = rows.filter(happened_at__lt=clock.local(member.ends_on + timedelta(days=1), time.min))
    return rows


def _of_the_whole(episode: Episode) -> Q:
    """Events about the episode itself, and while it went on about the family as a whole."""
    about = Q(about=Episode._meta.label, about_id=str(episode.pk))
    if episode.family_id is None:
        return about
    theirs = Q(about=Family._meta.label, about_id=str(episode.family_id))
    theirs &= Q(happened_at__gte=clock.local(episode.starts_on, time.min))
    if episode.ends_on is not None:
        theirs &= Q(happened_at__lt=clock.local(episode.ends_on + timedelta(days=1), time.min))
    return about | theirs


def members_to_ask(actor: Actor, episode: Episode) -> list[EpisodeMember]:
    """Those who take or took part and can be found again, of whom one may ask. One query."""
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None)
    coded = members.filter(client__identification=ClientIdentification.CODED)
    found = visible(actor, Action.READ_MEMBER, coded).select_related("client")
    return list(found.order_by("starts_on", "pk"))


def openings_said(events: Sequence[AuditEvent]) -> list[Opening]:
    """The events in words; one query however many."""
    people = User.objects.in_bulk({event.actor for event in events if event.actor})
    return [Opening(event, people.get(event.actor or 0), WORDS[event.action]) for event in events]
