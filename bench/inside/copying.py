"""Copies of rows inside the database: the same work at other times and by other people, triggers and all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

_TOKENS = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


@dataclass(frozen=True)
class Copies:
    """How many times over rows are copied, and how far back each copy lies: copy n by n modulo `turns` steps."""

    number: int
    apart: int
    """Copy number n of a row has its id and n times this: more than any id."""
    turns: int
    step: str
    """`year` or `day`."""
    are_of: Collection[str]
    """Labels of the models that are copied together: what points to one of them points to its copy."""
    ends_after: Mapping[str, tuple[str, int]]
    """For what lasts: whose id spreads, over how many days, the ends of what had not ended in an older copy."""


def copy(label: str, copies: Copies) -> int:
    """Copy the rows of a model; gives how many there are then."""
    model = apps.get_model(label)
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if field.column]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field, copies) for field in fields)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {copies.number}) "
            f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM copies, "{table}" o'
            if copies.number
            else "SELECT 1"
        )
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def settle(labels: Collection[str]) -> None:
    """Let the database know what it has now: next ids, and what its planner goes by."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [apps.get_model(each) for each in labels]
        ):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _value(model: type[models.Model], field: Any, copies: Copies) -> str:
    column = f'o."{field.column}"'
    target = field.related_model._meta.label if field.is_relation else ""
    if field.primary_key or target in copies.are_of:
        return f"{column} + CAST(copies.n AS bigint) * {copies.apart}"
    if isinstance(field, models.UUIDField):
        return _TOKENS[connection.vendor]
    if field.column == "mark":  # whoever has a receipt code has one contact with it
        return "NULL"
    if field.column in {"code_name", "search_key"}:
        return f"CASE WHEN {column} = '' THEN '' ELSE {column} || '-' || copies.n END"
    if isinstance(field, models.DateField):  # moments too
        return _moved(model, field, column, copies)
    if model._meta.label in copies.ends_after and field.column == "end_reason":
        return f"CASE WHEN {_is_older(copies)} AND {column} = '' THEN 'other' ELSE {column} END"
    if field.column == "closed_by_id":
        return f"CASE WHEN {_is_older(copies)} THEN COALESCE({column}, o.recorded_by_id) ELSE {column} END"
    return column


def _moved(model: type[models.Model], field: Any, column: str, copies: Copies) -> str:
    moved = _back(column, copies, is_moment=isinstance(field, models.DateTimeField))
    if field.column == "closed_at":
        return f"CASE WHEN {_is_older(copies)} THEN COALESCE({moved}, o.recorded_at) ELSE {column} END"
    if field.column == "ends_on" and model._meta.label in copies.ends_after:
        whose, days = copies.ends_after[model._meta.label]
        end = _back(_plus("2024-12-31", f'o."{whose}" % {days}'), copies, is_moment=False)
        return f"CASE WHEN {_is_older(copies)} THEN COALESCE({moved}, {end}) ELSE {column} END"
    return moved


def _is_older(copies: Copies) -> str:
    return f"copies.n % {copies.turns} > 0"


def _back(value: str, copies: Copies, *, is_moment: bool) -> str:
    steps = f"(copies.n % {copies.turns})"
    if connection.vendor == "postgresql":
        moved = f"({value} - {steps} * interval '1 {copies.step}')"
        return moved if is_moment else f"{moved}::date"
    shape = "%Y-%m-%d %H:%M:%S" if is_moment else "%Y-%m-%d"
    return f"strftime('{shape}', {value}, '-' || {steps} || ' {copies.step}s')"


def _plus(day: str, days: str) -> str:
    if connection.vendor == "postgresql":
        return f"(date '{day}' + ({days})::integer)"
    return f"date('{day}', '+' || ({days}) || ' days')"
