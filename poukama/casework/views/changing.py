from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.casework.forms import (
    AddMemberForm,
    CloseForm,
    EndMemberForm,
    PhaseForm,
    SearchForm,
    refuse_ground,
)
from poukama.casework.models import Episode, EpisodeMember, EpisodePhase
from poukama.casework.queries import coming_of, episode_or_404, episodes, known_but_not_along, page_of_episode
from poukama.casework.queries.follow_ups import months_of, who_can_be_asked
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyMember,
    AlreadyVoided,
    ContactsAfterTheEnd,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    EpisodeOverlaps,
    NothingRuns,
    PhaseAlreadyRuns,
    SomethingHangsOnIt,
    UndoTooLate,
    begin_new_member,
    resume_member,
    void_episode,
    void_member,
    void_phase,
)
from poukama.casework.services import begin_phase as begin
from poukama.casework.services import end_member as end
from poukama.casework.services.follow_ups import (
    FollowUpDoesNotFit,
    NoSafeWay,
    close_and_follow,
    reopen_and_unfollow,
)
from poukama.clients.models import Client
from poukama.clients.queries import clients_matching, known_clients, sources_across
from poukama.clients.queries.finding import parsed
from poukama.clients.services import GroundNeeded, NoConsent
from poukama.toolkit import clock, formatting, toast
from poukama.toolkit.facts import Text

MOST_SUGGESTED = 8
_NOT_CLOSED: dict[type[Exception], tuple[str | None, Text]] = {
    EpisodeClosed: (None, gettext_lazy("This episode has ended.")),
    DaysDoNotFit: (
        "ends_on",
        gettext_lazy("A member, a phase or a key worker goes on after this day. Choose a later day."),
    ),
    FollowUpDoesNotFit: (
        "months",
        gettext_lazy("Choose a day that is still ahead, within two years of the end."),
    ),
    NoSafeWay: ("channel", gettext_lazy("They have not agreed to be reached so.")),
}
"""Where and how it is said why an episode was not ended."""


@writes(Action.CHANGE_MEMBERS)
def add_member(request: StaffRequest, pk: int) -> HttpResponse:
    """Someone comes along: known already, or new."""
    episode = episode_or_404(request.actor, Action.CHANGE_MEMBERS, pk)
    text = SearchForm(request.POST).text() if "q" in request.POST else ""
    near = known_but_not_along(request.actor, episode)
    others = clients_matching(request.actor, text, at_most=MOST_SUGGESTED) if text else []
    known = list(dict.fromkeys([*near, *others, *_chosen(request)]))
    form = AddMemberForm(
        request.POST if request.method == "POST" and "q" not in request.POST else None,
        work_form=episode.work_form,
        known=known,
        sources=sources_across(request.actor, episode.work_form, family=None, clients=known),
        initial={"starts_on": clock.today(), "who": None if known else "new"},
    )
    if form.is_valid():
        try:
            member = begin_new_member(
                episode=episode,
                client=form.client(),
                birth_year=form.cleaned_data["birth_year"],
                role=form.cleaned_data["role"],
                starts_on=form.cleaned_data["starts_on"],
                ground=form.ground(),
                by=request.user,
            )
        except NoConsent as refused:
            refuse_ground(form, refused)
        except GroundNeeded:
            refuse_ground(form, None)
        except EpisodeClosed:
            form.add_error(None, _("This episode has ended."))
        except AlreadyMember:
            form.add_error("who", _("They take part already."))
        except DayOutsideEpisode:
            form.add_error("starts_on", _before(episode))
        else:
            toast.say(
                request,
                _("Added: %(code)s.") % {"code": member.client.code_name or episode.code},
                undo_url=reverse("casework:undo_member", args=[member.pk]),
            )
            return redirect("casework:episode", episode.pk)
    search = SearchForm(initial={"q": text})
    return _form_page(
        request, "casework/add_member.html", form, episode, search=search, text=text, has_found=bool(others)
    )


def _chosen(request: StaffRequest) -> list[Client]:
    """Whoever was chosen from what a search found: the form that is sent knows nothing of the search."""
    _kind, number = parsed(f"c{request.POST.get('who', '')}")
    return list(known_clients(request.actor).filter(pk=number)) if number is not None else []


