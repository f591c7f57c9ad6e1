"""An attack: whoever has the whole database, without a client's words, cannot tell which contacts are theirs.

Two clients come twice each, told apart by their words; somebody else comes too, without a code. Everything in every
table is taken and every value is compared. Then the words are tried, and find what is theirs.
"""

import json
from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from poukama.access.models import AuditEvent
from poukama.casework.models import Consultation
from poukama.casework.queries import told_by
from poukama.casework.services import receipts as services
from poukama.clients.models import KnownIn
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory

TODAY = date(2024, 9, 12)
DAYS = [TODAY - timedelta(days=ago) for ago in (9, 8, 5, 4, 1)]
pytestmark = pytest.mark.django_db


@pytest.fixture
def stolen(aino, work_form_a):
    """Four contacts of two who hold codes and one of somebody without, recorded on screen; and the words of the two."""
    browser = sign_in(Client(), aino)
    words = {}
    for day, who in zip(DAYS, ("first", "second", "nobody", "second", "first"), strict=True):
        sent = {"work_form": "work-form-a", "people": "1", "happened_on": str(day), "token": str(uuid4())}
        if who in words:
            sent["words"] = " ".join(words[who])
        elif who != "nobody":
            sent["gives_receipt"] = "on"
        with clock.moved_to(day):
            answer = browser.post(url("casework:record_consultation"), sent)
        if "gives_receipt" in sent:
            words[who] = answer.context["words"]
    return words


def _everything():
    """Every row of every table, by table: the rows as the database gives them, with the names of the columns."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    return found


def _plain(value):
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _rows_of(tables, pk):
    """What every table says of a contact: its own row, events about it, and whatever else names its key."""
    own = [row for row in tables["casework_consultation"] if row["id"] == pk]
    told = [
        row
        for row in tables["access_auditevent"]
        if row["about"] == "casework.Consultation" and row["about_id"] == str(pk)
    ]
    linked = [row for row in tables["casework_receiptlink"] if row["consultation_id"] == pk]
    return {"consultation": own, "events": told, "links": linked}


EACH_ITS_OWN = {
    "id",
    "happened_on",
    "recorded_at",
    "token",
    "mark",
    "about_id",
    "happened_at",
    "previous_hash",
    "hash",
}
"""Columns in which every row differs from every other: they are looked at one by one."""


def test_contacts_of_one_chain_have_nothing_in_common_that_others_have_not(stolen):
    tables = _everything()
    contacts = list(Consultation.objects.order_by("happened_on"))
    assert len(contacts) == 5
    told = [_rows_of(tables, row.pk) for row in contacts]
    alike = [
        {
            what: [{name: value for name, value in row.items() if name not in EACH_ITS_OWN} for row in rows]
            for what, rows in each.items()
        }
        for each in told
    ]
    assert all(each == alike[0] for each in alike)
    assert all([len(each["events"]), len(each["links"])] == [1, 0] for each in told)


def test_what_differs_is_new_each_time_and_neither_in_order_nor_made_from_another(stolen):
    rows = [row for row in _everything()["casework_consultation"] if row["mark"] is not None]
    assert len(rows) == 5
    for name in ("mark", "token"):
        assert len({row[name] for row in rows}) == len(rows)
    for one, other in combinations(rows, 2):
        assert not set(_pieces(one["mark"])) & set(_pieces(other["mark"]))
        for row in (one, other):
            for guess in _made_from(row):
                assert guess not in ({one["mark"], other["mark"]} - {row["mark"]})


def _pieces(mark):
    """Every four bytes of a mark: a counter, a salt or the number of a chain would be shared."""
    return [mark[at : at + 4] for at in range(len(mark) - 3)]


def _made_from(row):
    """Marks that could be made of what the row says without any secret."""
    said = [row["mark"], *(str(row[name]).encode() for name in ("id", "token", "happened_on", "recorded_at"))]
    for text in said:
        for n in range(4):
            yield sha256(text + bytes([n])).digest()[:16]
            yield sha256(text + n.to_bytes(8, "big")).digest()[:16]
    yield bytes(byte ^ 1 for byte in row["mark"])


def test_first_and_later_contacts_leave_the_same_trail_in_the_same_order(stolen):
    contacts = list(Consultation.objects.order_by("happened_on"))
    events = list(AuditEvent.objects.filter(about="casework.Consultation").order_by("id"))
    assert [event.about_id for event in events] == [str(row.pk) for row in contacts]
    assert {(event.action, str(event.detail), event.work_form) for event in events} == {
        ("casework.record_consultation", "{}", "work-form-a")
    }
    assert AuditEvent.objects.exclude(action="access.signed_in").count() == len(contacts)


def test_the_words_stand_nowhere_in_any_form(stolen):
    dump = repr(_everything()).lower()
    for words in stolen.values():
        for way in (" ".join(words), "-".join(words), "".join(words), '", "'.join(words), "', '".join(words)):
            assert way not in dump
            for made in (sha256(way.encode()).hexdigest(), way.encode().hex()):
                assert made not in dump


def test_without_the_right_words_nothing_is_found_and_with_them_just_what_is_theirs(stolen):
    first, second = stolen["first"], stolen["second"]
    by_day = list(Consultation.objects.order_by("happened_on"))
    assert told_by(services.chain_of(first)) == [by_day[0], by_day[4]]
    assert told_by(services.chain_of(second)) == [by_day[1], by_day[3]]
    mixed = {(*first[:2], second[2]), (first[0], *second[1:]), tuple(sorted(first + second)[:3])} - {
        first,
        second,
    }
    assert [told_by(services.chain_of(words)) for words in mixed] == [[]] * len(mixed)


def test_the_words_without_the_keys_find_nothing(stolen, settings, tmp_path):
    """A stolen database and a stolen slip of paper, without the file of keys."""
    other = json.loads(settings.KEYS.read_text(encoding="ascii")) | {
        "searches": b64encode(bytes(32)).decode()
    }
    settings.KEYS = tmp_path / "keys.json"
    settings.KEYS.write_text(json.dumps(other), encoding="ascii")
    assert [told_by(services.chain_of(words)) for words in stolen.values()] == [[], []]


def test_what_a_client_links_tells_of_just_that(stolen, aino, work_form_a):
    """Of a chain of two the client links one: nothing tells that the other is theirs too."""
    client = ClientFactory(known_in=work_form_a)
    known = KnownIn.objects.get(client=client)
    by_day = list(Consultation.objects.order_by("happened_on"))
    chain = services.chain_of(stolen["first"])
    services.link_earlier(known=known, chain=chain, chosen=[by_day[0].pk], by=aino)
    tables = _everything()
    rest = [_rows_of(tables, row.pk) for row in by_day[1:]]
    assert [len(each["links"]) for each in rest] == [0] * 4
    (event,) = (row for row in tables["access_auditevent"] if row["action"] == "casework.link_earlier")
    (link,) = tables["casework_receiptlink"]
    assert event["about_id"] == str(client.pk)
    assert json.loads(event["detail"]) == {"links": [link["id"]]}
