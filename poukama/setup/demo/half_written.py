"""A report that is late and half written on the last day of a synthetic year: what was typed is kept for its writer."""

from datetime import time, timedelta
from uuid import UUID

from poukama.casework.choices import ReportStep
from poukama.casework.models import DueStep
from poukama.casework.on_drafts import REPORT_FORM, month_about, report_of
from poukama.casework.services.met_steps import steps_met_by
from poukama.drafts.kinds import Of
from poukama.drafts.services import Stand, keep_draft
from poukama.setup.demo import sayings
from poukama.setup.demo.diary import Chance
from poukama.toolkit import clock


def write_half(seed: int) -> None:
    """Of the latest month of which a report is due and not signed off."""
    today = clock.today()
    late = DueStep.objects.filter(
        voided_at=None,
        left_out_at=None,
        duty__done_on=None,
        duty__due_on__lt=today,
        step__does__in=steps_met_by(ReportStep.MONTH_REPORTED),
        process__episode__ends_on=None,
        process__episode__key_worker__isnull=False,
    )
    row = late.select_related("process__episode__key_worker", "duty").order_by("-duty__due_on", "pk").first()
    by = row.process.episode.key_worker if row else None
    if row is None or by is None:
        return
    episode, first = row.process.episode, row.duty.due_on.replace(day=1)
    page = UUID(int=Chance(seed).source.getrandbits(128), version=4)
    with clock.moved_to(clock.local(today - timedelta(days=1), time(15, 50))):
        keep_draft(
            of=Of(REPORT_FORM, report_of(episode.pk, month_about(first, []))),
            typed=[("worker", sayings.WORKER_VIEW[1])],
            stand=Stand(page, 1),
            after=None,
            by=by,
        )
