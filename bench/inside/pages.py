"""Server time of the pages that show figures, through everything but the network."""

import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from django.test import Client

from bench.inside.people import AT_THE_DOOR, DIRECTOR, WORKERS, signed_in
from bench.paired import seconds
from poukama.activities.services import count_visit
from poukama.governance.models import Target
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.staff import DOMAIN
from poukama.toolkit import clock

DOOR, FAMILIES = "PER-1", "BB-2"
"""Targets whose pages are opened: visits at the door, and families however they came."""

Page = Callable[[], object]


def begin(**_: Any) -> Callable[..., dict[str, float]]:
    """Sign in, warm everything, and give what measures all pages once."""
    pages = _pages()
    for page in pages.values():
        page()
        page()
    return partial(_measure, pages)


def run(**options: Any) -> dict[str, float]:
    """All pages once."""
    return begin(**options)(times=1)


def _measure(pages: dict[str, Page], times: int) -> dict[str, float]:
    found = {}
    for name, page in pages.items():
        found[name] = _fastest(page, times)
        found[f"{name}, after a tap"] = _fastest(page, times, before=_tap)
    return found


def _fastest(page: Page, times: int, before: Callable[[], object] = lambda: None) -> float:
    taken = []
    for _ in range(times):
        before()
        taken.append(seconds(page, time.perf_counter))
    return min(taken)


def _pages() -> dict[str, Page]:
    director, worker, at_door = signed_in(DIRECTOR), signed_in(WORKERS[0]), signed_in(AT_THE_DOOR)
    ids = {code: Target.objects.get(plan__year=2024, code=code).pk for code in (DOOR, FAMILIES)}
    return {
        "progress": partial(_get, director, ["/reporting/progress/2024/"]),
        "home with its panels, at the door": partial(_get, at_door, ["/", *_panels(at_door)]),
        "home with its panels, with clients": partial(_get, worker, ["/", *_panels(worker)]),
        "a figure's page, visits": partial(_get, director, [f"/reporting/figure/{ids[DOOR]}/"]),
        "a figure's page, families": partial(_get, director, [f"/reporting/figure/{ids[FAMILIES]}/"]),
    }


def _panels(client: Client) -> list[str]:
    """What the home page fetches by itself."""
    return re.findall(r'hx-get="([^"]+)"[^>]*hx-trigger="load"', client.get("/").content.decode())


def _get(client: Client, paths: Sequence[str]) -> None:
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)


def _tap() -> None:
    count_visit(
        work_form=WorkForm.objects.get(key="perhetupa"),
        token=uuid4(),
        visitor="adult",
        happened_on=clock.today(),
        by=User.objects.get(email=f"{AT_THE_DOOR}@{DOMAIN}"),
    )
