"""Whom a wall hides, and what was told to whom: parts of every rule about somebody served."""

from typing import Any

from django.db.models import Q, QuerySet

from poukama.access.actor import EVERYTHING, Actor
from poukama.clients.hidden import Hidden, behind_walls, sides_of_others
from poukama.clients.models import CountedAs
from poukama.organisation.choices import Role

GATEKEEPERS = (Role.GATEKEEPER,)
STAFF = (Role.WORKER, Role.LEAD)
"""Those who work with clients. The director and the board see figures; the administrator and the office nothing."""
CHECKERS = (Role.LEAD, Role.DIRECTOR, *GATEKEEPERS)
"""Those who look at what others opened in an emergency, or read oddly: by code name, and nothing else of anybody."""


def unwalled(actor: Actor, *, client: str = "", family: str = "") -> Q:
    """Rows whose client and family, at these paths, stand behind no wall, or on a side where the actor works.

    Every rule about somebody served adds this to its condition: what is behind a wall is as if there were none.
    """
    told = behind_walls(actor, *GATEKEEPERS)
    if told is not None:
        return _but(told, client, family)
    hidden = sides_of_others(actor, *GATEKEEPERS)
    clients = hidden.filter(client__isnull=False).values("client")
    families = hidden.filter(family__isnull=False).values("family")
    condition = Q()
    if client:
        of_client = "" if client == "pk" else f"{client}__"
        condition &= ~Q(**{f"{client}__in": clients}) & ~Q(**{f"{of_client}family__in": families})
        condition &= ~Q(**{f"{of_client}came_with__in": clients})
        condition &= ~Q(**{f"{of_client}came_with__family__in": families})
        same = _same_as(clients, families)
        condition &= ~Q(**{f"{client}__in": same}) & ~Q(**{f"{of_client}came_with__in": same})
    if family:
        condition &= ~Q(**{f"{family}__in": families})
    return condition


def _but(hidden: Hidden, client: str, family: str) -> Q:
    """The same, where those behind walls have been asked already."""
    condition = EVERYTHING
    if client and hidden.clients:
        condition &= ~Q(**{f"{client}__in": hidden.clients})
    if family and hidden.families:
        condition &= ~Q(**{f"{family}__in": hidden.families})
    return condition


def _same_as(clients: QuerySet[Any, Any], families: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Those who are one person with somebody of these: a wall around one stands around all of them."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    those = Q(client__in=clients) | Q(client__family__in=families) | Q(client__came_with__in=clients)
    those |= Q(client__came_with__family__in=families)
    return in_force.filter(kept__in=in_force.filter(those).values("kept")).values("client")


def told_to(actor: Actor, known: str = "") -> Q:
    """What was told to a work form where the actor works, of somebody whom no wall hides."""
    told = actor.within(f"{known}work_form", *STAFF)
    return told & unwalled(actor, client=f"{known}client", family=f"{known}family")
