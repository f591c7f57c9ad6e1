"""Who follows a process, does its steps and sees how work is spread. When a step is due can tell when they come."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import DueStep, Episode, Process
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.rules import unwalled
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm


def of_process(actor: Actor, process: str = "") -> Q:
    """Processes, at a path, of an episode of the actor's work form that no wall and no order hides."""
    episode = f"{process}episode__"
    seen = theirs(actor, *STAFF, episode=episode) & unhidden(actor, episode)
    return seen & unwalled(actor, client=f"{process}member__client")


@allows(Action.SEE_COMING, Episode, to=STAFF, title=_("See what is coming in an episode"))
def may_see_coming(actor: Actor) -> Q:
    """Workers and leads of its work form; what is shown there is asked row by row."""
    return theirs(actor, *STAFF)


@allows(Action.SEE_PROCESSES, Episode, to=STAFF, title=_("See the processes of an episode"))
def may_see_processes(actor: Actor) -> Q:
    """Workers and leads of its work form; what is shown there is asked row by row."""
    return theirs(actor, *STAFF)


@allows(Action.READ_PROCESS, Process, to=STAFF, title=_("Read processes"))
def may_read_process(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names."""
    return of_process(actor)


@allows(Action.BEGIN_PROCESS, Episode, to=STAFF, title=_("Begin a process"))
def may_begin_process(actor: Actor) -> Q:
    """Workers and leads of its work form, while the episode goes on; under a protection order, those it names."""
    return theirs(actor, *STAFF) & unhidden(actor, "") & Q(ends_on=None)


@allows(Action.CHANGE_PROCESS, Process, to=STAFF, title=_("Change or end a process"))
def may_change_process(actor: Actor) -> Q:
    """Whoever may read it."""
    return of_process(actor)


@allows(Action.READ_STEP, DueStep, to=STAFF, title=_("See the steps of a process"))
def may_read_step(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names."""
    return of_process(actor, "process__")


@allows(Action.DO_STEP, DueStep, to=STAFF, title=_("Say that a step is done"))
def may_do_step(actor: Actor) -> Q:
    """Whoever may see it."""
    return of_process(actor, "process__")


@allows(Action.LEAVE_STEP_OUT, DueStep, to=STAFF, title=_("Leave a step out"))
def may_leave_step_out(actor: Actor) -> Q:
    """Whoever may see it, with a reason."""
    return of_process(actor, "process__")


@allows(Action.SEE_LOAD, WorkForm, to=(Role.LEAD,), title=_("See how work is spread"))
def may_see_load(actor: Actor) -> Q:
    """Leads, of their own work forms; numbers only, and of those whom no wall hides from them."""
    return actor.within("", Role.LEAD)
