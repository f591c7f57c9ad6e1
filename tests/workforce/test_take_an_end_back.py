"""The end of a match, of a task and of a partnership is taken back on the day it was recorded."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from poukama.organisation.choices import TermList
from poukama.organisation.facts import PARTNERSHIPS
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from poukama.workforce.facts import MATCHES_ENDED, VOLUNTEERS
from poukama.workforce.services.matches import AlreadyMatched, end_match, resume_match, start_match
from poukama.workforce.services.partners import (
    AlreadyPartner,
    end_partnership,
    resume_partnership,
    start_partnership,
)
from poukama.workforce.services.volunteers import (
    AlreadyInRole,
    EndedTooLongAgo,
    NotEnded,
    end_role,
    resume_role,
    start_role,
)
from tests.cast import sign_in
from tests.factories.clients import ClientFactory
from tests.factories.organisation import PartnershipFactory, TermFactory
from tests.factories.workforce import MatchFactory, MatchVolunteerFactory, VolunteerRoleFactory

TODAY = date(2024, 6, 3)
TOMORROW = TODAY + timedelta(days=1)
YEAR = Period.year(2024)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def ended(aino: User, work_form_a: WorkForm) -> dict[str, Any]:
    """A match, a task and a partnership that ended today by mistake, each with what takes it back."""
    TermFactory(list=TermList.END_REASON, key="moved", work_forms=[work_form_a])
    TermFactory(list=TermList.VOLUNTEER_ROLE, key="doula", work_forms=[work_form_a])
    match = MatchFactory(work_form=work_form_a, client=ClientFactory(known_in=work_form_a), family=None)
    beside = VolunteerRoleFactory(work_form=work_form_a, role="friend").volunteer
    MatchVolunteerFactory(match=match, volunteer=beside)
    role = VolunteerRoleFactory(work_form=work_form_a, role="doula")
    partnership = PartnershipFactory(work_form=work_form_a)
    return {
        "match": end_match(match=match, ends_on=TODAY, reason="moved", by=aino),
        "role": end_role(role=role, ends_on=TODAY, by=aino),
        "partnership": end_partnership(partnership=partnership, ends_on=TODAY, by=aino),
    }


RESUME: dict[str, Callable[..., Any]] = {
    "match": resume_match,
    "role": resume_role,
    "partnership": resume_partnership,
}


@pytest.mark.parametrize("what", RESUME)
def test_it_goes_on_as_if_it_had_not_ended(aino: User, ended: dict[str, Any], what: str) -> None:
    row = ended[what]
    RESUME[what](**{what: row}, by=aino)
    row.refresh_from_db()
    assert (row.ends_on, row.ended_at, row.ended_by) == (None, None, None)
    if what == "match":
        assert row.volunteers.get().ends_on is None
        assert MATCHES_ENDED.during(YEAR).count() == 0
    with pytest.raises(NotEnded):
        RESUME[what](**{what: row}, by=aino)


@pytest.mark.parametrize("what", RESUME)
def test_on_a_later_day_it_stays_ended(aino: User, ended: dict[str, Any], what: str) -> None:
    with clock.moved_to(TOMORROW), pytest.raises(EndedTooLongAgo):
        RESUME[what](**{what: ended[what]}, by=aino)


def test_what_has_begun_anew_meanwhile_keeps_the_old_one_ended(aino: User, ended: dict[str, Any]) -> None:
    match, role, partnership = ended["match"], ended["role"], ended["partnership"]
    start_match(
        work_form=match.work_form,
        client=match.client,
        volunteers=[match.volunteers.get().volunteer],
        starts_on=TODAY,
        by=aino,
    )
    with pytest.raises(AlreadyMatched):
        resume_match(match=match, by=aino)
    with clock.moved_to(clock.local(TOMORROW)):
        start_role(
            volunteer=role.volunteer, role=role.role, work_form=role.work_form, starts_on=TOMORROW, by=aino
        )
        start_partnership(
            partner=partnership.partner,
            work_form=partnership.work_form,
            kind=partnership.kind,
            starts_on=TOMORROW,
            by=aino,
        )
    with pytest.raises(AlreadyInRole):
        resume_role(role=role, by=aino)
    with pytest.raises(AlreadyPartner):
        resume_partnership(partnership=partnership, by=aino)


def test_figures_as_they_were_known_do_not_know_of_the_ends(ended: dict[str, Any]) -> None:
    before, after = clock.now() - timedelta(hours=1), clock.now()
    next_year = Period.year(2025)
    for row in ended.values():
        type(row).objects.filter(pk=row.pk).update(recorded_at=clock.local(date(2024, 1, 2)))
    assert MATCHES_ENDED.during(YEAR, known_at=before).count() == 0
    assert MATCHES_ENDED.during(YEAR, known_at=after).count() == 1
    role, partnership = ended["role"], ended["partnership"]
    for fact, row in ((VOLUNTEERS, role), (PARTNERSHIPS, partnership)):
        assert not fact.during(next_year, known_at=after).filter(pk=row.pk).exists()
        assert fact.during(next_year, known_at=before).filter(pk=row.pk).exists()


@pytest.mark.parametrize("what", RESUME)
def test_a_worker_takes_it_back_and_whoever_works_elsewhere_cannot(
    client: Client, aino: User, bertta: User, ended: dict[str, Any], what: str
) -> None:
    there = reverse(f"workforce:{what}_resume", args=[ended[what].pk])
    sign_in(client, bertta)
    assert client.post(there).status_code == 404
    sign_in(client, aino)
    assert client.post(there).status_code == 302
    ended[what].refresh_from_db()
    assert ended[what].ends_on is None
    assert client.post(there, follow=True).context["frame"].notices


def test_ending_offers_the_way_back(client: Client, aino: User, work_form_a: WorkForm) -> None:
    role = VolunteerRoleFactory(work_form=work_form_a)
    sign_in(client, aino)
    there = reverse("workforce:role_end", args=[role.pk])
    page = client.post(there, {"ends_on": TODAY.isoformat()}, follow=True)
    (toast,) = page.context["frame"].toasts
    assert toast.undo_url == reverse("workforce:role_resume", args=[role.pk])
