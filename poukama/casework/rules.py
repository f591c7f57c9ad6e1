"""Who may do what in casework: the workers and leads of the work form, and nobody else; nobody past a wall.

The director and the board see figures but no records; the administrator and the office see neither.
"""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.access.policy import allows
from poukama.casework.models import (
    Consultation,
    Contact,
    Episode,
    EpisodeMember,
    EpisodePhase,
    OddReading,
    ReceiptLink,
)
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import KnownIn
from poukama.clients.rules import CHECKERS, left_to_check, told_to, unwalled
from poukama.clients.shielding import unshielded, unshielded_known, unshielded_told
from poukama.organisation.choices import Role
from poukama.organisation.models import Association, WorkForm

STAFF = (Role.WORKER, Role.LEAD)


def _theirs(actor: Actor, *roles: Role, episode: str = "") -> Q:
    """Episodes of a work form where a role is held, of those whom no wall hides; at a path, what belongs to them."""
    within = actor.within(f"{episode}work_form", *roles)
    return within & unwalled(actor, client=f"{episode}client", family=f"{episode}family")


def _told(actor: Actor) -> Q:
    """Contacts that no protection order hides: when somebody comes tells where they are. One's own one remembers."""
    shown = unshielded(
        actor, work_form="episode__work_form", client="episode__client", family="episode__family"
    )
    return shown | Q(recorded_by=actor.user)


class Action(StrEnum):
    """What can be done in casework."""

    READ_EPISODE = "casework.read_episode"
    READ_MEMBER = "casework.read_member"
    READ_PHASE = "casework.read_phase"
    READ_CONTACT = "casework.read_contact"
    OPEN_EPISODE = "casework.open_episode"
    CHANGE_MEMBERS = "casework.change_members"
    CHANGE_PHASE = "casework.change_phase"
    CLOSE_EPISODE = "casework.close_episode"
    VOID_EPISODE = "casework.void_episode"
    RECORD_CONTACT = "casework.record_contact"
    VOID_CONTACT = "casework.void_contact"
    ALERT = "casework.alert"
    PART_FAMILY = "casework.part_family"
    PROTECT = "casework.protect"
    SEE_OPENINGS = "casework.see_openings"
    READ_CONSULTATION = "casework.read_consultation"
    RECORD_CONSULTATION = "casework.record_consultation"
    VOID_CONSULTATION = "casework.void_consultation"
    FOLLOW_RECEIPT = "casework.follow_receipt"
    SEE_EARLIER = "casework.see_earlier"
    LINK_EARLIER = "casework.link_earlier"
    READ_EARLIER = "casework.read_earlier"
    UNLINK_EARLIER = "casework.unlink_earlier"
    SEE_WATCH = "casework.see_watch"
    SEE_CHECKS = "casework.see_checks"
    CHECK_READING = "casework.check_reading"


@allows(Action.READ_EPISODE, Episode, to=STAFF, title=_("Read episodes"))
def may_read_episode(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.READ_MEMBER, EpisodeMember, to=STAFF, title=_("See the members of an episode"))
def may_read_member(actor: Actor) -> Q:
    """Workers and leads of the episode's work form."""
    return _theirs(actor, *STAFF, episode="episode__") & unwalled(actor, client="client")


@allows(Action.READ_PHASE, EpisodePhase, to=STAFF, title=_("See the phases of an episode"))
def may_read_phase(actor: Actor) -> Q:
    """Workers and leads of the episode's work form."""
    return _theirs(actor, *STAFF, episode="episode__")


