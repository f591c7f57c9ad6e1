"""Letting go of what is kept of somebody: in one work form, and of the number that is left once nothing is known of them."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from poukama.clients.choices import ClientIdentification
from poukama.clients.ending import Whose, let_go
from poukama.clients.models import (
    Alert,
    Attachment,
    BehindWall,
    Client,
    Consent,
    CorrectedYear,
    Disclosure,
    EmergencyAccess,
    EmergencyCheck,
    Expecting,
    Family,
    FamilyTie,
    Identity,
    KnownIn,
    OtherHome,
    Parting,
    PartyWall,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    SafeContact,
    SideWorker,
    WallProposal,
    Whereabouts,
)
from poukama.drafts.models import Draft
from poukama.organisation.models import User
from poukama.toolkit.sealing import folder

TOLD_TO_A_WORK_FORM = (Alert, SafeContact, Whereabouts, Disclosure, Consent)
DRAFTS = ("clients.consent", "clients.attachment")


@transaction.atomic
def forget(whose: Whose, by: User) -> Counter[str]:
    """Let go of all that was told to the work form; and of the rest, once no other work form knows them."""
    known = KnownIn.objects.filter(
        Q(family=whose.family, family__isnull=False) | Q(client__in=whose.clients), work_form=whose.work_form
    )
    keys = list(known.order_by().values_list("pk", flat=True))
    gone = _told_to(keys) + _between(whose)
    gone += let_go(KnownIn.objects.filter(pk__in=keys))
    left = Client.objects.filter(pk__in=whose.clients).exclude(known_in__isnull=False)
    gone += _numbers_only(set(left.order_by().values_list("pk", flat=True)))
    if whose.family is not None:
        gone += _family_no_more(whose.family)
    return gone


def _told_to(known: list[int]) -> Counter[str]:
    gone: Counter[str] = Counter()
    consents = Consent.objects.filter(known__in=known).order_by().values_list("pk", flat=True)
    by_form = [*map(str, known)]
    Draft.objects.filter(kind__in=DRAFTS, key__in=by_form).delete()
    Draft.objects.filter(kind="clients.renew_consent", key__in=[*map(str, consents)]).delete()
    orders = ProtectionOrder.objects.filter(known__in=known)
    gone += let_go(ProtectionReader.objects.filter(order__in=orders))
    gone += let_go(ProtectionExemption.objects.filter(order__in=orders))
    gone += let_go(orders)
    for model in TOLD_TO_A_WORK_FORM:
        gone += let_go(model._default_manager.filter(known__in=known))
    return gone + _attached(known)


def _attached(known: list[int]) -> Counter[str]:
    """The rows now, the sealed files once it is certain: one that is left by a fault is tidied away as an orphan."""
    rows = Attachment.objects.filter(known__in=known)
    names = list(rows.order_by().values_list("content", flat=True))
    gone = let_go(rows)
    transaction.on_commit(lambda: _remove(names))
    return gone


def _remove(names: Iterable[str]) -> None:
    for name in names:
        folder.remove(name)


def _between(whose: Whose) -> Counter[str]:
    """What the work form was told of who they are, and what they are to one another.

    That they parted, and who is one child in two homes, hides people in every work form, whichever recorded it: it
    stays until nobody knows them.
    """
    here, of = {"work_form": whose.work_form}, Q(client__in=whose.clients)
    gone = let_go(Identity.objects.filter(of, **here))
    gone += let_go(CorrectedYear.objects.filter(of, **here))
    gone += let_go(Expecting.objects.filter(of | Q(mother__in=whose.clients), **here))
    gone += let_go(FamilyTie.objects.filter(of | Q(other__in=whose.clients), **here))
    return gone + let_go(OtherHome.objects.filter(of, there=None, **here))


def _numbers_only(clients: set[int]) -> Counter[str]:
    """Clients whom no work form knows any more: a number that is counted, and nothing else."""
    gone = _no_walls(Q(client__in=clients), Q(client__in=clients) | Q(other__in=clients))
    gone += _no_emergencies(Q(client__in=clients))
    of = Q(client__in=clients)
    for model in (Parting, Identity, CorrectedYear):
        gone += let_go(model._default_manager.filter(of))
    gone += let_go(FamilyTie.objects.filter(of | Q(other__in=clients)))
    gone += let_go(OtherHome.objects.filter(of | Q(there__in=clients)))
    gone += let_go(Expecting.objects.filter(of | Q(mother__in=clients)))
    gone += let_go(ProtectionExemption.objects.filter(client__in=clients))
    Client.objects.filter(came_with__in=clients).update(came_with=None)
    anonymous = ClientIdentification.ANONYMOUS
    rows = Client.objects.filter(pk__in=clients)
    rows.filter(identification=anonymous).update(birth_year=None, came_with=None)
    rows.exclude(identification=anonymous).update(
        identification=ClientIdentification.FORGOTTEN,
        code_name="",
        search_key="",
        birth_year=None,
        family=None,
        came_with=None,
        is_unborn=False,
    )
    return gone


def _family_no_more(family: int) -> Counter[str]:
    """A family of whom no work form knows anybody any more."""
    of = Q(family=family) | Q(client__family=family)
    if KnownIn.objects.filter(of).exists():
        return Counter()
    gone = _no_walls(Q(family=family), Q(pk__in=()))
    gone += _no_emergencies(Q(family=family))
    gone += let_go(Parting.objects.filter(Q(former=family) | Q(family=family)))
    Family.objects.filter(pk=family).update(code_name="", search_key="")
    return gone


def _no_walls(behind: Q, proposed: Q) -> Counter[str]:
    """Walls that were taken down tell why they stood: they go with the first of those who stood behind them."""
    walls = list(BehindWall.objects.filter(behind).order_by().values_list("wall", flat=True))
    gone = let_go(WallProposal.objects.filter(proposed | Q(wall__in=walls)))
    gone += let_go(SideWorker.objects.filter(wall__in=walls))
    gone += let_go(BehindWall.objects.filter(wall__in=walls))
    return gone + let_go(PartyWall.objects.filter(pk__in=walls))


def _no_emergencies(of: Q) -> Counter[str]:
    opened = EmergencyAccess.objects.filter(of)
    return let_go(EmergencyCheck.objects.filter(access__in=opened)) + let_go(opened)
