"""Processes on the family's page, their steps, and the lead's view of how work is spread."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.models import AuditEvent
from poukama.casework.choices import ForWhom, Trigger
from poukama.casework.models import DueStep, Process, ProcessStep
from poukama.casework.services import record_contact
from poukama.casework.services.following import follow
from poukama.clients.models import KnownIn
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import (
    EpisodeFactory,
    EpisodeMemberFactory,
    ProcessFactory,
    ProcessTemplateFactory,
)
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
)
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory

TODAY, DAY = date(2024, 9, 12), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(words, work_form_a, aino):
    """An open episode of Aino's, of a family with a child."""
    TermFactory(list=TermList.MEMBER_ROLE, key="kid", name="Kid", attributes={"icon": "child"})
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    found = EpisodeFactory(
        work_form=work_form_a, family=family, key_worker=aino, starts_on=TODAY - 60 * DAY, recorded_by=aino
    )
    child = ClientFactory(family=family, code_name="Lumme K", known_in=work_form_a)
    EpisodeMemberFactory(episode=found, client=child, role="kid")
    return found


STEPS = (
    {"does": "first", "trigger": Trigger.BY_CONTACT, "number": 3},
    {"does": "facts", "trigger": Trigger.AT_START, "number": 58},
    {"does": "letter", "trigger": Trigger.AT_END, "number": 0},
)


@pytest.fixture
def template(work_form_a):
    return ProcessTemplateFactory(work_form=work_form_a, key="path", name="Path", steps=STEPS)


@pytest.fixture
def process(episode, template, aino):
    row = ProcessFactory(episode=episode, template=template, recorded_by=aino)
    follow(episode=episode, by=aino)
    return row


def test_what_is_due_after_a_week_stands_behind_one_press(client, aino, episode, template, process):
    sign_in(client, aino)
    step = DueStep.objects.select_related("duty").get(process=process)
    row = client.get(url("casework:processes", episode)).context["rows"][0]
    assert ([each.due for each in row.near], row.later) == ([step], [])

    with clock.moved_to(step.duty.due_on - 8 * DAY):
        row = client.get(url("casework:processes", episode)).context["rows"][0]
    assert (row.near, [each.due for each in row.later]) == ([], [step])


def begin(client, episode, **data):
    return client.post(url("casework:begin_process", episode), data)


def test_a_worker_begins_a_process_and_takes_it_back(client, aino, episode, template):
    sign_in(client, aino)
    sent = {"process": str(template.pk), "starts_on": TODAY - DAY, "workers": [str(aino.pk)]}
    response = begin(client, episode, **sent)
    assert response.status_code == 302
    process = Process.objects.get()
    assert (process.template, process.starts_on, list(process.workers.all())) == (
        template,
        TODAY - DAY,
        [aino],
    )
    again = begin(client, episode, **sent)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["process"])
    assert Process.objects.count() == 1
    client.post(url("casework:undo_process", process))
    assert (
        Process.objects.filter(voided_at=None).count(),
        DueStep.objects.filter(voided_at=None).count(),
    ) == (
        0,
        0,
    )


@pytest.mark.parametrize(
    "day, field",
    [(TODAY + DAY, "starts_on"), (TODAY - 61 * DAY, "starts_on"), ("nothing", "starts_on")],
)
def test_a_day_before_the_episode_or_ahead_is_refused_at_its_field(
    client, aino, episode, template, day, field
):
    sign_in(client, aino)
    response = begin(client, episode, process=str(template.pk), starts_on=day)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["process"].value() == str(template.pk)
    assert not Process.objects.exists()


def test_one_for_each_child_is_begun_of_the_child(client, aino, episode, work_form_a):
    each = ProcessTemplateFactory(work_form=work_form_a, for_whom=ForWhom.EACH_CHILD, steps=STEPS)
    parent = EpisodeMemberFactory(episode=episode, role="parent")
    child = episode.members.get(role="kid")
    sign_in(client, aino)
    refused = begin(client, episode, process=f"{each.pk}-{parent.pk}", starts_on=TODAY)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["process"])
    begin(client, episode, process=f"{each.pk}-{child.pk}", starts_on=TODAY)
    assert Process.objects.get().member == child


def test_the_page_tells_what_is_due_what_comes_and_what_was_done(client, aino, episode, process):
    sign_in(client, aino)
    page = client.get(url("casework:processes", episode))
    row = page.context["rows"][0]
    assert [each.due.key for each in row.due] == ["facts"]
    assert [(each.step.key, each.may_be_done) for each in row.coming] == [("first", True), ("letter", False)]
    event = AuditEvent.objects.order_by("-id").first()
    assert (event.action, event.about_id) == ("casework.see_processes", str(episode.pk))
    for number in range(3):
        record_contact(episode=episode, kind="meeting", happened_on=TODAY - number * DAY, by=aino)
    row = client.get(url("casework:processes", episode)).context["rows"][0]
    assert ([each.due.key for each in row.due], row.course.met) == (["facts", "first"], 3)


