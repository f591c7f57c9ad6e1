"""Duties of requests and handovers: who sees them, and what each is about. A wall or an order hides them here too.

Which the actor may see is asked first, of what waits now: put into one condition, the rules of several kinds would be
nested deeper than SQLite reads.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework import duty_kinds
from poukama.casework.choices import HandoverState, RequestState
from poukama.casework.duty_kinds import FROM, TO, check_key, late_key
from poukama.casework.models import Handover
from poukama.casework.models.requests import CODE_LENGTH
from poukama.casework.queries import handovers, requests, to_answer, undecided
from poukama.casework.rules import Action
from poukama.duties.kinds import About, DutyKind, add_kind
from poukama.duties.models import Duty
from poukama.organisation.choices import Role, TermList
from poukama.organisation.words import term_labels

Told = Mapping[UUID, About]


def connect() -> None:
    """Have lists of duties show them; called once, when the app starts."""
    for kind in (
        DutyKind(duty_kinds.REQUEST_DUTY, _("Decide a request"), _of_requests, _told_of_requests),
        DutyKind(duty_kinds.SAFETY_RECHECK_DUTY, _("Ask whether they are safe"), _of_checks, _told_of_checks),
        DutyKind(duty_kinds.HANDOVER_DUTY, _("Answer a handover"), _of_handovers, _told_of_handovers),
        DutyKind(
            duty_kinds.HANDOVER_LATE_DUTY, _("A handover is without an answer"), _of_late, _told_of_late
        ),
    ):
        add_kind(kind)


def _of_requests(actor: Actor) -> Q:
    return Q(key__in=list(undecided(actor).order_by().values_list("code", flat=True)))


def _of_checks(actor: Actor) -> Q:
    waiting = requests(actor).filter(state=RequestState.WAITING).order_by()
    return Q(key__in=[check_key(*each) for each in waiting.values_list("code", "checks")])


def _of_handovers(actor: Actor) -> Q:
    return Q(key__in=list(to_answer(actor).order_by().values_list("code", flat=True)))


def _of_late(actor: Actor) -> Q:
    """Nothing is late before its day, and then the leads of both ends look after it."""
    late = Q(state=HandoverState.SENT, answer_by_on__lt=actor.day)
    sent, received = handovers(actor).filter(late), to_answer(actor).filter(late)
    keys = [late_key(code, FROM) for code in sent.order_by().values_list("code", flat=True)]
    keys += [late_key(code, TO) for code in received.order_by().values_list("code", flat=True)]
    return actor.within("work_form", Role.LEAD) & Q(key__in=keys)


def _codes(duties: Sequence[Duty]) -> set[str]:
    return {duty.key[:CODE_LENGTH] for duty in duties}


def _told_of_requests(actor: Actor, duties: Sequence[Duty]) -> Told:
    return _requests(actor, duties, gettext("Decide: %(need)s"))


def _told_of_checks(actor: Actor, duties: Sequence[Duty]) -> Told:
    return _requests(actor, duties, gettext("Ask whether they are safe: %(need)s"))


def _requests(actor: Actor, duties: Sequence[Duty], title: str) -> Told:
    found = {each.code: each for each in requests(actor).filter(code__in=_codes(duties)).order_by("pk")}
    needs = term_labels(TermList.NEED)
    told = {}
    for duty in duties:
        asked = found.get(duty.key[:CODE_LENGTH])
        if asked is not None:
            need = needs.get(asked.need, asked.need)
            told[duty.pk] = About(
                title % {"need": need}, asked.called, reverse("casework:request", args=[asked.pk])
            )
    return told


def _told_of_handovers(actor: Actor, duties: Sequence[Duty]) -> Told:
    rows = Handover.objects.filter(code__in=_codes(duties))
    found = visible(actor, Action.ANSWER_HANDOVER, rows).select_related("episode__work_form")
    needs = term_labels(TermList.NEED)
    by_code = {each.code: each for each in found.order_by("pk")}
    return {
        duty.pk: About(
            gettext("%(work_form)s hands over: %(need)s")
            % {"work_form": each.episode.work_form.label(), "need": needs.get(each.need, each.need)},
            url=reverse("casework:handover", args=[each.pk]),
        )
        for duty in duties
        if (each := by_code.get(duty.key[:CODE_LENGTH]))
    }


def _told_of_late(actor: Actor, duties: Sequence[Duty]) -> Told:
    """To the sender's lead of whom; to the receiver's what is asked for, and nobody."""
    received = [duty for duty in duties if duty.key.endswith(f"/{TO}")]
    sent = [duty for duty in duties if duty not in received]
    by_code = {each.code: each for each in handovers(actor).filter(code__in=_codes(sent)).order_by("pk")}
    told = dict(_told_of_handovers(actor, received))
    for duty in sent:
        each = by_code.get(duty.key[:CODE_LENGTH])
        if each is not None:
            told[duty.pk] = About(
                gettext("No answer from %(work_form)s") % {"work_form": each.to_work_form.label()},
                each.episode.code,
                reverse("casework:episode", args=[each.episode_id]),
            )
    return told
