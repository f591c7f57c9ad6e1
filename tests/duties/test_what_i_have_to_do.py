"""What one has to do by a day: on the home page, by day, given to a colleague, and counted."""

from datetime import date, timedelta

import pytest

from poukama.casework.duty_kinds import STEP_DUTY
from poukama.casework.facts import STEPS
from poukama.casework.models import DueStep
from poukama.duties.facts import DUTIES, DUTIES_IN_TIME, DUTIES_LATE
from poukama.duties.models import Duty
from poukama.duties.services import DoneAlready, NotOneOfUs, finish_duty, give_duty
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import DueStepFactory, EpisodeFactory, ProcessFactory, ProcessTemplateFactory
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.factories.duties import DutyFactory

TODAY, DAY = date(2024, 9, 12), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def process(work_form_a):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return ProcessFactory(episode=EpisodeFactory(work_form=work_form_a, family=family))


def due(process, days, owner=None, **columns):
    """A step of the process that is due so many days from today."""
    occasion = f"visit-{DueStep.objects.count() + 1}"
    return DueStepFactory(
        process=process, occasion=occasion, duty__due_on=TODAY + days * DAY, duty__owner=owner, **columns
    )


def listed(client, **query):
    page = client.get(url("duties:mine", **query))
    return [(day.on, [row.duty.due_on for row in day.rows]) for day in page.context["days"]]


def test_the_late_stand_first_then_each_day(client, aino, lead, process):
    for days, owner in ((-2, aino), (-5, None), (0, aino), (4, aino), (4, None), (1, lead)):
        due(process, days, owner)
    due(process, 2, lead, duty__deputy=aino)
    sign_in(client, aino)
    assert listed(client) == [
        (None, [TODAY - 5 * DAY, TODAY - 2 * DAY]),
        (TODAY, [TODAY]),
        (TODAY + 2 * DAY, [TODAY + 2 * DAY]),
        (TODAY + 4 * DAY, [TODAY + 4 * DAY] * 2),
    ]
    assert (TODAY + DAY, [TODAY + DAY]) in listed(client, whose="all")


def test_the_home_page_shows_a_handful_and_says_how_many_there_are(client, aino, process):
    sign_in(client, aino)
    assert " hidden>" in client.get(url("duties:panel")).content.decode()
    for days in (-2, 0, 1, 3, 4, 5, 90):
        due(process, days, aino)
    panel = client.get(url("duties:panel"))
    assert ([row.days_late for row in panel.context["rows"]], panel.context["many"]) == ([2, 0, 0, 0, 0], 7)
    page = panel.content.decode()
    assert ("2 päivää myöhässä" in page, "Lumme" in page, " hidden>" in page) == (True, True, False)


def test_what_is_pressed_done_on_the_home_page_leaves_it(client, aino, process):
    sign_in(client, aino)
    row = due(process, 0, aino)
    there = url("casework:step_done", row)
    assert there in client.get(url("duties:panel")).content.decode()
    response = client.post(there, {"next": "/"})
    assert (response.status_code, response["Location"]) == (302, "/")
    row.duty.refresh_from_db()
    assert row.duty.done_on == TODAY
    assert TODAY not in [day for day, _rows in listed(client)]


def test_what_came_round_again_is_not_asked_for_any_more(client, aino, process):
    weekly = {"step__trigger": "weekly", "step__number": None, "step__weekday": 1, "key": "goals"}
    first = DueStepFactory(process=process, occasion="2024-09-02", duty__due_on=date(2024, 9, 2), **weekly)
    again = {"process": process, "step": first.step, "key": "goals"}
    DueStepFactory(**again, occasion="2024-09-09", duty__due_on=date(2024, 9, 9))
    DueStepFactory(**again, occasion="2024-09-16", duty__due_on=date(2024, 9, 16))
    sign_in(client, aino)
    assert listed(client) == [
        (None, [date(2024, 9, 9)]),
        (date(2024, 9, 16), [date(2024, 9, 16)]),
    ]


def test_walls_and_other_work_forms_hide_it(client, aino, bertta, lead, process):
    due(process, 0)
    for who, many in ((aino, 1), (lead, 1), (bertta, 0)):
        sign_in(client, who)
        assert len(listed(client, whose="all")) == many
    PartyWallFactory(one=(process.episode.family, [aino]), other=(FamilyFactory(), []))
    for who, many in ((aino, 1), (lead, 0)):
        sign_in(client, who)
        assert (len(listed(client)), client.get(url("duties:panel")).context["many"]) == (many, many)


def test_a_duty_is_given_to_a_colleague_with_a_deputy(client, aino, lead, bertta, process):
    row = due(process, 0, aino)
    sign_in(client, aino)
    there = url("duties:give", row.duty)
    for sent, field in (
        ({"owner": str(bertta.pk)}, "owner"),
        ({"owner": ""}, "owner"),
        ({"owner": "0", "deputy": str(lead.pk)}, "deputy"),
        ({"owner": str(lead.pk), "deputy": str(lead.pk)}, "deputy"),
    ):
        response = client.post(there, sent)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    client.post(there, {"owner": str(lead.pk), "deputy": str(aino.pk)})
    row.duty.refresh_from_db()
    assert (row.duty.owner, row.duty.deputy) == (lead, aino)
    client.post(there, {"owner": "0"})
    row.duty.refresh_from_db()
    assert (row.duty.owner, row.duty.deputy) == (None, None)


def test_nothing_is_given_to_whom_it_is_hidden_from(client, aino, lead, bertta, process):
    row = due(process, 0, aino)
    PartyWallFactory(one=(process.episode.family, [aino]), other=(FamilyFactory(), []))
    sign_in(client, aino)
    response = client.post(url("duties:give", row.duty), {"owner": str(lead.pk)})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["owner"])
    with pytest.raises(NotOneOfUs):
        give_duty(duty=row.duty, owner=bertta, by=aino)
    finish_duty(kind=STEP_DUTY, key=row.duty.key, done_on=TODAY, by=aino)
    with pytest.raises(DoneAlready):
        give_duty(duty=row.duty, owner=aino, by=aino)


def test_done_in_time_and_late_are_facts(work_form_a, aino):
    year = Period.year(2024)
    for due_on, done_on in ((TODAY, TODAY), (TODAY, TODAY - DAY), (TODAY, TODAY + DAY), (TODAY, None)):
        done = {"done_on": done_on, "done_at": clock.now(), "done_by": aino} if done_on else {}
        DutyFactory(work_form=work_form_a, due_on=due_on, **done)
    DutyFactory(work_form=work_form_a, due_on=TODAY, voided_at=clock.now(), voided_by=aino)
    assert [fact.during(year).count() for fact in (DUTIES, DUTIES_IN_TIME, DUTIES_LATE)] == [4, 2, 1]
    assert STEP_DUTY in DUTIES.dimensions["duty_kind"].labels()
    before = clock.local(TODAY - 5 * DAY)
    Duty.objects.update(recorded_at=before)
    assert DUTIES_LATE.during(year, known_at=before).count() == 0


def test_each_template_is_a_value_to_count_by(work_form_a):
    ProcessTemplateFactory(work_form=work_form_a, key="path", name="Path")
    assert STEPS.dimensions["process"].labels() == {"path": "Path"}
