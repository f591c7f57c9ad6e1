"""Groups: those that run, and one with its sessions."""

from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.choices import OccasionState
from poukama.activities.models import Group, Occasion
from poukama.activities.rules import Action


def running_groups(actor: Actor, day: date) -> QuerySet[Group]:
    """Groups that have not ended by a day, of the work forms whose groups the actor may read."""
    rows = Group.objects.filter(voided_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=day))
    return visible(actor, Action.READ_GROUP, rows)


def groups(actor: Actor) -> QuerySet[Group]:
    """Groups that the actor may read, with how often and when last each has met."""
    met = Q(occasions__state=OccasionState.HELD, occasions__voided_at=None)
    return (
        visible(actor, Action.READ_GROUP, Group.objects.filter(voided_at=None))
        .select_related("work_form")
        .annotate(
            sessions=Count("occasions", filter=met), last_met_on=Max("occasions__happened_on", filter=met)
        )
    )


def session_on(group: Group, day: date) -> Occasion | None:
    """The session of a group on a day that is planned or held, if there is one."""
    rows = Occasion.objects.filter(group=group, happened_on=day, voided_at=None)
    return rows.exclude(state=OccasionState.CANCELLED).select_related("work_form").order_by("pk").first()
