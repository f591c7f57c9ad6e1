"""Agreeing at the end how those who leave are asked later how they are, and asking them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from poukama.access import audit
from poukama.casework.choices import FollowUpOutcome, Trigger
from poukama.casework.duty_kinds import FOLLOW_UP_DUTY, follow_up_key
from poukama.casework.models import DueStep, Episode, EpisodeMember, FollowUp
from poukama.casework.process_days import months_after
from poukama.casework.queries.workers import who_see
from poukama.casework.rules import Action
from poukama.casework.services.closing import close_episode, reopen_episode
from poukama.casework.services.following import is_undone, owner_and_deputy, working_with
from poukama.casework.services.refusals import (
    DayNotYetCome,
    DaysDoNotFit,
    NotAMember,
    NothingRuns,
    UndoTooLate,
    locked,
)
from poukama.casework.services.steps import do_step, undo_step
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.clients.queries import allowed_by, safe_contact_in
from poukama.duties.services import drop_duty, finish_duty, move_duties, open_duty, reopen_duty
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

LONGEST_AFTER = timedelta(days=2 * 366)
AGAIN_WITHIN = timedelta(days=92)
"""How far ahead one tries again, when somebody was not reached."""


class EpisodeGoesOn(Exception):
    """Those who have not left are met, not followed."""


class NoSafeWay(Exception):
    """They have not agreed to be reached so, or the agreement does not hold any more."""


class AgreedAlready(Exception):
    """The same is agreed already."""


class FollowUpDoesNotFit(Exception):
    """So many months after the end is past already, or too far ahead."""


class AgainDoesNotFit(Exception):
    """The day on which one tries again is not ahead, or is too far ahead."""


class MetAlready(Exception):
    """It has been made, or taken back."""


@dataclass(frozen=True)
class FollowUpIn:
    """Whom one asks, by which way, and what else was agreed."""

    known: KnownIn
    channel: Channel
    words: str = ""


@transaction.atomic
def close_and_follow(  # noqa: PLR0913  # what an ending is
    *,
    episode: Episode,
    ends_on: date,
    reason: str,
    months: Sequence[int],
    agreed: FollowUpIn | None,
    by: User,
) -> Episode:
    """End an episode, and agree with somebody to ask them so many months later: all of it or nothing."""
    episode = close_episode(episode=episode, ends_on=ends_on, reason=reason, by=by)
    for number in months if agreed else ():
        assert agreed is not None  # noqa: S101  # there are no months without it
        try:
            agree_follow_up(episode=episode, agreed=agreed, due_on=months_after(ends_on, number), by=by)
        except DaysDoNotFit:
            raise FollowUpDoesNotFit from None
    return episode


@transaction.atomic
def reopen_and_unfollow(*, episode: Episode, by: User) -> Episode:
    """Take an ending back, and with it the follow-ups that were agreed: whoever goes on is not followed."""
    episode = reopen_episode(episode=episode, by=by)
    for follow_up in FollowUp.objects.filter(episode=episode, voided_at=None, met_on=None).order_by("pk"):
        follow_up.voided_at, follow_up.voided_by = clock.now(), by
        follow_up.save(update_fields=["voided_at", "voided_by"])
        drop_duty(kind=FOLLOW_UP_DUTY, key=follow_up_key(follow_up.pk), by=by)
    return episode


@transaction.atomic
def agree_follow_up(*, episode: Episode, agreed: FollowUpIn, due_on: date, by: User) -> FollowUp:
    """Agree with somebody on a day after the end, by a way that they have said yes to. It becomes a duty."""
    episode = locked(episode)
    if episode.ends_on is None:
        raise EpisodeGoesOn
    if not max(episode.ends_on, clock.today()) < due_on <= episode.ends_on + LONGEST_AFTER:
        raise DaysDoNotFit
    _refuse_way(episode, agreed)
    if FollowUp.objects.filter(
        episode=episode, known=agreed.known, due_on=due_on, voided_at=None, try_of=None
    ).exists():
        raise AgreedAlready
    follow_up = FollowUp.objects.create(
        episode=episode,
        known=agreed.known,
        due_on=due_on,
        channel=agreed.channel,
        words=agreed.words.strip() or None,
        step=_step(episode, due_on),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    if follow_up.step is None:
        owner, deputy = owner_and_deputy(who_see(episode, working_with(episode), clock.today()))
        open_duty(
            kind=FOLLOW_UP_DUTY,
            key=follow_up_key(follow_up.pk),
            work_form=episode.work_form,
            due_on=due_on,
            owner=owner,
            deputy=deputy,
            by=by,
        )
    _audit(Action.AGREE_FOLLOW_UP, follow_up, by)
    return follow_up


@transaction.atomic
def meet_follow_up(
    *, follow_up: FollowUp, outcome: FollowUpOutcome, met_on: date, by: User, told: str = ""
) -> FollowUp:
    """Write down that they were asked, and how they are; that they did not want to say; or that one tries no more."""
    follow_up = _waiting(follow_up, met_on)
    _met(follow_up, outcome, met_on, told, by)
    follow_up.save(update_fields=["outcome", "met_on", "met_at", "met_by", "told"])
    if follow_up.step is None:
        finish_duty(kind=FOLLOW_UP_DUTY, key=follow_up_key(follow_up.pk), done_on=met_on, by=by)
    elif follow_up.step.voided_at is None and is_undone(follow_up.step):
        do_step(step=follow_up.step, done_on=met_on, by=by)
    _audit(Action.MEET_FOLLOW_UP, follow_up, by, outcome=outcome)
    return follow_up


@transaction.atomic
def try_again(*, follow_up: FollowUp, tried_on: date, again_on: date, by: User, told: str = "") -> FollowUp:
    """Write down that they were not reached, and try on another day, by the way that was agreed. Returns the try."""
    follow_up = _waiting(follow_up, tried_on)
    if not clock.today() < again_on <= clock.today() + AGAIN_WITHIN:
        raise AgainDoesNotFit
    if _is_taken(follow_up, again_on):
        raise AgreedAlready
    tried = FollowUp(
        episode=follow_up.episode,
        known=follow_up.known,
        due_on=follow_up.due_on,
        channel=follow_up.channel,
        try_of=follow_up,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _met(tried, FollowUpOutcome.NOT_REACHED, tried_on, told, by)
    tried.save()
    _move(follow_up, again_on, by)
    _audit(Action.MEET_FOLLOW_UP, follow_up, by, outcome=FollowUpOutcome.NOT_REACHED, again_on=str(again_on))
    return tried


@transaction.atomic
def take_follow_up_back(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Take back, on the same day, how it went or that it was tried; what waits is due when it was. Returns what waits."""
    follow_up = _locked(follow_up)
    if follow_up.voided_at is not None or follow_up.met_at is None:
        raise NothingRuns
    if not clock.is_today(follow_up.met_at):
        raise UndoTooLate
    if follow_up.try_of is not None:
        waiting = _untry(follow_up, _locked(follow_up.try_of), by)
    else:
        waiting = follow_up
        waiting.outcome, waiting.met_on, waiting.told = "", None, None
        waiting.met_at = waiting.met_by = None
        waiting.save(update_fields=["outcome", "met_on", "met_at", "met_by", "told"])
        if waiting.step is None:
            reopen_duty(kind=FOLLOW_UP_DUTY, key=follow_up_key(waiting.pk))
        elif not is_undone(waiting.step):
            undo_step(step=waiting.step, by=by)
    _audit(Action.MEET_FOLLOW_UP, waiting, by, what="taken_back")
    return waiting


