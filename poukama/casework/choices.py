"""Codes of casework; their values are stable."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class EpisodeState(TextChoices):
    """Which episodes a list shows."""

    OPEN = "open", _("Open now")
    ENDED = "ended", _("Ended")


class WhoseWork(TextChoices):
    """Whose families are shown in a list."""

    MINE = "mine", _("Mine, alone or in a pair")
    NOBODYS = "nobody", _("Without a key worker who works here")


class Whose(TextChoices):
    """Whose episode begins; stands in addresses."""

    FAMILY = "family", _("A new family")
    PERSON = "person", _("A new person")
    ANONYMOUS = "anonymous", _("Without a name")


TOOK_PLACE = "took_place"
"""The attribute of a kind of contact that is false when nobody came ("did not arrive")."""
USED_VIOLENCE = "used_violence"
"""The attribute of a role of whoever has used violence; a wall is proposed between them and their partners."""


class CallOff(TextChoices):
    """Why an agreed time is called off."""

    FAMILY = "family", _("The family asked for it")
    ILLNESS = "illness", _("Somebody of the family is ill")
    WORKER = "worker", _("The worker cannot come")
    NOT_NEEDED = "not_needed", _("It is not needed any more")
    OTHER = "other", _("Another reason")
    ENDED = "ended", _("The episode ended")


class PartKind(TextChoices):
    """What a part of a note is."""

    TEXT = "text", _("What was seen and done")
    OWN_WORDS = "own_words", _("In their own words")
    DISAGREEMENT = "disagreement", _("Disagrees")
    GOALS = "goals", _("Which goals it is about")
    AGREED = "agreed", _("What is promised")


class HeadingKind(TextChoices):
    """The attribute `kind` of a heading: what is asked under it besides a text."""

    TEXT = "text", _("A text")
    OBSERVATIONS = "observations", _("Observations to tap, and a text")
    OWN_WORDS = "own_words", _("Somebody's own words")
    GOALS = "goals", _("Which goals it is about")
    AGREED = "agreed", _("What is promised, by when and by whom")


CHILD_ICONS = ("baby", "child")
"""Values of the attribute `icon` of a role of somebody who is a child."""
OF_CHILD_FIRST = "child"
"""The value of the attribute `first` of a heading that begins with the child."""


class Oddity(TextChoices):
    """Why a reading is looked at."""

    SAME_NAME = "same_name", _("The reader has the same surname")
    LONG_CLOSED = "long_closed", _("The episode ended over a year ago")
    OTHER_WORK_FORM = "other_work_form", _("Opened in an emergency, from another work form")


class ReadingFinding(TextChoices):
    """What was found when a reading was looked at."""

    PART_OF_WORK = "part_of_work", _("Part of the work")
    MISTAKE = "mistake", _("A slip")
    NOT_ALLOWED = "not_allowed", _("Not part of the work")


class GoalLevel(TextChoices):
    """A goal's place in the tree."""

    MAIN = "main", _("Main goal")
    INTERIM = "interim", _("Interim goal")
    WEEK = "week", _("Goal of the week")


class GoalSpan(TextChoices):
    """For how long goals are set at a time; stands in figures."""

    WEEK = "week", _("Weeks")
    MONTH = "month", _("Months")


class GoalEnding(TextChoices):
    """How a goal ended."""

    ATTAINED = "attained", _("Attained")
    CHANGED = "changed", _("Another came in its place")
    DROPPED = "dropped", _("No longer needed")


class Voice(TextChoices):
    """Whose words, or whose view."""

    PARENT = "parent", _("Parent's own words")
    CHILD = "child", _("Child's own words")
    FAMILY = "family", _("Family")
    WORKER = "worker", _("Worker")
    REFERRER = "referrer", _("Referrer")


OF_GOALS = (Voice.PARENT, Voice.CHILD, Voice.WORKER)
"""In whose words a goal, or what is said of it, may be."""
OF_MARKS = (Voice.FAMILY, Voice.WORKER)
"""Those who may see differently how a goal went."""
OF_PLANS = (Voice.FAMILY, Voice.WORKER, Voice.REFERRER)
"""The voices of a plan."""
SCORE, FACE = "score", "face"
"""Attributes of a mark: how far it is along the scale, and which face shows it (sad, flat, fair, glad)."""


class GoalStep(TextChoices):
    """What the steps of a process hear of goals; the values are stable."""

    WEEK_SET = "week_goals_set", _("Goals of the week are set")
    WEEK_EVALUATED = "week_goals_evaluated", _("Goals of the week are evaluated")
    MONTH_EVALUATED = "month_evaluated", _("The month is evaluated together")


class ReportKind(TextChoices):
    """What is told of an episode, to whom; stands in figures."""

    MONTH = "month", _("Monthly report")
    CHILD = "child", _("Summary of a child")
    LETTER = "letter", _("Letter to a child")


class ReportBlock(TextChoices):
    """What a report is made of; what stands under headings of notes is called as they are."""

    GOALS = "goals", _("Goals, and how they went")
    MET = "met", _("How often we met")
    HEADING = "heading", _("From the notes")
    FAMILY = "family", _("The family's own view")
    CHILD = "child", _("The child's own words, or what the child shows")
    WORKER = "worker", _("Worker's view")
    AHEAD = "ahead", _("What comes next")
    LETTER = "letter", _("The letter")


REQUIRED = {
    ReportKind.MONTH: ReportBlock.FAMILY,
    ReportKind.CHILD: ReportBlock.CHILD,
    ReportKind.LETTER: ReportBlock.LETTER,
}
"""The block without which a report is not signed off: the family's own view (the plan, 4.1), the child's own."""


