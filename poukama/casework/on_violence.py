"""Who has taken part in an episode as somebody who has used violence; asked when a family tie is recorded."""

from collections.abc import Collection

from poukama.casework.choices import USED_VIOLENCE
from poukama.casework.models import EpisodeMember
from poukama.clients.opposing import knows_of_violence
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term


def connect() -> None:
    """Have whoever records a family tie ask here; called once, when the app starts."""
    knows_of_violence("casework", took_part_so)


def took_part_so(clients: Collection[int]) -> bool:
    """Whether anybody of these takes, or has taken, part in such a role. One query."""
    roles = Term.objects.filter(list=TermList.MEMBER_ROLE, **{f"attributes__{USED_VIOLENCE}": True})
    rows = EpisodeMember.objects.filter(client__in=clients, voided_at=None, episode__voided_at=None)
    return rows.filter(role__in=roles.order_by().values("key")).exists()
