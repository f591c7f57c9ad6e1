"""What one work form keeps of somebody, with its time."""

from dataclasses import dataclass
from datetime import date

from poukama.casework.choices import Sort
from poukama.clients.ending import Bond, Whose
from poukama.organisation.models import WorkForm


@dataclass(frozen=True)
class Kept:
    """By which rule something is kept, and the last day of it; without a day nobody can say yet."""

    rule: str
    until: date | None


@dataclass(frozen=True)
class Record:
    """What one work form keeps of somebody; `number` is that of the family, person, episode or request."""

    sort: Sort
    number: int | str
    work_form: WorkForm
    last_on: date
    kept: Kept
    clients: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    """Clients who took part here, but go with another record that is kept longer."""
    episodes: frozenset[int] = frozenset()
    requests: frozenset[str] = frozenset()
    known: int | None = None
    """The key of the `KnownIn` of the family or the person itself."""
    code: str = ""
    bonds: tuple[Bond, ...] = ()
    is_when_hidden: bool = False
    """A protection order hides from whoever reads it when they came."""

    @property
    def key(self) -> str:
        """By which it is one of a work form."""
        return f"{self.sort}:{self.number}"

    @property
    def whose(self) -> Whose:
        """The same as other apps understand it."""
        family = int(self.number) if self.sort == Sort.FAMILY else None
        return Whose(self.key, self.work_form, family, self.clients)

    def has_come(self, day: date) -> bool:
        """Whether its time has passed."""
        return self.kept.until is not None and self.kept.until < day
