"""Who sends handovers and who answers them. A wall hides one whole, on both ends and without a word of why."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.choices import HandoverState
from poukama.casework.models import Episode, EpisodeMember, Handover
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.models import BehindWall, SideWorker
from poukama.clients.rules import GATEKEEPERS, unwalled
from poukama.organisation.models import Assignment
from poukama.organisation.queries import in_force


def _unwalled_members(actor: Actor) -> Q:
    """Handovers of nobody whom a wall hides from the actor."""
    members = EpisodeMember.objects.filter(handovers=OuterRef("pk"))
    return ~Q(Exists(members.exclude(unwalled(actor, client="client"))))


@allows(Action.SEND_HANDOVER, Episode, to=STAFF, title=_("Hand somebody over to another work form"))
def may_send_handover(actor: Actor) -> Q:
    """Workers and leads of its work form, while it goes on; under a protection order, those it names."""
    return theirs(actor, *STAFF) & unhidden(actor, "") & Q(voided_at=None, ends_on=None)


@allows(Action.READ_HANDOVER, Handover, to=STAFF, title=_("See handovers that were sent"))
def may_read_handover(actor: Actor) -> Q:
    """Workers and leads of the work form that sent it; under a protection order, those it names."""
    sent = theirs(actor, *STAFF, episode="episode__") & unhidden(actor) & _unwalled_members(actor)
    return sent & Q(voided_at=None)


@allows(Action.CHANGE_HANDOVER, Handover, to=STAFF, title=_("Withdraw handovers, and hear what was answered"))
def may_change_handover(actor: Actor) -> Q:
    """Whoever may see that it was sent."""
    return may_read_handover(actor)


@allows(Action.ANSWER_HANDOVER, Handover, to=STAFF, title=_("Answer handovers"))
def may_answer_handover(actor: Actor) -> Q:
    """Workers and leads of the work form that receives it, of nobody whom a wall hides.

    Under a protection order those whom it names, and the one whom the sender named.
    """
    here = actor.within("to_work_form", *STAFF)
    here &= unwalled(actor, client="episode__client", family="episode__family")
    named = unhidden(actor) | Q(to_worker=actor.user)
    kept = Q(episode__destroyed_at=None) | Q(opened__isnull=False, opened__destroyed_at=None)
    return here & _unwalled_members(actor) & named & kept & Q(voided_at=None)


@allows(
    Action.SEE_WALLED_HANDOVER,
    Handover,
    to=GATEKEEPERS,
    title=_("See which handovers nobody can answer because of a wall"),
)
def may_see_walled_handover(actor: Actor) -> Q:
    """The gatekeeper, those that wait for a work form where nobody works on their side of a wall; none under an order."""
    there = Assignment.objects.filter(
        in_force(actor.day),
        Q(work_form=OuterRef("to")) | Q(work_form=None),
        user=OuterRef("user"),
        role__in=STAFF,
    )
    named = SideWorker.objects.filter(wall=OuterRef("wall"), side=OuterRef("side"), voided_at=None)
    answers = named.annotate(to=OuterRef("to")).filter(Exists(there))
    behind = BehindWall.objects.filter(wall__voided_at=None).annotate(to=OuterRef("to_work_form"))
    walls = behind.filter(~Exists(answers))
    of_them = (
        Q(Exists(walls.filter(family=OuterRef("episode__family"))))
        | Q(Exists(walls.filter(client=OuterRef("episode__client"))))
        | Q(Exists(walls.filter(client__memberships__handovers=OuterRef("pk"))))
        | Q(Exists(walls.filter(family__clients__memberships__handovers=OuterRef("pk"))))
    )
    return of_them & unhidden(actor) & Q(voided_at=None, state=HandoverState.SENT)
