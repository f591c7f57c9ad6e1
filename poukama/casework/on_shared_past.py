"""The duty of going through what was written of a family as a whole before it parted."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.duty_kinds import SHARED_PAST_DUTY
from poukama.casework.models import Episode
from poukama.casework.rules import Action
from poukama.duties.kinds import About, DutyKind, add_kind
from poukama.duties.models import Duty


def connect() -> None:
    """Have such duties shown; called once, when the app starts."""
    add_kind(DutyKind(SHARED_PAST_DUTY, _("What was written before a family parted"), _seen, _told))


def _seen(actor: Actor) -> Q:
    """Those of whoever sees both sides of the parting."""
    rows = visible(actor, Action.READ_SHARED_PAST, Episode.objects.filter(voided_at=None)).order_by()
    return Q(kind=SHARED_PAST_DUTY, key__in=rows.annotate(of_duty=Cast("pk", CharField())).values("of_duty"))


def _told(actor: Actor, duties: Sequence[Duty]) -> Mapping[UUID, About]:
    """Which family it was written of. One query."""
    rows = Episode.objects.filter(pk__in=[int(duty.key) for duty in duties], voided_at=None)
    found = visible(actor, Action.READ_SHARED_PAST, rows).select_related("family", "client")
    by_key = {str(episode.pk): episode for episode in found.order_by("pk")}
    return {
        duty.pk: About(
            title=gettext("Go through what was written before they parted"),
            code=by_key[duty.key].code,
            url=reverse("casework:shared_past", args=[duty.key]),
        )
        for duty in duties
        if duty.key in by_key
    }
