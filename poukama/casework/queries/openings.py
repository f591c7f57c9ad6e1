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
    Action.SEE_COMING: _("looked at what is coming in our work with you"),
    Action.SEE_PROCESSES: _("opened how our work with you goes"),
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
    Clients.CORRECT_CLIENT: _("corrected when you were born or of which family you are"),
    Clients.SAY_SAME: _("looked whether you are known twice"),
    Action.READ_REQUEST: _("opened how you asked us for help"),
    Action.SEE_ARRIVAL: _("opened by what way you came to us"),
    Action.SEND_HANDOVER: _("handed you over to another team"),
    Action.READ_NOTES: _("opened what is written of you"),
    Action.READ_SHARED_PAST: _("opened what was written of all of you before you parted"),
    Action.SEE_CHILD_FIRST: _("looked on which days something is written of the children"),
    Action.READ_VERSIONS: _("opened how what is written of you has been corrected"),
    Action.EXPORT_NOTES: _("took what is written of you out as a document"),
    Action.SEE_EARLIER: _("opened the earlier contacts that you have linked"),
    Action.LINK_EARLIER: _("linked earlier contacts with you"),
    Action.SEE_TIMES: _("opened which times are agreed with you"),
    Action.SEE_GOALS: _("opened your goals"),
    Action.LEND_DEVICE: _("gave you the device for the goals of your week"),
    Action.EVALUATE_MONTH: _("evaluated a month with you"),
    Action.SEE_PLAN: _("opened your plan"),
    Action.WRITE_PLAN: _("wrote in your plan"),
    Action.PUBLISH_PLAN: _("made a version of your plan"),
    Action.READ_PLAN_VERSION: _("opened a version of your plan"),
    Action.WRITE_REPORT: _("put a report about you together"),
    Action.READ_REPORT: _("opened a report about you"),
    Action.CORRECT_REPORT: _("opened a report about you to correct it"),
    Action.EXPORT_REPORT: _("took a report about you out as a file"),
    Action.AGREE_FOLLOW_UP: _("agreed when you are asked how you are, or looked at it"),
    Action.MEET_FOLLOW_UP: _("opened what was agreed for asking how you are, or asked you"),
    Action.ASK_OWN_DATA: _("put your own data together for you"),
    Action.READ_OWN_DATA: _("read your own data that was put together for you"),
    Action.CHECK_OWN_DATA: _("checked your own data before you got it"),
    Action.TAKE_OWN_DATA: _("took your own data out for you"),
    Action.GIVE_OWN_DATA: _("gave you your own data"),
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
