import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from poukama.access import audit
from poukama.access.models import AuditEvent, ChainHead
from poukama.organisation.models import WorkForm
from tests.factories.access import AuditEventFactory
from tests.factories.organisation import UserFactory, WorkFormFactory
from tests.strictness.flushing import guards_aside


def three_events():
    return [AuditEventFactory(action=f"test.do_{name}") for name in ("one", "two", "three")]


def test_an_event_holds_who_did_what_to_what(db):
    user, work_form = UserFactory(), WorkFormFactory()

    event = audit.record(
        "test.do_it", by=user, about=work_form, work_form=work_form.key, detail={"from": "2024-01-01", "n": 3}
    )

    event.refresh_from_db()
    assert (event.actor, event.action, event.about, event.about_id, event.work_form, event.detail) == (
        user.pk,
        "test.do_it",
        "organisation.WorkForm",
        str(work_form.pk),
        work_form.key,
        {"from": "2024-01-01", "n": 3},
    )
    assert audit.verify() == audit.Verdict(True, 1, event.hash)


@pytest.mark.parametrize("detail", ["kaksi sanaa", "a@b.fi", "x" * 101, 1.5, {"deep": 1}, ["ok", "not ok"]])
def test_text_is_refused(db, detail):
    with pytest.raises(audit.TextInAuditTrail):
        audit.record("test.do_it", by=None, detail={"why": detail})

    assert AuditEvent.objects.count() == 0


def test_lists_and_sets_of_codes_are_kept_as_lists(db):
    event = audit.record(
        "test.do_it", by=None, detail={"list": ("b", "a"), "set": {"b", "a"}, "none": None, "flag": True}
    )

    assert event.detail == {"list": ["b", "a"], "set": ["a", "b"], "none": None, "flag": True}
    assert audit.verify().holds


def test_what_is_rolled_back_leaves_no_event(db):
    point = transaction.savepoint()
    AuditEventFactory(action="test.undone")
    transaction.savepoint_rollback(point)

    AuditEventFactory()
    assert audit.verify().events == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEvent.objects.filter(id=1).update(action="other"),
        lambda: AuditEvent.objects.filter(id=1).delete(),
    ],
)
def test_the_database_refuses_changing_and_removing_events(db, change):
    AuditEventFactory()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()


@pytest.mark.postgres
def test_the_database_refuses_emptying_the_trail(db):
    AuditEventFactory()

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE access_auditevent")


def test_an_empty_trail_is_whole(db):
    assert audit.verify() == audit.Verdict(True, 0, audit.NOTHING_BEFORE)


def changed():
    AuditEvent.objects.filter(id=2).update(action="test.do_nothing")


def removed():
    AuditEvent.objects.filter(id=2).delete()


def removed_with_its_traces():
    AuditEvent.objects.filter(id=2).delete()
    third = AuditEvent.objects.get(id=3)
    AuditEvent.objects.filter(id=3).delete()
    third.id = 2
    third.hash = audit.link(third.previous_hash, audit.values_of(third))
    third.save(force_insert=True)


def cut_off():
    AuditEvent.objects.filter(id=3).delete()


def replaced_at_the_end():
    last = AuditEvent.objects.get(id=3)
    last.action = "test.do_nothing"
    last.hash = audit.link(last.previous_hash, audit.values_of(last))
    last.save()


def added_past_the_head():
    last = AuditEvent.objects.get(id=3)
    more = AuditEvent(id=4, happened_at=last.happened_at, action="test.more", previous_hash=last.hash)
    more.hash = audit.link(last.hash, audit.values_of(more))
    more.save(force_insert=True)


@pytest.mark.parametrize(
    "harm, broken_at, reason",
    [
        (changed, 2, "changed after it was written"),
        (removed, 3, "the event before it is missing"),
        (removed_with_its_traces, 2, "does not continue the one before it"),
        (cut_off, 3, "does not meet the head of the chain"),
        (replaced_at_the_end, 3, "does not meet the head of the chain"),
        (added_past_the_head, 4, "added past the head"),
    ],
)
def test_whoever_gets_past_the_database_is_found_out(db, harm, broken_at, reason):
    three_events()
    with guards_aside():
        harm()

    verdict = audit.verify()

    assert (verdict.holds, verdict.broken_at, verdict.reason) == (False, broken_at, reason)
    with translation.override("en"), pytest.raises(CommandError, match=f"at event {broken_at}: {reason}"):
        call_command("audit", "verify")


def test_the_command_says_that_the_trail_is_whole(db):
    last = three_events()[-1]

    for options, expected in [
        ([], f"The audit trail is whole: 3 events, the last {last.hash}.\n"),
        (["--json"], {"holds": True, "events": 3, "last_hash": last.hash, "broken_at": None, "reason": ""}),
    ]:
        out = StringIO()
        with translation.override("en"):
            call_command("audit", "verify", *options, stdout=out)
        said = out.getvalue()
        assert (json.loads(said) if options else said) == expected


def test_a_broken_trail_is_told_to_programs_too(db):
    three_events()
    with guards_aside():
        changed()
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("audit", "verify", "--json", stdout=out)

    assert json.loads(out.getvalue())["broken_at"] == 2


def test_recording_costs_three_queries(db, django_assert_num_queries):
    AuditEventFactory()

    with django_assert_num_queries(3):
        AuditEventFactory()


def test_there_is_one_head(db):
    AuditEventFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ChainHead.objects.create(pk=2)


@pytest.mark.postgres
@pytest.mark.slow
def test_events_recorded_at_the_same_time_make_one_chain(transactional_db):
    WorkForm.objects.count()

    def work():
        try:
            for _ in range(10):
                audit.record("test.do_it", by=None)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verdict = audit.verify()
    assert (verdict.holds, verdict.events) == (True, 80)
