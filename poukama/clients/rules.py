"""Who may find and add families and clients."""

from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import (
    Alert,
    Attachment,
    BehindWall,
    Client,
    Consent,
    CountedAs,
    Disclosure,
    EmergencyAccess,
    EmergencyCheck,
    Expecting,
    Family,
    FamilyTie,
    KnownIn,
    NameMark,
    OtherHome,
    PartyWall,
    ProtectionOrder,
    ProtectionReader,
    SamePerson,
    SideWorker,
    WallProposal,
)
from poukama.clients.shielding import unshielded_known, unshielded_tie
from poukama.organisation.choices import Identification, Role
from poukama.organisation.models import Assignment, Association, WorkForm
from poukama.organisation.queries import in_force
from poukama.toolkit import clock

GATEKEEPERS = (Role.GATEKEEPER,)
STAFF = (Role.WORKER, Role.LEAD)
"""Those who work with clients. The director and the board see figures; the administrator and the office nothing."""
CHECKERS = (Role.LEAD, Role.DIRECTOR, *GATEKEEPERS)
"""Those who look at what others opened in an emergency, or read oddly: by code name, and nothing else of anybody."""


def unwalled(actor: Actor, *, client: str = "", family: str = "") -> Q:
    """Rows whose client and family, at these paths, stand behind no wall, or on a side where the actor works.

    Every rule about somebody served adds this to its condition: what is behind a wall is as if there were none.
    """
    own = SideWorker.objects.filter(
        user=actor.user, voided_at=None, wall=OuterRef("wall"), side=OuterRef("side")
    )
    if actor.has(*GATEKEEPERS):  # who reads both code names on the page of walls works with neither side
        own = own.none()
    hidden = BehindWall.objects.filter(wall__voided_at=None).exclude(Exists(own))
    clients = hidden.filter(client__isnull=False).values("client")
    families = hidden.filter(family__isnull=False).values("family")
    condition = Q()
    if client:
        of_client = "" if client == "pk" else f"{client}__"
        condition &= ~Q(**{f"{client}__in": clients}) & ~Q(**{f"{of_client}family__in": families})
        condition &= ~Q(**{f"{of_client}came_with__in": clients})
        condition &= ~Q(**{f"{client}__in": _same_as(clients, families)})
    if family:
        condition &= ~Q(**{f"{family}__in": families})
    return condition


