"""The figures of a year, cold, against SQL written by hand."""

from functools import partial
from typing import Any

from bench.inside.hand_written import HandWritten
from bench.paired import ratio, seconds
from poukama.governance.facts import plan_of_year
from poukama.reporting.counting import Ask, count
from poukama.reporting.figures.board import ask_of
from poukama.reporting.figures.kept import years_so_far
from poukama.reporting.models import FigureCache
from poukama.toolkit import clock
from poukama.toolkit.periods import Period

YEAR = 2024


def run(rounds: int) -> dict[str, Any]:
    """How many times the best hand-written SQL the figures take, checked to be equal to it."""
    day = clock.today()
    plan = plan_of_year(YEAR, only_targets=True)
    asks: dict[int, Ask] = {target.id: ask_of(target) for target in plan.targets} if plan else {}
    period = Period.year(YEAR).until(day)
    assert period is not None
    hand = HandWritten(YEAR, day)

    def kept_anew() -> dict[int, int]:
        found = years_so_far(list(asks.values()), YEAR, day, with_season=False)
        return {pk: found[ask].months.value for pk, ask in asks.items()}

    def counted() -> dict[int, int]:
        found = count(list(asks.values()), period)
        return {pk: found[ask].value for pk, ask in asks.items()}

    empty = FigureCache.objects.all().delete
    empty()
    ours = kept_anew()
    for way in hand.ways:
        _equal(hand.figures(way), ours, way)
    _equal(counted(), ours, "counted")
    times = {way: min(seconds(partial(hand.figures, way)) for _ in range(3)) for way in hand.ways}
    best = min(times, key=lambda way: times[way])
    cold, theirs = ratio(kept_anew, lambda: hand.figures(best), rounds=rounds, before=empty)
    warm, _ = ratio(kept_anew, lambda: hand.figures(best), rounds=rounds)
    plain, _ = ratio(counted, lambda: hand.figures(best), rounds=rounds)
    return {
        "figures": len(asks),
        "cold": cold,
        "counted": plain,
        "warm": warm,
        "hand": theirs,
        "best": best,
        "ways": times,
    }


def _equal(one: dict[int, int], other: dict[int, int], what: str) -> None:
    if one != other:
        differ = {pk: (one.get(pk), other.get(pk)) for pk in other if one.get(pk) != other.get(pk)}
        raise AssertionError(f"{what}: {differ}")
