"""A contact is sent again because no answer came: it is recorded once, with what is typed beside it."""

from datetime import date

import pytest

from poukama.casework.models import Contact, Note
from poukama.drafts.models import Draft
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import FamilyFactory
from tests.factories.drafts import DraftFactory

MET = {"kind": "meeting", "minutes": "60", "happened_on": "2024-09-12"}


@pytest.fixture
def episode(work_form_a, headings):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))
    EpisodeMemberFactory(episode=episode, role="parent")
    return episode


def _token(browser, there):
    return {"token": str(browser.get(there).context["form"]["token"].value())}


@pytest.mark.parametrize("page", ["record_in", "record", "quick_panel"])
def test_sent_again_it_is_recorded_once(signed_in, aino, episode, page):
    browser = signed_in(aino)
    there = url("casework:record_in", episode) if page == "record_in" else url(f"casework:{page}")
    typed = MET | {"episode": str(episode.pk)} | _token(browser, there)
    first, again = browser.post(there, typed), browser.post(there, typed)

    assert [first.status_code, again.status_code] == [302, 302]
    assert Contact.objects.filter(voided_at=None).count() == 1
    another = browser.post(there, typed | _token(browser, there))
    assert (another.status_code, Contact.objects.count()) == (302, 2)


def test_what_was_taken_back_is_recorded_again(signed_in, aino, episode):
    browser, there = signed_in(aino), url("casework:record_in", episode)
    typed = MET | _token(browser, there)
    browser.post(there, typed)
    browser.post(url("casework:undo_contact", Contact.objects.get()))
    browser.post(there, typed)

    assert (Contact.objects.count(), Contact.objects.filter(voided_at=None).count()) == (2, 1)


def test_its_draft_goes_when_it_comes_again_and_a_text_is_written_once(signed_in, aino, episode):
    browser, there = signed_in(aino), url("casework:record_in", episode)
    typed = MET | {"text": "We met.", "heading": "work"} | _token(browser, there)
    browser.post(there, typed)
    DraftFactory(kind="casework.contact", key=str(episode.pk), written_by=aino)
    browser.post(there, typed)

    assert (Note.objects.count(), Contact.objects.count(), Draft.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        ({}, {"minutes": "90"}),
        ({}, {"happened_on": "2024-09-11"}),
        ({"text": "We met."}, {"text": "We talked."}),
    ],
    ids=["minutes", "day", "text"],
)
def test_what_says_something_else_by_then_is_said_and_kept(signed_in, aino, episode, before, changed):
    browser, there = signed_in(aino), url("casework:record_in", episode)
    typed = MET | {"heading": "work"} | before | _token(browser, there)
    browser.post(there, typed)
    again = browser.post(there, typed | changed)

    (said,) = again.context["form"].non_field_errors()
    assert "jo" in said
    assert (again.status_code, Contact.objects.count()) == (422, 1)
    ((name, given),) = changed.items()
    assert given in (again.context["form"][name].value(), str(again.context["form"][name].value()))


def test_what_was_drawn_for_another_says_nothing_of_it(signed_in, aino, bertta, episode):
    browser, there = signed_in(aino), url("casework:record_in", episode)
    token = _token(browser, there)
    ContactFactory(token=token["token"], recorded_by=bertta)

    assert browser.post(there, MET | token).status_code == 302
    assert Contact.objects.filter(episode=episode, recorded_by=aino).count() == 1
