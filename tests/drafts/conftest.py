"""An episode on whose page alerts are written, and a page that sends what is typed."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import FamilyFactory

TODAY = date(2024, 9, 12)


@pytest.fixture(autouse=True)
def today():
    """Thursday 12 September 2024."""
    with clock.moved_to(TODAY):
        yield TODAY


@pytest.fixture
def episode(work_form_a):
    """An episode of a family of work form A."""
    family = FamilyFactory(code_name="Lumme 7001", search_key="lumme 7001", known_in=work_form_a)
    return EpisodeFactory(work_form=work_form_a, family=family)


class Pad:
    """A form that somebody has open, as its script sends it."""

    def __init__(self, client, user, of, key):
        self.client, self.user = sign_in(client, user), user
        self.asked = {"by": user.pk, "of": of, "id": str(key)}
        self.page: UUID = uuid4()
        self.turn = 0
        self.after = None

    def open(self) -> Any:
        """Ask for what was left half written."""
        response = self.send("drafts:open", {})
        draft = response.json()["draft"] if response.status_code == 200 else None
        self.after = [draft["page"], draft["turn"]] if draft else None
        return response

    def type(self, *pairs, **more) -> Any:
        """Send what has been typed now."""
        self.turn += 1
        usual = {"page": str(self.page), "turn": self.turn, "after": self.after, "values": pairs}
        return self.send("drafts:keep", usual | more)

    def send(self, where, told) -> Any:
        """Send something as JSON."""
        body = json.dumps(self.asked | told, ensure_ascii=False).encode()
        return self.client.post(url(where), body, content_type="application/json")


@pytest.fixture
def pad(client, episode):
    """`pad(aino)`: the form of an alert of the episode, opened by somebody."""

    def opened(user, of="casework.alert", key=None) -> Pad:
        return Pad(type(client)(), user, of, key if key is not None else episode.pk)

    return opened
