"""By what a target or an indicator is counted, in words: the measure, and what it is narrowed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from poukama.organisation.queries import work_form_labels
from poukama.reporting import words
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.counting.asks import WORK_FORM
from poukama.toolkit import formatting

NOT_MEASURED = "not_measured"
Filters = Mapping[str, str | Sequence[str]]


@dataclass
class Names:
    """Names of the values of filters; each list of them is looked up once."""

    _known: dict[tuple[str, str], Mapping[str, object]] = field(default_factory=dict)

    def of(self, ask: Ask, key: str) -> Mapping[str, object]:
        """The names of the values of a filter."""
        fact = ask.definition.facts[0]
        place = ("", key) if key == WORK_FORM else (fact.key, key)
        if place not in self._known:
            self._known[place] = work_form_labels() if key == WORK_FORM else fact.dimensions[key].labels()
        return self._known[place]


@dataclass(frozen=True)
class Counted:
    """The title of a measure and what it is narrowed to; or why nothing can be counted."""

    measure: str
    counts: str
    narrowed: str
    problem: str = ""


def counted_by(measure: str, filters: Filters, *, own: str = "", names: Names | None = None) -> Counted:
    """What a measure with filters counts, in words. `own` is the key of a work form that goes without saying."""
    if not measure:
        return Counted("", "", "", words.problem(NOT_MEASURED))
    try:
        ask = Ask.of(measure, {WORK_FORM: own, **filters} if own else filters)
    except CannotBeAsked as refusal:
        return Counted("", "", "", words.problem(refusal.why))
    shown = [
        each for each in filters_in_words(ask, names) if each[0] != WORK_FORM or ask.work_forms != (own,)
    ]
    narrowed = "; ".join(f"{title}: {said}" for _key, title, said in shown)
    return Counted(str(ask.definition.title), str(ask.definition.counts), narrowed)


def filters_in_words(ask: Ask, names: Names | None = None) -> list[tuple[str, str, str]]:
    """What is narrowed: each filter's key, its title and the words of its values."""
    names = names or Names()
    found = []
    for key, values in ask.filters:
        labels = names.of(ask, key)
        said = formatting.joined([str(labels.get(value, value)) for value in values])
        found.append((key, str(words.dimension_title(ask.definition, key)), said))
    return found
