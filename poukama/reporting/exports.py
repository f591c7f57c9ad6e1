"""All figures of a year as rows: for a workbook, a comma-separated file, the command line and programs."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from poukama.organisation.queries import work_form_labels
from poukama.reporting import words
from poukama.reporting.figures import TargetFigure, YearOfFigures

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so would be run as a formula by a spreadsheet."""


def figure_rows(year: YearOfFigures) -> Iterator[dict[str, Any]]:
    """One row a target, with keys that stay the same; numbers are numbers, what is not known or shown is None."""
    names = work_form_labels()
    for each in year.targets:
        yield _row(each, names)


def _row(each: TargetFigure, names: Mapping[str, str]) -> dict[str, Any]:
    target, figure, ahead = each.target, each.figure, each.forecast
    return {
        "code": target.code,
        "work_form": names.get(target.work_form, target.work_form),
        "work_form_key": target.work_form,
        "label": target.label,
        "unit": str(target.unit),
        "direction": str(target.direction),
        "aim": target.aim,
        "actual": figure.value if figure else None,
        "withheld": str(figure.withheld) if figure else "no",
        "forecast": {"low": ahead.low, "value": ahead.value, "high": ahead.high} if ahead else None,
        "forecast_method": str(ahead.method) if ahead else None,
        "status": str(each.status),
        "source_mark": str(figure.mark) if figure else None,
        "as_of": figure.as_of.isoformat() if figure else None,
        "measure": target.measure,
        "filters": {key: list(values) for key, values in figure.ask.filters} if figure else {},
        "definition_version": figure.definition_version if figure else None,
        "problem": each.problem or None,
    }


def headings() -> list[str]:
    """What stands over the cells."""
    return [
        _("Code"),
        _("Work form"),
        _("Target"),
        _("Unit"),
        _("What is good"),
        _("Aim or limit"),
        _("Actual"),
        _("Forecast"),
        _("Forecast, lowest"),
        _("Forecast, highest"),
        _("Status"),
        _("Source"),
        _("By the day"),
        _("Definition version"),
    ]


def cells_of(year: YearOfFigures) -> Iterator[list[str | int]]:
    """One row a target, in words for people."""
    names = work_form_labels()
    for each in year.targets:
        target, figure, ahead = each.target, each.figure, each.forecast
        actual: str | int = words.said(figure)
        if figure is not None and figure.value is not None:
            actual = figure.value
        yield [
            target.code,
            names.get(target.work_form, target.work_form),
            target.label,
            words.unit_name(target.unit),
            str(target.direction.label),
            target.aim,
            actual,
            ahead.value if ahead else "",
            ahead.low if ahead else "",
            ahead.high if ahead else "",
            words.stands(each),
            str(figure.mark.label) if figure else "",
            figure.as_of.isoformat() if figure else "",
            figure.definition_version if figure else "",
        ]


@dataclass(frozen=True)
class Sheet:
    """Rows of cells under headings, ready to be written in any form."""

    title: str
    headings: list[str]
    rows: list[list[str | int]]


def sheet_of(year: YearOfFigures) -> Sheet:
    """All figures of a year, one row a target, in the language of the screen."""
    return Sheet(str(year.plan.year), headings(), list(cells_of(year)))


def as_csv(year: YearOfFigures) -> str:
    """Semicolons between cells, as spreadsheets here expect, and nothing that could run as a formula."""
    return sheet_as_csv(sheet_of(year))


def sheet_as_csv(sheet: Sheet) -> str:
    """Any rows as comma-separated values, alike."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(sheet.headings)
    for cells in sheet.rows:
        writer.writerow([_harmless(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, str) and cell.startswith(_DANGEROUS):
        return f"'{cell}"
    return cell


def as_workbook(year: YearOfFigures) -> bytes:
    """The same as a workbook; text stays text whatever it begins with."""
    return sheet_as_workbook(sheet_of(year))


def sheet_as_workbook(sheet: Sheet) -> bytes:
    """Any rows as a workbook, alike."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet.title)
        bold = book.add_format({"bold": True})
        page.write_row(0, 0, sheet.headings, bold)
        for at, cells in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(at, column, cell)
                else:
                    page.write_number(at, column, cell)
        page.freeze_panes(1, 0)
        page.set_column(1, 2, 32)
        page.set_column(3, 13, 14)
    return out.getvalue()
