"""Documents that were read, and what is proposed from them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.governance.choices import ProposalState, ReadingState
from poukama.governance.models import Proposal, Reading
from poukama.governance.rules import Action
from poukama.organisation.models import WorkForm

WORK_FORMS, BUDGET, STAFF = "#work-forms", "#budget", "#staff"
"""Sections of a document that are no work form; titles of the document's own never begin so."""
SHORTEST_STEM = 4


@dataclass
class Section:
    """A part of a document with its proposals."""

    number: int
    title: str
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def open(self) -> list[Proposal]:
        """Those that nobody has decided yet."""
        return [one for one in self.proposals if one.state == ProposalState.OPEN]


def open_readings(actor: Actor) -> list[Reading]:
    """Documents that are still being gone through, with how much is left, newest first."""
    left = Count("proposals", filter=Q(proposals__state=ProposalState.OPEN))
    rows = Reading.objects.filter(state=ReadingState.OPEN).annotate(left=left).select_related("read_by")
    return list(visible(actor, Action.FINISH_READING, rows).order_by("-read_at", "-pk")[:20])


def sections_of(reading: Reading) -> list[Section]:
    """The document part by part, in its order. One query."""
    sections: dict[str, Section] = {}
    for proposal in proposals_of(reading):
        title = str(proposal.payload.get("section", ""))
        section = sections.setdefault(title, Section(len(sections) + 1, title))
        section.proposals.append(proposal)
    return list(sections.values())


def proposals_of(reading: Reading) -> QuerySet[Proposal]:
    """Everything proposed from a document, in order."""
    return Proposal.objects.filter(reading=reading).select_related("decided_by").order_by("order")


def match_work_form(title: str, work_forms: Iterable[WorkForm]) -> str:
    """The key of our work form with this name: all words of our name stand in the title (or the title's in ours),
    the most words win. Empty when none or several fit as well."""
    wanted = _words(title)
    if not wanted:
        return ""
    scored: dict[str, int] = {}
    for work_form in work_forms:
        for name in (work_form.name, work_form.name_sv, work_form.name_en):
            ours = _words(name)
            if not ours:
                continue
            if ours == wanted:
                return work_form.key
            fewer, more = sorted((ours, wanted), key=len)
            if all(any(_same(word, other) for other in more) for word in fewer):
                scored[work_form.key] = max(scored.get(work_form.key, 0), sum(map(len, fewer)))
    best = max(scored.values(), default=0)
    winners = [key for key, score in scored.items() if score == best]
    return winners[0] if len(winners) == 1 else ""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("®", ""))


def _same(word: str, other: str) -> bool:
    """The same word, also inflected or as a part of a compound: Mieskaveri, Mieskaveritoiminta."""
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= SHORTEST_STEM and long.startswith(short))
