"""Who looks after the accounts, who may ask what was done, and who may read who may do what."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import allows
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, Association, User
from poukama.organisation.queries import in_force

_LOOK_AFTER = (Role.DIRECTOR, Role.ADMINISTRATOR)
_CONFIRM = (*_LOOK_AFTER, Role.BOARD)


def answer_for(role: str) -> tuple[Role, ...]:
    """Who answers for a role: the director, and for the roles of those who direct also the board."""
    return (Role.DIRECTOR, Role.BOARD) if role in (Role.DIRECTOR, Role.BOARD) else (Role.DIRECTOR,)


def confirm_beside(role: str, giver: Actor) -> tuple[Role, ...]:
    """Who confirms a role that somebody has given: whoever answers for it, unless the giver does; then also the others
    who look after accounts.
    """
    answering = answer_for(role)
    return (*answering, *_LOOK_AFTER) if giver.has(*answering) else answering


class Action(StrEnum):
    """What can be done to accounts, and asked of the audit trail."""

    READ_STAFF = "access.read_staff"
    READ_ROLES = "access.read_roles"
    READ_AUDIT = "access.read_audit"
    INVITE_PERSON = "access.invite_person"
    RESEND_INVITATION = "access.resend_invitation"
    ASSIGN_ROLE = "access.assign_role"
    CONFIRM_ASSIGNMENT = "access.confirm_assignment"
    SEE_WAITING = "access.see_waiting"
    SEE_ENDING = "access.see_ending"
    END_ASSIGNMENT = "access.end_assignment"
    WITHDRAW_ASSIGNMENT = "access.withdraw_assignment"
    CLOSE_ACCOUNT = "access.close_account"
    OPEN_ACCOUNT = "access.open_account"
    RESET_SECOND_FACTOR = "access.reset_second_factor"


@allows(
    Action.READ_STAFF,
    User,
    to=(Role.DIRECTOR, Role.ADMINISTRATOR, Role.OFFICE, Role.LEAD),
    title=_("See who works here and in which roles"),
)
def may_read_staff(actor: Actor) -> Q:
    """Whoever leads or looks after people: it tells nothing of clients."""
    return EVERYTHING


@allows(
    Action.READ_ROLES,
    Association,
    to=(Role.DIRECTOR, Role.ADMINISTRATOR, Role.LEAD),
    title=_("See who may do what"),
)
def may_read_roles(actor: Actor) -> Q:
    """Whoever answers for what others may do."""
    return EVERYTHING


@allows(Action.READ_AUDIT, AuditEvent, to=_LOOK_AFTER, title=_("Ask the audit trail"))
def may_read_audit(actor: Actor) -> Q:
    """Director and administrator: it holds codes only, so it shows that a file was read and nothing of it."""
    return EVERYTHING


@allows(Action.INVITE_PERSON, Association, to=_LOOK_AFTER, title=_("Invite people"))
def may_invite_person(actor: Actor) -> Q:
    """Director and administrator."""
    return EVERYTHING


@allows(Action.RESEND_INVITATION, User, to=_LOOK_AFTER, title=_("Send invitations again"))
def may_resend_invitation(actor: Actor) -> Q:
    """Director and administrator, while the person has not signed in."""
    return Q(last_login=None, is_active=True)


@allows(Action.ASSIGN_ROLE, User, to=_LOOK_AFTER, title=_("Give roles"))
def may_assign_role(actor: Actor) -> Q:
    """Director and administrator; a role that opens clients is given to oneself by nobody (the service sees to it)."""
    return Q(is_active=True)


@allows(Action.END_ASSIGNMENT, Assignment, to=_LOOK_AFTER, title=_("End roles"))
def may_end_assignment(actor: Actor) -> Q:
    """Director and administrator, when it has been confirmed and has not ended yet."""
    return Q(Q(ends_on=None) | Q(ends_on__gte=actor.day), awaits_confirmation=False)


@allows(Action.WITHDRAW_ASSIGNMENT, Assignment, to=_LOOK_AFTER, title=_("Withdraw roles that have not begun"))
def may_withdraw_assignment(actor: Actor) -> Q:
    """Director and administrator, when it has not begun yet or still awaits confirmation."""
    return Q(starts_on__gt=actor.day) | Q(awaits_confirmation=True)


@allows(
    Action.CONFIRM_ASSIGNMENT, Assignment, to=_CONFIRM, title=_("Confirm roles that somebody else has given")
)
def may_confirm_assignment(actor: Actor) -> Q:
    """Somebody else than who gave it, and one of the two is the director (for those who direct: or of the board)."""
    found = NOTHING
    for role in Role:
        answering = answer_for(role)
        if actor.has(*answering):
            found |= Q(role=role)
        elif actor.has(*_LOOK_AFTER):
            held = Assignment.objects.filter(in_force(actor.day), role__in=answering)
            found |= Q(role=role, assigned_by__in=held.values("user"))
    return found & Q(awaits_confirmation=True) & ~Q(assigned_by=actor.user)


@allows(
    Action.SEE_WAITING,
    Association,
    to=(*_CONFIRM, Role.LEAD),
    title=_("See which roles wait for confirmation, and which end soon"),
)
def may_see_waiting(actor: Actor) -> Q:
    """Whoever may confirm some, and leads."""
    return EVERYTHING


@allows(
    Action.SEE_ENDING, Assignment, to=(Role.LEAD,), title=_("See which substitutes and students leave soon")
)
def may_see_ending(actor: Actor) -> Q:
    """The lead of the work form."""
    return actor.within("work_form", Role.LEAD)


@allows(Action.CLOSE_ACCOUNT, User, to=_LOOK_AFTER, title=_("Close accounts"))
def may_close_account(actor: Actor) -> Q:
    """Director and administrator; nobody their own."""
    return Q(is_active=True) & ~Q(pk=actor.user.pk)


@allows(Action.OPEN_ACCOUNT, User, to=_LOOK_AFTER, title=_("Open closed accounts"))
def may_open_account(actor: Actor) -> Q:
    """Director and administrator."""
    return Q(is_active=False)


@allows(Action.RESET_SECOND_FACTOR, User, to=_LOOK_AFTER, title=_("Remove lost second steps"))
def may_reset_second_factor(actor: Actor) -> Q:
    """Director and administrator, of someone else who has lost it: they set up a new one when they sign in."""
    return Q(is_active=True) & ~Q(pk=actor.user.pk)
