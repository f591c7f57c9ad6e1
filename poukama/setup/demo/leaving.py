"""The end of an episode: what was attained, follow-ups agreed and later made, what is told of the children."""

from datetime import date, time, timedelta
from functools import partial

from poukama.casework.choices import FollowUpOutcome
from poukama.casework.models import Episode, FollowUp
from poukama.casework.process_days import months_after
from poukama.casework.services.closing import close_episode
from poukama.casework.services.follow_ups import FollowUpIn, agree_follow_up, meet_follow_up, try_again
from poukama.casework.services.following import follow_these
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn, SafeContact
from poukama.clients.queries import safe_contact_in
from poukama.clients.services.safety import agree_safe_contact
from poukama.organisation.models import User
from poukama.setup.demo import planning, sayings, telling
from poukama.setup.demo.along import Along
from poukama.toolkit import clock

AGREED_FOR, AGAIN_IN = timedelta(days=30), timedelta(days=9)
OUTCOMES = {"reached": 6.0, "declined": 1.0, "not_reached": 1.0, "later": 2.0}
PLANNED = ("goals_met", "period_ended", "moved_on")


def leave(along: Along, *, ends_on: date, reason: str) -> Episode:
    """End it. Whoever leaves as planned is asked later how they are, mostly; of others it is seldom agreed."""
    chance, what = along.aside, along.accompanied
    if reason in PLANNED:
        planning.attain(along)
    along.world.followed.discard(along.episode.pk)
    asked = what.follow_ups if along.adults and chance.happens(0.85 if reason in PLANNED else 0.4) else []
    known = _reachable(along) if asked else None
    closed = close_episode(episode=along.episode, ends_on=ends_on, reason=reason, by=along.by)
    is_told = bool(along.children) and chance.happens(what.told)
    if known is not None or is_told:
        follow_these([along.episode.pk])
    for months in asked:
        due_on = months_after(ends_on, months)
        if known is not None and due_on > clock.today():
            _agree(along, known, due_on)
    if is_told:
        late = chance.between((1, 4)) if chance.happens(0.2) else 0
        told_on = clock.local(ends_on + timedelta(days=late), time(18, 30))
        along.world.diary.add(told_on, partial(telling.tell_of_children, along))
    return closed


def _reachable(along: Along) -> KnownIn:
    """One of the adults, who says that they may be called."""
    known = KnownIn.objects.select_related("client", "work_form").get(
        client=along.adults[0].client_id, work_form=along.episode.work_form
    )
    former = safe_contact_in(known)
    agree_safe_contact(
        known=known,
        agreed={
            "by_call": True,
            "phone": f"000 {along.aside.between((100, 999))} 0000",
            "say": sayings.ASKED_THEN,
        },
        expires_on=clock.today() + AGREED_FOR,
        former=former.pk if isinstance(former, SafeContact) else None,
        by=along.by,
    )
    return known


def _agree(along: Along, known: KnownIn, due_on: date) -> None:
    agreed = FollowUpIn(known, Channel.CALL, sayings.ASKED_THEN)
    follow_up = agree_follow_up(episode=along.episode, agreed=agreed, due_on=due_on, by=along.by)
    how = along.aside.weighted(OUTCOMES)
    asked_on = due_on + timedelta(days=along.aside.between((-2, 6)))
    event = partial(_ask, follow_up, how, along.aside.one_of(sayings.REACHED), along.by)
    along.world.diary.add(clock.local(asked_on, time(13, 20)), event)
    if how == "later":
        again = partial(_ask, follow_up, "reached", along.aside.one_of(sayings.REACHED), along.by)
        along.world.diary.add(clock.local(asked_on + AGAIN_IN, time(15, 40)), again)


def _ask(follow_up: FollowUp, how: str, told: str, by: User) -> None:
    today = clock.today()
    if how == "later":
        try_again(follow_up=follow_up, tried_on=today, again_on=today + AGAIN_IN, told=sayings.TRIED, by=by)
        return
    outcome = FollowUpOutcome(how)
    said = told if outcome == FollowUpOutcome.REACHED else ""
    meet_follow_up(follow_up=follow_up, outcome=outcome, met_on=today, told=said, by=by)
