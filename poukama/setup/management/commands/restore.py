import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from poukama.access import audit
from poukama.setup.backups.refusals import BackupRefused
from poukama.setup.backups.restoring import put_back, try_first
from poukama.toolkit import formatting
from poukama.toolkit.sealing import KeyProblem

PUT_BACKUP_BACK = "setup.put_backup_back"
_WHOLE = gettext_noop("The backup of %(made_at)s is whole and the keys open it. Nothing was changed.")
_DONE = gettext_noop(
    "The backup of %(made_at)s is in its place, with %(files)s sealed files. What was here before is kept in: "
    "%(former)s. Remove it when everything is in order."
)
_DONE_IN_AN_EMPTY_PLACE = gettext_noop(
    "The backup of %(made_at)s is in its place, with %(files)s sealed files."
)


class Command(BaseCommand):
    """`restore FOLDER`: try a backup and its keys, and only then put it in the place of what is here."""

    help = (
        "Puts a backup back; tries first that it is whole and that the keys open it, and keeps what was here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where, and whether only to try."""
        parser.add_argument("folder", type=Path, help="the folder of the backup")
        parser.add_argument(
            "--try", dest="only_try", action="store_true", help="only try it, and change nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done; says that nothing was changed when it was refused."""
        source = options["folder"].resolve()
        try:
            if options["only_try"]:
                found = try_first(source)
                self._say(options, {"made_at": found.made_at, "parts": len(found.parts)}, _WHOLE)
                return
            done = put_back(source)
        except (KeyProblem, BackupRefused) as problem:
            raise CommandError(f"{_('Nothing was changed.')} {problem}") from problem
        told = {"made_at": done.made_at, "files": done.files, "former": str(done.former or "")}
        is_older = _is_older_than_the_programs()
        if not is_older:
            audit.record(PUT_BACKUP_BACK, by=None, detail={"files": done.files})
        words = _DONE if done.former else _DONE_IN_AN_EMPTY_PLACE
        self._say(options, told | {"migrate": is_older}, words)
        if is_older:
            self.stderr.write(
                _("The backup is older than the programs. Go on with: .venv/bin/python manage.py migrate")
            )

    def _say(self, options: dict[str, Any], told: dict[str, Any], words: str) -> None:
        said = {name: formatting.number(value) for name, value in told.items() if type(value) is int}
        said["made_at"] = formatting.moment(datetime.fromisoformat(told["made_at"]))
        self.stdout.write(json.dumps(told) if options["json"] else _(words) % (told | said))


def _is_older_than_the_programs() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
