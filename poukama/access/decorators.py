"""Every staff view names its one action; what is public says why."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.apps import apps
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import may_ever
from poukama.access.refusals import ask_to_sign_in
from poukama.access.requests import Reading, StaffRequest
from poukama.toolkit import clock

P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

FAR_BACK = timedelta(days=365)
"""Nobody's day's work needs what is older: opening it is marked `far_back` in the trail."""
_READ_METHODS = ("GET", "HEAD")
_READS = ("SELECT", "WITH", "EXPLAIN", "SAVEPOINT", "RELEASE")


class ReadOnlyViewWrites(Exception):
    """A view that says it only reads tried to change the database."""


def _refuse_writes(
    execute: Callable[[str, Any, bool, dict[str, Any]], Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    if not sql.lstrip(" (").upper().startswith(_READS) and not sql.startswith(_keeps()):
        raise ReadOnlyViewWrites(sql.split(" ", 1)[0])
    return execute(sql, params, many, context)


@cache
def _keeps() -> tuple[str, ...]:
    """How a statement begins that only keeps what can be counted again (models that say `is_precomputed`)."""
    tables = [model._meta.db_table for model in apps.get_models() if getattr(model, "is_precomputed", False)]
    return tuple(f'{verb} "{table}"' for table in tables for verb in ("INSERT INTO", "DELETE FROM"))


def only_select() -> AbstractContextManager[None, bool | None]:
    """Let only SELECT through within the block, and the keeping of what is precomputed."""
    return connection.execute_wrapper(_refuse_writes)


def opened(request: StaffRequest, about: Any, /, *, work_form: str = "", **detail: Any) -> None:
    """Say what a reading view shows, so that the reading is written to the audit trail once it succeeds."""
    request.readings.append(Reading(about, work_form, detail))


def _write(view: StaffView[P], request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    return view(request, *args, **kwargs)


def _read(view: StaffView[P], request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    with only_select():
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponse) and hasattr(response, "render"):
            response = response.render()
    return response


def _audit_readings(action: str, request: StaffRequest, response: HttpResponseBase) -> None:
    for reading in request.readings if response.status_code < 400 else ():
        audit.record(
            action, by=request.user, about=reading.about, work_form=reading.work_form, detail=reading.detail
        )


def _guarded(view: StaffView[P], action: str, methods: tuple[str, ...], *, reads: bool) -> View[P]:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        staff = cast(StaffRequest, request)
        if not hasattr(staff, "actor"):
            staff.actor = Actor(staff.user, clock.today())
        if not may_ever(staff.actor, action):
            raise Http404
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        staff.readings = []
        response = (_read if reads else _write)(view, staff, *args, **kwargs)
        _audit_readings(action, staff, response)
        return response

    guarded = cast(View[P], wrapper)
    guarded.action = action  # type: ignore[attr-defined]  # read by the guard tests and by navigation
    return guarded


def reads(action: str) -> Callable[[StaffView[P]], View[P]]:
    """A view that only reads (the database lets nothing else through). What it `opened` is audited after it."""
    return lambda view: _guarded(view, action, _READ_METHODS, reads=True)


def writes(
    action: str, *, methods: tuple[str, ...] = (*_READ_METHODS, "POST")
) -> Callable[[StaffView[P]], View[P]]:
    """A view that shows a form and changes something through one service."""
    return lambda view: _guarded(view, action, methods, reads=False)


def public(reason: str) -> Callable[[View[P]], View[P]]:
    """A view for people who are not signed in; lives in a `public_views.py` and says why it may."""

    def mark(view: View[P]) -> View[P]:
        view.public_because = reason  # type: ignore[attr-defined]  # read by the guard tests
        return view

    return mark
