"""An unborn child has a due day, is born in one step without anything typed again, or is not; nobody counts them."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.casework.facts import MEMBERS
from poukama.casework.models import EpisodeMember
from poukama.casework.queries import due_rows, who_can_expect
from poukama.casework.services import MemberIn, NotBornYet, SomethingHangsOnIt, open_episode, record_contact
from poukama.casework.services.birth import TooManyAtOnce, record_birth, take_birth_back
from poukama.clients.choices import Kinship, Outcome
from poukama.clients.models import Client, Expecting, FamilyTie, KnownIn
from poukama.clients.queries import birthday_told, expected_in, is_known_in, known_clients
from poukama.clients.rules import Action
from poukama.clients.services import expecting as services
from poukama.clients.services.kinship import TooYoungToBeParent
from poukama.organisation.choices import Identification
from poukama.organisation.models import Term
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
    ExpectingFactory,
    FamilyFactory,
    IdentityFactory,
    PartyWallFactory,
)
from tests.oracle.records import all_records
from tests.oracle.recount import recount

TODAY = date(2024, 9, 12)
DUE = date(2025, 1, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(work_form_a, words):
    """A mother of sixteen, of a family in care."""
    Term.objects.filter(key="baby").update(attributes={"icon": "baby"})
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return ClientFactory(
        family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a, birth_year=2008
    )


@pytest.fixture
def episode(aino, mother, work_form_a):
    """Her family's episode, whose key worker is Aino."""
    episode = EpisodeFactory(
        work_form=work_form_a, family=mother.family, starts_on=date(2024, 9, 2), key_worker=aino
    )
    EpisodeMemberFactory(episode=episode, client=mother, role="parent", starts_on=episode.starts_on)
    return episode


def _expect(mother, by, due_on=DUE, work_form=None):
    known = KnownIn.objects.filter(client=mother).order_by("pk")
    return services.expect(
        known=known.get(work_form=work_form) if work_form else known.get(), due_on=due_on, by=by
    )


def _seen(user, episode, day=TODAY):
    rows = expected_in(Actor(user, TODAY), episode.work_form, episode.family, episode.client, day)
    return [(str(row.expecting.client)[:5], row.due_on, row.is_going_on) for row in rows]


def _people(year=2024, **filters):
    """How many people were in care, by the fact and by the independent counter; they must agree."""
    rows = MEMBERS.during(Period.year(year)).filter(MEMBERS.filtered(filters))
    counted = rows.values("client").distinct().count()
    asked = {"work_form": "work-form-a"} | filters
    first = EpisodeMember.objects.first()
    asked["work_form"] = first.episode.work_form.key if first else ""
    again = recount(all_records(), "people_in_care", asked, date(year, 1, 1), date(year, 12, 31))
    assert counted == again
    return counted


def test_the_unborn_is_a_client_of_the_family_with_a_due_day(aino, mother, episode):
    expecting = _expect(mother, aino)
    child = expecting.client
    assert (child.family, child.is_unborn, child.birth_year) == (mother.family, True, None)
    assert child.code_name.startswith("Lumme ")
    tie = FamilyTie.objects.get()
    assert (tie.client, tie.kind, tie.other) == (mother, Kinship.PARENT, child)
    assert _seen(aino, episode) == [("Lumme", DUE, True)]


def test_one_without_a_family_expects_too(aino, work_form_a, words):
    alone = ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    child = _expect(alone, aino).client
    assert (child.family, child.came_with, child.is_unborn) == (None, alone, True)


@pytest.mark.parametrize("days", [-60, 0, 300])
def test_a_due_day_that_can_be_is_welcome(aino, mother, days):
    assert _expect(mother, aino, TODAY + timedelta(days=days)).due_on


@pytest.mark.parametrize("days", [-61, 301, 730])
def test_a_due_day_that_cannot_be_is_refused(aino, mother, days):
    with pytest.raises(services.DueDayNotPossible):
        _expect(mother, aino, TODAY + timedelta(days=days))
    assert Client.objects.filter(is_unborn=True).count() == 0


