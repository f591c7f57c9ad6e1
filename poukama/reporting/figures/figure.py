"""What anything shows: never a bare number."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from poukama.governance.facts import PlannedTarget, PlanOfYear
from poukama.reporting.choices import SourceMark, Status
from poukama.reporting.counting import Ask
from poukama.reporting.counting.passports import Passport
from poukama.reporting.figures.forecast import Forecast
from poukama.reporting.figures.release import SMALL
from poukama.toolkit.periods import Period


class Withheld(StrEnum):
    """Why a number is not shown."""

    NO = "no"
    SMALL = "small"
    """It is from 1 to 4."""
    PROTECTS = "protects"
    """It would give away another one that is."""


@dataclass(frozen=True)
class Figure:
    """A number with all that belongs to it, as one reader may see it.

    `value` is None when it is withheld; `as_of` is the last day counted (for a reader outside the circle it
    may be earlier than asked); `months` holds what was new in each month, None where it is withheld or has
    not come.
    """

    ask: Ask
    period: Period
    as_of: date
    value: int | None
    unit: str
    estimated: int = 0
    withheld: Withheld = Withheld.NO
    months: tuple[int | None, ...] = (None,) * 12
    earlier: tuple[tuple[int, ...], ...] = ()
    is_inside: bool = True
    is_earlier: bool = False
    """Whether it is of an earlier day than was asked, because the days since would tell of single people."""
    is_whole_only: bool = False
    """Whether only the year up to today is shown, because months would give away those of a part of it."""
    passport: Passport | None = None

    @property
    def definition_version(self) -> int:
        """Which version of the definition counted it."""
        return self.ask.definition.version

    @property
    def mark(self) -> SourceMark:
        """Where it comes from."""
        return SourceMark.ESTIMATE if self.estimated else SourceMark.COLLECTED

    @property
    def estimated_share(self) -> float:
        """How much of it somebody estimated, from 0 to 1."""
        return self.estimated / self.value if self.value else 0.0

    @property
    def is_withheld(self) -> bool:
        """Whether the number is kept back from this reader."""
        return self.withheld is not Withheld.NO

    @property
    def below(self) -> int:
        """A small number that is withheld is below this."""
        return SMALL


@dataclass(frozen=True)
class TargetFigure:
    """A target with what has happened, where it is going and how it stands."""

    target: PlannedTarget
    figure: Figure | None
    forecast: Forecast | None
    status: Status
    problem: str = ""
    """Why nothing is counted, as a code of `CannotBeAsked`; "not_measured" without a measure."""


@dataclass(frozen=True)
class YearOfFigures:
    """Every target of a year's plan with its figure."""

    plan: PlanOfYear
    as_of: date
    targets: tuple[TargetFigure, ...]

    @property
    def is_over(self) -> bool:
        """Whether the year has ended by the day of the figures."""
        return self.as_of >= date(self.plan.year, 12, 31)

    @property
    def share_gone(self) -> float:
        """How much of the year has passed, from 0 to 1."""
        year = Period.year(self.plan.year)
        gone = year.until(self.as_of)
        return gone.days / year.days if gone else 0.0
