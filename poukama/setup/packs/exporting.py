"""Writing what runs back as a pack: applied again it changes nothing."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from poukama.casework.choices import Begins, ForWhom
from poukama.organisation.choices import TermList
from poukama.organisation.models import Association, usual_intake
from poukama.setup.packs.bindings import DATES, NAMES
from poukama.setup.packs.items import Content
from poukama.setup.packs.state import State, current
from poukama.setup.packs.steps import written

Part = dict[str, Any]


class FolderNotEmpty(Exception):
    """A pack is written only into a folder where it overwrites nothing."""


def export_pack(*, folder: Path) -> list[str]:
    """Write the pack's files; returns their names. Makes the folder when it is not there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty
    folder.mkdir(parents=True, exist_ok=True)
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 110
    yaml.allow_unicode = True
    files = _files(current())
    for name, data in files.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            yaml.dump(data, file)
    return list(files)


def _files(state: State) -> dict[str, Part]:
    writer = _Writer(state)
    association = Association.objects.first()
    files: dict[str, Part] = {
        "pack.yaml": {
            "format": 1,
            "name": (association.pack_name if association else "") or "export",
            "version": (association.pack_version if association else "") or "1",
            "association": _without_defaults(next(writer.contents("association"))[1], {}),
        },
        "organisation.yaml": {
            "areas": writer.simple("area", ordered=True),
            "sites": writer.simple("site", defaults={"is_secret": False}),
            "units": writer.simple("unit"),
            "teams": writer.teams(),
        },
        "work-forms.yaml": {"work_forms": writer.work_forms()},
        "terms.yaml": {"terms": {which: writer.terms(which) for which in TermList.values}},
        "partners.yaml": {"partners": writer.simple("partner"), "networks": writer.simple("network")},
        "forms.yaml": {
            "forms": writer.simple("form", renamed={"is_active": "active"}, defaults={"active": True})
        },
        "rhythms.yaml": {"rhythms": writer.simple("rhythm", ordered=True)},
        "processes.yaml": {"process_templates": writer.processes()},
    }
    for year, content in writer.contents("plan"):
        files[f"plan-{year}.yaml"] = {"plans": [writer.plan(year, content)]}
    return files


