"""What a target counts is chosen from what exists, and seen with real numbers before it is saved."""

from datetime import date

import pytest

from poukama.governance.facts import Direction, TargetUnit, target_of
from poukama.governance.models import PlanChange
from poukama.organisation.choices import TermList
from poukama.reporting.counting import Ask
from poukama.reporting.services import CountsOthers, bind_target
from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.organisation import TermFactory
from tests.reporting.conftest import care

NEW = {
    "measure": "door_visits",
    "filter-visitor": "child",
    "unit": "visit",
    "direction": "at_least",
    "aim": "20",
}


def chosen(work_form, **values):
    return NEW | {"filter-work_form": work_form.key, "reason": "The unit was settled."} | values


def test_it_opens_with_what_is_counted_now(client, lead, signed_in, visits, work_form_a):
    DoorCountFactory(work_form=work_form_a, happened_on=date(2023, 2, 1))
    DoorCountFactory(work_form=work_form_a)
    DoorCountFactory(work_form=work_form_a)
    response = signed_in(lead).get(url("reporting:bind", visits))
    assert response.context["previews"] == [{"year": "2023", "said": "1"}, {"year": "2024", "said": "2"}]
    assert response.context["chooser"]["filter-visitor"].value() == ["adult"]


def test_another_choice_is_seen_before_it_is_saved(client, lead, signed_in, visits, work_form_a):
    DoorCountFactory(work_form=work_form_a, visitor="child")
    query = {"measure": "door_visits", "filter-visitor": "child", "filter-work_form": work_form_a.key}
    response = signed_in(lead).get(url("reporting:bind", visits), query)
    assert response.context["previews"][1] == {"year": "2024", "said": "1"}
    visits.refresh_from_db()
    assert visits.filters == {"visitor": "adult"}


def test_saving_changes_the_target_and_shows_the_change(client, lead, signed_in, visits, work_form_a):
    response = signed_in(lead).post(url("reporting:bind", visits), chosen(work_form_a))
    assert response.status_code == 302
    visits.refresh_from_db()
    assert (visits.measure, visits.aim) == ("door_visits", 20)
    assert visits.filters == {"visitor": "child", "work_form": work_form_a.key}
    assert set(PlanChange.objects.values_list("field", "before", "after", "reason")) == {
        ("filters", "Kävijä: Aikuinen", "Kävijä: Lapsi", "The unit was settled."),
        ("aim", "10", "20", "The unit was settled."),
    }


def test_without_a_reason_nothing_is_saved_and_the_choice_is_kept(
    client, lead, signed_in, visits, work_form_a
):
    response = signed_in(lead).post(url("reporting:bind", visits), chosen(work_form_a, reason=""))
    assert response.status_code == 422
    assert response.context["form"]["aim"].value() == "20"
    assert ("filter-visitor", "child") in response.context["hidden"]
    visits.refresh_from_db()
    assert visits.aim == 10


def test_the_same_again_is_refused(client, lead, signed_in, visits, work_form_a):
    signed_in(lead).post(url("reporting:bind", visits), chosen(work_form_a))
    response = client.post(url("reporting:bind", visits), chosen(work_form_a))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_what_does_not_exist_cannot_be_chosen(client, lead, signed_in, visits, work_form_a):
    response = signed_in(lead).post(url("reporting:bind", visits), chosen(work_form_a, measure="happiness"))
    assert response.status_code == 422
    response = client.post(url("reporting:bind", visits), chosen(work_form_a, **{"filter-visitor": "dog"}))
    assert response.status_code == 422
    assert response.context["previews"] == []


@pytest.mark.parametrize(
    "who, status",
    [
        ("lead", 200),
        ("director", 200),
        ("aino", 404),
        ("bertta", 404),
        ("board_member", 404),
        ("office", 404),
        ("administrator", 404),
        ("cecilia", 404),
    ],
)
def test_the_lead_and_the_director_decide_what_is_counted(
    client, cast, signed_in, visits, work_form_a, who, status
):
    signed_in(cast[who])
    assert client.get(url("reporting:bind", visits)).status_code == status
    client.post(url("reporting:bind", visits), chosen(work_form_a))
    visits.refresh_from_db()
    assert (visits.aim == 20) == (status == 200)


def test_the_preview_tells_nobody_outside_of_single_people(client, director, signed_in, people, work_form_a):
    """Filters can be chosen at will: 23 and then 22 would tell of one person."""
    care(work_form_a, 22)
    EpisodeMemberFactory(episode=EpisodeFactory(work_form=work_form_a), role="child")
    response = signed_in(director).get(url("reporting:bind", people))
    assert response.context["previews"] == [
        {"year": "2023", "said": "0"},
        {"year": "2024", "said": "noin 20"},
    ]


