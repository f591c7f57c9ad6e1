"""What every part of a synthetic year shares."""

from dataclasses import dataclass, field
from datetime import date

from poukama.clients.code_names import WORDS
from poukama.clients.models import Client, Family
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, User, WorkForm
from poukama.organisation.queries import terms
from poukama.setup.demo.description import Description
from poukama.setup.demo.diary import Chance, Diary
from poukama.setup.demo.ladder import Receipts
from poukama.setup.demo.staff import Staff


class CodeNames:
    """Code names one after another, each once, in an order drawn by chance."""

    def __init__(self, chance: Chance, prefix_number: int = 0) -> None:
        self._words = list(WORDS)
        chance.source.shuffle(self._words)
        self._next = prefix_number * len(self._words)

    def take(self) -> str:
        """The next one: the words alone, then the words with 2, with 3 and so on."""
        turn, place = divmod(self._next, len(self._words))
        self._next += 1
        return f"{self._words[place]} {turn + 1}" if turn else self._words[place]


@dataclass
class World:
    """The year that is being made."""

    year: int
    scale: float
    until: date
    description: Description
    chance: Chance
    diary: Diary
    staff: Staff
    work_forms: dict[str, WorkForm]
    families: CodeNames
    volunteers: CodeNames
    aside: Chance
    """Draws what is written along episodes and what goes on after them: the rest of the year is as it was without it."""
    receipts: Receipts = field(default_factory=Receipts)
    """Who comes for advice with which receipt code."""
    served: dict[str, list[tuple[Family, list[Client]]]] = field(default_factory=dict)
    """Families that each work form has served, to come back, to attend groups and to be matched."""
    last_roles: dict[int, str] = field(default_factory=dict)
    """In which role each client was last here."""

    followed: set[int] = field(default_factory=set)
    """Episodes whose steps are laid out week by week."""
    has_half_written: bool = False
    """Whether somebody has a report half written."""
    lists: dict[tuple[TermList, str], list[Term]] = field(default_factory=dict)
    """Words that have been read."""

    @property
    def starts_on(self) -> date:
        """The first of January."""
        return date(self.year, 1, 1)

    def season(self, name: str) -> list[float]:
        """The weights of the months."""
        return self.description.seasons[name]

    def worker(self, work_form: WorkForm) -> User:
        """Someone who works in the work form."""
        return self.chance.source.choice(self.staff.of(work_form))

    def words(self, which: TermList, work_form: WorkForm | None = None) -> list[Term]:
        """The active words of a list, in order; those of one work form when it is given."""
        place = (which, work_form.key if work_form else "")
        if place not in self.lists:
            self.lists[place] = list(terms(which, work_form))
        return self.lists[place]

    def times(self, in_a_year: float) -> int:
        """How many times, at this scale."""
        return self.chance.times(in_a_year * self.scale)
