"""With whom somebody was a family on a day, and whether they lived in another home too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.code_names import folded
from poukama.clients.models import Client, Family, KnownIn, OtherHome, Parting
from poukama.clients.rules import Action
from poukama.organisation.models import WorkForm


@dataclass(frozen=True)
class Companion:
    """Somebody who was of the same family on a day, by the code name that they had there."""

    client: Client
    code_name: str

    def __str__(self) -> str:
        return self.code_name


@dataclass(frozen=True)
class Home:
    """The family of a day: its code name where the actor may read it, and who else was of it."""

    family: Family
    members: list[Companion]
    is_former: bool


@dataclass(frozen=True)
class HomeRow:
    """That somebody lives elsewhere too; `there` only for whoever may read them there."""

    home: OtherHome
    there: Client | None


def family_on(actor: Actor, known: KnownIn, day: date) -> Home | None:
    """Of which family somebody was on the day, and who else whom the work form knows. At most six queries."""
    client = known.client
    if client is None or client.family_id is None:
        return None
    later = Parting.objects.filter(voided_at=None, by_mistake=False, parted_on__gt=day)
    gone = later.filter(client=client).order_by("parted_on", "pk").values_list("former", flat=True).first()
    families = visible(actor, Action.READ_FAMILY, Family.objects.filter(pk=gone or client.family_id))
    family = families.order_by("pk").first()
    if family is None:
        return None
    called = _called_then(later.filter(former=family))
    came_since = later.filter(family=family).order_by().values("client")
    left_since = later.filter(former=family).order_by().values("client")
    of_it = Q(family=family) & ~Q(pk__in=came_since) | Q(pk__in=left_since)
    here = KnownIn.objects.filter(work_form=known.work_form_id, client__isnull=False).values("client")
    rows = Client.objects.filter(of_it, pk__in=here).exclude(pk=client.pk)
    born = Q(birth_year=None) | Q(birth_year__lte=day.year)
    found = visible(actor, Action.READ_CLIENT, rows.filter(born, is_unborn=False))
    members = [Companion(each, called.get(each.pk, each.code_name)) for each in found.order_by("pk")]
    members.sort(key=lambda each: (folded(each.code_name), each.client.pk))
    return Home(family, members, is_former=gone is not None)


def _called_then(partings: QuerySet[Parting]) -> dict[int, str]:
    """By client id, the code name in the family of those who have parted from it since: that of the first parting."""
    latest_first = partings.order_by("-parted_on", "-pk")
    return dict(latest_first.values_list("client", "former_code_name"))


def homes_on(actor: Actor, known: KnownIn, day: date) -> list[HomeRow]:
    """Whether somebody lived in another home too on the day. Two queries."""
    then = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = OtherHome.objects.filter(
        then, client=known.client_id, work_form=known.work_form_id, voided_at=None
    )
    return _rows(actor, list(visible(actor, Action.READ_HOME, rows).order_by("pk")))


def homes_of(actor: Actor, work_form: WorkForm, clients: Sequence[Client]) -> dict[int, tuple[HomeRow, ...]]:
    """Of some clients, who live in another home too now, as the work form was told; by client id. Two queries."""
    rows = OtherHome.objects.filter(client__in=clients, work_form=work_form, ends_on=None, voided_at=None)
    found = _rows(actor, list(visible(actor, Action.READ_HOME, rows).order_by("pk")))
    return {row.home.client_id: (row,) for row in found}


def _rows(actor: Actor, homes: list[OtherHome]) -> list[HomeRow]:
    """The homes, with the child as they are called there for whoever may read that. One query."""
    there = visible(
        actor, Action.READ_CLIENT, Client.objects.filter(pk__in=[home.there_id for home in homes])
    )
    by_id = {client.pk: client for client in there.order_by("pk")}
    return [HomeRow(home, by_id.get(home.there_id or 0)) for home in homes]
