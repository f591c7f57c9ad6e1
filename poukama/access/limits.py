"""How often somebody may try what could be guessed, by the same counter that slows guesses of passwords."""

from allauth.core import ratelimit

from poukama.access.requests import StaffRequest


def may_try(request: StaffRequest, what: str) -> bool:
    """Whether the person may try once more; the try is counted. How often is said in `ACCOUNT_RATE_LIMITS`."""
    return bool(ratelimit.consume(request, action=what, user=request.user))
