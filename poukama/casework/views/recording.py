from contextlib import AbstractContextManager, nullcontext, suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import ContactForm, ContactWithTextForm, SearchForm
from poukama.casework.models import Contact, Episode
from poukama.casework.on_drafts import CONTACT_FORM
from poukama.casework.queries import (
    Recordings,
    counts_said,
    episode_or_404,
    episodes,
    lately,
    members_called,
    my_recordings,
    recent_episodes,
    searched,
    sees_everybody,
    who_can_meet,
)
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    ContactRecordedAlready,
    DayOutsideEpisode,
    NotAlongThatDay,
    UnknownWord,
    WorkerNotHere,
    WrittenAlready,
    record_contact,
    void_contact,
    write_note,
)
from poukama.drafts.services import finish, finishing
from poukama.organisation.choices import NotesKept, TermList
from poukama.organisation.words import term_labels, words
from poukama.toolkit import clock, formatting, toast

_REFUSALS = (UnknownWord, WorkerNotHere, NotAlongThatDay, DayOutsideEpisode)
RECORDED = "recorded"
"""The event that tells other panels of the page that something was recorded."""


@writes(Action.RECORD_CONTACT)
def quick_panel(request: StaffRequest) -> HttpResponse:
    """Record a contact in four taps: whom, what, how long, save. A panel of the home page."""
    form = _form(request, has_day=False)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        if not request.htmx:
            return toast.back(request, "casework:record")
        answer = render(request, "casework/_quick.html", {"form": _form(request, has_day=False, is_new=True)})
        return trigger_client_event(answer, RECORDED)
    return render(request, "casework/_quick.html", {"form": form}, status=422 if form.errors else 200)


@writes(Action.RECORD_CONTACT)
def record(request: StaffRequest) -> HttpResponse:
    """Record a contact on a page of its own: anyone, any day."""
    form = _form(request, has_day=True)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        return redirect("casework:record")
    context = {
        "form": form,
        "search": SearchForm(),
        "items": _items(request),
        "here": reverse("casework:record"),
        "is_panel": False,
        "may_open": request.actor.serves_known(),
        "has_episodes": bool(form.fields["episode"].choices),  # type: ignore[attr-defined]
    }
    return render(request, "casework/record.html", context, status=422 if form.errors else 200)


@writes(Action.RECORD_CONTACT, methods=("POST",))
def pick(request: StaffRequest) -> HttpResponse:
    """The chips of whom one looks for. A POST that changes nothing: the text stands in no address."""
    text = SearchForm(request.POST).text()
    if text:
        found = searched(request.actor, text).filter(ends_on=None).order_by("-starts_on", "-pk")[:8]
        chosen = list(found)
    else:
        chosen = recent_episodes(request.actor)
    form = ContactForm(episodes=chosen, kinds=[], has_day=False)
    return render(request, "casework/_whom.html", {"form": form, "text": text, "count": len(chosen)})


@writes(Action.RECORD_CONTACT)
def record_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a contact of one episode, with who was there; and if something is typed, a note of it."""
    episode = episode_or_404(request.actor, Action.RECORD_CONTACT, pk)
    keeps_notes = episode.work_form.keeps_notes == NotesKept.NOTES
    along = members_called(request.actor, episode, since=lately(episode))
    form = ContactWithTextForm(
        request.POST or None,
        kinds=words(TermList.CONTACT_KIND).of(episode.work_form),
        along=along,
        people=who_can_meet(episode, clock.today()),
        headings=words(TermList.NOTE_HEADING).of(episode.work_form) if keeps_notes else [],
        sees_everybody=sees_everybody(episode, members_called(request.actor, episode)),
        initial={
            "happened_on": min(clock.today(), episode.ends_on or clock.today()),
            "workers": [str(request.user.pk)],
        },
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, episode):
        return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/record_in.html", context, status=422 if form.errors else 200)


@writes(Action.VOID_CONTACT, methods=("POST",))
def undo_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a contact back."""
    contact = get_or_404(request.actor, Action.VOID_CONTACT, Contact.objects.filter(voided_at=None), pk=pk)
    with suppress(AlreadyVoided):
        void_contact(contact=contact, by=request.user)
    toast.say(request, _("Taken back."))
    return toast.back(request, "casework:record")


@reads(Action.RECORD_CONTACT)
def my_recordings_panel(request: StaffRequest) -> HttpResponse:
    """What one has recorded today, each with its undo. A panel of the home page."""
    context = {"items": _items(request), "here": _where(request), "is_panel": True}
    return render(request, "casework/_my_recordings.html", context)


def _form(request: StaffRequest, *, has_day: bool, is_new: bool = False) -> ContactForm:
    """The form, of the episodes at hand and of the one that was sent along if the actor may have it."""
    data = request.POST if request.method == "POST" and not is_new else None
    at_hand = recent_episodes(request.actor)
    sent = data.get("episode", "") if data else ""
    if (
        sent.isascii()
        and sent.isdigit()
        and len(sent) < 19
        and int(sent) not in {each.pk for each in at_hand}
    ):
        at_hand += episodes(request.actor, Action.RECORD_CONTACT).filter(pk=int(sent)).order_by("pk")
    return ContactForm(
        data,
        episodes=at_hand,
        kinds=words(TermList.CONTACT_KIND).of(*{each.work_form for each in at_hand}),
        has_day=has_day,
        initial={"happened_on": clock.today()},
    )


