"""`poukama watch readings`: look for odd reading, once a week."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.casework.services.watching import WEEKS_BACK, find_odd_readings
from poukama.toolkit import formatting


class Command(BaseCommand):
    """Goes through whole weeks that have passed. Running it again finds nothing twice."""

    help = (
        "Looks in the audit trail for reading that somebody must look at, and leaves it to whoever checks it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is looked for, and before which day."""
        parser.add_argument("what", choices=["readings"], help="readings: who opened what, week by week")
        parser.add_argument("--until", type=date.fromisoformat, help="the weeks before this day, not today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find them and say how many."""
        found = find_odd_readings(until=options["until"])
        said = ngettext(
            "%(n)s odd reading was found in the last %(weeks)s weeks.",
            "%(n)s odd readings were found in the last %(weeks)s weeks.",
            found,
        )
        self.stdout.write(said % {"n": formatting.number(found), "weeks": WEEKS_BACK})
        if found:
            self.stdout.write(_("Whoever checks them sees them on their home page."))
