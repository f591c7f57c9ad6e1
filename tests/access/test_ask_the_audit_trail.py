from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access import audit
from poukama.access.choices import Event
from poukama.access.models import AuditEvent
from poukama.access.queries import QUESTIONS
from poukama.access.rules import Action
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.access import AuditEventFactory

ASK = "access:audit"


@pytest.fixture
def reader(client, director):
    client.force_login(director)
    AuditEventFactory(action="test.begin")
    return client


def ids(response):
    return [line.event.id for line in response.context["told"]]


def asked(client, **filters):
    return ids(client.get(url(ASK, **filters)))


def test_asking_is_itself_an_event(reader, director, aino):
    reader.get(url(ASK, person=str(aino.pk), about="clients.Client", about_id="7", since="2024-01-01"))

    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor, event.about) == (Action.READ_AUDIT, director.pk, "")
    assert event.detail == {
        "person": aino.pk,
        "about": "clients.Client",
        "about_id": "7",
        "since": "2024-01-01",
    }
    assert audit.verify().holds


def test_each_filter_narrows(reader, aino, bertta, work_form_a, work_form_b):
    with clock.moved_to(date(2024, 5, 6)):
        one = audit.record(Action.ASSIGN_ROLE, by=aino, about=work_form_a).id
    with clock.moved_to(date(2024, 5, 7)):
        two = audit.record(Action.INVITE_PERSON, by=bertta, about=work_form_b).id

    assert asked(reader, person=str(aino.pk)) == [one]
    assert asked(reader, action=str(Action.INVITE_PERSON)) == [two]
    assert asked(reader, about="organisation.WorkForm") == [two, one]
    assert asked(reader, about="organisation.WorkForm", about_id=str(work_form_a.pk)) == [one]
    assert asked(reader, since="2024-05-07", until="2024-05-07") == [two]
    assert asked(reader, until="2024-05-06") == [one]


def test_the_six_questions(reader, aino):
    changed = audit.record(Action.ASSIGN_ROLE, by=aino).id
    saw = audit.record(Action.READ_STAFF, by=aino, detail={"far_back": True}).id
    with clock.moved_to(clock.now() + timedelta(minutes=1)):
        answers = {
            key: [one for one in asked(reader, question=key) if one in (changed, saw)]
            for key in ("changed", "saw", "far-back", "exported", "broke-glass", "unmasked")
        }

    assert answers == {
        "changed": [changed],
        "saw": [saw],
        "far-back": [saw],
        "exported": [],
        "broke-glass": [],
        "unmasked": [],
    }


def test_each_question_is_answered_by_actions_that_exist():
    assert [one.key for one in QUESTIONS if not one.flag and not one.actions()] == []


def test_a_question_looks_a_month_back_unless_asked_further(reader, aino):
    today = clock.today()
    with clock.moved_to(today - timedelta(days=200)):
        long_ago = audit.record(Action.READ_STAFF, by=aino).id
    with clock.moved_to(today - timedelta(days=20)):
        lately = audit.record(Action.READ_STAFF, by=aino).id
    mine = {"question": "saw", "person": str(aino.pk)}

    assert asked(reader, **mine) == [lately]
    assert asked(reader, **mine, since=str(today - timedelta(days=365))) == [lately, long_ago]
    assert asked(reader, **mine, until=str(today - timedelta(days=190))) == [long_ago]
    page = reader.get(url(ASK, **mine)).content.decode()
    assert "30 päivää" in page
    assert f"since={today - timedelta(days=365)}" in page


@pytest.mark.parametrize("question", [one.key for one in QUESTIONS])
def test_an_answer_does_not_walk_the_whole_trail(reader, question):
    """Only the days asked for are looked at, by an index."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL walks a small table whole")
    with CaptureQueriesContext(connection) as queries:
        reader.get(url(ASK, question=question))
    (page,) = (
        one["sql"] for one in queries if "access_auditevent" in one["sql"] and "LIMIT 51" in one["sql"]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {page}")
        plan = [row[3] for row in cursor.fetchall()]

    assert plan[0].startswith("SEARCH access_auditevent USING INDEX access_auditevent_")
    assert "happened_at>?" in plan[0]


def test_no_answer_says_so(reader):
    page = reader.get(url(ASK, about="clients.Client", about_id="7")).content.decode()

    assert "Mikään tapahtuma ei vastaa tähän." in page


@pytest.mark.parametrize(
    "wrong", [{"person": "x"}, {"about_id": "a b"}, {"since": "nothing"}, {"action": "x"}]
)
def test_a_filter_that_makes_no_sense_is_told_and_not_written_down(reader, wrong):
    page = reader.get(url(ASK, **wrong))

    assert "data-error-summary" in page.content.decode()
    assert AuditEvent.objects.latest("id").detail == {}


def test_events_are_told_in_words(reader, aino, work_form_a):
    audit.record(
        Action.ASSIGN_ROLE, by=aino, about=work_form_a, work_form="work-form-a", detail={"n": [1, 2]}
    )
    audit.record(Event.SIGN_IN_FAILED, by=None)
    audit.record("gone.old_action", by=None)

    told = reader.get(url(ASK)).context["told"][:3]

    assert [(line.who, line.what, line.detail) for line in told] == [
        ("", "gone.old_action", ""),
        ("", "Kirjautuminen epäonnistui", ""),
        (aino.name, "Antaa rooleja", "n 1 2"),
    ]


def test_the_page_costs_the_same_with_one_and_with_three_events(reader, aino, django_assert_num_queries):
    def count():
        with django_assert_num_queries(8):
            reader.get(url(ASK))

    reader.get(url(ASK))
    count()
    AuditEventFactory(by=aino)
    AuditEventFactory(by=aino)
    count()


def test_long_trails_are_paged(reader):
    for _ in range(60):
        AuditEventFactory()

    first = reader.get(url(ASK, action=""))
    page = first.context["page"]
    second = reader.get(f"{url(ASK)}?{page.older}")

    assert len(ids(first)) == 50
    assert ids(second)[0] == ids(first)[-1] - 1
