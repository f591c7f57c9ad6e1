"""Where volunteers, matches and partners are found in the rail."""

from django.utils.translation import gettext_lazy as _

from poukama.toolkit.navigation import NavItem
from poukama.workforce.rules import Action

ITEMS = (
    NavItem(_("Volunteers"), "volunteers", "workforce:volunteers", Action.READ_VOLUNTEER, order=60),
    NavItem(_("Matches"), "people", "workforce:matches", Action.READ_MATCH, order=61),
    NavItem(_("Partners"), "partner", "workforce:partners", Action.READ_PARTNERSHIP, order=62),
)
