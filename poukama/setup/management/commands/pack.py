"""`poukama pack check | diff | apply | export`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from poukama.setup.packs.applying import apply_pack, differences
from poukama.setup.packs.changes import Change, effective
from poukama.setup.packs.checking import check
from poukama.setup.packs.exporting import FolderNotEmpty, export_pack
from poukama.setup.packs.problems import PackInvalid, Problem
from poukama.setup.packs.reading import read_folder
from poukama.setup.packs.telling import told_changes, told_counts, told_problems, told_verdict


class Command(BaseCommand):
    """Check, compare, apply and export the configuration pack of an association."""

    help = "Check, compare, apply or export an association's configuration pack (a folder of YAML files)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word for what to do, and the folder."""
        commands = parser.add_subparsers(dest="what", required=True)
        for name, text in (
            ("check", "Say what is wrong in a pack, with file and line. Changes nothing."),
            ("diff", "Show what applying the pack would change. Changes nothing."),
            ("apply", "Bring the database up to the pack: all of it or nothing."),
            ("export", "Write what is in use now as a pack into an empty folder."),
        ):
            command = commands.add_parser(name, help=text, description=text)
            command.add_argument("folder", help="the pack's folder, or the name of one in packs/")
            command.add_argument("--json", action="store_true", help="answer for programs")

    def handle(self, *, what: str, folder: str, json: bool, **_options: Any) -> None:
        """Do it; exit with 1 when it could not be done."""
        if what == "export":
            self._export(Path(folder), as_json=json)
            return
        document = read_folder(found_folder(folder))
        if what == "check":
            _pack, problems = check(document)
            self._tell_problems(document.name, problems, as_json=json)
            return
        try:
            found = apply_pack(document=document) if what == "apply" else differences(document=document)
        except PackInvalid as error:
            self._tell_problems(document.name, error.problems, as_json=json)
            return
        self._tell_changes(found, as_json=json, is_done=what == "apply")

    def _tell_problems(self, name: str, problems: list[Problem], *, as_json: bool) -> None:
        is_wrong = any(not problem.is_warning for problem in problems)
        if as_json:
            self._print({"ok": not is_wrong, "problems": [problem.as_data() for problem in problems]})
        else:
            stream = self.stderr if is_wrong else self.stdout
            for line in told_problems(problems):
                stream.write(line)
            stream.write(told_verdict(name, problems))
        if is_wrong:
            sys.exit(1)

    def _tell_changes(self, found: list[Change], *, as_json: bool, is_done: bool) -> None:
        if as_json:
            kept = [change.as_data() for change in found if change not in effective(found)]
            self._print({"changes": [change.as_data() for change in effective(found)], "kept": kept})
            return
        for line in told_changes(found):
            self.stdout.write(line)
        self.stdout.write(told_counts(found, is_done=is_done))

    def _export(self, folder: Path, *, as_json: bool) -> None:
        try:
            files = export_pack(folder=folder)
        except FolderNotEmpty:
            self.stderr.write(
                _("%(folder)s already has files: give a new or empty folder.") % {"folder": folder}
            )
            sys.exit(1)
        if as_json:
            self._print({"files": files})
        else:
            self.stdout.write("\n".join(files))

    def _print(self, data: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def found_folder(folder: str) -> Path:
    """The folder itself, or the one of that name among the packs that come along."""
    given = Path(folder)
    own = Path(settings.ROOT) / "packs" / folder
    return own if not given.is_dir() and own.is_dir() else given
