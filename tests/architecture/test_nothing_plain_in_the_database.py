"""Whoever has a copy of the whole database, and nothing else, reads no name in it."""

import pytest
from django.db import connection

from poukama.clients.models import Identity
from poukama.clients.services import name_client
from poukama.toolkit import clock
from poukama.toolkit.sealing import folder
from tests.architecture.canaries import SEALED
from tests.architecture.furnished import TODAY
from tests.cast import sign_in
from tests.conftest import url


def dump():
    """Every value of every table as bytes, and as what a hand that prints bytes makes of them."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    plain = (
                        bytes(value)
                        if isinstance(value, bytes | memoryview | bytearray)
                        else str(value).encode()
                    )
                    found += [plain, plain.hex().encode()]
    return b"\n".join(found)


@pytest.mark.django_db
def test_a_dump_holds_no_name_that_was_recorded_opened_searched_or_corrected(
    client, cast, request, settings, tmp_path
):
    settings.SEALED = tmp_path / "sealed"
    world = request.getfixturevalue("world")
    sign_in(client, cast["lead"])
    with clock.moved_to(TODAY):
        former = Identity.objects.get(client=world["knownin"].client, voided_at=None)
        corrected = name_client(
            known=world["knownin"],
            by=cast["lead"],
            first_names="Kanarhelka Maria",
            last_name="Kanarsuku",
            former=former.pk,
        )
        client.get(url("clients:name", world["knownin"]))
        client.post(
            url("clients:name_client", world["knownin"]),
            {"first_names": "Kanarhelka", "last_name": "Kanarsukuun", "former": str(corrected.pk)},
        )
        client.post(url("casework:search"), {"q": "kanarsuku"})
        client.get(url("casework:episode", world["episode"]))
        client.get(url("clients:safe_contact", world["knownin"]))
        client.get(url("clients:attachments", world["knownin"]))
        opened = b"".join(client.get(url("clients:open_attachment", world["attachment"])))

    found = dump() + b"".join(path.read_bytes() for path in folder.folder().iterdir())

    assert Identity.objects.get(client=former.client, voided_at=None).last_name == "Kanarsukuun"
    assert b"Kanariala" in found
    assert (opened, len(list(folder.folder().iterdir()))) == (b"Kanarinside", 2)
    for canary in SEALED:
        for way in (canary, canary.lower(), canary.upper()):
            assert way.encode() not in found
            assert way.encode().hex().encode() not in found
            assert way.encode("utf-16-le") not in found
