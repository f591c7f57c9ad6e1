"""Many asking at once: pages for a while, and taps that must neither be lost nor doubled."""

import http.client
import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from bench.serving import HOST

Headers = Mapping[str, str]


def requests_a_second(port: int, path: str, headers: Headers, *, seconds: float, at_once: int = 16) -> float:
    """How many requests a second are answered when so many ask all the time."""
    answered = [0] * at_once
    began = time.perf_counter()
    until = began + seconds

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        while time.perf_counter() < until:
            connection.request("GET", path, headers=dict(headers))
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} answered {response.status}")
            answered[place] += 1
        connection.close()

    _together(ask, at_once)
    return sum(answered) / (time.perf_counter() - began)


@dataclass
class Taps:
    """What the devices sent and what they were told."""

    acknowledged: list[str] = field(default_factory=list)
    sent: int = 0
    again: int = 0
    given_up: int = 0


_PATIENCE = 60
"""Seconds for which a device goes on trying to bring its last taps after the test."""


def tap_together(port: int, path: str, devices: list[Headers], now: str, *, seconds: float) -> Taps:
    """All devices tap at once; answers are lost, taps are sent twice, and every device tries until it is told."""
    taps, lock = Taps(), threading.Lock()
    until = time.perf_counter() + seconds

    def count(place: int) -> None:
        device = _Device(port, path, devices[place], random.Random(place))
        while time.perf_counter() < until:
            token = str(uuid4())
            told = device.bring({"token": token, "visitor": "adult", "happened_at": now}, until + _PATIENCE)
            with lock:
                if told:
                    taps.acknowledged.append(token)
                else:
                    taps.given_up += 1
        with lock:
            taps.sent += device.sent
            taps.again += device.again

    _together(count, len(devices))
    return taps


class _Device:
    """A telephone at the door with a bad network: it keeps a tap until the server has said that it has it."""

    def __init__(self, port: int, path: str, headers: Headers, chance: random.Random) -> None:
        self._port, self._path, self._chance = port, path, chance
        self._headers = dict(headers) | {"Content-Type": "application/json"}
        self._connection = self._connect()
        self.sent = self.again = 0

    def bring(self, tap: Mapping[str, str], until: float) -> bool:
        """Send the tap until it is acknowledged; sometimes the network breaks, sometimes it is sent twice."""
        body = json.dumps(tap)
        first = True
        while time.perf_counter() < until:
            self.sent += 1
            self.again += not first
            first = False
            luck = self._chance.random()
            if self._send(body, is_cut=luck < 0.05):
                if luck > 0.95:  # the answer came, but the device did not notice
                    self.sent += 1
                    self.again += 1
                    self._send(body, is_cut=False)
                return True
            time.sleep(0.05 + self._chance.random() * 0.2)
        return False

    def _send(self, body: str, *, is_cut: bool) -> bool:
        try:
            self._connection.request("POST", self._path, body, self._headers)
            if is_cut:
                self._reconnect()
                return False
            response = self._connection.getresponse()
            response.read()
            if response.status in {400, 403, 404, 422}:
                raise SystemExit(f"A tap was refused: {response.status}")
            return response.status == 200
        except (OSError, http.client.HTTPException):
            self._reconnect()
            return False

    def _reconnect(self) -> None:
        self._connection.close()
        self._connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(HOST, self._port, timeout=30)


def _together(work: object, number: int) -> None:
    threads = [threading.Thread(target=work, args=(place,)) for place in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
