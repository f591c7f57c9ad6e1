from poukama.clients.views.card import card, name, name_client
from poukama.clients.views.code_name import another_code_name

__all__ = ["another_code_name", "card", "name", "name_client"]
