"""Who may open the pages of the desk."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import allows
from poukama.organisation.choices import Role
from poukama.organisation.models import Association


class Action(StrEnum):
    """What can be done on the desk's own pages."""

    READ_STYLE_GUIDE = "desk.read_style_guide"
    SEE_LATE_ROUNDS = "desk.see_late_rounds"
    SEE_TODAY = "desk.see_today"


@allows(Action.READ_STYLE_GUIDE, Association, to=tuple(Role), title=_("Read the style guide"))
def may_read_style_guide(actor: Actor) -> Q:
    """Everyone who works here: it tells nothing of anyone."""
    return EVERYTHING


@allows(
    Action.SEE_LATE_ROUNDS,
    Association,
    to=(Role.DIRECTOR, Role.ADMINISTRATOR),
    title=_("See what the house has not done by itself"),
)
def may_see_late_rounds(actor: Actor) -> Q:
    """The director, who answers for it, and the administrator, who mends it. It tells nothing of anyone."""
    return EVERYTHING


@allows(Action.SEE_TODAY, Association, to=tuple(Role), title=_("See one's own day"))
def may_see_today(actor: Actor) -> Q:
    """Everyone who works here has a home page; its panels ask their own rules."""
    return EVERYTHING
