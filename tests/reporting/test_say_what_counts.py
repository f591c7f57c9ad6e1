"""Beside each target of the plan it says by what it is counted: the measure, and what it is narrowed to."""

import re

import pytest

from tests.conftest import url
from tests.factories.governance import (
    FocusAreaFactory,
    FocusIndicatorFactory,
    PlanFactory,
    TargetFactory,
)

OUTSIDERS = ("bertta", "director", "board_member", "office", "administrator")


def said(client, plan, *forms):
    response = client.get(url("reporting:counted_panel", plan), {"of": [form.key for form in forms]})
    assert response.status_code == 200
    found = re.findall(r'<p class="pk-small" id="([^"]+)"[^>]*>(.*?)</p>', response.content.decode(), re.S)
    return {place: " ".join(re.sub("<[^>]+>", "", words).split()) for place, words in found}


@pytest.mark.parametrize("who", ["aino", "lead", *OUTSIDERS])
def test_each_target_says_its_measure_and_filters(
    client, cast, signed_in, plan, people, visits, work_form_a, work_form_b, who
):
    filters = {"work_form": [work_form_a.key, work_form_b.key], "visitor": "child"}
    both = TargetFactory(plan=plan, work_form=work_form_a, measure="door_visits", filters=filters)
    TargetFactory(plan=plan, work_form=work_form_a)
    wrong = TargetFactory(plan=plan, work_form=work_form_a, measure="door_visits", filters={"x": "y"})
    elsewhere = TargetFactory(plan=plan, work_form=work_form_b, measure="door_visits")
    found = said(signed_in(cast[who]), plan, work_form_a)
    assert found == {
        f"counted-{people.pk}": "Mittari: Asiakkaat jaksolla",
        f"counted-{visits.pk}": "Mittari: Käynnit (Kävijä: Aikuinen)",
        f"counted-{both.pk}": "Mittari: Käynnit (Kävijä: Lapsi; Työmuoto: Work form A ja Work form B)",
        f"counted-{wrong.pk}": "Määrällisen tavoitteen mittari ei tunne sen rajausta.",
    }
    assert list(said(client, plan, work_form_b)) == [f"counted-{elsewhere.pk}"]


def test_the_page_of_the_plan_asks_for_its_own_version(client, board_member, signed_in, plan, people):
    draft = PlanFactory(year=2024, version=2)
    copy = TargetFactory(plan=draft, work_form=people.work_form, measure="door_visits")
    signed_in(board_member)
    key = people.work_form.areas.get().key
    page = client.get(url("governance:area", 2024, key) + "?version=2").content.decode()
    asks = re.search(r'hx-get="([^"]*counted[^"]*)"', page)
    assert asks is not None
    assert f'id="counted-{copy.pk}"' in page
    assert f'id="counted-{copy.pk}"' in client.get(asks[1]).content.decode()


def test_each_indicator_says_what_counts_it(client, board_member, signed_in, plan):
    area = FocusAreaFactory(plan=plan)
    counted = FocusIndicatorFactory(focus_area=area, measure="door_visits", filters={"visitor": "child"})
    in_words = FocusIndicatorFactory(focus_area=area)
    signed_in(board_member)
    assert said(client, plan) == {f"followed-{counted.pk}": "Mittari: Käynnit (Kävijä: Lapsi)"}
    page = client.get(url("governance:focus", 2024)).content.decode()
    assert (f"followed-{counted.pk}" in page, f"followed-{in_words.pk}" in page) == (True, False)


def test_a_target_without_a_measure_says_so(client, board_member, signed_in, plan, people):
    none = TargetFactory(plan=plan, work_form=people.work_form)
    key = people.work_form.areas.get().key
    page = signed_in(board_member).get(url("governance:area", 2024, key)).content.decode()
    assert "Ei mittaria: mikään ei vielä laske tätä" in page
    assert f"counted-{none.pk}" not in page


def test_a_plan_that_is_not_there_says_nothing(client, aino, signed_in, plan, work_form_a):
    assert (
        signed_in(aino).get(url("reporting:counted_panel", 999), {"of": work_form_a.key}).content.strip()
        == b""
    )


def test_a_stranger_finds_nothing(client, cecilia, signed_in, plan):
    assert signed_in(cecilia).get(url("reporting:counted_panel", plan)).status_code == 404


def test_more_targets_ask_no_more_queries(
    client, board_member, signed_in, plan, people, visits, django_assert_num_queries
):
    signed_in(board_member)
    said(client, plan, people.work_form)
    with django_assert_num_queries(7):
        said(client, plan, people.work_form)
    for _ in range(3):
        TargetFactory(
            plan=plan,
            work_form=people.work_form,
            measure="people_in_care",
            filters={"work_form": people.work_form.key},
        )
    with django_assert_num_queries(7):
        said(client, plan, people.work_form)
