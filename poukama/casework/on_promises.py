"""The duty of keeping what was promised to a family."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.duty_kinds import PROMISE_DUTY
from poukama.casework.models import Promise
from poukama.casework.rules import Action
from poukama.duties.kinds import About, DutyKind, add_kind
from poukama.duties.models import Duty


def connect() -> None:
    """Have such duties shown; called once, when the app starts."""
    add_kind(DutyKind(PROMISE_DUTY, _("A promise to a family"), _seen, _told))


def _seen(actor: Actor) -> Q:
    """Those of whoever may read the note in which it was promised."""
    promises = Promise.objects.filter(duty=OuterRef("pk")).order_by()
    return Q(Exists(visible(actor, Action.KEEP_PROMISE, promises)))


def _told(actor: Actor, duties: Sequence[Duty]) -> Mapping[UUID, About]:
    """To whom it was promised; what it was is read on their page. One query."""
    found = visible(actor, Action.KEEP_PROMISE, Promise.objects.filter(duty__in=duties))
    related = ("part__note__episode__family", "part__note__episode__client")
    return {
        promise.duty_id: About(
            title=gettext("Keep what was promised"),
            code=promise.part.note.episode.code,
            url=reverse("casework:episode", args=[promise.part.note.episode_id]) + "#luvattu",
            done_url=reverse("casework:keep_promise", args=[promise.pk]),
        )
        for promise in found.select_related(*related).order_by("pk")
    }
