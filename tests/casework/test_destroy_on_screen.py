"""The pages of records that end: what is said, what is kept of what was typed, and who gets nowhere."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from poukama.casework.models import Destruction, Episode, LegalHold
from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Role, TermList
from poukama.toolkit import formatting
from tests import cast as the_cast
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, LegalHoldFactory
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory

ENDED = date(2013, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(work_form_a):
    TermFactory(
        list=TermList.RETENTION_CLASS, key="own_schedule", name="Own schedule", attributes={"years": 10}
    )
    work_form_a.retention_class = "own_schedule"
    work_form_a.save()
    return work_form_a


@pytest.fixture
def episode(kept):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=kept)
    KnownIn.objects.update(since_on=date(2012, 1, 2))
    return EpisodeFactory(
        work_form=kept, family=family, starts_on=date(2012, 1, 2), ends_on=ENDED, end_reason="goals_met"
    )


@pytest.fixture
def proposed(episode, kept, lead):
    return services.propose_destruction(work_form=kept, by=lead)


def sign_in(browser, user):
    """Somebody who reads the pages in English."""
    user.language = "en"
    user.save()
    return the_cast.sign_in(browser, user)


def day(when):
    """A day as the pages say it in English."""
    with translation.override("en"):
        return formatting.day(when)


def said(answer):
    return " ".join(answer.content.decode().split())


def test_from_the_preview_to_the_certificate_by_two_people(client, kept, episode, lead, director):
    browser = sign_in(client, lead)
    page = browser.get(url("casework:retention", kept))
    assert "Lumme" in said(page)
    assert f"Ended {day(ENDED)}, kept until {day(date(2023, 5, 31))}." in said(page)
    answer = browser.post(url("casework:propose_destruction", kept))
    row = Destruction.objects.get()
    assert answer.url == url("casework:destruction", row)
    assert "Lumme" in said(browser.get(answer.url))
    assert browser.get(url("casework:destroy", row)).status_code == 404

    browser = sign_in(client, director)
    home = said(browser.get(url("casework:watch_panel")))
    assert url("casework:destruction", row) in home
    assert "Lumme" not in home
    page = said(browser.get(url("casework:destroy", row)))
    assert "Lumme" not in page
    assert "Record 1" in page
    forgot = browser.post(url("casework:destroy", row))
    assert forgot.status_code == 422
    assert "Nothing has been destroyed." in said(forgot)
    assert Episode.objects.get().destroyed_at is None
    assert 'data-color="danger"' in browser.get(url("casework:destroy", row)).content.decode()
    answer = browser.post(url("casework:destroy", row), {"is_looked_at": "on"}, follow=True)
    assert "1 record was destroyed." in said(answer)
    assert "Certificate of destruction" in said(answer)
    assert Episode.objects.get().destroyed_by == director
    again = browser.post(url("casework:destroy", row), {"is_looked_at": "on"})
    assert again.status_code == 404


def test_when_there_is_nothing_it_says_so(client, kept, lead, director):
    browser = sign_in(client, lead)
    assert "Nothing is to be destroyed now." in said(browser.get(url("casework:retention", kept)))
    browser.post(url("casework:propose_destruction", kept))
    assert not Destruction.objects.exists()
    assert "Nothing has been proposed or destroyed." in said(browser.get(url("casework:destructions")))
    assert kept.name not in said(sign_in(client, director).get(url("casework:destructions")))


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(client, proposed, director):
    browser = sign_in(client, director)
    bad = browser.post(url("casework:refuse_destruction", proposed), {"reason": "Trial \u202e begins"})
    assert bad.status_code == 422
    assert "begins" in said(bad)
    proposed.refresh_from_db()
    assert proposed.waits
    answer = browser.post(
        url("casework:refuse_destruction", proposed), {"reason": "A trial begins."}, follow=True
    )
    assert "A trial begins." in said(answer)


def test_a_proposal_is_withdrawn_by_whoever_made_it(client, proposed, kept, lead):
    other = UserFactory()
    AssignmentFactory(user=other, role=Role.LEAD, work_form=kept)
    assert sign_in(client, other).post(url("casework:withdraw_destruction", proposed)).status_code == 404
    sign_in(client, lead).post(url("casework:withdraw_destruction", proposed))
    proposed.refresh_from_db()
    assert proposed.voided_by == lead


def test_a_hold_is_set_said_and_lifted(client, episode, kept, lead, today):
    known = KnownIn.objects.get(family=episode.family)
    browser = sign_in(client, lead)
    gone = {"reason": "A trial", "ends_on": str(today - timedelta(days=1))}
    bad = browser.post(url("casework:hold_back", known), gone)
    assert bad.status_code == 422
    assert "That day has gone." in said(bad)
    assert "A trial" in said(bad)
    browser.post(url("casework:hold_back", known), {"reason": "A trial", "ends_on": "2025-12-31"})
    hold = LegalHold.objects.get()
    page = said(browser.get(url("casework:retention", kept)))
    assert f"It is held back. Until {day(date(2025, 12, 31))}." in page
    assert "A trial" not in page
    assert "A trial" in said(browser.get(url("casework:lift_hold", hold)))
    twice = browser.post(url("casework:hold_back", known), {"reason": "Again", "ends_on": "2025-12-31"})
    assert "It is held back already." in said(twice)
    assert browser.post(url("casework:lift_hold", hold), {"reason": ""}).status_code == 422
    browser.post(url("casework:lift_hold", hold), {"reason": "It is over."})
    hold.refresh_from_db()
    assert (hold.ended_by, hold.lifted_because) == (lead, "It is over.")


def test_an_anonymous_episode_is_held_as_it_is(client, kept, lead):
    unknown = EpisodeFactory(
        work_form=kept, family=None, starts_on=date(2012, 1, 2), ends_on=ENDED, end_reason="goals_met"
    )
    browser = sign_in(client, lead)
    browser.post(
        url("casework:hold_episode_back", unknown), {"reason": "A complaint", "ends_on": "2025-12-31"}
    )
    assert f"J-{unknown.pk}" in said(browser.get(url("casework:lift_hold", LegalHold.objects.get())))
    assert "It is held back." in said(browser.get(url("casework:retention", kept)))


@pytest.mark.parametrize(
    "who", ["aino", "bertta", "cecilia", "director", "office", "administrator", "gatekeeper"]
)
def test_only_the_lead_sees_what_is_kept_of_whom(client, cast, kept, episode, who):
    hold = LegalHoldFactory(known=KnownIn.objects.get(family=episode.family))
    browser = sign_in(client, cast[who])
    known = KnownIn.objects.get(family=episode.family)
    for address in (
        url("casework:retention", kept),
        url("casework:hold_back", known),
        url("casework:lift_hold", hold),
    ):
        assert browser.get(address).status_code == 404


def test_a_wall_hides_a_record_from_a_lead_who_works_with_neither_side(client, episode, kept, lead, aino):
    hold = LegalHoldFactory(known=KnownIn.objects.get(family=episode.family))
    PartyWallFactory(
        one=(episode.family, [aino]), other=(FamilyFactory(code_name="Tyrni", search_key="tyrni"), [])
    )
    browser = sign_in(client, lead)
    assert "Lumme" not in said(browser.get(url("casework:retention", kept)))
    assert browser.get(url("casework:lift_hold", hold)).status_code == 404
    with pytest.raises(services.NothingToDestroy):
        services.propose_destruction(work_form=kept, by=lead)
