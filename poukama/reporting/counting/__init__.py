"""The engine: what was asked, counted from the records in one statement."""

from poukama.reporting.counting.asks import Ask, CannotBeAsked
from poukama.reporting.counting.engine import Count, Months, count, count_by_month

__all__ = ["Ask", "CannotBeAsked", "Count", "Months", "count", "count_by_month"]
