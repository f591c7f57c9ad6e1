"""Which table holds each kind of item, and how its fields are read as plain data and written back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poukama.casework.models import ProcessTemplate
from poukama.governance.models import (
    BudgetLine,
    FocusArea,
    Goal,
    Plan,
    Rhythm,
    StaffLine,
    Target,
)
from poukama.organisation.models import (
    Area,
    Association,
    Network,
    Partner,
    Position,
    Site,
    Team,
    Term,
    Unit,
    WorkForm,
)
from poukama.outcomes.models import Form
from poukama.setup.packs.steps import COLUMNS

NAMES = ("name", "name_sv", "name_en")


@dataclass(frozen=True)
class Binding:
    """How one kind of item is kept.

    `plain` are fields taken as they are, `links` foreign keys by the key of the other item, `sets` many-to-many
    fields by keys. `within` is the foreign key of which the item is a part: its key stands before the slash.
    """

    kind: str
    title: str | Promise
    model: type[Model]
    plain: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    within: str = ""
    key_field: str = "key"
    retire: str = ""
    """The field that puts a row out of use when it cannot or must not be deleted."""
    never_delete: bool = False
    prefetch: tuple[str, ...] = ()

    def key_of(self, row: Any) -> str:
        """The key of a row's item."""
        if self.kind == "association":
            return "association"
        own = str(getattr(row, self.key_field))
        if self.kind == "term":
            return f"{row.list}/{own}"
        return f"{row.plan.year}/{own}" if self.within == "plan" else own

    def content_of(self, row: Any) -> dict[str, Any]:
        """What the database says of an item."""
        content = {name: as_plain(getattr(row, name)) for name in self.plain}
        for name, kind in self.links.items():
            other = getattr(row, name)
            content[name] = "" if other is None else BINDINGS[kind].key_of(other).rpartition("/")[2]
        for name in self.sets:
            content[name] = sorted(other.key for other in getattr(row, name).all())
        if "indicators" in self.prefetch:
            content["indicators"] = [
                {"title": part.title, "measure": part.measure, "filters": dict(sorted(part.filters.items()))}
                for part in sorted(row.indicators.all(), key=lambda part: part.order)
            ]
        if "steps" in self.prefetch:
            steps = [step for step in row.steps.all() if step.version == row.version]
            content["steps"] = [
                {name: getattr(step, name) for name in COLUMNS}
                for step in sorted(steps, key=lambda step: step.order)
            ]
        return content

    def identity(self, key: str) -> dict[str, Any]:
        """The values of the columns that carry the key, for a new row (without what it is a part of)."""
        if self.kind == "association":
            return {"pk": 1}
        if self.kind == "term":
            which, _slash, own = key.partition("/")
            return {"list": which, "key": own}
        return {self.key_field: key.rpartition("/")[2]}

    def value(self, name: str, value: Any) -> Any:
        """Turn plain data back into what the column takes."""
        return _FROM_PLAIN.get(name, lambda plain: plain)(value)


def as_plain(value: Any) -> Any:
    """A column's value as JSON has it."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


DATES = ("active_from", "active_until", "valid_from", "valid_until", "approved_on")
"""Fields that are days; as plain data they are text."""

_FROM_PLAIN: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(DATES, _date),
    "amount": Decimal,
    "stated_income": lambda value: None if value is None else Decimal(value),
}

_OWNED = {"work_form": "work_form", "owner": "position"}

_ALL = (
    Binding(
        "association",
        _("Association"),
        Association,
        ("name", "short_name", "federation", "county", "business_id", "blind_match"),
        never_delete=True,
    ),
    Binding("area", _("Area"), Area, (*NAMES, "order")),
    Binding("site", _("Site"), Site, (*NAMES, "is_secret")),
    Binding(
        "work_form",
        _("Work form"),
        WorkForm,
        (
            *NAMES,
            "order",
            "regime",
            "controller",
            "legal_basis",
            "identification",
            "identity_codes",
            "retention_class",
            "self_monitoring",
            "door_counter",
            "phone",
            "keeps_notes",
            "late_note_hours",
            "child_unseen_days",
            "funding",
            "intake",
            "active_from",
            "active_until",
        ),
        links={"parent": "work_form"},
        sets={"areas": "area"},
        retire="active_until",
    ),
    Binding(
        "unit",
        _("Unit"),
        Unit,
        (*NAMES, "capacity", "capacity_unit", "valid_from", "valid_until"),
        links={"work_form": "work_form", "site": "site"},
        retire="valid_until",
    ),
    Binding("team", _("Team"), Team, (*NAMES, "order"), links={"area": "area"}),
    Binding(
        "position",
        _("Position"),
        Position,
        (*NAMES, "number", "role", "order"),
        links={"team": "team"},
        sets={"work_forms": "work_form"},
    ),
    # Records name words by key, without a foreign key: a word is put out of use, never deleted.
    Binding(
        "term",
        _("Word"),
        Term,
        (*NAMES, "order", "is_active", "attributes"),
        sets={"work_forms": "work_form"},
        retire="is_active",
        never_delete=True,
    ),
    Binding("partner", _("Partner"), Partner, (*NAMES, "kind")),
    Binding("network", _("Network"), Network, NAMES, sets={"work_forms": "work_form"}),
    Binding(
        "form",
        _("Form"),
        Form,
        (*NAMES, "respondent", "is_active"),
        sets={"work_forms": "work_form"},
        retire="is_active",
    ),
    Binding(
        "rhythm",
        _("Rhythm"),
        Rhythm,
        (*NAMES, "every", "detail", "source", "order"),
        links={"work_form": "work_form"},
    ),
    Binding(
        "process_template",
        _("Process"),
        ProcessTemplate,
        (*NAMES, "for_whom", "begins", "source", "order", "is_active"),
        links={"work_form": "work_form"},
        retire="is_active",
        prefetch=("steps",),
    ),
    Binding(
        "plan",
        _("Plan"),
        Plan,
        ("title", "state", "approved_on", "stated_income"),
        key_field="year",
        never_delete=True,
    ),
    Binding(
        "focus_area",
        _("Focus area"),
        FocusArea,
        ("title", "development", "order"),
        within="plan",
        prefetch=("indicators",),
    ),
    Binding(
        "goal",
        _("Goal"),
        Goal,
        ("order", "goal", "result", "evidence"),
        links=_OWNED,
        within="plan",
        key_field="code",
    ),
    Binding(
        "target",
        _("Target"),
        Target,
        (
            "order",
            "label",
            "aim",
            "direction",
            "unit",
            "is_ambiguous",
            "note",
            "is_result",
            "measure",
            "filters",
        ),
        links={**_OWNED, "goal": "goal"},
        within="plan",
        key_field="code",
    ),
    Binding("budget_line", _("Budget line"), BudgetLine, ("label", "amount", "side", "order"), within="plan"),
    Binding(
        "staff_line",
        _("Staff line"),
        StaffLine,
        ("label", "stated_count", "order"),
        links={"team": "team"},
        within="plan",
    ),
)

BINDINGS: dict[str, Binding] = {binding.kind: binding for binding in _ALL}
"""Every kind, what others refer to first."""
PLAN_KINDS = tuple(binding.kind for binding in _ALL if binding.kind == "plan" or binding.within == "plan")
