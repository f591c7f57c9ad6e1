"""Measures of how the work goes as it is meant to."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from poukama.governance.facts import Direction, TargetUnit
from poukama.organisation.choices import Role
from poukama.reporting.measures.model import Measure, Term

_REVIEW = date(2027, 1, 31)

STEPS_IN_TIME = Measure(
    key="steps_in_time",
    title=_("Steps of processes done in time"),
    counts=_(
        "Steps of processes whose day was in the period and that were done by that day. "
        "What was left out with a reason is not counted, nor what stopped because an episode ended."
    ),
    reason=_("A report or an evaluation helps when it comes in time."),
    unit=TargetUnit.STEP,
    terms=(Term("casework.steps_in_time", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

STEPS_LATE = Measure(
    key="steps_late",
    title=_("Steps of processes done late"),
    counts=_("Steps of processes whose day was in the period and that were done after that day."),
    reason=_("What is late tells where there is too much to do, or a process that does not fit."),
    unit=TargetUnit.STEP,
    terms=(Term("casework.steps_late", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
    direction=Direction.AT_MOST,
)

STEPS_DUE = Measure(
    key="steps_due",
    title=_("Steps of processes that fell due"),
    counts=_(
        "Steps of processes whose day was in the period, done or not. Those done in time and late are counted "
        "by themselves: what they are of these tells how well processes are followed."
    ),
    reason=_("How a process is followed is seen only beside all that it asked for."),
    unit=TargetUnit.STEP,
    terms=(Term("casework.steps", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PROCESSES_CARRIED_THROUGH = Measure(
    key="processes_carried_through",
    title=_("Processes carried through"),
    counts=_(
        "Processes of an agreed number of meetings whose closing, due in the period, was held. "
        "A process that was broken off is not counted."
    ),
    reason=_("A child is helped by a process that is carried to its end, not by one that was begun."),
    unit=TargetUnit.PROCESS,
    terms=(Term("casework.processes_carried_through", "processes"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PROCESSES = (STEPS_IN_TIME, STEPS_LATE, STEPS_DUE, PROCESSES_CARRIED_THROUGH)
