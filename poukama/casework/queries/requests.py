"""Requests as pages say them: what waits to be decided, and one request with what was done with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, ngettext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import visible
from poukama.casework.choices import RequestState, StepKind
from poukama.casework.models import Request, RequestStep
from poukama.casework.queries.episodes import work_forms_to_open_in
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.words import term_labels
from poukama.toolkit import formatting
from poukama.toolkit.sealing import opens

STEPS = 30


@dataclass(frozen=True)
class RequestRow:
    """A request on a list: codes and words only; nothing sealed is opened."""

    asked: Request
    need: str
    people: str
    is_late: bool
    """Whether its day has gone by without a decision."""
    is_check_late: bool
    """Whether those who wait should have been asked again before today."""


@dataclass(frozen=True)
class StepRow:
    """Something that was done with a request, in words; `words` is None when its box does not open."""

    step: RequestStep
    did: str
    reason: str
    where: str
    words: str | None


def requests(actor: Actor, action: str = Action.READ_REQUEST) -> QuerySet[Request]:
    """Requests on which the actor may take the action, unordered, with what names them."""
    found = visible(actor, action, Request.objects.filter(voided_at=None))
    return found.select_related("work_form", "family", "client", "partner", "recorded_by", "episode")


def rest_said(asked: Request) -> AuditEvent | None:
    """The last time that anything was added to what was not asked at once: who, and when. One query."""
    said = AuditEvent.objects.filter(about=Request._meta.label, about_id=str(asked.pk))
    return said.filter(action=Action.CHANGE_REQUEST, detail__what="rest").order_by("-pk").first()


def rest_version(asked: Request) -> str:
    """On which version of it one begins to write; empty before the first."""
    said = rest_said(asked)
    return said.hash if said else ""


def undecided(actor: Actor) -> QuerySet[Request]:
    """Those that wait for a decision, unordered."""
    return requests(actor).filter(state=RequestState.OPEN)


def request_rows(found: Iterable[Request], today: date) -> list[RequestRow]:
    """The rows of a list; one query for the words."""
    needs = term_labels(TermList.NEED)
    return [
        RequestRow(
            asked=asked,
            need=needs.get(asked.need, asked.need),
            people=people_said(asked),
            is_late=asked.state == RequestState.OPEN and asked.due_on < today,
            is_check_late=asked.next_check_on is not None and asked.next_check_on < today,
        )
        for asked in found
    ]


def people_said(asked: Request) -> str:
    """How many ask: "1 adult, 2 children, expecting a child"; empty where it has not been asked."""
    said = []
    if asked.adults:
        adults = ngettext("%(count)s adult", "%(count)s adults", asked.adults)
        said.append(adults % {"count": formatting.number(asked.adults)})
    if asked.children:
        children = ngettext("%(count)s child", "%(count)s children", asked.children)
        said.append(children % {"count": formatting.number(asked.children)})
    if asked.is_expecting:
        said.append(gettext("expecting a child"))
    return ", ".join(said)


def not_asked_yet(asked: Request) -> list[str]:
    """What has not been asked yet, in words: it is asked once, and then never again."""
    missing = {
        gettext("how many they are"): asked.adults is None and asked.children is None,
        gettext("by what way they came"): not asked.source,
        gettext("when they can be reached"): bool(asked.channel) and not asked.hours,
        gettext("what they hope for, in their own words"): not asked.need_words,
        gettext("whether they expect a child"): asked.is_expecting is None,
    }
    return [what for what, is_missing in missing.items() if is_missing]


def steps_of(actor: Actor, asked: Request) -> list[StepRow]:
    """What was done with a request, the latest first. Two queries; the boxes are opened."""
    rows = RequestStep.objects.filter(request=asked, voided_at=None)
    found = visible(actor, Action.READ_REQUEST_STEP, rows)
    found = found.select_related("recorded_by", "to_partner", "to_work_form").order_by("-number")
    reasons = term_labels(TermList.DECISION_REASON)
    return [_step(step, reasons) for step in found[:STEPS]]


def counts_waiting(actor: Actor, work_forms: Sequence[WorkForm]) -> Mapping[int, int]:
    """How many wait in each of the work forms, as far as the actor sees. One query."""
    waiting = requests(actor).filter(state=RequestState.WAITING, work_form__in=work_forms)
    return dict(waiting.order_by().values_list("work_form").annotate(count=Count("pk")))


def asked_work_forms(actor: Actor) -> list[WorkForm]:
    """The actor's work forms of which help is asked, in the order of the pack. One query."""
    return list(work_forms_to_open_in(actor))


def _step(step: RequestStep, reasons: Mapping[str, str]) -> StepRow:
    where = step.to_partner or step.to_work_form
    return StepRow(
        step=step,
        did=str(StepKind(step.what).label),
        reason=reasons.get(step.reason, step.reason),
        where=where.label() if where else "",
        words=(step.words or "") if opens(step) else None,
    )
