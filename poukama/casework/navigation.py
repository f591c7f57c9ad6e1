from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.casework.rules import Action
from poukama.clients.rules import Action as Clients
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
    NavItem(_("How work is spread"), "people", "casework:load", Action.SEE_LOAD, order=25),
    NavItem(
        _("Requests"),
        "phone",
        "casework:requests",
        Action.READ_REQUEST,
        order=18,
        only=Actor.serves_known,
    ),
    NavItem(
        _("Open in an emergency"),
        "key",
        "casework:break_glass",
        Clients.BREAK_GLASS,
        order=70,
        only=Actor.serves_known,
    ),
    NavItem(_("Emergencies"), "lock", "casework:emergency_checks", Action.SEE_CHECKS, order=86),
    NavItem(_("Odd reading"), "mark", "casework:odd_readings", Action.SEE_CHECKS, order=87),
    NavItem(_("Records that end"), "broom", "casework:destructions", Action.SEE_DESTRUCTION, order=88),
)
