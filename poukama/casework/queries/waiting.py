"""A waiting list that explains itself: since when, why, what would end it, how long it usually takes, and who asks when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.casework.choices import ENDS_WITH, RequestState, StepKind
from poukama.casework.models import Request, RequestStep
from poukama.casework.queries.requests import RequestRow, request_rows, requests
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.words import words
from poukama.toolkit import formatting

LOOKED_AT = 30
"""From how many of the last waits the usual one is told."""
FEWEST = 5
"""Fewer waits than this are no rule, and could tell of somebody."""


@dataclass(frozen=True)
class UsualWait:
    """How long the middle half of the last waits took, in days."""

    least: int
    most: int

    def __str__(self) -> str:
        if self.least == self.most:
            days = formatting.number(self.least)
        else:
            days = f"{formatting.number(self.least)}–{formatting.number(self.most)}"
        said: str = _("usually %(days)s days") % {"days": days}
        return said


@dataclass(frozen=True)
class WaitingRow:
    """One who waits, with everything that can be told of it. `sentence` is read to them as it stands."""

    row: RequestRow
    why: str
    ends_with: str
    sentence: str
    days: int


def waiting_in(actor: Actor, work_form: WorkForm) -> QuerySet[Request]:
    """Those who wait in a work form, unordered: the order is (`urgency`, `wait_began_on`, `pk`)."""
    latest = RequestStep.objects.filter(request=OuterRef("pk"), voided_at=None, what=StepKind.WAITING)
    reason = Subquery(latest.order_by("-number").values("reason")[:1])
    found = requests(actor).filter(state=RequestState.WAITING, work_form=work_form)
    return found.annotate(waits_because=reason)


IN_LINE = ("urgency", "wait_began_on", "pk")
"""The order of the line: urgency first, then the day; nobody passes anybody for a reason that is not written."""


def usual_wait(work_form: WorkForm) -> UsualWait | None:
    """The middle half of the last waits that ended in help; None while they are fewer than five. One query."""
    ended = Request.objects.filter(
        work_form=work_form, voided_at=None, state=RequestState.ACCEPTED, wait_ended_on__isnull=False
    )
    last = list(ended.order_by("-wait_ended_on", "-pk").values_list("waited_days", flat=True)[:LOOKED_AT])
    days = sorted(each for each in last if each is not None)
    if len(days) < FEWEST:
        return None
    return UsualWait(days[len(days) // 4], days[(3 * len(days)) // 4])


def waiting_rows(found: Sequence[Request], usual: UsualWait | None, today: date) -> list[WaitingRow]:
    """The rows of a waiting list; two queries for all."""
    reasons = words(TermList.DECISION_REASON).by_key
    return [_row(row, reasons.get(_reason(row.asked)), usual, today) for row in request_rows(found, today)]


def _reason(asked: Request) -> str:
    found: str = getattr(asked, "waits_because", "") or ""
    return found


def _row(row: RequestRow, reason: Term | None, usual: UsualWait | None, today: date) -> WaitingRow:
    asked = row.asked
    why = reason.label() if reason else ""
    ends_with = _ends_with(reason)
    since = asked.wait_began_on or today
    check_on = asked.next_check_on or today
    return WaitingRow(
        row=row,
        why=why,
        ends_with=ends_with,
        sentence=_sentence(why, ends_with, usual, max(check_on, today) if asked.channel else None),
        days=(today - since).days,
    )


def _ends_with(reason: Term | None) -> str:
    """What would end the waiting, in the language of the screen; empty when the word does not say."""
    said = reason.attributes.get(ENDS_WITH) if reason else None
    if not isinstance(said, dict):
        return str(said or "")
    return str(said.get((get_language() or "fi")[:2]) or said.get("fi") or "")


def _sentence(why: str, ends_with: str, usual: UsualWait | None, check_on: date | None) -> str:
    """What is read to whoever waits; without a day, to whom we must not be in touch."""
    said = [
        _("You are waiting: %(why)s.") % {"why": why[:1].lower() + why[1:]} if why else _("You are waiting."),
        _("It ends when %(what)s.") % {"what": ends_with} if ends_with else "",
        _("Waiting takes %(usual)s.") % {"usual": usual} if usual else "",
        _("We ask you again on %(day)s at the latest how you are and whether you are safe.")
        % {"day": formatting.day(check_on)}
        if check_on
        else _("We do not contact you: call us when you can do so safely."),
        _("If you are in danger before that, call 112."),
    ]
    return " ".join(filter(None, said))
