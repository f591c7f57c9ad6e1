"""Who may record and read what happens at the door, in groups, at events, out there and in chats.

Workers and leads of a work form record and read; the director reads what is counted but not who took part.
Board members, the office and administrators see none of these records.
"""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.activities.models import (
    Attendance,
    ChatDuty,
    DoorCount,
    Group,
    Headcount,
    Occasion,
    Outreach,
)
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm

_RECORDERS = (Role.WORKER, Role.LEAD)
_COUNTERS = (*_RECORDERS, Role.STUDENT)
"""A tap at the door tells of nobody."""
_READERS = (Role.WORKER, Role.LEAD, Role.DIRECTOR)


class Action(StrEnum):
    """What people do in activities."""

    SEE_ACTIVITIES = "activities.see_activities"
    COUNT_AT_DOOR = "activities.count_at_door"
    READ_DOOR = "activities.read_door"
    READ_DOOR_DAYS = "activities.read_door_days"
    CORRECT_DOOR = "activities.correct_door"
    RECORD_OCCASION = "activities.record_occasion"
    READ_OCCASION = "activities.read_occasion"
    CHANGE_OCCASION = "activities.change_occasion"
    READ_HEADCOUNT = "activities.read_headcount"
    READ_ATTENDANCE = "activities.read_attendance"
    MARK_ATTENDANCE = "activities.mark_attendance"
    START_GROUP = "activities.start_group"
    READ_GROUP = "activities.read_group"
    CHANGE_GROUP = "activities.change_group"
    RECORD_OUTREACH = "activities.record_outreach"
    READ_OUTREACH = "activities.read_outreach"
    VOID_OUTREACH = "activities.void_outreach"
    RECORD_CHAT_DUTY = "activities.record_chat_duty"
    READ_CHAT_DUTY = "activities.read_chat_duty"
    VOID_CHAT_DUTY = "activities.void_chat_duty"


def _own_or_led(actor: Actor) -> Q:
    """What one recorded oneself in a work form where one still works, and everything where one leads."""
    mine = Q(recorded_by=actor.user) & actor.within("work_form", *_RECORDERS)
    return mine | actor.within("work_form", Role.LEAD)


@allows(Action.SEE_ACTIVITIES, WorkForm, to=_READERS, title=_("See groups and door"))
def may_see_activities(actor: Actor) -> Q:
    """Everyone who works in the work form, and the director."""
    return actor.within("", *_READERS)


@allows(Action.COUNT_AT_DOOR, WorkForm, to=_COUNTERS, title=_("Count taps at the door"))
def may_count_at_door(actor: Actor) -> Q:
    """Whoever works or studies where there is a door counter."""
    return Q(door_counter=True) & actor.within("", *_COUNTERS)


@allows(Action.READ_DOOR, DoorCount, to=_READERS, title=_("See the counts of the door"))
def may_read_door(actor: Actor) -> Q:
    """The visits of the work form's door, by its people and the director."""
    return actor.within("work_form", *_READERS)


@allows(Action.READ_DOOR_DAYS, WorkForm, to=_READERS, title=_("See the door day by day"))
def may_read_door_days(actor: Actor) -> Q:
    """The days of a door: the work form's people and the director."""
    return Q(door_counter=True) & actor.within("", *_READERS)


@allows(Action.CORRECT_DOOR, WorkForm, to=_RECORDERS, title=_("Correct the counts of the door"))
def may_correct_door(actor: Actor) -> Q:
    """Whoever counts at the door also corrects an earlier day."""
    return Q(door_counter=True) & actor.within("", *_RECORDERS)


@allows(Action.RECORD_OCCASION, WorkForm, to=_RECORDERS, title=_("Record an occasion"))
def may_record_occasion(actor: Actor) -> Q:
    """Whoever works in the work form plans and records what it holds."""
    return actor.within("", *_RECORDERS)


