"""What does not hold together in a plan, read from a document or stored: the same data for both."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher

from poukama.governance.reading.bodies import ENDED_BODIES, EndedBody
from poukama.governance.reading.findings import Finding
from poukama.governance.reading.people_names import names_in
from poukama.governance.reading.proposals import (
    BudgetLineFound,
    Passage,
    Reading,
    StaffKind,
    StaffLineFound,
    WorkFormFound,
)
from poukama.governance.reading.units import doubt_about

PROJECT = re.compile(r"(?<![\w-])([A-ZÅÄÖ][\w-]*(?:\s+[\w-]+){0,7}?)\s*-\s?hank\w+")
CONSISTS = re.compile(r"koostu\w+|kuulu\w+|sisält\w+|muodostu\w+|toimi[ia]\w*|består|ingår|omfattar", re.I)
ALIKE = 0.72
MOST_PROJECTS = 60


def lint(plan: Reading, *, today: date, bodies: Sequence[EndedBody] = ENDED_BODIES) -> list[Finding]:
    """Every finding about a plan, in the plan's order of parts.

    A body that has ended is judged against the plan's year and `today`, which the caller passes in.
    """
    parts: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
        _budget_sums,
        _staff_sums,
        _targets,
        _goals,
        _work_forms_twice,
        _names,
        _projects,
    )
    return [*(finding for part in parts for finding in part(plan)), *_ended_bodies(plan, today, bodies)]


def _budget_sums(plan: Reading) -> Iterator[Finding]:
    lines: list[BudgetLineFound] = []
    subtotals: list[BudgetLineFound] = []
    for line in plan.budget:
        if not line.is_total:
            lines.append(line)
            continue
        summed = lines or subtotals
        if not summed:
            continue
        computed = _tidy(sum(one.amount for one in summed))
        subtotals = [*subtotals, line] if lines else []
        lines = []
        if abs(computed - line.amount) >= 0.005:
            yield Finding(
                "budget_sum_differs",
                line.label,
                line.source,
                {
                    "label": line.label,
                    "computed": computed,
                    "stated": line.amount,
                    "difference": _tidy(abs(computed - line.amount)),
                },
            )


def _tidy(amount: float) -> int | float:
    rounded = round(amount, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _staff_sums(plan: Reading) -> Iterator[Finding]:
    whole = 0.0
    group: StaffLineFound | None = None
    group_sum = 0.0
    for title, positions in _teams(plan.staff):
        size = sum(one.count or 0 for one in positions)
        if title is not None and title.kind is StaffKind.TOTAL:
            yield from _differs("staff_group_sum_differs", group, group_sum)
            yield from _differs("staff_total_differs", title, whole)
            group, group_sum = None, 0.0
        elif title is not None and title.kind is StaffKind.GROUP:
            yield from _differs("staff_group_sum_differs", group, group_sum)
            group, group_sum = title, size
            whole += title.count or 0 if title.count is not None else size
        else:
            if positions:
                yield from _differs("staff_team_sum_differs", title, size)
            stated = title.count if title is not None and title.count is not None else size
            group_sum += stated
            if group is None or group.count is None:
                whole += stated
    yield from _differs("staff_group_sum_differs", group, group_sum)


def _teams(staff: Sequence[StaffLineFound]) -> Iterator[tuple[StaffLineFound | None, list[StaffLineFound]]]:
    title: StaffLineFound | None = None
    positions: list[StaffLineFound] = []
    for line in staff:
        if line.kind is StaffKind.POSITION:
            positions.append(line)
            continue
        if title is not None or positions:
            yield title, positions
        title, positions = line, []
    if title is not None or positions:
        yield title, positions


def _differs(code: str, line: StaffLineFound | None, computed: float) -> Iterator[Finding]:
    if line is not None and line.count is not None and computed and computed != line.count:
        data = {"label": line.label, "computed": _tidy(computed), "stated": line.count}
        yield Finding(code, line.label, line.source, data)


def _targets(plan: Reading) -> Iterator[Finding]:
    for target in plan.targets:
        doubt = doubt_about(target.label)
        if doubt is not None:
            data = {"label": target.label, "value": target.value, "one": doubt.one, "other": doubt.other}
            yield Finding("ambiguous_unit", target.work_form, target.source, data)
        elif not target.unit:
            yield Finding("target_without_unit", target.work_form, target.source, {"label": target.label})
        if target.measure == "":
            yield Finding("target_without_measure", target.work_form, target.source, {"label": target.label})


def _goals(plan: Reading) -> Iterator[Finding]:
    counted = {target.work_form for target in plan.targets}
    for goal in plan.goals:
        measured = goal.measured if goal.measured is not None else goal.work_form in counted
        if not measured:
            yield Finding("goal_not_measured", goal.work_form, goal.source, {"goal": goal.goal})


def _work_forms_twice(plan: Reading) -> Iterator[Finding]:
    seen: dict[str, WorkFormFound] = {}
    for form in plan.work_forms:
        before = seen.setdefault(form.title.casefold(), form)
        if before is not form and before.area != form.area:
            yield _twice(form, before.area, form.area)
    chapters = {form.area for form in plan.work_forms if form.area}
    for form in plan.work_forms:
        others = [one for one in plan.passages if one.work_form in chapters - {form.area}]
        for passage in others:
            if _says_it_has(passage.text, form):
                yield _twice(form, passage.work_form, form.area)
                break


def _twice(form: WorkFormFound, one: str, other: str) -> Finding:
    data = {"work_form": form.title, "one": one, "other": other}
    return Finding("work_form_counted_twice", form.title, form.source, data)


def _says_it_has(text: str, form: WorkFormFound) -> bool:
    """Whether a chapter's own text counts the work form among its parts."""
    names = re.findall(r"[A-ZÅÄÖ][a-zåäö]{4,}", form.title)[-1:]
    stems = [re.escape(name[: max(5, len(name) - 2)]) for name in names]
    return any(
        CONSISTS.search(sentence) and re.search(rf"(?<![\w-]){stem}", sentence)
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        for stem in stems
    )


