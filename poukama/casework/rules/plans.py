"""Who may do what with a family's plan: as with the episode, and under a protection order those it names.

A plan says when they come and with whom they meet, which tells where they are.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Episode, PlanParagraph, PlanVersion
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.rules import unwalled


def _of_plans(actor: Actor, episode: str = "") -> Q:
    return theirs(actor, *STAFF, episode=episode) & unhidden(actor, episode)


@allows(Action.SEE_PLAN, Episode, to=STAFF, title=_("See a family's plan"))
def may_see_plan(actor: Actor) -> Q:
    """Workers and leads of its work form; under a protection order, those it names."""
    return _of_plans(actor)


@allows(Action.READ_PLAN_PARAGRAPH, PlanParagraph, to=STAFF, title=_("Read what a family's plan says"))
def may_read_plan_paragraph(actor: Actor) -> Q:
    """Whoever may see the plan; of one who takes part, those whom no wall keeps from them."""
    return _of_plans(actor, "episode__") & unwalled(actor, client="member__client")


@allows(Action.WRITE_PLAN, Episode, to=STAFF, title=_("Write a family's plan"))
def may_write_plan(actor: Actor) -> Q:
    """Whoever may see it, while the episode goes on."""
    return _of_plans(actor) & Q(ends_on=None)


@allows(
    Action.SETTLE_DISAGREEMENT, PlanParagraph, to=STAFF, title=_("Write that a disagreement has been settled")
)
def may_settle_disagreement(actor: Actor) -> Q:
    """Whoever may read it."""
    return _of_plans(actor, "episode__") & unwalled(actor, client="member__client") & Q(is_disagreement=True)


@allows(Action.PUBLISH_PLAN, Episode, to=STAFF, title=_("Make a version of a family's plan"))
def may_publish_plan(actor: Actor) -> Q:
    """Whoever may see it, while the episode goes on."""
    return _of_plans(actor) & Q(ends_on=None)


@allows(Action.READ_PLAN_VERSION, PlanVersion, to=STAFF, title=_("Read a version of a family's plan"))
def may_read_plan_version(actor: Actor) -> Q:
    """Whoever may see the plan."""
    return _of_plans(actor, "episode__")


@allows(Action.APPROVE_PLAN, PlanVersion, to=STAFF, title=_("Write who accepts a family's plan"))
def may_approve_plan(actor: Actor) -> Q:
    """Whoever may see the plan."""
    return _of_plans(actor, "episode__")
