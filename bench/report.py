"""What a benchmark says: each bound with what was measured, and whether it holds."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measured thing. Without a `bound` it only tells."""

    what: str
    measured: float
    unit: str = "×"
    bound: float | None = None
    at_least: bool = False
    """Whether the bound is a floor; otherwise it is a ceiling."""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the bound is met; a line without one always holds."""
        if self.bound is None:
            return True
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def __str__(self) -> str:
        number = f"{self.measured:,.2f}" if self.measured < 100 else f"{self.measured:,.0f}"
        said = f"{number:>9} {self.unit}"
        if self.bound is None:
            verdict, limit = "    ", ""
        else:
            verdict = "ok  " if self.holds else "MISS"
            limit = f"{'≥' if self.at_least else '≤'} {self.bound:g} {self.unit}"
        return f"  {verdict} {self.what:<58}{said:<16}{limit:<12}{self.note}".rstrip()


def tell(title: str, lines: Iterable[Line]) -> bool:
    """Print a benchmark's lines under its title as they come; says whether every bound holds."""
    print(f"\n{title}", flush=True)
    holds = True
    for line in lines:
        print(line, flush=True)
        holds = holds and line.holds
    return holds
