from datetime import date, time, timedelta

import pytest

from poukama.casework.models import Appointment, Contact
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import AppointmentFactory, ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)
GIVEN = {"kind": "meeting", "planned_on": "2024-09-13", "starts_at": "10:30", "minutes": "60"}


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 3, 4))


@pytest.fixture
def pair(work_form_a):
    """A colleague of Aino's."""
    user = UserFactory(initials="PP", name="Pirjo Pair")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
    return user


def sent(*workers, **more):
    return GIVEN | {"workers": [str(worker.pk) for worker in workers]} | more


def in_force():
    return list(Appointment.objects.filter(voided_at=None).order_by("pk"))


def test_the_form_offers_the_own_people_and_what_can_be_agreed(signed_in, aino, bertta, pair, episode):
    EpisodeMemberFactory(episode=episode, client__code_name="Lumme K")

    answer = signed_in(aino).get(url("casework:agree_on_time", episode))

    form = answer.context["form"]
    offered = {
        name: [label for _, label in form.fields[name].choices] for name in ("kind", "workers", "expected")
    }
    assert offered == {
        "kind": ["Meeting", "Phone call"],
        "workers": ["Aino Worker", "Pirjo Pair"],
        "expected": ["Parent Lumme K"],
    }
    assert form.initial["workers"] == [str(aino.pk)]


def test_a_time_is_agreed_and_taken_back_from_the_toast(signed_in, aino, pair, episode):
    browser = signed_in(aino)

    answer = browser.post(url("casework:agree_on_time", episode), sent(aino, pair))
    (row,) = in_force()
    page = browser.get(answer.url).content.decode()
    undone = browser.post(url("casework:undo_time", row), {"next": "/casework/week/"})

    assert (row.planned_on, row.starts_at, row.minutes) == (TOMORROW, time(10, 30), 60)
    assert set(row.workers.all()) == {aino, pair}
    assert url("casework:undo_time", row) in page
    assert (undone.url, in_force()) == ("/casework/week/", [])


WRONG = [
    ({"planned_on": "2024-09-11"}, "planned_on"),
    ({"planned_on": "2024-03-01"}, "planned_on"),
    ({"planned_on": "2034-03-01"}, "planned_on"),
    ({"planned_on": "31.9.2024"}, "planned_on"),
    ({"planned_on": "2024-09-12", "starts_at": "08:00"}, "starts_at"),
    ({"starts_at": "25:00"}, "starts_at"),
    ({"minutes": "0"}, "minutes"),
    ({"minutes": "2000"}, "minutes"),
    ({"minutes": "9" * 30}, "minutes"),
    ({"kind": "did_not_arrive"}, "kind"),
    ({"kind": ""}, "kind"),
    ({"workers": []}, "workers"),
    ({"workers": ["987654"]}, "workers"),
    ({"expected": ["987654"]}, "expected"),
]


@pytest.mark.parametrize("is_move", [False, True])
@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    signed_in, aino, episode, wrong, field, is_move
):
    EpisodeMemberFactory(episode=episode)
    row = AppointmentFactory(episode=episode, planned_on=TOMORROW, met_by=[aino])
    address = url("casework:move_time", row) if is_move else url("casework:agree_on_time", episode)

    answer = signed_in(aino).post(address, sent(aino) | wrong)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    typed = wrong.get("starts_at", "10:30")
    assert f'value="{typed}"' in answer.content.decode()
    assert in_force() == [row]
    assert Appointment.objects.count() == 1


def test_a_worker_of_another_work_form_is_refused_at_the_field(signed_in, aino, bertta, episode):
    answer = signed_in(aino).post(url("casework:agree_on_time", episode), sent(aino, bertta))

    assert (answer.status_code, list(answer.context["form"].errors), in_force()) == (422, ["workers"], [])


def test_a_worker_whose_work_ends_before_the_day_is_refused_at_the_field(
    signed_in, aino, episode, work_form_a
):
    leaves = UserFactory()
    AssignmentFactory(user=leaves, role=Role.WORKER, work_form=work_form_a, ends_on=TODAY)

    answer = signed_in(aino).post(url("casework:agree_on_time", episode), sent(leaves))

    assert (list(answer.context["form"].errors), in_force()) == (["workers"], [])


def test_a_member_who_takes_no_part_on_that_day_is_refused_at_the_field(signed_in, aino, episode):
    later = EpisodeMemberFactory(episode=episode, starts_on=date(2024, 9, 20))

    answer = signed_in(aino).post(
        url("casework:agree_on_time", episode), sent(aino, expected=[str(later.pk)])
    )

    assert (answer.status_code, list(answer.context["form"].errors), in_force()) == (422, ["expected"], [])


def test_an_episode_that_has_ended_offers_no_times(signed_in, aino, work_form_a, words):
    ended = EpisodeFactory(work_form=work_form_a, ends_on=TODAY, end_reason="goals_met")
    row = AppointmentFactory(episode=ended, planned_on=TODAY, met_by=[aino])
    browser = signed_in(aino)

    assert browser.get(url("casework:agree_on_time", ended)).status_code == 404
    answer = browser.post(url("casework:move_time", row), sent(aino))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["__all__"])
    assert (
        url("casework:agree_on_time", ended) not in browser.get(url("casework:times", ended)).content.decode()
    )


