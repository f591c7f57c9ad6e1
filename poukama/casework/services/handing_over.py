"""Supported handover between work forms: sent with one summary, answered with a first day or a reason, within a clock.

What is told under another controller is told on a ground, each time: when it is sent, and when it is accepted.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.casework import duty_kinds
from poukama.casework.choices import DECISIONS, OWN_WORK, HandoverState, Whose
from poukama.casework.duty_kinds import FROM, TO, late_key
from poukama.casework.models import Episode, EpisodeMember, Handover
from poukama.casework.queries.handovers import is_under_order
from poukama.casework.rules import STAFF, Action
from poukama.casework.services.appointments import Agreed, agree_on_time
from poukama.casework.services.arriving import Arrival, PersonIn, open_for
from poukama.casework.services.clocks import answer_by
from poukama.casework.services.refusals import (
    AnonymousIsNewEveryTime,
    DaysDoNotFit,
    EpisodeClosed,
    NotAMember,
    UnknownWord,
    WorkFormOnlyCounts,
    locked,
    word,
)
from poukama.casework.services.requests import with_a_code
from poukama.clients.models import Disclosure, KnownIn
from poukama.clients.receivers import Receiver
from poukama.clients.services import Ground, GroundNeeded
from poukama.clients.services.disclosing import BY_CONSENT, TellingOnceMore, disclose
from poukama.duties.services import drop_duty, finish_duty, open_duty, reopen_duty
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import Assignment, User, WorkForm
from poukama.organisation.queries import in_force, terms
from poukama.organisation.words import term_labels
from poukama.toolkit import clock

REFUSED = HandoverState.REFUSED.value
_ANSWER = ("state", "answered_on", "answered_at", "answered_by")
MOST_TOLD = 200
"""How long the note of a disclosure may be."""


class ToItself(Exception):
    """It is handed over to the work form in which they are."""


class NothingHandedOver(Exception):
    """There is no summary."""


class SentAlready(Exception):
    """A handover of the episode to the same work form waits for an answer already."""


class NotAgreed(Exception):
    """They have not agreed to what is handed over, and no law demands it."""


class NameTheReceiver(Exception):
    """A protection order is in force: it is said who receives them, and nobody else sees it."""


class NotOneOfTheirs(Exception):
    """Whoever was named does not work there."""


class AnsweredMeanwhile(Exception):
    """It has been answered or withdrawn meanwhile."""


@dataclass(frozen=True)
class What:
    """What is handed over: whom, what is hoped for, by when, and the summary that they agreed to."""

    members: Sequence[EpisodeMember]
    need: str
    summary: str
    before_on: date | None = None
    is_agreed: bool = False
    """Whether they have agreed to the summary; not asked where a law demands that it is told."""


@transaction.atomic
def send_handover(
    *,
    episode: Episode,
    to: WorkForm,
    what: What,
    by: User,
    basis: str = "",
    to_worker: User | None = None,
) -> Handover:
    """Send members of an episode on to another work form. Nothing depends on who there may see it.

    Under another controller it is told on a ground, of each of them: `GroundNeeded`, `NoConsent`.
    """
    episode = locked(episode)
    _refuse_receiver(episode, to, to_worker)
    members = _members(episode, what.members)
    if not episode.is_open:
        raise EpisodeClosed
    if not what.summary.strip():
        raise NothingHandedOver
    if what.before_on is not None and what.before_on < clock.today():
        raise DaysDoNotFit
    if not what.is_agreed and basis in ("", BY_CONSENT):
        raise NotAgreed
    word(TermList.NEED, what.need, to)
    if Handover.objects.filter(
        episode=episode, to_work_form=to, voided_at=None, state=HandoverState.SENT
    ).exists():
        raise SentAlready
    is_crossing = to.controller != episode.work_form.controller
    told = _tell(episode, to, what.need, members, basis, by) if is_crossing else []
    handover = Handover(
        episode=episode,
        to_work_form=to,
        to_worker=to_worker,
        need=what.need,
        sent_on=clock.today(),
        before_on=what.before_on,
        summary=what.summary.strip(),
        basis=basis if is_crossing else "",
        answer_by_on=answer_by(to, clock.today()),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    with_a_code(handover, "S")
    handover.members.set(members)
    handover.disclosures.set(told)
    _open_duties(handover, by)
    audit.record(
        Action.SEND_HANDOVER,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"handover": str(handover.pk), "to": to.key},
    )
    return handover


@transaction.atomic
def accept_handover(  # noqa: PLR0913  # an answer, and all that an episode begins with
    *,
    handover: Handover,
    first_on: date,
    kind: str,
    roles: Mapping[int, str],
    by: User,
    key_worker: User | None = None,
    pair_worker: User | None = None,
) -> Episode:
    """Take those handed over on: an episode of the same family or person begins, and the first time is agreed.

    `roles` are by client; without a key worker it is not known yet who meets them. What it is told on must hold today too: `NoConsent`, `GroundNeeded`.
    """
    handover = _waiting(handover)
    if first_on < clock.today():
        raise DaysDoNotFit
    before = handover.episode
    members = list(handover.members.select_related("client").order_by("pk"))
    episode = open_for(
        work_form=handover.to_work_form,
        arrival=Arrival(
            whose=Whose.FAMILY if before.family else Whose.PERSON,
            people=[
                PersonIn(roles.get(member.client_id, member.role), client=member.client) for member in members
            ],
            family=before.family,
            ground=_ground(handover, members),
        ),
        starts_on=clock.today(),
        key_worker=key_worker,
        pair_worker=pair_worker,
        by=by,
    )
    episode.source = _own_work(episode.work_form)
    episode.save(update_fields=["source"])
    agree_on_time(
        episode=episode,
        agreed=Agreed(
            kind=kind,
            planned_on=first_on,
            workers=[user for user in (key_worker, pair_worker) if user is not None],
            is_nobodys=key_worker is None,
        ),
        by=by,
    )
    handover.first_on, handover.opened = first_on, episode
    _answered(handover, HandoverState.ACCEPTED, by, "first_on", "opened")
    return episode


@transaction.atomic
def refuse_handover(*, handover: Handover, reason: str, by: User, words: str = "") -> Handover:
    """Say that they cannot be taken on, and why; the sender is told."""
    handover = _waiting(handover)
    chosen = word(TermList.DECISION_REASON, reason, handover.to_work_form)
    if REFUSED not in (chosen.attributes.get(DECISIONS) or [REFUSED]):
        raise UnknownWord(TermList.DECISION_REASON, reason)
    handover.reason, handover.answer = reason, words.strip() or None
    _answered(handover, HandoverState.REFUSED, by, "reason", "answer")
    return handover


@transaction.atomic
def withdraw_handover(*, handover: Handover, by: User) -> Handover:
    """Take a handover back before it is answered; whoever would have received it sees it no more."""
    handover = _waiting(handover)
    handover.heard_at, handover.heard_by = clock.now(), by
    _answered(handover, HandoverState.WITHDRAWN, by, "heard_at", "heard_by")
    return handover


@transaction.atomic
def hear_answer(*, handover: Handover, by: User) -> Handover:
    """Say that the answer was read; doing it again changes nothing."""
    rows = Handover.objects.select_for_update(of=("self",)).select_related("episode__work_form")
    handover = rows.get(pk=handover.pk)
    if handover.state != HandoverState.SENT and handover.heard_at is None:
        handover.heard_at, handover.heard_by = clock.now(), by
        handover.save(update_fields=["heard_at", "heard_by"])
        _audit(handover, Action.CHANGE_HANDOVER, by, "heard")
    return handover


def unanswer_with(episode: Episode, by: User) -> None:
    """An episode is taken back: the handover that it was opened for waits for an answer again."""
    handover = Handover.objects.select_for_update(of=("self",)).filter(opened=episode, voided_at=None).first()
    if handover is None:
        return
    handover.state, handover.opened, handover.first_on = HandoverState.SENT, None, None
    handover.answered_on = handover.answered_at = handover.answered_by = None
    handover.heard_at = handover.heard_by = None
    handover.save(update_fields=[*_ANSWER, "opened", "first_on", "heard_at", "heard_by"])
    reopen_duty(kind=duty_kinds.HANDOVER_DUTY, key=handover.code)
    _open_duties(handover, by)


def _refuse_receiver(episode: Episode, to: WorkForm, to_worker: User | None) -> None:
    if to.pk == episode.work_form_id:
        raise ToItself
    if to.identification == Identification.COUNTED:
        raise WorkFormOnlyCounts
    if to_worker is None:
        if is_under_order(episode):
            raise NameTheReceiver
        return
    there = Assignment.objects.filter(in_force(clock.today()), user=to_worker, role__in=STAFF)
    if not there.filter(Q(work_form=to) | Q(work_form=None)).exists():
        raise NotOneOfTheirs


def _members(episode: Episode, chosen: Sequence[EpisodeMember]) -> list[EpisodeMember]:
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    members = list(along.filter(pk__in=[each.pk for each in chosen]).select_related("client").order_by("pk"))
    if not members or len(members) < len(set(chosen)):
        raise NotAMember
    if any(member.client.is_anonymous for member in members):
        raise AnonymousIsNewEveryTime
    return members


def _tell(
    episode: Episode, to: WorkForm, need: str, members: Sequence[EpisodeMember], basis: str, by: User
) -> list[Disclosure]:
    """Write down what is told of each of them; one that was told today just so is not told again."""
    if not basis:
        raise GroundNeeded
    said = _("Supported handover: %(need)s") % {"need": term_labels(TermList.NEED).get(need, need)}
    told = []
    for member in members:
        known = KnownIn.objects.get(client=member.client_id, work_form=episode.work_form)
        with suppress(TellingOnceMore):
            told.append(
                disclose(
                    known=known,
                    to=Receiver(work_form=to),
                    basis=basis,
                    what=said[:MOST_TOLD],
                    told_on=clock.today(),
                    by=by,
                )
            )
    return told


def _ground(handover: Handover, members: Sequence[EpisodeMember]) -> Ground | None:
    """The ground on which it was sent, to be asked again now that it is told who they are."""
    if not handover.basis:
        return None
    about = Q(client__in=[member.client_id for member in members])
    if handover.episode.family_id:
        about |= Q(family=handover.episode.family_id)
    known = KnownIn.objects.filter(about, work_form=handover.episode.work_form)
    return Ground(handover.basis, list(known.select_related("work_form", "client", "family").order_by("pk")))


def _own_work(work_form: WorkForm) -> str:
    """The word for having come from another of our own work forms; empty when the list has none."""
    own = terms(TermList.REFERRAL_SOURCE, work_form).filter(**{f"attributes__{OWN_WORK}": True})
    found = own.first()
    return found.key if found else ""


def _waiting(handover: Handover) -> Handover:
    """The handover, locked; refuses one that was answered or withdrawn."""
    rows = Handover.objects.select_for_update(of=("self",))
    now = rows.select_related("episode__family", "episode__client", "episode__work_form", "to_work_form").get(
        pk=handover.pk
    )
    if now.voided_at is not None or now.state != HandoverState.SENT:
        raise AnsweredMeanwhile
    return now


def _answered(handover: Handover, state: HandoverState, by: User, *also: str) -> None:
    """Write the answer; the duty is done, and the leads need not look after it."""
    today = clock.today()
    handover.state, handover.answered_on = state, today
    handover.answered_at, handover.answered_by = clock.now(), by
    handover.save(update_fields=[*_ANSWER, *also])
    is_withdrawn = state == HandoverState.WITHDRAWN
    if is_withdrawn:
        drop_duty(kind=duty_kinds.HANDOVER_DUTY, key=handover.code, by=by)
    else:
        finish_duty(kind=duty_kinds.HANDOVER_DUTY, key=handover.code, done_on=today, by=by)
    for end in (FROM, TO):
        drop_duty(kind=duty_kinds.HANDOVER_LATE_DUTY, key=late_key(handover.code, end), by=by)
    _audit(handover, Action.CHANGE_HANDOVER if is_withdrawn else Action.ANSWER_HANDOVER, by, state.value)


def _open_duties(handover: Handover, by: User) -> None:
    """It is answered by its day; from the next day on the leads of both ends see that it was not."""
    open_duty(
        kind=duty_kinds.HANDOVER_DUTY,
        key=handover.code,
        work_form=handover.to_work_form,
        due_on=handover.answer_by_on,
        owner=handover.to_worker,
        by=by,
    )
    for end, work_form in ((FROM, handover.episode.work_form), (TO, handover.to_work_form)):
        open_duty(
            kind=duty_kinds.HANDOVER_LATE_DUTY,
            key=late_key(handover.code, end),
            work_form=work_form,
            due_on=handover.answer_by_on + timedelta(days=1),
            by=by,
        )


def _audit(handover: Handover, action: Action, by: User, what: str) -> None:
    """An event where it was done. What was answered says nothing of the other end's people but that they answered."""
    is_theirs = action == Action.ANSWER_HANDOVER
    work_form = handover.to_work_form if is_theirs else handover.episode.work_form
    audit.record(action, by=by, about=handover, work_form=work_form.key, detail={"what": what})
