"""What somebody outside the circle could subtract: frozen figures from each other, and a part from its whole."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.casework.models import Episode, EpisodeMember
from poukama.reporting.figures import Circle, Withheld, figures_of_year
from poukama.reporting.pages import frozen_rows
from tests.conftest import url
from tests.factories.governance import TargetFactory
from tests.factories.reporting import SnapshotFactory
from tests.reporting.conftest import TODAY, care

JANUARY, MARCH = date(2024, 1, 8), date(2024, 3, 4)


@pytest.fixture
def parents(people, plan, work_form_a):
    """At least five parents in care: a part of all the people in care."""
    return TargetFactory(
        plan=plan,
        work_form=work_form_a,
        code="PAR",
        unit="person",
        measure="people_in_care",
        filters={"work_form": work_form_a.key, "member_role": "parent"},
    )


def frozen(target, value, *, ends_on=date(2024, 6, 30)):
    return SnapshotFactory(
        target_code=target.code,
        work_form=target.work_form,
        measure="people_in_care",
        filters={key: [each] for key, each in target.filters.items()},
        unit="person",
        value=value,
        ends_on=ends_on,
    )


@pytest.mark.parametrize("who, sees_both", [("board_member", False), ("aino", True)])
def test_two_frozen_figures_opened_one_by_one_do_not_differ_by_a_few(
    client, cast, signed_in, people, work_form_a, who, sees_both
):
    care(work_form_a, 20)
    pair = [frozen(people, 10), frozen(people, 12, ends_on=date(2024, 7, 31))]
    signed_in(cast[who])

    shown = [client.get(url("reporting:snapshot", each)).context["row"] for each in pair]

    assert [row.is_withheld for row in shown] == ([False, False] if sees_both else [True, False])


def test_what_is_withheld_today_is_withheld_of_what_was_frozen(
    client, board_member, signed_in, people, parents, work_form_a
):
    care(work_form_a, 8, role="parent")
    care(work_form_a, 2, role="child")
    before = frozen(parents, 8)
    signed_in(board_member)

    assert client.get(url("reporting:figure", parents)).context["figure"].withheld is Withheld.PROTECTS
    assert client.get(url("reporting:snapshot", before)).context["row"].is_withheld


@pytest.mark.parametrize("who, told", [("board_member", None), ("aino", 6)])
def test_counted_again_a_frozen_figure_does_not_tell_who_was_recorded_since(
    client, cast, signed_in, people, work_form_a, who, told
):
    care(work_form_a, 6, starts_on=JANUARY)
    care(work_form_a, 14, starts_on=date(2024, 8, 5))
    before = frozen(people, 5)

    context = signed_in(cast[who]).get(url("reporting:snapshot", before)).context

    assert (context["again"] and context["again"].value) == told
    assert context["row"].is_withheld == (told is None)


@pytest.mark.parametrize("who, sees", [("board_member", False), ("aino", True)])
def test_months_of_a_part_are_not_subtracted_from_those_of_its_whole(
    client, cast, people, parents, work_form_a, who, sees
):
    care(work_form_a, 8, starts_on=JANUARY, role="parent")
    care(work_form_a, 2, starts_on=JANUARY, role="child")
    care(work_form_a, 10, starts_on=MARCH, role="child")
    care(work_form_a, 9, starts_on=MARCH, role="parent")

    circle = Circle.of(Actor(cast[who], TODAY))
    now, then = (figures_of_year(2024, circle=circle, as_of=day) for day in (None, date(2024, 1, 31)))

    def of(found):
        return {each.target.code: each.figure for each in found.targets}

    assert (of(now)["PEO"].value, of(now)["PAR"].value) == (29, 17)
    assert (of(now)["PEO"].months[0], of(now)["PAR"].months[0]) == ((10, 8) if sees else (10, None))
    assert (of(then)["PEO"].value, of(then)["PAR"].value) == ((10, 8) if sees else (10, None))


def test_a_part_that_shows_no_months_shows_nothing_frozen(board_member, people, parents, work_form_a):
    care(work_form_a, 8, starts_on=JANUARY, role="parent")
    care(work_form_a, 2, starts_on=JANUARY, role="child")
    care(work_form_a, 10, starts_on=MARCH, role="child")
    care(work_form_a, 9, starts_on=MARCH, role="parent")
    found = figures_of_year(2024, circle=Circle.of(Actor(board_member, TODAY)), only={parents.pk})

    (row,) = frozen_rows([frozen(parents, 8)], found.targets[0].figure)

    assert row.is_withheld


def months_told(client, people, *days):
    """What the figure's page tells of these days, and, on its page of today, of what was frozen."""
    pages = [client.get(url("reporting:figure", people, on=day.isoformat())).context for day in days]
    today = client.get(url("reporting:figure", people)).context
    return [page["figure"].value for page in pages], [row.is_withheld for row in today["frozen"]]


