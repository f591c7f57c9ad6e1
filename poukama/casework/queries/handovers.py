"""Handovers as each end sees them: the sender whom and how it stands, the receiver what is asked for and nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import DECISIONS, HandoverState
from poukama.casework.models import Episode, EpisodeMember, Handover
from poukama.casework.rules import Action, unhidden
from poukama.clients.choices import ClientIdentification
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.queries import work_forms
from poukama.organisation.words import term_labels, words
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

SENT_SHOWN = 10


@dataclass(frozen=True)
class ToAnswer:
    """A handover before it is answered, as its receiver reads it: purpose before person."""

    handover: Handover
    need: str
    ground: str
    is_late: bool


@dataclass(frozen=True)
class SentRow:
    """A handover as its sender reads it. `summary` and `answer` are None when a box does not open."""

    handover: Handover
    need: str
    reason: str
    summary: str | None
    answer: str | None
    is_late: bool


def to_answer(actor: Actor) -> QuerySet[Handover]:
    """Handovers that wait for an answer of the actor's work forms, unordered, with nobody loaded along."""
    rows = Handover.objects.filter(state=HandoverState.SENT)
    found = visible(actor, Action.ANSWER_HANDOVER, rows)
    return found.select_related("to_work_form", "recorded_by", "episode__work_form")


def answer_rows(found: Iterable[Handover], today: date) -> list[ToAnswer]:
    """What receivers read; two queries for the words."""
    needs = term_labels(TermList.NEED)
    laws = term_labels(TermList.DISCLOSURE_GROUND)
    return [
        ToAnswer(
            handover=each,
            need=needs.get(each.need, each.need),
            ground=laws.get(each.basis, ""),
            is_late=each.answer_by_on < today,
        )
        for each in found
    ]


def sent_of(actor: Actor, episode: Episode) -> list[SentRow]:
    """The handovers of an episode, the latest first. Three queries; their boxes are opened."""
    found = handovers(actor).filter(episode=episode).order_by("-recorded_at", "-pk")[:SENT_SHOWN]
    return sent_rows(list(found), clock.today())


def handovers(actor: Actor, action: str = Action.READ_HANDOVER) -> QuerySet[Handover]:
    """Handovers that the actor's work forms sent, unordered."""
    found = visible(actor, action, Handover.objects.filter(voided_at=None))
    return found.select_related(
        "episode__family", "episode__client", "episode__work_form", "to_work_form", "answered_by", "to_worker"
    )


def sent_rows(found: Sequence[Handover], today: date) -> list[SentRow]:
    """What senders read; two queries for the words."""
    needs, reasons = term_labels(TermList.NEED), term_labels(TermList.DECISION_REASON)
    return [_sent(each, needs, reasons, today) for each in found]


def _sent(each: Handover, needs: Mapping[str, str], reasons: Mapping[str, str], today: date) -> SentRow:
    is_open = opens(each)
    return SentRow(
        handover=each,
        need=needs.get(each.need, each.need),
        reason=reasons.get(each.reason, each.reason),
        summary=(each.summary or "") if is_open else None,
        answer=(each.answer or "") if is_open else None,
        is_late=each.state == HandoverState.SENT and each.answer_by_on < today,
    )


def receivers(episode: Episode) -> list[WorkForm]:
    """The work forms to which somebody can be handed over: whoever may see them there changes nothing. One query."""
    return work_forms_elsewhere(episode.work_form)


def work_forms_elsewhere(work_form: WorkForm) -> list[WorkForm]:
    """All other work forms that know their clients and go on today, in the order of the pack. One query."""
    today = clock.today()
    goes_on = Q(active_until=None) | Q(active_until__gte=today)
    begun = Q(active_from=None) | Q(active_from__lte=today)
    others = work_forms().filter(goes_on, begun).exclude(pk=work_form.pk)
    return list(others.exclude(identification=Identification.COUNTED))


def members_to_hand_over(actor: Actor, episode: Episode) -> list[EpisodeMember]:
    """Those who take part and can be found again. One query."""
    along = EpisodeMember.objects.filter(
        episode=episode, voided_at=None, ends_on=None, client__identification=ClientIdentification.CODED
    )
    found = visible(actor, Action.READ_MEMBER, along).select_related("client")
    return list(found.order_by("starts_on", "pk"))


def is_under_order(episode: Episode) -> bool:
    """Whether a protection order stands that hides those of the episode from whom it does not name. One query."""
    nobody = Actor(User(pk=0), clock.today())
    return not Episode.objects.filter(unhidden(nobody, ""), pk=episode.pk).exists()


def reasons_for(decision: str, work_form: WorkForm) -> list[tuple[str, str]]:
    """The reasons that may be given for a decision, as choices. One query."""
    return [
        (term.key, term.label())
        for term in words(TermList.DECISION_REASON).of(work_form)
        if decision in (term.attributes.get(DECISIONS) or [decision])
    ]
