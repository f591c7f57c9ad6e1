"""Somebody was of a family by mistake: what was recorded of them there, in this work form, goes too."""

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import EpisodeMember
from poukama.casework.rules import Action
from poukama.casework.services.refusals import SomethingHangsOnIt
from poukama.clients.models import Client, Family, KnownIn
from poukama.clients.services.correcting import leave_family
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.hanging import hangs_on


@transaction.atomic
def correct_family(
    *, known: KnownIn, family: Family | None, by: User, code_name: str | None = None
) -> Client:
    """Say that somebody is of another family, or of none, and never was of the one in which they were put.

    Their parts in its episodes of this work form are taken back. Refused once something hangs on one of them, such
    as a contact at which they were: that is taken back first.
    """
    parts = EpisodeMember.objects.select_for_update(of=("self",)).filter(
        client=known.client_id,
        episode__work_form=known.work_form_id,
        episode__family__clients=known.client_id,
        voided_at=None,
    )
    gone = list(parts.select_related("episode").order_by("pk"))
    if any(hangs_on(each) for each in gone):
        raise SomethingHangsOnIt
    client = leave_family(known=known, family=family, code_name=code_name, by=by)
    for each in gone:
        each.voided_at, each.voided_by = clock.now(), by
        each.save(update_fields=["voided_at", "voided_by"])
    audit.record(
        Action.CORRECT_FAMILY,
        by=by,
        about=client,
        work_form=known.work_form.key,
        detail={"members": [each.pk for each in gone]},
    )
    return client