class ReportStep(TextChoices):
    """What the steps of a process hear of reports and plans; the values are stable."""

    MONTH_REPORTED = "month_reported", _("The monthly report is signed off")
    CHILD_SUMMARISED = "child_summarised", _("The summary of the child is signed off")
    PLAN_REVIEWED = "plan_reviewed", _("The plan is reviewed with the referrer")


class FollowUpOutcome(TextChoices):
    """How a follow-up went."""

    REACHED = "reached", _("They were reached")
    NOT_REACHED = "not_reached", _("They were not reached")
    DECLINED = "declined", _("Did not want to say")


class HandedFor(TextChoices):
    """What a device is handed over for; stands in a session."""

    SET_WEEK = "set", _("Choose the goals of the week")
    EVALUATE_WEEK = "evaluate", _("Evaluate the week")


PLANNED = "planned"
"""The attribute of a reason of ending that is true when the end was planned; what follows a planned end hangs on it."""
IS_VISIT = "is_visit"
"""The attribute of a kind of contact that is false when it is no visit of the client's (a call, a network meeting)."""


class ForWhom(TextChoices):
    """Of whom a process is: one for the family or the person as a whole, or one for each of those who take part."""

    FAMILY = "family", _("The family")
    EACH_ADULT = "each_adult", _("Each adult")
    EACH_CHILD = "each_child", _("Each child")
    EACH_MEMBER = "each_member", _("Everyone who takes part")


class WhyShared(TextChoices):
    """Why what was written of a whole family before it parted is opened."""

    GO_THROUGH = "go_through", _("I go through it and say of whom each part tells")
    SAFETY = "safety", _("Somebody's safety hangs on it now")
    ASKED = "asked", _("Somebody has a right to it and has asked")


class Begins(TextChoices):
    """How a process begins."""

    BY_CHOICE = "by_choice", _("When a worker begins it")
    WITH_EPISODE = "with_episode", _("By itself, with the episode")


class Trigger(TextChoices):
    """When a step of a process falls due."""

    AT_START = "at_start", _("Days after the start")
    BY_CONTACT = "by_contact", _("By a visit")
    ABOUT_CONTACT = "about_contact", _("About a visit")
    WEEKLY = "weekly", _("Every week")
    WEEKDAYS = "weekdays", _("On working days")
    MONTHLY = "monthly", _("Every month")
    EACH_MEETING = "each_meeting", _("At each visit")
    AT_END = "at_end", _("When the episode ends")
    AFTER_END = "after_end", _("Months after the end")
    AFTER_BIRTH = "after_birth", _("Weeks after the birth")
    BEFORE_BIRTH = "before_birth", _("Visits before the birth")
    MEETINGS = "meetings", _("Number of visits")
    WORKERS = "workers", _("Number of workers")


DECISIONS = "decisions"
"""The attribute of a reason that says for which decisions it may be chosen (a list); without it for any."""
ENDS_WITH = "ends_with"
"""The attribute of a reason for waiting that says what would end it, in each language: {fi: …, sv: …, en: …}."""
OWN_WORK = "own_work"
"""The attribute of a source that is another of our own work forms: what a supported handover is told to come from."""


class Risk(TextChoices):
    """How great the danger is, as whoever asked for help told it."""

    ACUTE = "acute", _("Acute danger")
    RAISED = "raised", _("Raised risk")
    ORDINARY = "ordinary", _("No danger in sight")
    NOT_KNOWN = "not_known", _("Not known")


class SafePlace(TextChoices):
    """Whether they are safe where they are now."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class Urgency(IntegerChoices):
    """How soon a request is decided; the first comes first in every list."""

    TODAY = 1, _("Today")
    SOON = 2, _("Soon")
    ORDINARY = 3, _("In turn")


class RequestState(TextChoices):
    """What has been decided of a request."""

    OPEN = "open", _("Not decided")
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    ELSEWHERE = "elsewhere", _("Directed elsewhere")
    NOT_OURS = "not_ours", _("Not for us")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DECIDED_WITH_REASON = (
    RequestState.WAITING,
    RequestState.ELSEWHERE,
    RequestState.NOT_OURS,
    RequestState.WITHDRAWN,
)
"""Every way of deciding a request that opens no episode."""

DECIDING = {
    RequestState.WAITING: _("Put them on the waiting list"),
    RequestState.ELSEWHERE: _("Direct elsewhere"),
    RequestState.NOT_OURS: _("It is not for us"),
    RequestState.WITHDRAWN: _("They have withdrawn it"),
}
"""Each of those as it is pressed."""


class Timing(TextChoices):
    """Whether a request was decided by its day."""

    IN_TIME = "in_time", _("In time")
    LATE = "late", _("Late")


class StepKind(TextChoices):
    """What was done with a request: decisions, and what happened while it waited."""

    WAITING = "waiting", _("Put on the waiting list")
    ACCEPTED = "accepted", _("Accepted")
    ELSEWHERE = "elsewhere", _("Directed elsewhere")
    NOT_OURS = "not_ours", _("Not for us")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CHECKED = "checked", _("Safety checked")
    MOVED = "moved", _("Urgency changed by hand")


class HandoverState(TextChoices):
    """How a supported handover stands."""

    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not taken")
    WITHDRAWN = "withdrawn", _("Withdrawn by the sender")


class Sort(TextChoices):
    """Of whom a record is that has a time of its own."""

    FAMILY = "family", _("A family")
    PERSON = "person", _("A person")
    EPISODE = "episode", _("People who stayed anonymous")
    REQUEST = "request", _("A request of somebody unknown")
