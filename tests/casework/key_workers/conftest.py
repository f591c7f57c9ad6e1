"""An episode with a key worker, and a third worker beside those of the cast."""

import pytest

from poukama.casework.choices import Begins, Trigger
from poukama.casework.services import (
    open_episode,
)
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.casework.key_workers.named_workers import START
from tests.factories.casework import ProcessTemplateFactory
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

STEPS = [{"does": "facts", "trigger": Trigger.AT_START, "number": 0}]


@pytest.fixture
def leena(work_form_a):
    """A third worker of work form A."""
    user = UserFactory(name="Leena Worker", initials="LW")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
    return user


@pytest.fixture
def opened(work_form_a, words, aino):
    """An episode that Aino opened ten days ago, with herself as the key worker and what is due from the start."""
    ProcessTemplateFactory(work_form=work_form_a, steps=STEPS, begins=Begins.WITH_EPISODE)
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    with clock.moved_to(START):
        return open_episode(work_form=work_form_a, starts_on=START, family=family, key_worker=aino, by=aino)