def test_another_time_at_the_same_hour_warns_and_does_not_forbid(signed_in, aino, pair, episode, work_form_a):
    other = EpisodeFactory(work_form=work_form_a, family__code_name="Ruoko")
    AppointmentFactory(episode=other, planned_on=TOMORROW, starts_at=time(11), minutes=60, met_by=[pair])
    browser = signed_in(aino)

    page = browser.post(url("casework:agree_on_time", episode), sent(aino, pair), follow=True)

    assert len(in_force()) == 2
    warned = [notice.text for notice in page.context["frame"].notices]
    assert len(warned) == 1
    assert "Pirjo Pair" in warned[0]
    assert "Ruoko" in warned[0]


@pytest.mark.parametrize(
    ("at", "minutes", "is_warned"),
    [
        ("09:30", "60", False),
        ("09:31", "60", True),
        ("11:30", "", False),
        ("11:29", "", True),
        ("", "60", False),
    ],
)
def test_only_hours_that_overlap_warn(signed_in, aino, episode, at, minutes, is_warned):
    AppointmentFactory(episode=episode, planned_on=TOMORROW, starts_at=time(10, 30), met_by=[aino])

    page = signed_in(aino).post(
        url("casework:agree_on_time", episode), sent(aino, starts_at=at, minutes=minutes), follow=True
    )

    assert len(in_force()) == 2
    assert bool(page.context["frame"].notices) is is_warned


def test_a_time_is_moved_as_it_was_agreed_and_the_move_is_taken_back(signed_in, aino, pair, episode):
    member = EpisodeMemberFactory(episode=episode)
    row = AppointmentFactory(
        episode=episode, planned_on=TOMORROW, starts_at=time(9), minutes=90, met_by=[aino, pair]
    )
    row.expected.set([member])
    browser = signed_in(aino)

    initial = browser.get(url("casework:move_time", row)).context["form"].initial
    browser.post(url("casework:move_time", row), sent(aino, planned_on="2024-09-20"))
    (moved,) = in_force()
    browser.post(url("casework:undo_time", moved))

    assert (initial["minutes"], initial["expected"]) == (90, [str(member.pk)])
    assert initial["workers"] == [str(aino.pk), str(pair.pk)]
    assert (moved.moved_from, moved.planned_on) == (row, date(2024, 9, 20))
    assert in_force() == [row]


def test_a_time_is_called_off_with_a_reason_and_agreed_again_from_the_toast(signed_in, aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TOMORROW, starts_at=time(9), met_by=[aino])
    browser = signed_in(aino)

    silent = browser.post(url("casework:call_off_time", row))
    ended = browser.post(url("casework:call_off_time", row), {"reason": "ended"})
    assert (silent.status_code, ended.status_code, in_force()) == (422, 422, [row])
    assert list(silent.context["off"].errors) == ["reason"]
    assert 'value="09:00"' in silent.content.decode()

    browser.post(url("casework:call_off_time", row), {"reason": "illness"})
    row.refresh_from_db()
    assert (row.call_off_reason, in_force()) == ("illness", [])
    browser.post(url("casework:undo_time", row))
    assert in_force() == [row]


def test_what_somebody_else_has_done_meanwhile_is_as_if_there_were_no_time(signed_in, aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])
    browser = signed_in(aino)
    browser.post(url("casework:held_time", row))

    answers = [
        browser.post(url(f"casework:{name}", row), sent(aino, reason="illness")).status_code
        for name in ("held_time", "nobody_came", "record_time", "move_time", "call_off_time")
    ]

    assert (answers, Contact.objects.count()) == ([404] * 5, 1)
    assert browser.post(url("casework:undo_time", row)).status_code == 302
    assert in_force() == [row]


def test_one_press_records_it_and_offers_the_way_back_and_the_next(signed_in, aino, pair, episode):
    member = EpisodeMemberFactory(episode=episode)
    row = AppointmentFactory(episode=episode, planned_on=TODAY, minutes=75, met_by=[aino, pair])
    row.expected.set([member])
    browser = signed_in(aino)

    answer = browser.post(url("casework:held_time", row), {"next": "/casework/day/"})
    page = browser.get(answer.url).content.decode()

    contact = Contact.objects.get()
    assert (contact.minutes, set(contact.workers.all())) == (75, {aino, pair})
    assert list(contact.present.all()) == [member]
    assert answer.url == "/casework/day/"
    assert url("casework:undo_contact", contact) in page
    assert url("casework:agree_on_time", episode) in page


def test_nobody_came_is_one_press_too(signed_in, aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])

    signed_in(aino).post(url("casework:nobody_came", row))

    assert [(each.kind, each.took_place) for each in Contact.objects.all()] == [("did_not_arrive", False)]


