"""Writing a note, alone or with the family in the room, and correcting one. Nothing that was typed is lost."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.casework.choices import HeadingKind
from poukama.casework.forms import NoteForm, ReferenceForm
from poukama.casework.models import Contact, Episode, Note
from poukama.casework.on_drafts import CORRECTION_FORM, NOTE_FORM
from poukama.casework.queries import (
    Called,
    NoteRow,
    contacts_to_write_of,
    episode_or_404,
    lately,
    members_called,
    note_rows,
    parts_unseen,
    sees_everybody,
    versions_of,
    who_can_meet,
)
from poukama.casework.queries.promises import goals_to_write_of
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    CannotKeepIt,
    ChangedMeanwhile,
    DayNotYetCome,
    DayOutsideEpisode,
    NotAlongThatDay,
    NothingWritten,
    NotKeptHere,
    NotTheirGoal,
    PromisedTooEarly,
    UnknownWord,
    Written,
    WrittenAlready,
    correct_note,
    latest,
)
from poukama.casework.services import write_note as keep_note
from poukama.drafts.services import finish, finishing
from poukama.organisation.choices import NotesKept, TermList
from poukama.organisation.models import Term
from poukama.organisation.words import term_labels, words
from poukama.toolkit import clock, formatting, toast

Form = NoteForm | ReferenceForm
_REFUSALS = (
    AlreadyVoided,
    CannotKeepIt,
    DayNotYetCome,
    DayOutsideEpisode,
    NotAlongThatDay,
    NothingWritten,
    NotKeptHere,
    NotTheirGoal,
    PromisedTooEarly,
    UnknownWord,
)
_SAID = {
    AlreadyVoided: ("about", gettext_lazy("This contact has been taken back meanwhile. Choose another.")),
    DayNotYetCome: (
        "happened_on",
        gettext_lazy("This day has not come yet. Choose today or an earlier day."),
    ),
    NotKeptHere: (
        None,
        gettext_lazy(
            "How this work form keeps notes has changed meanwhile. Copy your text and open the page again."
        ),
    ),
    NotTheirGoal: (None, gettext_lazy("A goal has been taken back meanwhile. Choose the goals again.")),
    PromisedTooEarly: (None, gettext_lazy("Something is promised for a day before the day of the note.")),
    UnknownWord: ("about", gettext_lazy("This is not in use in the work form. Choose another.")),
}
"""At which field it is said why nothing was kept."""
_WRITTEN_ALREADY = gettext_lazy(
    "This was saved already at %(time)s. What you have changed since is not: it is below, and you can add it by "
    "correcting the note on the family's page."
)


@writes(Action.WRITE_NOTE)
def write_note(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a note of a family; `contact` in the address is the one it tells of, `of` whom it begins with."""
    episode = episode_or_404(request.actor, Action.WRITE_NOTE, pk)
    people = members_called(request.actor, episode, since=lately(episode))
    fixed = _contact(request, episode)
    of = next((each for each in people if str(each.member.pk) == request.GET.get("of")), None)
    together = "together" in request.GET
    form = _form(request, episode, people, fixed=fixed, of=of, together=together)
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=NOTE_FORM, key=episode.pk, by=request.user):
                token = form.cleaned_data["token"]
                keep_note(episode=episode, written=form.written(), token=token, by=request.user)
        except _REFUSALS as refused:
            _say(form, refused, episode)
        except WrittenAlready as already:
            if already.is_same:
                finish(kind=NOTE_FORM, key=episode.pk, by=request.user)
                return _written(request, episode)
            at = formatting.clock_time(already.note.written_at)
            form.add_error(None, _WRITTEN_ALREADY % {"time": at})
        else:
            return _written(request, episode)
    context = {
        "form": form,
        "episode": episode,
        "fixed": fixed,
        "is_together": together,
        "people": people,
        "kinds": term_labels(TermList.CONTACT_KIND) if fixed else {},
    }
    return render(request, "casework/write_note.html", context, status=422 if form.errors else 200)


def _written(request: StaffRequest, episode: Episode) -> HttpResponse:
    toast.say(request, _("Written: %(code)s.") % {"code": episode.code})
    return redirect("casework:episode", episode.pk)


