"""One Thursday at the door of work form A."""

from datetime import date

import pytest

from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock
from tests.factories.organisation import TermFactory

THURSDAY = date(2024, 9, 12)
WEDNESDAY = date(2024, 9, 11)
FRIDAY = date(2024, 9, 13)


@pytest.fixture(autouse=True)
def thursday():
    """It is noon on Thursday 12 September 2024."""
    with clock.moved_to(THURSDAY):
        yield


@pytest.fixture
def door(work_form_a: WorkForm) -> WorkForm:
    """Work form A, which counts at its door."""
    work_form_a.door_counter = True
    work_form_a.save()
    return work_form_a


@pytest.fixture
def words(work_form_a: WorkForm, work_form_b: WorkForm) -> None:
    """The words of the work: what everybody holds, and what only work form B does."""
    for which, keys in {
        TermList.OCCASION_KIND: ["peer_group", "event", "trip"],
        TermList.PEOPLE_CATEGORY: ["parents", "children"],
        TermList.MEMBER_ROLE: ["mother", "baby"],
        TermList.ESTIMATE_BASIS: ["organiser", "seats"],
        TermList.OUTREACH_PLACE: ["clinic", "event"],
        TermList.THEME: ["sleep", "money"],
    }.items():
        for key in keys:
            TermFactory(list=which, key=key)
    TermFactory(list=TermList.PEOPLE_CATEGORY, key="general_public", attributes={"estimate": True})
    TermFactory(list=TermList.PEOPLE_CATEGORY, key="families", attributes={"families": True})
    TermFactory(list=TermList.CHAT_SERVICE, key="chat", work_forms=[work_form_a])
    TermFactory(list=TermList.OCCASION_KIND, key="only_b", work_forms=[work_form_b])
    TermFactory(list=TermList.OCCASION_KIND, key="retired", is_active=False)
