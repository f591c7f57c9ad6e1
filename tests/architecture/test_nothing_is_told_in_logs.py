"""Logs hold nothing of those whom the work is about, nor of what anybody types, also when something breaks."""

import io
import logging
from logging.config import dictConfig

import pytest
from django.conf import settings

from poukama.toolkit import clock
from tests.architecture.canaries import CANARIES, canaries_in
from tests.architecture.doors import given, ours
from tests.architecture.furnished import TODAY
from tests.cast import sign_in
from tests.conftest import url

TYPED = ("q", "name", "title", "note", "reason", "text", "code_name", "basis_text", "email", "birth_year")
"""Fields into which somebody may write what is no business of a log."""
BROKEN_BY = "Kanarinen"


@pytest.fixture
def log():
    """Everything that is logged, at its most talkative, in the form in which the house writes it."""
    before = logging.root.handlers[:], logging.root.level
    dictConfig(settings.LOGGING)
    written = io.StringIO()
    (handler,) = logging.root.handlers
    handler.setStream(written)
    logging.root.setLevel(logging.DEBUG)
    yield written
    logging.root.handlers[:], logging.root.level = before


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("way", ["get", "post"])
def test_no_page_logs_what_it_shows_or_what_is_typed(client, cast, world, log, way):
    sign_in(client, cast["lead"])
    logging.getLogger("poukama").debug("It listens.")
    with clock.moved_to(TODAY):
        for address in ours():
            where = url_of(address, world)
            if way == "get":
                client.get(where, dict.fromkeys(TYPED, "Kanarinen"))
            else:
                client.post(where, dict.fromkeys(TYPED, "Kanarinen") | {"q": "1913"})

    assert "It listens." in log.getvalue()
    assert canaries_in(log.getvalue()) == set()


def url_of(address, world):
    arguments = given(address, world)
    return url(address.name, *(arguments[name] for name in address.converters))


@pytest.mark.django_db
def test_what_breaks_tells_nobody_what_it_was_about(client, director, log, monkeypatch):
    client.raise_request_exception = False
    sign_in(client, director)

    def breaks(*_args, **_kwargs):
        try:
            raise ValueError(f"DETAIL: Key (code_name)=({BROKEN_BY}) already exists.")
        except ValueError as first:
            raise LookupError(BROKEN_BY) from first

    monkeypatch.setattr("poukama.desk.views.today.doors", breaks)
    answer = client.get("/", {"q": BROKEN_BY}, headers={"X-Word": BROKEN_BY})

    assert answer.status_code == 500
    assert BROKEN_BY not in answer.content.decode() + str(answer.headers)
    written = log.getvalue()
    assert BROKEN_BY not in written
    assert [word in written for word in ("builtins.ValueError", "builtins.LookupError", "in breaks")] == [
        True,
        True,
        True,
    ]
    assert written.index("builtins.ValueError") < written.index("builtins.LookupError")


def test_the_canaries_are_searched_for_at_all():
    assert canaries_in("a log line about Kanarinen, born 1913") == {"Kanarinen", "1913"}
    assert set(CANARIES) >= {BROKEN_BY}
