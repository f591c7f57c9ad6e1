import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.setup.backups.making import make
from poukama.setup.backups.refusals import BackupRefused
from poukama.toolkit import formatting
from poukama.toolkit.sealing import KeyProblem

MAKE_BACKUP = "setup.make_backup"


class Command(BaseCommand):
    """`backup FOLDER`: the database and the sealed files in a new folder, without the keys."""

    help = "Makes a backup in a new folder while the house works on; refuses one that nobody could open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="a new or empty folder outside the data folder")
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say which keys open it."""
        try:
            made = make(options["folder"])
        except (KeyProblem, BackupRefused) as problem:
            raise CommandError(str(problem)) from problem
        audit.record(MAKE_BACKUP, by=None, detail={"files": made.files, "keys": made.keys})
        if options["json"]:
            told = {"files": made.files, "keys": made.keys, "missing": made.missing}
            self.stdout.write(json.dumps(told))
            return
        said = _(
            "The backup is whole: the database and %(files)s sealed files. It opens only with the file of keys that "
            "holds keys %(keys)s; keep a copy of it elsewhere than the backup."
        )
        numbers = ", ".join(map(str, made.keys))
        self.stdout.write(said % {"files": formatting.number(made.files), "keys": numbers})
        if made.missing:
            more = _("%(n)s files were missing already here: script/poukama files check")
            self.stderr.write(more % {"n": formatting.number(made.missing)})