def _saved(request: StaffRequest, form: ContactForm, episode: Episode | None = None) -> bool:
    """Record what a valid form says and tell so; False with the error at its field when it was refused."""
    if episode is None:
        mine = episodes(request.actor, Action.RECORD_CONTACT)
        episode = get_or_404(request.actor, Action.RECORD_CONTACT, mine, pk=int(form.cleaned_data["episode"]))
    try:
        contact = _recorded(request, form, episode)
    except (ContactRecordedAlready, WrittenAlready) as already:
        if not already.is_same:
            return _refused_again(form, already)
        finish(kind=CONTACT_FORM, key=episode.pk, by=request.user)
        contact = already.contact if isinstance(already, ContactRecordedAlready) else None
    except _REFUSALS as refused:
        form.add_error(*_why(refused, form, episode))
        return False
    if contact is None:
        toast.say(request, _("Recorded and written: %(code)s.") % {"code": episode.code})
        return True
    kind = dict(form.fields["kind"].choices)[contact.kind]  # type: ignore[attr-defined]
    toast.say(
        request,
        _("Recorded: %(code)s, %(kind)s.") % {"code": episode.code, "kind": str(kind).lower()},
        undo_url=reverse("casework:undo_contact", args=[contact.pk]),
        then=_("Agree on the next") if episode.is_open else "",
        then_url=reverse("casework:agree_on_time", args=[episode.pk]) if episode.is_open else "",
    )
    return True


def _recorded(request: StaffRequest, form: ContactForm, episode: Episode) -> Contact | None:
    """The contact; None when a note was written of it."""
    token = form.cleaned_data["token"]
    if isinstance(form, ContactWithTextForm) and (written := form.written()):
        with finishing(kind=CONTACT_FORM, key=episode.pk, by=request.user):
            write_note(episode=episode, written=written, token=token, by=request.user)
        return None
    with _of_its_page(request, form, episode):
        return record_contact(
            episode=episode,
            kind=form.cleaned_data["kind"],
            happened_on=form.cleaned_data.get("happened_on") or clock.today(),
            minutes=form.how_long(),
            present=form.who_was_there(),
            workers=form.who_met(),
            token=token,
            by=request.user,
        )


def _why(refused: Exception, form: ContactForm, episode: Episode) -> tuple[str | None, str]:
    """At which field it is said why nothing was recorded, and what."""
    day_field = "happened_on" if "happened_on" in form.fields else None
    if isinstance(refused, UnknownWord):
        return "kind", _("This is not in use in the work form. Choose another.")
    if isinstance(refused, WorkerNotHere):
        return "workers", _("Somebody chosen does not work with this family on that day.")
    if isinstance(refused, NotAlongThatDay):
        return day_field, _("Somebody of whom it tells did not take part on this day.")
    began = formatting.day(episode.starts_on)
    return day_field, _("The episode did not run on this day; it began on %(day)s.") % {"day": began}


def _refused_again(form: ContactForm, already: ContactRecordedAlready | WrittenAlready) -> bool:
    at = already.note.written_at if isinstance(already, WrittenAlready) else already.contact.recorded_at
    said = _(
        "This form was recorded already, at %(time)s, and says something else now. Take back the one that was"
        " recorded, or open a new form."
    )
    form.add_error(None, said % {"time": formatting.clock_time(at)})
    return False


def _of_its_page(request: StaffRequest, form: ContactForm, episode: Episode) -> AbstractContextManager[None]:
    """What is recorded elsewhere leaves what is half written on the page of the episode."""
    if not isinstance(form, ContactWithTextForm):
        return nullcontext()
    return finishing(kind=CONTACT_FORM, key=episode.pk, by=request.user)


def _where(request: HttpRequest) -> str:
    """The page that a panel stands on, to return to after an undo."""
    return getattr(request, "htmx", None) and request.htmx.current_url_abs_path or reverse("casework:record")  # type: ignore[attr-defined]


def _items(request: StaffRequest) -> list[dict[str, object]]:
    mine = my_recordings(request.actor, clock.today())
    return sorted(_told(mine), key=lambda item: str(item["at"]), reverse=True)


def _told(mine: Recordings) -> list[dict[str, object]]:
    kinds = term_labels(TermList.CONTACT_KIND)
    told: list[dict[str, object]] = [
        {
            "at": contact.recorded_at,
            "code": contact.episode.code,
            "text": kinds.get(contact.kind, contact.kind),
            "day": contact.happened_on,
            "undo": reverse("casework:undo_contact", args=[contact.pk]),
            "url": reverse("casework:episode", args=[contact.episode_id]),
        }
        for contact in mine.contacts
    ]
    told += [
        {
            "at": row.recorded_at,
            "code": _("Consultation"),
            "text": counts_said(row),
            "day": row.happened_on,
            "undo": reverse("casework:undo_consultation", args=[row.pk]),
            "url": reverse("casework:consultations"),
        }
        for row in mine.consultations
    ]
    told += [
        {
            "at": episode.recorded_at,
            "code": episode.code,
            "text": _("episode opened"),
            "day": episode.starts_on,
            "undo": reverse("casework:undo_episode", args=[episode.pk]),
            "url": reverse("casework:episode", args=[episode.pk]),
        }
        for episode in mine.opened
    ]
    told += [
        {
            "at": episode.closed_at,
            "code": episode.code,
            "text": _("episode ended"),
            "day": episode.ends_on,
            "undo": reverse("casework:reopen", args=[episode.pk]),
            "url": reverse("casework:episode", args=[episode.pk]),
        }
        for episode in mine.ended
    ]
    return told
