"""What can be done with figures: choose what a target counts, freeze them, count frozen ones again, make a report of them."""

from poukama.reporting.services.annual import (
    Made,
    NoPlanForYear,
    NoSuchQuestion,
    PlanNotApproved,
    QuestionsOpen,
    SaysNothing,
    YearNotOver,
    answer_question,
    ask_again,
    leave_question_out,
    make_draft,
    make_final,
)
from poukama.reporting.services.binding import (
    CountsOthers,
    asked_now,
    bind_indicator,
    bind_target,
    may_count,
)
from poukama.reporting.services.snapshots import (
    NothingToFreeze,
    Rerun,
    freeze_figure,
    freeze_year,
    rerun,
)

__all__ = [
    "CountsOthers",
    "Made",
    "NoPlanForYear",
    "NoSuchQuestion",
    "NothingToFreeze",
    "PlanNotApproved",
    "QuestionsOpen",
    "Rerun",
    "SaysNothing",
    "YearNotOver",
    "answer_question",
    "ask_again",
    "asked_now",
    "bind_indicator",
    "bind_target",
    "freeze_figure",
    "freeze_year",
    "leave_question_out",
    "make_draft",
    "make_final",
    "may_count",
    "rerun",
]
