"""A correction is sent again because no answer came: it is recorded once, and its writer is told so."""

from datetime import date

import pytest

from poukama.casework.choices import PartKind
from poukama.casework.models import Contact, Note
from poukama.casework.services import PartIn, Written, correct_note, take_out_note, write_note
from poukama.drafts.models import Draft
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import FamilyFactory
from tests.factories.drafts import DraftFactory

DAY = date(2024, 9, 12)
TYPED = {"about": "none", "happened_on": "2024-09-12", "text_work": "As it was.", "reason": "The wrong day."}


@pytest.fixture
def episode(work_form_a, headings):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))
    for role in ("parent", "baby"):
        EpisodeMemberFactory(episode=episode, role=role)
    return episode


@pytest.fixture
def note(episode, aino):
    mother = episode.members.get(role="parent")
    parts = [
        PartIn("work", "As it was not.", tells_of=(mother,)),
        PartIn("own", "Mine", PartKind.OWN_WORDS, whose=mother),
    ]
    return write_note(episode=episode, written=Written(happened_on=DAY, parts=parts), by=aino)


@pytest.fixture
def sent(signed_in, aino, note):
    """`sent(text_work=…)`: the same correction is sent."""
    return lambda **changed: signed_in(aino).post(url("casework:correct_note", note), TYPED | changed)


def test_sent_again_as_it_was_it_is_recorded_once_and_its_draft_goes(sent, aino, episode, note):
    first = sent()
    DraftFactory(kind="casework.correction", key=str(note.entry), written_by=aino)
    again = sent()

    assert [first.status_code, again.status_code] == [302, 302]
    assert (first.url, again.url) == (url("casework:episode", episode),) * 2
    assert (Note.objects.count(), Draft.objects.count()) == (2, 0)


def test_a_meeting_that_is_recorded_with_it_is_recorded_once(sent, episode):
    baby = str(episode.members.get(role="baby").pk)
    changed = {"about": "kmeeting", "minutes": "60", "present": [baby]}

    assert [sent(**changed).status_code for _ in range(2)] == [302, 302]
    assert (Note.objects.count(), Contact.objects.count()) == (2, 1)


def test_a_correction_of_a_note_of_another_meeting_is_sent_again(sent, episode, aino):
    contact = ContactFactory(episode=episode, happened_on=DAY, recorded_by=aino)

    assert [sent(about=f"c{contact.pk}").status_code for _ in range(2)] == [302, 302]
    assert Note.objects.get(voided_at=None).contact == contact


@pytest.mark.parametrize(
    "changed",
    [{"text_work": "As it was, and more."}, {"reason": "Another word."}, {"starts_at": "14:10"}],
    ids=["text", "reason", "time"],
)
def test_what_was_changed_since_is_kept_beside_what_was_recorded(sent, aino, note, changed):
    sent()
    DraftFactory(kind="casework.correction", key=str(note.entry), written_by=aino)
    again = sent(**changed)

    own = Note.objects.get(version=2)
    (said,) = again.context["form"].non_field_errors()
    name, typed = next(iter(changed.items()))
    assert (again.status_code, said.startswith("Olet jo tallentanut korjauksen")) == (422, True)
    assert again.context["form"][name].value() == typed
    assert f'action="{url("casework:correct_note", own)}"' in again.content.decode()
    assert (Note.objects.count(), Draft.objects.count()) == (2, 1)


def test_recorded_once_also_when_somebody_has_corrected_it_further(sent, lead):
    sent()
    further = Written(happened_on=DAY, parts=[PartIn("work", "The lead's text")])
    correct_note(note=Note.objects.get(version=2), written=further, reason="x", by=lead)

    assert (sent().status_code, Note.objects.count()) == (302, 3)


def test_what_somebody_else_corrected_in_the_same_words_is_not_taken_for_ones_own(sent, note, lead):
    same = Written(happened_on=DAY, parts=[PartIn("work", "As it was.")])
    correct_note(note=note, written=same, reason="The wrong day.", by=lead)

    answer = sent()
    (said,) = answer.context["form"].non_field_errors()
    assert (answer.status_code, said.split()[0], Note.objects.count()) == (422, lead.initials, 2)


def test_a_correction_that_was_taken_out_since_is_no_less_recorded(sent, lead, episode):
    sent()
    take_out_note(note=Note.objects.get(version=2), because="Another family", by=lead)

    answer = sent()
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert Note.objects.count() == 2
