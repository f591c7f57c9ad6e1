"""Measures of what is agreed, written and told along the way, and asked afterwards."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from poukama.governance.facts import Direction, TargetUnit
from poukama.organisation.choices import Role
from poukama.reporting.measures.model import Measure, Term

_REVIEW = date(2027, 1, 31)

GOALS_EVALUATED = Measure(
    key="goals_evaluated",
    title=_("Goals evaluated"),
    counts=_(
        "Goals of weeks and months that the family has looked at in the period, by how they went as the family "
        "sees it. A goal taken for three weeks is counted three times."
    ),
    reason=_("A goal that nobody looks at again helps nobody."),
    unit=TargetUnit.GOAL,
    terms=(Term("casework.goal_marks", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

GOALS_ATTAINED = Measure(
    key="goals_attained",
    title=_("Goals attained"),
    counts=_(
        "Goals that ended in the period because they were attained, each counted once. "
        "One that was no longer needed, or in whose place another came, is not counted."
    ),
    reason=_("What a family wanted to reach tells more of the help than how often it was met."),
    unit=TargetUnit.GOAL,
    terms=(Term("casework.goals_attained", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

NOTES_LATE = Measure(
    key="notes_late",
    title=_("Notes written late"),
    counts=_(
        "Notes of the period that were written later than the work form allows. A correction makes nothing late."
    ),
    reason=_("What is written days later is remembered otherwise, and the next shift did not know it."),
    unit=TargetUnit.NOTE,
    terms=(Term("casework.late_notes", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
    direction=Direction.AT_MOST,
)

REPORTS_IN_TIME = Measure(
    key="reports_in_time",
    title=_("Reports signed off in time"),
    counts=_(
        "Reports signed off in the period, by the day by which a process asked for them. "
        "One that no process asked for is not counted, nor a version that corrects another."
    ),
    reason=_("Whoever referred a family decides by what we tell, and decides without it when it is late."),
    unit=TargetUnit.REPORT,
    terms=(Term("casework.reports_in_time", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

REPORTS_LATE = Measure(
    key="reports_late",
    title=_("Reports signed off late"),
    counts=_("Reports signed off in the period, after the day by which a process asked for them."),
    reason=_("A report that is late tells where there is no time to write."),
    unit=TargetUnit.REPORT,
    terms=(Term("casework.reports_late", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
    direction=Direction.AT_MOST,
)

FOLLOW_UPS_DUE = Measure(
    key="follow_ups_due",
    title=_("Follow-ups agreed"),
    counts=_(
        "Follow-ups agreed when an episode ended, whose day was in the period. One that was put off because "
        "they were not reached is counted once, on the day on which it waits."
    ),
    reason=_("Those who leave are asked how they are, as was agreed with them."),
    unit=TargetUnit.FOLLOW_UP,
    terms=(Term("casework.follow_ups", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FOLLOW_UPS_MET = Measure(
    key="follow_ups_met",
    title=_("Follow-ups in which they were reached"),
    counts=_(
        "Of the follow-ups agreed whose day was in the period, those in which they were reached and said how "
        "they are."
    ),
    reason=_("Whether help has lasted is heard only from those who are reached."),
    unit=TargetUnit.FOLLOW_UP,
    terms=(Term("casework.follow_ups_met", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FOLLOWING = (
    GOALS_EVALUATED,
    GOALS_ATTAINED,
    NOTES_LATE,
    REPORTS_IN_TIME,
    REPORTS_LATE,
    FOLLOW_UPS_DUE,
    FOLLOW_UPS_MET,
)
