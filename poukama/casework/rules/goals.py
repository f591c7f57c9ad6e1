"""Who may do what with goals: as with the episode; a goal of one who takes part also as with them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import CareGoal, Episode, GoalMark, GoalRound, GoalWords, RoundGoal
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs
from poukama.clients.rules import unwalled


def _of_goals(actor: Actor, goal: str = "") -> Q:
    """Goals at a path, of episodes in whose work form one works; of nobody whom a wall hides."""
    episodes = theirs(actor, *STAFF, episode=f"{goal}episode__")
    return episodes & unwalled(actor, client=f"{goal}member__client")


@allows(Action.SEE_GOALS, Episode, to=STAFF, title=_("See the goals of an episode"))
def may_see_goals(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.READ_GOAL, CareGoal, to=STAFF, title=_("Read goals"))
def may_read_goal(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; of one who takes part, those whom no wall keeps from them."""
    return _of_goals(actor)


@allows(Action.READ_GOAL_ROUND, GoalRound, to=STAFF, title=_("See for which weeks and months goals are set"))
def may_read_goal_round(actor: Actor) -> Q:
    """Workers and leads of the episode's work form."""
    return theirs(actor, *STAFF, episode="episode__")


@allows(Action.READ_ROUND_GOAL, RoundGoal, to=STAFF, title=_("See the goals of a week or a month"))
def may_read_round_goal(actor: Actor) -> Q:
    """As the goal."""
    return _of_goals(actor, "goal__")


@allows(Action.READ_GOAL_MARK, GoalMark, to=STAFF, title=_("See how goals went"))
def may_read_goal_mark(actor: Actor) -> Q:
    """As the goal."""
    return _of_goals(actor, "turn__goal__")


@allows(Action.READ_GOAL_WORDS, GoalWords, to=STAFF, title=_("Read what was said of goals"))
def may_read_goal_words(actor: Actor) -> Q:
    """As the goal of which it was said, and whoever said it."""
    of_goal = unwalled(actor, client="turn__goal__member__client")
    whose = theirs(actor, *STAFF, episode="round__episode__") & unwalled(actor, client="member__client")
    return whose & of_goal


@allows(Action.AGREE_GOAL, Episode, to=STAFF, title=_("Agree main and interim goals"))
def may_agree_goal(actor: Actor) -> Q:
    """Workers and leads of its work form, while the episode goes on."""
    return theirs(actor, *STAFF) & Q(ends_on=None)


@allows(Action.END_GOAL, CareGoal, to=STAFF, title=_("End goals"))
def may_end_goal(actor: Actor) -> Q:
    """Whoever may read it."""
    return _of_goals(actor)


@allows(Action.SET_WEEK, Episode, to=STAFF, title=_("Set the goals of a week"))
def may_set_week(actor: Actor) -> Q:
    """Workers and leads of its work form, while the episode goes on."""
    return theirs(actor, *STAFF) & Q(ends_on=None)


@allows(Action.MARK_GOAL, RoundGoal, to=STAFF, title=_("Write how a goal went"))
def may_mark_goal(actor: Actor) -> Q:
    """As the goal."""
    return _of_goals(actor, "goal__")


@allows(Action.LEND_DEVICE, Episode, to=STAFF, title=_("Hand the device over for the goals of a week"))
def may_lend_device(actor: Actor) -> Q:
    """Workers and leads of its work form, while the episode goes on."""
    return theirs(actor, *STAFF) & Q(ends_on=None)


@allows(Action.EVALUATE_MONTH, Episode, to=STAFF, title=_("Evaluate a month together"))
def may_evaluate_month(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)
