"""Deciding a request: with a reason, within its clock; accepted into an episode that knows by what way they came."""

from datetime import date

import pytest

from poukama.casework.choices import RequestState, Risk, SafePlace, Timing, Urgency, Whose
from poukama.casework.models import Episode, Request, RequestStep
from poukama.casework.services import Arrival, PersonIn, UnknownWord, void_episode
from poukama.casework.services.deciding import (
    NoReason,
    NowhereNamed,
    SameAsNow,
    Why,
    accept_request,
    change_urgency,
    check_safety,
    decide_request,
    take_decision_back,
)
from poukama.casework.services.refusals import DayNotYetCome, NothingRuns, UndoTooLate
from poukama.casework.services.requests import NotDecidable, Told, take_request
from poukama.clients.models import Disclosure, SafeContact
from poukama.duties.models import Duty
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, RequestFactory
from tests.factories.clients import ClientFactory, ConsentFactory
from tests.factories.organisation import AssignmentFactory, PartnerFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(aino, work_form_a, request_words):
    """A request of today, of an ordinary risk."""
    told = Told(Risk.ORDINARY, SafePlace.YES, "support", channel="call", reach="040 123", adults=1)
    return take_request(work_form=work_form_a, told=told, by=aino)


def duties():
    """The duties in force: kind, by when, when done."""
    rows = Duty.objects.filter(voided_at=None).order_by("recorded_at", "kind", "key")
    return [(duty.kind, duty.due_on, duty.done_on) for duty in rows]


def test_each_decision_has_a_reason_and_stops_the_clock(signed_in, aino, asked):
    answer = signed_in(aino).post(
        url("casework:decide", asked, "not_ours"),
        {"reason": "other_need", "words": "Needs a dentist", "decided_on": "2024-09-12"},
    )

    asked.refresh_from_db()
    step = RequestStep.objects.get()
    assert (answer.status_code, asked.state, asked.decided_on, asked.timing) == (
        302,
        "not_ours",
        TODAY,
        "in_time",
    )
    assert (step.what, step.reason, step.words, step.recorded_by) == (
        "not_ours",
        "other_need",
        "Needs a dentist",
        aino,
    )
    assert duties() == [("casework.request", date(2024, 9, 19), TODAY)]


def test_what_is_decided_after_its_day_is_late_for_ever(aino, asked):
    with clock.moved_to(date(2024, 9, 20)):
        decide_request(asked=asked, state=RequestState.WITHDRAWN, why=Why("own_wish"), by=aino)

    asked.refresh_from_db()
    assert asked.timing == Timing.LATE
    assert duties() == [("casework.request", date(2024, 9, 19), date(2024, 9, 20))]


