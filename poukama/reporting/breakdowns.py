"""A figure by the dimensions that its facts know, with small counts and what gives them away withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from poukama.governance.facts import PlanOfYear
from poukama.organisation.queries import work_form_labels
from poukama.reporting import words
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.counting.asks import WORK_FORM
from poukama.reporting.figures import Circle, Figure, Withheld, ask_of
from poukama.reporting.figures.kept import years_so_far
from poukama.reporting.figures.release import Known, is_small, withheld_cells
from poukama.toolkit import clock, formatting


@dataclass(frozen=True)
class Cell:
    """One row of a breakdown as the reader may see it."""

    label: str
    said: str
    is_withheld: bool


@dataclass(frozen=True)
class Breakdown:
    """A figure by one dimension. `overlaps` when somebody may be in several rows."""

    key: str
    title: str
    cells: tuple[Cell, ...]
    withholds: bool
    protects: bool
    """Whether a number that is not small is hidden to protect another."""
    overlaps: bool


def breakdowns(figure: Figure, *, circle: Circle, plan: PlanOfYear) -> list[Breakdown]:
    """Every breakdown that says something and gives nobody away. Outside the circle only of today's figure, not of past days."""
    is_past = figure.as_of < min(clock.today(), date(figure.period.starts_on.year, 12, 31))
    if figure.value is None or (not figure.is_inside and is_past):
        return []
    year = figure.period.starts_on.year
    labels = {key: _labels(figure.ask, key) for key in (WORK_FORM, *figure.ask.definition.dimensions)}
    labels = {key: found for key, found in labels.items() if len(found) > 1}
    narrowed = {(key, value): figure.ask.narrowed(key, value) for key in labels for value in labels[key]}
    mine = _own_parts(figure, narrowed, circle)
    asks = [*narrowed.values(), *mine.values()]
    counted = years_so_far(asks, year, figure.as_of, with_season=False)
    answer = []
    for key, names in labels.items():
        numbers = {value: counted[narrowed[key, value]].months.value for value in names}
        numbers = {value: number for value, number in numbers.items() if number}
        if len(numbers) > 1:
            own = {value: counted[mine[key, value]].months.value for value in numbers if (key, value) in mine}
            answer.append(_breakdown(figure, key, names, numbers, own, circle=circle, plan=plan))
    return [breakdown for breakdown in answer if breakdown is not None]


def _own_parts(
    figure: Figure, narrowed: Mapping[tuple[str, str], Ask], circle: Circle
) -> dict[tuple[str, str], Ask]:
    """For each row, the part whose records the reader knows and can subtract; nothing for those inside the circle."""
    if figure.is_inside:
        return {}
    found = {}
    for place, ask in narrowed.items():
        own = [key for key in ask.work_forms if circle.is_inside(ask.narrowed(WORK_FORM, key))]
        if own:
            found[place] = Ask.of(ask.measure, {**ask.values, WORK_FORM: own})
    return found


def _breakdown(  # noqa: PLR0913  # what is shown, and to whom
    figure: Figure,
    key: str,
    names: Mapping[str, str],
    numbers: Mapping[str, int],
    own: Mapping[str, int],
    *,
    circle: Circle,
    plan: PlanOfYear,
) -> Breakdown | None:
    hidden: set[str] | None = set()
    if not figure.is_inside:
        known, fixed = _seen_elsewhere(figure.ask, key, numbers, circle=circle, plan=plan)
        hidden = _hidden(numbers, own, known, fixed)
    if hidden is None:
        return None
    return Breakdown(
        key=key,
        title=_title(figure.ask, key),
        cells=tuple(
            Cell(names[value], _said(number, is_hidden=value in hidden), value in hidden)
            for value, number in numbers.items()
        ),
        withholds=bool(hidden),
        protects=any(not is_small(numbers[value]) for value in hidden),
        overlaps=sum(numbers.values()) != figure.value,
    )


def _hidden(
    numbers: Mapping[str, int], own: Mapping[str, int], known: Sequence[Known], fixed: Sequence[str]
) -> set[str] | None:
    """The rows to hide: neither they nor what is left when the reader's own part is taken away may be small."""
    hidden = withheld_cells(numbers, known, fixed)
    if hidden is None or not own:
        return hidden
    rest = {value: number - own.get(value, 0) for value, number in numbers.items()}
    left = [Known(each.cells, sum(rest[cell] for cell in each.cells)) for each in known]
    also = withheld_cells(rest, left, fixed)
    return None if also is None else hidden | also


def _seen_elsewhere(
    ask: Ask, dimension: str, numbers: Mapping[str, int], *, circle: Circle, plan: PlanOfYear
) -> tuple[list[Known], list[str]]:
    """Cells, and sums of cells, that other targets of the plan show to the same reader."""
    known: list[Known] = []
    fixed: list[str] = []
    others = {key: values for key, values in ask.filters if key != dimension}
    for target in plan.targets:
        try:
            other = ask_of(target)
        except CannotBeAsked:
            continue
        theirs = {key: values for key, values in other.filters if key != dimension}
        cells = frozenset(other.values.get(dimension, ())) & frozenset(numbers)
        if other == ask or other.measure != ask.measure or theirs != others or not cells:
            continue
        total = sum(numbers[cell] for cell in cells)
        if is_small(total):
            continue
        if len(cells) == 1:
            fixed += cells
        else:
            known.append(Known(cells, total))
    return known, fixed


def _labels(ask: Ask, key: str) -> dict[str, str]:
    if key == WORK_FORM:
        found: Mapping[str, object] = work_form_labels()
    else:
        found = ask.definition.facts[0].dimensions[key].labels()
    allowed = ask.values.get(key)
    return {value: str(label) for value, label in found.items() if allowed is None or value in allowed}


def _title(ask: Ask, key: str) -> str:
    return str(words.dimension_title(ask.definition, key))


def _said(number: int, *, is_hidden: bool) -> str:
    if not is_hidden:
        return formatting.number(number)
    return words.kept_back(Withheld.SMALL if is_small(number) else Withheld.PROTECTS)
