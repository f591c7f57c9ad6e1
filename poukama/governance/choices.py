"""Codes of the plan; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    """Where a plan is on its way to the board."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved by the board")
    ENDED = "ended", _("Replaced")


class Direction(TextChoices):
    """What reaching a target means."""

    AT_LEAST = "at_least", _("At least")
    AT_MOST = "at_most", _("At most")
    EXACTLY = "exactly", _("Exactly")


class TargetUnit(TextChoices):
    """What a target counts."""

    PERSON = "person", _("people")
    FAMILY = "family", _("families")
    VISIT = "visit", _("visits")
    CONTACT = "contact", _("contacts")
    PARTICIPATION = "participation", _("participations")
    VOLUNTEER = "volunteer", _("volunteers")
    EVENT = "event", _("occasions")
    GROUP = "group", _("groups")
    MATCH = "match", _("matches")
    RESPONSE = "response", _("answers")
    REACHED = "reached", _("people reached")
    PARTNER = "partner", _("partners")
    STEP = "step", _("steps")
    PROCESS = "process", _("processes")
    GOAL = "goal", _("goals")
    NOTE = "note", _("notes")
    REPORT = "report", _("reports")
    FOLLOW_UP = "follow_up", _("follow-ups")
    MEETING = "meeting", _("contacts with clients")
    REQUEST = "request", _("requests")


class BudgetSide(TextChoices):
    """Income or expense."""

    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class ReadingState(TextChoices):
    """How far a document that was read has been gone through."""

    OPEN = "open", _("Being gone through")
    DONE = "done", _("Gone through")
    DROPPED = "dropped", _("Put aside")


class ProposalKind(TextChoices):
    """What the reader proposes that a part of the document is."""

    SECTION = "section", _("Section")
    WORK_FORM = "work_form", _("Work form")
    GOAL = "goal", _("Goal and result")
    TARGET = "target", _("Target")
    BUDGET = "budget", _("Budget line")
    STAFF = "staff", _("Staff line")
    RHYTHM = "rhythm", _("Date or rhythm")


class ProposalState(TextChoices):
    """What a person decided about a proposal."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Corrected")
    DROPPED = "dropped", _("Dropped")


class Every(TextChoices):
    """How often something comes round."""

    DAILY = "daily", _("Every day")
    WEEKDAY = "weekday", _("On weekdays")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    FOUR_MONTHLY = "four_monthly", _("Every four months")
    QUARTERLY = "quarterly", _("Every three months")
    HALF_YEARLY = "half_yearly", _("Twice a year")
    YEARLY = "yearly", _("Every year")
    ONCE = "once", _("Once")
    ON_EVENT = "on_event", _("When something happens")
