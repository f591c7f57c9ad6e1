"""Recording alerts, and how somebody may be contacted."""

from datetime import date, timedelta
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from poukama.access import audit
from poukama.clients.choices import AlertKind
from poukama.clients.hours import read
from poukama.clients.models import Alert, KnownIn, SafeContact
from poukama.clients.rules import Action
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

LONGEST_ALERT = timedelta(days=366)
"""An alert that nobody looks at for longer than a year is no longer known to be true."""
LONGEST_AGREEMENT = timedelta(days=184)
"""Half a year: a home and a phone change hands in less."""


class NothingSaid(Exception):
    """What it is about, or what to do about it, is missing."""


class SameAlertAlready(Exception):
    """Just this alert stands already: the form was sent twice."""


class EndsTooLate(Exception):
    """It would be believed for longer than anybody looks at it."""


class EndsInThePast(Exception):
    """Its last day has gone already."""


class EndedMeanwhile(Exception):
    """Somebody else has renewed or ended it since it was looked at."""


class NoAddressForChannel(Exception):
    """A channel is allowed for which there is no number or address."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


@transaction.atomic
def add_alert(
    *,
    known: KnownIn,
    kind: AlertKind,
    what: str,
    action: str,
    ends_on: date,
    by: User,
    corrects: Alert | None = None,
) -> Alert:
    """Add an alert, or put a renewed one in the place of another."""
    what, action = what.strip(), action.strip()
    if not what or not action:
        raise NothingSaid
    if ends_on < clock.today():
        raise EndsInThePast
    if ends_on > clock.today() + LONGEST_ALERT:
        raise EndsTooLate
    known = KnownIn.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=known.pk)
    if corrects is not None:
        _void(corrects, by)
    standing = Alert.objects.filter(known=known, kind=kind, ends_on=ends_on, voided_at=None).order_by("pk")
    if any(opens(each) and (each.what, each.action) == (what, action) for each in standing):
        raise SameAlertAlready
    alert = Alert.objects.create(
        known=known,
        kind=kind,
        what=what,
        action=action,
        ends_on=ends_on,
        corrects=corrects,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    changed = Action.CHANGE_ALERT if corrects else Action.ADD_ALERT
    audit.record(changed, by=by, about=alert, work_form=known.work_form.key)
    return alert


@transaction.atomic
def end_alert(*, alert: Alert, by: User) -> None:
    """End an alert before its day."""
    _void(alert, by)
    audit.record(Action.CHANGE_ALERT, by=by, about=alert, work_form=alert.known.work_form.key)


def _void(alert: Alert, by: User) -> None:
    standing = Alert.objects.select_for_update().filter(pk=alert.pk, voided_at=None)
    if not standing.order_by().update(voided_at=clock.now(), voided_by=by):
        raise EndedMeanwhile


class Agreement(TypedDict, total=False):
    """What was agreed; what is left out is not allowed or not known."""

    by_call: bool
    by_voicemail: bool
    by_text: bool
    by_email: bool
    by_post: bool
    phone: str
    email: str
    address: str
    times: str
    hours: str
    say: str
    code_word: str
    language: str
    interpreter: str
    note: str


_NEEDED = {
    "by_call": "phone",
    "by_voicemail": "phone",
    "by_text": "phone",
    "by_email": "email",
    "by_post": "address",
}


class HoursWithoutLength(Exception):
    """Hours begin and end at the same time."""


@transaction.atomic
def agree_safe_contact(
    *, known: KnownIn, agreed: Agreement, expires_on: date, by: User, former: UUID | None = None
) -> SafeContact:
    """Record how somebody may be contacted, confirmed with them today; the former agreement is kept as corrected.

    `former` is the agreement as it was looked at; None where there was none.
    """
    known = KnownIn.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=known.pk)
    for channel, field in _NEEDED.items():
        if agreed.get(channel) and not str(agreed.get(field, "")).strip():
            raise NoAddressForChannel(field)
    hours = read(agreed.get("times"))
    if any(each and each.starts == each.ends for each in (hours.weekdays, hours.weekend)):
        raise HoursWithoutLength
    if expires_on <= clock.today():
        raise EndsInThePast
    if expires_on > clock.today() + LONGEST_AGREEMENT:
        raise EndsTooLate
    now = SafeContact.objects.filter(known=known, voided_at=None).first()
    if (now and now.pk) != former:
        raise EndedMeanwhile
    if now is not None:
        now.voided_at, now.voided_by = clock.now(), by
        now.save(update_fields=["voided_at", "voided_by"])
    told = {
        name: (value.strip() or None) if isinstance(value, str) else value for name, value in agreed.items()
    }
    contact = SafeContact.objects.create(
        known=known,
        confirmed_on=clock.today(),
        expires_on=expires_on,
        corrects=now,
        recorded_at=clock.now(),
        recorded_by=by,
        **told,
    )
    audit.record(Action.AGREE_SAFE_CONTACT, by=by, about=known.client, work_form=known.work_form.key)
    return contact
