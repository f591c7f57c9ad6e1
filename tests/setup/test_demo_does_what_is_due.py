"""In a synthetic year the staff do what falls due: mostly in time, some late or left out, and a little waits."""

from datetime import date, timedelta

import pytest

from poukama.casework.choices import Trigger
from poukama.casework.models import DueStep
from poukama.setup.demo.processes import do_what_is_due
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock
from tests.factories.casework import EpisodeFactory, ProcessFactory, ProcessTemplateFactory

TODAY, DAY = date(2024, 9, 12), timedelta(days=1)
STEPS = (
    {"does": "report", "trigger": Trigger.MONTHLY},
    {"does": "facts", "trigger": Trigger.AT_START, "number": 85},
)


@pytest.mark.django_db
def test_most_is_done_in_time_and_a_little_waits(work_form_a, aino, director):
    template = ProcessTemplateFactory(work_form=work_form_a, steps=STEPS)
    for _ in range(20):
        episode = EpisodeFactory(work_form=work_form_a, key_worker=aino, starts_on=TODAY - 90 * DAY)
        ProcessFactory(template=template, episode=episode, recorded_by=aino)
    with clock.moved_to(TODAY):
        done = do_what_is_due(Staff({work_form_a.pk: [aino]}, director), seed=7)
    due = DueStep.objects.filter(voided_at=None, duty__due_on__lte=TODAY)
    assert sum(done.values()) == due.count() == 80
    assert done["in_time"] > 50
    assert min(done["late"], done["waits"]) > 0
    assert due.filter(left_out_at__isnull=False).count() == done["left_out"]
    assert set(due.filter(duty__done_on__isnull=False).values_list("duty__done_by", flat=True)) == {aino.pk}