def _names(plan: Reading) -> Iterator[Finding]:
    for passage in plan.passages:
        for start, end in names_in(passage.text):
            yield Finding("personal_name", passage.work_form, passage.source_at(start, end))


def _projects(plan: Reading) -> Iterator[Finding]:
    spellings: dict[str, tuple[Passage, int, int]] = {}
    for passage in plan.passages:
        for found in PROJECT.finditer(passage.text[:20_000]):
            if len(found[1].split()) >= 3 and len(spellings) < MOST_PROJECTS:
                spellings.setdefault(re.sub(r"\s+", " ", found[1]), (passage, found.start(), found.end()))
    for group in _alike(spellings):
        if len({name.casefold() for name in group}) > 1:
            passage, start, end = spellings[group[0]]
            listed = ", ".join(f"“{name}”" for name in group)
            yield Finding(
                "project_spelled_differently", "", passage.source_at(start, end), {"spellings": listed}
            )


def _alike(names: Iterable[str]) -> list[list[str]]:
    """Names in groups of those that differ by a few letters."""
    groups: list[list[str]] = []
    for name in names:
        near = (one for one in groups if SequenceMatcher(None, _bare(one[0]), _bare(name)).ratio() >= ALIKE)
        group = next(near, None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return groups


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _ended_bodies(plan: Reading, today: date, bodies: Sequence[EndedBody]) -> Iterator[Finding]:
    year = plan.year or today.year
    texts = [
        *plan.passages,
        *(Passage(line.label, line.label, line.source) for line in plan.budget),
        *(Passage(goal.work_form, f"{goal.goal} {goal.result}", goal.source) for goal in plan.goals),
        *(Passage(target.work_form, target.label, target.source) for target in plan.targets),
    ]
    for body in bodies:
        if body.gone_from > today and body.gone_from.year > year:
            continue
        code = "body_ended" if body.gone_from.year <= year else "body_ended_since"
        pattern = body.pattern()
        for passage in texts:
            for found in pattern.finditer(passage.text):
                data = {
                    "name": found.group(),
                    "year": str(year),
                    "gone_from": f"{body.gone_from.day}.{body.gone_from.month}.{body.gone_from.year}",
                    "replaced_by": body.replaced_by,
                    "basis": body.source,
                }
                source = passage.source_at(*found.span()) if passage.places else passage.source
                yield Finding(code, passage.work_form, source, data)
