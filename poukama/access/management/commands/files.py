import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.toolkit import formatting
from poukama.toolkit.sealing import KeyProblem, files, keys

TIDY_FILES = "access.tidy_files"


class Command(BaseCommand):
    """`files check | tidy`: the sealed files, and what has been left in their folder."""

    help = "Opens every sealed file, or removes what no row names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two things can be done."""
        parser.add_argument("what", choices=["check", "tidy"])
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say so; fails when a file is missing or does not open."""
        try:
            keys.verify()
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        answer, said = self._check() if options["what"] == "check" else self._tidy()
        self.stdout.write(json.dumps(answer) if options["json"] else said)
        if answer.get("missing") or answer.get("broken"):
            raise CommandError(
                _("Put the files that are missing or do not open back from the folder “sealed” of a backup.")
            )

    def _check(self) -> tuple[dict[str, Any], str]:
        found, orphans = files.state(), files.orphans()
        answer = {
            "whole": found.whole,
            "missing": [each.place for each in found.missing],
            "broken": [each.place for each in found.broken],
            "orphans": len(orphans),
        }
        said = _(
            "Files that open: %(whole)s. Missing: %(missing)s. Do not open: %(broken)s. Named by no row: %(n)s."
        )
        told = (found.whole, len(found.missing), len(found.broken), len(orphans))
        numbers = zip(("whole", "missing", "broken", "n"), map(formatting.number, told), strict=True)
        rows = [f"\n{each.place}" for each in (*found.missing, *found.broken)]
        return answer, said % dict(numbers) + "".join(rows)

    def _tidy(self) -> tuple[dict[str, Any], str]:
        removed = files.remove_orphans()
        if removed:
            audit.record(TIDY_FILES, by=None, detail={"files": removed})
        return {"removed": removed}, _("Removed: %(n)s.") % {"n": formatting.number(removed)}
