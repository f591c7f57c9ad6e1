"""Where answers are found in the rail."""

from django.utils.translation import gettext_lazy as _

from poukama.outcomes.rules import Action
from poukama.toolkit.navigation import NavItem

ITEMS = (NavItem(_("Answers"), "answer", "outcomes:answers", Action.READ_ANSWER, order=65),)
