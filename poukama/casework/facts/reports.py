"""Reports: signed off, in time and late."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import ReportKind
from poukama.casework.facts.shared import EPISODES_CHANGE
from poukama.casework.models import Report
from poukama.casework.rules import Action
from poukama.toolkit.facts import Counting, Dimension, Fact, LeftOut, Record, Source


def _reports(rows: Iterable[Report]) -> list[Record]:
    return [
        Record(
            row.signed_on,
            row.episode.code,
            str(ReportKind(row.kind).label),
            reverse("casework:report", args=[row.pk]),
        )
        for row in rows
    ]


_IN_TIME, _LATE = Q(signed_on__lte=F("due_on")), Q(signed_on__gt=F("due_on"))
_NOT_ASKED = LeftOut(_("No process asked for them"), Q(due_on=None))

REPORTS = Fact(
    key="casework.reports",
    title=_("Reports signed off"),
    model=Report,
    work_form="episode__work_form__key",
    day="signed_on",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("reports")),
        "families": Counting(_("families"), distinct="episode__family_id"),
    },
    dimensions={"report_kind": Dimension(_("Kind"), "kind", lambda: dict(ReportKind.choices))},
    about_people=True,
    sources=(Source("casework_report", "signed_on"), EPISODES_CHANGE),
    read_action=Action.READ_REPORT,
    describe=_reports,
    related=("episode__family", "episode__client"),
)

REPORTS_IN_TIME = replace(
    REPORTS,
    key="casework.reports_in_time",
    title=_("Reports signed off in time"),
    counted=_IN_TIME,
    left_out=(LeftOut(_("Signed off late"), _LATE), _NOT_ASKED),
)

REPORTS_LATE = replace(
    REPORTS,
    key="casework.reports_late",
    title=_("Reports signed off late"),
    counted=_LATE,
    left_out=(LeftOut(_("Signed off in time"), _IN_TIME), _NOT_ASKED),
)
