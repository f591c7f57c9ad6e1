"""The panel of figures on the home page: one's own work forms, else how the whole plan stands."""

import re

import pytest

from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import TargetFactory
from tests.factories.organisation import WorkFormAreaFactory
from tests.reporting.conftest import care

OUTSIDERS = ("director", "board_member", "office", "administrator")


def panel(client):
    return client.get(url("reporting:my_figures_panel"))


def own(response):
    return [(form.key, [row.label for row in rows]) for form, rows in response.context["groups"]]


def test_before_there_is_a_plan_it_says_what_would_be_here(client, aino, signed_in, september):
    response = panel(signed_in(aino))
    assert response.status_code == 200
    assert "Vuodelle 2024 ei ole vielä suunnitelmaa." in response.content.decode()
    assert (response.context["groups"], response.context["attention"]) == ((), ())


def test_a_plan_without_targets_says_so(client, director, signed_in, plan):
    assert panel(signed_in(director)).context["lead"] == "Suunnitelmassa ei ole määrällisiä tavoitteita."


def test_one_sees_the_figures_of_ones_own_work(
    client, aino, bertta, signed_in, people, visits, plan, work_form_a, work_form_b
):
    TargetFactory(plan=plan, work_form=work_form_b, label="Elsewhere", measure="door_visits")
    assert own(panel(signed_in(aino))) == [(work_form_a.key, ["People", "Visits"])]
    assert own(panel(signed_in(bertta))) == [(work_form_b.key, ["Elsewhere"])]


def test_a_worker_whose_work_promises_nothing_sees_the_whole(client, bertta, signed_in, people):
    response = panel(signed_in(bertta))
    assert response.context["groups"] == ()
    assert response.context["lead"].startswith("Vuodesta on kulunut 70\xa0%.")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_whoever_works_in_none_sees_what_needs_attention(
    client, cast, signed_in, people, visits, work_form_a, who
):
    for _ in range(12):
        DoorCountFactory(work_form=work_form_a)
    response = panel(signed_in(cast[who]))
    assert [row.label for row in response.context["attention"]] == ["People"]
    assert not response.context["more"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_small_count_is_kept_back_and_calls_for_nobody(client, cast, signed_in, people, work_form_a, who):
    care(work_form_a, 3)
    response = panel(signed_in(cast[who]))
    assert list(response.context["attention"]) == []
    assert not re.search(r">\s*3\s*<", response.content.decode())


def test_those_who_work_with_them_see_the_small_count(client, aino, signed_in, people, work_form_a):
    care(work_form_a, 3)
    (_form, rows) = panel(signed_in(aino)).context["groups"][0]
    assert [row.said for row in rows] == ["3"]


def test_a_target_that_nothing_counts_says_so(client, aino, signed_in, plan, work_form_a):
    TargetFactory(plan=plan, work_form=work_form_a, label="Uncounted")
    (_form, rows) = panel(signed_in(aino)).context["groups"][0]
    assert [(row.said, row.goes_to) for row in rows] == [
        ("–", "Mikään ei vielä laske tätä määrällistä tavoitetta.")
    ]


def test_of_many_the_first_of_the_plan_are_shown(client, aino, director, signed_in, plan, work_form_a):
    for number in range(14):
        TargetFactory(plan=plan, work_form=work_form_a, order=number, label=f"{number}", aim=900)
    response = panel(signed_in(aino))
    assert own(response) == [(work_form_a.key, [f"{number}" for number in range(12)])]
    assert url("reporting:progress", 2024) + "?show=mine" in response.content.decode()
    response = panel(signed_in(director))
    assert [row.label for row in response.context["attention"]] == [f"{number}" for number in range(12)]
    assert url("reporting:progress", 2024) + "?show=attention" in response.content.decode()


def test_a_unit_to_be_settled_is_marked_and_explained_once(client, director, signed_in, plan, work_form_a):
    note = "Families or people?"
    for _ in range(3):
        TargetFactory(
            plan=plan, work_form=work_form_a, measure="door_visits", is_ambiguous=True, note=note, aim=900
        )
    WorkFormAreaFactory(work_form=work_form_a)
    page = panel(signed_in(director)).content.decode()
    assert (page.count("Yksikkö on selvittämättä."), page.count(note)) == (3, 0)
    page = client.get(url("reporting:progress", 2024)).content.decode()
    assert (page.count("Yksikkö on selvittämättä."), page.count(note)) == (3, 1)


def test_a_stranger_finds_nothing(client, cecilia, signed_in, people):
    assert panel(signed_in(cecilia)).status_code == 404


@pytest.mark.parametrize("who, queries", [("aino", 9), ("board_member", 8)])
def test_more_targets_ask_no_more_queries(
    client, cast, signed_in, people, plan, work_form_a, django_assert_num_queries, who, queries
):
    signed_in(cast[who])
    panel(client)
    with django_assert_num_queries(queries):
        panel(client)
    for _ in range(3):
        TargetFactory(plan=plan, work_form=work_form_a, measure="people_in_care")
    panel(client)
    with django_assert_num_queries(queries):
        panel(client)
