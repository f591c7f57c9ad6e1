"""A child whom a family expects is born: they take part in the episode from their birthday."""

from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import Episode, EpisodeMember, Process
from poukama.casework.rules import Action
from poukama.casework.services.following import follow
from poukama.casework.services.members import add_member
from poukama.casework.services.processes import void_processes
from poukama.casework.services.refusals import EpisodeClosed, SomethingHangsOnIt, locked
from poukama.clients.choices import Kinship
from poukama.clients.models import Expecting, KnownIn
from poukama.clients.services import create_client
from poukama.clients.services import expecting as expectations
from poukama.clients.services.ties import add_tie
from poukama.organisation.models import User
from poukama.toolkit import clock

MOST_AT_ONCE = 4


class TooManyAtOnce(Exception):
    """More children than are born at once."""


@transaction.atomic
def record_birth(
    *, episode: Episode, expecting: Expecting, born_on: date, role: str, by: User, children: int = 1
) -> list[EpisodeMember]:
    """The child is born and takes part from that day; of twins whom nobody expected, one more is added.

    Until then they took no part: an unborn child is counted nowhere.
    """
    if not 1 <= children <= MOST_AT_ONCE:
        raise TooManyAtOnce
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    first = expectations.born(expecting=expecting, born_on=born_on, by=by)
    starts_on = max(born_on, episode.starts_on)
    others = [
        create_client(
            work_form=episode.work_form,
            since_on=born_on,
            by=by,
            family=first.family,
            came_with=first.came_with,
            birth_year=born_on.year,
        )
        for _ in range(children - 1)
    ]
    mother = KnownIn.objects.get(client=expecting.mother_id, work_form=episode.work_form)
    for child in others:
        add_tie(known=mother, other=child, kind=Kinship.PARENT, starts_on=None, by=by)
    born = [
        add_member(episode=episode, client=child, role=role, starts_on=starts_on, by=by)
        for child in (first, *others)
    ]
    follow(episode=episode, by=by)
    return born


@transaction.atomic
def take_birth_back(*, episode: Episode, expecting: Expecting, by: User) -> None:
    """Take a birth or a loss back: the child is expected as before. Refused once a contact or a note is about them."""
    episode = locked(episode)
    members = EpisodeMember.objects.filter(client=expecting.client_id, voided_at=None)
    if members.filter(contacts__voided_at=None, contacts__isnull=False).exists():
        raise SomethingHangsOnIt
    if members.filter(note_parts__isnull=False).exists():
        raise SomethingHangsOnIt
    expectations.take_back(expecting=expecting, by=by)
    gone = list(members.order_by("pk").values_list("pk", flat=True))
    void_processes(Process.objects.filter(member__in=gone, voided_at=None), by=by)
    if gone:
        members.update(voided_at=clock.now(), voided_by=by)
    follow(episode=episode, by=by)
    if gone:
        audit.record(
            Action.CHANGE_MEMBERS,
            by=by,
            about=episode,
            work_form=episode.work_form.key,
            detail={"what": "taken_back", "members": gone},
        )
