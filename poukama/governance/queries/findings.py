"""What does not hold together in a stored plan: the same checks as for a document that was read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from poukama.governance.models import (
    BudgetLine,
    FindingAcceptance,
    FocusArea,
    Goal,
    Plan,
    StaffLine,
    Target,
)
from poukama.governance.reading.findings import Finding, Severity
from poukama.governance.reading.lint import lint
from poukama.governance.reading.proposals import (
    BudgetLineFound,
    GoalFound,
    Passage,
    Reading,
    Source,
    StaffKind,
    StaffLineFound,
    WorkFormFound,
)
from poukama.governance.reading.units import Doubt, doubt_about
from poukama.organisation.models import Position, WorkFormArea
from poukama.toolkit import clock

TOTAL = "total"
"""The key of a staff line that sums up all the others."""
OTHER_UNIT = {"person": "family", "family": "person"}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Spot:
    """Where in a plan something stands: what kind of row, its code or key, and its id."""

    about: str
    code: str
    pk: int | None
    where: str


@dataclass(frozen=True)
class StoredFinding:
    """A finding about a stored plan, with its spot and, when somebody accepted it, the acceptance."""

    finding: Finding
    spot: Spot
    place: str
    note: str = ""
    acceptance: FindingAcceptance | None = None

    @property
    def code(self) -> str:
        """Which check found it."""
        return self.finding.code

    @property
    def key(self) -> str:
        """Tells this finding from every other of the plan, and stays while the plan says the same."""
        return f"{self.code}|{self.place}"

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.finding.severity

    @property
    def message(self) -> str:
        """What was found, in the active language."""
        return self.finding.message

    @property
    def advice(self) -> str:
        """What to do about it, in the active language."""
        return self.finding.advice

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it."""
        return self.acceptance is None

    @property
    def is_error(self) -> bool:
        """Whether the board's approval waits for it."""
        return self.severity == Severity.ERROR


def findings_of(plan: Plan) -> list[StoredFinding]:
    """Every finding about a plan, the most severe first, then in the plan's order."""
    accepted = {
        (row.code, row.place): row
        for row in FindingAcceptance.objects.filter(plan=plan).select_related("accepted_by").order_by("pk")
    }
    found: dict[str, StoredFinding] = {}
    for finding, spot, note in _found(plan):
        place = _place(finding, spot)
        one = StoredFinding(finding, spot, place, note, accepted.get((finding.code, place)))
        found.setdefault(one.key, one)
    order = list(Severity)
    return sorted(found.values(), key=lambda one: order.index(one.severity))


def open_errors(plan: Plan) -> list[StoredFinding]:
    """The findings that the board's approval waits for."""
    return [one for one in findings_of(plan) if one.is_error and one.is_open]


def _place(finding: Finding, spot: Spot) -> str:
    """The row, and of a sum also how it differs: another difference is another finding."""
    parts = [spot.about, spot.code]
    parts += [str(finding.data[name]) for name in ("name", "computed", "stated") if name in finding.data]
    return ":".join(parts)[:120]


@dataclass
class _Draft:
    """A stored plan on its way to become what the checks read."""

    spots: dict[int, Spot] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def at(self, text: str, spot: Spot) -> Source:
        """A source that leads back to the spot."""
        source = Source(text)
        self.sources.append(source)  # alive while its id is a key
        self.spots[id(source)] = spot
        return source


def _found(plan: Plan) -> Iterator[tuple[Finding, Spot, str]]:
    draft = _Draft()
    targets = list(
        Target.objects.filter(plan=plan)
        .select_related("work_form")
        .order_by("work_form__order", "order", "pk")
    )
    reading = Reading(
        year=plan.year,
        work_forms=tuple(_work_forms(draft, {target.work_form_id for target in targets})),
        goals=tuple(_goals(draft, plan)),
        budget=tuple(_budget(draft, plan)),
        staff=tuple(_staff(draft, plan)),
        passages=(
            *_focus(draft, plan),
            *(Passage("", target.label, _target_source(draft, target)) for target in targets),
        ),
    )
    for finding in lint(reading, today=clock.today()):
        if (spot := draft.spots.get(id(finding.source))) is not None:
            yield finding, spot, ""
    for target in targets:
        yield from _about_target(target)


