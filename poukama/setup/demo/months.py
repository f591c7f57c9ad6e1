"""The month together: how each interim goal went, what everybody thinks, and what comes next."""

from poukama.casework.choices import GoalEnding, GoalSpan
from poukama.casework.models import RoundGoal
from poukama.casework.services.goals import GoalIn
from poukama.casework.services.months import GoalSeen, MonthTalk, evaluate_month
from poukama.setup.demo import sayings
from poukama.setup.demo.along import Along
from poukama.setup.demo.weeks import mark
from poukama.toolkit import clock
from poukama.toolkit.periods import Period


def evaluate(along: Along, month: Period) -> None:
    """On the last day of the month, where goals were agreed for it. For one that was attained another is agreed."""
    turns = RoundGoal.objects.filter(
        round__episode=along.episode,
        round__span=GoalSpan.MONTH,
        round__starts_on=month.starts_on,
        voided_at=None,
    ).select_related("goal")
    chance = along.aside
    seen = [_seen(along, turn) for turn in turns.order_by("recorded_at", "pk")]
    if not seen or along.main is None:
        return
    new = [GoalIn(chance.one_of(sayings.INTERIM), under=along.main)]
    talk = MonthTalk(
        held_on=clock.today(),
        goals=seen,
        present=along.adults,
        assessment=chance.one_of(sayings.WORKER_VIEW),
        family_view=chance.one_of(sayings.FAMILY_VIEW) if chance.happens(0.93) else "",
        ahead=new if any(each.ending for each in seen) else (),
    )
    evaluate_month(episode=along.episode, month=month.starts_on, talk=talk, by=along.by)


def _seen(along: Along, turn: RoundGoal) -> GoalSeen:
    chance, agreed = along.aside, mark(along)
    return GoalSeen(
        turn,
        agreed,
        family_mark=mark(along) if chance.happens(0.2) else "",
        assessment=chance.one_of(sayings.ASSESSED),
        ending=GoalEnding.ATTAINED if agreed == "succeeded" and chance.happens(0.4) else None,
    )
