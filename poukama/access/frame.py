"""What the frame around the pages asks of the rules."""

from poukama.access.actor import Actor
from poukama.access.policy import may_ever
from poukama.organisation.choices import Role
from poukama.toolkit import frame, navigation


def roles_in_words(actor: Actor) -> str:
    """The roles someone holds today, each named once, in the order they were given."""
    return ", ".join(str(Role(role).label) for role in dict.fromkeys(held.role for held in actor.held))


def connect() -> None:
    """Give the frame its answers; called once, when the app starts."""
    navigation.ask(may_ever)
    frame.ask(roles_in_words)