def test_a_step_is_done_by_a_press_on_a_day_and_taken_back(client, aino, episode, process):
    sign_in(client, aino)
    step = DueStep.objects.get()
    assert step.duty.due_on == TODAY - 2 * DAY
    client.post(url("casework:step_done", step))
    step.duty.refresh_from_db()
    assert (step.duty.done_on, step.duty.done_by) == (TODAY, aino)
    row = client.get(url("casework:processes", episode)).context["rows"][0]
    assert ([each.is_late for each in row.settled], row.due) == ([True], [])
    client.post(url("casework:undo_step", step))
    step.duty.refresh_from_db()
    assert step.duty.done_on is None
    client.post(url("casework:step_done", step), {"done_on": TODAY - 3 * DAY})
    step.duty.refresh_from_db()
    assert step.duty.done_on == TODAY - 3 * DAY
    client.post(url("casework:step_done", step))
    step.duty.refresh_from_db()
    assert step.duty.done_on == TODAY - 3 * DAY


@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - 61 * DAY, ""])
def test_a_step_is_not_done_ahead_of_today_nor_before_the_start(client, aino, process, day):
    sign_in(client, aino)
    step = DueStep.objects.get()
    response = client.post(url("casework:step_done", step), {"done_on": day})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["done_on"])
    step.duty.refresh_from_db()
    assert step.duty.done_on is None


def test_a_step_is_left_out_with_a_reason_and_nothing_else(client, aino, episode, process):
    sign_in(client, aino)
    step = DueStep.objects.get()
    there = url("casework:step_out", step)
    for reason in ("", "   "):
        response = client.post(there, {"reason": reason})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    client.post(there, {"reason": "They moved house that week."})
    step.refresh_from_db()
    assert (step.reason, step.left_out_by) == ("They moved house that week.", aino)
    page = client.get(url("casework:processes", episode))
    assert "They moved house that week." in page.content.decode()
    follow(episode=episode, by=aino)
    assert DueStep.objects.filter(voided_at=None).count() == 1
    client.post(url("casework:undo_step", step))
    step.refresh_from_db()
    assert (step.reason, step.left_out_at, step.duty.voided_at, step.duty.due_on) == (
        None,
        None,
        None,
        TODAY - 2 * DAY,
    )


def test_what_is_due_by_a_visit_can_be_done_before_it(client, aino, episode, process):
    sign_in(client, aino)
    first = ProcessStep.objects.get(key="first")
    there = url("casework:step_ahead", process, first)
    assert client.get(there).status_code == 200
    client.post(there, {"done_on": TODAY})
    for number in range(3):
        record_contact(episode=episode, kind="meeting", happened_on=TODAY - number * DAY, by=aino)
    rows = DueStep.objects.filter(key="first", voided_at=None)
    assert list(rows.values_list("occasion", "duty__done_on")) == [("visit-3", TODAY)]
    letter = ProcessStep.objects.get(key="letter")
    client.post(url("casework:step_ahead", process, letter), {"done_on": TODAY})
    assert not DueStep.objects.filter(key="letter").exists()


def test_what_runs_keeps_its_steps_until_somebody_takes_the_new_ones(
    client, aino, episode, process, template
):
    sign_in(client, aino)
    client.post(url("casework:step_done", DueStep.objects.get()), {"done_on": TODAY})
    template.version = 2
    template.save()
    for order, columns in enumerate((STEPS[0] | {"number": 1}, STEPS[1])):
        ProcessStep.objects.create(template=template, version=2, order=order, key=columns["does"], **columns)
    record_contact(episode=episode, kind="meeting", happened_on=TODAY, by=aino)
    assert not DueStep.objects.filter(key="first").exists()
    page = client.get(url("casework:processes", episode))
    assert page.context["rows"][0].has_new_steps
    client.post(url("casework:renew_process", process))
    rows = DueStep.objects.filter(voided_at=None).order_by("key")
    assert list(rows.values_list("key", "occasion", "duty__done_on")) == [
        ("facts", "start", TODAY),
        ("first", "visit-1", None),
    ]
    page = client.get(url("casework:processes", episode))
    assert not page.context["rows"][0].has_new_steps


def test_a_process_ends_while_the_episode_goes_on(client, aino, episode, process):
    sign_in(client, aino)
    there = url("casework:end_process", process)
    early = client.post(there, {"ends_on": TODAY - 61 * DAY})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["ends_on"])
    client.post(there, {"ends_on": TODAY})
    process.refresh_from_db()
    assert (process.ends_on, process.ended_by) == (TODAY, aino)
    assert not DueStep.objects.filter(voided_at=None).exists()
    row = client.get(url("casework:processes", episode)).context["rows"][0]
    assert (row.due, row.coming) == ([], [])


def test_only_who_may_open_the_family_is_named_for_it(client, aino, bertta, lead, episode, process):
    PartyWallFactory(one=(episode.family, [aino]), other=(FamilyFactory(), []))
    sign_in(client, aino)
    there = url("casework:process_workers", process)
    refused = client.post(there, {"workers": [str(lead.pk)]})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["workers"])
    unknown = client.post(there, {"workers": [str(bertta.pk)]})
    assert unknown.status_code == 422
    client.post(there, {"workers": [str(aino.pk)]})
    assert list(process.workers.all()) == [aino]