def test_directed_elsewhere_says_where(signed_in, aino, asked):
    partner = PartnerFactory(name="Family centre")
    browser, where = signed_in(aino), url("casework:decide", asked, "elsewhere")
    given = {"reason": "other_need", "decided_on": "2024-09-12"}

    nowhere = browser.post(where, given)
    browser.post(where, given | {"to": f"p{partner.pk}"})

    asked.refresh_from_db()
    assert (nowhere.status_code, list(nowhere.context["form"].errors)) == (422, ["to"])
    assert (asked.state, RequestStep.objects.get().to_partner) == ("elsewhere", partner)
    assert "Family centre" in browser.get(url("casework:request", asked)).content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("reason", ""),
        ("reason", "can_help"),
        ("decided_on", "2024-09-13"),
        ("decided_on", "2024-09-11"),
        ("decided_on", "someday"),
        ("words", "x" * 301),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(signed_in, aino, asked, field, typed):
    given = {"reason": "no_time", "words": "", "decided_on": "2024-09-12"}

    answer = signed_in(aino).post(url("casework:decide", asked, "waiting"), given | {field: typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert answer.context["form"][field].value() == typed
    assert (Request.objects.get().state, RequestStep.objects.count()) == ("open", 0)


def test_services_refuse_what_forms_do_not_offer(aino, asked):
    with pytest.raises(UnknownWord):
        decide_request(asked=asked, state=RequestState.WAITING, why=Why("can_help"), by=aino)
    with pytest.raises(NowhereNamed):
        decide_request(asked=asked, state=RequestState.ELSEWHERE, why=Why("other_need"), by=aino)
    with pytest.raises(DayNotYetCome):
        decide_request(
            asked=asked, state=RequestState.WAITING, why=Why("no_time"), decided_on=date(2024, 9, 13), by=aino
        )
    with pytest.raises(ValueError, match="accepted"):
        decide_request(asked=asked, state=RequestState.ACCEPTED, why=Why("can_help"), by=aino)
    decide_request(asked=asked, state=RequestState.WAITING, why=Why("no_time"), by=aino)
    with pytest.raises(SameAsNow):
        decide_request(asked=asked, state=RequestState.WAITING, why=Why("no_time"), by=aino)
    with pytest.raises(NoReason):
        change_urgency(asked=asked, urgency=Urgency.TODAY, words=" ", by=aino)
    with pytest.raises(SameAsNow):
        change_urgency(asked=asked, urgency=Urgency.ORDINARY, words="Court on Monday", by=aino)
    decide_request(asked=asked, state=RequestState.WITHDRAWN, why=Why("own_wish"), by=aino)
    for again in (
        lambda: decide_request(asked=asked, state=RequestState.NOT_OURS, why=Why("other_need"), by=aino),
        lambda: check_safety(asked=asked, risk=Risk.ACUTE, place=SafePlace.NO, by=aino),
        lambda: change_urgency(asked=asked, urgency=Urgency.TODAY, words="Now", by=aino),
    ):
        with pytest.raises(NotDecidable):
            again()


def test_a_decision_is_taken_back_on_its_day_only(aino, asked):
    with pytest.raises(NothingRuns):
        take_decision_back(asked=asked, by=aino)
    decide_request(asked=asked, state=RequestState.WAITING, why=Why("no_time"), by=aino)
    decide_request(asked=asked, state=RequestState.WITHDRAWN, why=Why("own_wish"), by=aino)

    take_decision_back(asked=asked, by=aino)

    asked.refresh_from_db()
    assert (asked.state, asked.wait_began_on, asked.wait_ended_on, asked.next_check_on) == (
        "waiting",
        TODAY,
        None,
        date(2024, 9, 19),
    )
    take_decision_back(asked=asked, by=aino)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_on, asked.timing, asked.wait_began_on) == ("open", None, "", None)
    assert duties() == [("casework.request", date(2024, 9, 19), None)]

    decide_request(asked=asked, state=RequestState.WITHDRAWN, why=Why("own_wish"), by=aino)
    with clock.moved_to(date(2024, 9, 13)), pytest.raises(UndoTooLate):
        take_decision_back(asked=asked, by=aino)


def test_a_new_family_is_accepted_and_its_page_knows_by_what_way_they_came(signed_in, aino, asked):
    Request.objects.update(source="social_services")
    browser = signed_in(aino)
    address = url("casework:accept_new", asked, "family")
    form = browser.get(address).context["form"]

    answer = browser.post(
        address,
        {
            "code_name": form["code_name"].value(),
            "starts_on": "2024-09-12",
            "role_0": "parent",
            "role_1": "baby",
            "key_worker": str(aino.pk),
            "reason": form["reason"].value(),
            "is_reach_confirmed": "on",
        },
    )

    episode = Episode.objects.get()
    asked.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert (asked.state, asked.episode, asked.family, episode.source) == (
        "accepted",
        episode,
        episode.family,
        "social_services",
    )
    contact = SafeContact.objects.get()
    parent = episode.members.get(role="parent").client
    assert (contact.known.client, contact.by_call, contact.phone) == (parent, True, "040 123")
    panel = browser.get(url("casework:arrival_panel", episode))
    assert (panel.context["arrival"].source, panel.context["arrival"].request) == ("Social services", asked)


def test_whoever_is_tied_is_accepted_with_one_press(signed_in, aino, asked, work_form_a):
    before = EpisodeFactory(work_form=work_form_a, ends_on=date(2024, 3, 1), end_reason="goals_met")
    parent = EpisodeMemberFactory(episode=before, role="parent", ends_on=date(2024, 3, 1)).client
    Request.objects.update(family=before.family)
    browser = signed_in(aino)

    form = browser.get(url("casework:accept", asked)).context["form"]
    offered = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)
    }
    answer = browser.post(
        url("casework:accept", asked),
        {name: "on" if value is True else value for name, value in offered.items()},
    )

    episode = Episode.objects.get(ends_on=None)
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert [(member.client, member.role) for member in episode.members.all()] == [(parent, "parent")]


