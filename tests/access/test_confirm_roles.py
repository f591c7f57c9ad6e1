"""A role that opens clients or decides over others is given by one person and confirmed by another."""

import re
from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.queries import waiting_for
from poukama.access.rules import Action
from poukama.access.services import staff as services
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 5, 6)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def alias(administrator):
    """Somebody whom the administrator has invited, and who may be the administrator."""
    return services.invite(
        email="alias@example.org", name="Al Ias", initials="AI", language="fi", by=administrator
    )


def give(person, by, role=Role.WORKER, work_forms=(), **days):
    return services.assign(
        person=person, role=role, work_forms=work_forms, by=by, **{"starts_on": YESTERDAY} | days
    )[0]


def main_of(response):
    main = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def acts(person):
    return [held.role for held in Actor(person, TODAY).held]


def test_an_administrator_opens_no_client_through_an_alias(
    client, administrator, director, alias, work_form_a
):
    episode = EpisodeFactory(work_form=work_form_a)
    row = give(alias, administrator, work_forms=[work_form_a])

    client.force_login(alias)
    assert client.get(url("casework:episode", episode)).status_code == 404
    with pytest.raises(services.ConfirmedByAnother):
        services.confirm_assignment(assignment=row, by=administrator)
    assert acts(alias) == []

    services.confirm_assignment(assignment=row, by=director)
    assert acts(alias) == [Role.WORKER]
    assert client.get(url("casework:episode", episode)).status_code == 200


GIVER_AND_CONFIRMERS = [
    (Role.WORKER, "administrator", {"director"}),
    (Role.LEAD, "administrator", {"director"}),
    (Role.ADMINISTRATOR, "administrator", {"director"}),
    (Role.DIRECTOR, "administrator", {"director", "board_member"}),
    (Role.BOARD, "administrator", {"director", "board_member"}),
    (Role.WORKER, "director", {"administrator", "other_administrator"}),
    (Role.ADMINISTRATOR, "director", {"administrator", "other_administrator"}),
    (Role.DIRECTOR, "director", {"administrator", "other_administrator", "board_member"}),
]


@pytest.mark.parametrize("role, giver, confirmers", GIVER_AND_CONFIRMERS)
def test_two_people_agree_and_one_of_them_answers_for_it(cast, cecilia, work_form_a, role, giver, confirmers):
    cast["other_administrator"] = AssignmentFactory(role=Role.ADMINISTRATOR, work_form=None).user
    row = give(cecilia, cast[giver], role, [work_form_a] if role == Role.WORKER else [])

    assert row.awaits_confirmation
    assert {who for who, user in cast.items() if row in waiting_for(Actor(user, TODAY))} == confirmers
    for who in set(cast) - confirmers:
        with pytest.raises(services.ConfirmedByAnother):
            services.confirm_assignment(assignment=row, by=cast[who])
    assert acts(cecilia) == []


def test_a_role_that_opens_nobody_is_in_force_at_once(administrator, director, cecilia):
    assert not give(cecilia, administrator, Role.OFFICE).awaits_confirmation
    assert acts(cecilia) == [Role.OFFICE]


def test_the_first_of_those_who_answer_waits_for_nobody(administrator, cecilia, aino):
    give(cecilia, administrator, Role.DIRECTOR)
    row = give(aino, administrator, Role.DIRECTOR)

    assert acts(cecilia) == [Role.DIRECTOR]
    assert row.awaits_confirmation


def test_a_director_beside_whom_nobody_looks_after_accounts_gives_roles_alone(director, cecilia, work_form_a):
    assert not give(cecilia, director, work_forms=[work_form_a]).awaits_confirmation


def test_an_administrator_never_gives_them_alone(administrator, cecilia, work_form_a):
    assert give(cecilia, administrator, work_forms=[work_form_a]).awaits_confirmation


def test_a_confirmed_role_begins_on_the_day_it_was_confirmed(administrator, director, cecilia, work_form_a):
    row = services.confirm_assignment(
        assignment=give(cecilia, administrator, work_forms=[work_form_a]), by=director
    )

    assert (row.starts_on, row.confirmed_by, row.awaits_confirmation) == (TODAY, director, False)
    (event,) = AuditEvent.objects.filter(action=Action.CONFIRM_ASSIGNMENT)
    assert (event.actor, event.about_id, event.work_form) == (director.pk, str(cecilia.pk), "work-form-a")
    assert event.detail["given_by"] == administrator.pk
    with pytest.raises(services.ConfirmedByAnother):
        services.confirm_assignment(assignment=row, by=director)


def test_a_later_first_day_stays(administrator, director, cecilia, work_form_a):
    later = TODAY + timedelta(days=9)
    row = give(cecilia, administrator, work_forms=[work_form_a], starts_on=later)

    assert services.confirm_assignment(assignment=row, by=director).starts_on == later


def test_what_has_run_out_or_is_closed_is_not_confirmed(administrator, director, cecilia, work_form_a):
    row = give(cecilia, administrator, work_forms=[work_form_a], ends_on=YESTERDAY)
    with pytest.raises(services.AlreadyEnded):
        services.confirm_assignment(assignment=row, by=director)

    services.close_account(person=cecilia, by=administrator)
    with pytest.raises(services.AccountClosed):
        services.confirm_assignment(assignment=row, by=director)


