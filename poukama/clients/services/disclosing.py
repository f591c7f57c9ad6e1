"""Telling something of somebody to others: on a consent that holds, or by a law. No other code lets anything out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.clients.models import Client, Consent, Disclosure, Family, KnownIn
from poukama.clients.receivers import Receiver, receiver_of
from poukama.clients.rules import Action
from poukama.clients.shielding import unshielded_known
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import words_of
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

BY_CONSENT = "consent"
"""The ground that is no law: the machine looks for a consent that holds."""


class NothingTold(Exception):
    """What was told, or to whom, is missing."""


class TellingAhead(Exception):
    """The day on which it was told has not come."""


class NoSuchGround(Exception):
    """It is no ground by law that the work form knows."""


class SameController(Exception):
    """Between work forms of one controller nothing is disclosed."""


class TellingOnceMore(Exception):
    """Just this is written down already: the form was sent twice."""


class Why(StrEnum):
    """Why no consent allows it."""

    NONE = "none"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    LATER = "later"
    BROKEN = "broken"


class NoConsent(Exception):
    """Nobody has consented to this being told of them (by code name) to this receiver on that day; why."""

    def __init__(self, of: str, to: Receiver, why: Why, day: date | None = None) -> None:
        self.of, self.to, self.why, self.day = of, to, why, day
        super().__init__(why)


class GroundNeeded(Exception):
    """Somebody is to be made known under another controller, and nothing says on which ground."""


@dataclass(frozen=True)
class Ground:
    """On which ground somebody is made known under another controller, and by what those who tell it know them."""

    basis: str
    sources: Sequence[KnownIn]


@transaction.atomic
def disclose(  # noqa: PLR0913  # what the law asks of such a note
    *, known: KnownIn, to: Receiver, basis: str, what: str, told_on: date, by: User
) -> Disclosure:
    """Write down what was told of somebody: `basis` is `BY_CONSENT` or the key of a ground by law.

    To a work form of another controller `what` may be empty: it is told that they are served, and the code name.
    """
    known = KnownIn.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=known.pk)
    what = what.strip()
    if not str(to).strip() or not (what or to.work_form):
        raise NothingTold
    if told_on > clock.today():
        raise TellingAhead
    if to.work_form and to.work_form.controller == known.work_form.controller:
        raise SameController
    consent = _consent_for(known, to, told_on) if basis == BY_CONSENT else None
    if consent is None and not words_of(TermList.DISCLOSURE_GROUND, known.work_form, [basis]):
        raise NoSuchGround
    law = "" if consent else basis
    _refuse_twice(known, to, what, told_on, law, by)
    disclosure = Disclosure.objects.create(
        known=known,
        what=what or None,
        told_on=told_on,
        consent=consent,
        law=law,
        recorded_at=clock.now(),
        recorded_by=by,
        **to.columns,
    )
    audit.record(
        Action.DISCLOSE,
        by=by,
        about=known.client or known.family,
        work_form=known.work_form.key,
        detail={"disclosure": str(disclosure.pk), "ground": basis},
    )
    return disclosure


def crossing(work_form: WorkForm, *, client: Client | None = None, family: Family | None = None) -> bool:
    """Whether making them known there would tell of them to another controller than those who know them already."""
    here = KnownIn.objects.filter(**({"client": client} if client else {"family": family}))
    controllers = set(here.order_by().values_list("work_form__controller", flat=True))
    return bool(controllers) and work_form.controller not in controllers


def tell_across(
    work_form: WorkForm,
    ground: Ground | None,
    by: User,
    *,
    client: Client | None = None,
    family: Family | None = None,
) -> None:
    """Write down, where somebody is made known under another controller, that it was told, and on which ground.

    Under a protection order only those whom it names tell of them.
    """
    if not crossing(work_form, client=client, family=family):
        return
    theirs = [
        known
        for known in (ground.sources if ground else ())
        if (known.client_id == client.pk if client else known.family_id == family.pk if family else False)
        and known.work_form.controller != work_form.controller
    ]
    told = KnownIn.objects.filter(
        unshielded_known(Actor(by, clock.today())), pk__in=[each.pk for each in theirs]
    )
    may_tell = set(told.order_by().values_list("pk", flat=True))
    sources = [known for known in theirs if known.pk in may_tell]
    if ground is None or not sources:
        raise GroundNeeded
    refused: NoConsent | None = None
    for known in sources:
        try:
            disclose(
                known=known,
                to=Receiver(work_form=work_form),
                basis=ground.basis,
                what="",
                told_on=clock.today(),
                by=by,
            )
        except NoConsent as none:
            refused = refused or none
        except TellingOnceMore:
            return
        else:
            return
    if refused is not None:
        raise refused


def _consent_for(known: KnownIn, to: Receiver, day: date) -> Consent:
    """The consent that allows it, locked against being withdrawn meanwhile."""
    whose = Q(known=known)
    if known.family_id:
        whose |= Q(known__work_form=known.work_form_id, known__client__family=known.family_id)
    rows = Consent.objects.select_for_update(of=("self",)).filter(whose)
    rows = rows.filter(to_partner=to.partner, to_work_form=to.work_form)
    given = list(rows.select_related("to_partner", "to_work_form").order_by("-expires_on", "pk"))
    readable = [each for each in given if opens(each)]
    fitting = [each for each in readable if receiver_of(each).is_same(to)]
    reasons = [(_against(each, day), each) for each in fitting]
    for reason, consent in reasons:
        if reason is None:
            return consent
    of = str(known.client or known.family)
    if not reasons:
        raise NoConsent(of, to, Why.BROKEN if len(readable) < len(given) else Why.NONE)
    raise NoConsent(of, to, *_nearest(reasons))


def _against(consent: Consent, day: date) -> tuple[Why, date] | None:
    """What keeps a consent from allowing something on a day; on the day of its withdrawal it allows nothing more."""
    if consent.voided_at is not None and day >= timezone.localdate(consent.voided_at):
        return Why.WITHDRAWN, timezone.localdate(consent.voided_at)
    if day > consent.expires_on:
        return Why.ENDED, consent.expires_on
    return (Why.LATER, consent.given_on) if day < consent.given_on else None


def _nearest(reasons: Iterable[tuple[tuple[Why, date] | None, Consent]]) -> tuple[Why, date]:
    """What is said of several that do not allow it: the latest."""
    return max((reason for reason, _consent in reasons if reason), key=lambda reason: reason[1])


def _refuse_twice(  # noqa: PLR0913  # everything that makes two the same
    known: KnownIn, to: Receiver, what: str, told_on: date, law: str, by: User
) -> None:
    same = Disclosure.objects.filter(
        known=known,
        told_on=told_on,
        law=law,
        recorded_by=by,
        to_partner=to.partner,
        to_work_form=to.work_form,
    )
    for each in same.order_by("pk"):
        if opens(each) and receiver_of(each).is_same(to) and (each.what or "") == what:
            raise TellingOnceMore