class _Writer:
    def __init__(self, state: State) -> None:
        self.state = state

    def contents(self, kind: str) -> Iterator[tuple[str, Content]]:
        """The items of a kind, in their order."""
        prefix = f"{kind}:"
        return (
            (item_id.removeprefix(prefix), content)
            for item_id, content in self.state.contents.items()
            if item_id.startswith(prefix)
        )

    def simple(
        self,
        kind: str,
        *,
        ordered: bool = False,
        renamed: Mapping[str, str] | None = None,
        defaults: Part | None = None,
    ) -> list[Part]:
        """Items that stand in the pack as they are kept."""
        return [
            _part(key, content, index if ordered else 0, renamed or {}, defaults or {})
            for index, (key, content) in enumerate(self.contents(kind), start=1)
        ]

    def work_forms(self) -> list[Part]:
        """Work forms, régime first."""
        defaults = {
            "self_monitoring": False,
            "door_counter": False,
            "keeps_notes": "notes",
            "late_note_hours": 24,
            "child_unseen_days": 7,
            "intake": usual_intake(),
        }
        return self.simple("work_form", ordered=True, defaults=defaults)

    def processes(self) -> list[Part]:
        """Process templates with their steps."""
        defaults = {"active": True, "for_whom": ForWhom.FAMILY.value, "begins": Begins.BY_CHOICE.value}
        parts = self.simple(
            "process_template", ordered=True, renamed={"is_active": "active"}, defaults=defaults
        )
        for part in parts:
            if "steps" in part:
                part["steps"] = [written(said) for said in part["steps"]]
        return parts

    def terms(self, which: str) -> list[Part]:
        """The words of one list."""
        own = [
            (key.partition("/")[2], content)
            for key, content in self.contents("term")
            if key.startswith(f"{which}/")
        ]
        return [
            _part(key, content, index, {"is_active": "active"}, {"active": True})
            for index, (key, content) in enumerate(own, start=1)
        ]

    def teams(self) -> list[Part]:
        """Teams with their positions, each post by itself."""
        parts = []
        order = 0
        positions = list(self.contents("position"))
        for index, (key, content) in enumerate(self.contents("team"), start=1):
            part = _part(key, content, index, {}, {})
            own = [(post, said) for post, said in positions if said["team"] == key]
            part["positions"] = []
            for post, said in own:
                order += 1
                said = {name: value for name, value in said.items() if name != "team"}
                part["positions"].append(_part(post, said, order, {}, {"role": "worker", "number": 1}))
            parts.append(part)
        return parts

    def plan(self, year: str, content: Content) -> Part:
        """A plan with everything in it."""
        part: Part = {"year": int(year), **_without_defaults(content, {})}
        if content["stated_income"] is not None:
            part["stated_income"] = _money(content["stated_income"])
        part["focus_areas"] = [
            _part(
                key,
                {**said, "indicators": [_without_defaults(i, {}) for i in said["indicators"]]},
                index,
                {},
                {},
            )
            for index, (key, said) in enumerate(self._of(year, "focus_area"), start=1)
        ]
        part["budget"] = [
            _part(key, {**said, "amount": _money(said["amount"])}, index, {}, {"side": "income"})
            for index, (key, said) in enumerate(self._of(year, "budget_line"), start=1)
        ]
        part["staff"] = [
            _part(key, said, index, {"stated_count": "count"}, {})
            for index, (key, said) in enumerate(self._of(year, "staff_line"), start=1)
        ]
        part["work_forms"] = self._plan_of_work_forms(year)
        return part

    def _of(self, year: str, kind: str) -> list[tuple[str, Content]]:
        return [
            (key.removeprefix(f"{year}/"), content)
            for key, content in self.contents(kind)
            if key.startswith(f"{year}/")
        ]

    def _plan_of_work_forms(self, year: str) -> list[Part]:
        goals, targets = self._of(year, "goal"), self._of(year, "target")
        sections = []
        goal_order = target_order = 0
        renamed = {"is_ambiguous": "ambiguous", "is_result": "result"}
        plain = {"direction": "at_least", "ambiguous": False, "result": False}
        for form, _content in self.contents("work_form"):
            own_goals = [(code, said) for code, said in goals if said["work_form"] == form]
            own_targets = [(code, said) for code, said in targets if said["work_form"] == form]
            if not own_goals and not own_targets:
                continue
            owners = {said["owner"] for _code, said in own_goals + own_targets}
            owner = owners.pop() if len(owners) == 1 else ""
            section: Part = {"work_form": form}
            if owner:
                section["owner"] = owner
            section["goals"] = []
            for code, said in own_goals:
                goal_order += 1
                section["goals"].append(_planned(code, said, goal_order, owner, {}, {}))
            section["targets"] = []
            for code, said in own_targets:
                target_order += 1
                section["targets"].append(_planned(code, said, target_order, owner, renamed, plain))
            sections.append(section)
        return sections


def _planned(
    code: str, content: Content, index: int, owner: str, renamed: Mapping[str, str], defaults: Part
) -> Part:
    said = {name: value for name, value in content.items() if name != "work_form"}
    if said["owner"] == owner:
        del said["owner"]
    part = _part(code, said, index, renamed, defaults)
    part.pop("key")
    return {"code": code, **part}


def _part(key: str, content: Content, index: int, renamed: Mapping[str, str], defaults: Part) -> Part:
    part: Part = {"key": key}
    said = {renamed.get(name, name): value for name, value in content.items()}
    if "name_sv" in said:
        names = {"fi": said["name"], "sv": said["name_sv"], "en": said["name_en"]}
        part["name"] = {language: name for language, name in names.items() if name}
        said = {name: value for name, value in said.items() if name not in NAMES}
    if said.get("order") == index:
        del said["order"]
    return part | _without_defaults(said, defaults)


def _without_defaults(said: Content, defaults: Part) -> Part:
    """What differs from what an absent key means."""
    return {
        name: date.fromisoformat(value) if name in DATES else value
        for name, value in said.items()
        if value not in ("", None, [], {}) and not (name in defaults and defaults[name] == value)
    }


def _money(text: str) -> int | float:
    amount = Decimal(text)
    return int(amount) if amount == amount.to_integral_value() else float(amount)
