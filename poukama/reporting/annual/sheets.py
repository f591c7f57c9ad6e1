"""All figures of a report as rows: those of the targets, and below them those of the whole association."""

from django.utils.translation import gettext as _

from poukama.reporting import words
from poukama.reporting.annual.numbers import Numbers
from poukama.reporting.exports import Sheet, sheet_of


def report_sheet(numbers: Numbers) -> Sheet:
    """The sheet of the year with the numbers that no target promises."""
    sheet = sheet_of(numbers.year)
    everywhere = _("Whole association")
    for code, (extra, figure) in numbers.extras.items():
        sheet.rows.append(
            [
                code,
                everywhere,
                extra.label,
                words.unit_name(figure.unit),
                "",
                "",
                figure.value if figure.value is not None else words.said(figure),
                *[""] * 4,
                str(figure.mark.label),
                figure.as_of.isoformat(),
                figure.definition_version,
            ]
        )
    return sheet
