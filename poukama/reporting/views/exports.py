"""The figures of a year as a file."""

from django.http import Http404, HttpResponse

from poukama.access.decorators import opened, reads
from poukama.access.requests import StaffRequest
from poukama.reporting.exports import as_csv, as_workbook
from poukama.reporting.figures import Circle, YearOfFigures, figures_of_year
from poukama.reporting.forms import DayForm
from poukama.reporting.rules import Action

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reads(Action.EXPORT_FIGURES)
def figures_csv(request: StaffRequest, year: int) -> HttpResponse:
    """Comma-separated values."""
    figures = _figures(request, year)
    return _file(as_csv(figures).encode(), "text/csv; charset=utf-8", f"poukama-{year}.csv")


@reads(Action.EXPORT_FIGURES)
def figures_xlsx(request: StaffRequest, year: int) -> HttpResponse:
    """A workbook."""
    figures = _figures(request, year)
    return _file(as_workbook(figures), WORKBOOK, f"poukama-{year}.xlsx")


def _figures(request: StaffRequest, year: int) -> YearOfFigures:
    figures = figures_of_year(year, circle=Circle.of(request.actor), as_of=DayForm(request.GET).day())
    if figures is None:
        raise Http404
    opened(request, None, year=year, targets=len(figures.targets))
    return figures


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
