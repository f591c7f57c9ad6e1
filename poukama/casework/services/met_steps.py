"""Steps of processes that are done by what is recorded. Which, the words of steps say: `attributes: {met_by: …}`."""

from datetime import date

from django.db.models import Q

from poukama.casework.models import DueStep, Episode
from poukama.duties.services import finish_duties
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, User
from poukama.toolkit import clock

MET_BY = "met_by"
"""The attribute of a word of steps: the `GoalStep` or `ReportStep` that does it."""


def steps_met_by(*what: str) -> list[str]:
    """The keys of the words of steps that something does. One query."""
    words = Term.objects.filter(
        list=TermList.PROCESS_STEP, **{f"attributes__{MET_BY}__in": [str(each) for each in what]}
    )
    return list(words.order_by("pk").values_list("key", flat=True))


def meet(episode: Episode, what: str, which: Q, by: User) -> date | None:
    """Finish the steps that it does, and say by which day the first was due; one that was done stays as it was."""
    rows = DueStep.objects.filter(
        which,
        process__episode=episode,
        process__voided_at=None,
        voided_at=None,
        left_out_at=None,
        step__does__in=steps_met_by(what),
    )
    due = list(rows.select_related("duty").order_by("duty__due_on", "pk"))
    today = clock.today()
    finish_duties([(step.duty, today, by) for step in due if step.duty.done_on is None])
    return due[0].duty.due_on if due else None
