"""Who may do what with episodes, who takes part in them, and contacts."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Contact, Episode, EpisodeMember, EpisodePhase, EpisodeWorkers
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm


def _told(actor: Actor) -> Q:
    """Contacts that no protection order hides. One's own one remembers."""
    met = Contact.workers.through.objects.filter(contact=OuterRef("pk"), user=actor.user)
    return unhidden(actor) | Q(recorded_by=actor.user) | Q(Exists(met))


@allows(Action.READ_EPISODE, Episode, to=STAFF, title=_("Read episodes"))
def may_read_episode(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.READ_MEMBER, EpisodeMember, to=STAFF, title=_("See the members of an episode"))
def may_read_member(actor: Actor) -> Q:
    """Workers and leads of the episode's work form."""
    return theirs(actor, *STAFF, episode="episode__") & unwalled(actor, client="client")


@allows(Action.READ_PHASE, EpisodePhase, to=STAFF, title=_("See the phases of an episode"))
def may_read_phase(actor: Actor) -> Q:
    """Workers and leads of the episode's work form."""
    return theirs(actor, *STAFF, episode="episode__")


@allows(Action.READ_CONTACT, Contact, to=STAFF, title=_("Read contacts"))
def may_read_contact(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under a protection order, those it names and whoever met them or recorded it."""
    return theirs(actor, *STAFF, episode="episode__") & _told(actor)


@allows(Action.OPEN_EPISODE, WorkForm, to=STAFF, title=_("Open an episode"))
def may_open_episode(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.CHANGE_MEMBERS, Episode, to=STAFF, title=_("Change the members of an episode"))
def may_change_members(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.PART_FAMILY, Episode, to=STAFF, title=_("Part a family"))
def may_part_family(actor: Actor) -> Q:
    """Workers and leads of its work form, while the episode of a family goes on; under an order, those it names."""
    named = unshielded(actor, work_form="work_form", family="family")
    return theirs(actor, *STAFF) & Q(ends_on=None, family__isnull=False) & named


@allows(Action.CHANGE_PHASE, Episode, to=STAFF, title=_("Change the phase of an episode"))
def may_change_phase(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.READ_KEY_WORKERS, EpisodeWorkers, to=STAFF, title=_("See who has worked with a family"))
def may_read_key_workers(actor: Actor) -> Q:
    """Workers and leads of the episode's work form."""
    return theirs(actor, *STAFF, episode="episode__")


@allows(Action.CHANGE_KEY_WORKERS, Episode, to=STAFF, title=_("Name the key worker and the pair"))
def may_change_key_workers(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.CLOSE_EPISODE, Episode, to=STAFF, title=_("Close an episode"))
def may_close_episode(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.VOID_EPISODE, Episode, to=STAFF, title=_("Undo an episode"))
def may_void_episode(actor: Actor) -> Q:
    """Whoever opened it and still works in its work form, and the lead of the work form."""
    own = Q(recorded_by=actor.user) & theirs(actor, *STAFF)
    return own | theirs(actor, Role.LEAD)


@allows(Action.RECORD_CONTACT, Episode, to=STAFF, title=_("Record a contact"))
def may_record_contact(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.VOID_CONTACT, Contact, to=STAFF, title=_("Undo a contact"))
def may_void_contact(actor: Actor) -> Q:
    """Whoever recorded it and still works in the work form, and the lead of the work form who may read it."""
    own = Q(recorded_by=actor.user) & theirs(actor, *STAFF, episode="episode__")
    return own | (theirs(actor, Role.LEAD, episode="episode__") & _told(actor))


@allows(Action.ALERT, Episode, to=STAFF, title=_("Add, renew and end alerts"))
def may_alert(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.PROTECT, Episode, to=STAFF, title=_("Record protection orders"))
def may_protect(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)


@allows(Action.SEE_OPENINGS, Episode, to=STAFF, title=_("See with a family who has opened their page"))
def may_see_openings(actor: Actor) -> Q:
    """Workers and leads of its work form, together with whom it is about."""
    return theirs(actor, *STAFF)
