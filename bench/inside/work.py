"""Server time of a worker's everyday pages: a family's page, a note opened and saved, a day; and of following all."""

import re
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.test import Client
from django.urls import reverse

from bench.inside.people import WORKERS, signed_in
from bench.inside.report import busy_family
from bench.paired import seconds
from poukama.casework.models import Episode, EpisodeMember, Note
from poukama.casework.services.following import follow_all
from poukama.toolkit import clock

LOADED = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="load"')


def begin(**_: Any) -> Callable[..., dict[str, float]]:
    """Write a family with a busy month, warm everything, and give what measures each once."""
    client, episode = signed_in(WORKERS[0]), busy_family()
    does = _work(client, episode)
    for work in does.values():
        work()
    return lambda times: {
        name: median(seconds(work) for _turn in range(times)) for name, work in does.items()
    }


def run(**options: Any) -> dict[str, float]:
    """Each once, and how long it takes to follow everybody who goes on."""
    return begin(**options)(times=1) | {"following": seconds(follow_all)}


def _work(client: Client, episode: Episode) -> dict[str, Callable[[], None]]:
    page = reverse("casework:episode", args=[episode.pk])
    panels = LOADED.findall(client.get(page).content.decode())
    assert panels, "the family's page fetches panels"
    days = [reverse("casework:day"), reverse("casework:day_panel")]
    return {
        "a family's page": partial(_get, client, page),
        "a family's page with all its panels": partial(_whole, client, page, panels),
        "opening a note": partial(_get, client, reverse("casework:write_note", args=[episode.pk])),
        "saving a note": partial(_save, client, episode),
        "a worker's day": partial(_get, client, *days),
    }


def _get(client: Client, *pages: str) -> None:
    for page in pages:
        assert client.get(page).status_code == 200, page


def _whole(client: Client, page: str, panels: list[str]) -> None:
    _get(client, page)
    for panel in panels:
        assert client.get(panel, headers={"HX-Request": "true"}).status_code == 200, panel


def _save(client: Client, episode: Episode) -> None:
    member = EpisodeMember.objects.filter(episode=episode).order_by("pk")[0]
    before = Note.objects.filter(episode=episode).count()
    typed = {
        "about": "none",
        "happened_on": str(clock.today()),
        "text_situation": "Aamu oli rauhallinen.",
        "of_situation": [str(member.pk)],
    }
    client.post(reverse("casework:write_note", args=[episode.pk]), typed)
    assert Note.objects.filter(episode=episode).count() == before + 1, "the note was saved"
