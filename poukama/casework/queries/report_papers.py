"""A report as a document, in the shape of a client document of social welfare: nobody is named in it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from poukama.casework.choices import ReportKind
from poukama.casework.models import Report
from poukama.casework.queries.called import Called
from poukama.casework.queries.reports import ReportPage
from poukama.organisation.choices import TermList
from poukama.organisation.models import Association
from poukama.organisation.words import term_labels
from poukama.toolkit import formatting
from poukama.toolkit.papers import blocks
from poukama.toolkit.periods import Period


def as_content(page: ReportPage) -> dict[str, Any]:
    """The version as a document: its name, whom and which days it is about, what it says, and who signed it off.

    The law names what a client document says: its service task, controller, producer and author (703/2023 §§ 37–38).
    """
    association = Association.objects.order_by("pk").first()
    name = association.name if association else ""
    is_letter = page.report.kind == ReportKind.LETTER
    told = [] if is_letter else [blocks.named(title, text) for title, text in _facts(page, name) if text]
    for row in page.parts:
        if not is_letter:
            told.append(blocks.heading(1, str(row.title)))
        if row.cannot_be_opened:
            told.append(blocks.paragraph(_("This part cannot be opened."), quiet=True))
            continue
        told += [blocks.paragraph(line) for line in row.part.text.splitlines() if line.strip()]
        if row.sources and not is_letter:
            told.append(
                blocks.paragraph(_("Put together from: %(said)s") % {"said": row.sources}, quiet=True)
            )
    if is_letter:
        told.append(blocks.paragraph(page.report.signed_by.name))
    return {
        "title": page.title,
        "association": name,
        "lines": [],
        "is_short": True,
        "draft": "",
        "running": " · ".join(filter(None, (name, page.title))),
        "page": _("Page"),
        "asked": "",
        "contents": "",
        "language": (get_language() or "fi")[:2],
        "made_on": timezone.localdate(page.report.recorded_at).isoformat(),
        "blocks": told,
    }


def _facts(page: ReportPage, association: str) -> list[tuple[str, str]]:
    report, episode = page.report, page.report.episode
    task = term_labels(TermList.SERVICE_TASK).get(episode.service_task, episode.service_task)
    signed = ", ".join(filter(None, (report.signed_by.name, page.position)))
    return [
        (_("Whom it is about"), ", ".join(_whom(each) for each in page.about)),
        (_("Days"), formatting.period(Period(report.starts_on, report.ends_on))),
        (_("Service task"), str(task)),
        (_("Controller"), episode.work_form.controller),
        (_("Service provider"), ", ".join(filter(None, (association, episode.work_form.label())))),
        (_("Signed off"), f"{formatting.day(report.signed_on)}, {signed}"),
        (_("Version"), _version(report)),
    ]


def _whom(called: Called) -> str:
    client = called.member.client
    code = client.code_name or ""
    label = called.label if code in called.label else f"{called.label} {code}"
    return f"{label} ({client.birth_year})" if client.birth_year else label


def _version(report: Report) -> str:
    if report.version == 1:
        return ""
    day = formatting.day(timezone.localdate(report.recorded_at))
    return _("%(number)s, corrected %(day)s") % {"number": report.version, "day": day}
