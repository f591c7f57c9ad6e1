"""Which protection orders, and which ties to a parent or guardian, stand on a day."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from poukama.clients.choices import Kinship, OrderKind
from poukama.clients.models import FamilyTie

HIDING = (OrderKind.NON_DISCLOSURE, OrderKind.CARE)
"""Those under which nobody is told where somebody is."""
OF_A_CHILD = (Kinship.PARENT, Kinship.GUARDIAN)
"""What the protected person is to those who are reached through a tie."""
STILL_HIDDEN = timedelta(days=30)
"""For how long an order that has run out by itself goes on hiding: a renewal that comes late opens nothing."""


def stands_on(day: date) -> Q:
    """Orders that have begun, that nobody has ended, and that ran out a month ago at most."""
    return Q(voided_at=None, ended_at=None, starts_on__lte=day, ends_on__gte=day - STILL_HIDDEN)


def tied_on(day: date) -> QuerySet[FamilyTie]:
    """Ties of a parent or a guardian that hold on the day."""
    then = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    return FamilyTie.objects.filter(then, voided_at=None, kind__in=OF_A_CHILD)
