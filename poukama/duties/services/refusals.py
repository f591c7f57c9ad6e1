"""Why a duty is not changed as asked."""

from poukama.organisation.models import User


class DoneAlready(Exception):
    """The duty has been done, or need not be done any more."""


class CannotSee(Exception):
    """Whoever would do it may not see what it is about: `who`."""

    def __init__(self, who: User) -> None:
        super().__init__(who.pk)
        self.who = who


class NotOneOfUs(Exception):
    """Whoever would do it does not work in the work form on that day."""
