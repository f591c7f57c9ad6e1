"""Somebody asks for help: safety first, in one short form; the rest later and once; tied to whoever turns out to ask."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.choices import Risk, SafePlace, Urgency
from poukama.casework.models import Request
from poukama.casework.services.clocks import urgency_of
from poukama.casework.services.refusals import (
    DayNotYetCome,
    SomethingHangsOnIt,
    UndoTooLate,
    WorkFormOnlyCounts,
)
from poukama.casework.services.requests import Told, take_request, void_request
from poukama.duties.models import Duty
from poukama.duties.queries import mine, rows_of
from poukama.organisation.choices import Identification, Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import RequestFactory, RequestStepFactory
from tests.factories.clients import ClientFactory, FamilyFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, PartnerFactory

TODAY = date(2024, 9, 12)
CALLED = {
    "risk": "acute",
    "place": "no",
    "do_now": "Comes in a taxi at once",
    "channel": "call",
    "reach": "040 123",
    "need": "safe_place",
    "adults": "1",
    "children": "2",
}
pytestmark = pytest.mark.django_db


def test_a_call_becomes_a_request_without_a_name(signed_in, aino, work_form_a, request_words):
    browser = signed_in(aino)

    where = browser.get(url("casework:where_to_ask"))
    form = browser.get(where.url)
    answer = browser.post(where.url, CALLED)

    asked = Request.objects.get()
    assert (where.url, len(form.context["form"].visible_fields())) == (
        url("casework:take_request", work_form_a),
        8,
    )
    assert (answer.status_code, answer.url) == (302, url("casework:request", asked))
    assert (asked.came_on, asked.due_on, asked.urgency) == (TODAY, TODAY, Urgency.TODAY)
    assert (asked.do_now, asked.reach, asked.adults, asked.children) == (
        "Comes in a taxi at once",
        "040 123",
        1,
        2,
    )
    assert (asked.family, asked.client, asked.called) == (None, None, asked.code)
    page = browser.get(answer.url).content.decode()
    assert "Comes in a taxi at once" in page
    assert "040 123" in page


def test_a_form_that_is_sent_twice_makes_one_request(signed_in, aino, work_form_a, request_words):
    browser, where = signed_in(aino), url("casework:take_request", work_form_a)
    token = browser.get(where).context["form"]["token"].value()

    first, again = (browser.post(where, CALLED | {"token": str(token)}) for _ in range(2))

    assert (first.url, again.url) == (url("casework:request", Request.objects.get()),) * 2


def test_what_is_sealed_stands_in_no_address_and_no_trail(signed_in, aino, work_form_a, request_words):
    browser = signed_in(aino)
    answer = browser.post(url("casework:take_request", work_form_a), CALLED)
    browser.get(answer.url)

    trail = " ".join(str(row) for row in AuditEvent.objects.order_by("id").values())
    assert "040 123" not in trail + answer.url
    assert [
        event.action for event in AuditEvent.objects.filter(action__contains="request").order_by("id")
    ] == [
        "casework.take_request",
        "casework.read_request",
    ]


@pytest.mark.parametrize(
    ("risk", "place", "urgency"),
    [
        (Risk.ACUTE, SafePlace.YES, Urgency.TODAY),
        (Risk.ORDINARY, SafePlace.NO, Urgency.TODAY),
        (Risk.RAISED, SafePlace.YES, Urgency.SOON),
        (Risk.NOT_KNOWN, SafePlace.YES, Urgency.SOON),
        (Risk.ORDINARY, SafePlace.NOT_KNOWN, Urgency.SOON),
        (Risk.ORDINARY, SafePlace.YES, Urgency.ORDINARY),
    ],
)
def test_what_is_not_known_is_taken_for_a_danger(risk, place, urgency):
    assert urgency_of(risk, place) == urgency


def test_the_work_form_says_within_how_many_days(aino, work_form_a, request_words):
    work_form_a.intake = {"decide_within": {"ordinary": 3}}
    work_form_a.save()

    said = take_request(work_form=work_form_a, told=Told(Risk.ORDINARY, SafePlace.YES, "support"), by=aino)
    usual = take_request(work_form=work_form_a, told=Told(Risk.RAISED, SafePlace.YES, "support"), by=aino)

    assert (said.due_on, usual.due_on) == (date(2024, 9, 15), date(2024, 9, 14))


def test_deciding_is_a_duty_of_the_work_form_and_of_nobody_else(aino, bertta, work_form_a, request_words):
    asked = take_request(work_form=work_form_a, told=Told(Risk.ACUTE, SafePlace.NO, "safe_place"), by=aino)

    ours, theirs = (
        rows_of(actor, list(mine(actor, TODAY).order_by("due_on")), TODAY)
        for actor in (Actor(aino, TODAY), Actor(bertta, TODAY))
    )

    assert [(row.duty.kind, row.about.code, row.about.url) for row in ours] == [
        ("casework.request", asked.code, url("casework:request", asked))
    ]
    assert theirs == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("risk", ""),
        ("place", ""),
        ("channel", ""),
        ("channel", "pigeon"),
        ("reach", ""),
        ("need", ""),
        ("need", "sleep"),
        ("adults", "-1"),
        ("adults", "21"),
        ("children", "many"),
        ("do_now", "x" * 201),
        ("reach", "0\u202e40"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(
    signed_in, aino, work_form_a, request_words, field, typed
):
    answer = signed_in(aino).post(url("casework:take_request", work_form_a), CALLED | {field: typed})

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert (form[field].value(), form["do_now"].value() or "x") != ("", "")
    assert Request.objects.count() == Duty.objects.count() == 0


def test_nobody_is_refused_and_a_number_that_must_not_be_used_too(
    signed_in, aino, work_form_a, request_words
):
    browser, where = signed_in(aino), url("casework:take_request", work_form_a)

    nobody = browser.post(where, CALLED | {"adults": "0", "children": "0"})
    not_by_any = browser.post(where, CALLED | {"channel": "none"})

    assert (list(nobody.context["form"].errors), list(not_by_any.context["form"].errors)) == (
        ["adults"],
        ["channel"],
    )
    assert Request.objects.count() == 0


def test_the_rest_is_asked_later_and_once(signed_in, aino, work_form_a, request_words):
    asked = RequestFactory(work_form=work_form_a, channel="call", reach="040 123")
    partner = PartnerFactory(name="Child protection")
    browser = signed_in(aino)

    before = browser.get(url("casework:request", asked)).context["missing"]
    answer = browser.post(
        url("casework:ask_rest", asked),
        {
            "source": "social_services",
            "partner": partner.pk,
            "need_words": "A day without shouting",
            "hours": "before two",
            "is_expecting": "no",
            "adults": "1",
            "children": "0",
        },
    )

    asked.refresh_from_db()
    after = browser.get(answer.url)
    assert (len(before), after.context["missing"]) == (5, [])
    assert (asked.source, asked.partner, asked.need_words, asked.hours, asked.is_expecting, asked.adults) == (
        "social_services",
        partner,
        "A day without shouting",
        "before two",
        False,
        1,
    )
    assert browser.get(url("casework:ask_rest", asked)).context["form"]["need_words"].value() == (
        "A day without shouting"
    )


def test_what_somebody_else_has_asked_meanwhile_is_not_written_over_unseen(
    signed_in, aino, lead, work_form_a, request_words
):
    asked, partner = RequestFactory(work_form=work_form_a, need_words="A day"), PartnerFactory()
    address = url("casework:ask_rest", asked)
    version = signed_in(aino).get(address).context["form"]["version"].value()
    theirs = {"need_words": "A night without fear", "hours": "", "adults": "2", "partner": partner.pk}
    assert signed_in(lead).post(address, theirs | {"version": version}).status_code == 302

    mine = {"need_words": "A day", "hours": "before two", "version": version}
    refused = signed_in(aino).post(address, mine)
    asked.refresh_from_db()
    both = refused.context["both"]
    assert (refused.status_code, asked.need_words, asked.hours, both.who) == (
        422,
        "A night without fear",
        None,
        lead.initials,
    )
    assert [(side.theirs, side.mine) for side in both.sides] == [
        (str(partner), ""),
        ("A night without fear", "A day"),
        ("", "before two"),
        ("2", ""),
    ]
    assert refused.context["form"]["hours"].value() == "before two"

    seen = refused.context["form"]["version"].value()
    assert (seen != version, f'value="{seen}"' in refused.content.decode()) == (True, True)
    assert signed_in(aino).post(address, mine | {"version": seen}).status_code == 302
    asked.refresh_from_db()
    assert (asked.need_words, asked.hours) == ("A day", "before two")


def test_whoever_asks_is_found_and_tied_and_never_typed_again(signed_in, aino, work_form_a, request_words):
    asked = RequestFactory(work_form=work_form_a)
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    browser = signed_in(aino)

    found = browser.post(url("casework:who_asks", asked), {"q": "lum"})
    browser.post(url("casework:tie_family", asked, family))
    page = browser.get(url("casework:request", asked))

    asked.refresh_from_db()
    assert (found.context["families"], asked.family, asked.called) == ([family], family, "Lumme")
    assert "Lumme" in page.content.decode()
    assert "Lumme" not in page.content.decode().split("</title>")[0]

    browser.post(url("casework:untie", asked))
    asked.refresh_from_db()
    assert (asked.family, asked.called) == (None, asked.code)


def test_only_those_whom_the_work_form_knows_can_be_tied(
    signed_in, aino, work_form_a, work_form_b, request_words
):
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    asked = RequestFactory(work_form=work_form_a)
    theirs = FamilyFactory(code_name="Karikko", known_in=work_form_b)
    person = ClientFactory(code_name="Ruoko", known_in=work_form_b)
    browser = signed_in(aino)

    found = browser.post(url("casework:who_asks", asked), {"q": "karikko"})
    statuses = [
        browser.post(url("casework:tie_family", asked, theirs)).status_code,
        browser.post(url("casework:tie_person", asked, person)).status_code,
    ]

    asked.refresh_from_db()
    assert (found.context["families"], statuses, asked.family) == ([], [404, 404], None)


def test_a_wall_hides_a_request_once_it_is_known_who_asks(signed_in, aino, lead, work_form_a, request_words):
    family = FamilyFactory(known_in=work_form_a)
    asked = RequestFactory(work_form=work_form_a, family=family)
    other = RequestFactory(work_form=work_form_a)
    PartyWallFactory(one=(family, [lead]), other=(FamilyFactory(), [aino]))

    listed = signed_in(aino).get(url("casework:requests")).context["rows"]
    statuses = [signed_in(who).get(url("casework:request", asked)).status_code for who in (aino, lead)]

    assert ([row.asked for row in listed], statuses) == ([other], [404, 200])


def test_a_request_recorded_by_mistake_is_taken_back_on_its_day(aino, work_form_a, request_words):
    asked = take_request(work_form=work_form_a, told=Told(Risk.ACUTE, SafePlace.NO, "support"), by=aino)
    old = RequestFactory(work_form=work_form_a)
    decided = RequestStepFactory(request__work_form=work_form_a, request__recorded_at=clock.now()).request

    void_request(asked=asked, by=aino)

    with pytest.raises(UndoTooLate):
        void_request(asked=old, by=aino)
    with pytest.raises(SomethingHangsOnIt):
        void_request(asked=decided, by=aino)
    asked.refresh_from_db()
    assert (asked.voided_by, Duty.objects.filter(voided_at=None).count()) == (aino, 0)


def test_who_only_counts_takes_no_requests(signed_in, aino, work_form_a, request_words):
    work_form_a.identification = Identification.COUNTED
    work_form_a.save()

    with pytest.raises(WorkFormOnlyCounts):
        take_request(work_form=work_form_a, told=Told(Risk.ACUTE, SafePlace.NO, "support"), by=aino)
    assert signed_in(aino).get(url("casework:take_request", work_form_a)).status_code == 404


def test_nobody_asks_tomorrow(aino, work_form_a, request_words):
    told = Told(Risk.ACUTE, SafePlace.NO, "support")
    with pytest.raises(DayNotYetCome):
        take_request(work_form=work_form_a, told=told, came_on=date(2024, 9, 13), by=aino)


def test_lists_ask_as_much_of_three_as_of_one(signed_in, aino, work_form_a, request_words):
    browser = signed_in(aino)
    pages = [url("casework:requests"), url("casework:waiting", work_form_a), url("casework:inbox_panel")]

    def asked_of(rows):
        for _ in range(rows):
            RequestFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
            RequestFactory(work_form=work_form_a, waiting=True, family=FamilyFactory(known_in=work_form_a))
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                shown = browser.get(page)
            counts.append(len(queries))
        return counts, shown.context["inbox"]

    of_one, _inbox = asked_of(1)
    of_three, inbox = asked_of(2)

    assert of_one == of_three
    assert (len(inbox.to_decide), len(inbox.to_check)) == (3, 0)
