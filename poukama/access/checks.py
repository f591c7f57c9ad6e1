from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register


def demonstration_is_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say at every start that the second factor is switched off."""
    if not settings.DEMO:
        return []
    return [
        checks.Warning(
            "This is a demonstration: signing in asks for no second factor.",
            hint="Unset POUKAMA_DEMO before anything real is recorded.",
            id="access.W001",
        )
    ]


def connect() -> None:
    """Have Django run the check; called once, when the app starts."""
    register(demonstration_is_on, Tags.security)