@writes(Action.CHANGE_MEMBERS)
def end_member(request: StaffRequest, pk: int) -> HttpResponse:
    """Someone's part ends; the episode goes on."""
    member = _member(request, pk)
    episode = member.episode
    form = EndMemberForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            end(member=member, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except NothingRuns:
            form.add_error(None, _("Their part has ended already."))
        except (DayOutsideEpisode, DaysDoNotFit):
            since = formatting.day(member.starts_on)
            form.add_error("ends_on", _("Their part began on %(day)s. Choose a later day.") % {"day": since})
        else:
            toast.say(
                request,
                _("The part has ended. The episode goes on."),
                undo_url=reverse("casework:resume_member", args=[member.pk]),
            )
            return redirect("casework:episode", episode.pk)
    return _form_page(request, "casework/end_member.html", form, episode, member=member)


@writes(Action.CHANGE_PHASE)
def begin_phase(request: StaffRequest, pk: int) -> HttpResponse:
    """The next phase begins, and the one that runs ends the day before."""
    episode = episode_or_404(request.actor, Action.CHANGE_PHASE, pk)
    running = page_of_episode(request.actor, episode).running
    form = PhaseForm(
        request.POST or None,
        work_form=episode.work_form,
        running=running.phase.phase if running else "",
        initial={"starts_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            phase = begin(
                episode=episode,
                phase=form.cleaned_data["phase"],
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
            )
        except EpisodeClosed:
            form.add_error(None, _("This episode has ended."))
        except PhaseAlreadyRuns:
            form.add_error("phase", _("This phase runs already."))
        except DaysDoNotFit:
            form.add_error("starts_on", _("An earlier phase is recorded on this day. Choose a later day."))
        except DayOutsideEpisode:
            form.add_error("starts_on", _before(episode))
        else:
            toast.say(
                request,
                _("The phase has begun."),
                undo_url=reverse("casework:undo_phase", args=[phase.pk]),
            )
            return redirect("casework:episode", episode.pk)
    return _form_page(request, "casework/begin_phase.html", form, episode, running=running)


@writes(Action.CLOSE_EPISODE)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """The episode ends, for a reason."""
    episode = episode_or_404(request.actor, Action.CLOSE_EPISODE, pk)
    may_follow = may(request.actor, Action.AGREE_FOLLOW_UP, episode)
    form = CloseForm(
        request.POST or None,
        work_form=episode.work_form,
        reaches=who_can_be_asked(request.actor, episode) if may_follow else [],
        months=months_of(episode),
        initial={"ends_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            close_and_follow(
                episode=episode,
                ends_on=form.cleaned_data["ends_on"],
                reason=form.cleaned_data["reason"],
                months=form.chosen_months(),
                agreed=form.agreed(),
                by=request.user,
            )
        except ContactsAfterTheEnd as refused:
            last = formatting.day(refused.day)
            form.add_error(
                "ends_on", _("The last contact was on %(day)s. Choose that or a later day.") % {"day": last}
            )
        except DayOutsideEpisode:
            form.add_error("ends_on", _before(episode))
        except tuple(_NOT_CLOSED) as refused:
            field, said = _NOT_CLOSED[type(refused)]
            form.add_error(field, str(said))
        else:
            toast.say(
                request,
                _("%(code)s: the episode has ended.") % {"code": episode.code},
                undo_url=reverse("casework:reopen", args=[episode.pk]),
            )
            return redirect("casework:episode", episode.pk)
    coming = coming_of(request.actor, episode, clock.today())
    return _form_page(request, "casework/close.html", form, episode, coming=coming, may_follow=may_follow)


@writes(Action.CLOSE_EPISODE, methods=("POST",))
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back an ending of today; the episode goes on as before."""
    episode = episode_or_404(request.actor, Action.CLOSE_EPISODE, pk)
    try:
        reopen_and_unfollow(episode=episode, by=request.user)
    except NothingRuns:
        toast.say(request, _("%(code)s: the episode goes on.") % {"code": episode.code})
    except UndoTooLate:
        toast.warn(
            request, _("An ending can be taken back on the same day only. Open a new episode instead.")
        )
    except EpisodeOverlaps as refused:
        toast.warn(request, _("%(code)s has an episode here already.") % {"code": refused.episode.code})
        return redirect("casework:episode", refused.episode.pk)
    else:
        toast.say(request, _("%(code)s: the episode goes on.") % {"code": episode.code})
    return toast.back(request, reverse("casework:episode", args=[episode.pk]))


@writes(Action.CHANGE_MEMBERS, methods=("POST",))
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back that somebody's part ended today."""
    member = _member(request, pk)
    try:
        resume_member(member=member, by=request.user)
    except (NothingRuns, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only. Add them again instead."))
    except EpisodeClosed:
        toast.warn(request, _("This episode has ended."))
    except AlreadyMember:
        toast.warn(request, _("They take part already."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:episode", member.episode_id)


@writes(Action.VOID_EPISODE, methods=("POST",))
def undo_episode(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back an episode opened by mistake today."""
    episode = episode_or_404(request.actor, Action.VOID_EPISODE, pk)
    try:
        void_episode(episode=episode, by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("An episode can be taken back on the day it was opened. End it instead."))
    except SomethingHangsOnIt:
        toast.warn(request, _("Contacts have been recorded. Take them back first, or end the episode."))
    else:
        toast.say(request, _("Taken back: %(code)s.") % {"code": episode.code})
        return redirect("casework:episodes")
    return redirect("casework:episode", episode.pk)


@writes(Action.CHANGE_MEMBERS, methods=("POST",))
def undo_member(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a member added by mistake today."""
    member = _member(request, pk)
    try:
        void_member(member=member, by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only. End the part instead."))
    except SomethingHangsOnIt:
        toast.warn(request, _("They are in a contact already. Take that back first."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:episode", member.episode_id)


@writes(Action.CHANGE_PHASE, methods=("POST",))
def undo_phase(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a phase begun by mistake today."""
    mine = episodes(request.actor, Action.CHANGE_PHASE)
    phases = EpisodePhase.objects.filter(episode__in=mine.order_by(), voided_at=None)
    phase = get_or_404(request.actor, Action.READ_PHASE, phases.select_related("episode"), pk=pk)
    try:
        void_phase(phase=phase, by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only. Begin the right phase instead."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:episode", phase.episode_id)


def _member(request: StaffRequest, pk: int) -> EpisodeMember:
    mine = episodes(request.actor, Action.CHANGE_MEMBERS)
    members = EpisodeMember.objects.filter(episode__in=mine.order_by(), voided_at=None)
    related = members.select_related("client", "episode__family", "episode__client", "episode__work_form")
    return get_or_404(request.actor, Action.READ_MEMBER, related, pk=pk)


def _before(episode: Episode) -> str:
    said: str = _("The episode began on %(day)s. Choose that or a later day.")
    return said % {"day": formatting.day(episode.starts_on)}


def _form_page(
    request: StaffRequest, template: str, form: object, episode: Episode, **context: object
) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, {"form": form, "episode": episode} | context, status=status)