def test_the_panel_says_what_is_coming_and_writes_that_it_was_looked_at(client, aino, episode, process):
    sign_in(client, aino)
    panel = client.get(url("casework:coming_panel", episode))
    up = panel.context["up"]
    assert ([row.due.key for row in up.due], [row.step.key for row in up.coming]) == (["facts"], ["first"])
    event = AuditEvent.objects.order_by("-id").first()
    assert (event.action, event.about_id) == ("casework.see_coming", str(episode.pk))
    empty = client.get(url("casework:coming_panel", EpisodeFactory(work_form=episode.work_form)))
    assert not empty.context["up"].has_processes
    assert AuditEvent.objects.order_by("-id").first() == event


def test_under_an_order_only_those_whom_it_names_see_when_they_come(
    client, aino, episode, process, work_form_a
):
    child = episode.members.get(role="kid").client
    ProtectionOrderFactory(known=KnownIn.objects.get(client=child), kind="non_disclosure")
    sign_in(client, aino)
    for name in ("processes", "coming_panel"):
        page = client.get(url(f"casework:{name}", episode))
        assert page.status_code == 200
        assert not page.context["is_open_to_me"]
        assert "Path" not in page.content.decode()
    for name in ("step_done", "step_out"):
        assert client.get(url(f"casework:{name}", DueStep.objects.get())).status_code == 404
    assert client.get(url("casework:end_process", process)).status_code == 404


@pytest.mark.parametrize(
    ("named", "owner"), [(("lead",), None), (("lead", "pair"), "pair"), (("aino",), "aino")]
)
def test_what_falls_due_under_an_order_is_given_only_to_those_whom_it_names(
    episode, template, aino, lead, named, owner
):
    pair = UserFactory()
    AssignmentFactory(user=pair, work_form=episode.work_form)
    cast = {"aino": aino, "lead": lead, "pair": pair}
    episode.pair_worker = pair
    episode.save(update_fields=["pair_worker"])
    child = episode.members.get(role="kid").client
    ProtectionOrderFactory(
        known=KnownIn.objects.get(client=child), kind="non_disclosure", readers=[cast[who] for who in named]
    )
    ProcessFactory(episode=episode, template=template, recorded_by=lead)

    follow(episode=episode, by=lead)

    duty = DueStep.objects.get().duty
    assert (duty.owner, duty.deputy) == (cast.get(owner), None)


def test_past_a_wall_there_is_nothing(client, lead, aino, episode, process):
    PartyWallFactory(one=(episode.family, [aino]), other=(FamilyFactory(), []))
    sign_in(client, lead)
    step = DueStep.objects.get()
    for there in (
        url("casework:processes", episode),
        url("casework:coming_panel", episode),
        url("casework:step_done", step),
        url("casework:step_out", step),
        url("casework:end_process", process),
        url("duties:give", step.duty),
    ):
        assert client.get(there).status_code == 404
    load = client.get(url("casework:load")).context["loads"]
    assert [row for each in load for row in each.workers] == []


def test_a_lead_sees_numbers_and_no_code(client, lead, aino, episode, process, work_form_a):
    EpisodeFactory(work_form=work_form_a, starts_on=TODAY - 90 * DAY, **_ended(aino, TODAY - 10 * DAY))
    sign_in(client, lead)
    page = client.get(url("casework:load"))
    (load,) = page.context["loads"]
    (row,) = load.workers
    assert (row.who, row.episodes, row.duties, row.late, row.ending, row.ended) == (aino, 1, 1, 1, 0, 1)
    assert [(each.title, each.open, each.late) for each in load.late] == [("facts", 1, 1)]
    assert page.context["said"] == "Yksi avoin jakso. Yksi asia on myöhässä."
    assert "Lumme" not in page.content.decode()
    sign_in(client, aino)
    assert client.get(url("casework:load")).status_code == 404


def _ended(by, day):
    return {
        "ends_on": day,
        "end_reason": "goals_met",
        "closed_at": clock.now(),
        "closed_by": by,
        "key_worker": by,
    }


def test_the_pages_ask_the_same_however_many_steps_there_are(
    client, aino, lead, episode, process, work_form_a
):
    def asked(user, there):
        sign_in(client, user)
        client.get(there)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(there).status_code == 200
        return len(seen)

    pages = [
        (aino, url("casework:processes", episode)),
        (aino, url("casework:coming_panel", episode)),
        (aino, url("duties:mine")),
        (aino, url("duties:panel")),
        (lead, url("casework:load")),
    ]
    record_contact(episode=episode, kind="meeting", happened_on=TODAY, by=aino)
    few = [asked(*page) for page in pages]
    for number in range(3):
        more = ProcessTemplateFactory(work_form=work_form_a, steps=STEPS)
        ProcessFactory(episode=episode, template=more, recorded_by=aino)
        record_contact(episode=episode, kind="meeting", happened_on=TODAY - number * DAY, by=aino)
    assert DueStep.objects.filter(voided_at=None).count() > 6
    assert [asked(*page) for page in pages] == few
