"""Who is known to have used violence, as other apps know it: each app names the question that it answers."""

from collections.abc import Callable, Collection

Asked = Callable[[Collection[int]], bool]
"""Whether anybody of these clients is known to have used violence."""

_known_to: dict[str, Asked] = {}


def knows_of_violence(app: str, asked: Asked) -> None:
    """Have the app asked, too, whether somebody has used violence."""
    _known_to[app] = asked


def has_used_violence(clients: Collection[int]) -> bool:
    """Whether any app knows that anybody of these clients has used violence. It is told to nobody but a gatekeeper."""
    return any(asked(clients) for asked in _known_to.values())
