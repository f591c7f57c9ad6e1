"""What clients says to somebody who asks for their own data."""

from poukama.clients.own_data import gives
from poukama.clients.queries.own import own_passages


def connect() -> None:
    """Have clients asked; called once, when the app starts."""
    gives("clients", 10, own_passages)
