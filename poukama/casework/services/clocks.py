"""The days by which requests are decided, the waiting asked again, and handovers answered, as the work form says."""

from datetime import date, timedelta
from typing import Any

from poukama.casework.choices import Risk, SafePlace, Urgency
from poukama.organisation.models import WorkForm, usual_intake


def urgency_of(risk: str, place: str) -> Urgency:
    """How soon it must be decided: what is not known is taken for a danger that nobody has looked at."""
    if risk == Risk.ACUTE or place == SafePlace.NO:
        return Urgency.TODAY
    if risk == Risk.ORDINARY and place == SafePlace.YES:
        return Urgency.ORDINARY
    return Urgency.SOON


def decide_by(work_form: WorkForm, urgency: int, day: date) -> date:
    """The last day on which deciding is in time."""
    return day + timedelta(days=_days(work_form, "decide_within", Urgency(urgency).name.lower()))


def check_by(work_form: WorkForm, risk: str, day: date) -> date:
    """The day by which those who wait are asked again."""
    return day + timedelta(days=_days(work_form, "check_every", risk))


def answer_by(work_form: WorkForm, day: date) -> date:
    """The last day on which answering a handover is in time."""
    return day + timedelta(days=_days(work_form, "answer_within"))


def _days(work_form: WorkForm, *path: str) -> int:
    """What the work form says; what it leaves out is as usual."""
    found: Any = work_form.intake
    usual: Any = usual_intake()
    for name in path:
        found, usual = (found or {}).get(name), usual[name]
    return int(usual if found is None else found)