@pytest.mark.parametrize("who, sees", [("board_member", False), ("aino", True)])
@pytest.mark.parametrize("value", [13, 15, 17])
def test_a_past_day_and_what_was_frozen_of_it_do_not_tell_who_was_recorded_late(
    client, cast, signed_in, people, work_form_a, who, sees, value
):
    """Counted on 31 May there were a few less, or more, than that day gives now; today there are many more."""
    care(work_form_a, 15, starts_on=JANUARY)
    care(work_form_a, 20, starts_on=date(2024, 8, 5))
    frozen(people, value, ends_on=date(2024, 5, 31))
    signed_in(cast[who])

    past, withheld = months_told(client, people, date(2024, 5, 31))

    assert past == [15]
    assert withheld == [value != 15 and not sees]


def test_a_frozen_figure_of_the_middle_of_a_month_does_not_tell_of_the_rest_of_it(
    client, board_member, signed_in, people, work_form_a
):
    care(work_form_a, 15, starts_on=JANUARY)
    care(work_form_a, 2, starts_on=date(2024, 5, 20))
    care(work_form_a, 8, starts_on=date(2024, 5, 2))
    care(work_form_a, 20, starts_on=date(2024, 8, 5))
    frozen(people, 23, ends_on=date(2024, 5, 15))
    signed_in(board_member)

    assert months_told(client, people, date(2024, 5, 31)) == ([25], [True])


def test_what_was_recorded_late_between_two_frozen_figures_is_not_told(
    client, board_member, signed_in, people, work_form_a
):
    """Six were recorded late for the days until March, and eight until May: two of them between."""
    care(work_form_a, 20, starts_on=JANUARY)
    care(work_form_a, 20, starts_on=date(2024, 5, 6))
    for value, ends_on in ((14, date(2024, 3, 31)), (32, date(2024, 5, 31))):
        frozen(people, value, ends_on=ends_on)
    signed_in(board_member)

    assert months_told(client, people, date(2024, 3, 31), date(2024, 5, 31)) == ([20, 40], [False, True])


def in_year(work_form, months):
    for at, number in enumerate(months):
        care(work_form, number, starts_on=date(2023, at + 1, 10))


@pytest.mark.parametrize("who, tells", [("board_member", False), ("aino", True)])
def test_a_forecast_does_not_tell_in_which_month_a_single_person_came_the_year_before(
    client, cast, signed_in, people, work_form_a, plan, who, tells
):
    """Two years before that look the same from outside have the same forecast, month by month."""
    in_year(work_form_a, [6, 0, 0, 0, 0, 0, 0, 0, 9, 1, 1, 5])
    care(work_form_a, 12)
    signed_in(cast[who])

    def shown():
        page = client.get(url("reporting:figure", people)).context
        return page["found"].forecast, page["months"]

    before = shown()
    Episode.objects.filter(starts_on=date(2023, 10, 10)).update(starts_on=date(2023, 11, 10))
    EpisodeMember.objects.filter(starts_on=date(2023, 10, 10)).update(starts_on=date(2023, 11, 10))
    assert (shown() != before) == tells
