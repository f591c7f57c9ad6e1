"""What those who take part are called: by their role, and where two have the same, by their code name too."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import get_language

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import CHILD_ICONS
from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.organisation.words import words
from poukama.toolkit import clock
from poukama.toolkit.periods import Period

ICONS = ("baby", "child", "adult")
"""Icons that the attribute `icon` of a role may name."""
LATELY = timedelta(days=14)
"""For how long whoever has left can still be written of without being looked for."""


@dataclass(frozen=True)
class Called:
    """A client taking part, in words. `rows` are their memberships, the latest last: one may leave and come back."""

    rows: tuple[EpisodeMember, ...]
    label: str
    about: str
    """As it stands after "tells of": Vauvasta."""
    icon: str

    @property
    def member(self) -> EpisodeMember:
        """Their latest membership."""
        return self.rows[-1]

    @property
    def is_child(self) -> bool:
        """Whether they take part as a child."""
        return self.icon in CHILD_ICONS

    def is_along(self, day: date) -> bool:
        """Whether they take part on the day."""
        return bool(self._along(day))

    def rows_in(self, days: Period) -> list[EpisodeMember]:
        """Their memberships on some of the days."""
        return [
            row
            for row in self.rows
            if row.starts_on <= days.ends_on and (row.ends_on is None or row.ends_on >= days.starts_on)
        ]

    def on(self, day: date) -> EpisodeMember:
        """Their membership on the day, else the latest."""
        return (self._along(day) or [self.member])[-1]

    def _along(self, day: date) -> list[EpisodeMember]:
        return [
            row for row in self.rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
        ]


def role_of(term: Term | None, key: str) -> tuple[str, str]:
    """The name and the icon of a role."""
    if term is None:
        return key, "adult"
    icon = term.attributes.get("icon")
    return term.label(), icon if icon in ICONS else "adult"


def in_language(said: object) -> str:
    """What an attribute of a word says in the language of the screen, else in Finnish; empty when it says nothing."""
    if not isinstance(said, dict):
        return ""
    return str(said.get((get_language() or "fi")[:2]) or said.get("fi") or "")


def members_called(actor: Actor, episode: Episode, *, since: date | None = None) -> list[Called]:
    """Those who take or took part, as far as the actor sees them, children first; or since a day. Two queries at most."""
    what = f"casework.members_called:{episode.pk}:{since}"
    return list(actor.once(what, lambda: _members_called(actor, episode, since)))


def _members_called(actor: Actor, episode: Episode, since: date | None) -> list[Called]:
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None).select_related("client", "episode")
    if since is not None:
        along = along.filter(Q(ends_on=None) | Q(ends_on__gte=since))
    return called(visible(actor, Action.READ_MEMBER, along).order_by("starts_on", "pk"))


def lately(episode: Episode) -> date:
    """Since when whoever took part is offered when one writes."""
    return min(clock.today(), episode.ends_on or clock.today()) - LATELY


def sees_everybody(episode: Episode, seen: Iterable[Called]) -> bool:
    """Whether nobody takes or took part in the episode but these."""
    rows = {row.pk for each in seen for row in each.rows}
    return not EpisodeMember.objects.filter(episode=episode, voided_at=None).exclude(pk__in=rows).exists()


def called(members: Iterable[EpisodeMember]) -> list[Called]:
    """Members, loaded with their clients, in words: children first. One query."""
    by_client: dict[int, list[EpisodeMember]] = {}
    for member in members:
        by_client.setdefault(member.client_id, []).append(member)
    terms = words(TermList.MEMBER_ROLE).by_key
    roles = Counter(rows[-1].role for rows in by_client.values())
    found = [_called(rows, terms, is_alone=roles[rows[-1].role] == 1) for rows in by_client.values()]
    return sorted(found, key=lambda each: ICONS.index(each.icon))


def _called(rows: list[EpisodeMember], terms: dict[str, Term], *, is_alone: bool) -> Called:
    latest = rows[-1]
    term = terms.get(latest.role)
    role, icon = role_of(term, latest.role)
    about = in_language(term.attributes.get("about")) if term else ""
    which = "" if is_alone else f" {latest.code_name_here or f'J-{latest.pk}'}"
    return Called(tuple(rows), f"{role}{which}", f"{about or role}{which}", icon)