def test_neither_a_small_child_nor_an_unborn_one_expects(aino, mother, work_form_a, episode):
    child = ClientFactory(family=mother.family, birth_year=2020, known_in=work_form_a)
    unborn = _expect(mother, aino).client
    for who in (child, unborn):
        with pytest.raises(services.CannotExpect):
            _expect(who, aino)
    EpisodeMemberFactory(episode=episode, client=child, role="baby")
    assert [each.client for each in who_can_expect(Actor(aino, TODAY), episode)] == [mother]


def test_the_unborn_takes_no_part_and_is_offered_nowhere(aino, mother, episode, work_form_a):
    before = _people()
    child = _expect(mother, aino).client
    with pytest.raises(NotBornYet):
        open_episode(work_form=work_form_a, starts_on=TODAY, members=[MemberIn(child, "baby")], by=aino)
    assert child not in known_clients(Actor(aino, TODAY), work_form_a)
    assert not is_known_in(work_form_a, client=child)
    assert (_people(), _people(member_role=["baby"])) == (before, 0)


def test_a_birth_is_one_step_and_counts_from_the_birthday(aino, mother, episode):
    expecting = _expect(mother, aino)
    with clock.moved_to(date(2025, 1, 18)):
        (member,) = record_birth(
            episode=episode, expecting=expecting, born_on=date(2025, 1, 17), role="baby", by=aino
        )
    child = Client.objects.get(pk=expecting.client_id)
    assert (child.birth_year, child.is_unborn, child.code_name) == (2025, False, expecting.client.code_name)
    assert (member.client, member.starts_on) == (child, date(2025, 1, 17))
    assert FamilyTie.objects.filter(voided_at=None, client=mother, other=child).count() == 1
    assert _seen(aino, episode) == []
    assert birthday_told(KnownIn.objects.get(client=child)) == date(2025, 1, 17)
    assert (_people(member_role=["baby"]), _people(2025, member_role=["baby"])) == (0, 1)


def test_of_twins_whom_nobody_expected_one_more_is_added(aino, mother, episode):
    expecting = _expect(mother, aino, TODAY)
    with pytest.raises(TooManyAtOnce):
        record_birth(episode=episode, expecting=expecting, born_on=TODAY, role="baby", by=aino, children=5)
    members = record_birth(
        episode=episode, expecting=expecting, born_on=TODAY, role="baby", by=aino, children=2
    )
    assert len({each.client.code_name for each in members}) == 2
    assert FamilyTie.objects.filter(client=mother, kind=Kinship.PARENT).count() == 2
    assert _people(member_role=["baby"]) == 2


@pytest.mark.parametrize("born_on", [TODAY + timedelta(days=1), TODAY - timedelta(days=200)])
def test_a_birthday_that_cannot_be_is_refused_and_changes_nothing(aino, mother, episode, born_on):
    expecting = _expect(mother, aino, TODAY)
    with pytest.raises(services.BirthdayNotPossible):
        record_birth(episode=episode, expecting=expecting, born_on=born_on, role="baby", by=aino)
    assert (_seen(aino, episode), EpisodeMember.objects.count()) == ([("Lumme", TODAY, True)], 1)


def test_a_mother_whose_birth_year_was_mistyped_is_asked_about(aino, mother, episode):
    expecting = _expect(mother, aino, TODAY)
    Client.objects.filter(pk=mother.pk).update(birth_year=2020)
    with pytest.raises(TooYoungToBeParent):
        record_birth(episode=episode, expecting=expecting, born_on=TODAY, role="baby", by=aino)


def test_a_birth_is_taken_back_the_same_day_unless_something_hangs_on_it(aino, mother, episode):
    expecting = _expect(mother, aino, TODAY)
    (member,) = record_birth(episode=episode, expecting=expecting, born_on=TODAY, role="baby", by=aino)
    contact = record_contact(episode=episode, kind="meeting", happened_on=TODAY, by=aino, present=[member])
    with pytest.raises(SomethingHangsOnIt):
        take_birth_back(episode=episode, expecting=expecting, by=aino)
    contact.voided_at, contact.voided_by = clock.now(), aino
    contact.save()
    take_birth_back(episode=episode, expecting=expecting, by=aino)
    assert _seen(aino, episode) == [("Lumme", TODAY, True)]
    assert _people(member_role=["baby"]) == 0
    record_birth(episode=episode, expecting=expecting, born_on=TODAY, role="baby", by=aino)
    with clock.moved_to(TODAY + timedelta(days=1)), pytest.raises(services.TooLateToTakeBack):
        take_birth_back(episode=episode, expecting=expecting, by=aino)


