"""The words of the work that casework tests record in, and a day on which they happen."""

from datetime import date

import pytest

from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)


@pytest.fixture(autouse=True)
def today():
    """Thursday 12 September 2024."""
    with clock.moved_to(TODAY):
        yield TODAY


@pytest.fixture
def words(db):
    """Roles, phases, kinds, reasons and themes that belong to every work form."""
    for which, keys in {
        TermList.MEMBER_ROLE: ("parent", "baby", "child"),
        TermList.PHASE: ("motivation", "group", "aftercare"),
        TermList.CONTACT_KIND: ("meeting", "phone_call"),
        TermList.END_REASON: ("goals_met", "moved_away"),
        TermList.THEME: ("sleep", "money"),
    }.items():
        for key in keys:
            TermFactory(list=which, key=key, name=key.replace("_", " ").capitalize())
    TermFactory(
        list=TermList.CONTACT_KIND,
        key="did_not_arrive",
        name="Did not arrive",
        attributes={"took_place": False},
    )
