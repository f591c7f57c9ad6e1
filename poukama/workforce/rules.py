"""Who may do what with volunteers, matches and partners."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.rules import unwalled
from poukama.organisation.choices import Role
from poukama.organisation.models import Partnership, WorkForm
from poukama.workforce.models import Match, Volunteer, VolunteerRole

_STAFF = (Role.WORKER, Role.LEAD)


class Action(StrEnum):
    """What can be done with volunteers, matches and partners."""

    READ_VOLUNTEER = "workforce.read_volunteer"
    OPEN_VOLUNTEER = "workforce.open_volunteer"
    ADD_VOLUNTEER = "workforce.add_volunteer"
    CHANGE_VOLUNTEER = "workforce.change_volunteer"
    READ_MATCH = "workforce.read_match"
    MAKE_MATCH = "workforce.make_match"
    CHANGE_MATCH = "workforce.change_match"
    READ_PARTNERSHIP = "workforce.read_partnership"
    RECORD_PARTNERSHIP = "workforce.record_partnership"
    CHANGE_PARTNERSHIP = "workforce.change_partnership"


@allows(Action.READ_VOLUNTEER, VolunteerRole, to=_STAFF, title=_("See volunteers by code name"))
def may_read_volunteer(actor: Actor) -> Q:
    """The work form's own workers and lead see who is a volunteer in it."""
    return actor.within("work_form", *_STAFF)


@allows(Action.OPEN_VOLUNTEER, Volunteer, to=_STAFF, title=_("Open a volunteer's page"))
def may_open_volunteer(actor: Actor) -> Q:
    """Workers and leads of the work forms in which the person is or was a volunteer."""
    own = VolunteerRole.objects.filter(actor.within("work_form", *_STAFF), voided_at=None)
    return Q(pk__in=own.values("volunteer"))


@allows(Action.ADD_VOLUNTEER, WorkForm, to=_STAFF, title=_("Add a volunteer"))
def may_add_volunteer(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("", *_STAFF)


@allows(Action.CHANGE_VOLUNTEER, VolunteerRole, to=_STAFF, title=_("Change a volunteer's roles"))
def may_change_volunteer(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("work_form", *_STAFF)


@allows(Action.READ_MATCH, Match, to=_STAFF, title=_("See matches"))
def may_read_match(actor: Actor) -> Q:
    """The work form's own workers and lead, except past a wall."""
    kept = actor.within("work_form", *_STAFF) & Q(destroyed_at=None)
    return kept & unwalled(actor, client="client", family="family")


@allows(Action.MAKE_MATCH, WorkForm, to=_STAFF, title=_("Make a match"))
def may_make_match(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("", *_STAFF)


@allows(Action.CHANGE_MATCH, Match, to=_STAFF, title=_("Change or end a match"))
def may_change_match(actor: Actor) -> Q:
    """The work form's own workers and lead, except past a wall."""
    kept = actor.within("work_form", *_STAFF) & Q(destroyed_at=None)
    return kept & unwalled(actor, client="client", family="family")


@allows(
    Action.READ_PARTNERSHIP,
    Partnership,
    to=(*_STAFF, Role.DIRECTOR, Role.BOARD, Role.OFFICE),
    title=_("See partners"),
)
def may_read_partnership(actor: Actor) -> Q:
    """The work form's own people; the director, the board and the office see all partners."""
    return actor.within("work_form", *_STAFF, Role.DIRECTOR, Role.BOARD, Role.OFFICE)


@allows(Action.RECORD_PARTNERSHIP, WorkForm, to=_STAFF, title=_("Record a partner"))
def may_record_partnership(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("", *_STAFF)


@allows(Action.CHANGE_PARTNERSHIP, Partnership, to=_STAFF, title=_("End a partnership that goes on"))
def may_change_partnership(actor: Actor) -> Q:
    """The work form's own workers and lead."""
    return actor.within("work_form", *_STAFF)
