"""Reads for the screens of accounts, roles and the audit trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from django.apps import apps
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor, Held
from poukama.access.choices import Event
from poukama.access.models import AuditEvent
from poukama.access.policy import may_ever, rules, visible
from poukama.access.rules import Action, confirm_beside
from poukama.organisation.choices import AssignmentKind, Role
from poukama.organisation.models import Assignment, Position, User, WorkForm
from poukama.organisation.queries import in_force
from poukama.toolkit import clock
from poukama.toolkit.facts import Text


def people(actor: Actor, *, closed: bool = False) -> QuerySet[User]:
    """People with an account, with the roles they hold today; order with `page_of(by=("name", "pk"))`."""
    today = Assignment.objects.filter(in_force(actor.day)).select_related("work_form", "position")
    return visible(actor, Action.READ_STAFF, User.objects.filter(is_active=not closed)).prefetch_related(
        Prefetch("assignments", queryset=today.order_by("pk"), to_attr="held_today")
    )


def assignments_of(person: User) -> QuerySet[Assignment]:
    """Every role that a person holds, will hold and has held, the latest first."""
    return (
        Assignment.objects.filter(user=person)
        .select_related("work_form", "position", "supervisor")
        .order_by("-starts_on", "-pk")
    )


def held_on(person: User, day: date) -> tuple[Held, ...]:
    """The roles of a person on a day."""
    return Actor(person, day).held


def waiting_for(actor: Actor) -> QuerySet[Assignment]:
    """The roles that the actor may confirm, the oldest first."""
    rows = visible(actor, Action.CONFIRM_ASSIGNMENT, Assignment.objects.filter(user__is_active=True))
    return rows.select_related("user", "work_form", "position", "supervisor", "assigned_by").order_by(
        "assigned_at", "pk"
    )


def anything_waits(actor: Actor) -> bool:
    """Whether the home page of the actor has something to say of roles and accounts."""
    if not may_ever(actor, Action.SEE_WAITING):
        return False
    return waiting_for(actor).exists() or lost_steps_removed(actor).exists() or ending_soon(actor).exists()


def lost_steps_removed(actor: Actor) -> QuerySet[AuditEvent]:
    """For the director, second steps that somebody else has removed in these days, the latest first."""
    if not actor.has(Role.DIRECTOR):
        return AuditEvent.objects.none()
    since = _begins(actor.day - timedelta(days=_DAYS_TOLD))
    found = AuditEvent.objects.filter(action=Action.RESET_SECOND_FACTOR, happened_at__gte=since)
    return found.exclude(actor=actor.user.pk).order_by("-id")


_DAYS_TOLD = 14


def who_confirms(role: str, giver: Actor) -> list[str]:
    """Names of those who may confirm a role that `giver` gives."""
    roles = confirm_beside(role, giver)
    held = Assignment.objects.filter(in_force(giver.day), role__in=roles, user__is_active=True)
    people = User.objects.filter(pk__in=held.values("user")).exclude(pk=giver.user.pk)
    return list(people.order_by("name", "pk").values_list("name", flat=True))


def who_can_supervise() -> QuerySet[User]:
    """Those who work, or lead, somewhere today: a student has one of them beside them."""
    held = Assignment.objects.filter(in_force(clock.today()), role__in=(Role.WORKER, Role.LEAD))
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user")).order_by("name", "pk")


ENDS_SOON = timedelta(days=14)
"""How long before the last day of a substitute or a student their lead is told."""


def ending_soon(actor: Actor) -> QuerySet[Assignment]:
    """Roles of substitutes and students that end within two weeks where the actor leads, the first to end first."""
    for_a_while = ~Q(kind=AssignmentKind.REGULAR) | Q(role=Role.STUDENT)
    rows = Assignment.objects.filter(
        in_force(actor.day), for_a_while, ends_on__lte=actor.day + ENDS_SOON, user__is_active=True
    )
    found = visible(actor, Action.SEE_ENDING, rows)
    return found.select_related("user", "work_form", "position", "supervisor").order_by("ends_on", "pk")


def positions() -> QuerySet[Position]:
    """The positions that can be filled, with their teams and work forms, in the order of the pack."""
    return (
        Position.objects.select_related("team")
        .prefetch_related(Prefetch("work_forms", queryset=WorkForm.objects.order_by("order", "pk")))
        .order_by("team__order", "order", "pk")
    )


@dataclass(frozen=True)
class Question:
    """One of the questions that an investigator asks of the audit trail, as a choice of actions."""

    key: str
    title: Text
    verbs: tuple[str, ...] = ()
    others: bool = False
    """Every action that belongs to no other question: what changes something."""
    flag: str = ""
    """A mark in the event's detail, when the question is not about actions."""

    def actions(self) -> list[str]:
        """The actions that answer it, of those that exist."""
        known = [*rules(), *Event.values]
        if self.others:
            elsewhere = tuple(verb for question in QUESTIONS for verb in question.verbs)
            return [action for action in known if not _verb_of(action).startswith(elsewhere)]
        return [action for action in known if self.verbs and _verb_of(action).startswith(self.verbs)]


