"""What casework says to somebody who asks for their own data."""

from poukama.casework.queries.own import own_passages
from poukama.casework.services.own_data import let_go_of_copies
from poukama.clients.own_data import gives, lets_go


def connect() -> None:
    """Have casework asked; called once, when the app starts."""
    gives("casework", 20, own_passages)
    lets_go("casework", let_go_of_copies)
