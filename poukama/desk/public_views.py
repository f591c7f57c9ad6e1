"""What needs no sign-in."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from poukama.access.decorators import public
from poukama.access.services.accounts import LANGUAGES, remember_language


@public("the sign-in page is in three languages, so the choice comes before signing in; it tells nothing")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language of the pages, of someone signed in on every device, and return to where one was."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in LANGUAGES:
        remember_language(user=request.user, language=chosen)
    return set_language(request)
