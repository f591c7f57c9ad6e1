"""The goals of an episode: on its page, over time, agreeing and ending them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import GoalLevel, GoalSpan, Voice
from poukama.casework.forms.goals import EndGoalForm, GoalForm
from poukama.casework.models import CareGoal, Episode
from poukama.casework.queries import episode_or_404
from poukama.casework.queries.goal_marks import month_named
from poukama.casework.queries.goals import (
    goal_tree,
    main_goals,
    member_names,
    members_by_key,
    round_rows,
    rounds,
)
from poukama.casework.queries.parting import goals_before
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    SomethingHangsOnIt,
    UndoTooLate,
)
from poukama.casework.services import goals as services
from poukama.toolkit import clock, formatting, toast
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.pages import page_of

ROUNDS = 12
_FRIDAY = 4


@reads(Action.SEE_GOALS)
def goals_panel(request: StaffRequest, pk: int) -> HttpResponse:
    """The goals on the family's page: the main goal, the interim goals, this week's, and how last week went."""
    episode = episode_or_404(request.actor, Action.SEE_GOALS, pk)
    today = clock.today()
    tree = goal_tree(request.actor, episode, today)
    monday = week_starts(today)
    lately = rounds(request.actor, episode).filter(span=GoalSpan.WEEK, starts_on__lte=monday)
    weeks = round_rows(request.actor, episode, list(lately.order_by("-starts_on", "pk")[:2]))
    this = next((row for row in weeks if row.round.starts_on == monday), None)
    last = next((row for row in weeks if row.round.starts_on < monday), None)
    before = goals_before(request.actor, episode)
    said = [words for row in weeks for turn in row.turns for words in turn.said]
    voiced = [row for row in said if row.words.voice in (Voice.CHILD, Voice.PARENT)]
    if tree or weeks or before:
        opened(request, episode, work_form=episode.work_form.key)
    context = {
        "episode": episode,
        "tree": tree,
        "before": before,
        "loose": [row for row in this.turns if row.goal.under_id is None] if this else [],
        "this": this,
        "last": last,
        "quote": max(
            voiced, key=lambda row: (row.words.voice == Voice.CHILD, row.words.recorded_at), default=None
        ),
        "week": today.isocalendar().week,
        "month": month_named(today),
        "is_late_in_the_week": today.weekday() >= _FRIDAY,
    }
    return render(request, "casework/_goals_panel.html", context)


@reads(Action.SEE_GOALS)
def goals(request: StaffRequest, pk: int) -> HttpResponse:
    """All goals over time, of everybody or of one who takes part. Opening it is an event."""
    episode = episode_or_404(request.actor, Action.SEE_GOALS, pk)
    names = member_names(request.actor, episode)
    asked = request.GET.get("of", "")
    lens = int(asked) if asked.isdigit() and int(asked) in names else None
    page = page_of(rounds(request.actor, episode), request, by=("-starts_on", "-pk"), size=ROUNDS)
    opened(request, episode, work_form=episode.work_form.key)
    context = {
        "episode": episode,
        "names": names.items(),
        "lens": lens,
        "tree": goal_tree(request.actor, episode, clock.today(), ended=True, lens=lens),
        "before": goals_before(request.actor, episode),
        "rows": round_rows(request.actor, episode, page.rows, lens),
        "page": page,
    }
    return render(request, "casework/goals.html", context)


@writes(Action.AGREE_GOAL)
def agree_main(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Agree a main goal."""
    return _agree(request, pk, GoalLevel.MAIN)


@writes(Action.AGREE_GOAL)
def agree_interim(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Agree an interim goal for this month."""
    return _agree(request, pk, GoalLevel.INTERIM)


@writes(Action.END_GOAL)
def end_goal(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """A goal ends: it was attained, another came in its place, or it is not needed any more."""
    goal = _goal(request, pk)
    form = EndGoalForm(request.POST or None, initial={"ends_on": clock.today()})
    if form.is_valid():
        try:
            services.end_goal(goal=goal, by=request.user, **form.cleaned_data)
        except NothingRuns:
            form.add_error(None, _("This goal has ended already."))
        except (DayOutsideEpisode, DayNotYetCome, DaysDoNotFit):
            since = formatting.day(goal.starts_on)
            form.add_error(
                "ends_on", _("It was agreed on %(day)s. Choose that or a later day.") % {"day": since}
            )
        else:
            toast.say(request, _("The goal has ended."))
            return redirect("casework:goals", goal.episode_id)
    return _page(request, "casework/end_goal.html", goal.episode, form=form, goal=goal)


@writes(Action.END_GOAL, methods=("POST",))
def undo_goal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back a main or interim goal that was agreed by mistake today."""
    goal = _goal(request, pk)
    try:
        services.void_goal(goal=goal, by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only. End the goal instead."))
    except SomethingHangsOnIt:
        toast.warn(request, _("Something hangs on this goal already. End it instead."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:goals", goal.episode_id)


def _agree(request: StaffRequest, pk: int, level: GoalLevel) -> HttpResponseBase:
    episode = episode_or_404(request.actor, Action.AGREE_GOAL, pk)
    mains = main_goals(request.actor, episode)
    form = GoalForm(
        request.POST or None,
        level=level,
        mains=mains,
        names=member_names(request.actor, episode),
        initial={"agreed_on": clock.today()},
    )
    if form.is_valid():
        data = form.cleaned_data
        key = form.member()
        member = next(iter(members_by_key(request.actor, episode, [key] if key else [])), None)
        try:
            goal = services.agree_goal(
                episode=episode,
                level=level,
                goal=services.GoalIn(
                    text=data["text"],
                    voice=data["voice"],
                    member=member,
                    under=form.main(),
                    with_family="family" in data["agreed_with"],
                    with_referrer="referrer" in data["agreed_with"],
                ),
                agreed_on=data["agreed_on"],
                by=request.user,
            )
        except (DayOutsideEpisode, DayNotYetCome):
            since = formatting.day(episode.starts_on)
            form.add_error(
                "agreed_on", _("The episode began on %(day)s. Choose that or a later day.") % {"day": since}
            )
        except EpisodeClosed:
            form.add_error(None, _("This episode has ended."))
        except services.NoGoalAbove:
            form.add_error(None, _("The main goal has ended meanwhile. Agree a main goal first."))
        except services.GoalSaysNothing:
            form.add_error("text", _("Write the goal."))
        else:
            toast.say(
                request,
                _("The goal has been agreed."),
                undo_url=reverse("casework:undo_goal", args=[goal.pk]),
            )
            return redirect("casework:episode", episode.pk)
    context = {"form": form, "is_main": level == GoalLevel.MAIN, "mains": mains}
    return _page(request, "casework/agree_goal.html", episode, **context)


def _goal(request: StaffRequest, pk: UUID) -> CareGoal:
    found = CareGoal.objects.filter(voided_at=None).exclude(level=GoalLevel.WEEK)
    related = found.select_related("episode__family", "episode__client", "episode__work_form")
    return get_or_404(request.actor, Action.END_GOAL, related, pk=pk)


def _page(request: StaffRequest, template: str, episode: Episode, **context: Any) -> HttpResponse:
    status = 422 if getattr(context.get("form"), "errors", None) else 200
    return render(request, template, {"episode": episode} | context, status=status)