def _about_target(target: Target) -> Iterator[tuple[Finding, Spot, str]]:
    """Unit and measure: a doubt that somebody has settled is no finding any more."""
    spot = _target_spot(target)
    name = f"{spot.where}: {target.label}"
    if target.is_ambiguous:
        doubt = _doubt(target)
        data = {"label": name, "value": target.aim, "one": doubt.one, "other": doubt.other}
        yield Finding("ambiguous_unit", spot.where, Source(target.label), data), spot, target.note
    elif not target.unit:
        yield (
            Finding("target_without_unit", spot.where, Source(target.label), {"label": name}),
            spot,
            target.note,
        )
    if not target.measure:
        yield Finding("target_without_measure", spot.where, Source(target.label), {"label": name}), spot, ""


def _doubt(target: Target) -> Doubt:
    doubt = doubt_about(target.label)
    if doubt is not None:
        return doubt
    unit = target.unit or "person"
    if "koulutu" in target.label.casefold() or "utbildning" in target.label.casefold():
        return Doubt("training", "person")
    return Doubt(unit, OTHER_UNIT.get(unit, "person"))


def _target_spot(target: Target) -> Spot:
    return Spot("target", target.code, target.pk, target.work_form.label())


def _target_source(draft: _Draft, target: Target) -> Source:
    return draft.at(target.label, _target_spot(target))


def _goals(draft: _Draft, plan: Plan) -> Iterator[GoalFound]:
    rows = (
        Goal.objects.filter(plan=plan)
        .select_related("work_form")
        .annotate(targets_bound=Count("targets"))
        .order_by("work_form__order", "order", "pk")
    )
    for row in rows:
        where = row.work_form.label()
        source = draft.at(row.goal, Spot("goal", row.code, row.pk, where))
        measured = bool(row.targets_bound or row.evidence)
        yield GoalFound(where, row.goal, row.result, source, code=row.code, measured=measured)


def _work_forms(draft: _Draft, promised: set[int]) -> Iterator[WorkFormFound]:
    """Work forms of the plan with each area that they stand in."""
    rows = (
        WorkFormArea.objects.filter(work_form__in=promised)
        .select_related("work_form", "area")
        .order_by("work_form__order", "work_form_id", "area__order", "area_id")
    )
    for row in rows:
        title = row.work_form.label()
        source = draft.at(title, Spot("work_form", row.work_form.key, row.work_form_id, title))
        yield WorkFormFound(title, "", row.area.label(), source)


def _budget(draft: _Draft, plan: Plan) -> Iterator[BudgetLineFound]:
    where = _("Budget")
    for row in BudgetLine.objects.filter(plan=plan, side="income").order_by("order", "pk"):
        source = draft.at(row.label, Spot("budget", row.key, row.pk, where))
        yield BudgetLineFound(row.label, _sum(row.amount), source)
    if plan.stated_income is not None:
        label = _("Income in all")
        source = draft.at(label, Spot("income", "stated", plan.pk, where))
        yield BudgetLineFound(label, _sum(plan.stated_income), source, is_total=True)


def _sum(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


def _staff(draft: _Draft, plan: Plan) -> Iterator[StaffLineFound]:
    """Lines without a team sum up the teams of the area that they are named like; teams sum up their positions."""
    rows = list(StaffLine.objects.filter(plan=plan).select_related("team__area").order_by("order", "pk"))
    positions = dict(
        Position.objects.filter(team__in=[row.team_id for row in rows if row.team_id])
        .values_list("team_id")
        .annotate(number=Count("pk"))
        .order_by("team_id")
    )
    group: str | None = None
    where = _("Posts")
    for row in rows:
        source = draft.at(row.label, Spot("staff", row.key, row.pk, where))
        if row.key == TOTAL:
            yield StaffLineFound(row.label, row.stated_count, StaffKind.TOTAL, source)
        elif row.team is None:
            group = row.key
            yield StaffLineFound(row.label, row.stated_count, StaffKind.GROUP, source)
        else:
            area = row.team.area.key if row.team.area else ""
            if group is not None and area != group:
                group = None
                yield StaffLineFound(area, None, StaffKind.GROUP, source)
            yield StaffLineFound(row.label, row.stated_count, StaffKind.TEAM, source)
            if number := positions.get(row.team_id):
                yield StaffLineFound(row.label, number, StaffKind.POSITION, source)


def _focus(draft: _Draft, plan: Plan) -> Iterator[Passage]:
    for row in FocusArea.objects.filter(plan=plan).order_by("order", "pk"):
        source = draft.at(row.title, Spot("focus", row.key, row.pk, _("Focus areas")))
        yield Passage("", f"{row.title}. {row.development}", source)
