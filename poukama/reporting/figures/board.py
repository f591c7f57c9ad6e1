"""The figures of a year's plan, for one reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, combinations

from poukama.governance.facts import PlannedTarget, PlanOfYear, plan_of_year
from poukama.reporting.choices import Status
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.counting.asks import WORK_FORM
from poukama.reporting.counting.passports import Passport
from poukama.reporting.figures.circle import Circle
from poukama.reporting.figures.figure import Figure, TargetFigure, Withheld, YearOfFigures
from poukama.reporting.figures.forecast import days_left, forecast, status, status_when_withheld
from poukama.reporting.figures.kept import YearSoFar, kept_passports, years_so_far
from poukama.reporting.figures.release import (
    apart_sets,
    evened,
    is_small,
    numbers_so_far,
    protected,
    released_months,
    released_until,
)
from poukama.toolkit import clock
from poukama.toolkit.periods import Period

NOT_MEASURED = "not_measured"


def ask_of(target: PlannedTarget) -> Ask:
    """What a target asks: its measure and filters, in its own work form unless they say otherwise."""
    if not target.measure:
        raise CannotBeAsked(NOT_MEASURED, target.code)
    return Ask.of(target.measure, {"work_form": target.work_form, **target.filters})


def figures_of_year(
    year: int,
    *,
    circle: Circle,
    as_of: date | None = None,
    plan: PlanOfYear | None = None,
    only: Collection[int] | None = None,
    with_passports: bool = False,
) -> YearOfFigures | None:
    """All targets of the year's plan with their figures; None when the year has no plan.

    `as_of` is the last day that counts (today when not given). `plan` spares reading it again. `only` names
    ids of targets to be returned; what is withheld is decided over all of them alike. `with_passports` adds
    what was left out and what could not be joined.
    """
    plan = plan or plan_of_year(year, only_targets=True)
    if plan is None:
        return None
    today = min(clock.today(), date(year, 12, 31))
    day = min(as_of or today, today)
    asks: dict[int, Ask] = {}
    problems: dict[int, str] = {}
    for target in plan.targets:
        try:
            asks[target.id] = ask_of(target)
        except CannotBeAsked as refusal:
            problems[target.id] = refusal.why
    figures = figures_of(asks, year, circle=circle, as_of=day, today=today, only=only)
    if with_passports:
        figures = _with_passports(figures)
    wanted = [target for target in plan.targets if only is None or target.id in only]
    found = [_target_figure(target, figures.get(target.id), problems.get(target.id, "")) for target in wanted]
    return YearOfFigures(plan, day, tuple(found))


def figures_of(
    asks: Mapping[int, Ask],
    year: int,
    *,
    circle: Circle,
    as_of: date,
    today: date,
    only: Collection[int] | None = None,
) -> dict[int, Figure]:
    """Figures by any key. Those outside the circle see small counts, and what gives them away, withheld."""
    inside = {ask: circle.is_inside(ask) for ask in set(asks.values())}
    shown = list(asks) if only is None else [key for key in asks if key in only]
    kept_from = {asks[key].measure for key in shown if not inside[asks[key]]}
    outside = [ask for ask, is_in in inside.items() if not is_in and ask.measure in kept_from]
    exact = {asks[key] for key in shown if inside[asks[key]]}
    counted = years_so_far(list(exact), year, as_of)
    # Outside the circle a past day is read off the year up to today, so that days cannot be compared.
    own = _own_parts(outside, circle)
    now = years_so_far([*outside, *own.values()], year, today) if outside else {}
    parts = _parts(outside)
    hidden = _protected(outside, parts, now) | {
        ask for ask, part in own.items() if is_small(now[ask].months.value - now[part].months.value)
    }
    whole_only = _whole_only(outside, parts, now) | {
        ask for ask, part in own.items() if _tells_by_month(now[ask], [now[part]])
    }
    answer: dict[int, Figure] = {}
    for key in shown:
        ask = asks[key]
        if inside[ask]:
            answer[key] = _whole(ask, year, as_of, counted[ask])
        else:
            answer[key] = _released(ask, year, as_of, today, now[ask], whole_only=ask in whole_only)
            if ask in hidden and not answer[key].is_withheld:
                answer[key] = _hide(answer[key], Withheld.PROTECTS)
    return answer


def _own_parts(outside: Collection[Ask], circle: Circle) -> dict[Ask, Ask]:
    """For asks over several work forms, the part whose records the reader knows: it can be subtracted."""
    parts = {}
    for ask in outside:
        own = [key for key in ask.work_forms if circle.is_inside(ask.narrowed(WORK_FORM, key))]
        if own:
            parts[ask] = Ask.of(ask.measure, {**ask.values, WORK_FORM: own})
    return parts


def _whole(ask: Ask, year: int, as_of: date, so_far: YearSoFar) -> Figure:
    by_then = as_of.month if as_of.year == year else 0
    return Figure(
        ask=ask,
        period=_period(year, as_of),
        as_of=as_of,
        value=so_far.months.value,
        unit=ask.definition.unit,
        estimated=so_far.months.estimated,
        months=tuple(new if at < by_then else None for at, new in enumerate(so_far.months.new)),
        earlier=so_far.earlier,
    )


def _released(
    ask: Ask, year: int, as_of: date, today: date, so_far: YearSoFar, *, whole_only: bool = False
) -> Figure:
    """What is shown outside the circle: months put together, small numbers withheld."""
    until = today.month if today.year == year else 0
    new = so_far.months.new[:until]
    figure = replace(_whole(ask, year, as_of, so_far), is_inside=False, earlier=())
    if is_small(so_far.months.value):
        return _hide(figure, Withheld.SMALL)
    if whole_only:
        whole = replace(figure, months=(None,) * 12, is_whole_only=True)
        return whole if as_of >= today else _hide(whole, Withheld.PROTECTS)
    months = [*released_months(new), *([None] * (12 - until))]
    if as_of >= today:
        return replace(figure, months=tuple(months), earlier=_released_years(so_far.earlier))
    whole_months = as_of.month if _is_month_end(as_of) else as_of.month - 1
    end = released_until(new, whole_months)
    if end is None or (end != whole_months and not sum(new[:end])):
        return _hide(figure, Withheld.PROTECTS)
    day = Period.month(year, end).ends_on
    return replace(
        figure,
        as_of=day,
        is_earlier=end != whole_months,
        period=_period(year, day),
        value=sum(new[:end]),
        months=tuple(month if at < end else None for at, month in enumerate(months)),
    )


def _released_years(earlier: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Earlier years as a forecast for somebody outside the circle may use them: it can be read backwards."""
    return tuple(evened(year) for year in earlier if not is_small(sum(year)))


