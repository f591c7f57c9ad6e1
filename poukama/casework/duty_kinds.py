"""The kinds of duty of casework, and the keys by which they are found.

A form whose typing is kept is called by a `…_FORM` of `on_drafts`, sometimes with the same value: the two never meet.
"""

from uuid import UUID

STEP_DUTY = "casework.step"
"""A step of a process has a day."""
PROMISE_DUTY = "casework.promise"
"""What a worker promised in a note is done by its day."""
REQUEST_DUTY = "casework.request"
"""A request is decided by its day."""
SAFETY_RECHECK_DUTY = "casework.safety_recheck"
"""Those who wait are asked again whether they are safe."""
HANDOVER_DUTY = "casework.handover"
"""A handover is answered by its day."""
HANDOVER_LATE_DUTY = "casework.handover_late"
"""One that nobody answered is looked after by the leads of both work forms, from the day on which it was late."""
FOLLOW_UP_DUTY = "casework.follow_up"
"""Somebody who has left is asked how they are; its key is that of the follow-up."""
PLAN_REVIEW_DUTY = "casework.plan_review"
"""A plan is looked at again; its key is the episode's."""
SHARED_PAST_DUTY = "casework.shared_past"
"""What was written of a family as a whole is gone through after it parted; its key is that of the former episode."""

FROM, TO = "from", "to"
"""The two ends of a handover."""


def check_key(code: str, checks: int) -> str:
    """The key of the next safety check of a request that has been checked so many times."""
    return f"{code}/{checks}"


def late_key(code: str, end: str) -> str:
    """The key of the duty of the lead at one end of a handover."""
    return f"{code}/{end}"


def follow_up_key(follow_up: UUID) -> str:
    """The key of the duty of a follow-up: without hyphens, which only one of the databases keeps."""
    return follow_up.hex
