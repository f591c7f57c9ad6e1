"""An opposing side is recorded, and the gatekeeper is asked whether a wall is needed; nobody else learns of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.services import open_episode
from poukama.casework.services.opening import MemberIn
from poukama.clients.choices import Kinship, WallSide, WhyWall
from poukama.clients.models import FamilyTie, KnownIn, PartyWall, WallProposal
from poukama.clients.queries import proposals_waiting, ties_on
from poukama.clients.services import ties
from poukama.clients.services.proposing import DecidedMeanwhile, NoReasonGiven, dismiss, propose_wall
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    FamilyTieFactory,
    PartyWallFactory,
    WallProposalFactory,
)
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(work_form_a):
    """A member of a family."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)


@pytest.fixture
def man(work_form_a):
    """The man she fled, a person without a family."""
    return ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)


def _tie(who, kind, whom, by, **days):
    known = KnownIn.objects.get(client=who)
    return ties.add_tie(known=known, other=whom, kind=kind, starts_on=days.get("since"), by=by, **_ends(days))


def _ends(days):
    return {"ends_on": days["until"]} if "until" in days else {}


def _waiting():
    return [(str(row.client), str(row.other), row.why) for row in proposals_waiting()]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Kinship.MUST_NOT_CONTACT, WhyWall.MUST_NOT_CONTACT),
        (Kinship.USED_VIOLENCE, WhyWall.VIOLENCE),
    ],
)
def test_a_tie_of_opposing_sides_proposes_a_wall(aino, mother, man, kind, why):
    _tie(man, kind, mother, aino)
    assert _waiting() == [("Lumme K", "Kaisla", why)]


def test_any_other_tie_proposes_nothing_and_neither_does_one_that_is_over(aino, mother, man):
    _tie(man, Kinship.FORMER_PARTNER, mother, aino)
    _tie(man, Kinship.MUST_NOT_CONTACT, mother, aino, since=date(2023, 1, 1), until=date(2024, 1, 1))
    assert _waiting() == []


def test_it_is_proposed_once_from_whichever_side(aino, saara, mother, man):
    _tie(man, Kinship.MUST_NOT_CONTACT, mother, aino)
    _tie(mother, Kinship.MUST_NOT_CONTACT, man, saara)
    _tie(man, Kinship.USED_VIOLENCE, mother, saara)
    assert len(_waiting()) == 1


def test_nothing_is_proposed_where_a_wall_stands(aino, saara, mother, man, work_form_a):
    PartyWallFactory(one=(mother.family, [aino]), other=(man, [saara]))
    given = {"client": mother, "other": man, "work_form": work_form_a, "by": aino}
    assert propose_wall(why=WhyWall.VIOLENCE, **given) is None
    PartyWall.objects.update(voided_at=clock.now(), voided_by=aino)
    assert propose_wall(why=WhyWall.VIOLENCE, **given) is not None


def test_what_was_dismissed_is_proposed_again_for_another_reason_only(
    aino, gatekeeper, mother, man, work_form_a
):
    given = {"client": man, "other": mother, "work_form": work_form_a, "by": aino}
    proposal = propose_wall(why=WhyWall.VIOLENCE, **given)
    with pytest.raises(NoReasonGiven):
        dismiss(proposal=proposal, because="  ", by=gatekeeper)
    dismiss(proposal=proposal, because="Synthetic reason", by=gatekeeper)
    assert WallProposal.objects.get().dismissed_because == "Synthetic reason"
    assert propose_wall(why=WhyWall.VIOLENCE, **given) is None
    assert propose_wall(why=WhyWall.PROTECTION_ORDER, **given) is not None
    with pytest.raises(DecidedMeanwhile):
        dismiss(proposal=proposal, because="Again", by=gatekeeper)


def test_whoever_has_used_violence_comes_and_is_tied_to_somebody_we_serve(aino, mother, man, work_form_a):
    for key, attributes in (("used", {"used_violence": True}), ("other", {})):
        TermFactory(list=TermList.MEMBER_ROLE, key=key, name=key.title(), attributes=attributes)
    FamilyTieFactory(work_form=work_form_a, client=mother, other=man, kind=Kinship.FORMER_PARTNER)
    third = ClientFactory(code_name="Kataja 2", known_in=work_form_a)
    FamilyTieFactory(work_form=work_form_a, client=mother, other=third, kind=Kinship.FORMER_PARTNER)
    for who, role in ((third, "other"), (man, "used")):
        open_episode(work_form=work_form_a, starts_on=TODAY, members=[MemberIn(who, role)], by=aino)
    assert _waiting() == [("Lumme K", "Kaisla", WhyWall.VIOLENCE)]


