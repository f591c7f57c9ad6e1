"""What is typed is kept sealed for whoever typed it, and for nobody else, until it is recorded."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.models import Alert, EmergencyAccess, KnownIn
from poukama.clients.services import emergency as emergencies
from poukama.drafts.kinds import kinds
from poukama.drafts.models import Draft
from poukama.drafts.services import MOST_FIELDS, expire, finishing
from poukama.drafts.views import MOST_BYTES
from poukama.organisation.models import Assignment
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.drafts.conftest import TODAY
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import EmergencyAccessFactory, FamilyFactory, PartyWallFactory
from tests.factories.drafts import DraftFactory

pytestmark = pytest.mark.django_db
TYPED = ["what", "Sana joka ei saa kadota"]


def test_it_comes_back_as_it_was_typed_with_the_time(pad, aino):
    twice = [["who", "a"], ["who", "b"], ["empty", ""], ["what", "Ääkköset 🦆\n ja rivi"]]

    assert pad(aino).type(*twice).json() == {"said": "12.00"}

    draft = pad(aino).open().json()["draft"]
    assert (draft["values"], draft["said"]) == (twice, "12.00")


def test_it_is_sealed_and_no_event_tells_of_it(pad, aino):
    pad(aino).type(TYPED)
    pad(aino).open()

    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM drafts_draft")
        (box,) = cursor.fetchone()
    assert b"kadota" not in bytes(box)
    assert not AuditEvent.objects.filter(action__startswith="drafts.").exists()
    assert "kadota" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_each_sending_takes_the_place_of_the_former(pad, aino):
    mine = pad(aino)
    mine.type(["what", "Sa"])
    mine.type(["what", "Sana"])

    assert pad(aino).open().json()["draft"]["values"] == [["what", "Sana"]]
    assert Draft.objects.count() == 1


def test_what_arrives_late_or_twice_changes_nothing(pad, aino):
    mine = pad(aino)
    mine.type(["what", "Sa"])
    mine.type(["what", "Sana"])

    assert mine.type(["what", "Sa"], turn=1).status_code == 200
    assert mine.type(["what", "toinen"], turn=2).status_code == 200

    assert pad(aino).open().json()["draft"]["values"] == [["what", "Sana"]]


def test_another_window_of_the_same_person_writes_over_nothing(pad, aino):
    one, other = pad(aino), pad(aino)
    one.type(["what", "yksi"])

    refused = other.type(["what", "toinen"])
    assert refused.status_code == 409
    draft = refused.json()["draft"]
    assert (draft["values"], draft["said"]) == ([["what", "yksi"]], "12.00")

    assert other.type(["what", "toinen"], after=[draft["page"], draft["turn"]]).status_code == 200
    assert one.type(["what", "yksi vielä"]).status_code == 409
    assert pad(aino).open().json()["draft"]["values"] == [["what", "toinen"]]


def test_going_on_in_another_window_is_no_conflict(pad, aino):
    pad(aino).type(["what", "yksi"])
    later = pad(aino)
    later.open()

    assert later.type(["what", "yksi ja kaksi"]).status_code == 200


def test_beginning_anew_leaves_nothing(pad, aino):
    mine = pad(aino)
    mine.type(TYPED)

    assert mine.send("drafts:drop", {}).status_code == 200

    assert not Draft.objects.exists()


@pytest.mark.parametrize("who", ["bertta", "cecilia", "director", "administrator", "lead"])
def test_nobody_else_opens_it(pad, aino, cast, who):
    pad(aino).type(TYPED)

    answer = pad(cast[who]).open()

    told = answer.json()["draft"] if answer.status_code == 200 else None
    assert (answer.status_code, told) == ((200, None) if who == "lead" else (404, None))
    assert "kadota" not in answer.content.decode()


@pytest.mark.parametrize("way", ["drafts:open", "drafts:keep", "drafts:drop"])
def test_a_form_that_is_not_ones_own_looks_like_none(pad, bertta, episode, way):
    told = {"page": str(pad(bertta).page), "turn": 1, "values": []} if way == "drafts:keep" else {}

    theirs = pad(bertta).send(way, told)
    nobodys = pad(bertta, key=987_654_321).send(way, told)
    of_no_kind = pad(bertta, of="casework.nothing").send(way, told)

    assert [each.status_code for each in (theirs, nobodys, of_no_kind)] == [404, 404, 404]
    assert theirs.content == nobodys.content == of_no_kind.content


def test_behind_a_wall_it_is_neither_shown_nor_opened_nor_written(client, pad, aino, episode):
    pad(aino).type(TYPED)
    assert "Lumme" in _panel(client, aino)

    PartyWallFactory(one=(episode.family, []), other=(FamilyFactory(), []))

    assert pad(aino).open().status_code == 404
    assert pad(aino).type(TYPED).status_code == 404
    assert "Lumme" not in _panel(client, aino)
    assert Draft.objects.count() == 1


def test_after_the_role_has_ended_neither_the_writer_nor_the_lead_reads_it(
    client, pad, aino, lead, work_form_b
):
    pad(aino).type(TYPED)
    Assignment.objects.filter(user=aino).update(work_form=work_form_b)

    assert pad(aino).open().status_code == 404
    assert "Lumme" not in _panel(client, aino)
    assert pad(lead).open().json()["draft"] is None
    assert "Lumme" not in _panel(client, lead)


def test_what_was_typed_as_somebody_else_is_not_taken_for_ones_own(pad, aino, lead):
    opened_by_aino = pad(lead)
    opened_by_aino.asked["by"] = aino.pk

    assert opened_by_aino.type(TYPED).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"values": "text"},
        {"values": [["what"]]},
        {"values": [["what", 3]]},
        {"turn": 0},
        {"page": "x"},
        {"of": "casework.alert\n"},
        {"id": "x" * 61},
        {"more": 1},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(pad, aino, told):
    assert pad(aino).type(TYPED, **told).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("body", ["", "null", "[]", "{", '{"by": 1}'])
def test_what_is_no_json_is_refused(client, aino, body):
    sign_in(client, aino)
    answers = [
        client.post(url(f"drafts:{name}"), body, content_type="application/json").status_code
        for name in ("keep", "open", "drop")
    ]
    assert answers == [400, 400, 400]


def test_too_much_is_refused_politely_and_what_was_kept_stays(pad, aino):
    mine = pad(aino)
    mine.type(TYPED)

    too_many = mine.type(*([["who", "a"]] * (MOST_FIELDS * 2)))
    too_long = mine.type(["what", "a" * MOST_BYTES])

    assert (too_many.status_code, too_long.status_code) == (422, 413)
    assert too_many.json()["message"] == too_long.json()["message"] != ""
    assert pad(aino).open().json()["draft"]["values"] == [TYPED]
    assert mine.type(["what", "ä" * 90_000]).status_code == 200


def test_recording_finishes_it_and_a_refusal_keeps_it(client, pad, aino, episode):
    pad(aino).type(TYPED)
    sign_in(client, aino)
    known = KnownIn.objects.get(family=episode.family)
    sent = {"about": known.pk, "kind": "safety", "what": "Soita", "action": "Etuovi", "ends_on": "1.1.2024"}
    where = url("casework:add_alert", episode)

    assert client.post(where, sent).status_code == 422
    assert Draft.objects.count() == 1

    assert client.post(where, sent | {"ends_on": "30.9.2024"}).status_code == 302
    assert (Alert.objects.count(), Draft.objects.count()) == (1, 0)


def test_it_goes_in_the_transaction_that_records(pad, aino, episode):
    pad(aino).type(TYPED)

    def breaks():
        with finishing(kind="casework.alert", key=episode.pk, by=aino):
            assert not Draft.objects.exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()

    assert Draft.objects.count() == 1


def test_only_ones_own_draft_is_finished(pad, aino, lead, episode):
    pad(aino).type(TYPED)
    pad(lead).type(["what", "Toisen"])

    with finishing(kind="casework.alert", key=episode.pk, by=aino):
        pass

    assert pad(lead).open().json()["draft"]["values"] == [["what", "Toisen"]]
    assert pad(aino).open().json()["draft"] is None


def test_the_note_of_an_emergency_is_kept_and_finished(client, pad, bertta, work_form_b):
    family = FamilyFactory(known_in=work_form_b)
    access = EmergencyAccessFactory(family=family, recorded_by=bertta, recorded_at=clock.now())
    mine = pad(bertta, "casework.emergency_note", access.pk)
    mine.type(["note", "Soitin"])
    assert str(family) in _panel(client, bertta)

    client.post(url("casework:emergency_note", access), {"note": "Soitin päivystykseen"})

    assert EmergencyAccess.objects.get().note == "Soitin päivystykseen"
    assert not Draft.objects.exists()
    assert pad(bertta, "casework.emergency_note", access.pk).open().status_code == 404
    with pytest.raises(emergencies.NotedAlready):
        emergencies.note_emergency(access=access, note="Toinen", by=bertta)


def test_the_keys_of_a_device_are_its_writers_own_and_tell_nothing_of_the_ring(pad, aino, lead, settings):
    first, again, other = (pad(who).open().json() for who in (aino, aino, lead))

    assert first["keys"] == again["keys"]
    assert set(first["keys"].values()).isdisjoint(other["keys"].values())
    ring = json.loads(settings.KEYS.read_text())
    assert set(first["keys"]) == set(ring["seals"])
    assert set(first["keys"].values()).isdisjoint(ring["seals"].values())
    assert first["newest"] == ring["newest"]


def test_the_panel_tells_where_to_go_on_and_warns_a_week_before_the_end(client, pad, aino, episode):
    assert " hidden" in _panel(client, aino).split(">", 1)[0]
    pad(aino).type(TYPED)

    fresh = _panel(client, aino)
    with clock.moved_to(TODAY + timedelta(days=23)):
        old = _panel(client, aino)

    assert url("casework:add_alert", episode) in fresh
    assert ("12.10.2024" in fresh, "12.10.2024" in old) == (False, True)
    assert "kadota" not in fresh + old


def test_the_panel_asks_as_much_with_one_draft_as_with_many(client, aino, work_form_a):
    sign_in(client, aino)

    def asked(n):
        for _each in range(n):
            episode = EpisodeFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
            DraftFactory(kind="casework.alert", key=str(episode.pk), written_by=aino)
            known = KnownIn.objects.get(family=episode.family)
            DraftFactory(kind="clients.attachment", key=str(known.pk), written_by=aino)
            DraftFactory(kind="nothing", written_by=aino)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(url("drafts:unfinished_panel")).content.decode().count("<li>")
        return shown, len(queries)

    (one, few), (several, as_many) = asked(1), asked(4)
    assert (one, several) == (2, 10)
    assert few == as_many


def test_keeping_asks_as_much_however_much_is_kept_already(pad, aino):
    def asked():
        mine = pad(aino)
        mine.open()
        with CaptureQueriesContext(connection) as queries:
            assert mine.type(TYPED).status_code == 200
        return len(queries)

    pad(aino).type(TYPED)
    few = asked()
    DraftFactory.create_batch(30, written_by=aino)
    DraftFactory.create_batch(30, kind="casework.alert")
    assert asked() == few <= 14


def test_old_ones_are_destroyed_and_those_that_are_next_are_counted(aino):
    now = clock.now()
    for days in (31, 29, 24, 3):
        DraftFactory(written_by=aino, written_at=now - timedelta(days=days))
    said = StringIO()

    call_command("drafts", "expire", stdout=said)

    assert sorted((now - written).days for written in Draft.objects.values_list("written_at", flat=True)) == [
        3,
        24,
        29,
    ]
    assert [line[0] for line in said.getvalue().splitlines()] == ["1", "2"]
    assert (expire().destroyed, expire().soon) == (0, 2)


def test_a_draft_is_not_destroyed_before_its_writer_could_be_told(aino):
    DraftFactory(written_by=aino, written_at=clock.now() - timedelta(days=6))

    call_command("drafts", "expire", "--days", "0", stdout=StringIO())

    assert Draft.objects.count() == 1


def test_every_kind_knows_its_place_and_takes_any_key_for_none(aino):
    actor = Actor(aino, TODAY)
    odd = ["", "x", "-1", "1.5", "²", "9" * 30, "1.x", ".", "00000000-0000-0000-0000-000000000000", "1.1"]
    from_kinds = {key: kind.places(actor, odd) for key, kind in kinds().items()}
    assert set(from_kinds) >= {"casework.alert", "casework.change_alert", "casework.emergency_note"}
    assert [found for found in from_kinds.values() if found] == []


def _panel(client, user):
    return sign_in(client, user).get(url("drafts:unfinished_panel")).content.decode()