def _same_as(clients: QuerySet[Any, Any], families: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Those who are one person with somebody of these: a wall around one stands around all of them."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    those = Q(client__in=clients) | Q(client__family__in=families) | Q(client__came_with__in=clients)
    return in_force.filter(kept__in=in_force.filter(those).values("kept")).values("client")


def told_to(actor: Actor, known: str = "") -> Q:
    """What was told to a work form where the actor works, of somebody whom no wall hides."""
    told = actor.within(f"{known}work_form", *STAFF)
    return told & unwalled(actor, client=f"{known}client", family=f"{known}family")


class Action(StrEnum):
    """What can be done with families and clients."""

    READ_FAMILY = "clients.read_family"
    READ_CLIENT = "clients.read_client"
    ADD_FAMILY = "clients.add_family"
    ADD_CLIENT = "clients.add_client"
    MAKE_KNOWN = "clients.make_known"
    READ_CARD = "clients.read_card"
    READ_NAME = "clients.read_name"
    READ_IDENTITY_CODE = "clients.read_identity_code"
    ASK_ELSEWHERE = "clients.ask_elsewhere"
    FIND_BY_NAME = "clients.find_by_name"
    NAME_CLIENT = "clients.name_client"
    READ_ALERT = "clients.read_alert"
    ADD_ALERT = "clients.add_alert"
    CHANGE_ALERT = "clients.change_alert"
    READ_SAFE_CONTACT = "clients.read_safe_contact"
    AGREE_SAFE_CONTACT = "clients.agree_safe_contact"
    READ_WHEREABOUTS = "clients.read_whereabouts"
    RECORD_WHEREABOUTS = "clients.record_whereabouts"
    READ_ORDER = "clients.read_order"
    ADD_ORDER = "clients.add_order"
    CHANGE_ORDER = "clients.change_order"
    SEE_ATTACHMENTS = "clients.see_attachments"
    READ_ATTACHMENT = "clients.read_attachment"
    ADD_ATTACHMENT = "clients.add_attachment"
    VOID_ATTACHMENT = "clients.void_attachment"
    SEE_TIES = "clients.see_ties"
    READ_TIE = "clients.read_tie"
    ADD_TIE = "clients.add_tie"
    CHANGE_TIE = "clients.change_tie"
    READ_EXPECTING = "clients.read_expecting"
    EXPECT = "clients.expect"
    CHANGE_EXPECTING = "clients.change_expecting"
    READ_HOME = "clients.read_home"
    ADD_HOME = "clients.add_home"
    CHANGE_HOME = "clients.change_home"
    SEE_CONSENTS = "clients.see_consents"
    READ_CONSENT = "clients.read_consent"
    GIVE_CONSENT = "clients.give_consent"
    CHANGE_CONSENT = "clients.change_consent"
    READ_DISCLOSURE = "clients.read_disclosure"
    DISCLOSE = "clients.disclose"
    SAY_SAME = "clients.say_same"
    TAKE_APART = "clients.take_apart"
    SEE_WALLS = "clients.see_walls"
    SET_WALL = "clients.set_wall"
    CHANGE_WALL = "clients.change_wall"
    DECIDE_PROPOSAL = "clients.decide_proposal"
    BREAK_GLASS = "clients.break_glass"
    READ_IN_EMERGENCY = "clients.read_in_emergency"
    NOTE_EMERGENCY = "clients.note_emergency"
    CHECK_EMERGENCY = "clients.check_emergency"


@allows(Action.READ_FAMILY, Family, to=STAFF, title=_("See families by code name"))
def may_read_family(actor: Actor) -> Q:
    """Whoever works in a work form where the family is known."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), family__isnull=False)
    return Q(pk__in=known.values("family")) & unwalled(actor, family="pk")


@allows(Action.READ_CLIENT, Client, to=STAFF, title=_("See people by code name"))
def may_read_client(actor: Actor) -> Q:
    """Whoever works in a work form where the client is known."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), client__isnull=False)
    return Q(pk__in=known.values("client")) & unwalled(actor, client="pk")


@allows(Action.ADD_FAMILY, WorkForm, to=STAFF, title=_("Add a family"))
def may_add_family(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.ADD_CLIENT, WorkForm, to=STAFF, title=_("Add a person"))
def may_add_client(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.MAKE_KNOWN, WorkForm, to=STAFF, title=_("Make someone known in another work form"))
def may_make_known(actor: Actor) -> Q:
    """Workers and leads make someone known in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.READ_CARD, Client, to=STAFF, title=_("Open somebody's card"))
def may_read_card(actor: Actor) -> Q:
    """Whoever works in a work form that knows them by a code name; nobody for someone anonymous."""
    return may_read_client(actor) & Q(identification=ClientIdentification.CODED)


@allows(Action.READ_NAME, KnownIn, to=STAFF, title=_("Open names"))
def may_read_name(actor: Actor) -> Q:
    """Whoever works in the work form to which the name was told."""
    return told_to(actor) & Q(client__isnull=False)


@allows(Action.READ_IDENTITY_CODE, KnownIn, to=STAFF, title=_("Open personal identity codes"))
def may_read_identity_code(actor: Actor) -> Q:
    """Whoever works in the work form to which the code was told."""
    return told_to(actor) & Q(client__isnull=False)


@allows(Action.ASK_ELSEWHERE, WorkForm, to=STAFF, title=_("Ask whether another team knows somebody"))
def may_ask_elsewhere(actor: Actor) -> Q:
    """Whoever works where people are known by name, unless the association has switched it off."""
    is_off = Exists(Association.objects.filter(blind_match=False))
    return actor.within("", *STAFF) & Q(identification=Identification.NAMED) & ~Q(is_off)


@allows(Action.FIND_BY_NAME, NameMark, to=STAFF, title=_("Find people by name"))
def may_find_by_name(actor: Actor) -> Q:
    """Whoever works in the work form to which the name was told."""
    return actor.within("work_form", *STAFF) & unwalled(actor, client="identity__client")


@allows(Action.NAME_CLIENT, KnownIn, to=STAFF, title=_("Record and correct names"))
def may_name_client(actor: Actor) -> Q:
    """Whoever works in a work form that knows the client, where people are known by name."""
    return told_to(actor) & Q(work_form__identification=Identification.NAMED, client__isnull=False)


@allows(Action.READ_ALERT, Alert, to=STAFF, title=_("See alerts"))
def may_read_alert(actor: Actor) -> Q:
    """Whoever works in the work form to which it was told."""
    return told_to(actor, "known__")


@allows(Action.ADD_ALERT, KnownIn, to=STAFF, title=_("Add an alert"))
def may_add_alert(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor)


@allows(Action.CHANGE_ALERT, Alert, to=STAFF, title=_("Renew and end alerts"))
def may_change_alert(actor: Actor) -> Q:
    """Whoever works in the work form to which it was told, as long as nobody has ended it."""
    return told_to(actor, "known__") & Q(voided_at=None)


@allows(Action.READ_SAFE_CONTACT, KnownIn, to=STAFF, title=_("Open how somebody may be contacted"))
def may_read_safe_contact(actor: Actor) -> Q:
    """Whoever works in the work form with which it was agreed; under an order, those it names."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.AGREE_SAFE_CONTACT, KnownIn, to=STAFF, title=_("Agree how somebody may be contacted"))
def may_agree_safe_contact(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names."""
    return may_read_safe_contact(actor)


@allows(Action.READ_WHEREABOUTS, KnownIn, to=STAFF, title=_("Open where somebody is found"))
def may_read_whereabouts(actor: Actor) -> Q:
    """Whoever works in the work form that was told; under an order, those it names and nobody else, leads too."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.RECORD_WHEREABOUTS, KnownIn, to=STAFF, title=_("Record where somebody is found"))
def may_record_whereabouts(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names."""
    return may_read_whereabouts(actor)


@allows(Action.READ_ORDER, ProtectionOrder, to=STAFF, title=_("See protection orders"))
def may_read_order(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it: everybody must know that it holds."""
    return told_to(actor, "known__") & Q(voided_at=None)


@allows(Action.ADD_ORDER, KnownIn, to=STAFF, title=_("Record protection orders"))
def may_add_order(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.CHANGE_ORDER, ProtectionOrder, to=STAFF, title=_("Renew and end protection orders"))
def may_change_order(actor: Actor) -> Q:
    """Those whom it names and the lead of the work form, as long as nobody has ended it."""
    named = ProtectionReader.objects.filter(user=actor.user, voided_at=None).values("order")
    theirs = Q(pk__in=named) | actor.within("known__work_form", Role.LEAD)
    return may_read_order(actor) & Q(ended_at=None) & theirs


@allows(Action.SEE_ATTACHMENTS, KnownIn, to=STAFF, title=_("See which attachments are kept"))
def may_see_attachments(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor)


@allows(Action.READ_ATTACHMENT, Attachment, to=STAFF, title=_("Open attachments"))
def may_read_attachment(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, as long as nobody has taken it out."""
    return told_to(actor, "known__") & Q(voided_at=None)


@allows(Action.ADD_ATTACHMENT, KnownIn, to=STAFF, title=_("Add attachments"))
def may_add_attachment(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor)


@allows(Action.VOID_ATTACHMENT, Attachment, to=STAFF, title=_("Take attachments out"))
def may_void_attachment(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, as long as nobody has taken it out."""
    return may_read_attachment(actor)


def _both_seen(actor: Actor) -> Q:
    """Ties told to a work form where the actor works, of which no wall hides either end."""
    within = actor.within("work_form", *STAFF)
    return within & unwalled(actor, client="client") & unwalled(actor, client="other")


@allows(Action.SEE_TIES, KnownIn, to=STAFF, title=_("Open somebody's family ties"))
def may_see_ties(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.READ_TIE, FamilyTie, to=STAFF, title=_("See family ties"))
def may_read_tie(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, except past a wall."""
    return _both_seen(actor)


@allows(Action.ADD_TIE, KnownIn, to=STAFF, title=_("Record family ties"))
def may_add_tie(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.CHANGE_TIE, FamilyTie, to=STAFF, title=_("End and take back family ties"))
def may_change_tie(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, as long as it stands; under an order, those it names."""
    return _both_seen(actor) & Q(voided_at=None) & unshielded_tie(actor)


@allows(Action.READ_EXPECTING, Expecting, to=STAFF, title=_("See which children are expected"))
def may_read_expecting(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it."""
    within = actor.within("work_form", *STAFF)
    return within & unwalled(actor, client="client") & unwalled(actor, client="mother")


@allows(Action.EXPECT, KnownIn, to=STAFF, title=_("Record that a child is expected"))
def may_expect(actor: Actor) -> Q:
    """Whoever works in a work form that knows the mother."""
    coded = Q(client__identification=ClientIdentification.CODED, client__is_unborn=False)
    return told_to(actor) & coded


@allows(Action.CHANGE_EXPECTING, Expecting, to=STAFF, title=_("Record births and losses"))
def may_change_expecting(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, as long as it has not been corrected."""
    return may_read_expecting(actor) & Q(voided_at=None)


@allows(Action.READ_HOME, OtherHome, to=STAFF, title=_("See that somebody lives elsewhere too"))
def may_read_home(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it; where else, only whoever may read them there."""
    return actor.within("work_form", *STAFF) & unwalled(actor, client="client")


@allows(Action.ADD_HOME, KnownIn, to=STAFF, title=_("Record that somebody lives elsewhere too"))
def may_add_home(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.CHANGE_HOME, OtherHome, to=STAFF, title=_("Say until when somebody lived elsewhere too"))
def may_change_home(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, as long as it goes on."""
    return may_read_home(actor) & Q(voided_at=None, ends_on=None)


@allows(
    Action.SEE_CONSENTS, KnownIn, to=STAFF, title=_("Open what may be told of somebody, and what was told")
)
def may_see_consents(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.READ_CONSENT, Consent, to=STAFF, title=_("See consents"))
def may_read_consent(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, except past a wall."""
    return told_to(actor, "known__") & unwalled(actor, client="given_by__client")


@allows(Action.GIVE_CONSENT, KnownIn, to=STAFF, title=_("Record consents"))
def may_give_consent(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return may_see_consents(actor)


@allows(Action.CHANGE_CONSENT, Consent, to=STAFF, title=_("Withdraw and renew consents"))
def may_change_consent(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, as long as nobody has withdrawn it."""
    return may_read_consent(actor) & Q(voided_at=None)


@allows(Action.READ_DISCLOSURE, Disclosure, to=STAFF, title=_("See what has been told of somebody"))
def may_read_disclosure(actor: Actor) -> Q:
    """Whoever works in the work form that told it."""
    return told_to(actor, "known__")


@allows(Action.DISCLOSE, KnownIn, to=STAFF, title=_("Record what was told of somebody"))
def may_disclose(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; a consent or a law is asked for each time."""
    return told_to(actor)


@allows(Action.SAY_SAME, Client, to=STAFF, title=_("Say that two are one person"))
def may_say_same(actor: Actor) -> Q:
    """Whoever may open the cards of both."""
    return may_read_card(actor)


@allows(Action.TAKE_APART, SamePerson, to=STAFF, title=_("Take apart two who were said to be one person"))
def may_take_apart(actor: Actor) -> Q:
    """Whoever may open the cards of both, as long as nobody has taken them apart."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), client__isnull=False).values("client")
    both = Q(kept__in=known, other__in=known, voided_at=None)
    return both & unwalled(actor, client="kept") & unwalled(actor, client="other")


@allows(Action.SEE_WALLS, Association, to=GATEKEEPERS, title=_("See the walls between parties"))
def may_see_walls(actor: Actor) -> Q:
    """The gatekeeper."""
    return EVERYTHING


@allows(Action.SET_WALL, Association, to=GATEKEEPERS, title=_("Set walls between parties"))
def may_set_wall(actor: Actor) -> Q:
    """The gatekeeper."""
    return EVERYTHING


@allows(Action.CHANGE_WALL, PartyWall, to=GATEKEEPERS, title=_("Change and take down walls between parties"))
def may_change_wall(actor: Actor) -> Q:
    """The gatekeeper, as long as the wall stands."""
    return Q(voided_at=None)


@allows(Action.DECIDE_PROPOSAL, WallProposal, to=GATEKEEPERS, title=_("Decide on walls that are proposed"))
def may_decide_proposal(actor: Actor) -> Q:
    """The gatekeeper, as long as nobody has decided."""
    return Q(voided_at=None, decided_at=None)


def left_to_check(actor: Actor, *, by: str, client: str, family: str, to_director: Q) -> Q:
    """Rows with a `work_form` of which somebody else than who is at `by` must check what was done, and it is the actor.

    The lead of the work form; the director where no other lead is, or where `to_director` says so. Whoever a wall
    hides them from does not learn of it, and it is then the gatekeeper who checks it.
    """
    others = Assignment.objects.filter(in_force(actor.day), role=Role.LEAD, user__is_active=True)
    there = others.filter(Q(work_form=OuterRef("work_form")) | Q(work_form=None)).exclude(user=OuterRef(by))
    theirs = actor.within("work_form", Role.LEAD) & ~to_director
    if actor.has(Role.DIRECTOR):
        theirs |= to_director | Q(~Exists(there))
    mine = theirs & unwalled(actor, client=client, family=family)
    if actor.has(*GATEKEEPERS):  # from whom every wall hides both its sides
        mine |= ~unwalled(actor, client=client, family=family)
    return mine & ~Q(**{by: actor.user})


def _own_emergency(actor: Actor) -> Q:
    return Q(recorded_by=actor.user, voided_at=None) & unwalled(actor, client="client", family="family")


@allows(
    Action.BREAK_GLASS, Association, to=STAFF, title=_("Open in an emergency what another work form keeps")
)
def may_break_glass(actor: Actor) -> Q:
    """Workers and leads who serve people known by a code, for an hour, past no wall; two others look at it later."""
    return EVERYTHING if actor.serves_known() else NOTHING


@allows(
    Action.READ_IN_EMERGENCY,
    EmergencyAccess,
    to=STAFF,
    title=_("See the least that must be known, while an emergency is open"),
)
def may_read_in_emergency(actor: Actor) -> Q:
    """Whoever opened it, until it ends or they close it; nobody past a wall."""
    return _own_emergency(actor) & Q(closed_at=None, ends_at__gt=clock.now())


@allows(
    Action.NOTE_EMERGENCY, EmergencyAccess, to=STAFF, title=_("Write what was done in one's own emergency")
)
def may_note_emergency(actor: Actor) -> Q:
    """Whoever opened it."""
    return _own_emergency(actor)


@allows(
    Action.CHECK_EMERGENCY, EmergencyCheck, to=CHECKERS, title=_("Look at what others opened in an emergency")
)
def may_check_emergency(actor: Actor) -> Q:
    """The lead of where it is kept and the lead of who opened it; the director where there is none; nobody their own.

    Past a wall the gatekeeper.
    """
    return left_to_check(
        actor,
        by="access__recorded_by",
        client="access__client",
        family="access__family",
        to_director=Q(to_director=True),
    ) & Q(access__voided_at=None)
