"""Goals and a plan in three voices, and the process that a worker begins."""

from datetime import time, timedelta
from functools import partial

from poukama.casework.choices import IS_VISIT, ForWhom, GoalEnding, GoalLevel, Trigger, Voice
from poukama.casework.models import DueStep, PlanParagraph, ProcessTemplate
from poukama.casework.services.following import follow_these
from poukama.casework.services.goals import GoalIn, agree_goal, end_goal
from poukama.casework.services.plans import (
    approve_plan,
    disagree,
    publish_plan,
    settle_disagreement,
    write_paragraph,
)
from poukama.casework.services.processes import begin_process, end_process
from poukama.casework.services.steps import do_step
from poukama.organisation.choices import TermList
from poukama.setup.demo import sayings
from poukama.setup.demo.along import Along
from poukama.toolkit import clock

NEED = "need"
DAY = timedelta(days=1)


def agree(along: Along) -> None:
    """A main goal, two interim goals under it, and one of a parent's own now and then."""
    today, by = clock.today(), along.by
    goal = GoalIn(along.aside.one_of(sayings.MAIN), with_referrer=True)
    along.main = agree_goal(episode=along.episode, level=GoalLevel.MAIN, goal=goal, agreed_on=today, by=by)
    for text in along.aside.some(sayings.INTERIM, 2):
        goal = GoalIn(text, under=along.main)
        agree_goal(episode=along.episode, level=GoalLevel.INTERIM, goal=goal, agreed_on=today, by=by)


def publish(along: Along) -> None:
    """The first version, after what each voice has said; a few families disagree on something, and come to agree."""
    for section, voices in sayings.PLAN.items():
        for voice, texts in voices.items():
            _say(along, section, Voice(voice), along.aside.one_of(texts))
    if along.aside.happens(0.12):
        said = disagree(
            episode=along.episode, section=NEED, voice=Voice.FAMILY, text=sayings.DISAGREES, by=along.by
        )
        agreed = partial(settle_disagreement, paragraph=said, by=along.by)
        along.on(clock.today() + 9 * DAY, time(11), agreed)
    _version(along, with_referrer=True)


def review(along: Along) -> None:
    """The plan is looked at again: the family says its need anew, and a version is made."""
    if along.going_on(GoalLevel.INTERIM, GoalLevel.MAIN):
        _say(along, NEED, Voice.FAMILY, along.aside.one_of(sayings.REVISED))
        _version(along, with_referrer=along.aside.happens(0.7))


def attain(along: Along) -> None:
    """On the last day: which goals were attained, and which are needed no more."""
    for goal in along.going_on(GoalLevel.INTERIM, GoalLevel.MAIN):
        ending = GoalEnding.ATTAINED if along.aside.happens(0.6) else GoalEnding.DROPPED
        end_goal(goal=goal, ending=ending, ends_on=clock.today(), by=along.by)


def begin(along: Along) -> None:
    """A process of so many visits, by two workers."""
    template = ProcessTemplate.objects.get(key=along.accompanied.process)
    others = [user for user in along.world.staff.of(along.episode.work_form) if user != along.by]
    along.process = begin_process(
        episode=along.episode,
        template=template,
        starts_on=clock.today(),
        member=along.children[0] if template.for_whom == ForWhom.EACH_CHILD else None,
        workers=[along.by, *others[:1]],
        by=along.by,
    )


def met(along: Along, kind: str) -> None:
    """A visit took place today: the last of the process is its closing, held together."""
    kinds = {term.key: term.attributes.get(IS_VISIT) for term in along.world.words(TermList.CONTACT_KIND)}
    if along.process is None or kinds[kind] is False:
        return
    along.visits += 1
    if along.visits < along.accompanied.visits:
        return
    follow_these([along.episode.pk])
    closing = DueStep.objects.filter(
        process=along.process, voided_at=None, step__trigger=Trigger.MEETINGS, duty__done_on=None
    ).first()
    if closing is not None:
        do_step(step=closing, done_on=clock.today(), by=along.by)
        end_process(process=along.process, ends_on=clock.today(), by=along.by)
        along.process = None


def _say(along: Along, section: str, voice: Voice, text: str) -> None:
    standing = PlanParagraph.objects.filter(
        episode=along.episode, section=section, voice=voice, is_disagreement=False, voided_at=None
    )
    seen = standing.values_list("pk", flat=True).first()
    write_paragraph(episode=along.episode, section=section, voice=voice, text=text, seen=seen, by=along.by)


def _version(along: Along, *, with_referrer: bool) -> None:
    today, every = clock.today(), along.accompanied.plan_every
    version = publish_plan(
        episode=along.episode,
        published_on=today,
        next_review_on=today + every * DAY,
        present=along.adults,
        read_together=True,
        with_referrer=with_referrer,
        by=along.by,
    )
    for voice in (Voice.FAMILY, Voice.WORKER):
        approve_plan(version=version, voice=voice, approved_on=today, by=along.by)
    along.on(today + DAY * (every - along.aside.between((0, 5))), time(13), partial(review, along))
