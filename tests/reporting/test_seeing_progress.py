"""Everyone who works here or sits on the board sees the plan against what has happened."""

from datetime import date

import pytest

from poukama.reporting.choices import Status
from poukama.reporting.figures import Circle, Withheld, figures_of_year
from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import GoalFactory, PlanFactory, TargetFactory
from tests.factories.organisation import (
    AreaFactory,
    AssignmentFactory,
    PositionFactory,
    WorkFormAreaFactory,
)
from tests.reporting.conftest import care

OUTSIDERS = ("bertta", "director", "board_member", "office", "administrator")
INSIDERS = ("aino", "lead")


def page(client, **query):
    return client.get(url("reporting:progress", 2024, **query))


def rows(response):
    return {
        row.label: row
        for place in response.context["areas"]
        for block in place.work_forms
        for row in block.rows
    }


@pytest.mark.parametrize("who", [*INSIDERS, *OUTSIDERS])
def test_everyone_sees_what_is_not_about_anyone(client, cast, signed_in, people, visits, work_form_a, who):
    DoorCountFactory(work_form=work_form_a)
    assert rows(page(signed_in(cast[who])))["Visits"].said == "1"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_small_counts_of_people_are_kept_back_outside_the_circle(
    client, cast, signed_in, people, work_form_a, who
):
    care(work_form_a, 3)
    response = page(signed_in(cast[who]))
    row = rows(response)["People"]
    assert (row.actual, row.forecast, row.is_withheld) == (None, None, True)
    assert ">3<" not in response.content.decode()


@pytest.mark.parametrize("who", INSIDERS)
def test_those_who_work_with_them_see_small_counts(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 3)
    assert rows(page(signed_in(cast[who])))["People"].said == "3"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_five_are_shown_to_everyone(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 5)
    assert rows(page(signed_in(cast[who])))["People"].said == "5"


def test_a_stranger_finds_nothing(client, cecilia, signed_in, people):
    assert page(signed_in(cecilia)).status_code == 404


def test_a_past_day_does_not_tell_the_difference(client, board_member, signed_in, people, work_form_a):
    """Six in March, eight by May: whoever compared them would learn of two people."""
    care(work_form_a, 6, starts_on=date(2024, 3, 4))
    care(work_form_a, 2, starts_on=date(2024, 5, 6))
    signed_in(board_member)
    assert rows(page(client))["People"].said == "8"
    assert rows(page(client, on="2024-04-30"))["People"].is_withheld


def test_a_past_day_shows_what_can_be_told_apart(client, board_member, signed_in, people, work_form_a):
    care(work_form_a, 6, starts_on=date(2024, 3, 4))
    care(work_form_a, 7, starts_on=date(2024, 5, 6))
    signed_in(board_member)
    assert rows(page(client))["People"].said == "13"
    assert rows(page(client, on="2024-04-30"))["People"].said == "6"
    assert rows(page(client, on="2024-04-11"))["People"].said == "6"


def test_those_inside_see_any_past_day(client, aino, signed_in, people, work_form_a):
    care(work_form_a, 6, starts_on=date(2024, 3, 4))
    care(work_form_a, 2, starts_on=date(2024, 5, 6))
    assert rows(page(signed_in(aino), on="2024-04-30"))["People"].said == "6"


def test_a_group_is_not_given_away_by_a_larger_one(db, board_member, plan, people, work_form_a):
    """Eight people are shown, so that seven of them are parents may not be: the one other would show."""
    parents = TargetFactory(
        plan=plan, work_form=work_form_a, measure="people_in_care", filters={"member_role": "parent"}
    )
    care(work_form_a, 7)
    care(work_form_a, 1, role="child")
    year = figures_of_year(2024, circle=Circle.public())
    assert year is not None
    found = {each.target.id: each.figure for each in year.targets}
    assert found[people.pk].value == 8
    assert found[parents.pk].withheld is Withheld.PROTECTS
    assert found[parents.pk].value is None


