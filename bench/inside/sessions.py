"""Sessions for those who ask over the network."""

from typing import Any

from django.conf import settings

from bench.inside.people import signed_in
from poukama.toolkit import clock

CSRF = "a" * 32
"""A secret as good as any other: it must only be the same in the cookie and in the header."""


def run(who: str, number: int = 1) -> dict[str, Any]:
    """What to send along to be somebody, and what time it is in the house."""
    sessions = [signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value for _ in range(number)]
    return {
        "headers": [
            {
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={CSRF}",
                "X-CSRFToken": CSRF,
            }
            for key in sessions
        ],
        "now": clock.now().isoformat(),
    }
