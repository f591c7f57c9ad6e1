"""Inviting people, giving and ending their roles, closing and opening their accounts."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from poukama.access.models import AuditEvent
from poukama.access.rules import Action
from poukama.access.services import invitations
from poukama.access.services import staff as services
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment
from poukama.toolkit import clock
from tests.factories.organisation import AssignmentFactory, PositionFactory, UserFactory

TODAY = date(2024, 5, 6)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def second_administrator(db):
    return AssignmentFactory(role=Role.ADMINISTRATOR, work_form=None).user


def audited(action):
    return list(
        AuditEvent.objects.filter(action=action).order_by("id").values_list("actor", "about_id", "work_form")
    )


def test_an_invited_person_cannot_sign_in_before_choosing_a_password(administrator):
    person = services.invite(
        email=" New@Example.org", name="Uusi Ihminen", initials="UI", language="sv", by=administrator
    )

    assert (person.email, person.language, person.has_usable_password()) == ("new@example.org", "sv", False)
    assert audited(Action.INVITE_PERSON) == [(administrator.pk, str(person.pk), "")]


def test_an_address_belongs_to_one_person(administrator, aino):
    with pytest.raises(services.AddressInUse):
        services.invite(email="AINO@example.org", name="X", initials="X", language="fi", by=administrator)


def test_a_role_is_given_in_each_work_form(administrator, cecilia, work_form_a, work_form_b):
    rows = services.assign(
        person=cecilia,
        role=Role.WORKER,
        work_forms=[work_form_a, work_form_b],
        starts_on=TODAY,
        ends_on=TOMORROW,
        by=administrator,
    )

    assert [(row.work_form, row.starts_on, row.ends_on, row.assigned_by) for row in rows] == [
        (work_form_a, TODAY, TOMORROW, administrator),
        (work_form_b, TODAY, TOMORROW, administrator),
    ]
    assert audited(Action.ASSIGN_ROLE) == [
        (administrator.pk, str(cecilia.pk), "work-form-a"),
        (administrator.pk, str(cecilia.pk), "work-form-b"),
    ]


def test_a_role_without_work_forms_is_held_in_the_whole_association(administrator, cecilia):
    (row,) = services.assign(
        person=cecilia, role=Role.BOARD, work_forms=[], starts_on=TODAY, by=administrator
    )

    assert row.work_form is None


def refused(exception, by, person, **changes):
    values = {"role": Role.BOARD, "work_forms": [], "starts_on": TODAY} | changes
    with pytest.raises(exception):
        services.assign(person=person, by=by, **values)
    assert audited(Action.ASSIGN_ROLE) == []


def test_a_role_that_ends_before_it_starts_is_refused(administrator, cecilia):
    refused(services.EndsBeforeItStarts, administrator, cecilia, ends_on=TODAY - timedelta(days=1))


def test_a_worker_without_a_work_form_is_refused(administrator, cecilia):
    refused(services.NeedsWorkForm, administrator, cecilia, role=Role.WORKER)


def test_nothing_is_given_to_a_closed_account(administrator):
    refused(services.AccountClosed, administrator, UserFactory(is_active=False))


def test_a_position_belongs_to_its_work_forms(administrator, cecilia, work_form_a, work_form_b):
    position = PositionFactory(work_forms=[work_form_a])

    refused(
        services.WorkFormNotOfPosition,
        administrator,
        cecilia,
        role=Role.WORKER,
        work_forms=[work_form_a, work_form_b],
        position=position,
    )
    services.assign(
        person=cecilia,
        role=Role.WORKER,
        work_forms=[work_form_b],
        position=PositionFactory(),
        starts_on=TODAY,
        by=administrator,
    )


@pytest.mark.parametrize(
    "starts_on, ends_on, overlaps",
    [
        (date(2024, 1, 1), date(2024, 2, 29), False),
        (date(2024, 1, 1), date(2024, 3, 1), True),
        (date(2024, 1, 1), None, True),
        (date(2024, 3, 31), None, True),
        (date(2024, 4, 1), None, False),
    ],
)
def test_the_same_role_is_not_given_twice_for_one_day(
    administrator, aino, work_form_b, starts_on, ends_on, overlaps
):
    AssignmentFactory(user=aino, work_form=work_form_b, starts_on=date(2024, 3, 1), ends_on=date(2024, 3, 31))
    change = {"role": Role.WORKER, "work_forms": [work_form_b], "starts_on": starts_on, "ends_on": ends_on}

    if overlaps:
        refused(services.AlreadyAssigned, administrator, aino, **change)
    else:
        assert len(services.assign(person=aino, by=administrator, **change)) == 1


@pytest.mark.parametrize(
    "role, by_others", [(Role.DIRECTOR, True), (Role.ADMINISTRATOR, True), (Role.BOARD, False)]
)
def test_a_role_over_others_is_given_by_somebody_else(administrator, director, role, by_others):
    change = {"person": administrator, "role": role, "work_forms": [], "starts_on": TODAY}
    Assignment.objects.filter(user=administrator).update(ends_on=None)

    if by_others:
        other_day = date(2030, 1, 1)
        Assignment.objects.filter(user=administrator).update(ends_on=date(2024, 12, 31))
        with pytest.raises(services.NotForOneself):
            services.assign(by=administrator, **change | {"starts_on": other_day})
        assert services.assign(by=director, **change | {"starts_on": other_day})
    else:
        assert services.assign(by=administrator, **change)


def test_an_administrator_does_not_give_themself_clients(administrator, work_form_a, monkeypatch):
    monkeypatch.setattr(services.powers, "opens_clients", lambda role: role == Role.WORKER)

    refused(services.NotForOneself, administrator, administrator, role=Role.WORKER, work_forms=[work_form_a])


def test_a_role_ends_on_the_day_given(administrator, aino):
    row = services.end_assignment(assignment=aino.assignments.get(), ends_on=TODAY, by=administrator)

    assert (row.ends_on, row.ended_by) == (TODAY, administrator)
    assert audited(Action.END_ASSIGNMENT) == [(administrator.pk, str(aino.pk), "work-form-a")]


def test_a_role_does_not_end_before_it_began(administrator, aino):
    with pytest.raises(services.EndsBeforeItStarts):
        services.end_assignment(
            assignment=aino.assignments.get(), ends_on=date(2019, 12, 31), by=administrator
        )


def test_what_has_ended_does_not_end_again(administrator, aino):
    row = AssignmentFactory(user=aino, ends_on=TODAY - timedelta(days=1))

    with pytest.raises(services.AlreadyEnded):
        services.end_assignment(assignment=row, ends_on=TODAY, by=administrator)


def test_the_last_administrator_stays(administrator, director, second_administrator):
    own = administrator.assignments.get()
    services.end_assignment(assignment=second_administrator.assignments.get(), ends_on=TODAY, by=director)

    with pytest.raises(services.LastAdministrator):
        services.end_assignment(assignment=own, ends_on=TODAY, by=director)
    with pytest.raises(services.LastAdministrator):
        services.end_all(person=administrator, ends_on=TODAY, by=director)
    UserFactory._meta.model.objects.filter(pk=second_administrator.pk).update(is_active=False)
    with pytest.raises(services.LastAdministrator):
        services.close_account(person=administrator, by=director)


def test_a_closed_administrator_does_not_count(administrator, director, second_administrator):
    services.close_account(person=second_administrator, by=director)

    with pytest.raises(services.LastAdministrator):
        services.end_assignment(assignment=administrator.assignments.get(), ends_on=TODAY, by=director)


def test_one_of_two_administrators_may_go(administrator, director, second_administrator):
    services.end_assignment(assignment=administrator.assignments.get(), ends_on=TODAY, by=director)

    assert administrator.assignments.get().ends_on == TODAY


def test_a_role_that_has_not_begun_is_withdrawn(administrator, aino, work_form_b):
    row = AssignmentFactory(user=aino, work_form=work_form_b, starts_on=TOMORROW)

    services.withdraw_assignment(assignment=row, by=administrator)

    assert aino.assignments.count() == 1
    assert audited(Action.WITHDRAW_ASSIGNMENT) == [(administrator.pk, str(aino.pk), "")]


def test_a_role_that_has_begun_is_not_withdrawn(administrator, aino):
    with pytest.raises(services.HasBegun):
        services.withdraw_assignment(assignment=aino.assignments.get(), by=administrator)


def test_all_roles_end_and_the_later_ones_are_withdrawn(administrator, aino, work_form_b):
    ended = AssignmentFactory(user=aino, ends_on=date(2024, 1, 1))
    AssignmentFactory(user=aino, work_form=work_form_b, starts_on=TOMORROW)

    services.end_all(person=aino, ends_on=TODAY, by=administrator)

    assert {(row.work_form_id, row.ends_on) for row in aino.assignments.all()} == {
        (aino.assignments.get(work_form__key="work-form-a").work_form_id, TODAY),
        (ended.work_form_id, date(2024, 1, 1)),
    }


def test_all_roles_do_not_end_before_one_of_them_began(administrator, aino, work_form_b):
    AssignmentFactory(user=aino, work_form=work_form_b, starts_on=TODAY)

    with pytest.raises(services.EndsBeforeItStarts):
        services.end_all(person=aino, ends_on=TODAY - timedelta(days=1), by=administrator)


def test_a_closed_account_is_shut_on_every_device_and_can_be_opened(administrator, aino):
    services.close_account(person=aino, by=administrator)
    aino.refresh_from_db()
    assert (aino.is_active, aino.session_epoch) == (False, 1)
    with pytest.raises(services.AccountClosed):
        services.close_account(person=aino, by=administrator)

    services.open_account(person=aino, by=administrator)
    aino.refresh_from_db()
    assert aino.is_active
    assert len(audited(Action.CLOSE_ACCOUNT) + audited(Action.OPEN_ACCOUNT)) == 2


def test_a_lost_second_step_is_removed_with_every_session(administrator, aino):
    TOTP.activate(aino, "JBSWY3DPEHPK3PXP")

    services.reset_second_factor(person=aino, by=administrator)

    aino.refresh_from_db()
    assert (Authenticator.objects.count(), aino.session_epoch) == (0, 1)
    assert audited(Action.RESET_SECOND_FACTOR) == [(administrator.pk, str(aino.pk), "")]


@pytest.mark.parametrize("service", ["close_account", "open_account", "reset_second_factor"])
def test_nobody_does_these_to_themself(administrator, service):
    with pytest.raises(services.NotForOneself):
        getattr(services, service)(person=administrator, by=administrator)


def test_an_invitation_is_not_sent_to_whoever_has_signed_in(administrator, aino):
    aino.last_login = clock.now()

    with pytest.raises(invitations.HasSignedIn):
        invitations.note_resending(person=aino, by=administrator)
