"""A pack taken apart into items: each thing under a stable key, with what the pack says of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from poukama.organisation.choices import TermList
from poukama.setup.packs.parts import NamesPart, Part
from poukama.setup.packs.problems import Path
from poukama.setup.packs.schema import FormPart, PackPart, PlanPart, PositionPart, TeamPart, TermPart
from poukama.setup.packs.steps import kept

Content = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing that a pack says something about. `content` is plain data, the same shape as `bindings` read."""

    kind: str
    key: str
    content: Content
    path: Path = ()

    @property
    def id(self) -> str:
        """Under what it is remembered."""
        return f"{self.kind}:{self.key}"


def items_of(pack: PackPart) -> list[Item]:
    """Everything in a pack, what others refer to first."""
    return list(_organisation(pack)) + [item for plan in _plans(pack) for item in plan]


def _organisation(pack: PackPart) -> Iterator[Item]:
    yield Item("association", "association", pack.association.model_dump(), ("association",))
    yield from _simple("area", "areas", pack.areas, ordered=True)
    yield from _simple("site", "sites", pack.sites)
    for index, form in enumerate(pack.work_forms):
        content = _named(form, order=form.order or index + 1, areas=sorted(form.areas))
        yield Item("work_form", form.key, content, ("work_forms", index))
    yield from _simple("unit", "units", pack.units)
    yield from _teams(pack.teams)
    for which in TermList.values:
        for index, term in enumerate(pack.terms.of(which)):
            content = _named(term, order=term.order or index + 1, is_active=term.active)
            del content["active"]
            yield Item("term", f"{which}/{term.key}", content, ("terms", which, index))
    yield from _simple("partner", "partners", pack.partners)
    yield from _simple("network", "networks", pack.networks)
    for index, form_part in enumerate(pack.forms):
        content = _named(form_part, is_active=form_part.active)
        del content["active"]
        yield Item("form", form_part.key, content, ("forms", index))
    yield from _simple("rhythm", "rhythms", pack.rhythms, ordered=True)
    yield from _processes(pack)


def _named_things(pack: PackPart) -> Iterator[FormPart | TermPart]:
    """What the steps of processes may do."""
    yield from pack.forms
    yield from pack.terms.process_step


def _processes(pack: PackPart) -> Iterator[Item]:
    called: dict[str, dict[str, str]] = {
        part.key: {"name": part.name.fi, "name_sv": part.name.sv, "name_en": part.name.en}
        for part in _named_things(pack)
    }
    for index, process in enumerate(pack.process_templates):
        content = _named(process, order=process.order or index + 1, is_active=process.active)
        del content["active"]
        content["steps"] = [kept(step, called) for step in process.steps]
        yield Item("process_template", process.key, content, ("process_templates", index))


def _simple(kind: str, section: str, parts: Sequence[Any], *, ordered: bool = False) -> Iterator[Item]:
    for index, part in enumerate(parts):
        content = _named(part, order=part.order or index + 1) if ordered else _named(part)
        yield Item(kind, part.key, content, (section, index))


def _teams(teams: Iterable[TeamPart]) -> Iterator[Item]:
    for index, team in enumerate(teams):
        content = _named(team, order=team.order or index + 1)
        del content["positions"]
        yield Item("team", team.key, content, ("teams", index))
    order = 0
    for index, team in enumerate(teams):
        for place, position in enumerate(team.positions):
            for key, number in posts(position):
                order += 1
                content = _named(position, team=team.key, number=number, order=position.order or order)
                del content["count"]
                yield Item("position", key, content, ("teams", index, "positions", place))


def posts(position: PositionPart) -> list[tuple[str, int]]:
    """The keys and numbers of posts alike: `night` once, or `night-1`, `night-2` …"""
    if position.count == 1:
        return [(position.key, position.number)]
    return [(f"{position.key}-{number}", number) for number in range(1, position.count + 1)]


def _plans(pack: PackPart) -> Iterator[Iterator[Item]]:
    for index, plan in enumerate(pack.plans):
        yield _plan(plan, ("plans", index))


def _plan(plan: PlanPart, path: Path) -> Iterator[Item]:
    year = str(plan.year)
    content: Content = {
        "title": plan.title,
        "state": plan.state,
        "approved_on": plan.approved_on.isoformat() if plan.approved_on else None,
        "stated_income": None if plan.stated_income is None else f"{plan.stated_income:.2f}",
    }
    yield Item("plan", year, content, path)
    for index, focus in enumerate(plan.focus_areas):
        content = {
            "title": focus.title,
            "development": focus.development,
            "order": focus.order or index + 1,
            "indicators": [
                {"title": part.title, "measure": part.measure, "filters": plain_filters(part.filters)}
                for part in focus.indicators
            ],
        }
        yield Item("focus_area", f"{year}/{focus.key}", content, (*path, "focus_areas", index))
    yield from _goals(plan, path)
    yield from _targets(plan, path)
    for index, line in enumerate(plan.budget):
        content = {
            "label": line.label,
            "amount": f"{line.amount:.2f}",
            "side": line.side,
            "order": line.order or index + 1,
        }
        yield Item("budget_line", f"{year}/{line.key}", content, (*path, "budget", index))
    for index, staff in enumerate(plan.staff):
        content = {
            "label": staff.label,
            "stated_count": staff.count,
            "team": staff.team,
            "order": staff.order or index + 1,
        }
        yield Item("staff_line", f"{year}/{staff.key}", content, (*path, "staff", index))


def _goals(plan: PlanPart, path: Path) -> Iterator[Item]:
    order = 0
    for index, section in enumerate(plan.work_forms):
        for place, goal in enumerate(section.goals):
            order += 1
            content = {
                "work_form": section.work_form,
                "order": goal.order or order,
                "goal": goal.goal,
                "result": goal.result,
                "owner": section.owner if goal.owner is None else goal.owner,
                "evidence": goal.evidence,
            }
            yield Item(
                "goal", f"{plan.year}/{goal.code}", content, (*path, "work_forms", index, "goals", place)
            )


def _targets(plan: PlanPart, path: Path) -> Iterator[Item]:
    order = 0
    for index, section in enumerate(plan.work_forms):
        for place, target in enumerate(section.targets):
            order += 1
            content = {
                "work_form": section.work_form,
                "goal": target.goal,
                "order": target.order or order,
                "label": target.label,
                "aim": target.aim,
                "direction": target.direction,
                "unit": target.unit,
                "is_ambiguous": target.ambiguous,
                "note": target.note,
                "is_result": target.result,
                "measure": target.measure,
                "filters": plain_filters(target.filters),
                "owner": section.owner if target.owner is None else target.owner,
            }
            yield Item(
                "target",
                f"{plan.year}/{target.code}",
                content,
                (*path, "work_forms", index, "targets", place),
            )


def plain_filters(filters: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    """Filters in the one order in which they are kept."""
    return {key: filters[key] for key in sorted(filters)}


def _named(part: Part, **changed: Any) -> Content:
    """What a part says, with its name spread over the three languages, dates as text, and work forms sorted."""
    content = part.model_dump(mode="json", exclude={"key", "name", "order"})
    names: NamesPart = part.name  # type: ignore[attr-defined]
    content |= {"name": names.fi, "name_sv": names.sv, "name_en": names.en}
    if "work_forms" in content:
        content["work_forms"] = sorted(content["work_forms"])
    return content | changed
