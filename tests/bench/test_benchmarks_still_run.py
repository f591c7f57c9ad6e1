"""Every benchmark at a tiny size: they cannot rot unseen. What they measure is not looked at here."""

import json
import threading
from collections import Counter
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test import Client

from bench.bare import settings as bare
from bench.benchmarks import ALL, course_of
from bench.houses import Houses
from bench.inside import (
    demo,
    door,
    family,
    figures,
    lengthen,
    lists,
    multiply,
    names,
    pages,
    report,
    sessions,
    work,
)
from bench.load import requests_a_second, tap_together
from bench.paired import ratio
from bench.report import Line, tell
from poukama.casework.models import Episode, EpisodeMember
from poukama.toolkit import clock
from poukama.toolkit.sealing import making, rotation

pytestmark = pytest.mark.slow


@pytest.fixture
def year(pack: object, settings, tmp_path: Path):
    """A tiny synthetic year, on the first working day after it; nobody needs a second factor."""
    settings.DEMO = True
    settings.KEYS = tmp_path / "keys.json"
    making.begin()
    made = demo.run(scale=0.01)
    with clock.moved_to(date(2024, 12, 30)):
        yield made


def test_every_measurement_inside_a_house_runs(year, settings):
    # One test, since making even a tiny year is what takes the time.
    assert year["events"] > 0 and "door" in year["parts"]
    assert all(taken > 0 for taken in pages.run().values())
    assert door.run(rounds=1)["ratio"] > 0
    assert len(sessions.run(who="perhetupa-ohjaaja", number=2)["headers"]) == 2
    before = Episode.objects.count(), EpisodeMember.objects.count()

    # It compares every figure with the hand-written one itself.
    assert figures.run(rounds=1)["figures"] == 48
    multiply.run(years=2, scale=2)

    assert (Episode.objects.count(), EpisodeMember.objects.count()) == (before[0] * 4, before[1] * 4)
    assert figures.run(rounds=1)["figures"] == 48

    named = names.run(clients=40, rounds=1)
    assert named["ratio"] > 0 and named["fields"] >= 80 and rotation.left() == 0

    assert family.run(rounds=1)["ratio"] > 0
    assert report.run(rounds=1)["longest"] > 0
    assert all(taken > 0 for taken in work.run().values())

    long = lengthen.run(rows=60)
    found = lists.run()
    settings.ROOT_URLCONF, settings.TEMPLATES = bare.ROOT_URLCONF, bare.TEMPLATES
    settings.MIDDLEWARE = bare.MIDDLEWARE

    assert {page["label"] for page in found} == set(long)
    for page in found:
        told = Client().get(f"/{page['label']}/")
        assert told.status_code == 200 and told.content.count(b"<tr>") == min(50, page["rows"]) + 1


def test_devices_with_a_bad_network_bring_every_tap_once():
    brought: Counter[str] = Counter()

    class Door(BaseHTTPRequestHandler):
        """A server that loses every fifth answer."""

        def do_POST(self) -> None:
            token = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["token"]
            brought[token] += 1
            self.send_response(503 if sum(brought.values()) % 5 == 0 else 200)
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        taps = tap_together(server.server_port, "/", [{}, {}], "2024-12-30T12:00:00+02:00", seconds=0.5)
        assert requests_a_second(server.server_port, "/", {}, seconds=0.1, at_once=2) > 0
    finally:
        server.shutdown()
        server.server_close()

    assert set(brought) == set(taps.acknowledged) and taps.given_up == 0
    assert len(taps.acknowledged) == len(set(taps.acknowledged))
    assert taps.again == taps.sent - len(taps.acknowledged) > 0


def test_a_missed_bound_is_said(capsys):
    assert tell("title", [Line("within", 1.2, bound=1.5), Line("told", 9)])
    assert not tell("title", [Line("too slow", 1.6, bound=1.5)])
    assert not tell("title", [Line("too few", 0.3, bound=0.5, at_least=True)])
    assert capsys.readouterr().out.count("MISS") == 2


def test_ratios_are_of_what_was_measured():
    assert ratio(lambda: sum(range(200_000)), lambda: sum(range(2_000)), rounds=5)[0] > 5


def test_a_quick_run_is_every_benchmark_with_less(tmp_path: Path):
    houses = Houses(tmp_path, "")
    quick, whole = course_of(houses, quick=True), course_of(houses, quick=False)

    assert list(ALL) == ["demo", "figures", "pages", "list", "door", "memory", "names", "report", "work"]
    assert quick.door_seconds < whole.door_seconds == 60 and quick.devices == whole.devices == 50
    assert set(quick.sizes) < set(whole.sizes)
