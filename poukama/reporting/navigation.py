"""Where figures stand in the rail."""

from django.utils.translation import gettext_lazy as _

from poukama.reporting.rules import Action
from poukama.toolkit.navigation import NavItem

ITEMS = (
    NavItem(_("Progress"), "figure", "reporting:newest", Action.SEE_FIGURES, order=60),
    NavItem(_("Annual report"), "report", "reporting:annual_newest", Action.SEE_ANNUAL_REPORT, order=62),
)
