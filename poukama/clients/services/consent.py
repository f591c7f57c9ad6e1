"""Recording what somebody has said may be told of them, renewing it, and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from poukama.access import audit
from poukama.clients.choices import HowGiven, Purpose
from poukama.clients.models import Consent, KnownIn
from poukama.clients.receivers import Receiver, receiver_of
from poukama.clients.rules import Action
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

LONGEST_CONSENT = timedelta(days=366)
"""Nobody remembers for longer than a year what they have agreed to."""


class ConsentSaysNothing(Exception):
    """What may be told, to whom or what for is missing."""


class GivenAhead(Exception):
    """The day on which it was given has not come."""


class ConsentHasEnded(Exception):
    """Its last day has gone already."""


class ConsentTooLong(Exception):
    """It would be relied on for longer than anybody remembers it."""


class NotOneOfThem(Exception):
    """Who gave it and of whom it is are not known in the same work form."""


class ToOurselves(Exception):
    """The receiver has the same controller: nothing is disclosed, and no consent is needed."""


class ChangedMeanwhile(Exception):
    """Somebody else has withdrawn or renewed it since it was looked at."""


@dataclass(frozen=True)
class Said:
    """What was said: to whom, what, what for, how, and from when to when."""

    to: Receiver
    what: str
    purpose: Purpose
    how: HowGiven
    given_on: date
    expires_on: date
    purpose_words: str = ""


@transaction.atomic
def give_consent(
    *, of: Sequence[KnownIn], given_by: KnownIn, said: Said, by: User, renews: Consent | None = None
) -> list[Consent]:
    """Record a consent, one for each whom it is about. Just the same once more changes nothing.

    With `renews` it takes the place of another, which ends.
    """
    what, words = said.what.strip(), said.purpose_words.strip()
    _check(of, given_by, said)
    if not what or (said.purpose == Purpose.OTHER and not words):
        raise ConsentSaysNothing
    given = []
    for known in of:
        KnownIn.objects.select_for_update().get(pk=known.pk)
        if renews is not None:
            _void(renews, by)
        elif standing := _standing(known, given_by, said):
            given.append(standing)
            continue
        consent = Consent.objects.create(
            known=known,
            given_by=given_by,
            what=what,
            purpose=said.purpose,
            purpose_words=words or None,
            how=said.how,
            given_on=said.given_on,
            expires_on=said.expires_on,
            renews=renews,
            recorded_at=clock.now(),
            recorded_by=by,
            **said.to.columns,
        )
        _told(Action.GIVE_CONSENT, consent, by)
        given.append(consent)
    return given


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User) -> None:
    """Say that they have taken it back: from now on nothing is told by it. What was told by it stays written."""
    _void(consent, by)
    _told(Action.CHANGE_CONSENT, consent, by)


def _check(of: Sequence[KnownIn], given_by: KnownIn, said: Said) -> None:
    if not of or not str(said.to).strip():
        raise ConsentSaysNothing
    if any(each.client_id is None or each.work_form_id != given_by.work_form_id for each in of):
        raise NotOneOfThem
    if said.to.work_form and said.to.work_form.controller == given_by.work_form.controller:
        raise ToOurselves
    if said.given_on > clock.today():
        raise GivenAhead
    if said.expires_on < clock.today():
        raise ConsentHasEnded
    if said.expires_on > said.given_on + LONGEST_CONSENT:
        raise ConsentTooLong


def _standing(known: KnownIn, given_by: KnownIn, said: Said) -> Consent | None:
    """Just this, recorded already: the form was sent twice."""
    rows = Consent.objects.filter(
        known=known,
        given_by=given_by,
        purpose=said.purpose,
        how=said.how,
        given_on=said.given_on,
        expires_on=said.expires_on,
        to_partner=said.to.partner,
        to_work_form=said.to.work_form,
        voided_at=None,
    )
    told = (said.what.strip(), said.purpose_words.strip())
    for each in rows.select_related("to_partner", "to_work_form").order_by("pk"):
        is_same = opens(each) and (each.what, each.purpose_words or "") == told
        if is_same and receiver_of(each).is_same(said.to):
            return each
    return None


def _void(consent: Consent, by: User) -> None:
    standing = Consent.objects.select_for_update().filter(pk=consent.pk, voided_at=None)
    if not standing.order_by().update(voided_at=clock.now(), voided_by=by):
        raise ChangedMeanwhile


def _told(action: Action, consent: Consent, by: User) -> None:
    known = consent.known
    detail = {"consent": str(consent.pk)}
    audit.record(action, by=by, about=known.client, work_form=known.work_form.key, detail=detail)
