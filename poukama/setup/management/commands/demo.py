"""`poukama demo`: invented years of work, for trying out and for tests."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from poukama.setup.demo.making import PackNotApplied, WorkAlreadyRecorded, make_years
from poukama.setup.demo.staff import who_can_sign_in
from poukama.toolkit.sealing import KeyProblem


class Command(BaseCommand):
    """Make synthetic years through the services, the same for the same seed."""

    help = "Fill an empty database with invented years of work, so that everything can be tried out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which years, how much, and from which seed."""
        parser.add_argument("--pack", default="packs/lahti-2024", help="the pack whose year is made")
        parser.add_argument("--year", type=int, default=2024, help="the last year that is made")
        parser.add_argument("--years", type=int, default=1, help="how many years, the last one included")
        parser.add_argument(
            "--scale", type=float, default=1, help="how much happens: 10 is ten times the work"
        )
        parser.add_argument("--seed", type=int, default=2024, help="the same seed makes the same years")
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, and call it done, when work has been recorded already",
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, help="the last day on which something happens"
        )

    def handle(self, **options: Any) -> None:
        """Make them and say who can sign in."""
        self._make(options)
        self.stdout.write(who_can_sign_in())

    def _make(self, options: dict[str, Any]) -> None:
        if options["years"] < 1 or options["scale"] <= 0:
            raise CommandError(_("At least one year, and a scale above zero."))
        try:
            with transaction.atomic():  # whoever interrupts it begins again from nothing
                made = make_years(
                    pack=Path(options["pack"]),
                    last_year=options["year"],
                    years=options["years"],
                    scale=options["scale"],
                    seed=options["seed"],
                    until=options["until"],
                )
        except WorkAlreadyRecorded as error:
            if options["if_empty"]:
                return
            raise CommandError(
                _("Work has been recorded in this database already: invented work is not mixed with it.")
            ) from error
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        except PackNotApplied as error:
            raise CommandError(
                _("Apply the pack first; these work forms are missing: %(keys)s.") % {"keys": error}
            ) from error
        except FileNotFoundError as error:
            raise CommandError(
                _("This pack describes no synthetic year: %(file)s is missing.") % {"file": error.filename}
            ) from error
        self.stdout.write(_("Made %(events)s events.") % {"events": made.events})
