"""Recording, renewing and ending protection orders; saying whom they name and whom they do not reach."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.clients.choices import ClientIdentification, OrderKind, WhyWall
from poukama.clients.models import (
    Client,
    KnownIn,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
)
from poukama.clients.queries import who_can_be_named
from poukama.clients.rules import Action
from poukama.clients.services.proposing import propose_wall
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

LONGEST: dict[str, int] = {OrderKind.NON_DISCLOSURE: 5, OrderKind.CARE: 1, OrderKind.RESTRAINING: 2}
"""Years that an order may last (661/2009 § 36, 417/2007 § 63, 898/1998)."""
LONGEST_RENEWED: dict[str, int] = {OrderKind.NON_DISCLOSURE: 2, OrderKind.CARE: 1, OrderKind.RESTRAINING: 2}
"""Years that a renewed one may."""


class NotSomebody(Exception):
    """An order protects a client who can be found again."""


class BeginsAhead(Exception):
    """It has not begun yet."""


class EndsInThePast(Exception):
    """Its last day has gone already."""


class EndsTooLate(Exception):
    """It would last longer than the law lets it."""

    def __init__(self, latest: date) -> None:
        self.latest = latest
        super().__init__(latest.isoformat())


class OrderedAlready(Exception):
    """One of this kind stands already: that one is renewed."""


class NobodyNamed(Exception):
    """Nobody who works there would be left who may open where they are."""


class DoesNotWorkThere(Exception):
    """Somebody was named who does not work in the work form."""


class NoReason(Exception):
    """It was not said why."""


class OrderEnded(Exception):
    """Somebody else has renewed or ended it meanwhile."""


class CannotBeOpened(Exception):
    """What is sealed in it does not open, so it cannot be carried on: it is ended, and recorded anew."""


class ReadersChanged(Exception):
    """Somebody else has said anew whom it names since it was looked at."""


class NotReached(Exception):
    """The order is their own: it cannot leave them out."""


class ExemptAlready(Exception):
    """They have been exempted already."""


class NotExempt(Exception):
    """Somebody has taken the exemption back meanwhile."""


@transaction.atomic
def add_order(  # noqa: PLR0913  # an order is told whole
    *,
    known: KnownIn,
    kind: OrderKind,
    starts_on: date,
    ends_on: date,
    by: User,
    readers: Iterable[User] = (),
    against: str = "",
    action: str = "",
    kept_away: Client | None = None,
) -> ProtectionOrder:
    """Record an order; at once it reaches the children and the family. It names whoever records it, and `readers`.

    When whom it keeps away is a client too, a wall between the two is proposed to the gatekeeper.
    """
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    if known.client is None or known.client.identification != ClientIdentification.CODED:
        raise NotSomebody
    if starts_on > clock.today():
        raise BeginsAhead
    _check_end(ends_on, _years_on(starts_on, LONGEST[kind]))
    if ProtectionOrder.objects.filter(known=known, kind=kind, voided_at=None, ended_at=None).exists():
        raise OrderedAlready
    named = _checked(known, {*readers, by})
    order = ProtectionOrder.objects.create(
        known=known,
        kind=kind,
        against=against.strip() or None,
        action=action.strip() or None,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _name(order, named, by)
    detail = {"order": str(order.pk), "kind": str(kind)}
    audit.record(Action.ADD_ORDER, by=by, about=known.client, work_form=known.work_form.key, detail=detail)
    if kept_away is not None:
        why = WhyWall.PROTECTION_ORDER
        propose_wall(client=known.client, other=kept_away, why=why, work_form=known.work_form, by=by)
    return order


@transaction.atomic
def renew_order(*, order: ProtectionOrder, ends_on: date, by: User) -> ProtectionOrder:
    """Record that it was renewed: the former ends, and since when it stands, whom it names and exempts goes on."""
    order = _standing(order)
    exemptions = list(ProtectionExemption.objects.filter(order=order, voided_at=None).order_by("pk"))
    if not all(map(opens, (order, *exemptions))):
        raise CannotBeOpened
    _check_end(ends_on, _years_on(max(order.ends_on, clock.today()), LONGEST_RENEWED[order.kind]))
    order.ended_at, order.ended_by = clock.now(), by
    order.save(update_fields=["ended_at", "ended_by"])
    renewed = ProtectionOrder.objects.create(
        known=order.known,
        kind=order.kind,
        against=order.against,
        action=order.action,
        starts_on=order.starts_on,
        ends_on=ends_on,
        renews=order,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    named = ProtectionReader.objects.filter(order=order, voided_at=None).select_related("user").order_by("pk")
    _name(renewed, [row.user for row in named], by)
    for row in exemptions:
        _exempt(renewed, row.client, row.reason, by)
    _told(renewed, by)
    return renewed


@transaction.atomic
def end_order(*, order: ProtectionOrder, because: str, by: User) -> None:
    """End an order, and say why: from now on whoever works there opens where they are."""
    if not because.strip():
        raise NoReason
    order = _standing(order)
    order.ended_at, order.ended_by, order.ended_because = clock.now(), by, because.strip()
    order.save(update_fields=["ended_at", "ended_by", "ended_because"])
    _told(order, by, ended=True)


def readers_now(order: ProtectionOrder) -> str:
    """Whom it names, as a form remembers it: what somebody else has changed is not undone unseen."""
    rows = ProtectionReader.objects.filter(order=order, voided_at=None).order_by("pk")
    return "-".join(str(pk) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def change_readers(*, order: ProtectionOrder, readers: Sequence[User], former: str, by: User) -> int:
    """Say anew whom it names; how many were added or left out. `former` is what `readers_now` said."""
    order = _standing(order)
    if readers_now(order) != former:
        raise ReadersChanged
    if not readers:
        raise NobodyNamed
    now = {
        row.user_id: row
        for row in ProtectionReader.objects.filter(order=order, voided_at=None).order_by("pk")
    }
    named = _checked(order.known, readers)
    gone = [row for user, row in now.items() if user not in {each.pk for each in named}]
    for row in gone:
        row.voided_at, row.voided_by = clock.now(), by
        row.save(update_fields=["voided_at", "voided_by"])
    new = [user for user in named if user.pk not in now]
    _name(order, new, by)
    changed = len(gone) + len(new)
    if changed:
        _told(order, by, named=[user.pk for user in new], left_out=[row.user_id for row in gone])
    return changed


@transaction.atomic
def exempt(*, order: ProtectionOrder, client: Client, reason: str, by: User) -> ProtectionExemption:
    """Let an order not reach somebody of the family, or a child, and say why."""
    if not reason.strip():
        raise NoReason
    order = _standing(order)
    if client.pk == order.known.client_id:
        raise NotReached
    if ProtectionExemption.objects.filter(order=order, client=client, voided_at=None).exists():
        raise ExemptAlready
    exemption = _exempt(order, client, reason.strip(), by)
    _told(order, by, exempted=client.pk)
    return exemption


@transaction.atomic
def take_exemption_back(*, exemption: ProtectionExemption, by: User) -> None:
    """Let the order reach them again."""
    order = _standing(exemption.order)
    rows = ProtectionExemption.objects.select_for_update().filter(pk=exemption.pk, voided_at=None)
    if not rows.order_by().update(voided_at=clock.now(), voided_by=by):
        raise NotExempt
    _told(order, by, reached=exemption.client_id)


def _check_end(ends_on: date, latest: date) -> None:
    if ends_on < clock.today():
        raise EndsInThePast
    if ends_on > latest:
        raise EndsTooLate(latest)


def _years_on(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _checked(known: KnownIn, users: Iterable[User]) -> list[User]:
    named = sorted(set(users), key=lambda user: user.pk)
    if not set(named) <= set(who_can_be_named(known, clock.today())):
        raise DoesNotWorkThere
    return named


def _name(order: ProtectionOrder, users: Iterable[User], by: User) -> None:
    ProtectionReader.objects.bulk_create(
        ProtectionReader(order=order, user=user, recorded_at=clock.now(), recorded_by=by) for user in users
    )


def _exempt(order: ProtectionOrder, client: Client, reason: str, by: User) -> ProtectionExemption:
    return ProtectionExemption.objects.create(
        order=order, client=client, reason=reason, recorded_at=clock.now(), recorded_by=by
    )


def _standing(order: ProtectionOrder) -> ProtectionOrder:
    rows = ProtectionOrder.objects.select_for_update(of=("self",)).select_related(
        "known__client", "known__work_form"
    )
    found = rows.filter(pk=order.pk, voided_at=None, ended_at=None).first()
    if found is None:
        raise OrderEnded
    return found


def _told(order: ProtectionOrder, by: User, **detail: object) -> None:
    known = order.known
    audit.record(
        Action.CHANGE_ORDER,
        by=by,
        about=known.client,
        work_form=known.work_form.key,
        detail={"order": str(order.pk)} | detail,
    )
