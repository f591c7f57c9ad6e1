"""`poukama plan read FILE`: reads only, needs no database."""

import json
import sys
from pathlib import Path
from typing import TextIO

import django
from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext as _

from poukama.governance.reading.findings import Finding
from poukama.governance.reading.lint import lint
from poukama.governance.reading.listing import to_json
from poukama.governance.reading.proposals import Reading, Source
from poukama.governance.reading.reader import read_plan
from poukama.governance.reading.refusals import DocumentRefused
from poukama.toolkit import clock

DONE, REFUSED, BAD_USAGE = 0, 1, 2
WIDEST_LABEL = 70


def read_command(
    path: str,
    *,
    as_json: bool = False,
    language: str = "fi",
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Read a plan document and write what it proposes. The exit code is 0 only when the plan was read."""
    out, err = out or sys.stdout, err or sys.stderr
    if not apps.ready:
        django.setup()
    with translation.override(language):
        if not path:
            err.write(_("Give the file to read.") + "\n")
            return BAD_USAGE
        try:
            reading = read_plan(Path(path))
        except DocumentRefused as refusal:
            return _refused(refusal, path, as_json=as_json, out=out, err=err)
        findings = lint(reading, today=clock.today())
        if as_json:
            out.write(json.dumps(to_json(reading, findings), ensure_ascii=False, indent=2) + "\n")
        else:
            _write_table(reading, findings, out)
    return DONE


def _refused(refusal: DocumentRefused, path: str, *, as_json: bool, out: TextIO, err: TextIO) -> int:
    message = str(refusal.message)
    err.write(f"{path}: {message}\n")
    if as_json:
        out.write(
            json.dumps({"error": {"code": refusal.code, "message": message}}, ensure_ascii=False) + "\n"
        )
    return REFUSED


def _write_table(reading: Reading, findings: list[Finding], out: TextIO) -> None:
    work_form = None
    for target in reading.targets:
        if target.work_form != work_form:
            work_form = target.work_form
            out.write(f"\n{work_form}\n")
        out.write(
            f"  {target.label[:WIDEST_LABEL]:<{WIDEST_LABEL}} {target.value:>8}  {_place(target.source)}\n"
        )
    out.write(
        "\n"
        + _(
            "%(targets)d targets, %(goals)d goals with their results, %(budget)d budget lines, %(staff)d staff lines"
        )
        % {
            "targets": len(reading.targets),
            "goals": len(reading.goals),
            "budget": len(reading.budget),
            "staff": len(reading.staff),
        }
        + "\n"
    )
    for finding in findings:
        out.write(f"\n[{finding.code}] {_place(finding.source)}\n  {finding.message}\n  {finding.advice}\n")


def _place(source: Source) -> str:
    if source.page is not None:
        return _("page %(page)d") % {"page": source.page}
    return _("line %(line)d") % {"line": source.line} if source.line is not None else ""