def test_groups_that_add_up_are_not_given_away_together(db, plan, people, work_form_a):
    for role in ("parent", "baby"):
        TargetFactory(
            plan=plan, work_form=work_form_a, measure="people_in_care", filters={"member_role": role}
        )
    care(work_form_a, 7)
    care(work_form_a, 6, role="baby")
    care(work_form_a, 2, role="child")
    year = figures_of_year(2024, circle=Circle.public())
    assert year is not None
    assert sorted(each.figure.value or 0 for each in year.targets) == [0, 7, 15]


def test_whoever_knows_one_part_is_not_told_the_other(
    client, aino, board_member, signed_in, plan, people, work_form_a, work_form_b
):
    """Aino knows her own nine: eleven in both work forms would tell her of two in the other."""
    both = [work_form_a.key, work_form_b.key]
    filters = {"work_form": both}
    TargetFactory(plan=plan, work_form=work_form_a, label="Both", measure="people_in_care", filters=filters)
    care(work_form_a, 9)
    care(work_form_b, 2)
    assert rows(page(signed_in(aino)))["Both"].is_withheld
    assert rows(page(client))["People"].said == "9"
    care(work_form_b, 3)
    assert rows(page(client))["Both"].said == "14"


def test_inside_nothing_is_kept_back(db, plan, people, work_form_a, aino):
    TargetFactory(
        plan=plan, work_form=work_form_a, measure="people_in_care", filters={"member_role": "parent"}
    )
    care(work_form_a, 7)
    care(work_form_a, 1, role="child")
    year = figures_of_year(2024, circle=Circle.house())
    assert year is not None
    assert [each.figure.value for each in year.targets] == [8, 7]


def test_the_status_of_a_number_kept_back_says_nothing_of_it(db, plan, work_form_a):
    aims = {"measure": "people_in_care", "filters": {"work_form": work_form_a.key}}
    TargetFactory(plan=plan, work_form=work_form_a, aim=3, code="A", **aims)
    TargetFactory(plan=plan, work_form=work_form_a, aim=0, direction="at_most", code="B", **aims)
    care(work_form_a, 3)
    year = figures_of_year(2024, circle=Circle.public())
    assert year is not None
    assert [each.status for each in year.targets] == [Status.UNKNOWN, Status.OVER]


def test_a_limit_of_nought_is_kept_and_broken(client, aino, signed_in, plan, work_form_a):
    TargetFactory(
        plan=plan,
        work_form=work_form_a,
        label="Visits at most",
        aim=0,
        direction="at_most",
        measure="door_visits",
    )
    WorkFormAreaFactory(work_form=work_form_a)
    signed_in(aino)
    assert rows(page(client))["Visits at most"].looks == "ontrack"
    DoorCountFactory(work_form=work_form_a)
    assert rows(page(client))["Visits at most"].looks == "over"


def test_a_target_that_nothing_counts_says_so(client, aino, signed_in, plan, work_form_a):
    TargetFactory(plan=plan, work_form=work_form_a, label="Uncounted")
    TargetFactory(
        plan=plan, work_form=work_form_a, label="Misfiltered", measure="door_visits", filters={"x": "y"}
    )
    WorkFormAreaFactory(work_form=work_form_a)
    found = rows(page(signed_in(aino)))
    assert (found["Uncounted"].said, found["Uncounted"].actual) == ("–", None)
    assert found["Misfiltered"].looks == "unknown"


def test_a_work_form_in_two_areas_is_counted_once(client, aino, signed_in, people, work_form_a):
    WorkFormAreaFactory(area=AreaFactory(name="Area two"), work_form=work_form_a)
    response = page(signed_in(aino))
    areas = response.context["areas"]
    assert [len(place.work_forms) for place in areas] == [1, 0]
    assert [form.key for form in areas[1].again] == [work_form_a.key]
    assert areas[0].work_forms[0].elsewhere == "Area two"