def test_what_waits_is_withdrawn_and_not_ended(administrator, director, cecilia, work_form_a):
    row = give(cecilia, administrator, work_forms=[work_form_a])
    with pytest.raises(services.NotInForce):
        services.end_assignment(assignment=row, ends_on=TODAY, by=administrator)

    services.withdraw_assignment(assignment=row, by=director)
    give(cecilia, administrator, work_forms=[work_form_a])
    services.end_all(person=cecilia, ends_on=TODAY, by=administrator)

    assert not cecilia.assignments.exists()


def test_one_who_waits_to_be_administrator_does_not_let_the_last_one_go(administrator, director, cecilia):
    give(cecilia, administrator, Role.ADMINISTRATOR)

    with pytest.raises(services.LastAdministrator):
        services.end_all(person=administrator, ends_on=TODAY, by=director)


def test_an_account_opened_again_has_its_roles_confirmed_again(administrator, director, aino, work_form_a):
    old = aino.assignments.get()
    services.close_account(person=aino, by=director)
    services.open_account(person=aino, by=administrator)

    old.refresh_from_db()
    row = aino.assignments.exclude(pk=old.pk).get()
    assert (old.ends_on, old.ended_by, row.starts_on, row.assigned_by) == (
        YESTERDAY,
        administrator,
        TODAY,
        administrator,
    )
    assert acts(aino) == []
    services.confirm_assignment(assignment=row, by=director)
    assert acts(aino) == [Role.WORKER]


def test_a_director_who_was_shut_out_does_not_make_the_next_one_the_first(administrator, director, alias):
    services.close_account(person=director, by=administrator)
    services.open_account(person=director, by=administrator)
    services.withdraw_assignment(
        assignment=director.assignments.get(awaits_confirmation=True), by=administrator
    )

    assert give(alias, administrator, Role.DIRECTOR).awaits_confirmation


def test_whoever_gives_a_role_reads_first_who_confirms_it(
    client, administrator, director, cecilia, work_form_a
):
    client.force_login(administrator)
    data = {"role": "worker", "work_forms": [work_form_a.key], "starts_on": "2024-05-06"}

    shown = client.post(url("access:assign", cecilia), data)
    data["confirmed"] = shown.context["seen"]
    saved = client.post(url("access:assign", cecilia), data, follow=True)

    said = "Voimassa vasta, kun joku muu on vahvistanut sen: Dagmar Director."
    assert said in main_of(shown)
    assert "Rooli odottaa vahvistusta." in saved.content.decode()
    assert "Odottaa vahvistusta" in main_of(saved)


@pytest.mark.parametrize(
    "who, waits", [("director", True), ("board_member", False), ("administrator", False)]
)
def test_it_waits_on_the_home_page_of_whoever_confirms(client, cast, cecilia, work_form_a, who, waits):
    row = give(cecilia, cast["administrator"], work_forms=[work_form_a])
    client.force_login(cast[who])

    home = client.get(url("home"))
    panel = client.get(url("access:waiting_panel"))

    assert (url("access:waiting_panel") in home.content.decode()) == waits
    assert (url("access:confirm_assignment", row) in panel.content.decode()) == waits
    assert bool(panel.content.strip()) == waits


def test_who_it_is_and_what_it_opens_is_read_before_confirming(
    client, administrator, director, alias, work_form_a
):
    row = give(alias, administrator, work_forms=[work_form_a])
    client.force_login(director)

    page = main_of(client.get(url("access:confirm_assignment", row)))
    assert [said in page for said in ("alias@example.org", "Ylva Administrator", "Work form A")] == [True] * 3
    answer = client.post(url("access:confirm_assignment", row))

    assert answer["Location"] == url("home")
    assert acts(alias) == [Role.WORKER]
    assert client.get(url("access:confirm_assignment", row)).status_code == 404


def test_what_ran_out_while_it_was_read_is_told(client, administrator, director, cecilia, work_form_a):
    row = give(cecilia, administrator, work_forms=[work_form_a], ends_on=YESTERDAY)
    client.force_login(director)

    answer = client.post(url("access:confirm_assignment", row))

    assert (answer.status_code, "Rooli on jo päättynyt." in main_of(answer)) == (422, True)


def test_the_director_reads_of_a_second_step_that_was_removed(client, administrator, director, aino):
    services.reset_second_factor(person=aino, by=administrator)
    client.force_login(director)
    assert (
        "Aino Worker: poistanut Ylva Administrator"
        in client.get(url("access:waiting_panel")).content.decode()
    )

    with clock.moved_to(TODAY + timedelta(days=15)):
        assert not client.get(url("access:waiting_panel")).content.strip()


def test_the_panel_costs_the_same_with_one_and_with_three(
    client, administrator, director, cecilia, work_form_a, django_assert_num_queries
):
    client.force_login(director)
    give(cecilia, administrator, work_forms=[work_form_a])
    client.get(url("access:waiting_panel"))
    queries = 5

    with django_assert_num_queries(queries):
        client.get(url("access:waiting_panel"))
    for person in (UserFactory(), UserFactory()):
        give(person, administrator, work_forms=[work_form_a])
    with django_assert_num_queries(queries):
        client.get(url("access:waiting_panel"))
