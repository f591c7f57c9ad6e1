"""Supported handovers of a synthetic year: on a consent, answered within days; those taken on are met and leave again."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import partial

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.models import Appointment, Episode, EpisodeMember, Handover
from poukama.casework.queries.handovers import is_under_order
from poukama.casework.rules import Action
from poukama.casework.services.closing import close_episode
from poukama.casework.services.contacts import record_contact
from poukama.casework.services.handing_over import (
    What,
    accept_handover,
    hear_answer,
    refuse_handover,
    send_handover,
)
from poukama.casework.services.holding import hold_time
from poukama.clients.choices import HowGiven, Purpose
from poukama.clients.models import KnownIn
from poukama.clients.receivers import Receiver
from poukama.clients.services.consent import Said, give_consent
from poukama.clients.services.disclosing import BY_CONSENT
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import words
from poukama.setup.demo import sayings
from poukama.setup.demo.along import Along
from poukama.setup.demo.staff import Staff
from poukama.setup.demo.world import World
from poukama.toolkit import clock

DAY = timedelta(days=1)
STAYS = 70
"""How many days whoever was taken on stays there; who could not leave within the year is not taken on."""


def hand_over(along: Along) -> None:
    """Shortly before they leave. Most are taken on the next day; some are not, because it is full."""
    to = along.world.work_forms[along.accompanied.handed_to]
    handover = _send(
        along.episode, [*along.adults, *along.children], to, along.by, along.aside.one_of(sayings.HANDED_OVER)
    )
    there = along.aside.one_of(along.world.staff.of(to))
    has_time = clock.today() + STAYS * DAY < along.world.until
    answer = _accept if has_time and along.aside.happens(0.7) else _refuse
    tomorrow = clock.local(clock.today() + DAY, time(10, 20))
    along.world.diary.add(tomorrow, partial(answer, along, handover, there))


def wait_for_answers(world: World) -> None:
    """On the last day some wait for their answer, and some were refused and their sender has not read it."""
    taken: set[int] = set()
    for stands in world.description.handovers:
        to = world.work_forms[stands.to]
        standing = Episode.objects.filter(
            work_form=world.work_forms[stands.from_], voided_at=None, ends_on=None, family__isnull=False
        )
        free = standing.exclude(pk__in=taken).select_related("work_form").order_by("starts_on", "pk")
        with clock.moved_to(clock.local(clock.today() - stands.days_ago * DAY, time(13, 10))):
            sent = next((each for each in (_try(one, to, world.staff) for one in free) if each), None)
        if sent is None:
            continue
        taken.add(sent.episode_id)
        if stands.reason:
            answered = clock.local(clock.today() - (stands.days_ago - 2) * DAY, time(9, 40))
            by = world.staff.of(to)[0]
            with clock.moved_to(answered):
                refuse_handover(handover=sent, reason=stands.reason, words=sayings.FULL, by=by)


def _try(episode: Episode, to: WorkForm, staff: Staff) -> Handover | None:
    """Send it, unless something hides the family from whoever would do it."""
    by = episode.key_worker or staff.of(episode.work_form)[0]
    if is_under_order(episode) or not may(Actor(by, clock.today()), Action.SEND_HANDOVER, episode):
        return None
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    along = [each for each in members.select_related("client").order_by("pk") if not each.client.is_unborn]
    return _send(episode, along, to, by, sayings.HANDED_OVER[0]) if along else None


def _send(
    episode: Episode, members: Sequence[EpisodeMember], to: WorkForm, by: User, summary: str
) -> Handover:
    """With a consent of all of them, given by the first; under one controller none is asked."""
    today = clock.today()
    is_crossing = to.controller != episode.work_form.controller
    if is_crossing:
        clients = [member.client_id for member in members]
        rows = KnownIn.objects.filter(client__in=clients, work_form=episode.work_form)
        of_client = {
            known.client_id: known for known in rows.select_related("client", "work_form").order_by("pk")
        }
        known = [of_client[client] for client in clients]
        said = Said(
            to=Receiver(work_form=to),
            what="miten voimme ja mitä toivomme",
            purpose=Purpose.SUPPORT,
            how=HowGiven.IN_PERSON,
            given_on=today,
            expires_on=today + 90 * DAY,
        )
        give_consent(of=known, given_by=known[0], said=said, by=by)
    need = words(TermList.NEED).of(to)[0].key
    what = What(members, need, summary, before_on=today + 10 * DAY, is_agreed=True)
    return send_handover(episode=episode, to=to, what=what, basis=BY_CONSENT if is_crossing else "", by=by)


def _refuse(along: Along, handover: Handover, there: User) -> None:
    refuse_handover(handover=handover, reason="full", by=there)
    _heard(along, handover)


def _heard(along: Along, handover: Handover) -> None:
    hear = partial(hear_answer, handover=handover, by=along.by)
    along.world.diary.add(clock.local(clock.today() + DAY, time(8, 10)), hear)


def _accept(along: Along, handover: Handover, there: User) -> None:
    """They are met in three days, some times more, and leave."""
    diary, first_on = along.world.diary, clock.today() + 3 * DAY
    named = along.accompanied.handed_as
    roles = {each.client_id: named.get(each.role, each.role) for each in handover.members.order_by("pk")}
    episode = accept_handover(handover=handover, first_on=first_on, kind="meeting", roles=roles, by=there)
    _heard(along, handover)
    diary.add(clock.local(first_on, time(15)), partial(_met_first, episode, there))
    for ago in (14, 28, 42):
        event = partial(_met, episode, there)
        diary.add(clock.local(first_on + ago * DAY, time(14)), event)
    last = clock.local(first_on + 56 * DAY, time(16))
    diary.add(
        last, lambda: close_episode(episode=episode, ends_on=clock.today(), reason="goals_met", by=there)
    )


def _met_first(episode: Episode, by: User) -> None:
    hold_time(appointment=Appointment.objects.get(episode=episode, voided_at=None), by=by)


def _met(episode: Episode, by: User) -> None:
    record_contact(
        episode=episode, kind="meeting", happened_on=clock.today(), minutes=60, took_place=True, by=by
    )