QUESTIONS: tuple[Question, ...] = (
    Question("changed", _("Who changed this?"), others=True),
    Question("saw", _("Who saw it?"), ("read_", "see_", "open_record", "search_")),
    Question("far-back", _("Who reached far back?"), flag="far_back"),
    Question("exported", _("Who exported?"), ("export_", "download_", "print_")),
    Question("broke-glass", _("Who opened in an emergency?"), ("break_glass",)),
    Question(
        "unmasked", _("Who unmasked?"), ("unmask_", "read_name", "read_safe_contact", "read_in_emergency")
    ),
)
"""The six questions of the audit trail."""


_KINDS = {
    "access.AuditEvent": _("audit trail"),
    "activities.ChatDuty": _("chat shift"),
    "activities.DoorCount": _("count at the door"),
    "activities.Group": _("group"),
    "activities.Occasion": _("occasion"),
    "activities.Outreach": _("outreach"),
    "casework.Consultation": _("consultation"),
    "casework.Contact": _("visit or contact"),
    "casework.Episode": _("episode"),
    "casework.EpisodeMember": _("member of an episode"),
    "casework.EpisodePhase": _("phase of an episode"),
    "casework.EpisodeWorkers": _("key worker of an episode"),
    "casework.OddReading": _("odd reading"),
    "clients.Client": _("client"),
    "clients.EmergencyAccess": _("emergency"),
    "clients.EmergencyCheck": _("check of an emergency"),
    "clients.Family": _("family"),
    "governance.BudgetLine": _("budget line"),
    "governance.Finding": _("finding"),
    "governance.FocusArea": _("focus area"),
    "governance.Goal": _("goal"),
    "governance.Plan": _("plan"),
    "governance.Proposal": _("proposal"),
    "governance.Reading": _("document read"),
    "governance.StaffLine": _("line of posts"),
    "governance.Target": _("target"),
    "organisation.Assignment": _("assignment"),
    "organisation.Association": _("association"),
    "organisation.Partner": _("partner"),
    "organisation.Partnership": _("partnership"),
    "organisation.User": _("person on the staff"),
    "organisation.WorkForm": _("work form"),
    "outcomes.ReceivedAnswer": _("answer received"),
    "reporting.Snapshot": _("frozen figure"),
    "workforce.Match": _("match"),
    "workforce.Volunteer": _("volunteer"),
    "workforce.VolunteerRole": _("volunteer's role"),
}


LATELY = timedelta(days=30)
"""How far back a question looks when no day is chosen: an answer costs the same however long the trail grows."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the audit trail; everything empty asks for all of it."""

    question: str = ""
    person: int | None = None
    action: str = ""
    about: str = ""
    about_id: str = ""
    since: date | None = None
    until: date | None = None
    known: Mapping[str, Question] = field(default_factory=lambda: {one.key: one for one in QUESTIONS})


def events(actor: Actor, asked: Asked) -> QuerySet[AuditEvent]:
    """The events that answer; order with `page_of(by=("-id",))`."""
    found = visible(actor, Action.READ_AUDIT, AuditEvent.objects.all())
    if question := asked.known.get(asked.question):
        found = found.filter(
            **({f"detail__{question.flag}": True} if question.flag else {"action__in": question.actions()})
        )
    exact = {"actor": asked.person, "action": asked.action, "about": asked.about, "about_id": asked.about_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.since is not None:
        found = found.filter(happened_at__gte=_begins(asked.since))
    if asked.until is not None:
        found = found.filter(happened_at__lt=_begins(asked.until + timedelta(days=1)))
    return found


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of the people with these ids. One query."""
    wanted = {one for one in ids if one is not None}
    return dict(User.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "name"))


def action_titles() -> Mapping[str, str]:
    """What every action and event is called, for those who read the trail, by its name."""
    return _action_titles(get_language())


def kind_titles() -> Mapping[str, str]:
    """What kinds of things events are about, as they are called where they are read, by that name."""
    return _kind_titles(get_language())


@cache
def _action_titles(language: str | None) -> Mapping[str, str]:
    with override(language):
        titles = {rule.action: str(rule.title) for rule in rules().values()}
        titles |= {value: str(label) for value, label in Event.choices}
    return dict(sorted(titles.items(), key=lambda one: one[1]))


@cache
def _kind_titles(language: str | None) -> Mapping[str, str]:
    kinds = sorted(
        model._meta.label for model in apps.get_models() if model.__module__.startswith("poukama.")
    )
    with override(language):
        titles = {kind: str(_KINDS.get(kind, kind)) for kind in kinds}
    return dict(sorted(titles.items(), key=lambda one: one[1]))


def _begins(day: date) -> datetime:
    return clock.local(day, time.min)


def _verb_of(action: str) -> str:
    return action.split(".", 1)[-1]
