"""What somebody has left half written, and who else is at the same form."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.drafts.kinds import Of, Place, kinds
from poukama.drafts.models import Draft, Presence
from poukama.drafts.rules import JUST_NOW, Action
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.facts import Text
from poukama.toolkit.sealing import opens

KEPT_FOR = timedelta(days=30)
"""After this a draft that nobody goes on with is destroyed."""
WARNED_FOR = timedelta(days=7)
"""For how long before that its writer is told."""
MOST_SHOWN = 20
_MOST_ASKED = 100

Pairs = list[tuple[str, str]]
"""The names and values of a form, in its order; a name may stand there several times."""


@dataclass(frozen=True)
class Unfinished:
    """One's own draft: what is being written, of whom, where to go on, and until when it is kept."""

    draft: Draft
    title: Text
    place: Place
    kept_until: date
    is_warned: bool


def draft_of(actor: Actor, of: Of) -> Draft | None:
    """The actor's own draft of a form, if there is one that opens. Ask first whether they may write there."""
    rows = Draft.objects.filter(kind=of.kind, key=of.key)
    draft = visible(actor, Action.OPEN_DRAFT, rows).order_by("pk").first()
    return draft if draft is not None and opens(draft) else None


def typed_in(draft: Draft) -> Pairs:
    """What was typed."""
    return [(name, value) for name, value in json.loads(draft.typed or "[]")]


def unfinished(actor: Actor) -> list[Unfinished]:
    """What the actor left half written where they may still write, the latest first. A few queries for each kind."""
    rows = visible(actor, Action.SEE_UNFINISHED, Draft.objects.defer("typed")).order_by("-written_at", "pk")
    drafts = list(rows[:_MOST_ASKED])
    known = kinds()
    places: dict[Of, Place] = {}
    for kind, those in groupby(sorted(drafts, key=lambda draft: draft.kind), key=lambda draft: draft.kind):
        if kind in known:
            found = known[kind].places(actor, [draft.key for draft in those])
            places |= {Of(kind, key): place for key, place in found.items()}
    shown = [
        _shown(draft, known[draft.kind].title, places[Of(draft.kind, draft.key)])
        for draft in drafts
        if Of(draft.kind, draft.key) in places
    ]
    return shown[:MOST_SHOWN]


def beside(actor: Actor, of: Of) -> list[str]:
    """The initials of who else has the form open, or has typed into it, within two minutes. One query."""
    since = clock.now() - JUST_NOW
    there = visible(actor, Action.SEE_BESIDE, Presence.objects.filter(kind=of.kind, key=of.key))
    typing = Draft.objects.filter(kind=of.kind, key=of.key, written_at__gte=since)
    people = User.objects.filter(Q(pk__in=there.values("seen_by")) | Q(pk__in=typing.values("written_by")))
    others = people.filter(is_active=True).exclude(pk=actor.user.pk)
    return list(others.order_by("initials", "pk").values_list("initials", flat=True))


def _shown(draft: Draft, title: Text, place: Place) -> Unfinished:
    kept_until = timezone.localdate(draft.written_at + KEPT_FOR)
    return Unfinished(draft, title, place, kept_until, clock.today() >= kept_until - WARNED_FOR)