def test_a_person_found_again_is_accepted(signed_in, aino, asked, work_form_a):
    person = ClientFactory(code_name="Ruoko", known_in=work_form_a)
    browser = signed_in(aino)

    found = browser.post(url("casework:accept", asked), {"q": "ruo"})
    browser.post(
        url("casework:accept_person", asked, person),
        {f"role_of_{person.pk}": "parent", "starts_on": "2024-09-12", "reason": "can_help"},
    )

    asked.refresh_from_db()
    assert found.context["clients"] == [(person, None)]
    assert (asked.client, asked.episode.client) == (person, person)


def test_those_known_under_another_controller_are_accepted_on_a_ground(
    signed_in, aino, asked, work_form_a, work_form_b
):
    work_form_b.controller = "The State"
    work_form_b.save()
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    person = ClientFactory(code_name="Ruoko", known_in=work_form_b)
    browser, address = signed_in(aino), url("casework:accept_person", asked, person)
    given = {f"role_of_{person.pk}": "parent", "starts_on": "2024-09-12", "reason": "can_help"}

    refused = [browser.post(address, given), browser.post(address, given | {"basis": "consent"})]
    ConsentFactory(
        known=person.known_in.get(),
        to_words=None,
        to_work_form=work_form_a,
        given_on=date(2024, 9, 1),
        expires_on=date(2024, 12, 1),
    )
    browser.post(address, given | {"basis": "consent"})

    assert [(answer.status_code, list(answer.context["form"].errors)) for answer in refused] == [
        (422, ["basis"])
    ] * 2
    assert (Disclosure.objects.count(), Request.objects.get().state) == (1, "accepted")


def test_a_family_that_is_here_already_is_not_opened_twice(signed_in, aino, asked, work_form_a):
    episode = EpisodeFactory(work_form=work_form_a)
    member = EpisodeMemberFactory(episode=episode).client
    Request.objects.update(family=episode.family)

    answer = signed_in(aino).post(
        url("casework:accept", asked),
        {f"role_of_{member.pk}": "parent", "starts_on": "2024-09-12", "reason": "can_help"},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_on"])
    assert (Request.objects.get().state, Episode.objects.count()) == ("open", 1)


def test_undoing_the_episode_undecides_the_request(aino, asked):
    decide_request(asked=asked, state=RequestState.WAITING, why=Why("no_time"), by=aino)
    episode = accept_request(
        asked=asked,
        arrival=Arrival(whose=Whose.ANONYMOUS, people=[PersonIn("parent")]),
        starts_on=TODAY,
        why=Why("can_help"),
        by=aino,
    )
    asked.refresh_from_db()
    assert (asked.waited_days, asked.wait_ended_on) == (0, TODAY)

    void_episode(episode=episode, by=aino)

    asked.refresh_from_db()
    assert (asked.state, asked.episode, asked.waited_days) == ("waiting", None, None)


def test_somebody_without_a_name_gets_no_safe_contact(aino, asked):
    accept_request(
        asked=asked,
        arrival=Arrival(whose=Whose.ANONYMOUS, people=[PersonIn("parent")]),
        starts_on=TODAY,
        why=Why("can_help"),
        is_reach_confirmed=True,
        by=aino,
    )

    assert SafeContact.objects.count() == 0


@pytest.mark.parametrize("who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("director", 404)])
def test_only_the_work_forms_own_people_decide(signed_in, cast, asked, work_form_b, who, status):
    RequestFactory(work_form=work_form_b)
    browser = signed_in(cast[who])

    pages = ["casework:request", "casework:accept", "casework:ask_rest", "casework:check_safety"]
    assert {browser.get(url(page, asked)).status_code for page in pages} == {status}
    assert browser.get(url("casework:decide", asked, "waiting")).status_code == status
    assert browser.get(url("casework:decide", asked, "accepted")).status_code == 404


def test_how_they_came_and_who_pays_can_be_said_later(signed_in, aino, work_form_a, request_words):
    episode = EpisodeFactory(work_form=work_form_a)
    county = PartnerFactory(name="County")
    browser, where = signed_in(aino), url("casework:change_arrival", episode)

    wrong = browser.post(where, {"source": "hearsay", "payer": "stea"})
    browser.post(where, {"source": "self", "payer": "county", "payer_partner": county.pk})

    episode.refresh_from_db()
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["source"])
    assert (episode.source, episode.payer, episode.payer_partner) == ("self", "county", county)
    assert browser.get(url("casework:arrival_panel", episode)).context["arrival"].payer == "County, County"
