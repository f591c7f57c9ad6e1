"""What the page of an episode shows: members, phases, and the family's services in one's own work forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext, ngettext

from poukama.access.actor import Actor
from poukama.access.decorators import FAR_BACK
from poukama.access.policy import visible
from poukama.casework.models import Contact, Episode, EpisodeMember, EpisodePhase
from poukama.casework.queries.episodes import episodes
from poukama.casework.rules import Action
from poukama.clients.models import Client, KnownIn
from poukama.clients.queries import HomeRow, homes_of, known_clients, known_here
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.queries import term_labels
from poukama.toolkit import formatting
from poukama.toolkit.periods import Period

_ICONS = ("baby", "child", "adult")
"""Icons that the attribute `icon` of a role may name."""


@dataclass(frozen=True)
class MemberRow:
    """Someone taking part, with their role in words and the icon of their age."""

    member: EpisodeMember
    role: str
    icon: str
    homes: tuple[HomeRow, ...] = ()
    """Where else they live, as far as the actor may read."""


@dataclass(frozen=True)
class PhaseRow:
    """A phase with its name in words."""

    phase: EpisodePhase
    name: str


@dataclass(frozen=True)
class Lane:
    """An episode drawn on the line of a year; places are ready strings, since a template would write commas."""

    episode: Episode
    name: str
    days: str
    says: str
    x: str
    width: str
    is_this: bool


@dataclass(frozen=True)
class EpisodePage:
    """The page of an episode, without its contacts."""

    episode: Episode
    members: list[MemberRow]
    left: list[MemberRow]
    phases: list[PhaseRow]
    running: PhaseRow | None
    end_reason: str
    contacts: int
    minutes: int


def page_of_episode(actor: Actor, episode: Episode) -> EpisodePage:
    """Load what the page shows; the same number of queries however many members and phases there are."""
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None).select_related("client")
    members = visible(actor, Action.READ_MEMBER, along)
    phases = EpisodePhase.objects.filter(episode=episode, voided_at=None)
    roles = {term.key: term for term in Term.objects.filter(list=TermList.MEMBER_ROLE)}
    names = term_labels(TermList.PHASE)
    there = list(members.order_by("starts_on", "pk"))
    homes = homes_of(actor, episode.work_form, [member.client for member in there])
    member_rows = [
        MemberRow(member, *_role_of(roles.get(member.role), member.role), homes.get(member.client_id, ()))
        for member in there
    ]
    phase_rows = [
        PhaseRow(phase, names.get(phase.phase, phase.phase)) for phase in phases.order_by("-starts_on", "-pk")
    ]
    reasons = term_labels(TermList.END_REASON) if episode.end_reason else {}
    done = Contact.objects.filter(episode=episode, voided_at=None, took_place=True).aggregate(
        count=Count("pk"), minutes=Sum("minutes")
    )
    return EpisodePage(
        episode=episode,
        members=[row for row in member_rows if row.member.ends_on is None or not episode.is_open],
        left=[row for row in member_rows if row.member.ends_on is not None and episode.is_open],
        phases=phase_rows,
        running=next((row for row in phase_rows if row.phase.ends_on is None), None),
        end_reason=reasons.get(episode.end_reason, episode.end_reason),
        contacts=done["count"],
        minutes=done["minutes"] or 0,
    )


def reaches_far_back(episode: Episode, contacts: Sequence[Contact], today: date) -> bool:
    """Whether it ended more than a year ago, or something older than that is shown of it: the trail says so."""
    before = today - FAR_BACK
    has_ended = episode.ends_on is not None and episode.ends_on < before
    return has_ended or any(contact.happened_on < before for contact in contacts)


def known_of(actor: Actor, episode: Episode) -> list[KnownIn]:
    """By what the episode's work form knows the family and whoever takes part, the family first. Two queries."""
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None).order_by("pk")
    clients = visible(actor, Action.READ_MEMBER, members.select_related("client"))
    return known_here(actor, episode.work_form, episode.family, [each.client for each in clients])


def known_but_not_along(actor: Actor, episode: Episode) -> list[Client]:
    """Members of the family whom the actor knows and who take no part in the episode now."""
    if episode.family_id is None:
        return []
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    known = known_clients(actor).filter(family=episode.family_id)
    return list(known.exclude(pk__in=along.order_by().values("client")))


def latest_roles_of(actor: Actor, clients: Sequence[Client], work_form: WorkForm) -> dict[int, str]:
    """The role in which each client last took part in the work form, by client id."""
    members = EpisodeMember.objects.filter(
        client__in=clients, voided_at=None, episode__voided_at=None, episode__work_form=work_form
    )
    found = visible(actor, Action.READ_MEMBER, members).order_by("starts_on", "pk")
    return dict(found.values_list("client", "role"))


def lanes_of(actor: Actor, episode: Episode, today: date) -> list[Lane]:
    """The episodes of the same family or person that touch the year of today, in the actor's work forms only."""
    year = Period.year(today.year)
    if episode.family_id is not None:
        same = Q(family=episode.family_id)
    elif episode.client_id is not None:
        same = Q(client=episode.client_id)
    else:
        same = Q(pk=episode.pk)
    touching = Q(starts_on__lte=year.ends_on) & (Q(ends_on=None) | Q(ends_on__gte=year.starts_on))
    found = (
        episodes(actor)
        .filter(same, touching)
        .annotate(visits=Count("contacts", filter=Q(contacts__voided_at=None, contacts__took_place=True)))
        .order_by("starts_on", "pk")
    )
    return [_lane(each, episode, year, today) for each in found]


def now_at(today: date) -> str:
    """Where today stands on the line of its year, in percent."""
    return f"{100 * (today - date(today.year, 1, 1)).days / Period.year(today.year).days:.2f}%"


def months_at(year: int) -> Sequence[tuple[str, str]]:
    """The months of a year with their places on the line, in percent."""
    whole = Period.year(year)
    return [
        (f"{100 * (month.starts_on - whole.starts_on).days / whole.days:.2f}%", str(month.starts_on.month))
        for month in whole.months()
    ]


def _lane(each: Episode, this: Episode, year: Period, today: date) -> Lane:
    first = max(each.starts_on, year.starts_on)
    last = min(each.ends_on or today, year.ends_on)
    start = 100 * (first - year.starts_on).days / year.days
    width = 100 * max((last - first).days + 1, 1) / year.days
    name = each.work_form.label()
    if each.ends_on is None:
        days = gettext("from %(day)s") % {"day": formatting.day(each.starts_on)}
    else:
        days = formatting.period(Period(each.starts_on, each.ends_on))
    visits: int = each.visits  # type: ignore[attr-defined]
    visited = ngettext("%(count)s contact", "%(count)s contacts", visits) % {
        "count": formatting.number(visits)
    }
    return Lane(
        episode=each,
        name=name,
        days=f"{days}, {visited}",
        says=f"{name}, {days}, {visited}",
        x=f"{start:.2f}%",
        width=f"{max(width, 0.8):.2f}%",
        is_this=each.pk == this.pk,
    )


def _role_of(term: Term | None, key: str) -> tuple[str, str]:
    """The name and the icon of a role."""
    if term is None:
        return key, "adult"
    icon = term.attributes.get("icon")
    return term.label(), icon if icon in _ICONS else "adult"
