from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.casework.models import Consultation, Contact
from poukama.organisation.choices import Role
from tests.conftest import url
from tests.factories.casework import (
    ConsultationFactory,
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
)
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import AssignmentFactory

TODAY = date(2024, 9, 12)
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 3, 4))


def offered(answer, field="episode"):
    return [label for _, label in answer.context["form"].fields[field].choices]


def test_a_contact_is_recorded_from_the_panel_and_the_form_is_ready_again(signed_in, aino, episode):
    answer = signed_in(aino).post(
        url("casework:quick_panel"),
        {"episode": str(episode.pk), "kind": "phone_call", "minutes": "30"},
        headers=HTMX,
    )

    contact = Contact.objects.get()
    assert (contact.episode, contact.kind, contact.minutes, contact.happened_on) == (
        episode,
        "phone_call",
        30,
        TODAY,
    )
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (200, '{"recorded": {}}')
    assert (
        answer.context["form"].is_bound,
        url("casework:undo_contact", contact) in answer.content.decode(),
    ) == (
        False,
        True,
    )


def test_without_scripts_the_panel_leads_back_to_a_page(signed_in, aino, episode):
    answer = signed_in(aino).post(
        url("casework:quick_panel"), {"episode": str(episode.pk), "kind": "meeting", "next": "/casework/"}
    )

    assert (answer.status_code, answer.url, Contact.objects.count()) == (302, "/casework/", 1)


def test_nobody_came_is_recorded_without_a_duration(signed_in, aino, episode):
    signed_in(aino).post(
        url("casework:quick_panel"), {"episode": str(episode.pk), "kind": "did_not_arrive", "minutes": "60"}
    )

    contact = Contact.objects.get()
    assert (contact.took_place, contact.minutes) == (False, None)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, ["episode", "kind"]),
        ({"kind": "meeting"}, ["episode"]),
        ({"kind": "meeting", "episode": "nonsense"}, ["episode"]),
        ({"kind": "meeting", "episode": "9" * 30}, ["episode"]),
        ({"kind": "sleep"}, ["episode", "kind"]),
        ({"kind": "meeting", "minutes": "7"}, ["episode", "minutes"]),
    ],
)
@pytest.mark.parametrize("name", ["casework:quick_panel", "casework:record"])
def test_what_is_missing_or_wrong_is_said_at_its_field(signed_in, aino, episode, given, fields, name):
    answer = signed_in(aino).post(url(name), given | {"happened_on": "2024-09-12"})

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, sorted(fields))
    assert Contact.objects.count() == 0


def test_those_at_hand_are_whom_one_recorded_latest_then_ones_own_then_the_newest(
    signed_in, aino, episode, work_form_a
):
    newest = EpisodeFactory(work_form=work_form_a, family__code_name="Tyrni", starts_on=date(2024, 9, 1))
    own = EpisodeFactory(
        work_form=work_form_a, family__code_name="Ruoko", starts_on=date(2024, 1, 3), key_worker=aino
    )
    ended = EpisodeFactory(
        work_form=work_form_a, family__code_name="Kaisla", ends_on=TODAY, end_reason="goals_met"
    )
    for each in (ended, episode):
        ContactFactory(episode=each, recorded_by=aino)

    answer = signed_in(aino).get(url("casework:quick_panel"))

    assert offered(answer) == [episode.code, own.code, newest.code]


def test_two_episodes_of_a_family_are_told_apart_by_their_work_form(signed_in, aino, episode, work_form_b):
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    EpisodeFactory(work_form=work_form_b, family=episode.family)

    answer = signed_in(aino).get(url("casework:quick_panel"))

    assert sorted(offered(answer)) == ["Lumme, Work form A", "Lumme, Work form B"]


def test_somebody_who_is_not_at_hand_is_picked_and_recorded_on_another_day(
    signed_in, aino, episode, work_form_a
):
    for number in range(7):
        family = FamilyFactory(code_name=f"Kaisla {number}", search_key=f"kaisla {number}")
        ContactFactory(episode=EpisodeFactory(work_form=work_form_a, family=family), recorded_by=aino)
    browser = signed_in(aino)

    at_hand = offered(browser.get(url("casework:record")))
    picked = offered(browser.post(url("casework:pick"), {"q": "lumm"}))
    answer = browser.post(
        url("casework:record"),
        {"episode": str(episode.pk), "kind": "meeting", "minutes": "90", "happened_on": "2024-09-09"},
    )

    assert ("Lumme" in at_hand, picked) == (False, ["Lumme"])
    assert (answer.status_code, Contact.objects.get(episode=episode).happened_on) == (302, date(2024, 9, 9))


def test_an_empty_search_offers_those_at_hand(signed_in, aino, episode):
    assert offered(signed_in(aino).post(url("casework:pick"), {"q": " "})) == ["Lumme"]


