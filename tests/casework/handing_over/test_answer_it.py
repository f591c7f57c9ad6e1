"""Whoever receives a handover sees what is asked for, and who it is by accepting; the sender hears."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.casework.models import Appointment, DueStep, Episode, Handover
from poukama.casework.services import void_episode
from poukama.casework.services.handing_over import (
    AnsweredMeanwhile,
    accept_handover,
    hear_answer,
    refuse_handover,
    withdraw_handover,
)
from poukama.clients.services.consent import withdraw_consent
from poukama.duties.models import Duty
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.casework.handing_over.handovers import SUMMARY, TODAY, consented, seen, sent
from tests.conftest import url
from tests.factories.casework import EpisodeMemberFactory, ProcessTemplateFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_receiver_sees_what_is_asked_for_and_nobody(
    signed_in, aino, bertta, shelter, work_form_b, parent
):
    consented(parent, work_form_b)
    handover = sent(parent, work_form_b, aino, basis="consent")
    browser = signed_in(bertta)

    panel = browser.get(url("casework:inbox_panel"))
    page = browser.get(url("casework:handover", handover))

    told = panel.content.decode() + page.content.decode()
    assert [row.handover for row in panel.context["inbox"].to_answer] == [handover]
    assert [
        word for word in ("Lumme", SUMMARY, handover.code) if word in told.replace(str(handover.pk), "")
    ] == []
    assert browser.get(url("casework:episode", parent.episode)).status_code == 404
    assert seen(bertta) == [("casework.handover", "")]


def test_taking_them_on_opens_an_episode_of_the_same_family_and_the_sender_hears(
    signed_in, aino, bertta, shelter, work_form_b, parent
):
    consented(parent, work_form_b)
    handover = sent(parent, work_form_b, aino, basis="consent")

    answer = signed_in(bertta).post(
        url("casework:handover", handover),
        {"first_on": "2024-09-18", "kind": "meeting", "role_0": "parent", "key_worker": str(bertta.pk)},
    )

    episode = Episode.objects.get(work_form=work_form_b)
    handover.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert (episode.family, [row.client for row in episode.members.all()]) == (
        parent.episode.family,
        [parent.client],
    )
    assert (episode.source, episode.key_worker, handover.opened, handover.first_on) == (
        "own_work",
        bertta,
        episode,
        date(2024, 9, 18),
    )
    assert [(each.kind, each.planned_on) for each in Appointment.objects.all()] == [
        ("meeting", date(2024, 9, 18))
    ]
    panel = signed_in(bertta).get(url("casework:arrival_panel", episode))
    assert panel.context["arrival"].summary == SUMMARY
    told = signed_in(aino).get(url("casework:inbox_panel")).context["inbox"]
    assert [row.handover for row in told.heard] == [handover]
    signed_in(aino).post(url("casework:hear_answer", handover))
    assert not signed_in(aino).get(url("casework:inbox_panel")).context["inbox"]
    kinds = Duty.objects.filter(voided_at=None).values_list("kind", "done_on")
    assert list(kinds) == [("casework.handover", TODAY)]


def test_a_consent_that_was_withdrawn_meanwhile_stops_it_without_telling_who(
    signed_in, aino, bertta, shelter, work_form_b, parent
):
    consent = consented(parent, work_form_b)
    handover = sent(parent, work_form_b, aino, basis="consent")
    withdraw_consent(consent=consent, by=aino)

    answer = signed_in(bertta).post(
        url("casework:handover", handover),
        {"first_on": "2024-09-18", "kind": "meeting", "role_0": "parent"},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["__all__"])
    assert "Lumme" not in answer.content.decode()
    assert (Episode.objects.filter(work_form=work_form_b).count(), Handover.objects.get().state) == (
        0,
        "sent",
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [("first_on", "2024-09-11"), ("first_on", ""), ("kind", ""), ("role_0", ""), ("role_0", "aunt")],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(
    signed_in, aino, bertta, work_form_b, parent, field, typed
):
    handover = sent(parent, work_form_b, aino)
    given = {"first_on": "2024-09-18", "kind": "meeting", "role_0": "parent"}

    answer = signed_in(bertta).post(url("casework:handover", handover), given | {field: typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Episode.objects.count() == 1


def test_refusing_says_why_and_the_sender_hears(signed_in, aino, bertta, work_form_b, parent):
    handover = sent(parent, work_form_b, aino)
    browser, where = signed_in(bertta), url("casework:refuse_handover", handover)

    without = browser.post(where, {"reason": "", "words": ""})
    other = browser.post(where, {"reason": "can_help", "words": ""})
    browser.post(where, {"reason": "other_need", "words": "Try the family centre"})

    (row,) = signed_in(aino).get(url("casework:inbox_panel")).context["inbox"].heard
    assert [list(each.context["form"].errors) for each in (without, other)] == [["reason"], ["reason"]]
    assert (row.handover.state, row.reason, row.answer) == ("refused", "Other need", "Try the family centre")


def test_what_was_answered_or_withdrawn_is_not_answered_again(signed_in, aino, bertta, work_form_b, parent):
    handover = sent(parent, work_form_b, aino)
    signed_in(aino).post(url("casework:withdraw_handover", handover))
    browser = signed_in(bertta)

    answers = [
        browser.get(url("casework:handover", handover)),
        browser.get(url("casework:refuse_handover", handover)),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Handover.objects.get().state, seen(bertta)) == ("withdrawn", [])
    for again in (
        lambda: accept_handover(handover=handover, first_on=TODAY, kind="meeting", roles={}, by=bertta),
        lambda: refuse_handover(handover=handover, reason="other_need", by=bertta),
        lambda: withdraw_handover(handover=handover, by=aino),
    ):
        with pytest.raises(AnsweredMeanwhile):
            again()


def test_without_an_answer_the_leads_of_both_look_after_it(
    signed_in, aino, bertta, lead, work_form_b, parent
):
    their_lead = UserFactory()
    AssignmentFactory(user=their_lead, role=Role.LEAD, work_form=work_form_b)
    handover = sent(parent, work_form_b, aino)

    on_the_day = [seen(who) for who in (lead, their_lead, aino)]
    with clock.moved_to(date(2024, 9, 20)):
        late = [seen(who) for who in (lead, their_lead, aino)]
        panels = [signed_in(who).get(url("casework:inbox_panel")).context["inbox"] for who in (aino, lead)]

    assert on_the_day == [[], [("casework.handover", "")], []]
    assert late == [
        [("casework.handover_late", "Lumme")],
        [("casework.handover", ""), ("casework.handover_late", "")],
        [],
    ]
    assert [[row.handover for row in inbox.late] for inbox in panels] == [[handover], [handover]]


def test_the_first_time_moves_what_falls_due_with_it(aino, bertta, work_form_b, parent):
    ProcessTemplateFactory(
        work_form=work_form_b,
        begins="with_episode",
        steps=[{"does": "agree_goals", "trigger": "by_contact", "number": 1}],
    )
    handover = sent(parent, work_form_b, aino)
    accept_handover(handover=handover, first_on=date(2024, 9, 18), kind="meeting", roles={}, by=bertta)

    assert [step.duty.due_on for step in DueStep.objects.filter(voided_at=None)] == [date(2024, 9, 18)]


def test_a_handover_proposes_no_key_worker_and_the_first_time_is_of_the_pair_that_is_named(
    signed_in, aino, bertta, shelter, work_form_b, parent
):
    other = UserFactory(name="Sanni Second")
    AssignmentFactory(user=other, work_form=work_form_b)
    consented(parent, work_form_b)
    there = url("casework:handover", sent(parent, work_form_b, aino, basis="consent"))
    browser = signed_in(bertta)
    given = {"first_on": "2024-09-18", "kind": "meeting", "role_0": "parent"}

    form = browser.get(there).context["form"]
    refused = browser.post(there, given | {"key_worker": str(aino.pk)})
    browser.post(there, given | {"key_worker": str(bertta.pk), "pair_worker": str(other.pk)})

    assert [form["key_worker"].value(), form["pair_worker"].value()] == [None, None]
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["key_worker"])
    episode = Episode.objects.get(work_form=work_form_b)
    assert (episode.key_worker, episode.pair_worker) == (bertta, other)
    assert set(Appointment.objects.get().workers.all()) == {bertta, other}


def test_a_first_time_of_the_work_form_is_nobodys_yet(aino, bertta, work_form_b, parent):
    accept_handover(
        handover=sent(parent, work_form_b, aino),
        first_on=date(2024, 9, 18),
        kind="meeting",
        roles={},
        by=bertta,
    )

    assert list(Appointment.objects.get().workers.all()) == []


def test_undoing_the_episode_lets_the_handover_wait_again(aino, bertta, work_form_b, parent):
    handover = sent(parent, work_form_b, aino)
    episode = accept_handover(
        handover=handover, first_on=date(2024, 9, 18), kind="meeting", roles={}, by=bertta
    )
    hear_answer(handover=handover, by=aino)

    void_episode(episode=episode, by=bertta)

    handover.refresh_from_db()
    assert (handover.state, handover.opened, handover.first_on, handover.heard_at) == (
        "sent",
        None,
        None,
        None,
    )
    assert Appointment.objects.filter(voided_at=None).count() == 0
    assert seen(bertta) == [("casework.handover", "")]


def test_the_home_page_asks_as_much_of_three_as_of_one(signed_in, aino, bertta, work_form_b, parent):
    browser = signed_in(bertta)
    asked = []
    for members in (
        [parent],
        [EpisodeMemberFactory(episode__work_form=parent.episode.work_form) for _ in range(2)],
    ):
        for member in members:
            sent(member, work_form_b, aino)
        with CaptureQueriesContext(connection) as queries:
            inbox = browser.get(url("casework:inbox_panel")).context["inbox"]
        asked.append(len(queries))

    assert (len(inbox.to_answer), asked[0]) == (3, asked[1])


def test_nobody_agrees_that_they_will_not_arrive(signed_in, aino, bertta, work_form_b, parent):
    handover = sent(parent, work_form_b, aino)
    where = url("casework:handover", handover)

    kinds = [key for key, _label in signed_in(bertta).get(where).context["form"].fields["kind"].choices]

    assert "meeting" in kinds
    assert "did_not_arrive" not in kinds
