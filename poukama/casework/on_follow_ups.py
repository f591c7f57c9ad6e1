"""The duty of asking those who have left how they are, where no process asks for it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Replace
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.duty_kinds import FOLLOW_UP_DUTY, follow_up_key
from poukama.casework.models import FollowUp
from poukama.casework.rules import Action
from poukama.duties.kinds import About, DutyKind, add_kind
from poukama.duties.models import Duty


def connect() -> None:
    """Have such duties shown; called once, when the app starts."""
    add_kind(DutyKind(FOLLOW_UP_DUTY, _("A follow-up after an episode"), _seen, _told))


def _seen(actor: Actor) -> Q:
    """Those of whoever may make the follow-up."""
    waiting = FollowUp.objects.filter(voided_at=None, met_on=None, step=None)
    rows = visible(actor, Action.MEET_FOLLOW_UP, waiting).order_by()
    key = Replace(Cast(F("pk"), CharField()), Value("-"), Value(""))
    return Q(kind=FOLLOW_UP_DUTY, key__in=rows.annotate(of_duty=key).values("of_duty"))


def _told(actor: Actor, duties: Sequence[Duty]) -> Mapping[UUID, About]:
    """Whom one asks. One query."""
    keys = [duty.key for duty in duties]
    rows = visible(actor, Action.MEET_FOLLOW_UP, FollowUp.objects.filter(pk__in=keys))
    found = {follow_up_key(each.pk): each for each in rows.select_related("known__client").order_by("pk")}
    return {
        duty.pk: About(
            title=gettext("Ask how they are"),
            code=str(found[duty.key].whom.client),
            url=reverse("casework:follow_up", args=[found[duty.key].pk]),
        )
        for duty in duties
        if duty.key in found
    }
