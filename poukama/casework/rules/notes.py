"""Who may write and read what is written of those served, and correct it.

When somebody was met tells where they are: under a protection order a note is read by those whom the order names, and by
whoever wrote it. What tells of somebody behind a wall is left out whole, whomever else it tells of.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Episode, EpisodeMember, Note, NotePart, Promise
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Role


def _told(actor: Actor, note: str = "") -> Q:
    """Notes, at a path, that no protection order hides. One's own one remembers."""
    own = Q(**{f"{note}written_by": actor.user}) | Q(**{f"{note}recorded_by": actor.user})
    return unhidden(actor, f"{note}episode__") | own


def _own_or_led(actor: Actor) -> Q:
    """Notes that the actor wrote or corrected, and those of a work form that they lead."""
    own = Q(written_by=actor.user) | Q(recorded_by=actor.user)
    return own | actor.within("episode__work_form", Role.LEAD)


def _hidden(actor: Actor, tags: QuerySet[Any]) -> QuerySet[Any]:
    """Those of whom parts tell, as far as a wall hides them."""
    return tags.exclude(unwalled(actor, client="episodemember__client"))


@allows(Action.READ_NOTES, Episode, to=STAFF, title=_("Open what is written of a family"))
def may_read_notes(actor: Actor) -> Q:
    """Workers and leads of its work form; each note is asked for itself."""
    return theirs(actor, *STAFF)


@allows(Action.SEE_CHILD_FIRST, Episode, to=STAFF, title=_("See on which days a child was written of"))
def may_see_child_first(actor: Actor) -> Q:
    """Workers and leads of its work form; each note is asked for itself."""
    return theirs(actor, *STAFF)


@allows(Action.READ_NOTE, Note, to=STAFF, title=_("Read notes"))
def may_read_note(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names and whoever wrote it."""
    return theirs(actor, *STAFF, episode="episode__") & _told(actor)


@allows(Action.READ_NOTE_PART, NotePart, to=STAFF, title=_("Read the parts of a note"))
def may_read_note_part(actor: Actor) -> Q:
    """Whoever may read the note, as far as no wall hides somebody of whom the part tells."""
    tags = NotePart.tells_of.through.objects.filter(notepart=OuterRef("pk"))
    told = theirs(actor, *STAFF, episode="note__episode__") & _told(actor, "note__")
    return told & ~Q(Exists(_hidden(actor, tags)))


def _sees_all(actor: Actor, episode: str = "") -> Q:
    """Episodes, at a path, none of whose members a wall or an order hides, those who have parted neither."""
    members = EpisodeMember.objects.filter(episode=OuterRef(f"{episode}pk"), voided_at=None).order_by()
    seen = unwalled(actor, client="client") & unshielded(
        actor, work_form="episode__work_form", client="client"
    )
    all_seen = ~Q(Exists(members.exclude(seen)))
    return theirs(actor, *STAFF, episode=episode) & unhidden(actor, episode) & all_seen


@allows(
    Action.READ_SHARED_PAST,
    Episode,
    to=STAFF,
    title=_("Open what was written of a whole family before it parted"),
)
def may_read_shared_past(actor: Actor) -> Q:
    """Workers and leads of its work form who see every one of them, on both sides of the parting."""
    return _sees_all(actor)


@allows(
    Action.GO_THROUGH_PAST,
    NotePart,
    to=STAFF,
    title=_("Say of whom something tells that was written before a family parted"),
)
def may_go_through_past(actor: Actor) -> Q:
    """Whoever may open what was written of the whole family."""
    return _sees_all(actor, "note__episode__")


@allows(Action.READ_PROMISE, Promise, to=STAFF, title=_("See what was promised to a family"))
def may_read_promise(actor: Actor) -> Q:
    """Whoever may read the part of the note in which it was promised; no order hides from one what one promised."""
    tags = NotePart.tells_of.through.objects.filter(notepart=OuterRef("part"))
    told = _told(actor, "part__note__") | Q(promised_by=actor.user)
    seen = theirs(actor, *STAFF, episode="part__note__episode__")
    return seen & told & ~Q(Exists(_hidden(actor, tags)))


@allows(Action.KEEP_PROMISE, Promise, to=STAFF, title=_("Say that a promise was kept"))
def may_keep_promise(actor: Actor) -> Q:
    """Whoever may read it, of the version in force."""
    return may_read_promise(actor) & Q(part__note__voided_at=None)


@allows(Action.READ_VERSIONS, Note, to=STAFF, title=_("See the versions of a note"))
def may_read_versions(actor: Actor) -> Q:
    """Whoever may read it and all its parts, since a reason may tell of any; of one that was taken out, the lead."""
    kept = Q(taken_out_because=None) | actor.within("episode__work_form", Role.LEAD)
    tags = NotePart.tells_of.through.objects.filter(notepart__note=OuterRef("pk"))
    return may_read_note(actor) & kept & ~Q(Exists(_hidden(actor, tags)))


@allows(Action.WRITE_NOTE, Episode, to=STAFF, title=_("Write notes"))
def may_write_note(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.CORRECT_NOTE, Note, to=STAFF, title=_("Correct notes"))
def may_correct_note(actor: Actor) -> Q:
    """Whoever wrote it and still works in the work form, and the lead of the work form who may read it."""
    return may_read_note(actor) & _own_or_led(actor)


@allows(Action.TAKE_OUT_NOTE, Note, to=(Role.LEAD,), title=_("Take out a note of the wrong family"))
def may_take_out_note(actor: Actor) -> Q:
    """The lead of the work form who may read it."""
    return theirs(actor, Role.LEAD, episode="episode__") & _told(actor)


@allows(Action.EXPORT_NOTES, EpisodeMember, to=STAFF, title=_("Take out somebody's narrative as a document"))
def may_export_notes(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names."""
    own = unshielded(actor, work_form="episode__work_form", client="client")
    seen = theirs(actor, *STAFF, episode="episode__") & unwalled(actor, client="client")
    return seen & unhidden(actor) & own


@allows(Action.SAY_SERVICE_TASK, Episode, to=STAFF, title=_("Say for which service task a family is served"))
def may_say_service_task(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)