@allows(Action.READ_CONTACT, Contact, to=STAFF, title=_("Read contacts"))
def may_read_contact(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names and whoever recorded it."""
    return _theirs(actor, *STAFF, episode="episode__") & _told(actor)


@allows(Action.OPEN_EPISODE, WorkForm, to=STAFF, title=_("Open an episode"))
def may_open_episode(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.CHANGE_MEMBERS, Episode, to=STAFF, title=_("Change the members of an episode"))
def may_change_members(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.PART_FAMILY, Episode, to=STAFF, title=_("Part a family"))
def may_part_family(actor: Actor) -> Q:
    """Workers and leads of its work form, while the episode of a family goes on; under an order, those it names."""
    named = unshielded(actor, work_form="work_form", family="family")
    return _theirs(actor, *STAFF) & Q(ends_on=None, family__isnull=False) & named


@allows(Action.CHANGE_PHASE, Episode, to=STAFF, title=_("Change the phase of an episode"))
def may_change_phase(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.CLOSE_EPISODE, Episode, to=STAFF, title=_("Close an episode"))
def may_close_episode(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.VOID_EPISODE, Episode, to=STAFF, title=_("Undo an episode"))
def may_void_episode(actor: Actor) -> Q:
    """Whoever opened it and still works in its work form, and the lead of the work form."""
    own = Q(recorded_by=actor.user) & _theirs(actor, *STAFF)
    return own | _theirs(actor, Role.LEAD)


@allows(Action.RECORD_CONTACT, Episode, to=STAFF, title=_("Record a contact"))
def may_record_contact(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.VOID_CONTACT, Contact, to=STAFF, title=_("Undo a contact"))
def may_void_contact(actor: Actor) -> Q:
    """Whoever recorded it and still works in the work form, and the lead of the work form who may read it."""
    own = Q(recorded_by=actor.user) & _theirs(actor, *STAFF, episode="episode__")
    return own | (_theirs(actor, Role.LEAD, episode="episode__") & _told(actor))


@allows(Action.ALERT, Episode, to=STAFF, title=_("Add, renew and end alerts"))
def may_alert(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.PROTECT, Episode, to=STAFF, title=_("Record protection orders"))
def may_protect(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return _theirs(actor, *STAFF)


@allows(Action.SEE_OPENINGS, Episode, to=STAFF, title=_("See with a family who has opened their page"))
def may_see_openings(actor: Actor) -> Q:
    """Workers and leads of its work form, together with whom it is about."""
    return _theirs(actor, *STAFF)


@allows(Action.READ_CONSULTATION, Consultation, to=STAFF, title=_("Read consultations"))
def may_read_consultation(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return actor.within("work_form", *STAFF)


@allows(Action.RECORD_CONSULTATION, WorkForm, to=STAFF, title=_("Record a consultation"))
def may_record_consultation(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.VOID_CONSULTATION, Consultation, to=STAFF, title=_("Undo a consultation"))
def may_void_consultation(actor: Actor) -> Q:
    """Whoever recorded it and still works in the work form, and the lead of the work form."""
    own = Q(recorded_by=actor.user) & actor.within("work_form", *STAFF)
    return own | actor.within("work_form", Role.LEAD)


@allows(Action.FOLLOW_RECEIPT, WorkForm, to=STAFF, title=_("Try a receipt code"))
def may_follow_receipt(actor: Actor) -> Q:
    """Workers and leads, in their own work forms, with the three words that the client tells."""
    return actor.within("", *STAFF)


@allows(Action.SEE_EARLIER, KnownIn, to=STAFF, title=_("Open somebody's earlier contacts"))
def may_see_earlier(actor: Actor) -> Q:
    """Whoever works in a work form that knows them by a code name; under a protection order, those it names."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.LINK_EARLIER, KnownIn, to=STAFF, title=_("Link earlier contacts"))
def may_link_earlier(actor: Actor) -> Q:
    """Whoever may open them, with the three words that the client tells."""
    return may_see_earlier(actor)


@allows(Action.READ_EARLIER, ReceiptLink, to=STAFF, title=_("See linked earlier contacts"))
def may_read_earlier(actor: Actor) -> Q:
    """Whoever works in the work form to which the client told that they were theirs; under an order, those it names."""
    return told_to(actor, "known__") & unshielded_told(actor)


@allows(Action.UNLINK_EARLIER, ReceiptLink, to=STAFF, title=_("Undo the linking of an earlier contact"))
def may_unlink_earlier(actor: Actor) -> Q:
    """Whoever may see it, as long as it is linked."""
    return may_read_earlier(actor) & Q(voided_at=None)


@allows(
    Action.SEE_WATCH,
    Association,
    to=tuple(dict.fromkeys((*STAFF, *CHECKERS))),
    title=_("See which emergencies and readings wait to be looked at"),
)
def may_see_watch(actor: Actor) -> Q:
    """Whoever may open in an emergency, and those who look at it; what each sees is asked row by row."""
    return EVERYTHING


@allows(Action.SEE_CHECKS, Association, to=CHECKERS, title=_("See the lists of emergencies and odd reading"))
def may_see_checks(actor: Actor) -> Q:
    """Whoever may be the one to look at some; each list is asked row by row."""
    return EVERYTHING


@allows(Action.CHECK_READING, OddReading, to=CHECKERS, title=_("Check odd reading"))
def may_check_reading(actor: Actor) -> Q:
    """The lead of the work form; the director where the reader is its only lead; nobody their own.

    Past a wall the gatekeeper.
    """
    return left_to_check(actor, by="reader", client="client", family="family", to_director=NOTHING)
