"""Somebody's narrative as a document: in a shape that another register takes, and nothing of anybody else."""

import json
from datetime import date, time

import pytest

from poukama.access.models import AuditEvent
from poukama.casework.choices import PartKind
from poukama.casework.services import (
    Meeting,
    PartIn,
    Written,
    correct_note,
    say_service_task,
    take_out_note,
    write_note,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import Assignment
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, IdentityFactory, PartyWallFactory
from tests.factories.organisation import AssociationFactory, PositionFactory, TermFactory

TODAY = date(2024, 9, 12)


@pytest.fixture
def episode(work_form_a, headings, aino):
    AssociationFactory(name="Association of ours")
    TermFactory(list=TermList.SERVICE_TASK, key="child_welfare", name="Child welfare")
    Assignment.objects.filter(user=aino).update(position=PositionFactory(name="Family worker"))
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    episode = EpisodeFactory(
        work_form=work_form_a, family=family, starts_on=date(2024, 3, 4), key_worker=aino
    )
    return say_service_task(episode=episode, service_task="child_welfare", by=aino)


@pytest.fixture
def people(episode):
    return {
        role: EpisodeMemberFactory(
            episode=episode,
            role=role,
            client=ClientFactory(
                family=episode.family,
                code_name=f"Lumme {letter}",
                known_in=episode.work_form,
                birth_year=year,
            ),
        )
        for role, letter, year in (("parent", "A", 1990), ("baby", "B", 2024))
    }


@pytest.fixture
def notes(episode, people, aino, lead):
    mother, baby = people.values()
    first = write_note(
        episode=episode,
        written=Written(
            happened_on=date(2024, 9, 11),
            starts_at=time(14, 10),
            together=True,
            parts=[
                PartIn("seen", "Woke up.", observations=("seeks_gaze",), tells_of=(baby,)),
                PartIn("work", "Of the mother alone.", tells_of=(mother,)),
                PartIn("own", "I saw it.", PartKind.OWN_WORDS, whose=mother),
            ],
            about=Meeting("meeting", 60, (mother, baby)),
        ),
        by=aino,
    )
    corrected = correct_note(
        note=first,
        written=Written(
            happened_on=date(2024, 9, 11),
            starts_at=time(14, 10),
            together=True,
            parts=[
                PartIn("seen", "Woke up at nine.", observations=("seeks_gaze",), tells_of=(baby,)),
                PartIn("work", "Of the mother alone.", tells_of=(mother,)),
            ],
            about=first.contact,
        ),
        reason="The hour of the mother was wrong",
        by=lead,
    )
    out = write_note(
        episode=episode,
        written=Written(happened_on=TODAY, parts=[PartIn("work", "Of another family.", tells_of=(baby,))]),
        by=aino,
    )
    take_out_note(note=out, because="Another family", by=lead)
    return corrected


def test_the_file_says_what_a_client_document_needs(signed_in, aino, episode, people, notes):
    answer = signed_in(aino).get(url("casework:narrative_file", people["baby"]))

    data = json.loads(answer.content)
    (entry,) = data.pop("entries")
    data.pop("made_at")
    entry.pop("written_at")
    correction = entry.pop("correction")
    assert data == {
        "format": 1,
        "document_type": "asiakaskertomus",
        "service_task": {"code": "child_welfare", "name": "Child welfare"},
        "controller": episode.work_form.controller,
        "producer": "Association of ours",
        "service": {"code": "work-form-a", "name": "Work form A"},
        "client": {"code": "Lumme B", "birth_year": 2024},
        "role": "Baby",
        "episode": {
            "id": episode.pk,
            "starts_on": "2024-03-04",
            "ends_on": None,
            "end_reason": None,
            "responsible_worker": "Aino Worker",
        },
    }
    assert entry == {
        "id": str(notes.entry),
        "version": 2,
        "service_task": {"code": "child_welfare", "name": "Child welfare"},
        "happened_on": "2024-09-11",
        "starts_at": "14:10",
        "contact": {"code": "meeting", "name": "Meeting"},
        "minutes": 60,
        "participants": ["Baby", "Parent"],
        "author": {"name": "Aino Worker", "position": "Family worker"},
        "is_late": False,
        "together": True,
        "read_together": False,
        "parts": [
            {
                "kind": "text",
                "heading": {"code": "seen", "name": "Seen"},
                "observations": "seeks the gaze",
                "text": "Woke up at nine.",
                "whose": "",
                "goals": [],
                "promised": [],
            }
        ],
    }
    assert correction["by"] == "Liisa Lead"


def test_neither_the_file_nor_the_page_tells_of_others_or_of_what_was_taken_out(
    signed_in, aino, people, notes
):
    browser = signed_in(aino)
    for name in ("casework:narrative", "casework:narrative_file"):
        told = browser.get(url(name, people["baby"])).content.decode()
        assert "Woke up at nine." in told
        for other in (
            "Of the mother alone",
            "I saw it",
            "Of another family",
            "hour of the mother",
            "Lumme A",
        ):
            assert other not in told


def test_its_name_and_address_tell_no_code_name_and_it_holds_no_name(signed_in, aino, episode, people, notes):
    IdentityFactory(
        client=people["baby"].client,
        work_form=episode.work_form,
        first_names="Tuulikki",
        last_name="Sukunimi",
    )

    answer = signed_in(aino).get(url("casework:narrative_file", people["baby"]))

    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="kertomus-{people["baby"].pk}.json"'
    )
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert not any(word in answer.content.decode() for word in ("Tuulikki", "Sukunimi"))


def test_each_is_an_event_about_the_person(signed_in, aino, people, notes):
    browser = signed_in(aino)
    browser.get(url("casework:narrative", people["baby"]))
    browser.get(url("casework:narrative_file", people["baby"]))

    events = AuditEvent.objects.filter(action="casework.export_notes").order_by("id")
    assert [(event.about, event.about_id, event.detail) for event in events] == [
        ("clients.Client", str(people["baby"].client_id), {"as_what": "page"}),
        ("clients.Client", str(people["baby"].client_id), {"as_what": "file"}),
    ]


@pytest.mark.parametrize(
    "who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("director", 404), ("student", 404)]
)
def test_only_those_who_work_there_take_it_out(signed_in, cast, people, notes, who, status):
    for name in ("casework:narrative", "casework:narrative_file"):
        assert signed_in(cast[who]).get(url(name, people["baby"])).status_code == status


def test_past_a_wall_there_is_nobody(signed_in, aino, bertta, people, notes):
    PartyWallFactory(one=(people["baby"].client, [bertta]), other=(ClientFactory(), []))

    assert signed_in(aino).get(url("casework:narrative_file", people["baby"])).status_code == 404


def test_an_empty_narrative_is_a_document_without_entries(signed_in, aino, people):
    answer = signed_in(aino).get(url("casework:narrative_file", people["baby"]))

    assert json.loads(answer.content)["entries"] == []
    assert signed_in(aino).get(url("casework:narrative", people["baby"])).status_code == 200
