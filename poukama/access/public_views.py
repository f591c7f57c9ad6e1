"""What each person does about their own sign-in, where the sign-in library's own pages are not enough."""

from typing import Any, cast

from allauth.mfa.base import views as mfa
from django.conf import settings
from django.contrib.auth import logout as logout_session
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from poukama.access import second_factor
from poukama.access.decorators import public
from poukama.access.requests import StaffRequest
from poukama.access.services.accounts import end_all_sessions

_OWN = "about one's own sign-in only, whatever one's role; asks for the sign-in itself"


class SecurityView(mfa.IndexView):  # type: ignore[misc]  # the library has no types
    """How one signs in, and whether the work needs a second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says on top."""
        request = self.request
        compulsory = not settings.DEMO and second_factor.is_compulsory_for(request.actor)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"second_factor_is_compulsory": compulsory}


security = public(_OWN)(SecurityView.as_view())


@public(_OWN)
@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of whoever asks, this one too."""
    end_all_sessions(user=cast(StaffRequest, request).user)
    logout_session(request)
    return redirect("account_login")
