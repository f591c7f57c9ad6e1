"""The duty of looking at a family's plan again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.duty_kinds import PLAN_REVIEW_DUTY
from poukama.casework.models import PlanVersion
from poukama.casework.rules import Action
from poukama.duties.kinds import About, DutyKind, add_kind
from poukama.duties.models import Duty


def connect() -> None:
    """Have such duties shown; called once, when the app starts."""
    add_kind(DutyKind(PLAN_REVIEW_DUTY, _("A family's plan is looked at"), _seen, _told))


def _seen(actor: Actor) -> Q:
    """Those of whoever may read the version."""
    versions = visible(actor, Action.READ_PLAN_VERSION, PlanVersion.objects.order_by())
    key = Concat(Cast(F("episode_id"), CharField()), Value(":"), Cast(F("number"), CharField()))
    return Q(kind=PLAN_REVIEW_DUTY, key__in=versions.annotate(of_duty=key).values("of_duty"))


def _told(actor: Actor, duties: Sequence[Duty]) -> Mapping[UUID, About]:
    """Whose plan it is. One query."""
    of = {duty.pk: int(duty.key.split(":")[0]) for duty in duties}
    found = visible(actor, Action.READ_PLAN_VERSION, PlanVersion.objects.filter(episode__in=of.values()))
    rows = found.select_related("episode__family", "episode__client").order_by("pk")
    episodes = {version.episode_id: version.episode for version in rows}
    return {
        pk: About(
            title=gettext("Look at the plan together"),
            code=episodes[episode].code,
            url=reverse("casework:plan", args=[episode]),
        )
        for pk, episode in of.items()
        if episode in episodes
    }
