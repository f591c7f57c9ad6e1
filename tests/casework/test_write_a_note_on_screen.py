"""Writing on screen: nothing typed is lost, and what cannot be is said at its field."""

import re
from datetime import date

import pytest

from poukama.casework.choices import PartKind
from poukama.casework.models import NOTE_LENGTH, Contact, Note
from poukama.casework.services import Meeting, PartIn, Written, correct_note, take_out_note, write_note
from poukama.organisation.choices import NotesKept, TermList
from poukama.organisation.models import Term
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory, NoteFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)
WHEN = {"about": "none", "happened_on": "2024-09-12"}


@pytest.fixture
def episode(work_form_a, headings):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))


@pytest.fixture
def mother(episode):
    return EpisodeMemberFactory(episode=episode, role="parent")


@pytest.fixture
def baby(episode):
    return EpisodeMemberFactory(episode=episode, role="baby")


@pytest.fixture
def note(episode, mother, baby, aino):
    parts = [
        PartIn("work", "As it was", tells_of=(baby,)),
        PartIn("own", "Mine", PartKind.OWN_WORDS, whose=mother),
    ]
    return write_note(episode=episode, written=Written(happened_on=TODAY, parts=parts), by=aino)


def test_a_note_is_written_with_a_meeting_that_is_recorded_at_once(signed_in, aino, episode, mother, baby):
    answer = signed_in(aino).post(
        url("casework:write_note", episode),
        {
            "text_seen": "The baby woke up.",
            "seen_seen": ["seeks_gaze"],
            "of_seen": [str(baby.pk)],
            "text_own": "I noticed it.",
            "whose_own": str(mother.pk),
            "disagreement": "It was not so.",
            "disagrees": str(mother.pk),
            "together": "on",
            "about": "kmeeting",
            "minutes": "60",
            "present": [str(mother.pk), str(baby.pk)],
            "happened_on": "2024-09-12",
            "starts_at": "14:10",
        },
    )

    note = Note.objects.get()
    kept = [(part.kind, part.heading, part.text, part.whose) for part in note.parts.order_by("order")]
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert kept == [
        ("text", "seen", "The baby woke up.", None),
        ("own_words", "own", "I noticed it.", mother),
        ("disagreement", "", "It was not so.", mother),
    ]
    assert (note.together, note.read_together, str(note.starts_at)) == (True, False, "14:10:00")
    assert (note.contact.kind, note.contact.minutes, note.contact.present.count()) == ("meeting", 60, 2)


def test_a_contact_of_the_last_days_is_offered_once_and_recorded_once(signed_in, aino, episode, mother, baby):
    contact = ContactFactory(episode=episode, happened_on=date(2024, 9, 11), recorded_by=aino)
    ContactFactory(episode=episode, happened_on=date(2024, 9, 1), recorded_by=aino)
    browser = signed_in(aino)
    address = url("casework:write_note", episode)

    offered = [value for value, _ in browser.get(address).context["form"].fields["about"].choices]
    browser.post(address, WHEN | {"text_work": "We met.", "about": f"c{contact.pk}"})
    after = [value for value, _ in browser.get(address).context["form"].fields["about"].choices]

    note = Note.objects.get()
    assert offered == [f"c{contact.pk}", "kmeeting", "kphone_call", "kdid_not_arrive", "none"]
    assert (note.contact, note.happened_on, Contact.objects.count()) == (contact, date(2024, 9, 11), 2)
    assert f"c{contact.pk}" not in after


def test_of_a_contact_in_the_address_nothing_of_it_is_asked_again(signed_in, aino, episode, mother):
    contact = ContactFactory(episode=episode, happened_on=date(2024, 9, 10), recorded_by=aino)
    address = url("casework:write_note", episode, contact=contact.pk)
    browser = signed_in(aino)

    fields = browser.get(address).context["form"].fields
    answer = browser.post(address, {"text_work": "We met."})

    assert {"about", "minutes", "happened_on"} & set(fields) == set()
    assert (answer.status_code, Note.objects.get().contact, Note.objects.get().is_late) == (
        302,
        contact,
        True,
    )


@pytest.mark.parametrize("given", ["nonsense", "9" * 30, "987654"])
def test_a_contact_that_is_not_there_is_as_if_it_were_not_named(signed_in, aino, episode, mother, given):
    theirs = ContactFactory()
    browser = signed_in(aino)
    for contact in (given, theirs.pk):
        answer = browser.get(url("casework:write_note", episode, contact=contact))
        assert "about" in answer.context["form"].fields


def test_writing_of_a_child_begins_with_them(signed_in, aino, episode, mother, baby):
    form = signed_in(aino).get(url("casework:write_note", episode, of=baby.pk)).context["form"]

    checked = {
        section.key: [tag.value for tag in section.tags if tag.is_checked] for section in form.sections()
    }
    assert checked == {"seen": [str(baby.pk)], "work": [], "own": []}
    assert form["about"].value() == "none"


