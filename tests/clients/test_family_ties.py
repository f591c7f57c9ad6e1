"""Who is what to whom on any day: parent, guardian, former partner, and who must not contact whom."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.choices import Kinship
from poukama.clients.models import FamilyTie, KnownIn
from poukama.clients.queries import ties_on
from poukama.clients.rules import Action
from poukama.clients.services import ties as services
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, FamilyFactory, FamilyTieFactory, PartyWallFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(work_form_a):
    """A mother and a child of one family, and a father of another, as work form A knows them."""
    home, other = (
        FamilyFactory(code_name=name, search_key=name.lower(), known_in=work_form_a)
        for name in ("Lumme", "Kaisla")
    )
    made = {}
    for who, family, letter in (("mother", home, "A"), ("child", home, "B"), ("father", other, "A")):
        code = f"{family.code_name} {letter}"
        client = ClientFactory(family=family, code_name=code, search_key=code.lower(), known_in=work_form_a)
        made[who] = KnownIn.objects.get(client=client)
    return made


def _add(people, who, kind, whom, by, since=None):
    return services.add_tie(known=people[who], other=people[whom].client, kind=kind, starts_on=since, by=by)


def _said(people, who, user, day=TODAY):
    rows = ties_on(Actor(user, TODAY), people[who], day)
    return [(str(row.tie.kind), str(row.whom), row.warns) for row in rows]


def test_a_tie_is_said_from_both_sides(aino, people):
    _add(people, "mother", Kinship.PARENT, "child", aino)
    (mothers,), (childs,) = (ties_on(Actor(aino, TODAY), people[who], TODAY) for who in ("mother", "child"))
    assert (str(mothers.said), str(mothers.whom)) == ("Vanhempi lapselle", "Lumme B")
    assert (str(childs.said), str(childs.whom)) == ("Lapsi vanhemmalle", "Lumme A")


def test_any_day_is_answered_by_what_is_known_now(aino, people):
    first = _add(people, "father", Kinship.GUARDIAN, "child", aino, date(2019, 3, 14))
    services.end_tie(tie=first, ends_on=date(2024, 3, 13), by=aino)
    _add(people, "mother", Kinship.GUARDIAN, "child", aino, date(2024, 3, 14))
    days = (date(2019, 3, 13), date(2019, 3, 14), date(2024, 3, 13), date(2024, 3, 14), TODAY)
    guardians = [[whom for _kind, whom, _warns in _said(people, "child", aino, day)] for day in days]
    assert guardians == [[], ["Kaisla A"], ["Kaisla A"], ["Lumme A"], ["Lumme A"]]


def test_a_child_of_two_homes_has_ties_to_both(aino, people):
    for parent in ("mother", "father"):
        _add(people, parent, Kinship.PARENT, "child", aino)
    assert [whom for _kind, whom, _warns in _said(people, "child", aino)] == ["Kaisla A", "Lumme A"]


def test_who_must_not_contact_whom_comes_first_and_warns(aino, people):
    _add(people, "mother", Kinship.PARENT, "child", aino)
    _add(people, "father", Kinship.MUST_NOT_CONTACT, "child", aino)
    assert [warns for _kind, _whom, warns in _said(people, "child", aino)] == [True, False]


def test_what_was_recorded_by_mistake_was_never_so_and_is_kept(aino, people):
    tie = _add(people, "father", Kinship.GUARDIAN, "child", aino)
    services.take_tie_back(tie=tie, by=aino)
    assert _said(people, "child", aino) == []
    tie.refresh_from_db()
    assert (tie.voided_by, FamilyTie.objects.count()) == (aino, 1)
    with pytest.raises(services.EndedOrTakenBack):
        services.end_tie(tie=tie, ends_on=TODAY, by=aino)


def test_past_a_wall_nobody_learns_of_the_tie(aino, lead, people):
    _add(people, "father", Kinship.PARENT, "child", aino)
    PartyWallFactory(
        one=(people["child"].client.family, [aino]), other=(people["father"].client.family, [lead])
    )
    assert [_said(people, "child", user) for user in (aino, lead)] == [[], []]


def test_another_work_form_that_knows_them_is_not_told(aino, bertta, people, work_form_b):
    _add(people, "mother", Kinship.PARENT, "child", aino)
    theirs = KnownIn.objects.create(client=people["child"].client, work_form=work_form_b, since_on=TODAY)
    assert ties_on(Actor(bertta, TODAY), theirs, TODAY) == []


def test_what_cannot_be_is_refused(aino, people, work_form_b):
    elsewhere = ClientFactory(known_in=work_form_b)
    for other, since, refusal in (
        (people["mother"].client, None, services.TiedToOneself),
        (elsewhere, None, services.NotKnownHere),
        (people["child"].client, date(2024, 9, 13), services.DayAhead),
    ):
        with pytest.raises(refusal):
            services.add_tie(
                known=people["mother"], other=other, kind=Kinship.PARENT, starts_on=since, by=aino
            )
    tie = _add(people, "mother", Kinship.PARENT, "child", aino, date(2019, 3, 14))
    with pytest.raises(services.TiedAlready):
        _add(people, "mother", Kinship.PARENT, "child", aino)
    with pytest.raises(services.EndsBeforeItBegins):
        services.end_tie(tie=tie, ends_on=date(2019, 3, 13), by=aino)
    with pytest.raises(services.DayAhead):
        services.end_tie(tie=tie, ends_on=date(2024, 9, 13), by=aino)


def test_it_is_recorded_asked_for_and_ended_on_screen(client, aino, people):
    sign_in(client, aino)
    child, there = people["child"], url("clients:ties", people["child"])
    assert "Suhteita ei tunneta." in client.get(there).content.decode()
    sent = {"kind": "sibling", "whom": str(people["mother"].client_id), "starts_on": "2019-03-14"}
    assert client.post(url("clients:add_tie", child), sent).url == there
    assert client.post(url("clients:add_tie", child), sent).url == there
    by_code = {"kind": "must_not_contact", "code_name": " kaisla a ", "starts_on": ""}
    assert client.post(url("clients:add_tie", child), by_code).url == there
    page = client.get(there).content.decode()
    assert ("Sisarus henkilölle" in page, "Kaisla A" in page, FamilyTie.objects.count()) == (True, True, 2)
    before = client.get(there, {"on": "2019-03-13"}).content.decode()
    assert ("Sisarus henkilölle" in before, "Kaisla A" in before) == (False, True)

    tie = FamilyTie.objects.get(kind="sibling")
    assert client.post(url("clients:end_tie", tie), {"ends_on": "2024-09-11"}).url == there
    assert "Sisarus henkilölle" not in client.get(there).content.decode()
    wrong = FamilyTie.objects.get(kind="must_not_contact")
    assert client.post(url("clients:take_tie_back", wrong)).url == there
    assert "Suhteita ei tunneta." in client.get(there).content.decode()
    opened = AuditEvent.objects.filter(action=Action.SEE_TIES, about_id=str(child.client_id))
    assert opened.count() == 5
    others = AuditEvent.objects.filter(action=Action.SEE_TIES).exclude(about_id=str(child.client_id))
    assert set(others.values_list("about_id", flat=True)) == {
        str(people[who].client_id) for who in ("mother", "father")
    }


def test_the_form_that_ends_a_tie_shows_it_and_leaves_a_trace(client, aino, people):
    tie = _add(people, "father", Kinship.MUST_NOT_CONTACT, "child", aino)
    sign_in(client, aino)
    client.get(url("clients:end_tie", tie))
    told = AuditEvent.objects.filter(action=Action.SEE_TIES)
    assert set(told.values_list("about_id", flat=True)) == {
        str(people[who].client_id) for who in ("child", "father")
    }


def test_partners_are_so_from_both_sides_and_once(aino, people):
    _add(people, "mother", Kinship.PARTNER, "father", aino)
    with pytest.raises(services.TiedAlready):
        _add(people, "father", Kinship.PARTNER, "mother", aino)
    _add(people, "mother", Kinship.GUARDIAN, "child", aino)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"code_name": "Nobody 7"}, "code_name"),
        ({"code_name": "Lumme B"}, "code_name"),
        ({"code_name": "x" * 100}, "code_name"),
        ({"starts_on": "2024-09-13", "code_name": "Kaisla A"}, "starts_on"),
        ({"starts_on": "31.2.2024", "code_name": "Kaisla A"}, "starts_on"),
        ({}, "whom"),
    ],
)
def test_bad_input_is_told_at_its_field_and_records_nothing(client, aino, people, sent, field):
    sign_in(client, aino)
    page = client.post(url("clients:add_tie", people["child"]), {"kind": "parent"} | sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert FamilyTie.objects.count() == 0


def test_a_day_that_is_none_is_told_and_today_is_shown(client, aino, people):
    sign_in(client, aino)
    page = client.get(url("clients:ties", people["child"]), {"on": "31.2.2024"})
    assert (page.status_code, page.context["is_today"], bool(page.context["form"].errors)) == (
        200,
        True,
        True,
    )
    assert AuditEvent.objects.filter(action=Action.SEE_TIES).count() == 1


def test_however_many_there_are_it_asks_the_same(aino, people, django_assert_num_queries):
    actor = Actor(aino, TODAY)
    assert actor.held
    for number in (1, 4):
        for _ in range(number):
            FamilyTieFactory(
                work_form=people["child"].work_form,
                client=people["child"].client,
                other=ClientFactory(known_in=people["child"].work_form),
            )
        with django_assert_num_queries(4):
            rows = ties_on(actor, people["child"], TODAY)
        assert len(rows) == FamilyTie.objects.count()


def test_one_is_led_back_to_the_page_one_came_from_and_nowhere_else(client, aino, people):
    sign_in(client, aino)
    for side, who in ((None, "father"), ("other", "child"), ("https://elsewhere.example/", "father")):
        tie = _add(people, "father", Kinship.PARENT, "child", aino)
        query = {} if side is None else {"side": side}
        there = url("clients:end_tie", tie, **query)
        assert f'href="{url("clients:ties", people[who])}"' in client.get(there).content.decode()
        assert client.post(there, {"ends_on": "2024-09-11"}).url == url("clients:ties", people[who])
        taken = client.post(url("clients:take_tie_back", tie, **query))
        assert taken.url == url("clients:ties", people[who])
    _add(people, "father", Kinship.PARENT, "child", aino)
    linked = [
        "?side=other" in client.get(url("clients:ties", people[who])).content.decode()
        for who in ("father", "child")
    ]
    assert linked == [False, True]