@allows(Action.READ_OCCASION, Occasion, to=_READERS, title=_("See occasions"))
def may_read_occasion(actor: Actor) -> Q:
    """What was held and how many came: the work form's people and the director."""
    return actor.within("work_form", *_READERS)


@allows(Action.CHANGE_OCCASION, Occasion, to=_RECORDERS, title=_("Change an occasion"))
def may_change_occasion(actor: Actor) -> Q:
    """The work form's people hold, cancel, correct and undo its occasions, whoever recorded them."""
    return actor.within("work_form", *_RECORDERS)


@allows(Action.READ_HEADCOUNT, Headcount, to=_READERS, title=_("See how many were reached"))
def may_read_headcount(actor: Actor) -> Q:
    """How many came to an occasion, by whoever may read the occasion."""
    return actor.within("occasion__work_form", *_READERS)


@allows(Action.READ_ATTENDANCE, Attendance, to=_RECORDERS, title=_("See who took part"))
def may_read_attendance(actor: Actor) -> Q:
    """Who took part, by code: only those who work in that work form, and nobody past a wall.

    Under a protection order, those whom it names and whoever marked it: when somebody comes tells where they are.
    """
    within = actor.within("occasion__work_form", *_RECORDERS)
    shown = unshielded(actor, work_form="occasion__work_form", client="client", family="family")
    seen = shown | Q(recorded_by=actor.user)
    return within & unwalled(actor, client="client", family="family") & seen & Q(destroyed_at=None)


@allows(Action.MARK_ATTENDANCE, Occasion, to=_RECORDERS, title=_("Mark who took part"))
def may_mark_attendance(actor: Actor) -> Q:
    """Whoever works in the work form marks who came."""
    return actor.within("work_form", *_RECORDERS)


@allows(Action.START_GROUP, WorkForm, to=_RECORDERS, title=_("Start a group"))
def may_start_group(actor: Actor) -> Q:
    """Whoever works in the work form starts its groups."""
    return actor.within("", *_RECORDERS)


@allows(Action.READ_GROUP, Group, to=_READERS, title=_("See groups"))
def may_read_group(actor: Actor) -> Q:
    """The group and its sessions: the work form's people and the director."""
    return actor.within("work_form", *_READERS)


@allows(Action.CHANGE_GROUP, Group, to=_RECORDERS, title=_("Change a group"))
def may_change_group(actor: Actor) -> Q:
    """Whoever works in the work form ends its groups."""
    return actor.within("work_form", *_RECORDERS)


@allows(Action.RECORD_OUTREACH, WorkForm, to=_RECORDERS, title=_("Record outreach"))
def may_record_outreach(actor: Actor) -> Q:
    """Whoever works in the work form."""
    return actor.within("", *_RECORDERS)


@allows(Action.READ_OUTREACH, Outreach, to=_READERS, title=_("See outreach"))
def may_read_outreach(actor: Actor) -> Q:
    """How many were met and where: the work form's people and the director."""
    return actor.within("work_form", *_READERS)


@allows(Action.VOID_OUTREACH, Outreach, to=_RECORDERS, title=_("Undo outreach"))
def may_void_outreach(actor: Actor) -> Q:
    """One's own recording; in a work form that one leads, anybody's."""
    return _own_or_led(actor)


@allows(Action.RECORD_CHAT_DUTY, WorkForm, to=_RECORDERS, title=_("Record chat duty"))
def may_record_chat_duty(actor: Actor) -> Q:
    """Whoever works in the work form."""
    return actor.within("", *_RECORDERS)


@allows(Action.READ_CHAT_DUTY, ChatDuty, to=_READERS, title=_("See chat duties"))
def may_read_chat_duty(actor: Actor) -> Q:
    """How long and how many: the work form's people and the director."""
    return actor.within("work_form", *_READERS)


@allows(Action.VOID_CHAT_DUTY, ChatDuty, to=_RECORDERS, title=_("Undo chat duty"))
def may_void_chat_duty(actor: Actor) -> Q:
    """One's own recording; in a work form that one leads, anybody's."""
    return _own_or_led(actor)