@pytest.mark.parametrize("kind", [Kinship.PARTNER, Kinship.FORMER_PARTNER, Kinship.SIBLING])
def test_whoever_came_as_one_who_has_used_violence_is_tied_to_a_partner_later(
    client, aino, mother, man, work_form_a, work_form_b, kind
):
    TermFactory(list=TermList.MEMBER_ROLE, key="used", name="Used", attributes={"used_violence": True})
    TermFactory(list=TermList.MEMBER_ROLE, key="other", name="Other", attributes={})
    third = ClientFactory(code_name="Kataja 2", search_key="kataja 2", known_in=work_form_a)
    for who, role, place in ((man, "used", work_form_b), (third, "other", work_form_a)):
        EpisodeMemberFactory(client=who, role=role, episode__work_form=place)
    sign_in(client, aino)
    known = KnownIn.objects.get(client=mother)
    for other in ("Kaisla", "Kataja 2"):
        sent = {"kind": kind, "code_name": other}
        page = client.post(url("clients:add_tie", known), sent, follow=True).content.decode()
        assert "ehdotettu" not in page
    expected = [] if kind == Kinship.SIBLING else [("Lumme K", "Kaisla", WhyWall.VIOLENCE)]
    assert _waiting() == expected


def test_the_worker_is_told_that_it_was_proposed_and_nobody_else_is(client, aino, saara, mother, man):
    known = KnownIn.objects.get(client=man)
    sign_in(client, aino)
    sent = {"kind": "must_not_contact", "code_name": "Lumme K"}
    answer = client.post(url("clients:add_tie", known), sent, follow=True)
    assert "Muuria on ehdotettu muurien vartijalle." in answer.content.decode()
    seen = [ties_on(Actor(user, TODAY), known, TODAY)[0].is_proposed for user in (aino, saara)]
    assert seen == [True, False]


def test_the_gatekeeper_sets_it_with_the_sides_chosen(client, aino, saara, gatekeeper, mother, man):
    _tie(man, Kinship.USED_VIOLENCE, mother, aino)
    sign_in(client, gatekeeper)
    panel = client.get(url("clients:walls_panel")).content.decode()
    page = client.get(url("clients:walls")).content.decode()
    assert ("1 muuri on ehdotettu." in panel, "Kaisla" in page, "Lumme K" in page) == (True, True, False)

    proposal = WallProposal.objects.get()
    there = client.post(url("clients:take_up_proposal", proposal)).url
    assert there == url("clients:set_wall_workers")
    chosen = {"one": [aino.pk], "other": [saara.pk], "reason": "Synthetic reason"}
    if "Lumme" not in str(client.get(there).context["form"].fields["one"].label):
        chosen |= {"one": [saara.pk], "other": [aino.pk]}
    assert client.post(there, chosen).url == url("clients:walls")
    proposal.refresh_from_db()
    assert (proposal.wall, proposal.decided_by, _waiting()) == (PartyWall.objects.get(), gatekeeper, [])
    assert client.post(url("clients:take_up_proposal", proposal)).status_code == 404


def test_a_wall_that_is_set_by_hand_answers_the_proposal_too(client, aino, saara, gatekeeper, mother, man):
    _tie(man, Kinship.USED_VIOLENCE, mother, aino)
    other = WallProposalFactory(client=man, other=ClientFactory(known_in=[]))
    sign_in(client, gatekeeper)
    client.post(url("clients:set_wall"), {"one": "Lumme", "other": "Kaisla"})
    sent = {"one": [aino.pk], "other": [saara.pk], "reason": "Synthetic reason"}
    client.post(url("clients:set_wall_workers"), sent)
    assert [row.pk for row in proposals_waiting()] == [other.pk]


def test_two_of_one_family_are_parted_first(client, aino, gatekeeper, mother, work_form_a):
    father = ClientFactory(
        family=mother.family, code_name="Lumme B", search_key="lumme b", known_in=work_form_a
    )
    _tie(father, Kinship.USED_VIOLENCE, mother, aino)
    sign_in(client, gatekeeper)
    proposal = WallProposal.objects.get()
    page = client.post(url("clients:take_up_proposal", proposal), follow=True).content.decode()
    assert "Työntekijä erottaa heidät ensin" in page
    assert PartyWall.objects.count() == 0


def test_dismissing_asks_why_and_keeps_what_was_typed(client, gatekeeper, mother, man):
    proposal = WallProposalFactory(client=mother, other=man)
    sign_in(client, gatekeeper)
    page = client.post(url("clients:dismiss_proposal", proposal), {"because": " "})
    assert (page.status_code, list(page.context["form"].errors), len(_waiting())) == (422, ["because"], 1)
    assert (
        client.post(url("clients:dismiss_proposal", proposal), {"because": "Ei tarvita"}).status_code == 302
    )
    assert _waiting() == []


def test_however_many_wait_the_page_asks_the_same(client, gatekeeper):
    sign_in(client, gatekeeper)
    asked = []
    for number in (1, 3):
        for _ in range(number):
            first = ClientFactory()
            WallProposalFactory(client=first, other=ClientFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(url("clients:walls"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_tie_that_was_recorded_before_the_rules_is_still_read(aino, mother, man, work_form_a):
    FamilyTieFactory(work_form=work_form_a, client=mother, other=man, kind=Kinship.USED_VIOLENCE)
    known = KnownIn.objects.get(client=man)
    (row,) = ties_on(Actor(aino, TODAY), known, TODAY)
    assert (row.warns, row.is_proposed, FamilyTie.objects.count()) == (True, False, 1)
    assert WallSide.ONE.opposite == WallSide.OTHER
