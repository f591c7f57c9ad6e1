"""What waits for an answer on the home page: handovers, answers, requests, and those who wait."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from poukama.access.actor import Actor
from poukama.casework.choices import HandoverState, RequestState
from poukama.casework.models import Handover
from poukama.casework.queries.handovers import (
    SentRow,
    ToAnswer,
    answer_rows,
    handovers,
    sent_rows,
    to_answer,
)
from poukama.casework.queries.requests import RequestRow, request_rows, requests, undecided
from poukama.organisation.choices import Role

AT_MOST = 5
"""How many of each the home page shows; the rest are behind a link."""


@dataclass(frozen=True)
class Inbox:
    """All that waits for somebody; empty when nothing does."""

    to_answer: list[ToAnswer] = field(default_factory=list)
    heard: list[SentRow] = field(default_factory=list)
    late: list[SentRow] = field(default_factory=list)
    to_decide: list[RequestRow] = field(default_factory=list)
    has_more_to_decide: bool = False
    to_check: list[RequestRow] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.to_answer, self.heard, self.late, self.to_decide, self.to_check))


def inbox_of(actor: Actor, today: date) -> Inbox:
    """What waits for the actor; twelve queries at most, however much there is."""
    received = to_answer(actor).order_by("answer_by_on", "pk")[: AT_MOST * 2]
    sent = handovers(actor)
    told = sent.filter(
        state__in=(HandoverState.ACCEPTED, HandoverState.REFUSED), heard_at=None, recorded_by=actor.user
    )
    unanswered = sent.filter(_looks_after(actor), state=HandoverState.SENT, answer_by_on__lt=today)
    open_ones = list(undecided(actor).order_by("due_on", "pk")[: AT_MOST + 1])
    check = requests(actor).filter(state=RequestState.WAITING, next_check_on__lte=today)
    return Inbox(
        to_answer=answer_rows(list(received), today),
        heard=_rows(list(told.order_by("answered_at", "pk")[:AT_MOST]), today),
        late=_rows(list(unanswered.order_by("answer_by_on", "pk")[:AT_MOST]), today),
        to_decide=request_rows(open_ones[:AT_MOST], today),
        has_more_to_decide=len(open_ones) > AT_MOST,
        to_check=request_rows(list(check.order_by("next_check_on", "pk")[:AT_MOST]), today),
    )


def _looks_after(actor: Actor) -> Q:
    """Those that one sent, and those of the work forms that one leads."""
    return Q(recorded_by=actor.user) | actor.within("episode__work_form", Role.LEAD)


def _rows(found: list[Handover], today: date) -> list[SentRow]:
    return sent_rows(found, today) if found else []
