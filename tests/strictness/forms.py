"""The test client looks at every page that it gets: a form that posts must carry its CSRF token."""

import re
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from poukama.access.second_factor import SECOND_FACTOR

_FORM = re.compile(r"<form\b(?P<attributes>[^>]*)>(?P<inside>.*?)</form>", re.DOTALL | re.IGNORECASE)
_POSTS = re.compile(r"""\bmethod\s*=\s*["']?post\b""", re.IGNORECASE)


class FormWithoutToken(AssertionError):
    """A page has a form that posts and that Django would refuse."""


class StrictClient(Client):
    """Django's test client, which also checks the forms of what it is answered."""

    def request(self, **request: Any) -> Any:
        """Make the request, and look at the answer."""
        response = super().request(**request)
        check_forms(response)
        return response

    def force_login(self, user: Any, backend: str | None = None, *, second_factor: bool = True) -> None:
        """Sign in, by default as a person who has also shown their second factor."""
        super().force_login(user, backend)
        if second_factor:
            session = self.session
            session[SECOND_FACTOR] = True
            session.save()


def check_forms(response: HttpResponseBase) -> None:
    """Fail when a posting form of an HTML answer lacks its token."""
    if not isinstance(response, HttpResponse) or "text/html" not in response.get("Content-Type", ""):
        return
    for form in _FORM.finditer(response.content.decode()):
        if _POSTS.search(form["attributes"]) and "csrfmiddlewaretoken" not in form["inside"]:
            raise FormWithoutToken(form[0][:300])
