"""The family's page with sealing, rules and audit, against the same page without them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from bench.inside.people import WORKERS, signed_in
from bench.paired import ratio
from poukama.access import audit, policy
from poukama.access.actor import EVERYTHING
from poukama.casework.services.opening import MemberIn, open_episode
from poukama.clients.choices import AlertKind
from poukama.clients.models import KnownIn
from poukama.clients.services.adding import create_client, create_family
from poukama.clients.services.safety import add_alert, agree_safe_contact
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.staff import DOMAIN
from poukama.toolkit import clock
from poukama.toolkit.sealing import boxes, fields

WHERE = "elp"
PARENT = 34
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
    """The page of a family of three that is known, with an alert and how the parent may be reached."""
    worker, place = User.objects.get(email=f"{WORKERS[0]}@{DOMAIN}"), WorkForm.objects.get(key=WHERE)
    today = clock.today()
    family = create_family(work_form=place, since_on=today, by=worker)
    members = [
        MemberIn(
            create_client(
                work_form=place, since_on=today, family=family, birth_year=today.year - age, by=worker
            ),
            "parent" if age == PARENT else "child",
        )
        for age in (PARENT, 7, 3)
    ]
    episode = open_episode(work_form=place, family=family, starts_on=today, members=members, by=worker)
    add_alert(
        known=KnownIn.objects.get(work_form=place, family=family),
        kind=AlertKind.SAFETY,
        what="Ei avata yksin",
        action="Soita päivystäjälle",
        ends_on=today,
        by=worker,
    )
    agree_safe_contact(
        known=KnownIn.objects.get(work_form=place, client=members[0].client),
        agreed={"by_call": True, "phone": "000 123 4567"},
        expires_on=today + timedelta(days=30),
        by=worker,
    )
    return reverse("casework:episode", args=[episode.pk])


def _get(client: Client, where: str) -> None:
    assert client.get(where).status_code == 200


@contextmanager
def _remembering(opened: Boxes) -> Iterator[None]:
    def unseal(box: bytes, place: str) -> str:
        opened[box, place] = text = real(box, place)
        return text

    real = boxes.unseal
    with patch.object(fields, "unseal", unseal):
        yield


def _bare(page: partial[None], opened: Boxes, anything: dict[str, policy.Rule]) -> None:
    """The page where everybody may read everything, nothing is sealed, and no trace is left."""
    with ExitStack() as stack:
        stack.enter_context(patch.dict(policy.rules(), anything))
        stack.enter_context(patch.object(fields, "unseal", lambda box, place: opened[box, place]))
        stack.enter_context(patch.object(audit, "record"))
        page()
