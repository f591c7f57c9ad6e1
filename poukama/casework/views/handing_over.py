"""Supported handovers: sent from a family's page, answered from the home page of the other work form."""

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import HandoverState
from poukama.casework.forms import KEY_WORKERS_REFUSED, refuse_key_workers
from poukama.casework.forms.handovers import HandoverForm, RefuseForm, TakeOnForm
from poukama.casework.models import Episode, Handover
from poukama.casework.on_drafts import HANDOVER_FORM, REFUSAL_FORM, handover_of
from poukama.casework.queries import (
    answer_rows,
    episode_or_404,
    handovers,
    is_under_order,
    members_to_hand_over,
    receivers,
)
from poukama.casework.rules import Action
from poukama.casework.services.handing_over import (
    AnsweredMeanwhile,
    NameTheReceiver,
    NotAgreed,
    NothingHandedOver,
    NotOneOfTheirs,
    SentAlready,
    accept_handover,
    hear_answer,
    refuse_handover,
    send_handover,
    withdraw_handover,
)
from poukama.casework.services.refusals import (
    DaysDoNotFit,
    EpisodeClosed,
    EpisodeOverlaps,
    NotAMember,
    UnknownWord,
)
from poukama.clients.forms import said_why
from poukama.clients.queries import who_work_in
from poukama.clients.services import GroundNeeded, NoConsent
from poukama.drafts.services import finishing
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock, toast
from poukama.toolkit.facts import Text


@writes(Action.SEND_HANDOVER)
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """To which work form. Nothing is changed here."""
    episode = episode_or_404(request.actor, Action.SEND_HANDOVER, pk)
    context = {"episode": episode, "work_forms": receivers(episode)}
    return render(request, "casework/hand_over.html", context)


@writes(Action.SEND_HANDOVER)
def hand_over_to(request: StaffRequest, pk: int, work_form: int) -> HttpResponse:
    """Whom, what for, and the summary that goes along."""
    episode = episode_or_404(request.actor, Action.SEND_HANDOVER, pk)
    to = next((each for each in receivers(episode) if each.pk == work_form), None)
    if to is None:
        return redirect("casework:hand_over", episode.pk)
    form = HandoverForm(
        request.POST or None,
        members=members_to_hand_over(request.actor, episode),
        to=to,
        work_form=episode.work_form,
        people=who_work_in(to, clock.today()),
        is_named=is_under_order(episode),
    )
    if request.method == "POST" and form.is_valid() and _sent(request, episode, to, form):
        toast.say(
            request, _("Sent to %(work_form)s. You hear here what they answer.") % {"work_form": to.label()}
        )
        return redirect("casework:episode", episode.pk)
    draft = handover_of(episode.pk, to.pk)
    context = {"form": form, "episode": episode, "to": to, "draft": draft}
    return render(request, "casework/hand_over_to.html", context, status=422 if form.errors else 200)


def _sent(request: StaffRequest, episode: Episode, to: WorkForm, form: HandoverForm) -> bool:
    try:
        with finishing(kind=HANDOVER_FORM, key=handover_of(episode.pk, to.pk), by=request.user):
            send_handover(
                episode=episode,
                to=to,
                what=form.what(),
                basis=form.cleaned_data.get("basis", ""),
                to_worker=form.receiver(),
                by=request.user,
            )
    except NoConsent as refused:
        form.add_error("basis", said_why(refused))
    except tuple(_NOT_SENT) as refused:
        _refuse(form, *_NOT_SENT[type(refused)])
    else:
        return True
    return False


