"""Children whom families expect: who can expect one, and what is due soon."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.queries.episodes import episodes
from poukama.casework.queries.workers import worked_by
from poukama.casework.rules import Action
from poukama.clients.models import Expecting, KnownIn
from poukama.clients.queries import Expected, due_soon
from poukama.clients.rules import Action as Clients
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.words import words

BABY = "baby"
"""The icon of a role that is a baby's."""


@dataclass(frozen=True)
class DueRow:
    """A child who is due soon, and the episode of whose page says so."""

    expected: Expected
    episode: Episode


def who_can_expect(actor: Actor, episode: Episode) -> list[KnownIn]:
    """Those who take part and could expect a child; no children, as far as birth years and roles tell. Two queries."""
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    members = visible(actor, Action.READ_MEMBER, along).order_by("pk")
    roles = dict(members.values_list("client", "role"))
    icons = {
        term.key: term.attributes.get("icon") for term in words(TermList.MEMBER_ROLE).of(episode.work_form)
    }
    grown = [client for client, role in roles.items() if icons.get(role) != BABY]
    rows = KnownIn.objects.filter(work_form=episode.work_form, client__in=grown)
    found = visible(actor, Clients.EXPECT, rows).select_related("client", "work_form")
    return list(found.order_by("client__search_key", "pk"))


def baby_role(work_form: WorkForm) -> str:
    """The work form's word for a baby who takes part; empty where there is none."""
    roles = words(TermList.MEMBER_ROLE).of(work_form)
    return next((term.key for term in roles if term.attributes.get("icon") == BABY), "")


def due_rows(actor: Actor, today: date) -> list[DueRow]:
    """Whose child is due within a month or overdue, of the families with whom the actor works as the key worker or in a pair. Two queries."""
    own = episodes(actor).filter(worked_by(actor.user), ends_on=None)
    theirs = own.filter(work_form=OuterRef("work_form")).filter(
        Q(family=OuterRef("client__family")) | Q(client=OuterRef("mother"))
    )
    rows = visible(actor, Clients.READ_EXPECTING, Expecting.objects.all())
    rows = rows.annotate(of=Subquery(theirs.order_by("pk").values("pk")[:1])).filter(of__isnull=False)
    due = due_soon(rows, today)
    by_id = {episode.pk: episode for episode in own.filter(pk__in=[_of(row) for row in due]).order_by("pk")}
    return [DueRow(row, by_id[_of(row)]) for row in due if _of(row) in by_id]


def _of(row: Expected) -> int:
    found: int = row.expecting.of  # type: ignore[attr-defined]  # annotated in `due_rows`
    return found
