"""What a pack may say, but hardly means: sums that differ, targets that nothing counts."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from poukama.governance.choices import BudgetSide
from poukama.reporting.measures import BY_KEY
from poukama.setup.packs.problems import Document, Path, Problem, dotted
from poukama.setup.packs.schema import PackPart, PlanPart, TargetPart


def doubtful(document: Document, pack: PackPart) -> list[Problem]:
    """Warnings: the pack can be applied as it is."""
    found = list(_funding(document, pack))
    for index, plan in enumerate(pack.plans):
        path: Path = ("plans", index)
        found += [
            *_income(document, plan, path),
            *_staff(document, pack, plan, path),
            *_targets(document, plan, path),
        ]
    return found


def _funding(document: Document, pack: PackPart) -> Iterator[Problem]:
    for index, form in enumerate(pack.work_forms):
        total = sum(form.funding.values())
        if form.funding and total != 100:
            yield _warning(
                document,
                "funding_sum",
                ("work_forms", index, "funding"),
                _("shares that make %(total)s per cent") % {"total": total},
                _("100 per cent"),
            )


def _income(document: Document, plan: PlanPart, path: Path) -> Iterator[Problem]:
    lines = [line.amount for line in plan.budget if line.side == BudgetSide.INCOME]
    total = sum(lines, Decimal(0))
    if plan.stated_income is not None and lines and total != plan.stated_income:
        yield _warning(
            document,
            "income_sum",
            (*path, "stated_income"),
            _("a stated income of %(stated)s €, while its lines make %(total)s €")
            % {"stated": f"{plan.stated_income:.2f}", "total": f"{total:.2f}"},
            _("the same, or the difference explained (%(difference)s €)")
            % {"difference": f"{plan.stated_income - total:+.2f}"},
        )


def _staff(document: Document, pack: PackPart, plan: PlanPart, path: Path) -> Iterator[Problem]:
    posts = {team.key: sum(position.count for position in team.positions) for team in pack.teams}
    for index, line in enumerate(plan.staff):
        if line.team in posts and line.count != posts[line.team]:
            yield _warning(
                document,
                "staff_sum",
                (*path, "staff", index, "count"),
                _("%(stated)s posts stated") % {"stated": line.count},
                _("%(count)s, as many as the team has positions") % {"count": posts[line.team]},
            )


def _targets(document: Document, plan: PlanPart, path: Path) -> Iterator[Problem]:
    for number, section in enumerate(plan.work_forms):
        for index, target in enumerate(section.targets):
            yield from _target(document, target, (*path, "work_forms", number, "targets", index))


def _target(document: Document, target: TargetPart, path: Path) -> Iterator[Problem]:
    measure = BY_KEY.get(target.measure)
    if not target.unit:
        yield _warning(
            document, "target_without_unit", path, _("a target without a unit"), _("what it counts")
        )
    elif measure is not None and target.unit != measure.unit:
        yield _warning(
            document,
            "unit_of_another",
            (*path, "unit"),
            _("the unit “%(unit)s”, while the measure counts “%(other)s”")
            % {"unit": target.unit, "other": measure.unit.value},
            _("the unit of the measure, or another measure"),
        )
    if not target.measure:
        yield _warning(
            document,
            "target_without_measure",
            path,
            _("a target that nothing counts"),
            _("a measure and its filters"),
        )
    elif "work_form" not in target.filters:
        yield _warning(
            document,
            "counts_everything",
            path,
            _("a target that counts the whole association"),
            _("a filter “work_form”, if only one work form's records count"),
        )


def _warning(document: Document, code: str, path: Path, found: str, expected: str) -> Problem:
    return Problem(
        code=code,
        place=document.place(path),
        where=dotted(path),
        found=found,
        expected=expected,
        is_warning=True,
    )
