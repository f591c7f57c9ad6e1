"""A figure tells what it is; what is behind it is opened only by those who may."""

from datetime import date

import pytest

from poukama.access.models import AuditEvent
from tests.conftest import url
from tests.factories.activities import DoorCountFactory, HeadcountFactory, OccasionFactory
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory
from tests.factories.governance import TargetFactory
from tests.factories.organisation import TermFactory, WorkFormFactory
from tests.reporting.conftest import care

OUTSIDE = ("bertta", "director", "board_member", "office", "administrator")


@pytest.fixture
def roles(db):
    """Words for the roles in care."""
    for key in ("parent", "baby", "child"):
        TermFactory(list="member_role", key=key, name=key.title())


def show(client, target, **query):
    return client.get(url("reporting:figure", target, **query))


@pytest.mark.parametrize("who", ["aino", "lead", *OUTSIDE])
def test_everyone_reads_the_definition(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 6)
    response = show(signed_in(cast[who]), people)
    assert response.status_code == 200
    assert response.context["row"].said == "6"
    assert response.context["measure"].key == "people_in_care"


def test_a_stranger_finds_nothing(client, cecilia, signed_in, people):
    assert show(signed_in(cecilia), people).status_code == 404


def test_a_target_that_does_not_exist_is_not_found(client, aino, signed_in, people):
    assert signed_in(aino).get(url("reporting:figure", people.pk + 1000)).status_code == 404


def test_a_target_of_a_plan_that_was_replaced_is_not_found(client, aino, signed_in, people, plan):
    type(plan).objects.filter(pk=plan.pk).update(state="ended")
    assert show(signed_in(aino), people).status_code == 404


@pytest.mark.parametrize("who", OUTSIDE)
def test_a_small_number_is_nowhere_on_the_page(client, cast, signed_in, people, work_form_a, roles, who):
    care(work_form_a, 3)
    response = show(signed_in(cast[who]), people)
    assert response.context["row"].is_withheld
    assert list(response.context["months"]) == []
    assert list(response.context["breakdowns"]) == []
    assert response.context["figure"].passport.rows == 0


def test_a_breakdown_adds_up_for_those_inside(client, aino, signed_in, people, work_form_a, roles):
    care(work_form_a, 7)
    care(work_form_a, 2, role="baby")
    (found,) = show(signed_in(aino), people).context["breakdowns"]
    assert [(cell.label, cell.said) for cell in found.cells] == [("Parent", "7"), ("Baby", "2")]


def test_a_breakdown_keeps_back_a_small_row_and_the_one_that_protects_it(
    client, board_member, signed_in, people, work_form_a, roles
):
    care(work_form_a, 7)
    care(work_form_a, 6, role="child")
    care(work_form_a, 2, role="baby")
    (found,) = show(signed_in(board_member), people).context["breakdowns"]
    said = {cell.label: (cell.said, cell.is_withheld) for cell in found.cells}
    assert said == {"Parent": ("7", False), "Child": ("peitetty", True), "Baby": ("alle 5", True)}
    assert (found.withholds, found.protects) == (True, True)


def test_a_past_day_has_no_breakdown_outside_the_circle(
    client, board_member, aino, signed_in, people, work_form_a, roles
):
    care(work_form_a, 7)
    care(work_form_a, 6, role="child")
    assert list(show(signed_in(board_member), people, on="2024-04-30").context["breakdowns"]) == []
    assert len(show(signed_in(aino), people, on="2024-04-30").context["breakdowns"]) == 1


def test_the_months_add_up_to_the_figure(client, aino, signed_in, people, work_form_a):
    care(work_form_a, 2, starts_on=date(2023, 6, 1))
    care(work_form_a, 3, starts_on=date(2024, 3, 4))
    columns = [each for each in show(signed_in(aino), people).context["months"] if not each.is_forecast]
    assert [each.value for each in columns] == [2, 0, 3, 0, 0, 0, 0, 0, 0]


def test_small_months_are_kept_back_outside_the_circle(client, board_member, signed_in, people, work_form_a):
    care(work_form_a, 2, starts_on=date(2024, 2, 1))
    care(work_form_a, 6, starts_on=date(2024, 3, 4))
    care(work_form_a, 9, starts_on=date(2024, 6, 4))
    columns = [
        each for each in show(signed_in(board_member), people).context["months"] if not each.is_forecast
    ]
    assert [each.value for each in columns] == [None, None, None, 0, 0, 9, 0, 0, 0]


def test_where_every_month_is_small_a_sentence_says_so_instead_of_an_empty_drawing(
    client, aino, board_member, signed_in, people, work_form_a
):
    for month in (2, 4, 6):
        care(work_form_a, 2, starts_on=date(2024, month, 1))

    assert "pk-months" in show(signed_in(aino), people).content.decode()
    outside = show(signed_in(board_member), people).content.decode()
    assert "pk-months" not in outside
    assert "Kuukausia ei kerrota erikseen" in outside


def test_those_who_gave_no_code_are_told_inside(client, aino, board_member, signed_in, people, work_form_a):
    care(work_form_a, 7)
    EpisodeMemberFactory(episode=EpisodeFactory(work_form=work_form_a), client=ClientFactory(anonymous=True))
    assert show(signed_in(aino), people).context["figure"].passport.unjoinable == 1
    assert show(signed_in(board_member), people).context["figure"].passport.unjoinable == 0


