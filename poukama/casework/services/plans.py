"""Writing a family's plan in three voices, making versions of it, and accepting them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.casework.choices import OF_PLANS, GoalLevel, ReportStep, Voice
from poukama.casework.duty_kinds import PLAN_REVIEW_DUTY
from poukama.casework.models import (
    CareGoal,
    Episode,
    EpisodeMember,
    PlanApproval,
    PlanParagraph,
    PlanVersion,
)
from poukama.casework.queries.workers import who_see
from poukama.casework.rules import Action
from poukama.casework.services.following import owner_and_deputy, working_with
from poukama.casework.services.goal_rounds import refuse_stranger
from poukama.casework.services.met_steps import meet
from poukama.casework.services.refusals import (
    DayNotYetCome,
    DaysDoNotFit,
    EpisodeClosed,
    locked,
    refuse_day,
    refuse_old,
    word,
)
from poukama.duties.services import drop_duty, finish_duty, open_duty
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from poukama.toolkit.sealing import opens

LONGEST_BETWEEN = timedelta(days=366)
"""A plan that nobody looks at for longer than a year is no plan."""


class ParagraphSaysNothing(Exception):
    """There are no words, or not those of a voice of plans."""


class ChangedMeanwhile(Exception):
    """Somebody else has written what this `voice` says since it was looked at."""

    def __init__(self, voice: Voice) -> None:
        super().__init__(str(voice))
        self.voice = voice


class PlanWithoutGoals(Exception):
    """A plan has at least one goal that goes on."""


class PlanWithoutWords(Exception):
    """Nobody has written anything into the plan."""


class ReviewTooLate(Exception):
    """The next day on which the plan is looked at is more than a year away."""


class SettledAlready(Exception):
    """The disagreement has been settled."""


@transaction.atomic
def write_paragraph(
    *,
    episode: Episode,
    section: str,
    voice: Voice,
    text: str,
    seen: UUID | None,
    by: User,
    member: EpisodeMember | None = None,
) -> PlanParagraph | None:
    """Write what a voice says in a section, in the place of the paragraph that one has `seen`; empty takes it out.

    Refuses when that is not the one that stands now: two who write at once never write over each other.
    """
    episode = _open(episode)
    text = text.strip()
    if voice not in OF_PLANS:
        raise ParagraphSaysNothing
    word(TermList.PLAN_SECTION, section, episode.work_form)
    refuse_stranger(member, episode)
    standing = PlanParagraph.objects.filter(
        episode=episode, section=section, voice=voice, member=member, is_disagreement=False, voided_at=None
    ).first()
    if (standing.pk if standing else None) != seen:
        raise ChangedMeanwhile(voice)
    if standing is not None:
        if opens(standing) and standing.text == text:
            return standing
        standing.voided_at, standing.voided_by = clock.now(), by
        standing.save(update_fields=["voided_at", "voided_by"])
    elif not text:
        return None
    written = (
        PlanParagraph.objects.create(
            episode=episode,
            section=section,
            voice=voice,
            member=member,
            text=text,
            corrects=standing,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        if text
        else None
    )
    _audit(Action.WRITE_PLAN, episode, by, section=section, voice=str(voice))
    return written


@transaction.atomic
def write_section(
    *,
    episode: Episode,
    section: str,
    texts: Mapping[Voice, tuple[str, UUID | None]],
    by: User,
    member: EpisodeMember | None = None,
    against: tuple[Voice, str] | None = None,
) -> None:
    """Write what several voices say in a section at once, and in what one disagrees: all of it, or nothing.

    Nothing is written when one has changed meanwhile.
    """
    for voice, (text, seen) in texts.items():
        write_paragraph(
            episode=episode, section=section, voice=voice, text=text, seen=seen, member=member, by=by
        )
    if against:
        voice, text = against
        disagree(episode=episode, section=section, voice=voice, text=text, member=member, by=by)


@transaction.atomic
def disagree(
    *,
    episode: Episode,
    section: str,
    voice: Voice,
    text: str,
    by: User,
    member: EpisodeMember | None = None,
) -> PlanParagraph:
    """Write down in what a voice disagrees. It stays as it is, and is shown until it is settled."""
    episode = _open(episode)
    text = text.strip()
    if not text or voice not in OF_PLANS:
        raise ParagraphSaysNothing
    word(TermList.PLAN_SECTION, section, episode.work_form)
    refuse_stranger(member, episode)
    written = PlanParagraph.objects.create(
        episode=episode,
        section=section,
        voice=voice,
        member=member,
        is_disagreement=True,
        text=text,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _audit(Action.WRITE_PLAN, episode, by, section=section, voice=str(voice), what="disagreement")
    return written


@transaction.atomic
def settle_disagreement(*, paragraph: PlanParagraph, by: User) -> PlanParagraph:
    """Say that those who disagreed have come to agree; what was disagreed stays readable."""
    episode = locked(paragraph.episode)
    paragraph = PlanParagraph.objects.get(pk=paragraph.pk)
    if not paragraph.is_disagreement:
        raise ParagraphSaysNothing
    if paragraph.settled_on is not None:
        raise SettledAlready
    paragraph.settled_on, paragraph.settled_at, paragraph.settled_by = clock.today(), clock.now(), by
    paragraph.save(update_fields=["settled_on", "settled_at", "settled_by"])
    _audit(Action.SETTLE_DISAGREEMENT, episode, by, section=paragraph.section)
    return paragraph


@transaction.atomic
def publish_plan(  # noqa: PLR0913  # what is told of a version, and who was there
    *,
    episode: Episode,
    published_on: date,
    next_review_on: date,
    by: User,
    present: Sequence[EpisodeMember] = (),
    others_present: str = "",
    read_together: bool = False,
    with_referrer: bool = False,
) -> PlanVersion:
    """Make a version of the plan as it stands, and a duty of looking at it again; the former duty is done.

    Gone through with the referrer, the step of the process that asks for it in that month is done too.
    """
    episode = _open(episode)
    _refuse_days(published_on, next_review_on, episode)
    for member in present:
        refuse_stranger(member, episode)
    goals = CareGoal.objects.filter(
        episode=episode, voided_at=None, ends_on=None, level__in=(GoalLevel.MAIN, GoalLevel.INTERIM)
    ).order_by()
    if not goals.exists():
        raise PlanWithoutGoals
    paragraphs = PlanParagraph.objects.filter(episode=episode, voided_at=None, settled_on=None).order_by()
    if not paragraphs.exists():
        raise PlanWithoutWords
    latest = _latest(episode)
    if latest is not None and published_on < latest.published_on:
        raise DaysDoNotFit
    version = PlanVersion.objects.create(
        episode=episode,
        number=latest.number + 1 if latest else 1,
        published_on=published_on,
        next_review_on=next_review_on,
        read_together=read_together,
        with_referrer=with_referrer,
        others_present=others_present.strip() or None,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    version.paragraphs.set(paragraphs)
    version.goals.set(goals)
    version.present.set(present)
    if latest is not None:
        key = _duty_key(episode, latest.number)
        finish_duty(kind=PLAN_REVIEW_DUTY, key=key, done_on=published_on, by=by)
    _to_be_reviewed(version, by)
    if with_referrer:
        _reviewed(episode, published_on, by)
    _audit(Action.PUBLISH_PLAN, episode, by, number=version.number)
    return version


@transaction.atomic
def approve_plan(
    *, version: PlanVersion, voice: Voice, approved_on: date, by: User, member: EpisodeMember | None = None
) -> PlanApproval:
    """Write that one of the voices accepts a version. Said twice it is written once."""
    episode = locked(version.episode)
    if voice not in OF_PLANS:
        raise ParagraphSaysNothing
    refuse_stranger(member, episode)
    if approved_on > clock.today():
        raise DayNotYetCome
    if approved_on < version.published_on:
        raise DaysDoNotFit
    standing = PlanApproval.objects.filter(version=version, voice=voice, member=member, voided_at=None)
    found = standing.order_by("pk").first()
    if found is not None:
        return found
    approval = PlanApproval.objects.create(
        version=version,
        voice=voice,
        member=member,
        approved_on=approved_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _audit(Action.APPROVE_PLAN, episode, by, number=version.number, voice=str(voice))
    return approval


@transaction.atomic
def void_approval(*, approval: PlanApproval, by: User) -> None:
    """Take back an approval that was written by mistake today."""
    episode = locked(approval.version.episode)
    approval = PlanApproval.objects.select_related("version").get(pk=approval.pk)
    refuse_old(approval)
    approval.voided_at, approval.voided_by = clock.now(), by
    approval.save(update_fields=["voided_at", "voided_by"])
    _audit(Action.APPROVE_PLAN, episode, by, number=approval.version.number, what="taken_back")


def drop_review(episode: Episode, by: User) -> None:
    """Nobody looks again at the plan of an episode that has ended; a part of ending it."""
    versions = PlanVersion.objects.filter(episode=episode).order_by("-number")
    number = versions.values_list("number", flat=True).first()
    if number is not None:
        drop_duty(kind=PLAN_REVIEW_DUTY, key=_duty_key(episode, number), by=by)


def resume_review(episode: Episode, by: User) -> None:
    """The plan is looked at again after all; a part of taking an ending back."""
    latest = _latest(episode)
    if latest is not None:
        _to_be_reviewed(latest, by)


def _refuse_days(published_on: date, next_review_on: date, episode: Episode) -> None:
    refuse_day(published_on, episode)
    if next_review_on <= published_on:
        raise DaysDoNotFit
    if next_review_on > published_on + LONGEST_BETWEEN:
        raise ReviewTooLate


def _reviewed(episode: Episode, day: date, by: User) -> None:
    """The step that asks for a review with the referrer in the month of the day is done."""
    month = Period.month(day.year, day.month)
    due = Q(duty__due_on__range=(month.starts_on, month.ends_on))
    meet(episode, ReportStep.PLAN_REVIEWED, due, by)


def _latest(episode: Episode) -> PlanVersion | None:
    return (
        PlanVersion.objects.filter(episode=episode)
        .select_related("episode__work_form", "episode__key_worker", "episode__pair_worker")
        .order_by("-number")
        .first()
    )


def _open(episode: Episode) -> Episode:
    now = locked(episode)
    if not now.is_open:
        raise EpisodeClosed
    return now


def _to_be_reviewed(version: PlanVersion, by: User) -> None:
    """Each version has a duty of its own, so that a review that came late stays late."""
    owner, deputy = owner_and_deputy(who_see(version.episode, working_with(version.episode), clock.today()))
    open_duty(
        kind=PLAN_REVIEW_DUTY,
        key=_duty_key(version.episode, version.number),
        work_form=version.episode.work_form,
        due_on=version.next_review_on,
        owner=owner,
        deputy=deputy,
        by=by,
    )


def _duty_key(episode: Episode, number: int) -> str:
    return f"{episode.pk}:{number}"


def _audit(action: Action, episode: Episode, by: User, **detail: object) -> None:
    audit.record(action, by=by, about=episode, work_form=episode.work_form.key, detail=detail)
