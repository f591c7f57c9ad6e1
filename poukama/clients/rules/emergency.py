"""Who may open the least in an emergency, and who looks at it."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.access.policy import allows
from poukama.clients.models import (
    EmergencyAccess,
    EmergencyCheck,
)
from poukama.clients.rules.actions import Action
from poukama.clients.rules.seen import CHECKERS, GATEKEEPERS, STAFF, unwalled
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, Association
from poukama.organisation.queries import in_force
from poukama.toolkit import clock


def left_to_check(actor: Actor, *, by: str, client: str, family: str, to_director: Q) -> Q:
    """Rows with a `work_form` of which somebody else than who is at `by` must check what was done, and it is the actor.

    The lead of the work form; the director where no other lead is, or where `to_director` says so. Whoever a wall
    hides them from does not learn of it, and it is then the gatekeeper who checks it.
    """
    others = Assignment.objects.filter(in_force(actor.day), role=Role.LEAD, user__is_active=True)
    there = others.filter(Q(work_form=OuterRef("work_form")) | Q(work_form=None)).exclude(user=OuterRef(by))
    theirs = actor.within("work_form", Role.LEAD) & ~to_director
    if actor.has(Role.DIRECTOR):
        theirs |= to_director | Q(~Exists(there))
    mine = theirs & unwalled(actor, client=client, family=family)
    if actor.has(*GATEKEEPERS):  # from whom every wall hides both its sides
        mine |= ~unwalled(actor, client=client, family=family)
    return mine & ~Q(**{by: actor.user})


def _own_emergency(actor: Actor) -> Q:
    return Q(recorded_by=actor.user, voided_at=None) & unwalled(actor, client="client", family="family")


@allows(
    Action.BREAK_GLASS, Association, to=STAFF, title=_("Open in an emergency what another work form keeps")
)
def may_break_glass(actor: Actor) -> Q:
    """Workers and leads who serve people known by a code, for an hour, past no wall; two others look at it later."""
    return EVERYTHING if actor.serves_known() else NOTHING


@allows(
    Action.READ_IN_EMERGENCY,
    EmergencyAccess,
    to=STAFF,
    title=_("See the least that must be known, while an emergency is open"),
)
def may_read_in_emergency(actor: Actor) -> Q:
    """Whoever opened it, until it ends or they close it; nobody past a wall."""
    return _own_emergency(actor) & Q(closed_at=None, ends_at__gt=clock.now())


@allows(
    Action.NOTE_EMERGENCY, EmergencyAccess, to=STAFF, title=_("Write what was done in one's own emergency")
)
def may_note_emergency(actor: Actor) -> Q:
    """Whoever opened it."""
    return _own_emergency(actor)


@allows(
    Action.CHECK_EMERGENCY, EmergencyCheck, to=CHECKERS, title=_("Look at what others opened in an emergency")
)
def may_check_emergency(actor: Actor) -> Q:
    """The lead of where it is kept and the lead of who opened it; the director where there is none; nobody their own.

    Past a wall the gatekeeper.
    """
    return left_to_check(
        actor,
        by="access__recorded_by",
        client="access__client",
        family="access__family",
        to_director=Q(to_director=True),
    ) & Q(access__voided_at=None)
