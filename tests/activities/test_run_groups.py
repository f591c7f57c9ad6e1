from datetime import date

import pytest

from poukama.activities.models import Group, Occasion
from poukama.activities.services import end_group, reopen_group, start_group, void_group
from poukama.activities.services.refusals import (
    AlreadyVoided,
    EndsBeforeItMet,
    GroupAlreadyEnded,
    GroupHasMet,
    NameMissing,
    UnknownTerm,
)
from tests.activities.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.factories.activities import GroupFactory, OccasionFactory


@pytest.fixture
def start(work_form_a, aino, words):
    """`start(…)`: Aino starts a group today."""

    def make(**given):
        values = {"work_form": work_form_a, "name": "Thursdays", "kind": "peer_group", "starts_on": THURSDAY}
        return start_group(**values | {"by": aino} | given)

    return make


def test_a_group_is_started(start, aino):
    group = start(name="  Thursday   group", is_open=True, self_run=True)

    assert (group.name, group.is_open, group.self_run) == ("Thursday group", True, True)
    assert (group.recorded_by, group.ends_on) == (aino, None)


@pytest.mark.parametrize("given, refusal", [({"name": " "}, NameMissing), ({"kind": "only_b"}, UnknownTerm)])
def test_a_group_without_a_name_or_of_a_kind_not_held_here_is_refused(start, given, refusal):
    with pytest.raises(refusal):
        start(**given)
    assert Group.objects.count() == 0


def test_ending_a_group_cancels_what_was_planned_after_it(work_form_a, aino):
    group = GroupFactory(work_form=work_form_a)
    for day in (THURSDAY, FRIDAY):
        OccasionFactory(work_form=work_form_a, group=group, happened_on=day, state="planned")

    assert end_group(group=group, ends_on=THURSDAY, by=aino).ends_on == THURSDAY

    states = Occasion.objects.order_by("happened_on").values_list("state", flat=True)
    assert list(states) == ["planned", "cancelled"]


def test_a_group_ends_once_and_not_before_it_last_met(work_form_a, aino):
    group = GroupFactory(work_form=work_form_a)
    OccasionFactory(work_form=work_form_a, group=group, happened_on=THURSDAY)

    for day in (WEDNESDAY, date(2024, 1, 7)):
        with pytest.raises(EndsBeforeItMet):
            end_group(group=group, ends_on=day, by=aino)
    end_group(group=group, ends_on=THURSDAY, by=aino)
    with pytest.raises(GroupAlreadyEnded):
        end_group(group=group, ends_on=FRIDAY, by=aino)


def test_an_ending_can_be_taken_back(work_form_a, aino):
    group = GroupFactory(work_form=work_form_a, ends_on=THURSDAY)

    assert reopen_group(group=group, by=aino).ends_on is None
    assert reopen_group(group=group, by=aino).ends_on is None


def test_only_a_group_that_has_not_met_can_be_undone(work_form_a, aino):
    met, new = GroupFactory(work_form=work_form_a), GroupFactory(work_form=work_form_a)
    OccasionFactory(work_form=work_form_a, group=met)

    assert void_group(group=new, by=aino).voided_by == aino
    with pytest.raises(GroupHasMet):
        void_group(group=met, by=aino)
    with pytest.raises(AlreadyVoided):
        end_group(group=new, ends_on=THURSDAY, by=aino)
