"""The week of a family as its worker writes it, and handing the device over so that they do it themselves."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access import handing
from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import GoalSpan, HandedFor
from poukama.casework.forms.goals import LendDeviceForm, MarkForm, WeekGoalForm
from poukama.casework.models import CareGoal, Episode, RoundGoal
from poukama.casework.on_drafts import WEEK_GOAL_FORM, WEEK_MARK_FORM
from poukama.casework.queries import episode_or_404
from poukama.casework.queries.goal_marks import marks_of
from poukama.casework.queries.goals import (
    member_names,
    members_by_key,
    suggestions,
    turn_rows,
    turns,
    week_at,
)
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    EpisodeClosed,
    SomethingHangsOnIt,
    UndoTooLate,
)
from poukama.casework.services import weeks as services
from poukama.casework.services.goals import GoalIn, GoalSaysNothing
from poukama.drafts.services import finishing
from poukama.toolkit import clock, toast

TABLET = "casework:tablet"
"""The one page that works on a device that is handed over."""


@writes(Action.SET_WEEK)
def week_goals(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The goals of this week: what was taken, what could be taken again, and a new one in words."""
    episode = episode_or_404(request.actor, Action.SET_WEEK, pk)
    names = member_names(request.actor, episode)
    again = _again(request, episode)
    form = WeekGoalForm(request.POST if request.method == "POST" and again is None else None, names=names)
    if again is not None or form.is_valid():
        said = _set(request, episode, again, form)
        if said is None:
            return redirect("casework:week_goals", episode.pk)
        form.is_bound = True
        form.full_clean()
        form.errors.clear()
        form.add_error(None, said)
    today = clock.today()
    marks = marks_of(episode.work_form)
    context = {
        "form": form,
        "episode": episode,
        "rows": week_at(request.actor, episode, today, marks, names),
        "suggested": suggestions(request.actor, episode, today, [None, *names]),
        "number": today.isocalendar().week,
        "has_scale": bool(marks.scale),
    }
    return render(request, "casework/week_goals.html", context, status=422 if form.errors else 200)


@writes(Action.MARK_GOAL)
def mark_goal(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """How a goal of a week went, as the family or the worker sees it, and what somebody said of it."""
    turn = _turn(request, pk)
    episode = turn.goal.episode
    marks, names = marks_of(episode.work_form), member_names(request.actor, episode)
    form = MarkForm(request.POST or None, marks=marks, names=names)
    if form.is_valid():
        try:
            with finishing(kind=WEEK_MARK_FORM, key=turn.pk, by=request.user):
                _write(request, turn, form)
        except services.NotSetYet:
            form.add_error("mark", _("This goal was taken later. Write how it went on that day or after it."))
        except AlreadyVoided:
            form.add_error(None, _("This goal has been left out of the week meanwhile."))
        else:
            toast.say(request, _("Saved."))
            return redirect("casework:week_goals", episode.pk)
    row = next(iter(turn_rows([turn], marks, names)), None)
    context = {"form": form, "episode": episode, "row": row, "turn": turn}
    return render(request, "casework/mark_goal.html", context, status=422 if form.errors else 200)


@writes(Action.MARK_GOAL, methods=("POST",))
def drop_week_goal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Leave a goal out of its week that was taken by mistake today."""
    turn = _turn(request, pk)
    try:
        services.drop_week_goal(turn=turn, by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only."))
    except SomethingHangsOnIt:
        toast.warn(request, _("It has been written how this goal went. It stays in the week."))
    else:
        toast.say(request, _("Left out of the week."))
    return redirect("casework:week_goals", turn.goal.episode_id)


@writes(Action.LEND_DEVICE)
def lend_device(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hand the device to somebody of the family: one page works on it then, and nobody is signed in."""
    episode = episode_or_404(request.actor, Action.LEND_DEVICE, pk)
    names = member_names(request.actor, episode)
    is_late = clock.today().weekday() >= 3
    first = HandedFor.EVALUATE_WEEK if is_late else HandedFor.SET_WEEK
    form = LendDeviceForm(request.POST or None, names=names, initial={"what": first})
    if form.is_valid():
        what = HandedFor(form.cleaned_data["what"])
        services.note_handing_over(episode=episode, what=what, by=request.user)
        of = {"what": what.value, "member": form.member()}
        handing.hand_over(request, page=TABLET, about=episode.pk, of=of)
        return redirect(TABLET)
    minutes = int(handing.LASTS.total_seconds() // 60)
    context = {"form": form, "episode": episode, "minutes": minutes}
    return render(request, "casework/lend_device.html", context, status=422 if form.errors else 200)


def _again(request: StaffRequest, episode: Episode) -> CareGoal | None:
    """The goal of an earlier week that was pressed."""
    asked = request.POST.get("again", "")
    found = suggestions(request.actor, episode, clock.today(), [None, *member_names(request.actor, episode)])
    return next((goal for goal in found if str(goal.pk) == asked), None) if asked else None


def _set(request: StaffRequest, episode: Episode, again: CareGoal | None, form: WeekGoalForm) -> str | None:
    """Take the goal; why not, in words, when it is refused."""
    try:
        if again is not None:
            turn = services.set_week_goal(episode=episode, day=clock.today(), again=again, by=request.user)
        else:
            new = _new(request, episode, form)
            with finishing(kind=WEEK_GOAL_FORM, key=episode.pk, by=request.user):
                turn = services.set_week_goal(episode=episode, day=clock.today(), new=new, by=request.user)
    except services.GoalsEnough:
        said: str = _("There are three goals already. Leave one out first, or keep this for the next week.")
        return said
    except (EpisodeClosed, DayOutsideEpisode, DayNotYetCome):
        return str(_("This episode has ended."))
    except (GoalSaysNothing, services.UnknownGoal):
        return str(_("This goal has ended meanwhile. Write it anew."))
    undo = reverse("casework:drop_week_goal", args=[turn.pk])
    toast.say(request, _("Taken for this week."), undo_url=undo)
    return None


def _new(request: StaffRequest, episode: Episode, form: WeekGoalForm) -> GoalIn:
    key = form.member()
    member = next(iter(members_by_key(request.actor, episode, [key] if key else [])), None)
    return GoalIn(text=form.cleaned_data["text"], voice=form.cleaned_data["voice"], member=member)


def _write(request: StaffRequest, turn: RoundGoal, form: MarkForm) -> None:
    data: dict[str, Any] = form.cleaned_data
    if data["mark"]:
        services.mark_goal(turn=turn, mark=data["mark"], voice=data["by"], by=request.user)
    if data["words"]:
        keys = [int(data["who"])] if data["who"] else []
        member = next(iter(members_by_key(request.actor, turn.goal.episode, keys)), None)
        services.say_of_goal(
            turn=turn, text=data["words"], voice=data["voice"], member=member, by=request.user
        )


def _turn(request: StaffRequest, pk: UUID) -> RoundGoal:
    turn = get_or_404(
        request.actor,
        Action.MARK_GOAL,
        RoundGoal.objects.filter(voided_at=None, round__span=GoalSpan.WEEK).select_related(
            "goal__episode__work_form"
        ),
        pk=pk,
    )
    episode = turn.goal.episode
    found = turns(request.actor, episode).filter(pk=turn.pk)
    related = found.select_related(
        "round", "goal__episode__family", "goal__episode__client", "goal__episode__work_form"
    )
    shown = related.first()
    if shown is None:  # of one who has parted since
        raise Http404
    return shown
