"""Freeze a figure as it is given to somebody, and show later whether it still comes out the same."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import translation

from poukama.access import audit
from poukama.governance.facts import PlannedTarget, PlanOfYear
from poukama.organisation.models import User
from poukama.reporting.choices import Purpose
from poukama.reporting.counting import Ask, CannotBeAsked, count
from poukama.reporting.counting.compiling import condition_of
from poukama.reporting.figures import Circle, Figure, TargetFigure, figures_of_year
from poukama.reporting.figures.kept import stamp_version
from poukama.reporting.measures import BY_KEY
from poukama.reporting.models import Snapshot
from poukama.reporting.rules import Action
from poukama.toolkit import clock
from poukama.toolkit.periods import Period


class NothingToFreeze(Exception):
    """The target is in no plan in force, or nothing counts it."""


@dataclass(frozen=True)
class Untargeted:
    """What a snapshot is of when no target promises it: a number of the whole association."""

    code: str
    label: str


@transaction.atomic
def freeze_figure(
    *,
    plan: PlanOfYear,
    target: PlannedTarget,
    purpose: Purpose,
    by: User,
    note: str = "",
    as_of: date | None = None,
) -> Snapshot:
    """Keep a figure with its definition as it is now. What is kept is whole; who sees it is decided when it is shown."""
    year = figures_of_year(
        plan.year, circle=Circle.house(), as_of=as_of, plan=plan, only={target.id}, with_passports=True
    )
    found = year.targets[0] if year and year.targets else None
    if found is None or found.figure is None or found.figure.value is None:
        raise NothingToFreeze
    snapshot = _snapshot(plan, found, purpose=purpose, note=note, by=by)
    snapshot.save(force_insert=True)
    audit.record(
        Action.FREEZE_FIGURE,
        by=by,
        about=snapshot,
        work_form=target.work_form,
        detail={"target": target.code, "year": plan.year, "purpose": str(purpose)},
    )
    return snapshot


@transaction.atomic
def freeze_year(
    *, plan: PlanOfYear, purpose: Purpose, by: User, note: str = "", as_of: date | None = None
) -> dict[str, Snapshot]:
    """Freeze every figure of a year at once, by the codes of their targets. What nothing counts is left out."""
    year = figures_of_year(plan.year, circle=Circle.house(), as_of=as_of, plan=plan, with_passports=True)
    frozen = {
        each.target.code: _snapshot(plan, each, purpose=purpose, note=note, by=by)
        for each in (year.targets if year else ())
        if each.figure is not None and each.figure.value is not None
    }
    Snapshot.objects.bulk_create(frozen.values())
    audit.record(
        Action.FREEZE_YEAR,
        by=by,
        detail={"year": plan.year, "purpose": str(purpose), "snapshots": len(frozen)},
    )
    return frozen


def _snapshot(plan: PlanOfYear, found: TargetFigure, *, purpose: Purpose, note: str, by: User) -> Snapshot:
    if found.figure is None:
        raise NothingToFreeze
    return snapshot_of(
        found.figure,
        plan_year=plan.year,
        target=found.target,
        purpose=purpose,
        note=note,
        by=by,
    )


def snapshot_of(
    figure: Figure,
    *,
    plan_year: int,
    target: PlannedTarget | Untargeted,
    purpose: Purpose,
    note: str,
    by: User | None,
) -> Snapshot:
    """A figure that is seen whole, as a snapshot that has not been saved. `by` is None at the command line."""
    if figure.value is None:
        raise NothingToFreeze
    measure = figure.ask.definition
    with translation.override("fi"):
        title, text = str(measure.title), str(measure.counts)
        left = [[str(left.reason), left.rows] for left in figure.passport.left_out] if figure.passport else []
    promised = target if isinstance(target, PlannedTarget) else None
    return Snapshot(
        target_code=target.code,
        plan_year=plan_year,
        work_form_id=promised.work_form_id if promised else None,
        label=target.label,
        measure=measure.key,
        measure_title=title,
        measure_text=text,
        definition_version=measure.version,
        filters={key: list(values) for key, values in figure.ask.filters},
        unit=(promised.unit if promised else "") or str(measure.unit),
        direction=promised.direction if promised else "",
        aim=promised.aim if promised else None,
        starts_on=figure.period.starts_on,
        ends_on=figure.period.ends_on,
        value=figure.value,
        estimated=figure.estimated,
        mark=figure.mark,
        left_out=left,
        unjoinable=figure.passport.unjoinable if figure.passport else 0,
        stamp_version=stamp_version(figure.ask, figure.period.ends_on.year),
        purpose=purpose,
        note=note,
        taken_at=clock.now(),
        taken_by=by,
    )


@dataclass(frozen=True)
class Rerun:
    """A frozen figure counted again, and what has happened to it since."""

    value: int | None
    """What the same question gives now; None when it cannot be asked any more."""
    as_known: int | None
    """What it gives from the records as they were known when it was frozen."""
    recorded_since: int
    """Records of the period that were made afterwards."""
    voided_since: int
    """Records that counted then and have been undone."""
    definition_changed: bool

    def is_same(self, snapshot: Snapshot) -> bool:
        """Whether it still comes out the same."""
        return self.value == snapshot.value

    def dates_changed(self, snapshot: Snapshot) -> bool:
        """Whether records that were there already say something else now: another day, another role."""
        return self.as_known is not None and self.as_known != snapshot.value


def rerun(snapshot: Snapshot) -> Rerun:
    """Count a frozen figure again, from today's records and from those known then."""
    try:
        ask = Ask.of(snapshot.measure, snapshot.filters)
    except CannotBeAsked:
        return Rerun(None, None, 0, 0, definition_changed=True)
    period = Period(snapshot.starts_on, snapshot.ends_on)
    recorded = voided = 0
    for fact in ask.definition.facts:
        counted = condition_of(fact, ask)
        now = fact.during(period).filter(counted)
        then = fact.during(period, known_at=snapshot.taken_at).filter(counted)
        recorded += now.filter(recorded_at__gt=snapshot.taken_at).count()
        voided += then.exclude(pk__in=now.order_by().values("pk")).count()
    return Rerun(
        value=count([ask], period)[ask].value,
        as_known=count([ask], period, known_at=snapshot.taken_at)[ask].value,
        recorded_since=recorded,
        voided_since=voided,
        definition_changed=BY_KEY[snapshot.measure].version != snapshot.definition_version,
    )
