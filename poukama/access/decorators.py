"""Every staff view names its one action; what is public says why."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.apps import apps
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.audit import Telling
from poukama.access.policy import may_ever
from poukama.access.refusals import ask_to_sign_in
from poukama.access.requests import StaffRequest
from poukama.toolkit import clock
from poukama.toolkit.reading import reading

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
    request.readings.append(Telling("", about, work_form, detail))


def also(request: StaffRequest, view: Callable[..., HttpResponseBase], **key: Any) -> str:
    """What another reading view has to say to the same request, under its own guard; nothing where it is not theirs.

    What it opened is written to the audit trail as its own, with what the view that asks has opened.
    """
    readings = request.readings
    request.is_part = True
    try:
        response = view(request, **key)
    except Http404:
        request.readings = readings
        return ""
    finally:
        request.is_part = False
    return (
        response.content.decode()
        if isinstance(response, HttpResponse) and response.status_code == 200
        else ""
    )


def _write(view: StaffView[P], request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    return view(request, *args, **kwargs)


def _read(view: StaffView[P], request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    with only_select(), reading():
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponse) and hasattr(response, "render"):
            response = response.render()
    return response


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
        asking: list[Telling] | None = getattr(staff, "readings", None)
        staff.readings, staff.is_part = [], getattr(staff, "is_part", False)
        response = (_read if reads else _write)(view, staff, *args, **kwargs)
        own = [replace(each, action=each.action or action) for each in staff.readings]
        staff.readings = [*(asking or ()), *(own if response.status_code < 400 else ())]
        if asking is None:
            audit.record_all(staff.readings, by=staff.user)
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
