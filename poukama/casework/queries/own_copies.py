"""Copies of somebody's own data: which there are, what stands in them, and how they are given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import OwnData, OwnPassage
from poukama.casework.rules import Action
from poukama.clients.choices import OwnSection, WithheldGround
from poukama.clients.models import KnownIn
from poukama.organisation.models import Association
from poukama.toolkit import clock
from poukama.toolkit.facts import Text

FORMAT = 1


@dataclass(frozen=True)
class Section:
    """What is given under one heading, and on which grounds some of it is not."""

    code: str
    title: Text
    passages: Sequence[OwnPassage]
    withheld: Sequence[tuple[Text, int]]


@dataclass(frozen=True)
class CopyRow:
    """A copy in the list of those for whom it could be put together."""

    copy: OwnData
    may_read: bool
    may_give_up: bool


def own_data_of(actor: Actor, known: KnownIn) -> list[CopyRow]:
    """What was put together of one of whom the actor may do so, the latest first. Three queries."""
    theirs = OwnData.objects.filter(known=known, voided_at=None)
    read, given_up = (
        set(visible(actor, action, theirs).order_by().values_list("pk", flat=True))
        for action in (Action.READ_OWN_DATA, Action.GIVE_UP_OWN_DATA)
    )
    rows = theirs.order_by("-recorded_at", "-pk")
    return [CopyRow(row, row.pk in read, row.pk in given_up) for row in rows]


def own_data(actor: Actor, action: Action) -> QuerySet[OwnData]:
    """Copies on which the actor may take an action, with whose they are and how much is withheld."""
    counted = {
        "passages_all": Count("passages"),
        "passages_out": Count("passages", filter=~Q(passages__ground="")),
        "passages_of_others": Count("passages", filter=Q(passages__of_others=True, passages__ground="")),
    }
    rows = visible(actor, action, OwnData.objects.all()).annotate(**counted)
    return rows.select_related("known__client", "known__work_form", "checked_by", "given_by", "recorded_by")


def sections_of(copy: OwnData) -> list[Section]:
    """What is given, by heading. One query."""
    rows = list(copy.passages.order_by("number"))
    found = []
    for code, group in groupby(rows, key=lambda row: row.section):
        these = list(group)
        out = Counter(row.ground for row in these if row.ground)
        withheld = [(WithheldGround(ground).label, number) for ground, number in sorted(out.items())]
        given = [row for row in these if not row.ground]
        found.append(Section(code, OwnSection(code).label, given, withheld))
    return found


def as_data(copy: OwnData) -> dict[str, Any]:
    """The same as structured data."""
    association = Association.objects.order_by("pk").first()
    client = copy.known.client
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "number": copy.code,
        "asked_on": copy.asked_on.isoformat(),
        "controller": copy.known.work_form.controller,
        "producer": association.name if association else "",
        "service": {"code": copy.known.work_form.key, "name": copy.known.work_form.label()},
        "client": client.code_name if client else "",
        "sections": [
            {
                "code": section.code,
                "title": str(section.title),
                "withheld": [
                    {"ground": str(ground), "passages": number} for ground, number in section.withheld
                ],
                "passages": [
                    {
                        "day": row.happened_on.isoformat() if row.happened_on else None,
                        "title": row.title,
                        "text": row.text or "",
                    }
                    for row in section.passages
                ],
            }
            for section in sections_of(copy)
        ],
    }
