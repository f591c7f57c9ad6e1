"""What a reading proposes, in plain frozen data. A stored plan is turned into the same for the lint."""

from dataclasses import dataclass, field
from enum import StrEnum

from poukama.governance.choices import Direction


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the document something was found, with the text as it stands there."""

    text: str
    line: int | None = None
    page: int | None = None


NOWHERE = Source(text="")


@dataclass(frozen=True, slots=True)
class SectionFound:
    """A heading. `number` is empty for headings that are not numbered."""

    number: str
    title: str
    level: int
    source: Source
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class WorkFormFound:
    """A heading under which goals or targets stand, with the chapter it belongs to."""

    title: str
    number: str
    area: str
    source: Source
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class GoalFound:
    """A goal and its intended result. `measured` is known only of a stored plan."""

    work_form: str
    goal: str
    result: str
    source: Source
    confidence: float = 1.0
    code: str = ""
    measured: bool | None = None


@dataclass(frozen=True, slots=True)
class TargetFound:
    """A number to reach. `unit` is a guess from the words; `measure` is known only of a stored plan."""

    work_form: str
    label: str
    value: int | float
    source: Source
    confidence: float = 1.0
    is_result: bool = False
    direction: Direction = Direction.AT_LEAST
    unit: str = ""
    measure: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLineFound:
    """A sum of money. A total sums the lines between it and the total before it."""

    label: str
    amount: int | float
    source: Source
    confidence: float = 1.0
    is_total: bool = False


class StaffKind(StrEnum):
    """A staff line is an area, a team in it, or a position in a team."""

    GROUP = "group"
    TEAM = "team"
    POSITION = "position"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class StaffLineFound:
    """`count` is None for a group or a team whose size the document does not state."""

    label: str
    count: int | float | None
    kind: StaffKind
    source: Source
    confidence: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class RhythmFound:
    """How often something happens, or when: `kind` is one of the keys in `rhythms.py`."""

    work_form: str
    kind: str
    text: str
    source: Source
    confidence: float = 1.0
    times: int | float | None = None
    weekdays: tuple[int, ...] = ()
    starts_at: str = ""
    ends_at: str = ""
    on_date: str = ""


@dataclass(frozen=True, slots=True)
class ProjectGoalFound:
    """One numbered goal of a project."""

    project: str
    goal: str
    source: Source
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the plan in one string, for whoever looks for words in it.

    `places` tells for growing offsets of `text` from which line or page they come.
    """

    work_form: str
    text: str
    source: Source
    places: tuple[tuple[int, int], ...] = ()

    def source_at(self, start: int, end: int) -> Source:
        """The place of a part of the passage, with the sentence around it."""
        begin = max(self.text.rfind(". ", 0, start) + 2 if ". " in self.text[:start] else 0, start - 200)
        stop = self.text.find(". ", end)
        quote = self.text[begin : min(stop + 1 if stop != -1 else len(self.text), end + 200)]
        place = next((one for offset, one in reversed(self.places) if offset <= start), None)
        if self.source.page is not None:
            return Source(quote, page=place or self.source.page)
        return Source(quote, line=place or self.source.line)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything proposed from one document, in its order."""

    year: int | None = None
    sections: tuple[SectionFound, ...] = ()
    work_forms: tuple[WorkFormFound, ...] = ()
    goals: tuple[GoalFound, ...] = ()
    targets: tuple[TargetFound, ...] = ()
    budget: tuple[BudgetLineFound, ...] = ()
    staff: tuple[StaffLineFound, ...] = ()
    rhythms: tuple[RhythmFound, ...] = ()
    project_goals: tuple[ProjectGoalFound, ...] = ()
    passages: tuple[Passage, ...] = field(default=(), repr=False)