def test_observations_are_offered_of_those_who_take_part(signed_in, aino, episode, mother):
    form = signed_in(aino).get(url("casework:write_note", episode)).context["form"]
    assert [value for value, _ in form.fields["seen_seen"].choices] == ["plays"]

    EpisodeMemberFactory(episode=episode, role="baby")
    form = signed_in(aino).get(url("casework:write_note", episode)).context["form"]
    assert [value for value, _ in form.fields["seen_seen"].choices] == ["plays", "seeks_gaze"]


def test_where_one_takes_part_nobody_is_asked_of_whom(signed_in, aino, episode, mother):
    browser = signed_in(aino)
    address = url("casework:write_note", episode)
    form = browser.get(address).context["form"]

    browser.post(address, WHEN | {"text_own": "I said so.", "text_work": "Seen."})

    assert [name for name in form.fields if name.startswith(("of_", "whose_")) or name == "disagrees"] == []
    parts = Note.objects.get().parts.order_by("order")
    assert [(part.kind, part.whose, list(part.tells_of.all())) for part in parts] == [
        ("text", None, [mother]),
        ("own_words", mother, [mother]),
    ]


LONG = "ä" * (NOTE_LENGTH + 80_000)


@pytest.mark.parametrize(
    "given, field",
    [
        ({}, "text_seen"),
        ({"text_work": "   "}, "text_seen"),
        ({"text_work": LONG}, "text_work"),
        ({"text_work": "a\x00b"}, "text_work"),
        ({"text_work": "turned \u202e round"}, "text_work"),
        ({"seen_seen": ["plays"]}, "of_seen"),
        ({"seen_seen": ["nonsense"], "text_work": "x"}, "seen_seen"),
        ({"text_own": "Mine."}, "whose_own"),
        ({"disagreement": "No."}, "disagrees"),
        ({"text_work": "x", "of_work": ["987654"]}, "of_work"),
        ({"text_work": "x", "about": "kmeeting", "minutes": "7"}, "minutes"),
        ({"text_work": "x", "about": "knonsense"}, "about"),
        ({"text_work": "x", "about": ""}, "about"),
        ({"text_work": "x", "happened_on": "2024-03-03"}, "happened_on"),
        ({"text_work": "x", "happened_on": "2024-09-13"}, "happened_on"),
        ({"text_work": "x", "happened_on": "31.2.2024"}, "happened_on"),
        ({"text_work": "x", "starts_at": "25.99"}, "starts_at"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    signed_in, aino, episode, mother, baby, given, field
):
    answer = signed_in(aino).post(url("casework:write_note", episode), WHEN | {"text_seen": ""} | given)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (Note.objects.count(), Contact.objects.count()) == (0, 0)
    typed = given.get("text_work", "")
    assert typed == "" or typed in answer.content.decode()


def test_too_long_says_how_many_letters_too_many(signed_in, aino, episode, mother):
    answer = signed_in(aino).post(
        url("casework:write_note", episode), WHEN | {"text_work": "x" * (NOTE_LENGTH + 1234)}
    )

    said = str(answer.context["form"].errors["text_work"])
    assert ("1\xa0234" in said, "20\xa0000" in said) == (True, True)


def test_somebody_who_took_no_part_that_day_is_named_at_the_day(signed_in, aino, episode, mother):
    child = EpisodeMemberFactory(episode=episode, role="child", starts_on=date(2024, 9, 10))

    answer = signed_in(aino).post(
        url("casework:write_note", episode),
        WHEN | {"text_work": "Seen.", "of_work": [str(child.pk)], "happened_on": "2024-09-09"},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["happened_on"])
    assert ("Child" in str(answer.context["form"].errors), Note.objects.count()) == (True, 0)


def test_whoever_came_back_is_offered_once_and_tagged_by_the_day(signed_in, aino, episode, mother):
    client = ClientFactory(family=episode.family, known_in=episode.work_form)
    first = EpisodeMemberFactory(episode=episode, client=client, role="child", ends_on=date(2024, 9, 5))
    second = EpisodeMemberFactory(episode=episode, client=client, role="child", starts_on=date(2024, 9, 10))
    browser = signed_in(aino)
    address = url("casework:write_note", episode)

    offered = [value for value, _ in browser.get(address).context["form"].fields["of_work"].choices]
    for day in ("2024-09-04", "2024-09-11"):
        browser.post(address, WHEN | {"text_work": day, "of_work": [str(second.pk)], "happened_on": day})

    assert sorted(offered) == sorted([str(mother.pk), str(second.pk)])
    tagged = {part.text: part.tells_of.get() for note in Note.objects.all() for part in note.parts.all()}
    assert tagged == {"2024-09-04": first, "2024-09-11": second}
    shown = browser.get(url("casework:notes", episode, of=second.pk)).context["rows"]
    assert len(shown) == 2


def test_where_notes_are_not_kept_the_register_and_the_number_are_asked(signed_in, aino, episode, mother):
    episode.work_form.keeps_notes = NotesKept.REFERENCE
    episode.work_form.save()
    browser = signed_in(aino)
    address = url("casework:write_note", episode)

    empty = browser.post(address, WHEN | {"text_work": "A text"})
    answer = browser.post(address, WHEN | {"register": "County", "number": "2024-7", "text_work": "A text"})

    note = Note.objects.get()
    assert (empty.status_code, sorted(empty.context["form"].errors)) == (422, ["number", "register"])
    assert (answer.status_code, note.register, note.register_number, note.parts.count()) == (
        302,
        "County",
        "2024-7",
        0,
    )
    assert "text" not in browser.get(url("casework:record_in", episode)).context["form"].fields


def test_a_reference_is_corrected_as_a_reference(signed_in, aino, episode, mother):
    note = NoteFactory(
        episode=episode, register="County", register_number="7", recorded_by=aino, happened_on=TODAY
    )
    browser = signed_in(aino)
    form = browser.get(url("casework:correct_note", note)).context["form"]

    browser.post(
        url("casework:correct_note", note), WHEN | {"register": "County", "number": "8", "reason": "A slip"}
    )

    assert (form["register"].value(), form["number"].value()) == ("County", "7")
    assert Note.objects.get(version=2).register_number == "8"


def test_a_text_is_added_while_a_contact_is_recorded(signed_in, aino, episode, mother, baby):
    browser = signed_in(aino)
    address = url("casework:record_in", episode)
    form = browser.get(address).context["form"]

    answer = browser.post(
        address,
        {
            "kind": "phone_call",
            "minutes": "30",
            "present": [str(mother.pk)],
            "happened_on": "2024-09-12",
            "heading": "work",
            "text": "She called about the night.",
            "tells_of": [str(mother.pk)],
        },
    )

    note = Note.objects.get()
    (part,) = note.parts.all()
    assert (answer.status_code, form["heading"].value(), Contact.objects.count()) == (302, "seen", 1)
    assert (note.contact.kind, note.contact.minutes, list(note.contact.present.all())) == (
        "phone_call",
        30,
        [mother],
    )
    assert (part.heading, part.text, list(part.tells_of.all())) == (
        "work",
        "She called about the night.",
        [mother],
    )


def test_without_a_text_a_contact_is_only_a_contact(signed_in, aino, episode, mother):
    signed_in(aino).post(
        url("casework:record_in", episode),
        {"kind": "meeting", "happened_on": "2024-09-12", "heading": "work"},
    )

    assert (Contact.objects.count(), Note.objects.count()) == (1, 0)


def test_a_text_that_is_too_long_keeps_the_contact_unrecorded_and_the_text_typed(
    signed_in, aino, episode, mother
):
    answer = signed_in(aino).post(
        url("casework:record_in", episode),
        {"kind": "meeting", "happened_on": "2024-09-12", "heading": "work", "text": LONG},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
    assert (LONG in answer.content.decode(), Contact.objects.count()) == (True, 0)


def test_a_correction_begins_with_what_was_written(signed_in, aino, episode, note, mother, baby):
    form = signed_in(aino).get(url("casework:correct_note", note)).context["form"]

    assert (form["text_work"].value(), form["of_work"].value()) == ("As it was", [str(baby.pk)])
    assert (form["text_own"].value(), form["whose_own"].value()) == ("Mine", str(mother.pk))


def test_a_correction_needs_its_reason(signed_in, aino, episode, note):
    answer = signed_in(aino).post(
        url("casework:correct_note", note), WHEN | {"text_work": "As it really was", "reason": " "}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert ("As it really was" in answer.content.decode(), Note.objects.count()) == (True, 1)


def test_a_correction_keeps_the_contact_unless_another_is_chosen(signed_in, aino, episode, mother, baby):
    part = PartIn("work", "x", tells_of=(baby,))
    note = write_note(
        episode=episode,
        written=Written(happened_on=TODAY, parts=[part], about=Meeting("meeting", 60)),
        by=aino,
    )
    browser = signed_in(aino)
    form = browser.get(url("casework:correct_note", note)).context["form"]

    browser.post(
        url("casework:correct_note", note),
        {"text_work": "y", "about": form["about"].value(), "happened_on": "2024-09-12", "reason": "x"},
    )

    assert (Note.objects.get(version=2).contact, Contact.objects.count()) == (note.contact, 1)


def test_the_second_of_two_who_correct_sees_both_texts_and_saves_over_neither(
    signed_in, aino, lead, episode, note
):
    mine = signed_in(aino)
    mine.get(url("casework:correct_note", note))
    theirs = correct_note(
        note=note,
        written=Written(happened_on=TODAY, parts=[PartIn("work", "The lead's text")]),
        reason="x",
        by=lead,
    )
    typed = WHEN | {"text_work": "My own text", "reason": "y"}

    refused = mine.post(url("casework:correct_note", note), typed)
    page = refused.content.decode()
    assert (refused.status_code, Note.objects.count()) == (422, 2)
    assert ("The lead's text".replace("'", "&#x27;") in page, "My own text" in page) == (True, True)
    assert f'action="{url("casework:correct_note", theirs)}"' in page

    again = mine.post(url("casework:correct_note", theirs), typed)
    assert (again.status_code, Note.objects.get(version=3).corrects) == (302, theirs)


def test_what_is_corrected_already_leads_to_its_newest_version(signed_in, aino, episode, note):
    newest = correct_note(
        note=note, written=Written(happened_on=TODAY, parts=[PartIn("work", "Newer")]), reason="x", by=aino
    )

    answer = signed_in(aino).get(url("casework:correct_note", note))

    assert (answer.status_code, answer.url) == (302, url("casework:correct_note", newest))


def test_what_was_taken_out_meanwhile_keeps_what_was_typed(signed_in, aino, lead, episode, note):
    take_out_note(note=note, because="Another family", by=lead)
    browser = signed_in(aino)

    refused = browser.post(
        url("casework:correct_note", note), WHEN | {"text_work": "My own text", "reason": "y"}
    )
    opened = browser.get(url("casework:correct_note", note))

    assert (refused.status_code, "My own text" in refused.content.decode(), Note.objects.count()) == (
        422,
        True,
        1,
    )
    assert (opened.status_code, opened.url) == (302, url("casework:episode", episode))


def test_retired_words_are_offered_in_a_correction_only(signed_in, aino, episode, note):
    Term.objects.filter(list=TermList.NOTE_HEADING, key="work").update(is_active=False)
    browser = signed_in(aino)

    new = browser.get(url("casework:write_note", episode)).context["form"]
    old = browser.get(url("casework:correct_note", note)).context["form"]

    assert ("text_work" in new.fields, "text_work" in old.fields) == (False, True)


def test_the_service_task_is_said_at_the_opening_and_changed_later(signed_in, aino, work_form_a, words):
    TermFactory(
        list=TermList.SERVICE_TASK, key="child_welfare", name="Child welfare", work_forms=[work_form_a]
    )
    browser = signed_in(aino)
    browser.post(
        url("casework:open_new", work_form_a, "family"),
        {
            "code_name": "Lumme",
            "starts_on": "2024-09-12",
            "role_0": "parent",
            "service_task": "child_welfare",
        },
    )
    episode = work_form_a.episodes.get()
    said = episode.service_task
    browser.post(url("casework:service_task", episode), {"service_task": ""})
    wrong = browser.post(url("casework:service_task", episode), {"service_task": "nonsense"})

    episode.refresh_from_db()
    assert (said, episode.service_task, wrong.status_code) == ("child_welfare", "", 422)
    assert "child welfare" in browser.get(url("casework:service_task", episode)).content.decode().lower()


def test_a_work_form_without_service_tasks_asks_for_none(signed_in, aino, episode, work_form_a):
    form = signed_in(aino).get(url("casework:open_new", work_form_a, "family")).context["form"]

    assert "service_task" not in form.fields


def test_what_is_to_be_mended_is_told_from_above_by_its_heading(signed_in, aino, episode, mother, baby):
    answer = signed_in(aino).post(
        url("casework:write_note", episode), {"seen_seen": ["plays"], "text_own": "x"}
    )

    page = answer.content.decode()
    summary = page[page.index("data-error-summary") : page.index("</ul>", page.index("data-error-summary"))]
    targets = re.findall(r'href="#id_([a-z_]+?)(?:_0)?"', summary)
    assert (answer.status_code, targets) == (422, ["of_seen", "whose_own", "about", "happened_on"])
    assert "Seen: " in summary


@pytest.mark.parametrize("reason", ["The day was wrong", "The day was wrong."])
def test_why_it_was_corrected_ends_in_one_full_stop(signed_in, aino, episode, note, mother, reason):
    parts = [PartIn("work", "Newer", tells_of=(mother,))]
    newest = correct_note(note=note, written=Written(happened_on=TODAY, parts=parts), reason=reason, by=aino)

    page = signed_in(aino).get(url("casework:note_versions", newest)).content.decode()

    assert ("The day was wrong. " in page, "wrong.." in page) == (True, False)