def told_so_far(ask: Ask, year: int) -> list[int]:
    """Every number of the ask in the year so far that somebody outside the circle can look up today."""
    today = min(clock.today(), date(year, 12, 31))
    so_far = years_so_far([ask], year, today, with_season=False)[ask]
    return numbers_so_far(so_far.months.new[: today.month if today.year == year else 0])


def _hide(figure: Figure, why: Withheld) -> Figure:
    return replace(figure, value=None, withheld=why, months=(None,) * 12, earlier=(), estimated=0)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month


def _period(year: int, as_of: date) -> Period:
    return Period.year(year).until(as_of) or Period(date(year, 1, 1), date(year, 1, 1))


Parts = dict[str, list[frozenset[str]]]


def _parts(asks: list[Ask]) -> Parts:
    """For each ask, the sets of others of the same measure that lie in it and share nobody."""
    by_key = {ask.key: ask for ask in asks}
    parts: Parts = {}
    for ask in asks:
        inside = [each.key for each in asks if each != ask and _lies_in(each, ask)]
        if inside:
            apart = {
                (one, other): _are_apart(by_key[one], by_key[other]) for one, other in combinations(inside, 2)
            }
            parts[ask.key] = apart_sets(inside, apart)
    return parts


def _protected(asks: list[Ask], parts: Parts, now: Mapping[Ask, YearSoFar]) -> set[Ask]:
    """Asks whose difference from a wider ask of the same measure is small."""
    by_key = {ask.key: ask for ask in asks}
    values = {ask.key: now[ask].months.value for ask in asks}
    return {by_key[key] for key in protected(values, parts)}


