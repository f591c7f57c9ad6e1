"""Asking whether another team knows somebody."""

from datetime import date, timedelta

from django.db import transaction

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.choices import AskPurpose
from poukama.clients.names import checked
from poukama.clients.queries import is_known_elsewhere
from poukama.clients.rules import Action
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

MOST_ASKED, WITHIN = 8, timedelta(hours=24)
"""So often somebody may ask in a day and a night: more than work needs, too seldom to try out names."""


class NamesNotWhole(Exception):
    """Both names are needed: half a name would find too many."""


class AskedTooOften(Exception):
    """The asker has asked as often as one may for now."""


@transaction.atomic
def ask_elsewhere(  # noqa: PLR0913  # what is asked, why, by whom
    *,
    work_form: WorkForm,
    purpose: AskPurpose,
    first_names: str,
    last_name: str,
    born_in: int,
    born_on: date | None,
    by: User,
) -> bool:
    """Whether somebody with just these names and this birthday is known where the asker does not work.

    Asking is an event that says why, and neither about whom nor what was answered.
    """
    first, last = checked(first_names), checked(last_name)
    if not first or not last:
        raise NamesNotWhole
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    asked = AuditEvent.objects.filter(
        actor=by.pk, action=Action.ASK_ELSEWHERE, happened_at__gt=clock.now() - WITHIN
    )
    if asked.count() >= MOST_ASKED:
        raise AskedTooOften
    is_known = is_known_elsewhere(
        Actor(by, clock.today()), first_names=first, last_name=last, born_in=born_in, born_on=born_on
    )
    audit.record(
        Action.ASK_ELSEWHERE,
        by=by,
        about=work_form,
        work_form=work_form.key,
        detail={"purpose": purpose.value},
    )
    return is_known
