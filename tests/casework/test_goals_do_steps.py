"""What a family does with its goals is the step of the process: nobody presses twice."""

from datetime import date

import pytest

from poukama.casework.choices import GoalStep, Trigger
from poukama.casework.models import DueStep
from poukama.casework.services.following import follow
from poukama.casework.services.goal_steps import month_evaluated, week_goals_evaluated, week_goals_set
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.factories.casework import EpisodeFactory, ProcessFactory, ProcessTemplateFactory
from tests.factories.organisation import TermFactory

MONDAY, FRIDAY, TUESDAY_AFTER = date(2024, 9, 9), date(2024, 9, 13), date(2024, 9, 17)
STEPS = (
    {"does": "agree", "trigger": Trigger.WEEKLY, "weekday": 1},
    {"does": "review", "trigger": Trigger.WEEKLY, "weekday": 5},
    {"does": "month", "trigger": Trigger.MONTHLY},
    {"does": "other", "trigger": Trigger.WEEKLY, "weekday": 1},
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(work_form_a, aino):
    """An episode whose process asks for goals each week and month."""
    for key, step in (
        ("agree", GoalStep.WEEK_SET),
        ("review", GoalStep.WEEK_EVALUATED),
        ("month", GoalStep.MONTH_EVALUATED),
    ):
        TermFactory(list=TermList.PROCESS_STEP, key=key, attributes={"met_by": step.value})
    TermFactory(list=TermList.PROCESS_STEP, key="other")
    episode = EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 9, 2), recorded_by=aino)
    template = ProcessTemplateFactory(work_form=work_form_a, steps=STEPS)
    ProcessFactory(episode=episode, template=template, recorded_by=aino)
    return episode


def done(episode):
    """What has been done, by when it fell due, and when."""
    rows = DueStep.objects.filter(process__episode=episode, duty__done_on__isnull=False).order_by(
        "duty__due_on", "key"
    )
    return [(row.key, row.duty.due_on, row.duty.done_on) for row in rows.select_related("duty")]


def test_goals_of_a_week_do_the_steps_of_that_week_only(episode, aino):
    with clock.moved_to(MONDAY):
        follow(episode=episode, by=aino)
        week_goals_set(episode, MONDAY, aino)
    with clock.moved_to(FRIDAY):
        follow(episode=episode, by=aino)
        week_goals_evaluated(episode, MONDAY, aino)
    assert done(episode) == [("agree", MONDAY, MONDAY), ("review", FRIDAY, FRIDAY)]


def test_a_week_that_is_evaluated_afterwards_is_late(episode, aino):
    with clock.moved_to(TUESDAY_AFTER):
        follow(episode=episode, by=aino)
        week_goals_evaluated(episode, MONDAY, aino)
    assert done(episode) == [("review", FRIDAY, TUESDAY_AFTER)]


def test_a_month_that_is_evaluated_does_its_step_once(episode, aino):
    with clock.moved_to(date(2024, 9, 30)):
        follow(episode=episode, by=aino)
        month_evaluated(episode, date(2024, 9, 1), aino)
    with clock.moved_to(date(2024, 10, 1)):
        month_evaluated(episode, date(2024, 9, 1), aino)
    assert [(key, day) for key, _due, day in done(episode)] == [("month", date(2024, 9, 30))]
