"""Codes of reporting; their values are stable, they reach exports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceMark(TextChoices):
    """Where a figure comes from."""

    COLLECTED = "collected", _("Collected: counted from the records")
    SAMPLE = "sample", _("Sample: counted from a part of the records")
    ESTIMATE = "estimate", _("Estimate: some of it was estimated by someone")


class Status(TextChoices):
    """How a target stands."""

    REACHED = "reached", _("Reached")
    ON_COURSE = "on_course", _("On course")
    AT_RISK = "at_risk", _("At risk of falling short")
    NOT_REACHED = "not_reached", _("Not reached")
    MISSED = "missed", _("Fell short")
    KEPT = "kept", _("Stayed within the limit")
    MAY_EXCEED = "may_exceed", _("May exceed the limit")
    OVER = "over", _("Over the limit")
    UNKNOWN = "unknown", _("Cannot tell yet")


class Method(TextChoices):
    """How a forecast was made."""

    NONE = "none", _("The year is over, or nothing can be said yet.")
    SEASON = "season", _("From how earlier years went by this time of year.")
    PACE = "pace", _("At the pace of the year so far.")
    NEWCOMERS = (
        "newcomers",
        _("At the pace at which new ones have come since January; who returns is not new."),
    )


class Purpose(TextChoices):
    """For whom a figure was frozen."""

    BOARD = "board", _("The board")
    FUNDER = "funder", _("A funder")
    ANNUAL_REPORT = "annual_report", _("The annual report")
    FEDERATION = "federation", _("The federation")
    OWN = "own", _("Own follow-up")


class ReportState(TextChoices):
    """How far an annual report is."""

    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")