def test_a_press_before_its_day_changes_nothing(signed_in, aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TOMORROW, met_by=[aino])
    browser = signed_in(aino)

    pages = [browser.post(url(f"casework:{name}", row), follow=True) for name in ("held_time", "nobody_came")]

    assert [bool(page.context["frame"].notices) for page in pages] == [True, True]
    assert Contact.objects.count() == 0


def test_the_page_of_recording_is_filled_in_as_it_was_agreed(signed_in, aino, pair, episode):
    member = EpisodeMemberFactory(episode=episode)
    row = AppointmentFactory(episode=episode, planned_on=date(2024, 9, 10), minutes=75, met_by=[pair])
    row.expected.set([member])
    browser = signed_in(aino)

    form = browser.get(url("casework:record_time", row)).context["form"]
    answer = browser.post(
        url("casework:record_time", row),
        {
            "kind": "phone_call",
            "minutes": "75",
            "happened_on": "2024-09-11",
            "workers": [str(aino.pk), str(pair.pk)],
        },
    )

    assert (form.initial["kind"], form.initial["happened_on"]) == ("meeting", date(2024, 9, 10))
    assert form.initial["workers"] == [str(pair.pk)]
    assert "75" in dict(form.fields["minutes"].choices)
    contact = Contact.objects.get()
    assert (answer.status_code, contact.kind, contact.happened_on, contact.minutes) == (
        302,
        "phone_call",
        date(2024, 9, 11),
        75,
    )
    row.refresh_from_db()
    assert (row.contact, set(contact.workers.all())) == (contact, {aino, pair})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"happened_on": "2024-03-03"}, "happened_on"),
        ({"happened_on": "2024-09-13"}, "happened_on"),
        ({"kind": "sleep"}, "kind"),
        ({"minutes": "7"}, "minutes"),
    ],
)
def test_what_is_wrong_in_recording_is_said_at_its_field(signed_in, aino, episode, wrong, field):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])
    given = {"kind": "meeting", "minutes": "60", "happened_on": "2024-09-12"}

    answer = signed_in(aino).post(url("casework:record_time", row), given | wrong)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Contact.objects.count() == 0


def test_the_familys_panel_shows_the_coming_and_the_unconfirmed(signed_in, aino, pair, episode):
    for day in (date(2024, 8, 1), date(2024, 9, 2), TODAY, TOMORROW):
        AppointmentFactory(episode=episode, planned_on=day, starts_at=time(9), met_by=[pair])
    recorded = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[pair])
    recorded.contact = ContactFactory(episode=episode)
    recorded.save()

    answer = signed_in(aino).get(url("casework:times", episode))

    rows = [(row.appointment.planned_on, row.is_asked) for row in answer.context["rows"]]
    assert rows == [(date(2024, 9, 2), True), (TODAY, True), (TOMORROW, False)]
    assert 'id="sovitut-ajat"' in answer.content.decode()


def test_before_closing_it_is_said_which_times_are_called_off(signed_in, aino, episode):
    browser = signed_in(aino)
    without = browser.get(url("casework:close", episode)).context["coming"]
    later = AppointmentFactory(episode=episode, planned_on=date(2024, 10, 1), met_by=[aino])

    page = browser.get(url("casework:close", episode))
    browser.post(url("casework:close", episode), {"reason": "goals_met", "ends_on": "2024-09-12"})

    assert (without, page.context["coming"]) == ([], [later])
    assert "1.10.2024" in page.content.decode()
    later.refresh_from_db()
    assert later.call_off_reason == "ended"


def test_the_list_of_contacts_says_who_met_them_and_that_nobody_came(signed_in, aino, pair, episode):
    met = ContactFactory(episode=episode, recorded_by=aino)
    met.workers.set([aino, pair])
    ContactFactory(episode=episode, recorded_by=pair, took_place=False, minutes=None)

    rows = signed_in(aino).get(url("casework:episode", episode)).context["contacts"]

    assert sorted((row.met_by, row.nobody_came) for row in rows) == [("AW, PP", False), ("PP", True)]


def test_a_pair_is_recorded_on_the_familys_page(signed_in, aino, pair, episode):
    browser = signed_in(aino)
    given = {"kind": "meeting", "minutes": "60", "happened_on": "2024-09-12"}

    form = browser.get(url("casework:record_in", episode)).context["form"]
    browser.post(url("casework:record_in", episode), given | {"workers": [str(aino.pk), str(pair.pk)]})
    browser.post(url("casework:record_in", episode), given)

    assert form.initial["workers"] == [str(aino.pk)]
    assert [set(contact.workers.all()) for contact in Contact.objects.order_by("pk")] == [
        {aino, pair},
        {aino},
    ]


def test_on_the_next_day_nothing_is_taken_back(signed_in, aino, episode):
    row = AppointmentFactory(
        episode=episode, planned_on=date(2024, 9, 20), met_by=[aino], recorded_at=clock.now()
    )
    with clock.moved_to(TOMORROW):
        page = signed_in(aino).post(url("casework:undo_time", row), follow=True)

        assert len(page.context["frame"].notices) == 1
    assert in_force() == [row]
