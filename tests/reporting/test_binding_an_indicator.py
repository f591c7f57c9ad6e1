"""What counts an indicator of a focus area is chosen on screen, as for a target; the director decides."""

from datetime import date

import pytest

from poukama.governance.models import Plan, PlanChange
from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import FocusAreaFactory, FocusIndicatorFactory
from tests.factories.organisation import AssociationFactory

NEW = {"measure": "door_visits", "filter-visitor": "child"}


@pytest.fixture
def indicator(plan):
    """How often somebody was there: followed in words."""
    AssociationFactory()
    return FocusIndicatorFactory(focus_area=FocusAreaFactory(plan=plan, key="there"))


def test_the_page_of_the_focus_areas_leads_there(
    client, director, lead, board_member, signed_in, plan, indicator
):
    there = url("reporting:bind_indicator", indicator)
    focus = url("governance:focus", 2024)
    assert there in signed_in(director).get(focus).content.decode()
    for other in (lead, board_member):
        assert there not in signed_in(other).get(focus).content.decode()


def test_numbers_are_seen_before_it_is_saved(client, director, signed_in, indicator, work_form_a):
    for day in (date(2023, 2, 1), date(2024, 2, 1), date(2024, 2, 2)):
        DoorCountFactory(work_form=work_form_a, happened_on=day, visitor="child")
    response = signed_in(director).get(url("reporting:bind_indicator", indicator), NEW)
    assert [each["said"] for each in response.context["previews"]] == ["1", "2"]
    indicator.refresh_from_db()
    assert indicator.measure == ""


def test_what_counts_it_is_saved_and_shown_as_a_change(client, director, signed_in, indicator):
    sent = NEW | {"reason": "Counted since spring"}
    response = signed_in(director).post(url("reporting:bind_indicator", indicator), sent)
    assert response.url == url("governance:focus", 2024, version=1)
    indicator.refresh_from_db()
    assert (indicator.measure, indicator.filters) == ("door_visits", {"visitor": "child"})
    assert set(PlanChange.objects.values_list("about", "about_code", "field", "after", "reason")) == {
        ("focus", "there", "measure", "Käynnit", "Counted since spring"),
        ("focus", "there", "filters", "Kävijä: Lapsi", "Counted since spring"),
    }
    again = client.get(url("reporting:bind_indicator", indicator)).context["chooser"]
    assert (again["measure"].value(), again["filter-visitor"].value()) == ("door_visits", ["child"])


def test_it_can_be_followed_in_words_again(client, director, signed_in, indicator):
    there = url("reporting:bind_indicator", indicator)
    signed_in(director).post(there, NEW | {"reason": "Counted"})
    client.post(there, NEW | {"reason": "It told too little", "in_words": "1"})
    indicator.refresh_from_db()
    assert (indicator.measure, indicator.filters) == ("", {})


def test_an_approved_plan_wants_a_reason_and_a_draft_does_not(client, director, signed_in, plan, indicator):
    there = url("reporting:bind_indicator", indicator)
    assert signed_in(director).post(there, NEW).status_code == 422
    Plan.objects.filter(pk=plan.pk).update(state="draft", approved_on=None)
    assert client.post(there, NEW).status_code == 302
    assert PlanChange.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"measure": "no_such"},
        {"measure": "door_visits", "filter-visitor": "ghost"},
        {"measure": "door_visits", "filter-work_form": "nowhere"},
        {},
    ],
)
def test_what_does_not_exist_is_refused(client, director, signed_in, indicator, sent):
    there = url("reporting:bind_indicator", indicator)
    response = signed_in(director).post(there, sent | {"reason": "x"})
    assert (response.status_code, response.context["previews"]) == (422, [])
    indicator.refresh_from_db()
    assert indicator.measure == ""


def test_the_same_again_is_no_change(client, director, signed_in, indicator):
    there = url("reporting:bind_indicator", indicator)
    signed_in(director).post(there, NEW | {"reason": "Counted"})
    response = client.post(there, NEW | {"reason": "Again"})
    assert response.status_code == 422
    assert "Se lasketaan jo juuri näin." in response.content.decode()


def test_a_plan_that_was_replaced_is_not_changed(client, director, signed_in, plan, indicator):
    Plan.objects.filter(pk=plan.pk).update(state="ended")
    there = url("reporting:bind_indicator", indicator)
    assert signed_in(director).get(there).status_code == 404
    assert client.post(there, NEW | {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    "who", ["aino", "bertta", "cecilia", "lead", "board_member", "office", "administrator"]
)
def test_nobody_else_gets_in(client, cast, signed_in, indicator, who):
    there = url("reporting:bind_indicator", indicator)
    assert signed_in(cast[who]).get(there).status_code == 404
    assert client.post(there, NEW | {"reason": "x"}).status_code == 404
    indicator.refresh_from_db()
    assert indicator.measure == ""
