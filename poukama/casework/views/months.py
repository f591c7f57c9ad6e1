"""The month evaluated together with the family."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import GoalEnding, GoalSpan
from poukama.casework.forms.goals import GOES_ON, MonthForm
from poukama.casework.models import Episode, GoalRound
from poukama.casework.on_drafts import MONTH_FORM
from poukama.casework.queries import episodes
from poukama.casework.queries.goal_marks import marks_of, month_named
from poukama.casework.queries.goals import (
    main_goals,
    member_names,
    members_by_key,
    rolled_by_goal,
    rounds,
    turn_rows,
    turns,
)
from poukama.casework.rules import Action
from poukama.casework.services import DayNotYetCome, DayOutsideEpisode, DaysDoNotFit, EpisodeClosed
from poukama.casework.services.goals import GoalIn, NoGoalAbove
from poukama.casework.services.months import (
    GoalSeen,
    MonthTalk,
    NotAllEvaluated,
    NothingToEvaluate,
    evaluate_month,
)
from poukama.casework.services.weeks import NotSetYet
from poukama.drafts.services import finishing
from poukama.toolkit import clock, formatting, toast


@writes(Action.EVALUATE_MONTH)
def month(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Evaluate the interim goals of the month that is next in turn: the earliest that nobody has evaluated."""
    episode: Episode = get_or_404(
        request.actor,
        Action.EVALUATE_MONTH,
        episodes(request.actor, Action.EVALUATE_MONTH),
        pk=pk,
    )
    this = _month(request, episode)
    if this is None:
        return render(request, "casework/month.html", {"episode": episode, "this": None})
    names, marks = member_names(request.actor, episode), marks_of(episode.work_form)
    found = turns(request.actor, episode).filter(round=this).order_by("recorded_at", "pk")
    mains = main_goals(request.actor, episode)
    form = MonthForm(
        request.POST or None,
        rows=turn_rows(list(found), marks, names),
        marks=marks,
        names=names,
        mains=mains,
        initial={"held_on": min(clock.today(), episode.ends_on or clock.today())},
    )
    if form.is_valid():
        try:
            with finishing(kind=MONTH_FORM, key=episode.pk, by=request.user):
                evaluate_month(
                    episode=episode, month=this.starts_on, talk=_talk(request, episode, form), by=request.user
                )
        except (DayOutsideEpisode, DayNotYetCome, DaysDoNotFit, NotSetYet):
            since = formatting.day(max(this.starts_on, episode.starts_on))
            form.add_error(
                "held_on",
                _("Choose a day from %(day)s on, after the goals were agreed.") % {"day": since},
            )
        except (NotAllEvaluated, NothingToEvaluate, NoGoalAbove):
            form.add_error(
                None, _("The goals of the month have changed meanwhile. Open the page again and look.")
            )
        except EpisodeClosed:
            form.add_error(None, _("This episode has ended: say of each goal how it ended."))
        else:
            toast.say(request, _("The month has been evaluated together."))
            return redirect("casework:goals", episode.pk)
    context = {
        "form": form,
        "episode": episode,
        "this": this,
        "name": month_named(this.starts_on),
        "rolled": rolled_by_goal(request.actor, episode, marks, this),
    }
    return render(request, "casework/month.html", context, status=422 if form.errors else 200)


def _month(request: StaffRequest, episode: Episode) -> GoalRound | None:
    """The earliest month begun that has goals and is not evaluated; else the latest begun, to be evaluated anew."""
    begun = rounds(request.actor, episode).filter(span=GoalSpan.MONTH, starts_on__lte=clock.today())
    with_goals = begun.filter(pk__in=turns(request.actor, episode).order_by().values("round"))
    waiting = with_goals.filter(evaluated_on=None).order_by("starts_on", "pk").first()
    return waiting or with_goals.order_by("-starts_on", "pk").first()


def _talk(request: StaffRequest, episode: Episode, form: MonthForm) -> MonthTalk:
    seen = []
    for row in form.rows:
        turn = row.turn
        then = form.told_of(turn.pk, "then")
        seen.append(
            GoalSeen(
                turn=turn,
                mark=form.told_of(turn.pk, "mark"),
                family_mark=form.told_of(turn.pk, "family"),
                assessment=form.told_of(turn.pk, "assessment"),
                family_words=form.told_of(turn.pk, "words"),
                ending=None if then == GOES_ON else GoalEnding(then),
            )
        )
    data = form.cleaned_data
    return MonthTalk(
        held_on=data["held_on"],
        goals=seen,
        present=members_by_key(request.actor, episode, form.present_members()),
        assessment=data["assessment"],
        family_view=data["family_view"],
        ahead=[GoalIn(text=text, under=form.main()) for text in form.new_texts()],
    )
