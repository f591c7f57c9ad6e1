"""`report annual`: the annual report of a year, as a Word document, a PDF and tables."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.governance.facts import plan_of_year
from poukama.reporting.annual.files import FolderNotWritable, check_folder, drawn_all, write_all
from poukama.reporting.annual.questions import Question
from poukama.reporting.choices import ReportState
from poukama.reporting.models import AnnualReport
from poukama.reporting.queries import reports_of
from poukama.reporting.services import make_draft
from poukama.toolkit import formatting


class Command(BaseCommand):
    """Makes the draft of a year's report and writes its files; a final one is written as it was made."""

    help = "The annual report of a year: DOCX, PDF, CSV and XLSX in one folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which report, of which year, and where to."""
        parser.add_argument("which", choices=["annual"], help="which report")
        parser.add_argument("--year", type=int, required=True, help="the year of the plan, as in 2024")
        parser.add_argument("--out", type=Path, required=True, help="the folder for the files")
        parser.add_argument(
            "--new-version", action="store_true", help="begin a draft although a final version exists"
        )
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")

    def handle(self, **options: Any) -> None:
        """Make the report, draw its files, and put them into the folder."""
        year, folder = options["year"], options["out"]
        if plan_of_year(year, only_targets=True) is None:
            raise CommandError(_("There is no plan for %(year)s.") % {"year": year})
        try:
            check_folder(folder)
            report, questions = _report(year, new_version=options["new_version"])
            paths = write_all(folder, drawn_all(report))
        except FolderNotWritable as refusal:
            words = _("The files cannot be written to %(folder)s: %(why)s.")
            raise CommandError(words % {"folder": folder, "why": refusal}) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(_told(report, questions, paths), ensure_ascii=False, indent=2))
            return
        for path in paths:
            self.stdout.write(str(path))
        self.stdout.write(_summary(report, questions))


def _report(year: int, *, new_version: bool) -> tuple[AnnualReport, Sequence[Question]]:
    newest = reports_of(year).first()
    if newest is not None and newest.state == ReportState.FINAL and not new_version:
        return newest, ()
    made = make_draft(year=year, by=None)
    return made.report, made.questions


def _summary(report: AnnualReport, questions: Sequence[Question]) -> str:
    if report.state == ReportState.FINAL:
        return _("Final version %(n)s, as it was made %(day)s.") % {
            "n": report.version,
            "day": formatting.day(report.made_at),
        }
    still = sum(question.is_open for question in questions)
    begins = _("Draft %(n)s.") % {"n": report.version}
    if not still:
        rest = _("Nothing is asked any more.")
    else:
        words = ngettext("%(n)s question is open.", "%(n)s questions are open.", still)
        rest = words % {"n": formatting.number(still)}
    return f"{begins} {rest}"


def _told(report: AnnualReport, questions: Sequence[Question], paths: Sequence[Path]) -> dict[str, Any]:
    return {
        "year": report.plan_year,
        "version": report.version,
        "state": str(report.state),
        "as_of": report.ends_on.isoformat(),
        "snapshots": report.snapshots.count(),
        "files": [str(path) for path in paths],
        "questions": [
            {"key": each.key, "owner": each.owner, "about": each.about, "question": each.text}
            for each in questions
            if each.is_open
        ],
    }
