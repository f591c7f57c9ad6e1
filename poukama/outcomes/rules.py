"""Who may record answers received."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm
from poukama.outcomes.models import ReceivedAnswer

_STAFF = (Role.WORKER, Role.LEAD)


class Action(StrEnum):
    """What can be done with answers."""

    READ_ANSWER = "outcomes.read_answer"
    RECORD_ANSWER = "outcomes.record_answer"
    VOID_ANSWER = "outcomes.void_answer"


@allows(Action.READ_ANSWER, ReceivedAnswer, to=_STAFF, title=_("See that answers were received"))
def may_read_answer(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("work_form", *_STAFF)


@allows(Action.RECORD_ANSWER, WorkForm, to=_STAFF, title=_("Record that an answer was received"))
def may_record_answer(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("", *_STAFF)


@allows(Action.VOID_ANSWER, ReceivedAnswer, to=_STAFF, title=_("Undo an answer"))
def may_void_answer(actor: Actor) -> Q:
    """Whoever recorded it, while they work in the work form; and its lead."""
    own = actor.within("work_form", Role.WORKER) & Q(recorded_by=actor.user)
    return own | actor.within("work_form", Role.LEAD)
