"""A note is sent again because no answer came: it is recorded once, and what was changed since is not lost."""

from datetime import date

import pytest

from poukama.casework.models import Contact, Note
from poukama.drafts.models import Draft
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import FamilyFactory
from tests.factories.drafts import DraftFactory

MET = {"about": "kmeeting", "minutes": "60", "happened_on": "2024-09-12", "text_work": "We met."}


@pytest.fixture
def episode(work_form_a, headings):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))
    EpisodeMemberFactory(episode=episode, role="parent")
    return episode


@pytest.fixture
def sent(signed_in, aino, episode):
    """`sent(text_work=…)`: the form is sent, each time with what was drawn for it when it was opened."""
    browser, there = signed_in(aino), url("casework:write_note", episode)
    token = browser.get(there).context["form"]["token"].value()
    return lambda **changed: browser.post(there, MET | {"token": str(token)} | changed)


def test_sent_again_as_it_was_it_is_recorded_once_and_its_draft_goes(sent, aino, episode):
    member = str(episode.members.get().pk)
    first = sent(present=[member])
    DraftFactory(kind="casework.note", key=str(episode.pk), written_by=aino)
    again = sent(present=[member])

    assert [first.status_code, again.status_code, first.url] == [302, 302, again.url]
    assert (Note.objects.count(), Contact.objects.count(), Draft.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"text_work": "We met, and it went well."},
        {"minutes": "90"},
        {"about": "none"},
        {"happened_on": "2024-09-11"},
        {"starts_at": "14:10"},
    ],
    ids=["text", "minutes", "meeting", "day", "time"],
)
def test_what_was_changed_since_is_said_and_kept_and_nothing_is_recorded(sent, aino, episode, changed):
    sent()
    DraftFactory(kind="casework.note", key=str(episode.pk), written_by=aino)
    again = sent(**changed)

    (said,) = again.context["form"].non_field_errors()
    name, typed = next(iter(changed.items()))
    assert (again.status_code, said.startswith("Tämä tallennettiin jo kello ")) == (422, True)
    assert again.context["form"][name].value() == typed
    assert (Note.objects.count(), Contact.objects.count(), Draft.objects.count()) == (1, 1, 1)


def test_a_note_of_a_recorded_contact_is_sent_again_too(sent, aino, episode):
    contact = ContactFactory(episode=episode, happened_on=date(2024, 9, 11), recorded_by=aino)
    about = f"c{contact.pk}"

    assert [sent(about=about).status_code for _ in range(2)] == [302, 302]
    assert (Note.objects.get().contact, Contact.objects.count()) == (contact, 1)


def test_a_form_that_was_opened_anew_is_another_note(sent, signed_in, aino, episode):
    sent()
    there = url("casework:write_note", episode)
    token = signed_in(aino).get(there).context["form"]["token"].value()
    sent(token=str(token))

    assert Note.objects.count() == 2


def test_what_somebody_else_recorded_is_not_told(sent, signed_in, saara, aino, episode):
    sent()
    theirs = Note.objects.get()
    elsewhere = EpisodeFactory(work_form=episode.work_form, starts_on=date(2024, 3, 4))
    EpisodeMemberFactory(episode=elsewhere, role="parent")
    browser = signed_in(saara)
    for where in (episode, elsewhere):
        answer = browser.post(url("casework:write_note", where), MET | {"token": str(theirs.entry)})
        assert (answer.status_code, answer.url) == (302, url("casework:episode", where))
    assert sorted(Note.objects.values_list("written_by", flat=True)) == sorted([aino.pk, saara.pk, saara.pk])
    assert Note.objects.filter(entry=theirs.entry).count() == 1


@pytest.mark.parametrize(("token", "status", "recorded"), [("", 302, 2), ("nonsense", 422, 0)])
def test_without_a_token_nothing_is_taken_for_sent_before(sent, token, status, recorded):
    answers = [sent(token=token).status_code for _ in range(2)]

    assert (answers, Note.objects.count()) == ([status, status], recorded)