@writes(Action.ANSWER_HANDOVER)
def handover(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is asked for, before anybody is told who they are; taken on with the day of the first time."""
    found = _received(request, pk)
    if found.state != HandoverState.SENT:
        return _answered_meanwhile(request)
    members = list(found.members.order_by("pk"))
    workers = who_work_in(found.to_work_form, clock.today())
    form = TakeOnForm(request.POST or None, handover=found, members=members, workers=workers)
    if request.method == "POST" and form.is_valid():
        answer = _taken_on(request, found, form)
        if answer is not None:
            return answer
    context = {"form": form, "row": answer_rows([found], clock.today())[0]}
    return render(request, "casework/handover.html", context, status=422 if form.errors else 200)


@writes(Action.ANSWER_HANDOVER)
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that they cannot be taken on, and why."""
    found = _received(request, pk)
    if found.state != HandoverState.SENT:
        return _answered_meanwhile(request)
    form = RefuseForm(request.POST or None, handover=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with finishing(kind=REFUSAL_FORM, key=found.pk, by=request.user):
                refuse_handover(handover=found, reason=given["reason"], words=given["words"], by=request.user)
        except AnsweredMeanwhile:
            return _answered_meanwhile(request)
        except UnknownWord:
            form.add_error("reason", _("That word is not in use any more. Choose another."))
        else:
            toast.say(request, _("The sender is told."))
            return redirect("home")
    context = {"form": form, "row": answer_rows([found], clock.today())[0]}
    return render(request, "casework/handover_refuse.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_HANDOVER, methods=("POST",))
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take a handover back before it is answered."""
    found = get_or_404(request.actor, Action.CHANGE_HANDOVER, handovers(request.actor), pk=pk)
    try:
        withdraw_handover(handover=found, by=request.user)
    except AnsweredMeanwhile:
        toast.warn(request, _("It has been answered meanwhile."))
    else:
        toast.say(request, _("Withdrawn. It is not seen there any more."))
    return redirect("casework:episode", found.episode_id)


@writes(Action.CHANGE_HANDOVER, methods=("POST",))
def hear(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say that the answer was read."""
    found = get_or_404(request.actor, Action.CHANGE_HANDOVER, handovers(request.actor), pk=pk)
    hear_answer(handover=found, by=request.user)
    return toast.back(request, "home")


def _taken_on(request: StaffRequest, found: Handover, form: TakeOnForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        episode = accept_handover(
            handover=found,
            first_on=given["first_on"],
            kind=given["kind"],
            roles=form.roles(),
            key_worker=form.named().key_worker,
            pair_worker=form.named().pair_worker,
            by=request.user,
        )
    except AnsweredMeanwhile:
        return _answered_meanwhile(request)
    except KEY_WORKERS_REFUSED as refused:
        refuse_key_workers(form, refused)
        return None
    except tuple(_NOT_TAKEN_ON) as refused:
        _refuse(form, *_NOT_TAKEN_ON[type(refused)])
        return None
    toast.say(
        request,
        _("Taken on: %(code)s. The sender is told.") % {"code": episode.code},
        undo_url=reverse("casework:undo_episode", args=[episode.pk]),
    )
    return redirect("casework:episode", episode.pk)


def _refuse(form: Form, field: str | None, said: Text) -> None:
    form.add_error(field, str(said))


def _received(request: StaffRequest, pk: UUID) -> Handover:
    rows = Handover.objects.select_related("to_work_form", "episode__work_form", "recorded_by")
    return get_or_404(request.actor, Action.ANSWER_HANDOVER, rows, pk=pk)


def _answered_meanwhile(request: StaffRequest) -> HttpResponse:
    toast.warn(request, _("It has been answered or withdrawn meanwhile."))
    return redirect("home")


Refusals = dict[type[Exception], tuple[str | None, Text]]
_WORD_GONE = gettext_lazy("That word is not in use any more. Choose another.")
_AHEAD = gettext_lazy("Choose today or a day that is still ahead.")
_SENT_OR_ENDED = gettext_lazy("A handover there waits for an answer already, or the episode has ended.")
_NAME_SOMEBODY = gettext_lazy("Choose somebody who works there.")
_NO_GROUND_NOW = gettext_lazy("What it was sent on does not hold any more. Call the sender.")

_NOT_SENT: Refusals = {
    GroundNeeded: ("basis", gettext_lazy("It is told under another controller. Choose a ground.")),
    NotAgreed: ("is_agreed", gettext_lazy("Only what they agree to goes along. Go through it with them.")),
    NothingHandedOver: ("summary", gettext_lazy("Write what goes along.")),
    DaysDoNotFit: ("before_on", _AHEAD),
    UnknownWord: ("need", _WORD_GONE),
    NotAMember: ("members", gettext_lazy("Somebody takes part no more. Choose again.")),
    NameTheReceiver: ("to_worker", _NAME_SOMEBODY),
    NotOneOfTheirs: ("to_worker", _NAME_SOMEBODY),
    SentAlready: (None, _SENT_OR_ENDED),
    EpisodeClosed: (None, _SENT_OR_ENDED),
}
"""At which field each refusal of sending is said, and how."""

_NOT_TAKEN_ON: Refusals = {
    NoConsent: (None, _NO_GROUND_NOW),
    GroundNeeded: (None, _NO_GROUND_NOW),
    EpisodeOverlaps: (None, gettext_lazy("They are with you already. Answer that, and call the sender.")),
    DaysDoNotFit: ("first_on", _AHEAD),
    UnknownWord: ("kind", _WORD_GONE),
}
"""At which field each refusal of taking on is said, and how: nobody is told who it is about."""
