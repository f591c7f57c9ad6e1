"""What is written stands: of whom it tells, when it was, whose words they are; corrected beside the former."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from poukama.access.models import AuditEvent
from poukama.casework.choices import PartKind
from poukama.casework.models import NOTE_LENGTH, Contact, Note, NotePart
from poukama.casework.services import (
    AlreadyVoided,
    ChangedMeanwhile,
    ContactsAfterTheEnd,
    DayNotYetCome,
    DayOutsideEpisode,
    Meeting,
    NeedsReason,
    NotAlongThatDay,
    NotAMember,
    NothingWritten,
    NotKeptHere,
    PartIn,
    PartTooLong,
    Reference,
    SomethingHangsOnIt,
    UnknownWord,
    Written,
    close_episode,
    correct_note,
    end_member,
    say_service_task,
    take_out_note,
    void_contact,
    void_episode,
    void_member,
    write_note,
)
from poukama.organisation.choices import NotesKept, TermList
from poukama.toolkit import clock
from tests.factories.casework import (
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    NoteFactory,
    NotePartFactory,
)
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)


@pytest.fixture
def episode(work_form_a, words, headings):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 3, 4))


@pytest.fixture
def mother(episode):
    return EpisodeMemberFactory(episode=episode, role="parent")


@pytest.fixture
def baby(episode):
    return EpisodeMemberFactory(episode=episode, role="baby")


def said(*parts, day=TODAY, **more):
    return Written(happened_on=day, parts=parts, **more)


def texts(note):
    return [(part.heading, part.text) for part in note.parts.order_by("order")]


def whom(note):
    return [set(part.tells_of.all()) for part in note.parts.order_by("order")]


def test_each_part_tells_of_those_it_is_tagged_to(aino, episode, mother, baby):
    note = write_note(
        episode=episode,
        written=said(
            PartIn("seen", " The baby woke up. ", tells_of=(baby,), observations=("seeks_gaze", "plays")),
            PartIn("work", "We sang.", tells_of=(baby, mother)),
            PartIn("work", "   "),
            PartIn("own", "I noticed it myself.", PartKind.OWN_WORDS, whose=mother),
        ),
        by=aino,
    )

    assert texts(note) == [
        ("seen", "The baby woke up."),
        ("work", "We sang."),
        ("own", "I noticed it myself."),
    ]
    assert whom(note) == [{baby}, {baby, mother}, {mother}]
    assert note.parts.get(order=0).observations == "seeks_gaze plays"
    assert (note.tells_of_child, note.written_by, note.version, note.contact) == (True, aino, 1, None)
    assert list(note.children.order_by("pk")) == [baby]


def test_what_is_tagged_to_nobody_is_the_familys(aino, episode, mother, baby):
    note = write_note(episode=episode, written=said(PartIn("work", "The room was cold.")), by=aino)

    assert (whom(note), note.tells_of_child) == ([set()], False)


def test_where_only_one_takes_part_it_tells_of_them(aino, episode, mother):
    note = write_note(episode=episode, written=said(PartIn("work", "They came early.")), by=aino)

    assert whom(note) == [{mother}]


def test_a_meeting_that_is_not_recorded_is_recorded_once_with_the_note(aino, episode, mother):
    note = write_note(
        episode=episode,
        written=said(PartIn("work", "We met."), about=Meeting("meeting", 60, (mother,))),
        by=aino,
    )

    contact = Contact.objects.get()
    assert (contact, contact.minutes, list(contact.present.all())) == (note.contact, 60, [mother])


def test_a_note_of_a_recorded_contact_is_of_its_day(aino, episode, mother):
    contact = ContactFactory(episode=episode, happened_on=date(2024, 9, 10))

    note = write_note(episode=episode, written=said(PartIn("work", "We met."), about=contact), by=aino)

    assert (note.happened_on, note.is_late, Contact.objects.count()) == (date(2024, 9, 10), True, 1)


def test_nothing_is_kept_when_the_note_is_refused(aino, episode, mother):
    with pytest.raises(NothingWritten):
        write_note(episode=episode, written=said(PartIn("work", " "), about=Meeting("meeting", 60)), by=aino)

    assert (Contact.objects.count(), Note.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "at, is_late",
    [
        (datetime(2024, 9, 13, 20, 59, tzinfo=UTC), False),  # the last minute of the next day, in Finland
        (datetime(2024, 9, 13, 21, 1, tzinfo=UTC), True),
    ],
)
def test_a_note_is_late_after_the_hours_that_the_work_form_says(aino, episode, mother, at, is_late):
    with clock.moved_to(at):
        note = write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)

    assert note.is_late == is_late


def test_a_work_form_may_give_more_hours(aino, episode, mother):
    episode.work_form.late_note_hours = 72
    episode.work_form.save()

    with clock.moved_to(TODAY + timedelta(days=3)):
        note = write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)

    assert not note.is_late


def test_a_note_keeps_the_service_task_that_it_was_written_for(aino, episode, mother):
    TermFactory(list=TermList.SERVICE_TASK, key="child_welfare")
    say_service_task(episode=episode, service_task="child_welfare", by=aino)
    note = write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)

    say_service_task(episode=episode, service_task="", by=aino)

    note.refresh_from_db()
    episode.refresh_from_db()
    assert (note.service_task, episode.service_task) == ("child_welfare", "")
    assert AuditEvent.objects.order_by("-id")[:1].get().detail == {"from": "child_welfare", "to": ""}


def test_an_unknown_service_task_is_refused(aino, episode):
    with pytest.raises(UnknownWord):
        say_service_task(episode=episode, service_task="nonsense", by=aino)


@pytest.mark.parametrize(
    "part, refusal",
    [
        (PartIn("nonsense", "Seen."), UnknownWord),
        (PartIn("seen", observations=("nonsense",)), UnknownWord),
        (PartIn("work", "x" * (NOTE_LENGTH + 7)), PartTooLong),
    ],
)
def test_what_cannot_be_kept_is_refused(aino, episode, part, refusal):
    with pytest.raises(refusal):
        write_note(episode=episode, written=said(part), by=aino)
    assert Note.objects.count() == 0


def test_too_long_says_by_how_much(aino, episode):
    with pytest.raises(PartTooLong) as refused:
        write_note(episode=episode, written=said(PartIn("work", "x" * (NOTE_LENGTH + 7))), by=aino)
    assert refused.value.over == 7


@pytest.mark.parametrize(
    "day, refusal",
    [
        (date(2024, 3, 3), DayOutsideEpisode),
        (date(2024, 9, 13), DayNotYetCome),
    ],
)
def test_a_day_on_which_the_episode_did_not_run_is_refused(aino, episode, day, refusal):
    with pytest.raises(refusal):
        write_note(episode=episode, written=said(PartIn("work", "Seen."), day=day), by=aino)


def test_whoever_takes_no_part_that_day_is_refused(aino, episode, mother, baby):
    baby.starts_on = date(2024, 9, 1)
    baby.save()
    part = PartIn("work", "Seen.", tells_of=(baby,))

    with pytest.raises(NotAlongThatDay) as refused:
        write_note(episode=episode, written=said(part, day=date(2024, 8, 31)), by=aino)

    assert refused.value.member == baby


def test_whoever_is_of_another_family_is_refused(aino, episode, mother):
    part = PartIn("work", "Seen.", tells_of=(EpisodeMemberFactory(),))

    with pytest.raises(NotAMember):
        write_note(episode=episode, written=said(part), by=aino)


@pytest.mark.parametrize("which", ["another episode's", "taken back"])
def test_a_contact_that_is_not_of_the_episode_is_refused(aino, episode, which):
    contact = ContactFactory() if which == "another episode's" else ContactFactory(episode=episode)
    if which == "taken back":
        void_contact(contact=contact, by=aino)

    with pytest.raises(AlreadyVoided):
        write_note(episode=episode, written=said(PartIn("work", "Seen."), about=contact), by=aino)


def test_where_notes_are_not_kept_only_a_reference_is(aino, episode, mother):
    episode.work_form.keeps_notes = NotesKept.REFERENCE
    episode.work_form.save()

    with pytest.raises(NotKeptHere):
        write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)
    with pytest.raises(NothingWritten):
        write_note(episode=episode, written=said(reference=Reference("County", " ")), by=aino)
    with pytest.raises(NotKeptHere):
        write_note(
            episode=episode,
            written=said(PartIn("work", "Seen."), reference=Reference("County", "7")),
            by=aino,
        )
    note = write_note(episode=episode, written=said(reference=Reference("County", "2024-7")), by=aino)

    assert (note.is_reference, note.register, note.register_number, note.parts.count()) == (
        True,
        "County",
        "2024-7",
        0,
    )


def test_where_notes_are_kept_a_reference_is_refused(aino, episode):
    with pytest.raises(NotKeptHere):
        write_note(episode=episode, written=said(reference=Reference("County", "7")), by=aino)


def test_a_correction_is_a_version_beside_the_former(aino, lead, episode, mother, baby):
    note = write_note(episode=episode, written=said(PartIn("work", "On Monday.", tells_of=(baby,))), by=aino)
    with clock.moved_to(TODAY + timedelta(days=20)):
        corrected = correct_note(
            note=note,
            written=said(PartIn("work", "On Tuesday.", tells_of=(mother,))),
            reason="The day was wrong",
            by=lead,
        )

    note.refresh_from_db()
    assert (texts(note), whom(note), note.voided_by) == ([("work", "On Monday.")], [{baby}], lead)
    assert (texts(corrected), whom(corrected)) == ([("work", "On Tuesday.")], [{mother}])
    assert (corrected.entry, corrected.version, corrected.corrects) == (note.entry, 2, note)
    assert (corrected.written_by, corrected.recorded_by, corrected.written_at) == (
        aino,
        lead,
        note.written_at,
    )
    assert (corrected.correction_reason, corrected.is_late) == ("The day was wrong", False)
    assert (note.tells_of_child, corrected.tells_of_child) == (True, False)
    assert ([*note.children.order_by("pk")], [*corrected.children.order_by("pk")]) == ([baby], [])


def test_a_disagreement_is_never_overwritten(aino, episode, mother, baby):
    note = write_note(
        episode=episode,
        written=said(
            PartIn("work", "It went well."), PartIn("", "It did not.", PartKind.DISAGREEMENT, whose=mother)
        ),
        by=aino,
    )
    for reason in ("once", "twice"):
        note = correct_note(
            note=note, written=said(PartIn("work", f"Corrected {reason}.")), reason=reason, by=aino
        )

    assert texts(note) == [("work", "Corrected twice."), ("", "It did not.")]
    assert note.parts.get(kind=PartKind.DISAGREEMENT).whose == mother


def test_parts_that_whoever_corrects_does_not_see_go_along(aino, episode, mother, baby):
    note = write_note(
        episode=episode,
        written=said(
            PartIn("work", "Of both.", tells_of=(mother, baby)), PartIn("work", "Of her.", tells_of=(mother,))
        ),
        by=aino,
    )
    unseen = note.parts.get(order=0)

    corrected = correct_note(
        note=note,
        written=said(PartIn("work", "Hers.", tells_of=(mother,))),
        reason="x",
        keeps=[unseen],
        by=aino,
    )

    assert texts(corrected) == [("work", "Hers."), ("work", "Of both.")]
    assert whom(corrected) == [{mother}, {mother, baby}]


def test_words_that_are_retired_stay_in_what_is_corrected(aino, episode, mother, headings):
    note = write_note(
        episode=episode,
        written=said(PartIn("work", "Seen."), PartIn("seen", observations=("plays",))),
        by=aino,
    )
    for term in (headings["work"], headings["plays"]):
        term.is_active = False
        term.save()

    corrected = correct_note(
        note=note,
        written=said(PartIn("work", "Better."), PartIn("seen", observations=("plays",))),
        reason="x",
        by=aino,
    )

    assert texts(corrected) == [("work", "Better."), ("seen", None)]
    with pytest.raises(UnknownWord):
        write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_without_a_reason_is_refused(aino, episode, mother, reason):
    note = write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)

    with pytest.raises(NeedsReason):
        correct_note(note=note, written=said(PartIn("work", "Better.")), reason=reason, by=aino)
    with pytest.raises(NeedsReason):
        take_out_note(note=note, because=reason, by=aino)
    assert Note.objects.get().voided_at is None


def test_the_second_who_corrects_the_same_version_is_refused(aino, lead, episode, mother):
    note = write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)
    theirs = correct_note(note=note, written=said(PartIn("work", "Theirs.")), reason="x", by=lead)

    with pytest.raises(ChangedMeanwhile) as refused:
        correct_note(note=note, written=said(PartIn("work", "Mine.")), reason="y", by=aino)

    assert (refused.value.now, Note.objects.count()) == (theirs, 2)


def test_a_note_cannot_become_a_reference_by_a_correction(aino, episode, mother):
    note = write_note(episode=episode, written=said(PartIn("work", "Seen.")), by=aino)

    with pytest.raises(NotKeptHere):
        correct_note(note=note, written=said(reference=Reference("County", "7")), reason="x", by=aino)


def test_what_was_taken_out_is_kept_and_neither_corrected_nor_taken_out_again(lead, aino, episode, mother):
    note = write_note(episode=episode, written=said(PartIn("work", "Of another family.")), by=aino)
    take_out_note(note=note, because="Another family", by=lead)

    note.refresh_from_db()
    assert (note.voided_by, note.taken_out_because, texts(note)) == (
        lead,
        "Another family",
        [("work", "Of another family.")],
    )
    with pytest.raises(ChangedMeanwhile):
        take_out_note(note=note, because="again", by=lead)
    with pytest.raises(ChangedMeanwhile):
        correct_note(note=note, written=said(PartIn("work", "Better.")), reason="x", by=aino)


def test_taking_a_contact_back_leaves_its_note(aino, episode, mother):
    note = write_note(
        episode=episode, written=said(PartIn("work", "Seen."), about=Meeting("meeting", 60)), by=aino
    )
    void_contact(contact=note.contact, by=aino)

    note.refresh_from_db()
    assert (note.voided_at, note.contact.voided_by) == (None, aino)


def test_what_hangs_on_a_note_cannot_be_taken_back(aino, episode, mother, baby):
    part = PartIn("work", "Seen.", tells_of=(baby,))
    with clock.moved_to(date(2024, 9, 12)):
        late_one = EpisodeMemberFactory(episode=episode, recorded_at=clock.now())
        write_note(episode=episode, written=said(PartIn("work", "x", tells_of=(late_one,)), part), by=aino)
        with pytest.raises(SomethingHangsOnIt):
            void_member(member=late_one, by=aino)
        episode.recorded_at = clock.now()
        episode.save()
        with pytest.raises(SomethingHangsOnIt):
            void_episode(episode=episode, by=aino)
        with pytest.raises(ContactsAfterTheEnd) as refused:
            close_episode(episode=episode, ends_on=date(2024, 9, 11), reason="goals_met", by=aino)
    assert refused.value.day == TODAY


def test_whoever_has_left_is_written_of_up_to_their_last_day(aino, episode, mother, baby):
    end_member(member=baby, ends_on=date(2024, 9, 10), by=aino)
    part = PartIn("work", "Seen.", tells_of=(baby,))

    write_note(episode=episode, written=said(part, day=date(2024, 9, 10)), by=aino)
    with pytest.raises(NotAlongThatDay):
        write_note(episode=episode, written=said(part, day=date(2024, 9, 11)), by=aino)


def test_each_act_is_one_event_without_a_word_of_it(aino, lead, episode, mother):
    note = write_note(episode=episode, written=said(PartIn("work", "Secret.")), by=aino)
    note = correct_note(note=note, written=said(PartIn("work", "Hidden.")), reason="Because", by=aino)
    take_out_note(note=note, because="Elsewhere", by=lead)

    events = list(AuditEvent.objects.order_by("id"))
    assert [(event.action, event.work_form) for event in events] == [
        ("casework.write_note", "work-form-a"),
        ("casework.correct_note", "work-form-a"),
        ("casework.take_out_note", "work-form-a"),
    ]
    assert not any(
        word in str(event.detail) for event in events for word in ("Secret", "Hidden", "Because", "Elsewhere")
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 2},
        {"correction_reason": "x"},
        {"taken_out_because": "x"},
        {"register": "x"},
    ],
)
def test_the_database_refuses_a_note_that_contradicts_itself(episode, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteFactory(episode=episode, **broken)


@pytest.mark.parametrize(
    "broken",
    [
        {"text": None},
        {"heading": ""},
        {"kind": "disagreement"},
    ],
)
def test_the_database_refuses_a_part_that_contradicts_itself(episode, mother, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        NotePartFactory(note__episode=episode, **broken)
    assert NotePart.objects.count() == 0


def test_one_version_of_an_entry_is_in_force(episode):
    note = NoteFactory(episode=episode)

    with pytest.raises(IntegrityError), transaction.atomic():
        NoteFactory(episode=episode, entry=note.entry, version=2, corrects=note, correction_reason="x")