@writes(Action.CORRECT_NOTE)
def correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a note: a new version beside the former. If somebody else was quicker, both texts are shown."""
    rows = Note.objects.select_related("episode__family", "episode__client", "episode__work_form")
    asked = get_or_404(request.actor, Action.CORRECT_NOTE, rows, pk=pk)
    note = get_or_404(request.actor, Action.CORRECT_NOTE, rows, pk=latest(asked).pk)
    if note.pk != asked.pk and request.method != "POST":
        return redirect("casework:correct_note", note.pk)
    episode = note.episode
    row = _row_of(request, note)
    people = members_called(request.actor, episode, since=min(note.happened_on, lately(episode)))
    form = _form(request, episode, people, row=row)
    if row.is_taken_out and not form.is_bound:
        toast.warn(request, _("This note has been taken out. It is not corrected any more."))
        return redirect("casework:episode", episode.pk)
    if note.pk != asked.pk or row.is_taken_out:
        return _conflict(request, form, row, people)
    if request.method == "POST" and form.is_valid():
        try:
            with finishing(kind=CORRECTION_FORM, key=note.entry, by=request.user):
                correct_note(
                    note=note,
                    written=_with_unseen_contact(form.written(), row),
                    reason=form.cleaned_data["reason"],
                    keeps=parts_unseen(request.actor, note),
                    by=request.user,
                )
        except _REFUSALS as refused:
            _say(form, refused, episode)
        except ChangedMeanwhile as refused:
            now = get_or_404(request.actor, Action.CORRECT_NOTE, rows, pk=refused.now.pk)
            return _conflict(request, form, _row_of(request, now), people)
        else:
            toast.say(request, _("Corrected. The former version is kept."))
            return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode, "row": row, "people": people, "theirs": None, "action": ""}
    return render(request, "casework/correct_note.html", context, status=422 if form.errors else 200)


def _with_unseen_contact(written: Written, row: NoteRow) -> Written:
    """A note of a contact that whoever corrects does not see stays a note of it."""
    if written.about is not None or row.note.contact is not None or row.note.contact_id is None:
        return written
    contact = Contact.objects.filter(pk=row.note.contact_id, voided_at=None).first()
    return replace(written, about=contact)


def _conflict(request: StaffRequest, form: Form, row: NoteRow, people: list[Called]) -> HttpResponse:
    """What was typed, beside how the note stands by now; sent again it corrects that version."""
    if row.is_taken_out:
        who = row.note.voided_by or row.note.recorded_by
        said = _("%(who)s has taken this note out meanwhile. What you wrote is below, and is not saved.")
    else:
        who = row.note.recorded_by
        said = _(
            "%(who)s has corrected this note meanwhile. Their version is shown first, and what you wrote below it. "
            "Saving again corrects theirs."
        )
    form.is_valid()
    form.add_error(None, said % {"who": who.initials})
    context = {
        "form": form,
        "episode": row.note.episode,
        "row": row,
        "people": people,
        "theirs": row,
        "action": reverse("casework:correct_note", args=[row.note.pk]),
    }
    return render(request, "casework/correct_note.html", context, status=422)


def _row_of(request: StaffRequest, note: Note) -> NoteRow:
    """The note as it is read."""
    versions = [each for each in versions_of(request.actor, note) if each.pk == note.pk]
    return note_rows(request.actor, note.episode, versions)[0]


def _form(
    request: StaffRequest,
    episode: Episode,
    people: list[Called],
    *,
    fixed: Contact | None = None,
    of: Called | None = None,
    together: bool = False,
    row: NoteRow | None = None,
) -> Form:
    """The form of the work form: of a note, or of a reference where notes are not kept."""
    place = episode.work_form
    kinds = term_labels(TermList.CONTACT_KIND)
    contacts = contacts_to_write_of(request.actor, episode, clock.today())
    before = row.note if row is not None else _sent_before(request, episode)
    if before is not None and before.contact:
        contacts = [before.contact, *(each for each in contacts if each != before.contact)]
    usual: dict[str, Any] = {
        "people": people,
        "kinds": words(TermList.CONTACT_KIND).of(place),
        "recorded": [(each, _said(each, kinds)) for each in contacts],
        "fixed": fixed,
        "row": row,
        "initial": {"happened_on": min(clock.today(), episode.ends_on or clock.today())}
        if row is None
        else {},
    }
    data = request.POST if request.method == "POST" else None
    is_reference = row.note.is_reference if row else place.keeps_notes == NotesKept.REFERENCE
    if is_reference:
        return ReferenceForm(data, **usual)
    if row is None:
        usual["initial"] |= {"together": together} | ({"about": "none"} if of else {})
    headings = _with_used(TermList.NOTE_HEADING, episode, row)
    kinds_of = {heading.attributes.get("kind") for heading in headings}
    if HeadingKind.GOALS in kinds_of:
        usual["goals"] = goals_to_write_of(request.actor, episode, clock.today())
    if HeadingKind.AGREED in kinds_of:
        others = who_can_meet(episode, clock.today())
        usual["workers"] = [request.user, *(user for user in others if user != request.user)]
    return NoteForm(
        data,
        headings=headings,
        observations=_with_used(TermList.OBSERVATION, episode, row),
        sees_everybody=sees_everybody(episode, members_called(request.actor, episode)),
        of=of,
        **usual,
    )


def _sent_before(request: StaffRequest, episode: Episode) -> Note | None:
    """What the same form has recorded, when it is sent again because no answer came."""
    try:
        token = UUID(request.POST.get("token", ""))
    except ValueError:
        return None
    mine = Note.objects.filter(entry=token, episode=episode, written_by=request.user)
    return mine.select_related("contact").order_by("version").first()


def _with_used(which: TermList, episode: Episode, row: NoteRow | None) -> list[Term]:
    """The words of the work form, and those retired ones that the version which is corrected has."""
    found = words(which)
    in_use = found.of(episode.work_form)
    if row is None:
        return in_use
    used = {key for part in row.parts for key in (part.part.heading, *(part.part.observations or "").split())}
    return [*in_use, *(term for term in found.terms if term.key in used and term not in in_use)]


def _contact(request: StaffRequest, episode: Episode) -> Contact | None:
    """The recorded contact that the address names; none when it is not of this episode."""
    given = request.GET.get("contact", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    contacts = Contact.objects.filter(episode=episode, voided_at=None, pk=int(given))
    return visible(request.actor, Action.READ_CONTACT, contacts).first()


def _said(contact: Contact, kinds: Any) -> str:
    day = formatting.day_near(contact.happened_on, clock.today())
    return f"{kinds.get(contact.kind, contact.kind)}, {day}"


def _say(form: Form, refused: Exception, episode: Episode) -> None:
    """Say at its field why nothing was kept."""
    field, said = _told(refused, episode, form)
    form.add_error(field if field in form.fields else None, said)


def _told(refused: Exception, episode: Episode, form: Form) -> tuple[str | None, str]:
    if isinstance(refused, NotAlongThatDay):
        of = next((each for each in form.people.values() if refused.member in each.rows), None)
        if of is None:
            return "happened_on", _("Somebody of whom it tells did not take part on this day.")
        return "happened_on", _("%(who)s did not take part on this day.") % {"who": of.label}
    if isinstance(refused, DayOutsideEpisode):
        began = formatting.day(episode.starts_on)
        said = _("The episode did not run on this day; it began on %(day)s.")
        return "happened_on", said % {"day": began}
    if isinstance(refused, CannotKeepIt):
        said = _("%(who)s cannot open this family's page. Choose somebody else.")
        return _promised_by(form, refused), said % {"who": refused.who.initials}
    field, why = _SAID.get(type(refused), (None, gettext_lazy("Nothing is written yet.")))
    return field, str(why)


def _promised_by(form: Form, refused: CannotKeepIt) -> str | None:
    """The field in which whoever cannot keep it was chosen."""
    promises = form.promises.values() if isinstance(form, NoteForm) else ()
    return next((field for each in promises if (field := each.field_of(refused.who))), None)