def test_a_loss_ends_what_would_remind_and_can_be_taken_back_any_day(aino, mother, episode):
    expecting = _expect(mother, aino, TODAY + timedelta(days=5))
    assert len(due_rows(Actor(aino, TODAY), TODAY)) == 1
    with pytest.raises(services.EndDayNotPossible):
        services.lost(expecting=expecting, ended_on=TODAY + timedelta(days=1), by=aino)
    services.lost(expecting=expecting, ended_on=TODAY, by=aino)
    assert due_rows(Actor(aino, TODAY), TODAY) == []
    assert [going_on for _code, _due, going_on in _seen(aino, episode)] == [False]
    assert _people(member_role=["baby"]) == 0
    with pytest.raises(services.EndedMeanwhile):
        record_birth(episode=episode, expecting=expecting, born_on=TODAY, role="baby", by=aino)
    with clock.moved_to(TODAY + timedelta(days=30)):
        take_birth_back(episode=episode, expecting=expecting, by=aino)
    assert [going_on for _code, _due, going_on in _seen(aino, episode)] == [True]


def test_a_corrected_due_day_keeps_the_former(aino, mother, episode):
    former = _expect(mother, aino)
    services.correct_due_day(expecting=former, due_on=date(2025, 2, 1), by=aino)
    former.refresh_from_db()
    assert (former.voided_by, former.due_on) == (aino, DUE.isoformat())
    assert _seen(aino, episode) == [("Lumme", date(2025, 2, 1), True)]
    with pytest.raises(services.EndedMeanwhile):
        services.correct_due_day(expecting=former, due_on=DUE, by=aino)


def test_another_work_form_is_told_its_own_and_a_loss_reminds_nowhere(
    aino, bertta, mother, episode, work_form_b
):
    KnownIn.objects.create(client=mother, work_form=work_form_b, since_on=TODAY)
    KnownIn.objects.create(family=mother.family, work_form=work_form_b, since_on=TODAY)
    there = EpisodeFactory(work_form=work_form_b, family=mother.family, starts_on=TODAY, key_worker=bertta)
    ours = _expect(mother, aino, work_form=episode.work_form)
    assert _seen(bertta, there) == []
    theirs = _expect(mother, bertta, TODAY + timedelta(days=9), work_form=work_form_b)
    assert (theirs.client, Client.objects.filter(is_unborn=True).count()) == (ours.client, 1)
    assert len(due_rows(Actor(bertta, TODAY), TODAY)) == 1
    services.lost(expecting=ours, ended_on=TODAY, by=aino)
    theirs.refresh_from_db()
    assert (due_rows(Actor(bertta, TODAY), TODAY), _seen(bertta, there), theirs.outcome) == ([], [], "")


def test_past_a_wall_nobody_learns_of_the_child(aino, lead, mother, episode, work_form_a):
    _expect(mother, aino)
    man = ClientFactory(known_in=work_form_a)
    PartyWallFactory(one=(mother.family, [aino]), other=(man, [lead]))
    assert [len(_seen(user, episode)) for user in (aino, lead)] == [1, 0]


def test_the_key_worker_is_reminded_within_a_month_and_after(aino, lead, mother, episode):
    _expect(mother, aino, TODAY + timedelta(days=40))
    for days, rows in ((0, 0), (10, 1), (45, 1)):
        day = TODAY + timedelta(days=days)
        assert len(due_rows(Actor(aino, TODAY), day)) == rows
    assert due_rows(Actor(lead, TODAY), TODAY + timedelta(days=45)) == []


def test_however_many_are_due_it_asks_the_same(aino, mother, episode, django_assert_num_queries):
    actor = Actor(aino, TODAY)
    assert actor.held
    for number in (1, 3):
        for _ in range(number):
            ExpectingFactory(
                work_form=episode.work_form,
                mother=mother,
                client=ClientFactory(family=mother.family, is_unborn=True, known_in=episode.work_form),
                due_on=TODAY.isoformat(),
            )
        with django_assert_num_queries(3):
            rows = due_rows(actor, TODAY)
        assert len(rows) == Expecting.objects.count()


