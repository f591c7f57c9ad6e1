"""Doing what falls due in processes, as the staff would have: mostly in time, now and then late, seldom left out."""

from collections import Counter
from datetime import timedelta

from django.db.models import Q

from poukama.casework.choices import ReportStep
from poukama.casework.models import DueStep
from poukama.casework.queries.processes import passed
from poukama.casework.services.following import follow_all, follow_these, followed_later
from poukama.casework.services.met_steps import steps_met_by
from poukama.casework.services.steps import do_step, leave_out
from poukama.setup.demo.diary import Chance
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

_LATE, _LEFT_OUT, _UNDONE = 0.12, 0.03, 6
"""Shares of what is done late and left out; every so many of the last fortnight's is not done yet."""
_REASONS = ("Perhe oli matkoilla.", "Siirretään seuraavaan jaksoon.", "Asia käytiin läpi tapaamisessa.")
_LATELY = timedelta(days=14)


def do_what_is_due(staff: Staff, seed: int) -> Counter[str]:
    """Do what was due by today; a little of the last fortnight stays to be done, and the reports of months."""
    chance, today = Chance(seed), clock.today()
    follow_all()
    done: Counter[str] = Counter()
    agreed = Q(follow_up__isnull=False, follow_up__voided_at=None, follow_up__met_on=None)
    due = DueStep.objects.filter(
        voided_at=None, left_out_at=None, duty__done_on=None, duty__due_on__lte=today
    )
    due = due.exclude(step__does__in=steps_met_by(ReportStep.MONTH_REPORTED)).exclude(agreed)
    rows = due.exclude(passed(today)).select_related(
        "process__episode__work_form", "process__episode__key_worker", "duty"
    )
    with followed_later() as changed:
        for place, row in enumerate(rows.order_by("duty__due_on", "process__pk", "key", "occasion")):
            if row.duty.due_on > today - _LATELY and place % _UNDONE == 0:
                done["waits"] += 1
                continue
            by = row.process.episode.key_worker or chance.source.choice(
                staff.of(row.process.episode.work_form)
            )
            if chance.happens(_LEFT_OUT):
                leave_out(step=row, reason=chance.source.choice(_REASONS), by=by)
                done["left_out"] += 1
                continue
            days = chance.between((1, 6)) if chance.happens(_LATE) else 0
            done_on = min(max(row.duty.due_on + timedelta(days=days), row.process.starts_on), today)
            do_step(step=row, done_on=done_on, by=by)
            done["late" if done_on > row.duty.due_on else "in_time"] += 1
    follow_these(changed)
    return done
