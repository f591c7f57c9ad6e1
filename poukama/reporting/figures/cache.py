"""The kept figures in the database: read in one statement, written in one.

By hand: through the model it takes as long as counting them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection

from poukama.reporting.models import FigureCache
from poukama.toolkit import clock
from poukama.toolkit.durability import may_be_lost
from poukama.toolkit.periods import Period

MONTHS, SEASON, PASSPORT = "months", "season", "passport"
_KEEP_DAYS = 40
# Many values go as one parameter: bound one by one they cost more than they do in the database.
_LISTED = {
    "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)",
    "sqlite": "SELECT value FROM json_each(%s)",
}
_EACH = {"postgresql": "jsonb_each(%s::jsonb)", "sqlite": "json_each(%s)"}
_DAY = {"postgresql": "%s::date", "sqlite": "%s"}


Found = dict[tuple[str, str], tuple[str, Any]]
"""The version and what was kept, by key and kind."""


def find(keys: Sequence[str], *wanted: tuple[str, Period]) -> Found:
    """Everything of some kinds and periods that is kept under the keys."""
    table = connection.ops.quote_name(FigureCache._meta.db_table)
    one = "(starts_on = %s AND ends_on = %s AND kind = %s)"
    parameters = [str(value) for kind, period in wanted for value in (period.starts_on, period.ends_on, kind)]
    statement = (
        f"SELECT key, kind, version, payload FROM {table} "
        f"WHERE ({' OR '.join([one] * len(wanted))}) AND key IN ({_LISTED[connection.vendor]})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, json.dumps(keys)])
        return {
            (key, kind): (version, json.loads(payload)) for key, kind, version, payload in cursor.fetchall()
        }


def keep(kind: str, period: Period, rows: Mapping[str, tuple[str, Any]]) -> None:
    """Write versions and what is kept, by key, in a statement of its own.

    A database busy with somebody's recording is left in peace.
    """
    table, day = connection.ops.quote_name(FigureCache._meta.db_table), _DAY[connection.vendor]
    today = clock.today()
    # Always in one order, so that nobody waits in a ring.
    statement = (
        f"INSERT INTO {table} (key, version, payload, kind, starts_on, ends_on, kept_on) "
        f"SELECT key, value ->> 0, value -> 1, %s, {day}, {day}, {day} FROM {_EACH[connection.vendor]} "
        "WHERE TRUE ORDER BY 1 ON CONFLICT (starts_on, ends_on, kind, key) DO UPDATE SET "
        "version = EXCLUDED.version, payload = EXCLUDED.payload, kept_on = EXCLUDED.kept_on"
    )
    try:
        with may_be_lost(), connection.cursor() as cursor:
            when = [str(period.starts_on), str(period.ends_on), str(today)]
            cursor.execute(statement, [kind, *when, json.dumps(rows)])
            # Days gone by are asked seldom: what nobody has asked for a while is counted again then.
            cursor.execute(
                f"DELETE FROM {table} WHERE kept_on < %s AND kind <> %s",
                [str(today - timedelta(days=_KEEP_DAYS)), SEASON],
            )
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