def test_it_is_recorded_corrected_and_born_on_screen(client, aino, mother, episode):
    sign_in(client, aino)
    page = url("casework:episode", episode)
    known = KnownIn.objects.get(client=mother)
    add = f"{page}expecting/"
    bad = client.post(add, {"mother": known.pk, "due_on": "2027-01-01"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["due_on"])
    assert "2027-01-01" in bad.content.decode()
    assert client.post(add, {"mother": known.pk, "due_on": "2024-09-20"}).url == page
    said = client.get(page).content.decode()
    assert ("Syntymätön" in said, "laskettu aika 20.9.2024" in said) == (True, True)
    assert "laskettu aika 20.9.2024" in client.get(url("casework:due_panel")).content.decode()

    row = Expecting.objects.get()
    assert client.post(f"{add}{row.pk}/due/", {"due_on": "2024-09-14"}).url == page
    row = Expecting.objects.get(voided_at=None)
    early = client.post(f"{add}{row.pk}/born/", {"born_on": "2024-02-01", "children": 1, "role": "baby"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["born_on"])
    sent = {"born_on": "2024-09-11", "children": "1", "role": "baby"}
    assert client.post(f"{add}{row.pk}/born/", sent).url == page
    assert client.post(f"{add}{row.pk}/born/", sent).status_code == 404
    said = client.get(page).content.decode()
    assert ("s. 2024" in said or "2024" in said, "Syntymätön" in said) == (True, False)
    assert client.post(f"{add}{row.pk}/back/").url == page
    assert "Syntymätön" in client.get(page).content.decode()


def test_of_a_mother_whose_told_birthday_says_that_she_is_small_no_day_is_corrected(
    client, aino, mother, episode
):
    row = _expect(mother, aino)
    Client.objects.filter(pk=mother.pk).update(birth_year=None)
    IdentityFactory(client=mother, work_form=episode.work_form, born_on="2018-03-14")
    sign_in(client, aino)
    add = f"{url('casework:episode', episode)}expecting/"
    page = client.post(f"{add}{row.pk}/due/", {"due_on": "2025-01-10"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["due_on"])
    known = KnownIn.objects.get(client=mother)
    page = client.post(add, {"mother": known.pk, "due_on": "2025-01-10"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["mother"])
    row.refresh_from_db()
    assert (row.voided_at, row.due_on, Expecting.objects.count()) == (None, DUE.isoformat(), 1)


def test_a_loss_on_screen_is_quiet(client, aino, mother, episode):
    row = _expect(mother, aino, TODAY)
    sign_in(client, aino)
    page = url("casework:episode", episode)
    assert client.post(f"{page}expecting/{row.pk}/ended/", {"ended_on": "2024-09-12"}).url == page
    said = client.get(page).content.decode()
    assert ("Odotus päättyi 12.9.2024." in said, str(row.client) in said, "laskettu" in said) == (
        True,
        False,
        False,
    )
    row.refresh_from_db()
    assert row.outcome == Outcome.LOST
    assert client.post(f"{page}expecting/{row.pk}/back/").url == page
    assert "Syntymätön" in client.get(page).content.decode()


def test_the_name_is_told_later_and_the_birthday_stands_there_already(
    client, aino, mother, episode, work_form_a
):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    expecting = _expect(mother, aino, TODAY)
    record_birth(episode=episode, expecting=expecting, born_on=date(2024, 9, 10), role="baby", by=aino)
    sign_in(client, aino)
    known = KnownIn.objects.get(client=expecting.client)
    form = client.get(url("clients:name_client", known)).context["form"]
    assert form["born_on"].value() == date(2024, 9, 10)


def test_a_colleague_of_another_work_form_gets_nothing(client, bertta, aino, mother, episode):
    row = _expect(mother, aino)
    sign_in(client, bertta)
    base = f"{url('casework:episode', episode)}expecting/"
    asked = [base, *(f"{base}{row.pk}/{what}/" for what in ("due", "born", "ended", "back"))]
    assert [client.post(address).status_code for address in asked] == [404] * 5
    assert Actor(aino, TODAY).held
    assert Action.EXPECT
