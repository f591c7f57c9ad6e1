"""Who reads the plan, who writes in it, who approves it on the board's behalf, and who accepts its findings."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import allows
from poukama.governance.choices import PlanState, ReadingState
from poukama.governance.models import Goal, Plan, Proposal, Reading, Target
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, Association, WorkForm
from poukama.organisation.queries import in_force

EVERYONE = (Role.WORKER, Role.LEAD, Role.DIRECTOR, Role.BOARD, Role.OFFICE, Role.ADMINISTRATOR)
WRITERS = (Role.LEAD, Role.DIRECTOR)


class Action(StrEnum):
    """What can be done with a plan."""

    READ_PLAN = "governance.read_plan"
    ASSESS_GOAL = "governance.assess_goal"
    EDIT_GOAL = "governance.edit_goal"
    EDIT_TARGET = "governance.edit_target"
    ADD_PROMISE = "governance.add_promise"
    EDIT_LINES = "governance.edit_lines"
    DRAFT_PLAN = "governance.draft_plan"
    APPROVE_PLAN = "governance.approve_plan"
    WITHDRAW_DRAFT = "governance.withdraw_draft"
    ACCEPT_FINDING = "governance.accept_finding"
    READ_DOCUMENT = "governance.read_document"
    SEE_READING = "governance.see_reading"
    FINISH_READING = "governance.finish_reading"
    DECIDE_PROPOSAL = "governance.decide_proposal"


@allows(Action.READ_PLAN, Plan, to=EVERYONE, title=_("Read the plan"))
def may_read_plan(actor: Actor) -> Q:
    """Everyone who works here, and the board: a plan is public."""
    return EVERYTHING


@allows(
    Action.ASSESS_GOAL,
    Goal,
    to=(Role.WORKER, Role.LEAD, Role.DIRECTOR, Role.OFFICE),
    title=_("Assess a goal in words"),
)
def may_assess_goal(actor: Actor) -> Q:
    """Whoever holds the post that owns the goal, the lead of its work form, and the director."""
    held = Assignment.objects.filter(in_force(actor.day), user=actor.user, position__isnull=False).values(
        "position"
    )
    return _current("plan") & (Q(owner__in=held) | actor.within("work_form", *WRITERS))


@allows(Action.EDIT_GOAL, Goal, to=WRITERS, title=_("Change the goals of the plan"))
def may_edit_goal(actor: Actor) -> Q:
    """The lead those of the own work forms, the director all."""
    return _current("plan") & actor.within("work_form", *WRITERS)


@allows(Action.EDIT_TARGET, Target, to=WRITERS, title=_("Change the targets of the plan"))
def may_edit_target(actor: Actor) -> Q:
    """The lead those of the own work forms, the director all."""
    return _current("plan") & actor.within("work_form", *WRITERS)


@allows(Action.ADD_PROMISE, WorkForm, to=WRITERS, title=_("Add goals and targets to the plan"))
def may_add_promise(actor: Actor) -> Q:
    """The lead in the own work forms, the director in all."""
    return actor.within("", *WRITERS)


@allows(
    Action.EDIT_LINES,
    Plan,
    to=(Role.DIRECTOR,),
    title=_("Change the budget, the posts and the focus areas of the plan"),
)
def may_edit_lines(actor: Actor) -> Q:
    """The director."""
    return _current("")


@allows(Action.DRAFT_PLAN, Plan, to=(Role.DIRECTOR,), title=_("Draft a plan from another"))
def may_draft_plan(actor: Actor) -> Q:
    """The director."""
    return EVERYTHING


@allows(Action.APPROVE_PLAN, Plan, to=(Role.DIRECTOR,), title=_("Record that the board approved the plan"))
def may_approve_plan(actor: Actor) -> Q:
    """The director, with the day of the board's meeting."""
    return Q(state=PlanState.DRAFT)


@allows(Action.WITHDRAW_DRAFT, Plan, to=(Role.DIRECTOR,), title=_("Withdraw the draft of a plan"))
def may_withdraw_draft(actor: Actor) -> Q:
    """The director; what the board has approved is never withdrawn."""
    return Q(state=PlanState.DRAFT)


@allows(Action.ACCEPT_FINDING, Plan, to=(Role.DIRECTOR,), title=_("Accept findings of the plan's checks"))
def may_accept_finding(actor: Actor) -> Q:
    """The director, with a reason."""
    return _current("")


@allows(Action.READ_DOCUMENT, Association, to=(Role.DIRECTOR,), title=_("Read a plan from a document"))
def may_read_document(actor: Actor) -> Q:
    """The director."""
    return EVERYTHING


@allows(Action.SEE_READING, Reading, to=(Role.DIRECTOR,), title=_("See what was read from a document"))
def may_see_reading(actor: Actor) -> Q:
    """The director, also afterwards: what entered the plan and what was dropped."""
    return EVERYTHING


@allows(
    Action.FINISH_READING,
    Reading,
    to=(Role.DIRECTOR,),
    title=_("Take a document that was read into the plan"),
)
def may_finish_reading(actor: Actor) -> Q:
    """The director."""
    return Q(state=ReadingState.OPEN)


@allows(
    Action.DECIDE_PROPOSAL,
    Proposal,
    to=(Role.DIRECTOR,),
    title=_("Decide what of a document goes into the plan"),
)
def may_decide_proposal(actor: Actor) -> Q:
    """The director, while the document is being gone through."""
    return Q(reading__state=ReadingState.OPEN)


def _current(path: str) -> Q:
    """A plan that no later version has replaced."""
    return ~Q(**{f"{path}__state" if path else "state": PlanState.ENDED})
