"""A plan of 2024 for work form A, seen on 12 September 2024."""

from collections.abc import Iterator
from datetime import date

import pytest

from poukama.governance.models import Plan, Target
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.governance import PlanFactory, TargetFactory
from tests.factories.organisation import AreaFactory, WorkFormAreaFactory

TODAY = date(2024, 9, 12)


@pytest.fixture
def september() -> Iterator[date]:
    """It is 12 September 2024."""
    with clock.moved_to(TODAY):
        yield TODAY


@pytest.fixture
def plan(db: None, september: date) -> Plan:
    """The plan in force for 2024."""
    return PlanFactory(year=2024, state="approved", approved_on=date(2023, 11, 30))


@pytest.fixture
def people(plan: Plan, work_form_a: WorkForm) -> Target:
    """At least ten people in care."""
    WorkFormAreaFactory(area=AreaFactory(name="Area one"), work_form=work_form_a)
    return TargetFactory(
        plan=plan,
        work_form=work_form_a,
        code="PEO",
        label="People",
        unit="person",
        measure="people_in_care",
        filters={"work_form": work_form_a.key},
    )


@pytest.fixture
def visits(plan: Plan, work_form_a: WorkForm) -> Target:
    """At least ten visits at the door."""
    return TargetFactory(
        plan=plan,
        work_form=work_form_a,
        code="VIS",
        label="Visits",
        unit="visit",
        measure="door_visits",
        filters={"visitor": "adult"},
    )


def care(
    work_form: WorkForm, number: int, *, starts_on: date = date(2024, 3, 4), role: str = "parent"
) -> None:
    """So many people in care from a day on, each in an episode of their own."""
    for _ in range(number):
        EpisodeMemberFactory(episode=EpisodeFactory(work_form=work_form, starts_on=starts_on), role=role)
