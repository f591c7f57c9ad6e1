"""A wall or an order hides a handover, and nobody learns why it waits."""

from datetime import date

import pytest

from poukama.access.models import AuditEvent
from poukama.casework.choices import HandoverState
from poukama.casework.models import Handover
from poukama.casework.services.handing_over import (
    NameTheReceiver,
    refuse_handover,
)
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.casework.handing_over.handovers import SUMMARY, filled, seen, sent, told
from tests.conftest import url
from tests.factories.casework import EpisodeMemberFactory
from tests.factories.clients import (
    FamilyFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    ProtectionReaderFactory,
    SideWorkerFactory,
)
from tests.factories.organisation import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_receiver_beyond_a_wall_never_sees_it_and_the_sender_is_told_nothing(
    signed_in, aino, bertta, work_form_b, parent
):
    PartyWallFactory(one=(parent.episode.family, [aino]), other=(FamilyFactory(), [bertta]))
    open_one = EpisodeMemberFactory(episode__work_form=parent.episode.work_form)
    browser = signed_in(aino)

    answers = [
        browser.post(
            url("casework:hand_over_to", each.episode, work_form_b), filled(each, to_worker=str(bertta.pk))
        )
        for each in (parent, open_one)
    ]
    walled, seen_one = (Handover.objects.get(episode=each.episode) for each in (parent, open_one))
    forms = [
        browser.get(url("casework:hand_over_to", each.episode, work_form_b)).context["form"]
        for each in (parent, open_one)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert forms[0].fields["to_worker"].choices == forms[1].fields["to_worker"].choices
    inbox = signed_in(bertta).get(url("casework:inbox_panel")).context["inbox"]
    assert [row.handover for row in inbox.to_answer] == [seen_one]
    assert signed_in(bertta).get(url("casework:handover", walled)).status_code == 404
    assert seen(bertta) == [("casework.handover", "")]
    with clock.moved_to(date(2024, 9, 20)):
        late = signed_in(aino).get(url("casework:inbox_panel")).context["inbox"].late
    assert {row.handover for row in late} == {walled, seen_one}


def test_the_gatekeeper_is_told_that_nobody_can_answer(
    signed_in, aino, bertta, lead, gatekeeper, work_form_b, parent
):
    open_one = EpisodeMemberFactory(episode__work_form=parent.episode.work_form)
    handover = sent(parent, work_form_b, aino)
    sent(open_one, work_form_b, aino)
    before = told(signed_in(gatekeeper))
    wall = PartyWallFactory(one=(parent.episode.family, [aino]), other=(FamilyFactory(), [bertta]))

    page = signed_in(gatekeeper).get(url("casework:watch_panel")).content.decode()
    after = told(signed_in(gatekeeper))
    others = [told(signed_in(who)) for who in (aino, bertta, lead)]
    named = UserFactory()
    AssignmentFactory(user=named, role=Role.WORKER, work_form=work_form_b)
    SideWorkerFactory(wall=wall, side="one", user=named)

    assert (before, after, others) == ([], ["Lumme"], [[], [], []])
    assert SUMMARY not in page
    assert (told(signed_in(gatekeeper)), Handover.objects.get(pk=handover.pk).state) == ([], "sent")


def test_the_gatekeeper_is_not_told_of_whom_an_order_protects(
    signed_in, aino, bertta, gatekeeper, work_form_b, parent
):
    order = ProtectionOrderFactory(known=KnownIn.objects.get(client=parent.client))
    ProtectionReaderFactory(order=order, user=aino)
    PartyWallFactory(one=(parent.episode.family, [aino]), other=(FamilyFactory(), []))
    sent(parent, work_form_b, aino, to_worker=bertta)

    assert told(signed_in(gatekeeper)) == []


def test_a_wall_around_one_of_those_handed_over_hides_it_whole(signed_in, aino, bertta, work_form_b, parent):
    PartyWallFactory(one=(parent.client, [aino]), other=(FamilyFactory(), []))
    handover = sent(parent, work_form_b, aino)

    assert signed_in(bertta).get(url("casework:handover", handover)).status_code == 404


def test_under_an_order_only_the_one_named_receives_it(
    signed_in, aino, bertta, lead, work_form_b, parent, hidden
):
    colleague = UserFactory()
    AssignmentFactory(user=colleague, role=Role.LEAD, work_form=work_form_b)
    browser, where = signed_in(aino), url("casework:hand_over_to", parent.episode, work_form_b)

    unnamed = browser.post(where, filled(parent))
    with pytest.raises(NameTheReceiver):
        sent(parent, work_form_b, aino)
    browser.post(where, filled(parent, to_worker=str(bertta.pk)))

    handover = Handover.objects.get()
    page = url("casework:handover", handover)
    assert list(unnamed.context["form"].errors) == ["to_worker"]
    assert [signed_in(who).get(page).status_code for who in (bertta, colleague)] == [200, 404]
    assert signed_in(lead).get(where).status_code == 404
    panel = signed_in(lead).get(url("casework:arrival_panel", parent.episode))
    assert (panel.context["sent"], SUMMARY in panel.content.decode()) == ([], False)


def test_nobody_else_withdraws_hears_or_answers(signed_in, cast, work_form_b, parent):
    handover = sent(parent, work_form_b, cast["aino"])
    posts = [
        "casework:withdraw_handover",
        "casework:hear_answer",
        "casework:handover",
        "casework:refuse_handover",
    ]

    statuses = {
        who: [signed_in(cast[who]).post(url(page, handover)).status_code for page in posts]
        for who in ("director", "cecilia")
    }
    statuses["bertta"] = [
        signed_in(cast["bertta"]).post(url(page, handover), {"words": ""}).status_code for page in posts
    ]
    statuses["aino"] = [signed_in(cast["aino"]).post(url(page, handover)).status_code for page in posts[2:]]

    assert statuses == {
        "director": [404] * 4,
        "cecilia": [404] * 4,
        "bertta": [404, 404, 422, 422],
        "aino": [404, 404],
    }
    assert Handover.objects.get().state == HandoverState.SENT


def test_the_trail_says_that_and_not_what(aino, bertta, work_form_b, parent):
    handover = sent(parent, work_form_b, aino)
    refuse_handover(handover=handover, reason="other_need", words="Try elsewhere", by=bertta)

    rows = AuditEvent.objects.filter(action__contains="handover").order_by("id")
    trail = " ".join(str(row) for row in rows.values())
    assert [row.action for row in rows] == ["casework.send_handover", "casework.answer_handover"]
    assert [word for word in (SUMMARY, "Try elsewhere", "Lumme") if word in trail] == []
