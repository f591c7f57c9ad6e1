"""What nobody has written yet: each open point of a report as a question to whoever owns it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from poukama.governance.facts import PlannedGoal, PlanOfYear
from poukama.organisation.choices import Role
from poukama.organisation.models import Position
from poukama.reporting import words
from poukama.reporting.annual.numbers import Numbers


@dataclass(frozen=True)
class Answer:
    """What was written to a question, or why it is left out of the report."""

    text: str
    is_left_out: bool


@dataclass(frozen=True)
class Question:
    """A question of a report: whom it is asked from, and about what."""

    key: str
    owner: str
    text: str
    about: str
    place: str
    goal_id: int | None = None
    answer: Answer | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it or left it out with a reason."""
        return self.answer is None


def director() -> str:
    """The position of the executive director, by its name."""
    position = Position.objects.filter(role=Role.DIRECTOR).order_by("order", "pk").first()
    return position.label() if position else _("Executive director")


def questions_of(
    plan: PlanOfYear, numbers: Numbers, answers: Mapping[str, Answer], labels: Mapping[str, str]
) -> tuple[Question, ...]:
    """Every question of a year, in the order of the report; those with an answer carry it."""
    head = director()
    found = [_of_goal(goal, head, labels.get(goal.work_form, ""), answers) for goal in plan.goals]
    for each in numbers.year.targets:
        if each.figure is None:
            key = f"target:{each.target.code}"
            found.append(
                Question(
                    key,
                    each.target.owner or head,
                    _("How many were there in the year, and how is it known? %(problem)s")
                    % {"problem": words.problem(each.problem)},
                    each.target.label,
                    labels.get(each.target.work_form, ""),
                    answer=answers.get(key),
                )
            )
    place = _("Focus areas")
    for area in plan.focus_areas:
        if area.development:
            key = f"focus:{area.key}"
            text = _("How did this go in %(year)s?") % {"year": plan.year}
            found.append(Question(key, head, text, area.development, place, answer=answers.get(key)))
        for at, indicator in enumerate(area.indicators, start=1):
            if not indicator.measure:
                key = f"indicator:{area.key}:{at}"
                text = _("What is known of this? Nothing counts it yet.")
                found.append(Question(key, head, text, indicator.title, place, answer=answers.get(key)))
    if plan.budget:
        text = _("How did income come in, compared with the plan?")
        found.append(
            Question("money", head, text, _("Income by line"), _("Money"), answer=answers.get("money"))
        )
    return tuple(found)


def _of_goal(goal: PlannedGoal, head: str, place: str, answers: Mapping[str, Answer]) -> Question:
    key = f"goal:{goal.code}"
    text = _("How did this goal come true, and how is it seen?")
    written = Answer(goal.assessment.strip(), is_left_out=False) if goal.assessment.strip() else None
    return Question(
        key, goal.owner or head, text, goal.goal, place, goal_id=goal.id, answer=written or answers.get(key)
    )
