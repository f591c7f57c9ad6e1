"""A proposal from a document in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from poukama.governance.choices import Direction, Every, ProposalKind, ProposalState, TargetUnit
from poukama.governance.forms.reading import CorrectionForm
from poukama.governance.models import Proposal
from poukama.toolkit import formatting


@dataclass(frozen=True)
class Shown:
    """A proposal in words."""

    proposal: Proposal
    title: str
    more: str
    work_form: str
    asks: str
    place: str
    form: CorrectionForm | None = None


def shown(
    proposal: Proposal,
    labels: Mapping[str, str],
    correct: int | None = None,
    form: CorrectionForm | None = None,
) -> Shown:
    """A proposal as the page of its document shows it; `correct` is the one that is being corrected."""
    data = proposal.decided or proposal.payload
    kind, _colon, place = proposal.place.partition(":")
    named = {"page": _("page %(n)s"), "line": _("line %(n)s")}
    title, more = _words(proposal.kind, data)
    key = str(data.get("work_form_key", ""))
    own = None
    if proposal.pk == correct and proposal.state == ProposalState.OPEN:
        own = form or CorrectionForm(initial=data, kind=proposal.kind)
    return Shown(
        proposal,
        title,
        more,
        labels.get(key, ""),
        _asks(proposal.kind, data),
        named[kind] % {"n": place} if kind in named else "",
        own,
    )


def _asks(kind: str, data: dict[str, Any]) -> str:
    if "work_form_key" in data and not data["work_form_key"] and kind != ProposalKind.RHYTHM:
        return _("Which of our work forms is this?")
    if kind == ProposalKind.TARGET and not data.get("unit"):
        return _("What does it count? It can be decided later too.")
    return ""


def _words(kind: str, data: dict[str, Any]) -> tuple[str, str]:
    """A proposal's title and what follows it."""
    if kind == ProposalKind.WORK_FORM:
        return str(data["title"]), str(data.get("area", ""))
    if kind == ProposalKind.GOAL:
        return str(data["goal"]), str(data.get("result", ""))
    if kind == ProposalKind.TARGET:
        aim = formatting.number(data["aim"]) if data.get("aim") is not None else "?"
        unit = str(dict(TargetUnit.choices).get(data.get("unit", ""), ""))
        direction = dict(Direction.choices).get(data.get("direction", ""), "")
        return f"{data['label']}: {str(direction).lower()} {aim} {unit}".strip(), ""
    if kind == ProposalKind.BUDGET:
        note = _("The sum of the lines, as the plan states it") if data.get("is_total") else ""
        return f"{data['label']}: {formatting.euros(float(data['amount']))}", note
    if kind == ProposalKind.STAFF:
        return f"{data['label']}: {data['count'] if data.get('count') is not None else '?'}", ""
    return str(data["text"]), str(dict(Every.choices).get(data.get("every", ""), ""))
