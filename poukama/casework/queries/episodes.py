"""Episodes of the work forms that one works in: lists, search, the ones at hand."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, When

from poukama.access.actor import Actor
from poukama.access.policy import get_or_404, may_or_404, visible
from poukama.casework.choices import EpisodeState, WhoseWork
from poukama.casework.models import Contact, Episode, EpisodeMember, EpisodePhase
from poukama.casework.queries.workers import without_key_worker, worked_by
from poukama.casework.rules import Action
from poukama.clients.models import Client, Family
from poukama.clients.queries import sought
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.queries import work_forms
from poukama.organisation.words import term_labels

_NUMBER = re.compile(r"j-?([0-9]{1,18})")
_LATEST = 60
"""How many of one's latest contacts tell which episodes are at hand."""


def work_forms_to_open_in(actor: Actor) -> QuerySet[WorkForm]:
    """The actor's work forms that know their clients, in the order of the pack."""
    return visible(actor, Action.OPEN_EPISODE, work_forms()).exclude(identification=Identification.COUNTED)


def episodes(actor: Actor, action: str = Action.READ_EPISODE) -> QuerySet[Episode]:
    """Episodes in force on which the actor may take the action, unordered, with what names them."""
    return visible(actor, action, _in_force())


def episode_or_404(actor: Actor, action: str, pk: int) -> Episode:
    """The episode in force, with what names it; 404 unless the actor may take the action on it. Loaded once."""
    found = actor.once(f"casework.episode:{pk}", lambda: get_or_404(actor, action, _in_force(), pk=pk))
    return may_or_404(actor, action, found)


def _in_force() -> QuerySet[Episode]:
    rows = Episode.objects.filter(voided_at=None)
    return rows.select_related("family", "client", "work_form", "key_worker", "pair_worker")


@dataclass(frozen=True)
class Filters:
    """What a list of episodes is narrowed to."""

    state: str = EpisodeState.OPEN
    work_form: str = ""
    phase: str = ""
    key_worker: str = ""


def listed(actor: Actor, filters: Filters) -> QuerySet[Episode]:
    """Episodes for a list, unordered."""
    found = episodes(actor).filter(ends_on__isnull=filters.state != EpisodeState.ENDED)
    if filters.work_form:
        found = found.filter(work_form__key=filters.work_form)
    if filters.phase:
        running = _phases().filter(episode=OuterRef("pk"), phase=filters.phase)
        found = found.filter(Exists(running))
    if filters.key_worker == WhoseWork.MINE:
        found = found.filter(worked_by(actor.user))
    elif filters.key_worker == WhoseWork.NOBODYS:
        found = found.filter(without_key_worker(actor.day))
    return found


def searched(actor: Actor, text: str) -> QuerySet[Episode]:
    """Episodes, open and ended, of whom the text begins the code name or a name, or tells the birth year."""
    wanted = sought(actor, text)
    if not wanted:
        return Episode.objects.none()
    condition = Q()
    if wanted.beginning:
        condition &= (
            Q(family__search_key__startswith=wanted.beginning)
            | Q(client__search_key__startswith=wanted.beginning)
            | Q(family__in=wanted.families)
            | Q(client__in=wanted.clients)
            | _by_number(wanted.beginning)
        )
    if wanted.year is not None:
        born = EpisodeMember.objects.filter(voided_at=None, client__birth_year=wanted.year)
        there = visible(actor, Action.READ_MEMBER, born).filter(episode=OuterRef("pk"))
        condition &= Q(Exists(there))
    return episodes(actor).filter(condition)


def episodes_of(actor: Actor, persons: Collection[Client]) -> QuerySet[Episode]:
    """Episodes of a person, or in which they take or took part: of one client, or of several who are one."""
    members = EpisodeMember.objects.filter(voided_at=None, client__in=persons, episode=OuterRef("pk"))
    there = visible(actor, Action.READ_MEMBER, members)
    return episodes(actor).filter(Q(client__in=persons) | Exists(there))


