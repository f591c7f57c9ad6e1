"""One tap at the door against an empty signed-in page, through everything but the network."""

import json
from typing import Any
from uuid import uuid4

from django.test.utils import override_settings

from bench.inside.people import AT_THE_DOOR, signed_in
from bench.paired import ratio
from poukama.toolkit import clock

DOOR = "/activities/door/perhetupa/"


@override_settings(ROOT_URLCONF="bench.inside.empty")
def run(rounds: int) -> dict[str, Any]:
    """How many times the server time of an empty page one tap takes."""
    client = signed_in(AT_THE_DOOR)

    def tap() -> None:
        body = {"token": str(uuid4()), "visitor": "adult", "happened_at": clock.now().isoformat()}
        response = client.post(f"{DOOR}tap/", json.dumps(body), "application/json")
        assert response.status_code == 200, response.content

    def empty() -> None:
        assert client.get("/empty/").status_code == 200

    tap()
    empty()
    times, page = ratio(tap, empty, rounds=rounds)
    return {"ratio": times, "empty": page}