def binding(work_forms, **values):
    return (
        NEW
        | {
            "measure": "people_in_care",
            "unit": "person",
            "filter-work_form": [work_form.key for work_form in work_forms],
            "reason": "It was settled.",
        }
        | values
    )


def saved(target):
    target.refresh_from_db()
    return target.measure, target.filters


@pytest.mark.parametrize("who, theirs", [("lead", False), ("director", True)])
def test_a_lead_lets_a_target_count_only_their_own_work_forms(
    client, cast, signed_in, people, work_form_a, work_form_b, who, theirs
):
    care(work_form_b, 20)
    query = {"measure": "people_in_care", "filter-work_form": work_form_b.key}
    page = signed_in(cast[who]).get(url("reporting:bind", people), query)
    response = client.post(url("reporting:bind", people), binding([work_form_b]))

    offered = [key for key, _ in page.context["chooser"].fields["filter-work_form"].choices]
    assert offered == [work_form_a.key, *([work_form_b.key] if theirs else [])]
    assert [each["said"] for each in page.context["previews"]] == (["0", "noin 20"] if theirs else [])
    assert ("Toiminnanjohtaja päättää muista" in page.content.decode()) == (not theirs)
    assert response.status_code == (302 if theirs else 422)
    assert saved(people)[1]["work_form"] == (work_form_b if theirs else work_form_a).key


@pytest.fixture
def shared(people, work_form_a, work_form_b):
    """The director lets the target of work form A count B too."""
    TermFactory(list=TermList.MEMBER_ROLE, key="parent")
    people.filters = {"work_form": [work_form_a.key, work_form_b.key]}
    people.save()
    care(work_form_a, 8)
    care(work_form_b, 20)
    return people


def test_what_a_target_counts_of_others_is_kept_while_the_lead_changes_the_aim(
    client, lead, signed_in, shared, work_form_a, work_form_b
):
    page = signed_in(lead).get(url("reporting:bind", shared))
    response = client.post(url("reporting:bind", shared), binding([work_form_a, work_form_b]))

    assert page.context["previews"][1]["said"] == "noin 30"
    assert "Muut päättävät työmuodosta Work form B" in page.content.decode()
    assert response.status_code == 302
    assert saved(shared) == ("people_in_care", {"work_form": [work_form_a.key, work_form_b.key]})
    assert shared.aim == 20


@pytest.mark.parametrize(
    "change", [{"filter-member_role": "parent"}, {"measure": "families_in_care"}, {"only": "B"}]
)
def test_nothing_else_is_counted_of_others_than_what_is_counted_already(
    client, lead, signed_in, shared, work_form_a, work_form_b, change
):
    forms = [work_form_b] if change.pop("only", "") else [work_form_a, work_form_b]
    sent = binding(forms, **change)
    signed_in(lead)
    page = client.get(url("reporting:bind", shared), sent)
    response = client.post(url("reporting:bind", shared), sent)

    assert (page.context["previews"], response.context["previews"]) == ([], [])
    assert response.status_code == 422
    assert response.context["chooser"].errors["filter-work_form"]
    assert saved(shared) == ("people_in_care", {"work_form": [work_form_a.key, work_form_b.key]})


def test_what_is_counted_of_others_may_be_left_out(client, lead, signed_in, shared, work_form_a):
    signed_in(lead).post(
        url("reporting:bind", shared), binding([work_form_a], **{"filter-member_role": "parent"})
    )

    assert saved(shared) == ("people_in_care", {"work_form": work_form_a.key, "member_role": "parent"})


def test_without_a_work_form_the_own_one_is_seen_and_saved(
    client, lead, signed_in, people, work_form_a, work_form_b
):
    care(work_form_a, 8)
    care(work_form_b, 20)
    page = signed_in(lead).get(url("reporting:bind", people), {"measure": "people_in_care"})
    client.post(url("reporting:bind", people), binding([]))

    assert page.context["previews"][1]["said"] == "8"
    assert saved(people) == ("people_in_care", {"work_form": work_form_a.key})


def test_the_service_refuses_what_the_page_does_not_offer(lead, people, work_form_b):
    plan, target = target_of(people.pk)
    with pytest.raises(CountsOthers):
        bind_target(
            plan_year=plan.year,
            target=target,
            ask=Ask.of("people_in_care", {"work_form": work_form_b.key}),
            unit=TargetUnit.PERSON,
            direction=Direction.AT_LEAST,
            aim=10,
            reason="Curious.",
            by=lead,
        )
