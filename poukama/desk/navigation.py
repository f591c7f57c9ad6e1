"""The home page, first in the rail."""

from django.utils.translation import gettext_lazy as _

from poukama.desk.rules import Action
from poukama.toolkit.navigation import NavItem

ITEMS = (NavItem(_("Today"), "today", "home", Action.SEE_TODAY, order=0, phone=1),)
