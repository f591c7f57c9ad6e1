"""Everything that can be recorded in activities."""

from poukama.activities.services.counted import AttendanceIn, HeadcountIn
from poukama.activities.services.door import correct_door, count_visit, undo_visit
from poukama.activities.services.groups import (
    end_group,
    reopen_group,
    start_group,
    void_group,
)
from poukama.activities.services.occasions import (
    cancel_occasion,
    correct_headcounts,
    correct_occasion,
    hold_occasion,
    mark_attendance,
    mark_everyone,
    plan_occasion,
    restore_occasion,
    unmark_attendance,
    void_occasion,
)
from poukama.activities.services.outreach import (
    record_chat_duty,
    record_outreach,
    void_chat_duty,
    void_outreach,
)
from poukama.activities.services.refusals import Refused

__all__ = [
    "AttendanceIn",
    "HeadcountIn",
    "Refused",
    "cancel_occasion",
    "correct_door",
    "correct_headcounts",
    "correct_occasion",
    "count_visit",
    "end_group",
    "hold_occasion",
    "mark_attendance",
    "mark_everyone",
    "plan_occasion",
    "record_chat_duty",
    "record_outreach",
    "reopen_group",
    "restore_occasion",
    "start_group",
    "undo_visit",
    "unmark_attendance",
    "void_chat_duty",
    "void_group",
    "void_occasion",
    "void_outreach",
]
