"""`poukama drafts expire`: destroy what was left half written too long ago."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from poukama.drafts.queries import KEPT_FOR, WARNED_FOR
from poukama.drafts.services import expire
from poukama.toolkit import formatting


class Command(BaseCommand):
    """Tells how many it destroyed and how many are next. Running it again destroys nothing more."""

    help = "Destroys drafts that nobody has gone on with, and says how many will be destroyed within a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is done, and how old a draft may be."""
        parser.add_argument("what", choices=["expire"], help="expire: destroy those that are too old")
        parser.add_argument("--days", type=int, default=KEPT_FOR.days, help="how many days a draft is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroy them and say how many."""
        days = max(options["days"], WARNED_FOR.days)
        done = expire(kept_for=timedelta(days=days))
        destroyed = ngettext("%(n)s draft was destroyed.", "%(n)s drafts were destroyed.", done.destroyed)
        soon = ngettext(
            "%(n)s more will be destroyed within a week.",
            "%(n)s more will be destroyed within a week.",
            done.soon,
        )
        self.stdout.write(destroyed % {"n": formatting.number(done.destroyed)})
        self.stdout.write(soon % {"n": formatting.number(done.soon)})