def _untry(tried: FollowUp, waiting: FollowUp, by: User) -> FollowUp:
    later = FollowUp.objects.filter(try_of=waiting, voided_at=None, met_at__gt=tried.met_at)
    if waiting.voided_at is not None or waiting.met_on is not None or later.exists():
        raise NothingRuns
    if _is_taken(waiting, tried.due_on):
        raise NothingRuns
    tried.voided_at, tried.voided_by = clock.now(), by
    tried.save(update_fields=["voided_at", "voided_by"])
    _move(waiting, tried.due_on, by)
    return waiting


def _locked(follow_up: FollowUp) -> FollowUp:
    locked(follow_up.episode)
    related = ("episode__work_form", "known__client", "step__duty", "try_of")
    return FollowUp.objects.select_related(*related).get(pk=follow_up.pk)


def _waiting(follow_up: FollowUp, day: date) -> FollowUp:
    """It as it is now; refuses when it does not wait any more, or a day on which nobody could have been asked."""
    follow_up = _locked(follow_up)
    if follow_up.voided_at is not None or follow_up.met_on is not None:
        raise MetAlready
    if day > clock.today():
        raise DayNotYetCome
    if follow_up.episode.ends_on is None or day <= follow_up.episode.ends_on:
        raise DaysDoNotFit
    return follow_up


def _met(follow_up: FollowUp, outcome: FollowUpOutcome, day: date, told: str, by: User) -> None:
    follow_up.outcome, follow_up.met_on = outcome, day
    follow_up.met_at, follow_up.met_by = clock.now(), by
    follow_up.told = told.strip() or None


def _is_taken(follow_up: FollowUp, day: date) -> bool:
    same = {"episode": follow_up.episode_id, "known": follow_up.known_id, "due_on": day}
    rows = FollowUp.objects.filter(**same, try_of=None, voided_at=None)
    return rows.exclude(pk=follow_up.pk).exists()


def _move(follow_up: FollowUp, day: date, by: User) -> None:
    follow_up.due_on = day
    follow_up.save(update_fields=["due_on"])
    if follow_up.step is not None:
        move_duties([(follow_up.step.duty, day)])
    else:
        work_form = follow_up.episode.work_form
        open_duty(
            kind=FOLLOW_UP_DUTY, key=follow_up_key(follow_up.pk), work_form=work_form, due_on=day, by=by
        )


def _refuse_way(episode: Episode, agreed: FollowUpIn) -> None:
    known = agreed.known
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None, client=known.client_id)
    if known.work_form_id != episode.work_form_id or known.client_id is None or not along.exists():
        raise NotAMember
    contact = safe_contact_in(known)
    if contact is None or contact.expires_on < clock.today() or not opens(contact):
        raise NoSafeWay
    if agreed.channel not in allowed_by(contact):
        raise NoSafeWay


def _step(episode: Episode, due_on: date) -> DueStep | None:
    """The step of a process that asks for the same: it is the duty then."""
    rows = DueStep.objects.filter(
        process__episode=episode,
        process__voided_at=None,
        voided_at=None,
        left_out_at=None,
        follow_up=None,
        step__trigger=Trigger.AFTER_END,
        duty__due_on=due_on,
        duty__done_on=None,
    )
    return rows.order_by("pk").first()


def _audit(action: Action, follow_up: FollowUp, by: User, **detail: object) -> None:
    audit.record(
        action,
        by=by,
        about=follow_up.whom.client,
        work_form=follow_up.episode.work_form.key,
        detail={"episode": follow_up.episode_id, "follow_up": str(follow_up.pk), **detail},
    )
