"""Who may do what with agreed times: when somebody comes tells where they are."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Appointment, Episode
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden


@allows(Action.READ_APPOINTMENT, Appointment, to=STAFF, title=_("See agreed times"))
def may_read_appointment(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names and the time's workers."""
    own = Appointment.workers.through.objects.filter(appointment=OuterRef("pk"), user=actor.user)
    return theirs(actor, *STAFF, episode="episode__") & (unhidden(actor) | Q(Exists(own)))


@allows(Action.SEE_TIMES, Episode, to=STAFF, title=_("See which times are agreed with a family"))
def may_see_times(actor: Actor) -> Q:
    """Workers and leads of its work form; each time is asked by itself."""
    return theirs(actor, *STAFF)


@allows(Action.AGREE_ON_TIME, Episode, to=STAFF, title=_("Agree on a time"))
def may_agree_on_time(actor: Actor) -> Q:
    """Workers and leads of its work form, while it goes on."""
    return theirs(actor, *STAFF) & Q(ends_on=None)


@allows(
    Action.CHANGE_APPOINTMENT, Appointment, to=STAFF, title=_("Move a time, call it off, or take that back")
)
def may_change_appointment(actor: Actor) -> Q:
    """Whoever may see it."""
    return may_read_appointment(actor)


@allows(Action.HOLD_APPOINTMENT, Appointment, to=STAFF, title=_("Record what was agreed"))
def may_hold_appointment(actor: Actor) -> Q:
    """Whoever may see it, as long as it is neither recorded nor called off."""
    return may_read_appointment(actor) & Q(voided_at=None, contact=None)
