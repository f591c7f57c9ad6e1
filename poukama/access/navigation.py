"""Places of whoever looks after people and accounts."""

from django.utils.translation import gettext_lazy as _

from poukama.access.rules import Action
from poukama.toolkit.navigation import NavItem

ITEMS = (
    NavItem(_("Staff"), "key", "access:staff", Action.READ_STAFF, order=90),
    NavItem(_("Audit trail"), "history", "access:audit", Action.READ_AUDIT, order=92),
)
