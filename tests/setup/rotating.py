"""Renew the keys as the command does, stopping after each step until it is told to go on; run to be killed.

`python -m tests.setup.rotating between` stops when a step is done, `inside` while it is being written. `count` renews
nothing: it says how many boxes each key has sealed, and what all of them say when they are opened.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from django.core.management import call_command

from poukama.clients.models import Attachment
from poukama.toolkit.sealing import files, folder, rotation
from poukama.toolkit.sealing.boxes import HEAD


def stop(_told: Any = None) -> None:
    """Say that a step is there, and wait for a line."""
    sys.stdout.write("stopped\n")
    sys.stdout.flush()
    sys.stdin.readline()


def slowly(where: str) -> None:
    """Let the rotation take one row at a time and stop at each."""
    rotation.BATCH = 1
    write, reseal = rotation._write, rotation.reseal

    def writes_and_stops(*told: Any) -> None:
        write(*told)
        stop()

    def stops_after_each() -> Iterator[rotation.Step]:
        for step in reseal():
            stop()
            yield step

    changed: dict[str, Callable[..., Any]] = {
        "inside": lambda: setattr(rotation, "_write", writes_and_stops),
        "between": lambda: setattr(rotation, "reseal", stops_after_each),
    }
    changed[where]()


def counted() -> dict[str, Any]:
    """How many boxes each key has sealed, and what stands in them in the order of their rows."""
    keys: Counter[int] = Counter()
    texts = []
    for model, fields in rotation.sealed_columns().items():
        for row in model._default_manager.order_by("pk"):
            for field in fields:
                found = row.__dict__[field.attname]
                if found is not None:
                    keys[int.from_bytes(found.box[1:HEAD])] += 1
                    texts.append(f"{model._meta.db_table}.{field.name} {getattr(row, field.name)}")
    for each in Attachment.objects.order_by("pk"):
        keys[int.from_bytes(folder.path_of(each.content).read_bytes()[1:HEAD])] += 1
    state = files.state()
    return {
        "keys": dict(sorted(keys.items())),
        "texts": texts,
        "whole": state.whole,
        "broken": len(state.broken),
    }


if __name__ == "__main__":
    if sys.argv[1] == "count":
        sys.stdout.write(json.dumps(counted()))
    else:
        slowly(sys.argv[1])
        call_command("keys", "rotate", "--json")
