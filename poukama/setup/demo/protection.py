"""Two protection orders, where some live, and a restricted family, on the last day of a synthetic year."""

from collections.abc import Sequence
from datetime import timedelta

from poukama.casework.models import Episode, EpisodeMember
from poukama.clients.choices import ClientIdentification, Kinship, OrderKind, WallSide
from poukama.clients.models import BehindWall, Family, KnownIn
from poukama.clients.services.protection import add_order
from poukama.clients.services.ties import add_tie
from poukama.clients.services.walls import set_wall
from poukama.clients.services.whereabouts import Places, record_whereabouts
from poukama.organisation.choices import Identification
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.safety import GROWN_UP
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

MUNICIPALITIES = ("Esimerkkilä", "Keksittylä", "Mallikunta")
SCHOOLS, DAYCARES = ("Keksityn koulu", "Mallin koulu"), ("Esimerkin päiväkoti", "Mallin päiväkoti")
SCHOOL_AGE = 7
BEGAN, ENDS_SOON, ENDS_LATER = timedelta(days=200), timedelta(days=45), timedelta(days=400)
"""One order asks to be renewed on the last day of the year, the other does not yet."""


def protect(staff: Staff) -> None:
    """Do it in the work form that has most families with a grown-up and a child, beside those behind a wall."""
    longest: tuple[list[Episode], list[User]] = ([], [])
    for work_form in WorkForm.objects.exclude(identification=Identification.COUNTED).order_by("key"):
        workers = list(dict.fromkeys(staff.of(work_form)))
        found = [each for each in _free(work_form) if _a_parent(each)]
        if len(workers) > 1 and len(found) > len(longest[0]):
            longest = (found, workers)
    episodes, workers = longest
    kinds = (OrderKind.NON_DISCLOSURE, OrderKind.RESTRAINING)
    for kind, episode in zip(kinds, episodes, strict=False):
        _order(kind, episode, episode.key_worker or workers[0])
    if len(episodes) > len(kinds):
        _restrict(episodes[len(kinds)].family, workers[:1])


def _free(work_form: WorkForm) -> list[Episode]:
    """The episodes of families behind no wall, the oldest first."""
    standing = Episode.objects.filter(work_form=work_form, voided_at=None, ends_on=None, family__isnull=False)
    walled = BehindWall.objects.filter(family__isnull=False).values("family")
    return list(standing.exclude(family__in=walled).select_related("family", "key_worker").order_by("pk"))


def _known(episode: Episode) -> list[KnownIn]:
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    coded = members.filter(client__identification=ClientIdentification.CODED)
    rows = KnownIn.objects.filter(client__in=coded.values("client"), work_form=episode.work_form_id)
    return list(rows.select_related("client", "work_form").order_by("pk"))


def _a_parent(episode: Episode) -> tuple[KnownIn, list[KnownIn]] | None:
    """A grown-up of the family with the children; None where there is no such."""
    known = _known(episode)
    grown_up = [each for each in known if _age(each) >= GROWN_UP]
    children = [each for each in known if 0 <= _age(each) < GROWN_UP]
    return (grown_up[0], children) if grown_up and children else None


def _age(known: KnownIn) -> int:
    born = known.client.birth_year if known.client else None
    return clock.today().year - born if born else -1


def _order(kind: OrderKind, episode: Episode, by: User) -> None:
    """An order for the parent, with the children tied to them and where all of them live."""
    parent, children = _a_parent(episode) or (None, [])
    if parent is None:
        return
    for number, known in enumerate((parent, *children)):
        record_whereabouts(known=known, places=_places(known, number), by=by)
    for child in children:
        if child.client:
            add_tie(known=parent, other=child.client, kind=Kinship.GUARDIAN, starts_on=None, by=by)
    is_restraining = kind == OrderKind.RESTRAINING
    add_order(
        known=parent,
        kind=kind,
        starts_on=clock.today() - BEGAN,
        ends_on=clock.today() + (ENDS_LATER if is_restraining else ENDS_SOON),
        against="Keksitty entinen puoliso, harmaa pakettiauto" if is_restraining else "",
        action="Kerro vastaavalle heti." if is_restraining else "",
        by=by,
    )


def _places(known: KnownIn, number: int) -> Places:
    age = _age(known)
    told: Places = {"municipality": MUNICIPALITIES[known.pk % len(MUNICIPALITIES)], "home": "Mallikatu 1"}
    if SCHOOL_AGE <= age < GROWN_UP:
        told["school"] = SCHOOLS[number % len(SCHOOLS)]
    elif 0 <= age < SCHOOL_AGE:
        told["daycare"] = DAYCARES[number % len(DAYCARES)]
    return told


def _restrict(family: Family | None, workers: Sequence[User]) -> None:
    """A family that only one worker sees."""
    gatekeeper = User.objects.filter(assignments__role="gatekeeper").order_by("pk").first()
    if gatekeeper is None or family is None:
        return
    set_wall(
        sides={WallSide.ONE: family},
        workers={WallSide.ONE: workers},
        reason="Keksitty esimerkki: perheessä on täällä työskentelevän läheinen.",
        by=gatekeeper,
    )
