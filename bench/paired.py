"""Measure two things against each other on a machine that others use too.

They take turns, A B B A A B …, each pair gives one ratio, and the median of the ratios is told: whatever slows
the machine for a while slows both of a pair.
"""

import gc
import time
from collections.abc import Callable, Sequence
from statistics import median

Work = Callable[[], object]


def seconds(work: Work, clock: Callable[[], float] = time.perf_counter) -> float:
    """How long a piece of work takes once, without pauses of the garbage collector."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        start = clock()
        work()
        return clock() - start
    finally:
        if was_on:
            gc.enable()


def ratio(ours: Work, theirs: Work, *, rounds: int, before: Work = lambda: None) -> tuple[float, float]:
    """Median of ours over theirs, and the median time of theirs. `before` prepares each alike, unmeasured."""
    before()
    ours()
    theirs()
    ratios, times = [], []
    for turn in range(rounds):
        taken = {}
        for work in (ours, theirs) if turn % 2 else (theirs, ours):
            before()
            taken[work] = seconds(work)
        mine, other = taken[ours], taken[theirs]
        ratios.append(mine / other)
        times.append(other)
    return median(ratios), median(times)


def interleaved(works: Sequence[Work], *, rounds: int) -> list[list[float]]:
    """Every work's processor times, the works taking turns."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(rounds):
        order = range(len(works)) if turn % 2 else reversed(range(len(works)))
        for at in order:
            times[at].append(seconds(works[at], time.perf_counter))
    return times
