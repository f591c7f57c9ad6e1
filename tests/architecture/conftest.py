from typing import Any

import pytest

from tests.architecture.furnished import furnished


@pytest.fixture
def world(cast: dict[str, Any], work_form_a: Any, work_form_b: Any) -> dict[str, Any]:
    """One of everything in work form A, with canaries; the same without them in B; and a plan that counts them."""
    return furnished(cast, work_form_a, work_form_b)
