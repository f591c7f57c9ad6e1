"""Who does it."""

from django.db import transaction

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.duties.models import Duty
from poukama.duties.rules import STAFF, Action
from poukama.duties.services.refusals import CannotSee, DoneAlready, NotOneOfUs
from poukama.organisation.models import Assignment, User
from poukama.organisation.queries import in_force
from poukama.toolkit import clock


@transaction.atomic
def give_duty(*, duty: Duty, owner: User | None, by: User, deputy: User | None = None) -> Duty:
    """Give a duty to somebody who works in its work form, and to whoever does it when they are away; None: to all.

    Refused where they may not see what it is about, past a wall or an order: it would be nobody's.
    """
    duty = Duty.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=duty.pk)
    if duty.voided_at is not None or duty.done_on is not None:
        raise DoneAlready
    for one in filter(None, (owner, deputy)):
        here = Assignment.objects.filter(in_force(clock.today()), user=one, role__in=STAFF)
        if not here.filter(work_form=duty.work_form).exists() and not here.filter(work_form=None).exists():
            raise NotOneOfUs
        if not visible(Actor(one, clock.today()), Action.SEE_DUTY, Duty.objects.filter(pk=duty.pk)).exists():
            raise CannotSee(one)
    duty.owner, duty.deputy = owner, deputy if owner else None
    duty.save(update_fields=["owner", "deputy"])
    audit.record(
        Action.GIVE_DUTY,
        by=by,
        about=duty,
        work_form=duty.work_form.key,
        detail={"owner": owner.pk if owner else 0, "deputy": duty.deputy_id or 0},
    )
    return duty