def open_episode_of(
    actor: Actor, work_form: WorkForm, *, family: Family | None = None, client: Client | None = None
) -> Episode | None:
    """The open episode of the family, or of the person without one, in the work form."""
    return (
        episodes(actor)
        .filter(work_form=work_form, family=family, client=client, ends_on=None)
        .order_by("-starts_on", "-pk")
        .first()
    )


def open_episodes_of(
    actor: Actor, work_form: WorkForm, families: Sequence[Family], clients: Sequence[Client]
) -> tuple[dict[int | None, int], dict[int | None, int]]:
    """Of some families and people, the open episode (its id) of each in the work form, by their ids."""
    found = (
        episodes(actor)
        .filter(Q(family__in=families) | Q(client__in=clients), work_form=work_form, ends_on=None)
        .order_by("pk")
    )
    by_family: dict[int | None, int] = {}
    by_client: dict[int | None, int] = {}
    for episode in found:
        by_family[episode.family_id] = episode.pk
        by_client[episode.client_id] = episode.pk
    return by_family, by_client


def recent_episodes(actor: Actor, *, at_most: int = 6, action: str = Action.RECORD_CONTACT) -> list[Episode]:
    """The open episodes at hand: those the actor recorded a contact of latest, then their own, then the newest."""
    latest = (
        Contact.objects.filter(recorded_by=actor.user, voided_at=None)
        .order_by("-recorded_at", "-pk")
        .values_list("episode_id", flat=True)[:_LATEST]
    )
    order = list(dict.fromkeys(latest))
    open_ones = episodes(actor, action).filter(ends_on=None)
    found = {episode.pk: episode for episode in open_ones.filter(pk__in=order[: 2 * at_most])}
    at_hand = [found[pk] for pk in order if pk in found][:at_most]
    own_first = open_ones.exclude(pk__in=[episode.pk for episode in at_hand]).annotate(
        is_own=Case(When(worked_by(actor.user), then=1), default=0)
    )
    return [*at_hand, *own_first.order_by("-is_own", "-starts_on", "-pk")[: at_most - len(at_hand)]]


@dataclass(frozen=True)
class EpisodeRow:
    """An episode on a list: codes and words only, no birth years."""

    episode: Episode
    roles: str
    phase: str
    last_contact_on: date | None


def rows_of(actor: Actor, found: Iterable[Episode]) -> list[EpisodeRow]:
    """The rows of a list; what a row says beside the episode is loaded for these rows only."""
    rows = list(found)
    names = term_labels(TermList.MEMBER_ROLE)
    phases = term_labels(TermList.PHASE)
    there = EpisodeMember.objects.filter(episode__in=rows, voided_at=None)
    members = visible(actor, Action.READ_MEMBER, there).order_by("starts_on", "pk")
    roles: dict[int, list[str]] = {}
    for episode_id, role in members.values_list("episode_id", "role"):
        roles.setdefault(episode_id, []).append(role)
    running = dict(_phases().filter(episode__in=rows).order_by("pk").values_list("episode_id", "phase"))
    done = Contact.objects.filter(episode__in=rows, voided_at=None, took_place=True)
    shown = visible(actor, Action.READ_CONTACT, done).order_by("episode")
    latest = dict(shown.values_list("episode").annotate(day=Max("happened_on")))
    return [
        EpisodeRow(
            episode=episode,
            roles=roles_said(roles.get(episode.pk, ()), names),
            phase=phases.get(running.get(episode.pk, ""), ""),
            last_contact_on=latest.get(episode.pk),
        )
        for episode in rows
    ]


def roles_said(roles: Iterable[str], labels: Mapping[str, str]) -> str:
    """Who takes part, by role: "Äiti, 2 × Lapsi"."""
    counts = Counter(roles)
    said = [(labels.get(role, role), count) for role, count in counts.items()]
    return ", ".join(label if count == 1 else f"{count} × {label}" for label, count in said)


def _phases() -> QuerySet[EpisodePhase]:
    return EpisodePhase.objects.filter(voided_at=None, ends_on=None)


def _by_number(beginning: str) -> Q:
    number = _NUMBER.fullmatch(beginning)
    return Q(pk=int(number[1]), family=None, client=None) if number else Q(pk__in=())
