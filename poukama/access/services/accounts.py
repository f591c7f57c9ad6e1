"""What a person does about their own account."""

from typing import Final

from django.db import transaction
from django.db.models import F

from poukama.access import audit
from poukama.access.choices import Event
from poukama.organisation.choices import Language
from poukama.organisation.models import User

LANGUAGES: Final = frozenset(Language.values)


class UnknownLanguage(Exception):
    """There are no pages in this language."""


@transaction.atomic
def end_all_sessions(*, user: User, by: User | None = None) -> None:
    """Sign a person out of every device."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    audit.record(Event.SIGNED_OUT_EVERYWHERE, by=by or user, about=user)


def remember_language(*, user: User, language: str) -> None:
    """Let the person have the pages in this language on every device from now on."""
    if language not in LANGUAGES:
        raise UnknownLanguage
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
