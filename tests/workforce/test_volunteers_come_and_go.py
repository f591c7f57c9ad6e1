"""A worker brings volunteers in, gives them roles and ends them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from poukama.clients.code_names import is_code_name
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from poukama.workforce.facts import VOLUNTEERS, VOLUNTEERS_STARTED
from poukama.workforce.models import Volunteer, VolunteerRole
from poukama.workforce.services.volunteers import (
    AlreadyEnded,
    AlreadyInRole,
    EndsBeforeStart,
    StartsInFuture,
    StillMatched,
    UnknownRole,
    add_volunteer,
    end_role,
    start_role,
    void_role,
)
from tests.cast import sign_in
from tests.factories.organisation import TermFactory
from tests.factories.workforce import MatchFactory, MatchVolunteerFactory, VolunteerRoleFactory

TODAY = date(2024, 6, 3)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def doula(work_form_a: WorkForm) -> str:
    return TermFactory(list=TermList.VOLUNTEER_ROLE, key="doula", work_forms=[work_form_a]).key


def _counted(year: int) -> tuple[int, int]:
    period = Period.year(year)
    active = VOLUNTEERS.during(period).values("volunteer").distinct().count()
    return active, VOLUNTEERS_STARTED.during(period).values("volunteer").distinct().count()


def test_a_new_volunteer_gets_a_code_name_and_counts(aino: User, work_form_a: WorkForm, doula: str) -> None:
    role = add_volunteer(work_form=work_form_a, role=doula, starts_on=date(2023, 9, 1), by=aino)

    assert is_code_name(role.volunteer.code_name)
    assert _counted(2023) == (1, 1)
    assert _counted(2024) == (1, 0)


def test_a_role_ended_last_year_does_not_count_this_year(
    aino: User, work_form_a: WorkForm, doula: str
) -> None:
    role = add_volunteer(work_form=work_form_a, role=doula, starts_on=date(2023, 2, 1), by=aino)
    end_role(role=role, ends_on=date(2023, 12, 31), by=aino)

    assert _counted(2023) == (1, 1)
    assert _counted(2024) == (0, 0)


def test_a_role_taken_back_never_counts(aino: User, work_form_a: WorkForm, doula: str) -> None:
    role = add_volunteer(work_form=work_form_a, role=doula, starts_on=TODAY, by=aino)
    void_role(role=role, by=aino)
    void_role(role=role, by=aino)

    assert _counted(2024) == (0, 0)


def test_the_same_role_twice_at_a_time_is_refused(aino: User, work_form_a: WorkForm, doula: str) -> None:
    role = add_volunteer(work_form=work_form_a, role=doula, starts_on=date(2024, 2, 1), by=aino)
    with pytest.raises(AlreadyInRole):
        start_role(volunteer=role.volunteer, role=doula, work_form=work_form_a, starts_on=TODAY, by=aino)

    end_role(role=role, ends_on=date(2024, 4, 1), by=aino)
    start_role(volunteer=role.volunteer, role=doula, work_form=work_form_a, starts_on=TODAY, by=aino)

    assert VolunteerRole.objects.count() == 2


def test_a_role_that_has_not_begun_is_refused(aino: User, work_form_a: WorkForm, doula: str) -> None:
    with pytest.raises(StartsInFuture):
        add_volunteer(work_form=work_form_a, role=doula, starts_on=date(2024, 6, 4), by=aino)
    assert not Volunteer.objects.exists()


def test_a_role_of_another_work_form_is_refused(aino: User, work_form_b: WorkForm, doula: str) -> None:
    with pytest.raises(UnknownRole):
        add_volunteer(work_form=work_form_b, role=doula, starts_on=TODAY, by=aino)
    assert not Volunteer.objects.exists()


def test_ending_before_the_start_or_twice_is_refused(aino: User) -> None:
    role = VolunteerRoleFactory(starts_on=date(2024, 3, 1))
    with pytest.raises(EndsBeforeStart):
        end_role(role=role, ends_on=date(2024, 2, 29), by=aino)
    end_role(role=role, ends_on=date(2024, 3, 1), by=aino)
    with pytest.raises(AlreadyEnded):
        end_role(role=role, ends_on=date(2024, 3, 2), by=aino)


def test_a_role_with_a_running_match_stays(aino: User, work_form_a: WorkForm) -> None:
    role = VolunteerRoleFactory(work_form=work_form_a)
    MatchVolunteerFactory(match=MatchFactory(work_form=work_form_a), volunteer=role.volunteer)
    with pytest.raises(StillMatched):
        end_role(role=role, ends_on=TODAY, by=aino)


def test_a_worker_adds_a_volunteer_and_undoes_it(
    client: Client, aino: User, work_form_a: WorkForm, doula: str
) -> None:
    sign_in(client, aino)
    asked = {"role": doula, "starts_on": "2024-06-01", "birth_year": "1980"}

    client.post(reverse("workforce:volunteer_add", args=[work_form_a.key]), asked)

    role = VolunteerRole.objects.get()
    page = client.get(reverse("workforce:volunteer", args=[role.volunteer_id]))
    assert page.context["person"].birth_year == 1980
    client.post(reverse("workforce:role_void", args=[role.pk]))
    assert _counted(2024) == (0, 0)


def test_bad_input_is_told_at_the_field_and_kept(
    client: Client, aino: User, work_form_a: WorkForm, doula: str
) -> None:
    sign_in(client, aino)
    asked = {"role": "", "starts_on": "2024-06-04", "birth_year": "2020"}

    page = client.post(reverse("workforce:volunteer_add", args=[work_form_a.key]), asked)

    assert sorted(page.context["form"].errors) == ["birth_year", "role", "starts_on"]
    assert 'value="2020"' in page.content.decode()
    assert not Volunteer.objects.exists()


def test_ending_with_a_running_match_says_what_to_do(
    client: Client, aino: User, work_form_a: WorkForm
) -> None:
    role = VolunteerRoleFactory(work_form=work_form_a)
    MatchVolunteerFactory(match=MatchFactory(work_form=work_form_a), volunteer=role.volunteer)
    sign_in(client, aino)

    page = client.post(reverse("workforce:role_end", args=[role.pk]), {"ends_on": "2024-06-03"})

    assert len(page.context["form"].non_field_errors()) == 1
    role.refresh_from_db()
    assert role.ends_on is None


OWN = {"aino": 200, "lead": 200}
PAGES = ("volunteer", "role_end", "match_end")


@pytest.mark.parametrize(
    "who", ["aino", "lead", "bertta", "cecilia", "director", "board_member", "office", "administrator"]
)
def test_only_the_work_forms_own_people_open_what_is_theirs(
    client: Client, cast: dict[str, User], work_form_a: WorkForm, work_form_b: WorkForm, who: str
) -> None:
    role = VolunteerRoleFactory(work_form=work_form_a)
    match = MatchVolunteerFactory(match=MatchFactory(work_form=work_form_a), volunteer=role.volunteer).match
    VolunteerRoleFactory(work_form=work_form_b)
    sign_in(client, cast[who])
    urls = (
        reverse("workforce:volunteer", args=[role.volunteer_id]),
        reverse("workforce:role_end", args=[role.pk]),
        reverse("workforce:match_end", args=[match.pk]),
        reverse("workforce:volunteer_add", args=[work_form_a.key]),
        reverse("workforce:match_add", args=[work_form_a.key]),
        reverse("workforce:partnership_add", args=[work_form_a.key]),
    )
    assert {client.get(url).status_code for url in urls} == {OWN.get(who, 404)}
    undo = client.post(reverse("workforce:match_void", args=[match.pk]))
    assert undo.status_code == (302 if who in OWN else 404)


def test_a_list_shows_own_volunteers_at_the_same_cost_however_long(
    client: Client, aino: User, work_form_a: WorkForm, work_form_b: WorkForm
) -> None:
    sign_in(client, aino)
    VolunteerRoleFactory(work_form=work_form_b)
    costs, shown = [], []
    for count in (1, 2):
        VolunteerRoleFactory.create_batch(count, work_form=work_form_a)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("workforce:volunteers"))
        costs.append(len(queries))
        shown.append(len(page.context["page"].rows))
    assert shown == [1, 3]
    assert costs[0] == costs[1]
