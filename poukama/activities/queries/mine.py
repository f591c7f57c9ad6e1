"""What one has recorded oneself: today, and lately out there and in chats."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.models import ChatDuty, DoorCount, Group, Occasion, Outreach
from poukama.activities.queries.door import ADULTS, CHILDREN
from poukama.activities.rules import Action
from poukama.organisation.models import WorkForm

AT_MOST = 50


@dataclass(frozen=True)
class Recorded:
    """Everything in activities that one recorded on a day and that still stands."""

    occasions: list[Occasion]
    groups: list[Group]
    outreach: list[Outreach]
    chats: list[ChatDuty]
    doors: list[tuple[str, str, int, int]]
    """Key and name of the work form, adults, children."""

    def __bool__(self) -> bool:
        return bool(self.occasions or self.groups or self.outreach or self.chats or self.doors)


def recorded_today(actor: Actor) -> Recorded:
    """What the actor has recorded today, newest first, at most fifty of each."""
    starts = timezone.make_aware(datetime.combine(actor.day, time.min))
    when: dict[str, Any] = {
        "recorded_at__gte": starts,
        "recorded_at__lt": starts + timedelta(days=1),
        "recorded_by": actor.user,
        "voided_at": None,
    }
    occasions = visible(actor, Action.CHANGE_OCCASION, Occasion.objects.filter(**when))
    groups = visible(actor, Action.CHANGE_GROUP, Group.objects.filter(**when))
    doors = visible(actor, Action.READ_DOOR, DoorCount.objects.filter(**when))
    by_door = doors.order_by("work_form").values_list("work_form").annotate(adults=ADULTS, children=CHILDREN)
    names = {form.pk: form for form in WorkForm.objects.filter(pk__in=[row[0] for row in by_door])}
    return Recorded(
        list(occasions.select_related("work_form", "group").order_by("-recorded_at", "-pk")[:AT_MOST]),
        list(groups.select_related("work_form").order_by("-recorded_at", "-pk")[:AT_MOST]),
        list(_newest(visible(actor, Action.VOID_OUTREACH, Outreach.objects.filter(**when)))),
        list(_chats(visible(actor, Action.VOID_CHAT_DUTY, ChatDuty.objects.filter(**when)))),
        [(names[row[0]].key, names[row[0]].label(), row[1], row[2]) for row in by_door],
    )


def my_outreach(actor: Actor, work_form: WorkForm) -> QuerySet[Outreach]:
    """What the actor recorded out there in a work form, newest first."""
    rows = Outreach.objects.filter(work_form=work_form, recorded_by=actor.user, voided_at=None)
    return visible(actor, Action.VOID_OUTREACH, rows)


def my_chats(actor: Actor, work_form: WorkForm) -> QuerySet[ChatDuty]:
    """The chat shifts that the actor recorded in a work form, newest first."""
    rows = ChatDuty.objects.filter(work_form=work_form, recorded_by=actor.user, voided_at=None)
    return visible(actor, Action.VOID_CHAT_DUTY, rows)


def _newest(rows: QuerySet[Outreach]) -> QuerySet[Outreach]:
    return rows.select_related("work_form").order_by("-recorded_at", "-pk")[:AT_MOST]


def _chats(rows: QuerySet[ChatDuty]) -> QuerySet[ChatDuty]:
    return rows.select_related("work_form").order_by("-recorded_at", "-pk")[:AT_MOST]
