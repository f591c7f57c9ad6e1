"""Requests, handovers, contacts, goals of the week and follow-ups are kept half written until they are recorded."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.models import (
    Appointment,
    CareGoal,
    Contact,
    FollowUp,
    GoalWords,
    Handover,
    NotePart,
    Request,
    RequestStep,
    RoundGoal,
)
from poukama.casework.queries.retention import records
from poukama.casework.services.destroying import end_record
from poukama.clients.models import KnownIn
from poukama.drafts.kinds import Of, place_of
from poukama.drafts.models import Draft
from poukama.organisation.choices import Role, TermList
from poukama.organisation.models import Assignment
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.drafts.conftest import TODAY
from tests.factories.casework import (
    AppointmentFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    FollowUpFactory,
    HandoverFactory,
    RequestFactory,
    RoundGoalFactory,
)
from tests.factories.clients import FamilyFactory, PartyWallFactory, ProtectionOrderFactory
from tests.factories.drafts import DraftFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory

pytestmark = pytest.mark.django_db
OF_REQUESTS = ["request_rest", "decision", "safety_check", "urgency"]
OF_EPISODES = ["handover", "follow_up", "week_goal", "week_mark", "contact", "held_time"]
NAMED = [*OF_REQUESTS, *OF_EPISODES, "handover_refusal"]
"""Kinds whose form is of somebody."""
TELLS_WHERE = [*OF_REQUESTS, "handover", "follow_up", "held_time", "handover_refusal"]
"""Kinds that an order hides: how somebody is reached tells where they are, what they want of a week does not."""
ALL = ["request", *NAMED]
WORDS = "Sana joka ei saa kadota"


@pytest.fixture
def words(db):
    """A need, reasons for not deciding at once, what a contact is, and what a note is written under."""
    TermFactory(list=TermList.NEED, key="support", name="Support")
    TermFactory(list=TermList.CONTACT_KIND, key="meeting", name="Meeting")
    TermFactory(list=TermList.NOTE_HEADING, key="work", name="Work")
    TermFactory(
        list=TermList.DECISION_REASON, key="other", name="Other", attributes={"decisions": ["refused"]}
    )
    TermFactory(
        list=TermList.DECISION_REASON, key="no_time", name="No time", attributes={"decisions": ["waiting"]}
    )


@pytest.fixture
def forms(episode, saara, work_form_a, work_form_b, words):
    """By kind: the key of its draft, its address, and what is sent when it is saved."""
    parent = EpisodeMemberFactory(episode=episode, client__code_name="Lumme K", client__family=episode.family)
    asked = RequestFactory(work_form=work_form_a, family=episode.family)
    known = KnownIn.objects.get(client=parent.client, work_form=work_form_a)
    before = EpisodeFactory(
        work_form=work_form_a,
        family=episode.family,
        starts_on=date(2023, 1, 9),
        ends_on=date(2024, 3, 1),
        end_reason="goals_met",
    )
    due = FollowUpFactory(episode=before, known=known, due_on=TODAY)
    waits = RequestFactory(work_form=work_form_a, family=episode.family, waiting=True)
    time = AppointmentFactory(episode=episode, planned_on=TODAY, kind="meeting", met_by=[saara])
    turn = RoundGoalFactory(round__episode=episode)
    elsewhere = EpisodeFactory(work_form=work_form_b, family=episode.family, starts_on=date(2024, 1, 2))
    EpisodeMemberFactory(episode=elsewhere, client=parent.client)
    asks = HandoverFactory(episode=elsewhere, to_work_form=work_form_a)
    call = {"risk": "acute", "place": "no", "do_now": WORDS, "channel": "none", "need": "support"}
    away = {"members": [parent.pk], "need": "support", "summary": WORDS, "is_agreed": "on"}
    return {
        "request": (work_form_a.pk, url("casework:take_request", work_form_a), call),
        "request_rest": (asked.pk, url("casework:ask_rest", asked), {"need_words": WORDS}),
        "decision": (
            f"{asked.pk}.waiting",
            url("casework:decide", asked, "waiting"),
            {"reason": "no_time", "words": WORDS, "decided_on": TODAY.isoformat()},
        ),
        "handover": (
            f"{episode.pk}.{work_form_b.pk}",
            url("casework:hand_over_to", episode, work_form_b),
            away,
        ),
        "follow_up": (
            due.pk,
            url("casework:follow_up", due),
            {"outcome": "reached", "told": WORDS, "met_on": TODAY.isoformat()},
        ),
        "week_goal": (
            episode.pk,
            url("casework:week_goals", episode),
            {"text": WORDS, "voice": "parent", "whose": "family"},
        ),
        "week_mark": (
            turn.pk,
            url("casework:mark_goal", turn),
            {"words": WORDS, "by": "family", "voice": "parent"},
        ),
        "safety_check": (
            waits.pk,
            url("casework:check_safety", waits),
            {"risk": "ordinary", "place": "yes", "words": WORDS},
        ),
        "urgency": (waits.pk, url("casework:change_urgency", waits), {"urgency": "1", "words": WORDS}),
        "handover_refusal": (
            asks.pk,
            url("casework:refuse_handover", asks),
            {"reason": "other", "words": WORDS},
        ),
        "contact": (
            episode.pk,
            url("casework:record_in", episode),
            {
                "kind": "meeting",
                "minutes": "60",
                "happened_on": TODAY.isoformat(),
                "heading": "work",
                "text": WORDS,
                "tells_of": [parent.pk],
            },
        ),
        "held_time": (
            time.pk,
            url("casework:record_time", time),
            {"kind": "meeting", "minutes": "60", "happened_on": TODAY.isoformat()},
        ),
    }


def recorded():
    """What has been saved with the words in it."""
    found = [
        *((row.do_now, row.need_words) for row in Request.objects.all()),
        *((row.words,) for row in RequestStep.objects.all()),
        *((row.summary, row.answer) for row in Handover.objects.all()),
        *((row.text,) for row in NotePart.objects.all()),
        *((row.text,) for row in GoalWords.objects.all()),
        *((WORDS,) for _row in Contact.objects.filter(appointment__isnull=False)),
        *((row.told,) for row in FollowUp.objects.all()),
        *((row.text,) for row in CareGoal.objects.all()),
    ]
    return [text for row in found for text in row if text == WORDS]


@pytest.mark.parametrize("kind", ALL)
def test_the_form_names_its_draft_and_the_draft_names_the_form(client, aino, forms, kind):
    key, address, _sent = forms[kind]
    page = sign_in(client, aino).get(address).content.decode()

    place = place_of(Actor(aino, TODAY), Of(f"casework.{kind}", str(key)))
    assert place.url == address
    assert f'data-draft-of="casework.{kind}" data-draft-id="{key}"' in page
    assert "data-draft-said" in page


@pytest.mark.parametrize("kind", ALL)
def test_it_is_kept_for_whoever_typed_it_until_it_is_recorded(client, pad, aino, lead, forms, kind):
    key, address, sent = forms[kind]
    for who in (aino, lead):
        pad(who, f"casework.{kind}", key).type(["words", WORDS])
    browser = sign_in(client, aino)

    refused = browser.post(address, {"met_on": "x", "decided_on": "x", "adults": "x"})
    assert (refused.status_code, recorded(), Draft.objects.count()) == (422, [], 2)

    assert browser.post(address, sent).status_code == 302
    assert recorded() == [WORDS]
    assert [row.written_by for row in Draft.objects.all()] == [lead]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("who", ["bertta", "cecilia", "director", "administrator", "office"])
def test_who_may_not_write_there_is_told_of_no_form(pad, cast, forms, kind, who):
    assert pad(cast[who], f"casework.{kind}", forms[kind][0]).open().status_code == 404


@pytest.mark.parametrize(
    ("behind", "kind"), [*(("wall", kind) for kind in NAMED), *(("order", kind) for kind in TELLS_WHERE)]
)
def test_behind_a_wall_or_under_an_order_nothing_is_opened_kept_or_shown(
    client, pad, aino, episode, forms, kind, behind
):
    pad(aino, f"casework.{kind}", forms[kind][0]).type(["words", WORDS])
    assert _shown(client, aino) == 1

    if behind == "wall":
        PartyWallFactory(one=(episode.family, []), other=(FamilyFactory(), []))
    else:
        for known in KnownIn.objects.filter(client__family=episode.family):
            ProtectionOrderFactory(known=known, starts_on=date(2024, 9, 1), ends_on=date(2025, 9, 1))

    assert pad(aino, f"casework.{kind}", forms[kind][0]).open().status_code == 404
    assert pad(aino, f"casework.{kind}", forms[kind][0]).type(["words", "x"]).status_code == 404
    assert (_shown(client, aino), Draft.objects.count()) == (0, 1)


@pytest.mark.parametrize("kind", ALL)
def test_after_the_role_has_ended_nothing_is_opened(client, pad, aino, work_form_b, forms, kind):
    pad(aino, f"casework.{kind}", forms[kind][0]).type(["words", WORDS])
    Assignment.objects.filter(user=aino).update(work_form=work_form_b)

    assert pad(aino, f"casework.{kind}", forms[kind][0]).open().status_code == 404
    assert _shown(client, aino) == 0


def test_a_goal_of_an_earlier_week_leaves_the_new_one_half_written(client, pad, aino, episode, forms):
    browser, address = sign_in(client, aino), forms["week_goal"][1]
    with clock.moved_to(date(2024, 9, 5)):
        browser.post(address, {"text": "Iltasatu", "voice": "parent", "whose": "family"})
    pad(aino, "casework.week_goal", episode.pk).type(["text", WORDS])

    assert (
        browser.post(address, {"again": CareGoal.objects.get(starts_on=date(2024, 9, 5)).pk}).status_code
        == 302
    )

    assert [row.kind for row in Draft.objects.all()] == ["casework.week_goal"]


def test_one_press_that_nothing_has_changed_leaves_what_is_half_written(client, pad, aino, forms):
    key, address, _sent = forms["safety_check"]
    pad(aino, "casework.safety_check", key).type(["words", WORDS])

    pressed = sign_in(client, aino).post(address, {"risk": "ordinary", "place": "yes"})

    assert (pressed.status_code, [row.kind for row in Draft.objects.all()]) == (
        302,
        ["casework.safety_check"],
    )


def test_the_text_beside_a_contact_is_kept_too(client, aino, forms):
    form = sign_in(client, aino).get(forms["contact"][1]).context["form"]

    assert "data-undrafted" not in form["text"].as_widget()


def test_a_contact_recorded_elsewhere_leaves_the_half_written_one_of_the_page(
    client, pad, aino, episode, forms
):
    pad(aino, "casework.contact", episode.pk).type(["text", WORDS])

    sent = {"episode": episode.pk, "kind": "meeting", "minutes": "60", "happened_on": TODAY.isoformat()}
    assert sign_in(client, aino).post(url("casework:record"), sent).status_code == 302

    assert (Contact.objects.count(), Draft.objects.count()) == (1, 1)


def test_where_nothing_waits_any_more_there_is_no_form(aino, forms, work_form_a):
    actor = Actor(aino, TODAY)
    Request.objects.update(
        state="withdrawn",
        decided_on=TODAY,
        timing="in_time",
        wait_began_on=None,
        next_check_on=None,
    )
    Handover.objects.update(state="withdrawn", answered_on=TODAY, answered_at=clock.now(), answered_by=aino)
    RoundGoal.objects.update(voided_at=clock.now(), voided_by=aino)
    Appointment.objects.update(voided_at=clock.now(), voided_by=aino, call_off_reason="no_time")

    for kind in ("safety_check", "urgency", "handover_refusal", "week_mark", "held_time"):
        assert place_of(actor, Of(f"casework.{kind}", str(forms[kind][0]))) is None, kind


def test_before_it_is_taken_on_a_refusal_tells_nobody_who_they_are(client, pad, aino, forms, work_form_a):
    pad(aino, "casework.handover_refusal", forms["handover_refusal"][0]).type(["words", WORDS])

    page = sign_in(client, aino).get(url("drafts:unfinished_panel")).content.decode()

    assert (work_form_a.label() in page, "Lumme" in page) == (True, False)


def test_a_call_that_is_written_down_leaves_no_token_in_the_next_one(client, aino, forms):
    page = sign_in(client, aino).get(forms["request"][1])

    assert page.context["form"]["token"].field.widget.attrs == {"data-undrafted": ""}


def test_no_decision_that_opens_an_episode_and_no_work_form_of_ones_own_has_a_draft(
    aino, episode, work_form_a
):
    asked = RequestFactory(work_form=work_form_a)
    due = FollowUpFactory(
        episode=episode,
        known=KnownIn.objects.get(family=episode.family),
        outcome="reached",
        met_on=TODAY,
        met_at=clock.now(),
        met_by=aino,
    )
    actor = Actor(aino, TODAY)
    for kind, key in (
        ("decision", f"{asked.pk}.accepted"),
        ("decision", f"{asked.pk}."),
        ("handover", f"{episode.pk}.{work_form_a.pk}"),
        ("handover", f"{episode.pk}.x"),
        ("follow_up", due.pk),
    ):
        assert place_of(actor, Of(f"casework.{kind}", str(key))) is None, (kind, key)


def test_with_a_record_what_was_half_written_of_it_goes(aino, forms, work_form_a):
    other = EpisodeFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
    for kind in ALL:
        DraftFactory(kind=f"casework.{kind}", key=str(forms[kind][0]), written_by=aino)
    DraftFactory(kind="casework.week_goal", key=str(other.pk), written_by=aino)

    (record,) = [each for each in records(work_form_a, TODAY) if other.pk not in each.episodes]
    end_record(record, aino)

    left = sorted((row.kind, row.key) for row in Draft.objects.all())
    of_elsewhere = ("casework.handover_refusal", str(forms["handover_refusal"][0]))
    assert left == [
        of_elsewhere,
        ("casework.request", str(work_form_a.pk)),
        ("casework.week_goal", str(other.pk)),
    ]


def test_each_kind_asks_as_much_with_one_draft_as_with_many(client, aino, work_form_a, work_form_b, words):
    second = UserFactory()
    AssignmentFactory(user=second, role=Role.WORKER, work_form=work_form_a)
    sign_in(client, aino)

    def asked(n):
        for _each in range(n):
            episode = EpisodeFactory(work_form=work_form_a, family=FamilyFactory(known_in=work_form_a))
            asked = RequestFactory(work_form=work_form_a, family=episode.family)
            due = FollowUpFactory(episode=episode, known=KnownIn.objects.get(family=episode.family))
            waits = RequestFactory(work_form=work_form_a, family=episode.family, waiting=True)
            for kind, key in (
                ("safety_check", waits.pk),
                ("urgency", waits.pk),
                ("contact", episode.pk),
                ("held_time", AppointmentFactory(episode=episode, planned_on=TODAY).pk),
                ("week_mark", RoundGoalFactory(round__episode=episode).pk),
                ("handover_refusal", HandoverFactory(to_work_form=work_form_a).pk),
                ("request_rest", asked.pk),
                ("decision", f"{asked.pk}.waiting"),
                ("handover", f"{episode.pk}.{work_form_b.pk}"),
                ("follow_up", due.pk),
                ("week_goal", episode.pk),
            ):
                DraftFactory(kind=f"casework.{kind}", key=str(key), written_by=aino)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(url("drafts:unfinished_panel")).content.decode().count("<li>")
        return shown, len(queries)

    (one, few), (several, as_many) = asked(1), asked(2)
    assert (one, several) == (11, 20)  # twenty are shown at most
    assert few == as_many


def _shown(client, user):
    return sign_in(client, user).get(url("drafts:unfinished_panel")).content.decode().count("<li>")
