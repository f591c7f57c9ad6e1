"""The gatekeeper's place in the rail."""

from django.utils.translation import gettext_lazy as _

from poukama.clients.rules import Action
from poukama.toolkit.navigation import NavItem

ITEMS = (NavItem(_("Walls"), "shield", "clients:walls", Action.SEE_WALLS, order=80, phone=1),)
