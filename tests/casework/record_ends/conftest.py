"""Work forms with a retention time, and somebody beside the lead."""

import pytest

from poukama.organisation.choices import Role, TermList
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory


@pytest.fixture
def times(work_form_a, work_form_b, words):
    """Ten years from the end in A; in B by the service task."""
    TermFactory(list=TermList.RETENTION_CLASS, key="own_schedule", name="Own", attributes={"years": 10})
    TermFactory(
        list=TermList.RETENTION_CLASS,
        key="register",
        name="Register",
        attributes={"by_service_task": True, "years": 3},
    )
    for key, attributes in {
        "families": {"years": 30},
        "adults": {"years": 10},
        "child_welfare": {"years": 2, "from": "death"},
        "family_law": {"years": 120, "from": "birth"},
    }.items():
        TermFactory(list=TermList.SERVICE_TASK, key=key, name=key, attributes=attributes)
    for work_form, kept in ((work_form_a, "own_schedule"), (work_form_b, "register")):
        work_form.retention_class = kept
        work_form.save()


@pytest.fixture
def other_lead(work_form_a):
    user = UserFactory(name="Laura Lead", initials="LA")
    AssignmentFactory(user=user, role=Role.LEAD, work_form=work_form_a)
    return user
