"""Pairs: with some of the families that have been here for a while, a second worker goes on beside the key worker."""

from datetime import timedelta

from poukama.casework.models import Episode
from poukama.casework.queries import who_can_meet
from poukama.casework.services import Named, change_key_workers
from poukama.organisation.choices import Identification
from poukama.organisation.models import WorkForm
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

EVERY = 3
"""Every so many of the families of a work form."""
SETTLED, SINCE = timedelta(days=30), timedelta(days=7)
"""How long they have been here, and for how long there has been a pair: nothing of their first weeks changes by it."""


def pair_up(staff: Staff) -> int:
    """Do it in each work form with two workers; nothing is drawn by chance. How many pairs there are."""
    today, pairs = clock.today(), 0
    for work_form in WorkForm.objects.exclude(identification=Identification.COUNTED).order_by("key"):
        workers = list(dict.fromkeys(staff.workers.get(work_form.pk, ())))
        standing = Episode.objects.filter(
            work_form=work_form, voided_at=None, ends_on=None, starts_on__lte=today - SETTLED
        )
        rows = standing.filter(key_worker__in=workers).select_related("key_worker").order_by("pk")
        for place, episode in enumerate(rows[::EVERY]):
            here = [user for user in who_can_meet(episode, today) if user in workers]
            others = [user for user in here if user != episode.key_worker]
            if not others or episode.key_worker not in here:
                continue
            named = Named(episode.key_worker, others[place % len(others)])
            change_key_workers(episode=episode, named=named, starts_on=today - SINCE, by=episode.key_worker)
            pairs += 1
    return pairs
