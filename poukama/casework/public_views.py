"""The one page of a device that is handed to a family: the goals of their week. Nobody is signed in on it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from poukama.access import handing
from poukama.access.decorators import public
from poukama.access.policy import get_or_404
from poukama.access.refusals import ask_to_sign_in
from poukama.casework.choices import HandedFor, Voice
from poukama.casework.forms.goals import OwnGoalForm, OwnMarkForm, TakeBackForm
from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.queries import episodes
from poukama.casework.queries.goal_marks import Marks, marks_of, rolled_up
from poukama.casework.queries.goals import (
    TurnRow,
    member_names,
    members_by_key,
    suggestions,
    week_at,
)
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    DayOutsideEpisode,
    EpisodeClosed,
    SomethingHangsOnIt,
    UndoTooLate,
    UnknownWord,
)
from poukama.casework.services import weeks as services
from poukama.casework.services.goals import GoalIn, GoalSaysNothing
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.toolkit import clock

TABLET = "casework:tablet"
CHILDREN = ("baby", "child")
"""Icons of roles that are a child's."""
_WHY = "one family's week on a device that a worker has handed over; to anybody else it only asks to sign in"


@dataclass(frozen=True)
class Week:
    """The week of whoever holds the device: theirs and the whole family's, and nothing else."""

    device: handing.Handed
    episode: Episode
    member: EpisodeMember | None
    rows: list[TurnRow]
    marks: Marks
    voice: Voice
    """In whose words they write."""

    @property
    def whose(self) -> list[int | None]:
        """Whose goals they see."""
        return [None, self.member.pk] if self.member else [None]


@public(_WHY)
def tablet(request: HttpRequest) -> HttpResponseBase:
    """Choose the goals of the week, or evaluate them one at a time; each press is saved at once."""
    if request.user.is_authenticated:
        return redirect("/")
    week = _week(request)
    if week is None:
        return _kept_nowhere(ask_to_sign_in(request))
    if week.device.of["what"] == HandedFor.SET_WEEK:
        return _kept_nowhere(_set(request, week))
    return _kept_nowhere(_evaluate(request, week))


@public(_WHY)
def take_back(request: HttpRequest) -> HttpResponseBase:
    """The worker takes the device back with their password, and is where they were."""
    device = handing.handed(request, TABLET)
    if device is None:
        return redirect("/") if request.user.is_authenticated else _kept_nowhere(ask_to_sign_in(request))
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            if handing.take_back(request, device, form.cleaned_data["password"]):
                return redirect("casework:episode", device.about)
            form.add_error("password", _("The password is not right."))
        except ValidationError as too_many:
            form.add_error("password", too_many)
    context = {
        "form": form,
        "who": device.by,
        "sign_in": f"{reverse('account_login')}?next={reverse('casework:episode', args=[device.about])}",
    }
    status = 422 if form.errors else 200
    return _kept_nowhere(render(request, "casework/take_back.html", context, status=status))


def _set(request: HttpRequest, week: Week) -> HttpResponseBase:
    form = OwnGoalForm(request.POST if "text" in request.POST else None)
    saved = ""
    if request.method == "POST":
        refused = _take(request, week, form)
        if refused is None:
            return redirect(f"{reverse(TABLET)}?saved=1")
        if form.is_bound and form.is_valid():
            form.add_error("text", refused)
        saved = refused
    today = clock.today()
    context = {
        "week": week,
        "form": form,
        "refused": "" if form.is_bound else saved,
        "number": today.isocalendar().week,
        "is_full": _is_full(week),
        "left": services.MOST_IN_A_WEEK - _own(week),
        "suggested": suggestions(week.device.actor, week.episode, today, week.whose),
        "saved": request.GET.get("saved") == "1",
    }
    status = 422 if saved or form.errors else 200
    return render(request, "casework/tablet_set.html", context, status=status)


def _take(request: HttpRequest, week: Week, form: OwnGoalForm) -> str | None:
    """Take or leave out what was pressed; why not, in words, when it is refused."""
    try:
        if leave := request.POST.get("leave"):
            row = next((row for row in week.rows if str(row.turn.pk) == leave), None)
            if row is not None:
                services.drop_week_goal(turn=row.turn, by=week.device.by)
            return None
        again = request.POST.get("again", "")
        found = suggestions(week.device.actor, week.episode, clock.today(), week.whose) if again else []
        goal = next((goal for goal in found if str(goal.pk) == again), None)
        if goal is None and not again and not form.is_valid():
            return str(_("Write a few words first."))
        new = GoalIn(form.cleaned_data["text"], voice=week.voice, member=week.member) if not again else None
        services.set_week_goal(
            episode=week.episode,
            day=clock.today(),
            by=week.device.by,
            again=goal,
            new=new,
            by_own_hand=True,
        )
    except services.GoalsEnough:
        return str(_("You have three goals already. Three is enough."))
    except (SomethingHangsOnIt, UndoTooLate, AlreadyVoided):
        return str(_("This goal stays in the week. Ask the worker."))
    except (EpisodeClosed, DayOutsideEpisode, GoalSaysNothing, services.UnknownGoal):
        return str(_("This did not go through. Ask the worker."))
    return None


