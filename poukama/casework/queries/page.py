"""What the page of an episode shows: who takes part, and its phases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from poukama.access.actor import Actor
from poukama.access.decorators import FAR_BACK
from poukama.access.policy import visible
from poukama.casework.models import Contact, Episode, EpisodeMember, EpisodePhase, EpisodeWorkers, Note
from poukama.casework.queries.called import role_of
from poukama.casework.rules import Action
from poukama.clients.models import Client, KnownIn
from poukama.clients.queries import HomeRow, homes_of, known_clients, known_here, who_work_in
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import term_labels, words


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
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None)
    along = along.select_related("client", "episode")
    members = visible(actor, Action.READ_MEMBER, along)
    phases = EpisodePhase.objects.filter(episode=episode, voided_at=None)
    roles = words(TermList.MEMBER_ROLE).by_key
    names = term_labels(TermList.PHASE)
    there = list(members.order_by("starts_on", "pk"))
    homes = homes_of(actor, episode.work_form, [each.client for each in there if not each.has_parted])
    member_rows = [
        MemberRow(member, *role_of(roles.get(member.role), member.role), homes.get(member.client_id, ()))
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


def workers_of(actor: Actor, episode: Episode) -> list[EpisodeWorkers]:
    """Who has worked with them, the latest first. One query."""
    rows = EpisodeWorkers.objects.filter(episode=episode, voided_at=None)
    there = visible(actor, Action.READ_KEY_WORKERS, rows).select_related("key_worker", "pair_worker")
    return list(there.order_by("-starts_on", "-pk"))


def gone_from(episode: Episode, today: date) -> list[User]:
    """Those who are named as working with them, while it goes on, and do not work there any more. One query."""
    pair = [user for user in (episode.key_worker, episode.pair_worker) if user is not None]
    if not pair or not episode.is_open:
        return []
    here = who_work_in(episode.work_form, today)
    return [user for user in pair if user not in here]


def reaches_far_back(episode: Episode, rows: Sequence[Contact] | Sequence[Note], today: date) -> bool:
    """Whether it ended more than a year ago, or something older than that is shown of it: the trail says so."""
    before = today - FAR_BACK
    has_ended = episode.ends_on is not None and episode.ends_on < before
    return has_ended or any(row.happened_on < before for row in rows)


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
