"""Who puts a client's own data together, who else checks it, and who takes it out and gives it."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import EpisodeMember, OwnData, OwnPassage
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, unhidden
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import FamilyTie, KnownIn, SideWorker
from poukama.clients.rules import told_to, unwalled
from poukama.clients.shielding import unshielded_known, unshielded_tie, unshielded_told


@allows(Action.ASK_OWN_DATA, KnownIn, to=STAFF, title=_("Put together what somebody asks of their own data"))
def may_ask_own_data(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names: where they are is a part of it."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.READ_OWN_DATA, OwnData, to=STAFF, title=_("Read somebody's own data that was put together"))
def may_read_own_data(actor: Actor) -> Q:
    """Whoever put it together, and whoever could have and sees everybody of whom it may tell."""
    own = Q(recorded_by=actor.user)
    return _could_put_together(actor) & (own | _sees_as_much(actor))


@allows(Action.CHECK_OWN_DATA, OwnData, to=STAFF, title=_("Check somebody's own data before it is given"))
def may_check_own_data(actor: Actor) -> Q:
    """Whoever may read it, but not whoever put it together."""
    return may_read_own_data(actor) & ~Q(recorded_by=actor.user)


@allows(Action.WITHHOLD_PASSAGE, OwnPassage, to=STAFF, title=_("Withhold passages of somebody's own data"))
def may_withhold_passage(actor: Actor) -> Q:
    """Whoever may read it, until it is checked."""
    return Q(own_data__in=OwnData.objects.filter(may_read_own_data(actor), checked_at=None))


@allows(Action.TAKE_OWN_DATA, OwnData, to=STAFF, title=_("Take out somebody's own data that one has checked"))
def may_take_own_data(actor: Actor) -> Q:
    """Whoever checked it and nobody else, until it is given."""
    return may_check_own_data(actor) & Q(checked_by=actor.user, given_at=None)


@allows(Action.GIVE_OWN_DATA, OwnData, to=STAFF, title=_("Give somebody their own data"))
def may_give_own_data(actor: Actor) -> Q:
    """Whoever checked it."""
    return may_take_own_data(actor)


@allows(
    Action.GIVE_UP_OWN_DATA, OwnData, to=STAFF, title=_("Give up somebody's own data that was put together")
)
def may_give_up_own_data(actor: Actor) -> Q:
    """Whoever could have put it together, until it is given."""
    return _could_put_together(actor) & Q(given_at=None)


def _could_put_together(actor: Actor) -> Q:
    return told_to(actor, "known__") & unshielded_told(actor) & Q(voided_at=None)


def _sees_as_much(actor: Actor) -> Q:
    """Where no wall hides from the actor any of their company, or else none that whoever put it together sees past.

    Nor may an order hide one of their episodes or ties from the actor.
    """
    theirs = {"work_form": OuterRef("known__work_form"), "voided_at": None}
    ties = FamilyTie.objects.filter(
        Q(client=OuterRef("known__client")) | Q(other=OuterRef("known__client")), **theirs
    )
    company = EpisodeMember.objects.filter(
        voided_at=None,
        episode__work_form=OuterRef("known__work_form"),
        episode__members__client=OuterRef("known__client"),
    )
    walled = Exists(company.exclude(unwalled(actor, client="client"))) | Exists(
        ties.exclude(unwalled(actor, client="client") & unwalled(actor, client="other"))
    )
    beside = SideWorker.objects.filter(
        user=actor.user, voided_at=None, wall=OuterRef("wall"), side=OuterRef("side")
    )
    named = SideWorker.objects.filter(
        user=OuterRef("recorded_by"), voided_at=None, wall__voided_at=None
    ).exclude(Exists(beside))
    ordered = Exists(company.filter(client=OuterRef("known__client")).exclude(unhidden(actor))) | Exists(
        ties.exclude(unshielded_tie(actor))
    )
    return (~Q(walled) | ~Q(Exists(named))) & ~Q(ordered)
