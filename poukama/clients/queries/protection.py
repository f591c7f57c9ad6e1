"""Where somebody is found, which orders reach them, whom an order reaches, and which soon run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Exists, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import OrderKind
from poukama.clients.models import (
    Client,
    KnownIn,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    Whereabouts,
)
from poukama.clients.queries.kin import ITSELF, SAME, kin_of
from poukama.clients.queries.walls import who_work_in
from poukama.clients.rules import Action
from poukama.clients.shielding import reaches, unshielded_known
from poukama.clients.standing import HIDING, STILL_HIDDEN, stands_on
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.facts import Text
from poukama.toolkit.sealing import opens

ENDS_SOON = timedelta(days=60)
"""For how long before its last day an order asks to be renewed: applying for one takes weeks."""
WHAT_TO_DO: dict[str, Text] = {
    OrderKind.NON_DISCLOSURE: _(
        "Tell nobody where they are, not even that they are with us: no address, municipality, school or time."
    ),
    OrderKind.CARE: _("Tell nobody where they live, not even a parent or a relative."),
    OrderKind.RESTRAINING: _(
        "If that person comes or calls: do not let them in, do not say who is here, call 112."
    ),
}
"""What everybody does, by kind."""


def whereabouts_in(known: KnownIn) -> Whereabouts | None:
    """Where somebody is found, as their work form knows it now. Its boxes stay shut until they are read."""
    rows = Whereabouts.objects.filter(known=known, voided_at=None)
    return rows.select_related("recorded_by").first()


def place_open(actor: Actor, known: Sequence[KnownIn]) -> set[int]:
    """Of those known, the ones whose place the actor may open, by id. One query."""
    rows = KnownIn.objects.filter(pk__in=[each.pk for each in known])
    return set(visible(actor, Action.READ_WHEREABOUTS, rows).order_by().values_list("pk", flat=True))


def is_told(actor: Actor, known: KnownIn) -> bool:
    """Whether no order hides from the actor where a family or somebody is. One query."""
    return KnownIn.objects.filter(unshielded_known(actor), pk=known.pk).exists()


@dataclass(frozen=True)
class Protection:
    """An order as the page of somebody whom it reaches says it."""

    order: ProtectionOrder
    kind: Text
    what_to_do: Text
    who: list[Client]
    """Of those on the page, whom it reaches."""
    readers: list[User]
    is_in_force: bool
    hides_until: date | None
    """How long it hides though it has run out."""
    ended_on: date
    may_read: bool
    may_change: bool
    is_open: bool
    """Whether what is sealed in it opens."""

    @property
    def hides(self) -> bool:
        """Whether those whom it does not name are not told where somebody is."""
        return self.order.kind in HIDING and self.order.ended_at is None


def protections_of(actor: Actor, known: Sequence[KnownIn], day: date) -> list[Protection]:
    """The orders that reach those known, in force first, and those that ended in the last month. Eight queries, and three
    when somebody is known by two code names.

    What an order says of somebody whom the actor does not see is left out: only that it reaches whom they do see.
    """
    people = [each.client for each in known if each.client]
    if not people:
        return []
    places = {each.work_form_id for each in known}
    kin = kin_of(actor, people, places, day)
    rows = ProtectionOrder.objects.filter(kin.orders(people), known__work_form__in=places)
    rows = rows.filter(stands_on(day) | _ended_lately(day))
    orders = list(rows.select_related("known__client", "known__work_form").order_by("kind", "-ends_on", "pk"))
    exempt = _exempt(orders)
    readers = _readers(orders)
    theirs = ProtectionOrder.objects.filter(pk__in=[order.pk for order in orders]).order_by()
    seen = set(visible(actor, Action.READ_ORDER, theirs).values_list("pk", flat=True))
    changeable = set(visible(actor, Action.CHANGE_ORDER, theirs).values_list("pk", flat=True))
    found = []
    for order in orders:
        there = [
            each.client for each in known if each.client and each.work_form_id == order.known.work_form_id
        ]
        who = [
            client
            for client in dict.fromkeys(there)
            if kin.why(order, client) and (order.pk, client.pk) not in exempt
        ]
        if who:
            found.append(_protection(order, who, readers.get(order.pk, []), day, seen, changeable))
    return sorted(found, key=lambda each: not each.is_in_force)


def _protection(  # noqa: PLR0913  # an order is told whole
    order: ProtectionOrder,
    who: list[Client],
    readers: list[User],
    day: date,
    seen: set[UUID],
    changeable: set[UUID],
) -> Protection:
    kind = OrderKind(order.kind)
    has_run_out = order.ended_at is None and order.ends_on < day
    return Protection(
        order=order,
        kind=kind.label,
        what_to_do=WHAT_TO_DO[kind],
        who=who,
        readers=readers,
        is_in_force=order.ended_at is None and not has_run_out,
        hides_until=order.ends_on + STILL_HIDDEN if has_run_out and kind in HIDING else None,
        ended_on=localdate(order.ended_at) if order.ended_at else order.ends_on,
        may_read=order.pk in seen,
        may_change=order.pk in changeable,
        is_open=opens(order),
    )


def _ended_lately(day: date) -> Q:
    """Ended by somebody in the last month; what was renewed has not ended."""
    since = clock.local(day - STILL_HIDDEN, time.min)
    return Q(voided_at=None, ended_at__gte=since, ended_because__isnull=False)


def _exempt(orders: Sequence[ProtectionOrder]) -> set[tuple[UUID, int]]:
    rows = ProtectionExemption.objects.filter(order__in=orders, voided_at=None).order_by("pk")
    return set(rows.values_list("order", "client"))


def _readers(orders: Sequence[ProtectionOrder]) -> dict[UUID, list[User]]:
    rows = ProtectionReader.objects.filter(order__in=orders, voided_at=None).select_related("user")
    found: dict[UUID, list[User]] = {}
    for row in rows.order_by("user__name", "pk"):
        found.setdefault(row.order_id, []).append(row.user)
    return found


@dataclass(frozen=True)
class Reached:
    """Somebody whom an order reaches, why, and whether they have been exempted."""

    client: Client
    why: Text
    exemption: ProtectionExemption | None


def reached_by(actor: Actor, order: ProtectionOrder, day: date) -> list[Reached]:
    """Whom an order reaches today, as far as the actor sees them: itself, children, the family. At most nine queries."""
    protected = order.known.client
    if protected is None:
        return []
    work_form = order.known.work_form_id
    orders = ProtectionOrder.objects.filter(reaches(day, "pk"), pk=order.pk)
    here = KnownIn.objects.filter(work_form=work_form, client__isnull=False).values("client")
    reached = set(Client.objects.filter(Exists(orders), pk__in=here).order_by().values_list("pk", flat=True))
    rows = KnownIn.objects.filter(client__in=reached | {protected.pk}, work_form=work_form)
    seen = visible(actor, Action.ADD_ORDER, rows).select_related("client")
    known = list(seen.order_by("client__search_key", "pk"))
    kin = kin_of(actor, [each.client for each in known if each.client], [work_form], day)
    exemptions = ProtectionExemption.objects.filter(order=order, voided_at=None).select_related("recorded_by")
    by_client = {each.client_id: each for each in exemptions.order_by("pk")}
    found = [
        Reached(each.client, why, by_client.get(each.client.pk))
        for each in known
        if each.client and (why := kin.why(order, each.client) or SAME)
    ]
    return sorted(found, key=lambda each: each.why != ITSELF)


def readers_of(order: ProtectionOrder) -> list[User]:
    """Those whom an order names, by name. One query."""
    return _readers([order]).get(order.pk, [])


def who_can_be_named(order_known: KnownIn, day: date) -> list[User]:
    """Those who work in the work form that was told of an order. One query."""
    return who_work_in(order_known.work_form, day)


@dataclass(frozen=True)
class Ending:
    """An order that soon runs out, or lately has."""

    order: ProtectionOrder
    kind: Text
    has_ended: bool
    is_alone: bool
    """Whether nobody whom it names works there any more."""


def orders_ending(actor: Actor, day: date) -> list[Ending]:
    """The orders that the actor looks after and that run out within two months, or ran out in the last one.

    And those that name nobody who still works there. Two queries and one for each work form.
    """
    rows = ProtectionOrder.objects.filter(stands_on(day))
    found = visible(actor, Action.CHANGE_ORDER, rows).select_related("known__client", "known__work_form")
    orders = list(found.order_by("ends_on", "pk"))
    readers = _readers(orders)
    places = {order.known.work_form_id: order.known.work_form for order in orders}
    there = {pk: set(who_work_in(work_form, day)) for pk, work_form in places.items()}
    endings = [
        Ending(
            order,
            OrderKind(order.kind).label,
            has_ended=order.ends_on < day,
            is_alone=not there[order.known.work_form_id] & set(readers.get(order.pk, ())),
        )
        for order in orders
    ]
    return [each for each in endings if each.order.ends_on <= day + ENDS_SOON or each.is_alone]
