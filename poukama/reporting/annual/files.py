"""The files of a report, and how they reach a folder: all of them or none."""

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from poukama.reporting.exports import Sheet, sheet_as_csv, sheet_as_workbook
from poukama.reporting.models import AnnualReport
from poukama.toolkit.papers.blocks import Content
from poukama.toolkit.papers.pdf import as_pdf
from poukama.toolkit.papers.word_file import DOCX, as_docx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Mapping[str, str] = {
    "docx": DOCX,
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
}


def file_name(kind: str, year: int) -> str:
    """What a file of the report is called; nobody is named in it."""
    return f"toimintakertomus-{year}.{kind}" if kind in {"docx", "pdf"} else f"luvut-{year}.{kind}"


def drawn(report: AnnualReport, kind: str) -> bytes:
    """One file of a report, from what was kept when it was made."""
    content: Content = report.content
    sheet = Sheet(**report.figures)
    if kind == "docx":
        return as_docx(content)
    if kind == "pdf":
        return as_pdf(content)
    if kind == "csv":
        return sheet_as_csv(sheet).encode()
    return sheet_as_workbook(sheet)


def drawn_all(report: AnnualReport) -> dict[str, bytes]:
    """Every file of a report by its name."""
    return {file_name(kind, report.plan_year): drawn(report, kind) for kind in KINDS}


class FolderNotWritable(Exception):
    """The files cannot be written where they were wanted; the first argument says why."""


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files by their names: all are written beside their places first, and only then put into them."""
    waiting: list[tuple[str, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
            handle, beside = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            waiting.append((beside, folder / name))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(beside).chmod(0o644)
        return [_put(beside, place) for beside, place in waiting]
    except OSError as refusal:
        raise FolderNotWritable(refusal.strerror or str(refusal)) from refusal
    finally:
        for beside, _place in waiting:
            with suppress(FileNotFoundError):
                os.unlink(beside)


def _put(beside: str, place: Path) -> Path:
    os.replace(beside, place)
    return place


def check_folder(folder: Path) -> None:
    """Make sure that something can be written into the folder before anything is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as refusal:
        raise FolderNotWritable(refusal.strerror or str(refusal)) from refusal
