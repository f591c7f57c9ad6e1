"""A worker matches volunteers with families and children, and ends the matches."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from poukama.clients.models import Client
from poukama.clients.queries import AT_HAND
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from poukama.workforce.facts import MATCHES, MATCHES_ENDED, MATCHES_STARTED
from poukama.workforce.models import Match
from poukama.workforce.services.matches import (
    AlreadyMatched,
    NobodyToMatch,
    NotAVolunteerThen,
    NotKnownHere,
    UnknownReason,
    end_match,
    join_match,
    start_match,
    void_match,
)
from poukama.workforce.services.volunteers import AlreadyEnded, EndsBeforeStart, StartsInFuture
from tests.cast import sign_in
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory
from tests.factories.workforce import MatchFactory, MatchVolunteerFactory, VolunteerRoleFactory

TODAY = date(2024, 6, 3)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def moved(work_form_a: WorkForm) -> str:
    return TermFactory(list=TermList.END_REASON, key="moved", work_forms=[work_form_a]).key


def _child(work_form: WorkForm) -> Client:
    return ClientFactory(family=FamilyFactory(known_in=work_form), known_in=work_form)


def _counted(year: int) -> tuple[int, int, int]:
    return tuple(fact.during(Period.year(year)).count() for fact in (MATCHES, MATCHES_STARTED, MATCHES_ENDED))  # type: ignore[return-value]


def test_a_match_counts_in_the_years_that_it_touches(aino: User, work_form_a: WorkForm, moved: str) -> None:
    volunteer = VolunteerRoleFactory(work_form=work_form_a, starts_on=date(2023, 1, 1)).volunteer
    match = start_match(
        work_form=work_form_a,
        client=_child(work_form_a),
        volunteers=[volunteer],
        starts_on=date(2023, 11, 1),
        by=aino,
    )
    assert (_counted(2023), _counted(2024)) == ((1, 1, 0), (1, 0, 0))

    end_match(match=match, ends_on=date(2024, 2, 1), reason=moved, by=aino)
    assert (_counted(2023), _counted(2024), _counted(2025)) == ((1, 1, 0), (1, 0, 1), (0, 0, 0))
    assert match.volunteers.get().ends_on == date(2024, 2, 1)

    void_match(match=match, by=aino)
    assert (_counted(2023), _counted(2024)) == ((0, 0, 0), (0, 0, 0))


def test_another_volunteer_joins(aino: User, work_form_a: WorkForm) -> None:
    first, second = (VolunteerRoleFactory(work_form=work_form_a).volunteer for _ in range(2))
    match = start_match(
        work_form=work_form_a, client=_child(work_form_a), volunteers=[first], starts_on=TODAY, by=aino
    )

    join_match(match=match, volunteer=second, starts_on=TODAY, by=aino)
    with pytest.raises(AlreadyMatched):
        join_match(match=match, volunteer=second, starts_on=TODAY, by=aino)
    with pytest.raises(EndsBeforeStart):
        join_match(match=match, volunteer=second, starts_on=date(2024, 6, 2), by=aino)

    assert match.volunteers.count() == 2
    assert _counted(2024) == (1, 1, 0)


def test_what_cannot_be_matched_is_refused(aino: User, work_form_a: WorkForm, work_form_b: WorkForm) -> None:
    ours = VolunteerRoleFactory(work_form=work_form_a).volunteer
    theirs = VolunteerRoleFactory(work_form=work_form_b).volunteer
    child, stranger = _child(work_form_a), _child(work_form_b)
    asked = {"work_form": work_form_a, "client": child, "volunteers": [ours], "starts_on": TODAY, "by": aino}

    for change, refusal in (
        ({"volunteers": []}, NobodyToMatch),
        ({"client": None}, NobodyToMatch),
        ({"volunteers": [theirs]}, NotAVolunteerThen),
        ({"client": stranger}, NotKnownHere),
        ({"starts_on": date(2024, 6, 4)}, StartsInFuture),
    ):
        with pytest.raises(refusal):
            start_match(**(asked | change))
    assert not Match.objects.exists()

    start_match(**asked)
    with pytest.raises(AlreadyMatched):
        start_match(**asked)


def test_ending_is_refused_when_it_makes_no_sense(aino: User, work_form_a: WorkForm, moved: str) -> None:
    match = MatchFactory(work_form=work_form_a, starts_on=date(2024, 3, 1))
    for ends_on, reason, refusal in (
        (date(2024, 2, 1), moved, EndsBeforeStart),
        (date(2024, 6, 4), moved, StartsInFuture),
        (TODAY, "bored", UnknownReason),
    ):
        with pytest.raises(refusal):
            end_match(match=match, ends_on=ends_on, reason=reason, by=aino)
    end_match(match=match, ends_on=TODAY, reason=moved, by=aino)
    with pytest.raises(AlreadyEnded):
        end_match(match=match, ends_on=TODAY, reason=moved, by=aino)


def test_a_worker_matches_and_ends_on_screen(
    client: Browser, aino: User, work_form_a: WorkForm, moved: str
) -> None:
    volunteer = VolunteerRoleFactory(work_form=work_form_a).volunteer
    child = _child(work_form_a)
    sign_in(client, aino)
    asked = {"who": f"c{child.pk}", "volunteers": [str(volunteer.pk)], "starts_on": "2024-06-01"}

    client.post(reverse("workforce:match_add", args=[work_form_a.key]), asked)
    match = Match.objects.get()
    assert (match.client, match.family) == (child, child.family)

    page = client.post(
        reverse("workforce:match_end", args=[match.pk]), {"reason": "", "ends_on": "2024-05-01"}
    )
    assert sorted(page.context["form"].errors) == ["reason"]
    client.post(reverse("workforce:match_end", args=[match.pk]), {"reason": moved, "ends_on": "2024-06-02"})
    assert _counted(2024) == (1, 1, 1)


def test_a_whole_family_is_matched_on_screen(client: Browser, aino: User, work_form_a: WorkForm) -> None:
    volunteer = VolunteerRoleFactory(work_form=work_form_a).volunteer
    family = FamilyFactory(known_in=work_form_a)
    sign_in(client, aino)
    asked = {"who": f"f{family.pk}", "volunteers": [str(volunteer.pk)], "starts_on": "2024-06-01"}

    client.post(reverse("workforce:match_add", args=[work_form_a.key]), asked)

    match = Match.objects.get()
    assert (match.client, match.family) == (None, family)


def test_whoever_is_not_at_hand_is_searched_for_and_what_was_chosen_stays(
    client: Browser, aino: User, work_form_a: WorkForm, work_form_b: WorkForm
) -> None:
    VolunteerRoleFactory(work_form=work_form_a)
    chosen = FamilyFactory(code_name="Aalto", search_key="aalto", known_in=work_form_a)
    family = FamilyFactory(code_name="Vuokko", search_key="vuokko", known_in=work_form_a)
    child = ClientFactory(family=family, code_name="Vuokko K", search_key="vuokko k", known_in=work_form_a)
    for _ in range(AT_HAND):
        FamilyFactory(known_in=work_form_a)
    FamilyFactory(code_name="Vuokko 2", search_key="vuokko 2", known_in=work_form_b)
    sign_in(client, aino)
    address = reverse("workforce:match_add", args=[work_form_a.key])
    at_hand = [value for value, _label in client.get(address).context["form"].fields["who"].choices]
    asked = {"q": "vuok", "who": f"f{chosen.pk}"}

    part = client.post(address, asked, headers={"HX-Request": "true"})
    whole = client.post(address, asked)

    assert len(at_hand) == AT_HAND
    assert f"f{family.pk}" not in at_hand
    for page in (part, whole):
        form = page.context["form"]
        assert [label for _value, label in form.fields["who"].choices] == ["Aalto", "Vuokko", "Vuokko K"]
        assert form["who"].value() == f"f{chosen.pk}"
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert Match.objects.count() == 0
    assert child.code_name in part.content.decode()


def test_a_search_without_a_find_says_what_to_do(client: Browser, aino: User, work_form_a: WorkForm) -> None:
    VolunteerRoleFactory(work_form=work_form_a)
    FamilyFactory(known_in=work_form_a)
    sign_in(client, aino)
    page = client.post(
        reverse("workforce:match_add", args=[work_form_a.key]), {"q": "zzz"}, headers={"HX-Request": "true"}
    )
    assert page.context["many"] == 0
    assert 'class="pk-soft"' in page.content.decode()


def test_nobody_to_match_is_said(client: Browser, aino: User, work_form_a: WorkForm) -> None:
    sign_in(client, aino)
    page = client.get(reverse("workforce:match_add", args=[work_form_a.key]))
    assert (page.context["form"].near, page.context["form"].volunteers) == ({}, {})


def test_a_list_shows_own_matches_at_the_same_cost_however_long(
    client: Browser, aino: User, work_form_a: WorkForm, work_form_b: WorkForm
) -> None:
    sign_in(client, aino)
    MatchVolunteerFactory(match=MatchFactory(work_form=work_form_b))
    client.get(reverse("workforce:matches"))  # the audit trail's first event costs more than the next ones
    costs, shown = [], []
    for count in (1, 2):
        for _ in range(count):
            MatchVolunteerFactory(match=MatchFactory(work_form=work_form_a))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("workforce:matches"))
        costs.append(len(queries))
        shown.append(len(page.context["page"].rows))
    assert shown == [1, 3]
    assert costs[0] == costs[1]