@pytest.mark.parametrize("day", ["2024-03-03", "2024-09-13"])
def test_a_day_outside_the_episode_is_refused_at_its_field(signed_in, aino, episode, day):
    given = {"episode": str(episode.pk), "kind": "meeting", "happened_on": day}
    browser = signed_in(aino)

    answers = [
        browser.post(url("casework:record"), given),
        browser.post(url("casework:record_in", episode), given),
    ]

    assert [list(answer.context["form"].errors) for answer in answers] == [["happened_on"], ["happened_on"]]
    assert Contact.objects.count() == 0


def test_on_the_familys_page_one_also_says_who_was_there(signed_in, aino, episode):
    EpisodeMemberFactory(episode=episode)
    child = EpisodeMemberFactory(episode=episode, role="child")
    browser = signed_in(aino)

    shown = offered(browser.get(url("casework:record_in", episode)), "present")
    browser.post(
        url("casework:record_in", episode),
        {"kind": "meeting", "minutes": "60", "present": [str(child.pk)], "happened_on": "2024-09-12"},
    )

    assert shown == ["Parent", "Child"]
    assert list(Contact.objects.get().present.all()) == [child]


def test_a_contact_is_taken_back_and_one_returns_to_where_one_was(signed_in, aino, episode):
    contact = ContactFactory(episode=episode, recorded_by=aino)
    browser = signed_in(aino)

    answer = browser.post(url("casework:undo_contact", contact), {"next": "/casework/"})
    again = browser.post(url("casework:undo_contact", contact))

    contact.refresh_from_db()
    assert (answer.url, contact.voided_by, again.status_code) == ("/casework/", aino, 404)


def test_a_colleagues_contact_is_taken_back_by_the_lead_only(signed_in, aino, lead, episode):
    contact = ContactFactory(episode=episode)
    address = url("casework:undo_contact", contact)

    assert [signed_in(who).post(address).status_code for who in (aino, lead)] == [404, 302]


def test_what_i_recorded_today_is_listed_with_its_undo(signed_in, aino, episode, work_form_a):
    browser = signed_in(aino)
    browser.post(url("casework:quick_panel"), {"episode": str(episode.pk), "kind": "meeting"})
    browser.post(
        url("casework:record_consultation"),
        {"work_form": "work-form-a", "people": "2", "families": "1", "happened_on": "2024-09-12"},
    )
    browser.post(
        url("casework:open_new", work_form_a, "anonymous"), {"starts_on": "2024-09-12", "role_0": "parent"}
    )
    ContactFactory(episode=episode, recorded_by=aino)
    ContactFactory(episode=episode)

    items = browser.get(url("casework:my_recordings_panel"), headers=HTMX).context["items"]

    assert sorted(item["text"] for item in items) == ["2 ihmistä ja 1 perhe", "Meeting", "jakso avattu"]


def test_the_panels_cost_the_same_for_one_and_for_three(signed_in, aino, work_form_a, words):
    browser = signed_in(aino)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            browser.post(
                url("casework:quick_panel"),
                {"episode": str(EpisodeFactory(work_form=work_form_a).pk), "kind": "meeting"},
            )
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url("casework:my_recordings_panel")).status_code == 200
            assert browser.get(url("casework:quick_panel")).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_without_episodes_the_panel_says_how_to_begin(signed_in, aino, words):
    answer = signed_in(aino).get(url("casework:quick_panel"))

    assert url("casework:open") in answer.content.decode()


def test_a_consultation_is_counted_and_listed_and_taken_back(signed_in, aino, work_form_a, words):
    browser = signed_in(aino)
    browser.post(
        url("casework:record_consultation"),
        {
            "work_form": "work-form-a",
            "people": "2",
            "professionals": "1",
            "themes": ["sleep"],
            "happened_on": "2024-09-11",
        },
    )
    row = Consultation.objects.get()

    listed = browser.get(url("casework:consultations")).context["rows"]
    browser.post(url("casework:undo_consultation", row))

    assert [(item.counts, item.themes, item.may_undo) for item in listed] == [
        ("2 ihmistä ja 1 ammattilainen", "Sleep", True)
    ]
    assert browser.get(url("casework:consultations")).context["rows"] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "people"),
        ({"people": "-1"}, "people"),
        ({"people": "1", "happened_on": "2024-09-13"}, "happened_on"),
        ({"people": "1", "work_form": "work-form-b"}, "work_form"),
        ({"people": "1", "themes": ["nonsense"]}, "themes"),
    ],
)
def test_a_consultation_that_cannot_be_is_refused_at_its_field(
    signed_in, aino, work_form_a, work_form_b, words, given, field
):
    answer = signed_in(aino).post(
        url("casework:record_consultation"), {"work_form": "work-form-a", "happened_on": "2024-09-12"} | given
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Consultation.objects.count() == 0


def test_the_list_of_consultations_costs_the_same_for_one_and_for_three(signed_in, aino, work_form_a, words):
    browser = signed_in(aino)
    browser.get(url("casework:consultations"))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            ConsultationFactory(work_form=work_form_a, themes=["sleep"])
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("casework:consultations"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
