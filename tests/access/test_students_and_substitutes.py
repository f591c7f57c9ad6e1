"""Students and substitutes are here until a day; then everything closes by itself."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from poukama.access.actor import Actor
from poukama.access.policy import may_ever, rules
from poukama.access.powers import rules_of
from poukama.access.queries import ending_soon
from poukama.access.services import staff as services
from poukama.organisation.choices import AssignmentKind, Role
from poukama.organisation.models import Assignment
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
LAST = TODAY + timedelta(days=30)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def somebody():
    return UserFactory(name="Some Body")


def _give(person, work_form, by, **values):
    return services.assign(
        **{"person": person, "role": Role.WORKER, "work_forms": [work_form], "starts_on": TODAY, "by": by}
        | values
    )


def test_all_that_a_student_may_do():
    assert {rule.action for rule in rules_of(Role.STUDENT)} == {
        "activities.count_at_door",
        "desk.read_style_guide",
        "desk.see_today",
        "drafts.keep_draft",
        "drafts.open_draft",
        "drafts.see_beside",
        "drafts.see_unfinished",
    }


def test_a_student_opens_nobody_and_sees_what_is_theirs(client, student, work_form_a):
    FamilyFactory(code_name="Lumme", known_in=work_form_a)
    actor = Actor(student, TODAY)
    assert [
        rule for rule in rules() if may_ever(actor, rule) and rule.split(".")[0] in ("clients", "casework")
    ] == []
    sign_in(client, student)
    assert client.get("/").status_code == 200
    for name in ("casework:episodes", "casework:break_glass", "casework:watch_panel", "casework:record"):
        assert client.get(url(name)).status_code == 404


def test_a_student_needs_a_last_day_and_a_supervisor_who_works_there(
    somebody, aino, bertta, director, administrator, work_form_a
):
    student = {"role": Role.STUDENT}
    with pytest.raises(services.NeedsLastDay):
        _give(somebody, work_form_a, director, **student, supervisor=aino)
    for wrong in (None, bertta, somebody):
        with pytest.raises(services.NeedsSupervisor):
            _give(somebody, work_form_a, director, **student, ends_on=LAST, supervisor=wrong)
    with pytest.raises(services.NeedsWorkForm):
        services.assign(
            person=somebody,
            work_forms=[],
            starts_on=TODAY,
            by=director,
            **student,
            ends_on=LAST,
            supervisor=aino,
        )
    with pytest.raises(services.NeedsSupervisor):
        _give(somebody, work_form_a, director, supervisor=aino)
    (row,) = _give(somebody, work_form_a, director, **student, ends_on=LAST, supervisor=aino)
    assert (row.supervisor, row.ends_on) == (aino, LAST)


def test_a_substitute_needs_a_last_day(somebody, director, work_form_a):
    with pytest.raises(services.NeedsLastDay):
        _give(somebody, work_form_a, director, kind=AssignmentKind.SUBSTITUTE)
    (row,) = _give(somebody, work_form_a, director, kind=AssignmentKind.SUBSTITUTE, ends_on=LAST)
    assert row.kind == AssignmentKind.SUBSTITUTE


@pytest.mark.parametrize("values", [{"kind": "substitute"}, {"role": "student", "ends_on": LAST}])
def test_the_database_refuses_one_without_an_end_or_a_supervisor(values, work_form_a):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(work_form=work_form_a, **values)


def test_on_the_day_after_the_last_the_next_request_gives_nothing(client, somebody, director, work_form_a):
    AssignmentFactory(user=somebody, work_form=work_form_a, kind=AssignmentKind.SUBSTITUTE, ends_on=LAST)
    sign_in(client, somebody)
    answers = []
    for moment in (
        clock.local(LAST).replace(hour=23, minute=59),
        clock.local(LAST + timedelta(days=1)).replace(hour=0),
    ):
        with clock.moved_to(moment):
            answers.append(client.get(url("casework:episodes")).status_code)
    assert answers == [200, 404]


def test_it_is_given_on_screen_and_what_is_missing_is_told(client, somebody, aino, director, work_form_a):
    sign_in(client, director)
    sent = {"role": "student", "work_forms": work_form_a.key, "starts_on": str(TODAY), "kind": "regular"}
    where = url("access:assign", somebody)
    page = client.post(where, sent).content.decode()
    assert "valitse viimeinen päivä" in page
    sent |= {"ends_on": str(LAST)}
    assert "Opiskelijalla on ohjaaja" in client.post(where, sent).content.decode()
    sent |= {"supervisor": str(aino.pk)}
    shown = client.post(where, sent)
    assert "Kirjata ovella kävijöitä" in shown.content.decode() or shown.context["shown"]
    client.post(where, sent | {"confirmed": shown.context["seen"]})
    row = Assignment.objects.get(user=somebody)
    assert (row.role, row.supervisor, row.ends_on) == (Role.STUDENT, aino, LAST)
    assert "ohjaaja Aino Worker" in client.get(url("access:person", somebody)).content.decode()


def test_the_lead_is_told_two_weeks_before(client, somebody, lead, bertta, work_form_a, work_form_b):
    there = {"user": somebody, "kind": AssignmentKind.SUBSTITUTE}
    soon = AssignmentFactory(**there, work_form=work_form_a, ends_on=TODAY + timedelta(days=14))
    AssignmentFactory(**there, work_form=work_form_a, ends_on=TODAY + timedelta(days=15))
    AssignmentFactory(**there, work_form=work_form_b, ends_on=TODAY)
    AssignmentFactory(work_form=work_form_a, ends_on=TODAY)
    assert list(ending_soon(Actor(lead, TODAY))) == [soon]
    assert list(ending_soon(Actor(bertta, TODAY))) == []
    sign_in(client, lead)
    assert "Some Body" in client.get(url("access:waiting_panel")).content.decode()
    assert "katsottavaa" not in client.get("/").content.decode()
    assert url("access:waiting_panel") in client.get("/").content.decode()
