"""The family's page with sealing, rules and audit, against the same page without them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from bench.inside.people import WORKERS, signed_in
from bench.paired import ratio
from poukama.access import audit, policy
from poukama.access.actor import EVERYTHING, Actor
from poukama.casework.models import Episode
from poukama.casework.rules import Action
from poukama.clients.choices import AlertKind
from poukama.clients.queries import known_here
from poukama.clients.services.safety import add_alert
from poukama.organisation.models import User
from poukama.setup.demo.staff import DOMAIN
from poukama.toolkit import clock
from poukama.toolkit.sealing import fields

Boxes = dict[tuple[bytes, str], str]


def run(rounds: int) -> dict[str, Any]:
    """How many times the bare page's time the page takes, and the bare page's seconds."""
    client, where = signed_in(WORKERS[0]), _with_an_alert()
    page = partial(_get, client, where)
    opened: Boxes = {}
    with _remembering(opened):
        page()
    assert opened, "the page opens something sealed"
    anything = {name: replace(rule, where=lambda _actor: EVERYTHING) for name, rule in policy.rules().items()}
    whole, seconds = ratio(page, partial(_bare, page, opened, anything), rounds=rounds)
    return {"ratio": whole, "seconds": seconds}


def _with_an_alert() -> str:
    """The page of an open episode that a worker opens, with one more alert on it."""
    worker = User.objects.get(email=f"{WORKERS[0]}@{DOMAIN}")
    open_ones = Episode.objects.filter(ends_on=None, family__isnull=False).order_by("pk")
    actor = Actor(worker, clock.today())
    for episode in policy.visible(actor, Action.READ_EPISODE, open_ones):
        for known in known_here(actor, episode.work_form, episode.family, []):
            add_alert(
                known=known,
                kind=AlertKind.SAFETY,
                what="Kukaan ei avaa ovea yksin",
                action="Soita päivystäjälle",
                ends_on=clock.today(),
                by=worker,
            )
            return reverse("casework:episode", args=[episode.pk])
    raise LookupError("Nobody is known where the page is opened.")


def _get(client: Client, where: str) -> None:
    assert client.get(where).status_code == 200


@contextmanager
def _remembering(opened: Boxes) -> Iterator[None]:
    def unseal(box: bytes, place: str) -> str:
        opened[box, place] = text = real(box, place)
        return text

    real = fields.unseal
    with patch.object(fields, "unseal", unseal):
        yield


def _bare(page: partial[None], opened: Boxes, anything: dict[str, policy.Rule]) -> None:
    """The page where everybody may read everything, nothing is sealed, and no trace is left."""
    with ExitStack() as stack:
        stack.enter_context(patch.dict(policy.rules(), anything))
        stack.enter_context(patch.object(fields, "unseal", lambda box, place: opened[box, place]))
        stack.enter_context(patch.object(audit, "record"))
        page()
