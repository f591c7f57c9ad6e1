from typing import Any

import pytest

from tests.architecture.furnished import furnished


@pytest.fixture
def world(cast: dict[str, Any], work_form_a: Any, work_form_b: Any) -> dict[str, Any]:
    """One of everything in work form A, with canaries; the same without them in B; and a plan that counts them."""
    return furnished(cast, work_form_a, work_form_b)


@pytest.fixture
def sessions_in_memory(settings: Any) -> None:
    """Thousands of requests, each by the same few sessions: none is looked up in the database."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
