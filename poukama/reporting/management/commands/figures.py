"""`figures`: every target of a year's plan with what has happened."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from poukama.reporting.exports import cells_of, figure_rows, headings
from poukama.reporting.figures import Circle, figures_of_year


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("“%(text)s” is not a day. Write it as 2024-09-12.") % {"text": text}) from None


class Command(BaseCommand):
    """Shows the figures of a year as a table, or with --json as data for programs."""

    help = (
        "Every target of a year's plan: aim, what has happened, forecast to the year's end, and the source."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which year, by which day, in which form."""
        parser.add_argument("--year", type=int, required=True, help="the year of the plan, as in 2024")
        parser.add_argument(
            "--as-of", metavar="DATE", help="count what happened by this day, as in 2024-09-12"
        )
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and write."""
        as_of = _day(options["as_of"]) if options["as_of"] else None
        year = figures_of_year(options["year"], circle=Circle.house(), as_of=as_of)
        if year is None:
            raise CommandError(_("There is no plan for %(year)s.") % {"year": options["year"]})
        if options["json"]:
            rows = list(figure_rows(year))
            answer = {"year": year.plan.year, "as_of": year.as_of.isoformat(), "targets": rows}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for line in _table([headings(), *cells_of(year)]):
            self.stdout.write(line)


_SHOWN = (0, 1, 2, 5, 6, 7, 8, 9, 10)
"""Code, work form, target, aim, actual, forecast with its range, status."""


def _table(rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    texts = [[str(row[at])[:40] for at in _SHOWN] for row in rows]
    widths = [max(len(row[at]) for row in texts) for at in range(len(_SHOWN))]
    for row in texts:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