def _evaluate(request: HttpRequest, week: Week) -> HttpResponseBase:
    form = OwnMarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        row = next((row for row in week.rows if row.turn.pk == form.cleaned_data["turn"]), None)
        refused = _look(request, week, row, form)
        if refused is None:
            return redirect(f"{reverse(TABLET)}?saved={row.turn.pk}" if row else reverse(TABLET))
        form.add_error(None, refused)
    asked = str(form.data.get("turn", "")) if form.errors else request.GET.get("at", "")
    at = next((row for row in week.rows if str(row.turn.pk) == asked), None)
    at = at or next((row for row in week.rows if not row.family), None)
    place = week.rows.index(at) + 1 if at else 0
    if at is not None and not form.is_bound:
        own = [said.words.text for said in at.said if said.words.voice == week.voice]
        form = OwnMarkForm(initial={"turn": at.turn.pk, "words": own[-1] if own else ""})
    context = {
        "week": week,
        "form": form,
        "at": at,
        "place": place,
        "saved": next((row for row in week.rows if str(row.turn.pk) == request.GET.get("saved")), None),
        "rolled": _rolled(week),
        "number": clock.today().isocalendar().week,
    }
    status = 422 if form.errors else 200
    return render(request, "casework/tablet_evaluate.html", context, status=status)


def _look(request: HttpRequest, week: Week, row: TurnRow | None, form: OwnMarkForm) -> str | None:
    """Save the mark that was pressed and the words beside it; why not, in words, when it is refused."""
    mark, words = request.POST.get("mark", ""), form.cleaned_data["words"]
    if row is None:
        return str(_("This goal has been left out of the week. Ask the worker."))
    if not mark and not words:
        return str(_("Press the picture that is closest to how it went."))
    voice = Voice.CHILD if form.cleaned_data["of_child"] else week.voice
    who = week.member if voice == week.voice else None
    try:
        if mark:
            services.mark_goal(turn=row.turn, mark=mark, by=week.device.by, by_own_hand=True)
        if words:
            services.say_of_goal(
                turn=row.turn, text=words, voice=voice, member=who, by=week.device.by, by_own_hand=True
            )
    except UnknownWord:
        return str(_("Press the picture that is closest to how it went."))
    except (AlreadyVoided, services.NotSetYet):
        return str(_("This goal has been left out of the week. Ask the worker."))
    return None


def _week(request: HttpRequest) -> Week | None:
    """The week of the device, as long as whoever handed it over may see it."""
    device = handing.handed(request, TABLET)
    if device is None:
        return None
    actor = device.actor
    try:
        episode = get_or_404(actor, Action.LEND_DEVICE, episodes(actor, Action.LEND_DEVICE), pk=device.about)
    except Http404:
        return None
    key = device.of["member"]
    member = next(iter(members_by_key(actor, episode, [key])), None) if key else None
    if key and member is None:
        return None
    marks = marks_of(episode.work_form)
    rows = week_at(actor, episode, clock.today(), marks, member_names(actor, episode))
    own = [row for row in rows if row.goal.member_id in (None, key)]
    return Week(device, episode, member, own, marks, _voice(member))


def _voice(member: EpisodeMember | None) -> Voice:
    """A child writes a child's words."""
    if member is None:
        return Voice.PARENT
    role = Term.objects.filter(list=TermList.MEMBER_ROLE, key=member.role).first()
    return Voice.CHILD if role and role.attributes.get("icon") in CHILDREN else Voice.PARENT


def _own(week: Week) -> int:
    """How many goals they have of those that they may choose."""
    key = week.member.pk if week.member else None
    return sum(row.goal.member_id == key for row in week.rows)


def _is_full(week: Week) -> bool:
    return _own(week) >= services.MOST_IN_A_WEEK


def _rolled(week: Week) -> str:
    counts: dict[str, int] = {}
    for row in week.rows:
        if row.mark:
            counts[row.mark] = counts.get(row.mark, 0) + 1
    return rolled_up(counts, week.marks, len(week.rows))


def _kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of it stays in the browser: whoever has the device next sees nothing with the back button."""
    if isinstance(response, HttpResponse):
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
    return response