def test_only_one_area(client, aino, signed_in, people, work_form_a):
    second = AreaFactory(name="Area two")
    WorkFormAreaFactory(area=second, work_form=work_form_a)
    response = page(signed_in(aino), area=second.key)
    assert [(place.area.name, len(place.work_forms)) for place in response.context["areas"]] == [
        ("Area two", 1)
    ]


def test_only_what_needs_attention(client, aino, signed_in, people, visits, work_form_a):
    for _ in range(10):
        DoorCountFactory(work_form=work_form_a)
    assert list(rows(page(signed_in(aino), show="attention"))) == ["People"]


def test_only_ones_own(client, aino, lead, signed_in, people, visits, work_form_a):
    position = PositionFactory()
    AssignmentFactory(user=aino, work_form=work_form_a, position=position)
    type(people).objects.filter(pk=people.pk).update(owner=position)
    assert list(rows(page(signed_in(aino), show="mine"))) == ["People", "Visits"]
    assert list(rows(page(signed_in(lead), show="mine"))) == ["Visits"]


def test_only_one_owner(client, aino, signed_in, people, visits):
    position = PositionFactory()
    type(people).objects.filter(pk=people.pk).update(owner=position)
    assert list(rows(page(signed_in(aino), owner=position.pk))) == ["People"]


def test_only_one_funder(client, aino, signed_in, people, work_form_a):
    type(work_form_a).objects.filter(pk=work_form_a.pk).update(funding={"stea": 100})
    signed_in(aino)
    assert list(rows(page(client, funder="nobody"))) == ["People"]  # not a funder: nothing is chosen


def test_a_year_without_a_plan_says_so(client, aino, signed_in, people):
    assert client.get(url("reporting:progress", 2031)).status_code == 302
    assert signed_in(aino).get(url("reporting:progress", 2031)).status_code == 404


def test_progress_opens_the_year_that_has_a_plan(client, aino, signed_in, september):
    signed_in(aino)
    assert client.get(url("reporting:newest")).status_code == 200
    PlanFactory(year=2023)
    assert client.get(url("reporting:newest")).url == url("reporting:progress", 2023)
    PlanFactory(year=2024)
    assert client.get(url("reporting:newest")).url == url("reporting:progress", 2024)


def test_more_targets_ask_no_more_queries(
    client, aino, signed_in, people, plan, work_form_a, django_assert_num_queries
):
    signed_in(aino)
    page(client)
    with django_assert_num_queries(11):
        page(client)
    for _ in range(2):
        TargetFactory(plan=plan, work_form=work_form_a, measure="people_in_care", goal=GoalFactory(plan=plan))
    page(client)
    with django_assert_num_queries(11):
        page(client)


def test_the_panel_of_a_work_form_shows_its_own_figures(
    client, aino, signed_in, people, visits, work_form_b, plan
):
    TargetFactory(plan=plan, work_form=work_form_b, label="Elsewhere", measure="door_visits")
    DoorCountFactory(work_form=visits.work_form)
    response = signed_in(aino).get(url("reporting:work_form_figures", visits.work_form.key))
    assert [(row.label, row.said) for row in response.context["rows"]] == [("People", "0"), ("Visits", "1")]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_panel_keeps_small_counts_back_too(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 2)
    response = signed_in(cast[who]).get(url("reporting:work_form_figures", work_form_a.key))
    assert [row.is_withheld for row in response.context["rows"]] == [True]


def test_a_work_form_without_targets_says_so(client, aino, signed_in, people, work_form_b):
    response = signed_in(aino).get(url("reporting:work_form_figures", work_form_b.key))
    assert response.context["rows"] == []


def test_the_panel_of_nothing_is_not_found(client, aino, signed_in, people):
    assert signed_in(aino).get(url("reporting:work_form_figures", "nowhere")).status_code == 404
