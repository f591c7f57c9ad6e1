"""Carrying how somebody may be reached from a request to their safe contact, so that it is not asked and typed again."""

from datetime import timedelta

from poukama.casework.models import Episode, EpisodeMember, Request
from poukama.clients.choices import Channel, ClientIdentification
from poukama.clients.models import KnownIn, SafeContact
from poukama.clients.services.safety import Agreement, agree_safe_contact
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.organisation.words import words_of
from poukama.toolkit import clock

AGREED_FOR = timedelta(days=30)
"""A number that was told on the phone is gone through again within a month."""
GROWN = "adult"


def carry_reach(asked: Request, episode: Episode, by: User) -> SafeContact | None:
    """Agree it with the first grown member who has not agreed on anything here; None when there is none."""
    if not asked.channel or not asked.reach:
        return None
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None)
    coded = list(members.filter(client__identification=ClientIdentification.CODED).order_by("pk"))
    words = words_of(TermList.MEMBER_ROLE, episode.work_form, {member.role for member in coded})
    icons = {key: term.attributes.get("icon", GROWN) for key, term in words.items()}
    grown = next((member for member in coded if icons.get(member.role) == GROWN), None)
    known = grown and KnownIn.objects.filter(client=grown.client_id, work_form=episode.work_form).first()
    if not known or SafeContact.objects.filter(known=known, voided_at=None).exists():
        return None
    return agree_safe_contact(
        known=known, agreed=_agreement(asked), expires_on=clock.today() + AGREED_FOR, by=by
    )


def _agreement(asked: Request) -> Agreement:
    hours, reach = asked.hours or "", asked.reach
    if asked.channel == Channel.CALL:
        return {"by_call": True, "phone": reach, "hours": hours}
    if asked.channel == Channel.VOICEMAIL:
        return {"by_voicemail": True, "phone": reach, "hours": hours}
    if asked.channel == Channel.TEXT:
        return {"by_text": True, "phone": reach, "hours": hours}
    if asked.channel == Channel.EMAIL:
        return {"by_email": True, "email": reach, "hours": hours}
    return {"by_post": True, "address": reach, "hours": hours}
