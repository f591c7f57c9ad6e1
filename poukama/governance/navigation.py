"""Where the plan stands in the rail."""

from django.utils.translation import gettext_lazy as _

from poukama.governance.rules import Action
from poukama.toolkit.navigation import NavItem

ITEMS = (NavItem(_("The plan"), "plan", "governance:plans", Action.READ_PLAN, order=62),)