def test_an_estimate_is_marked(client, board_member, signed_in, plan, work_form_a):
    target = TargetFactory(plan=plan, work_form=work_form_a, measure="people_reached")
    occasion = OccasionFactory(work_form=work_form_a)
    HeadcountFactory(occasion=occasion, category="public", people=300, is_estimate=True, basis="seats")
    HeadcountFactory(occasion=occasion, category="partner", people=100)
    figure = show(signed_in(board_member), target).context["figure"]
    assert (figure.mark, figure.value, figure.estimated_share) == ("estimate", 400, 0.75)


def records(client, target, **query):
    return client.get(url("reporting:records", target, **query))


@pytest.mark.parametrize("who", ["aino", "lead"])
def test_those_who_may_read_them_open_the_records(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 2)
    assert len(records(signed_in(cast[who]), people).context["records"]) == 2


@pytest.mark.parametrize("who", [*OUTSIDE, "cecilia"])
def test_nobody_else_opens_the_records_of_people(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 8)
    signed_in(cast[who])
    assert records(client, people).status_code == 404
    if who != "cecilia":
        assert not show(client, people).context["has_records"]


def test_a_worker_of_two_work_forms_sees_only_records_of_their_own(
    client, aino, signed_in, plan, work_form_a, work_form_b
):
    both = TargetFactory(
        plan=plan,
        work_form=work_form_a,
        measure="people_in_care",
        filters={"work_form": [work_form_a.key, work_form_b.key]},
    )
    care(work_form_a, 1)
    care(work_form_b, 6)
    response = records(signed_in(aino), both)
    assert len(response.context["records"]) == 1


def test_the_director_opens_records_that_are_about_nobody(client, director, signed_in, visits):
    DoorCountFactory(work_form=visits.work_form)
    response = records(signed_in(director), visits)
    assert response.status_code in {200, 404}  # 200 once the door describes its records
    assert "is_staff" not in response.content.decode()


def test_opening_records_is_audited_and_a_refusal_is_not(
    client, aino, bertta, signed_in, people, work_form_a
):
    care(work_form_a, 2)
    records(signed_in(bertta), people)
    assert list(AuditEvent.objects.filter(action="reporting.open_records")) == []
    records(signed_in(aino), people)
    (event,) = AuditEvent.objects.filter(action="reporting.open_records")
    assert (event.actor, event.work_form) == (aino.pk, work_form_a.key)
    assert event.detail == {"target": "PEO", "year": 2024, "fact": "casework.members"}


def test_a_page_of_records_after_htmx_is_only_the_records(client, aino, signed_in, people, work_form_a):
    care(work_form_a, 2)
    signed_in(aino)
    fragment = client.get(url("reporting:records", people), headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="records">')
    assert fragment.strip() in records(client, people).content.decode()


def test_more_records_ask_no_more_queries(
    client, aino, signed_in, people, work_form_a, django_assert_num_queries
):
    signed_in(aino)
    care(work_form_a, 1)
    records(client, people)
    records(client, people)
    with django_assert_num_queries(18):
        records(client, people)
    care(work_form_a, 2)
    records(client, people)
    with django_assert_num_queries(18):
        records(client, people)


def rows_of(client, target):
    """What each breakdown says, by its title and row; the numbers that are shown."""
    return {
        found.key: {cell.label: cell.said for cell in found.cells if not cell.is_withheld}
        for found in show(client, target).context["breakdowns"]
    }


@pytest.fixture
def three_places(people, work_form_a, work_form_b, roles):
    """The target counts A, B and C; a worker of A knows what A recorded."""
    work_form_c = WorkFormFactory(key="work-form-c", name="Work form C")
    people.filters = {"work_form": [work_form_a.key, work_form_b.key, work_form_c.key]}
    people.save()
    return work_form_a, work_form_b, work_form_c


def test_a_row_that_the_reader_knows_hides_no_other(client, aino, signed_in, people, three_places):
    """39 in all: whoever knows the 6 of A and reads the 30 of C has the 3 of B."""
    for work_form, number in zip(three_places, (6, 3, 30), strict=True):
        care(work_form, number)

    assert set(rows_of(signed_in(aino), people)["work_form"]) <= {"Work form A"}


def test_a_row_is_hidden_when_the_readers_own_part_leaves_a_few(
    client, aino, board_member, signed_in, people, three_places
):
    """Seven parents in all, four of them in A: whoever knows those has the other three."""
    here, there, _ = three_places
    care(here, 4)
    care(here, 10, role="child")
    care(there, 3)
    care(there, 12, role="child")

    assert rows_of(signed_in(board_member), people)["member_role"] == {"Parent": "7", "Child": "22"}
    assert rows_of(signed_in(aino), people).get("member_role", {}) == {}


@pytest.mark.parametrize("who, told", [("aino", 7), ("board_member", 0)])
def test_how_many_came_twice_is_not_told_by_the_number_of_records(
    client, cast, signed_in, people, work_form_a, who, told
):
    care(work_form_a, 5)
    again = EpisodeMemberFactory(
        episode=EpisodeFactory(
            work_form=work_form_a, starts_on=date(2024, 1, 8), ends_on=date(2024, 2, 8), end_reason="moved"
        ),
        ends_on=date(2024, 2, 8),
    )
    EpisodeMemberFactory(
        episode=EpisodeFactory(
            work_form=work_form_a, family=again.episode.family, starts_on=date(2024, 5, 6)
        ),
        client=again.client,
    )
    context = show(signed_in(cast[who]), people).context

    assert (context["figure"].value, context["figure"].passport.rows) == (6, told)
