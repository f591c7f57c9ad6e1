"""Somebody who was recorded twice and linked, somebody who was and is not, and codes that nobody has."""

from datetime import date

from django.conf import settings

from poukama.clients.models import Identity, KnownIn
from poukama.clients.services import create_client, name_client
from poukama.clients.services.same import say_same
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

CODED, TWICE = 3, 2
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def know_twice(staff: Staff) -> None:
    """Do it on the day of the clock, in the first work form whose register may hold identity codes."""
    work_form = WorkForm.objects.filter(identity_codes=True).order_by("key").first()
    if work_form is None:
        return
    by = staff.of(work_form)[0]
    named = Identity.objects.filter(work_form=work_form, voided_at=None, client__birth_year__isnull=False)
    found = list(named.select_related("client", "work_form").order_by("client")[: CODED + TWICE])
    for number, identity in enumerate(found[:CODED], start=901):
        if settings.DEMO and opens(identity):  # elsewhere such a code is refused
            _tell_code(identity, number, by)
    for place, identity in enumerate(found[CODED:]):
        _record_again(identity, by, is_linked=place == 0)


def _tell_code(identity: Identity, number: int, by: User) -> None:
    """A code with a number that nobody is given, for the first of July of the year in which they were born."""
    known = KnownIn.objects.get(client=identity.client_id, work_form=identity.work_form_id)
    year = identity.client.birth_year or clock.today().year
    born_on = min(date(year, 7, 1), clock.today())
    digits = f"{born_on:%d%m%y}{number}"
    sign = "A" if year >= 2000 else "-"  # noqa: PLR2004 - the century of the sign
    name_client(
        known=known,
        by=by,
        first_names=identity.first_names or "",
        last_name=identity.last_name or "",
        former=identity.pk,
        code=f"{digits[:6]}{sign}{number}{_CHECK[int(digits) % 31]}",
    )


def _record_again(identity: Identity, by: User, *, is_linked: bool) -> None:
    """The same person anew, as a tired hand does it at night."""
    again = create_client(
        work_form=identity.work_form,
        since_on=clock.today(),
        by=by,
        birth_year=identity.client.birth_year,
    )
    name_client(
        known=KnownIn.objects.get(client=again, work_form=identity.work_form_id),
        by=by,
        first_names=identity.first_names or "",
        last_name=identity.last_name or "",
    )
    if is_linked:
        say_same(kept=identity.client, other=again, by=by)
