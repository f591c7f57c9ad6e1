"""The figures of a year's plan in SQL written by hand, as somebody would who wants only these numbers, fast.

Knows the tables and the plan and nothing of the engine: each measure says which rows it reads, on what
conditions, and what it adds up. Targets that read the same rows are counted in one pass over them. Two ways
are written, since which is faster depends on how much there is: all passes in one statement, or one
statement a pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from poukama.governance.models import Target
from poukama.organisation.models import WorkForm
from poukama.outcomes.models import Form

Filters = Mapping[str, Any]
Columns = Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """Rows to be read: where from, on what conditions, and the columns that targets filter by."""

    source: str
    where: str
    columns: Columns


def _lasting(row: str) -> str:
    return f"{row}.starts_on <= '{{end}}' AND ({row}.ends_on IS NULL OR {row}.ends_on >= '{{start}}')"


def _on(day: str) -> str:
    return f"{day} BETWEEN '{{start}}' AND '{{end}}'"


_MEMBER = "casework_episodemember m JOIN casework_episode e ON e.id = m.episode_id"
_PHASE = "casework_episodephase p JOIN casework_episode e ON e.id = p.episode_id"
_ATTENDANCE = "activities_attendance a JOIN activities_occasion o ON o.id = a.occasion_id"
_HEADCOUNT = "activities_headcount h JOIN activities_occasion o ON o.id = h.occasion_id"
_HELD = f"{_on('o.happened_on')} AND o.voided_at IS NULL AND o.state = 'held'"
_FORM, _KIND = "work_form_id", "kind"

MEMBERS = Rows(
    _MEMBER,
    f"{_lasting('m')} AND m.voided_at IS NULL AND e.voided_at IS NULL",
    {"work_form": "e.work_form_id", "member_role": "m.role"},
)
EPISODES = Rows(
    "casework_episode e", f"{_lasting('e')} AND e.voided_at IS NULL", {"work_form": "e.work_form_id"}
)
BEGUN = Rows(
    "casework_episode e", f"{_on('e.starts_on')} AND e.voided_at IS NULL", {"work_form": "e.work_form_id"}
)
PHASES = Rows(
    _PHASE,
    f"{_lasting('p')} AND p.voided_at IS NULL AND e.voided_at IS NULL",
    {"work_form": "e.work_form_id", "phase": "p.phase"},
)
ATTENDED = Rows(
    _ATTENDANCE,
    f"{_HELD} AND a.voided_at IS NULL",
    {"work_form": "o.work_form_id", "occasion_kind": "o.kind", "member_role": "a.role"},
)
COUNTED = Rows(
    _HEADCOUNT,
    f"{_HELD} AND h.voided_at IS NULL",
    {"work_form": "o.work_form_id", "occasion_kind": "o.kind", "category": "h.category"},
)
OCCASIONS = Rows("activities_occasion o", _HELD, {"work_form": "o.work_form_id", "occasion_kind": "o.kind"})
GROUPS = Rows(
    "activities_occasion o JOIN activities_group g ON g.id = o.group_id",
    f"{_HELD} AND g.voided_at IS NULL",
    {"work_form": "o.work_form_id", "group_kind": "g.kind"},
)


def _alone(table: str, day: str, **columns: str) -> Rows:
    found = {"work_form": "x.work_form_id"} | {key: f"x.{column}" for key, column in columns.items()}
    where = _lasting("x") if day == "lasting" else _on(f"x.{day}")
    return Rows(f"{table} x", f"{where} AND x.voided_at IS NULL", found)


_ROLES = "workforce_volunteerrole"
_TRAINING = {"category": ["professional", "partner", "decision_maker"], "occasion_kind": "training"}
_ROW = "1"

SUMS: Mapping[str, Sequence[tuple[Rows, str, Filters]]] = {
    "people_consulted": [(_alone("casework_consultation", "happened_on"), "x.people", {})],
    "families_met_in_outreach": [(_alone("activities_outreach", "happened_on"), "x.families", {})],
    "chat_contacts": [(_alone("activities_chatduty", "happened_on", service="service"), "x.contacts", {})],
    "door_visits": [(_alone("activities_doorcount", "happened_on", visitor="visitor"), "x.quantity", {})],
    "answers_received": [(_alone("outcomes_receivedanswer", "happened_on", form="form_id"), _ROW, {})],
    "matches_started": [(_alone("workforce_match", "starts_on"), _ROW, {})],
    "matches_ended": [(_alone("workforce_match", "ends_on"), _ROW, {})],
    "occasions_held": [(OCCASIONS, _ROW, {})],
    "participations": [(ATTENDED, _ROW, {}), (COUNTED, "h.people", {})],
    "people_reached": [(COUNTED, "h.people", {})],
    "professionals_trained": [(COUNTED, "h.people", _TRAINING)],
    "public_reached": [(COUNTED, "h.people", {"category": "general_public"})],
    "families_supported": [(COUNTED, "h.families", {})],
}
"""What is added up."""

ONCE: Mapping[str, Sequence[tuple[Rows, str]]] = {
    "people_in_care": [(MEMBERS, "m.client_id")],
    "families_in_care": [(EPISODES, "e.family_id")],
    "families_started": [(BEGUN, "e.family_id")],
    "families_in_phase": [(PHASES, "e.family_id")],
    "families_supported": [(EPISODES, "e.family_id"), (ATTENDED, "a.family_id")],
    "people_supported": [(MEMBERS, "m.client_id"), (ATTENDED, "a.client_id")],
    "families_matched": [(_alone("workforce_match", "lasting"), "x.family_id")],
    "volunteers_active": [(_alone(_ROLES, "lasting", volunteer_role="role"), "x.volunteer_id")],
    "volunteers_started": [(_alone(_ROLES, "starts_on", volunteer_role="role"), "x.volunteer_id")],
    "groups_met": [(GROUPS, "o.group_id")],
    "partners_active": [(_alone("organisation_partnership", "lasting", kind="kind"), "x.partner_id")],
}
"""Whose ids are counted, each once."""


class HandWritten:
    """The statements for one year's plan, ready to run."""

    def __init__(self, year: int, until: date) -> None:
        self._between = {"start": f"{year}-01-01", "end": until.isoformat()}
        self._work_forms = dict(WorkForm.objects.values_list("key", "pk"))
        self._forms = dict(Form.objects.values_list("key", "pk"))
        targets = Target.objects.filter(plan__year=year).exclude(measure="").order_by("pk")
        self.targets = [(target.pk, target.measure, self._filters(target)) for target in targets]
        self.passes = [*self._sums(), *self._once()]
        self.ways = {
            "a statement a pass": list(self.passes),
            "a statement for all": [" UNION ALL ".join(self.passes)],
            "a query a figure": [" UNION ALL ".join(self._one_by_one())],
        }

    def figures(self, way: str) -> dict[int, int]:
        """Every target's number by its id."""
        values = {pk: 0 for pk, _, _ in self.targets}
        with connection.cursor() as cursor:
            for sql in self.ways[way]:
                cursor.execute(sql)
                for pk, number in cursor.fetchall():
                    values[pk] += int(number or 0)
        return values

    def _filters(self, target: Target) -> dict[str, list[Any]]:
        filters = {"work_form": target.work_form.key, **target.filters}
        listed = {key: [value] if isinstance(value, str) else list(value) for key, value in filters.items()}
        listed["work_form"] = [self._work_forms[key] for key in listed["work_form"]]
        if "form" in listed:
            listed["form"] = [self._forms[key] for key in listed["form"]]
        return listed

    def _sums(self) -> list[str]:
        """For each kind of row one pass: summed by the columns that filters look at, then shared out."""
        wanted: dict[_Key, list[tuple[int, str, Filters]]] = {}
        for pk, measure, filters in self.targets:
            for rows, amount, own in SUMS.get(measure, ()):
                wanted.setdefault(_Key.of(rows), []).append((pk, amount, {**filters, **own}))
        return [self._sum(key.rows, parts) for key, parts in wanted.items()]

    def _sum(self, rows: Rows, parts: Sequence[tuple[int, str, Filters]]) -> str:
        common = self._common(rows, [filters for _, _, filters in parts])
        columns = ", ".join(
            f"SUM(CASE WHEN {self._meets(rows, filters)} THEN {amount} END) AS f{at}"
            for at, (_, amount, filters) in enumerate(parts)
        )
        inner = f"SELECT {columns} FROM {rows.source} WHERE {rows.where.format(**self._between)} AND {common}"
        return self._told(inner, [pk for pk, _, _ in parts], "t.f{}")

    def _once(self) -> list[str]:
        """For each kind of identity one pass: each identity with which targets it belongs to, then counted."""
        wanted: dict[Any, list[tuple[int, Filters]]] = {}
        for pk, measure, filters in self.targets:
            if measure in ONCE:
                key = tuple((_Key.of(rows), who) for rows, who in ONCE[measure])
                wanted.setdefault(key, []).append((pk, filters))
        return [
            self._count([(key.rows, who) for key, who in sources], parts) for sources, parts in wanted.items()
        ]

    def _count(self, sources: Sequence[tuple[Rows, str]], parts: Sequence[tuple[int, Filters]]) -> str:
        passes = []
        for rows, who in sources:
            flags = ", ".join(
                f"CASE WHEN {self._meets(rows, filters)} THEN 1 ELSE 0 END AS f{at}"
                for at, (_, filters) in enumerate(parts)
            )
            common = self._common(rows, [filters for _, filters in parts])
            where = rows.where.format(**self._between)
            passes.append(
                f"SELECT {who} AS who, {flags} FROM {rows.source} WHERE {where} AND {common} AND {who} IS NOT NULL"
            )
        flags = ", ".join(f"MAX(i.f{at}) AS f{at}" for at in range(len(parts)))
        each = f"SELECT {flags} FROM ({' UNION ALL '.join(passes)}) i GROUP BY i.who"
        sums = ", ".join(f"SUM(w.f{at}) AS f{at}" for at in range(len(parts)))
        return self._told(f"SELECT {sums} FROM ({each}) w", [pk for pk, _ in parts], "t.f{}")

    def _told(self, inner: str, pks: Sequence[int], column: str) -> str:
        """One row a target, from one row with a column for each."""
        if len(pks) == 1:
            return f"SELECT {pks[0]} AS target, f0 AS number FROM ({inner}) t"
        numbers = ", ".join(f"({pk}, {at})" for at, pk in enumerate(pks))
        choice = " ".join(f"WHEN {at} THEN {column.format(at)}" for at in range(len(pks)))
        values = f"(WITH n(pk, at) AS (VALUES {numbers}) SELECT pk, at FROM n) n"
        return f"SELECT n.pk AS target, CASE n.at {choice} END AS number FROM ({inner}) t CROSS JOIN {values}"

    def _one_by_one(self) -> list[str]:
        found = []
        for pk, measure, filters in self.targets:
            for rows, amount, own in SUMS.get(measure, ()):
                where = f"{rows.where.format(**self._between)} AND {self._meets(rows, {**filters, **own})}"
                found.append(f"SELECT {pk}, SUM({amount}) FROM {rows.source} WHERE {where}")
            if measure in ONCE:
                passes = [
                    f"SELECT {who} AS who FROM {rows.source} WHERE {rows.where.format(**self._between)} "
                    f"AND {self._meets(rows, filters)} AND {who} IS NOT NULL"
                    for rows, who in ONCE[measure]
                ]
                both = (
                    " UNION ".join(passes)
                    if len(passes) > 1
                    else passes[0].replace("SELECT", "SELECT DISTINCT", 1)
                )
                found.append(f"SELECT {pk}, COUNT(*) FROM ({both}) t")
        return found

    def _meets(self, rows: Rows, filters: Filters) -> str:
        return " AND ".join(
            _is_one_of(rows.columns[key], value if isinstance(value, list) else [value])
            for key, value in filters.items()
        )

    def _common(self, rows: Rows, all_filters: Sequence[Filters]) -> str:
        """What every target of a pass asks alike, so that the database can use an index."""
        found = []
        for key in all_filters[0]:
            if all(key in filters for filters in all_filters):
                values = {
                    value
                    for filters in all_filters
                    for value in (filters[key] if isinstance(filters[key], list) else [filters[key]])
                }
                found.append(_is_one_of(rows.columns[key], sorted(values)))
        return " AND ".join(found)


@dataclass(frozen=True)
class _Key:
    """Rows by what they say, so that equal ones meet."""

    source: str
    where: str
    columns: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, rows: Rows) -> "_Key":
        return cls(rows.source, rows.where, tuple(rows.columns.items()))

    @property
    def rows(self) -> Rows:
        return Rows(self.source, self.where, dict(self.columns))


def _is_one_of(column: str, values: Sequence[Any]) -> str:
    listed = [str(value) if isinstance(value, int) else f"'{value}'" for value in values]
    return f"{column} = {listed[0]}" if len(listed) == 1 else f"{column} IN ({', '.join(listed)})"
