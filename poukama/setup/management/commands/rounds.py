"""`poukama rounds`: what comes round is done without anybody asking for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from poukama.setup.rounds import go_round, keep_going_round
from poukama.toolkit import formatting
from poukama.toolkit.rounds import standings


class Command(BaseCommand):
    """Goes on until it is stopped, or until whoever started it has ended."""

    help = "Does every night and every week what comes round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, on and on, or only told."""
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="only what is due now")
        how.add_argument("--list", action="store_true", help="tell when each was done last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; with --once, fail when something of it failed."""
        if options["list"]:
            self._list()
        elif options["once"]:
            done = go_round()
            for each in done:
                said = (
                    _("%(name)s: done.") if each.is_done else _("%(name)s: failed; tried again in an hour.")
                )
                self.stdout.write(said % {"name": each.name})
            if not done:
                self.stdout.write(_("Nothing is due."))
            if not all(each.is_done for each in done):
                raise CommandError(_("Something failed; the log says what."))
        else:
            keep_going_round()

    def _list(self) -> None:
        for each in standings():
            day = formatting.day(each.done_on) if each.done_on else _("never")
            line = f"{each.of.name}: {each.of.often.label}. " + _("Done last: %(day)s.") % {"day": day}
            self.stdout.write(f"{line} {_('Due now.')}" if each.is_due else line)
