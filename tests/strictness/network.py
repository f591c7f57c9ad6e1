"""Tests reach nothing but this machine."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from unittest.mock import patch


class ReachesOut(AssertionError):
    """A test tried to connect to another machine."""


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Refuse sockets to any address but the loopback within the block."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise ReachesOut(f"A test connects to {address[0]}")

    def strict(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def strict_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    with patch.multiple(socket.socket, connect=strict, connect_ex=strict_ex):
        yield


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
