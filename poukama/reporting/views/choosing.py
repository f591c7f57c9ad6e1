"""What the pages share on which it is chosen what is counted: measures with their filters, and numbers beforehand."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from poukama.access.requests import StaffRequest
from poukama.reporting import words
from poukama.reporting.counting import Ask
from poukama.reporting.counting.asks import WORK_FORM
from poukama.reporting.figures import Circle
from poukama.reporting.figures.board import figures_of
from poukama.reporting.forms import filter_name
from poukama.reporting.measures import BY_KEY, CATALOGUE
from poukama.toolkit import clock

THIS = 0
FilterChoices = Mapping[str, tuple[str, Iterable[tuple[str, str]]]]


def chosen(given: QueryDict, measure: str, filters: Mapping[str, str | list[str]]) -> QueryDict:
    """What is being looked at: what was sent, at first what is counted now."""
    if "measure" in given:
        return given
    data = given.copy()
    data["measure"] = measure or CATALOGUE[0].key
    for key, value in filters.items():
        data.setlist(filter_name(key), [value] if isinstance(value, str) else list(value))
    return data


def filters_of(measure_key: str, work_forms: Mapping[str, str]) -> FilterChoices:
    """What a measure may be narrowed to, each filter with its title and values."""
    measure = BY_KEY[measure_key]
    fact = measure.facts[0]
    found: dict[str, tuple[str, Iterable[tuple[str, str]]]] = {
        WORK_FORM: (_("Work form"), list(work_forms.items()))
    }
    for key in measure.dimensions:
        dimension = fact.dimensions[key]
        choices = [(value, str(label)) for value, label in dimension.labels().items()]
        found[key] = (str(dimension.title), choices)
    return found


def sent_again(data: QueryDict) -> list[tuple[str, str]]:
    """The choices, to be sent with what is saved."""
    return [(key, value) for key in data for value in data.getlist(key) if _belongs(key)]


def _belongs(key: str) -> bool:
    return key == "measure" or key.startswith("filter-")


def previews(request: StaffRequest, ask: Ask | None, year: int) -> list[dict[str, str]]:
    """Last year's figure and this year's.

    Outside the circle they are given to the nearest ten: filters can be chosen at will here, so that exact
    numbers could be compared until a single person shows.
    """
    if ask is None:
        return []
    found = []
    for each in (year - 1, year):
        today = min(clock.today(), date(each, 12, 31))
        figures = figures_of({THIS: ask}, each, circle=Circle.of(request.actor), as_of=today, today=today)
        found.append({"year": str(each), "said": words.roughly(figures[THIS])})
    return found