def _whole_only(asks: list[Ask], parts: Parts, now: Mapping[Ask, YearSoFar]) -> set[Ask]:
    """Asks whose months, or past days, subtracted from those of a wider ask would tell of single people."""
    by_key = {ask.key: ask for ask in asks}
    found: set[Ask] = set()
    for whole, sets in parts.items():
        for inside in sets:
            some = [by_key[key] for key in inside]
            if not found & set(some) and _tells_by_month(now[by_key[whole]], [now[ask] for ask in some]):
                found.add(min(some, key=lambda ask: (now[ask].months.value, ask.key)))
    return found


def _tells_by_month(whole: YearSoFar, parts: Sequence[YearSoFar]) -> bool:
    """Whether what is left of the whole is small in any month, or up to the end of any."""
    rest = [new - sum(part.months.new[at] for part in parts) for at, new in enumerate(whole.months.new)]
    return any(is_small(abs(number)) for number in (*rest, *accumulate(rest)))


def _lies_in(ask: Ask, wider: Ask) -> bool:
    return ask.measure == wider.measure and all(
        key in ask.values and set(ask.values[key]) <= set(values) for key, values in wider.filters
    )


def _are_apart(one: Ask, other: Ask) -> bool:
    return any(
        key in other.values and not set(values) & set(other.values[key]) for key, values in one.filters
    )


def _target_figure(target: PlannedTarget, figure: Figure | None, problem: str) -> TargetFigure:
    if figure is None:
        return TargetFigure(target, None, None, Status.UNKNOWN, problem or NOT_MEASURED)
    if figure.value is None:
        says = Status.UNKNOWN
        if figure.withheld is Withheld.SMALL:
            says = status_when_withheld(target.aim, target.direction)
        return TargetFigure(target, figure, None, says)
    ahead = None
    if figure.as_of >= figure.period.starts_on:
        ahead = forecast(
            figure_months(figure),
            figure.as_of,
            earlier=figure.earlier,
            counts_each_once=figure.ask.definition.counts_each_once,
        )
    left = days_left(figure.as_of, clock.today())
    stands = status(figure.value, target.aim, target.direction, ahead, left=left)
    return TargetFigure(target, figure, ahead, stands)


def figure_months(figure: Figure) -> list[int]:
    """The months as a forecast reads them; those withheld from the reader share evenly what is not shown."""
    by_then = figure.as_of.month
    known = [figure.months[at] for at in range(by_then)]
    rest = (figure.value or 0) - sum(month for month in known if month is not None)
    hidden = known.count(None)
    share, over = divmod(rest, hidden) if hidden else (0, 0)
    filled = []
    for month in known:
        if month is None:
            filled.append(share + (1 if over > 0 else 0))
            over -= 1
        else:
            filled.append(month)
    return [*filled, *([0] * (12 - by_then))]


def _with_passports(figures: Mapping[int, Figure]) -> dict[int, Figure]:
    """Add what was left out; outside the circle small counts of it are withheld too."""
    periods: dict[Period, list[Ask]] = {}
    for figure in figures.values():
        periods.setdefault(figure.period, []).append(figure.ask)
    found = {period: kept_passports(asks, period) for period, asks in periods.items()}
    return {
        key: replace(figure, passport=readable(figure, found[figure.period][figure.ask]))
        for key, figure in figures.items()
    }


def readable(figure: Figure, passport: Passport) -> Passport:
    """A passport as the figure's reader may see it."""
    if figure.is_inside:
        return passport
    joined = (figure.value or 0) - passport.unjoinable
    gives_away = is_small(passport.unjoinable) or is_small(joined) or figure.value is None
    return Passport(
        left_out=tuple(left for left in passport.left_out if not is_small(left.rows)),
        unjoinable=0 if gives_away else passport.unjoinable,
        rows=0 if figure.value is None or is_small(abs(passport.rows - figure.value)) else passport.rows,
    )
