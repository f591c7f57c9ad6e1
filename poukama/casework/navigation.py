from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.casework.rules import Action
from poukama.toolkit.navigation import RECORD, NavItem

ITEMS = (
    NavItem(
        _("Record"),
        "note",
        "casework:record",
        Action.RECORD_CONTACT,
        order=15,
        phone=RECORD,
        only=Actor.serves_known,
    ),
    NavItem(
        _("Families"),
        "families",
        "casework:episodes",
        Action.READ_EPISODE,
        order=20,
        phone=2,
        only=Actor.serves_known,
    ),
)
