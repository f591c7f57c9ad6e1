"""The pages that casework has of somebody besides their episodes."""

from django.utils.translation import gettext_lazy as _

from poukama.casework.queries import earlier_lately
from poukama.clients.on_card import OnCard, also_on_card


def connect() -> None:
    """Have cards lead to them; called once, when the app starts."""
    also_on_card(OnCard(_("Their own data, for themselves"), "download", "casework:ask_own_data"))
    also_on_card(OnCard(_("Earlier contacts"), "history", "casework:earlier", earlier_lately))
