"""What may be told of somebody, said as a sentence, and what was told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import ClientIdentification, Purpose
from poukama.clients.models import Client, Consent, Disclosure, Family, KnownIn
from poukama.clients.receivers import receiver_of
from poukama.clients.rules import Action
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import Partner, WorkForm
from poukama.organisation.words import term_labels
from poukama.toolkit import formatting
from poukama.toolkit.facts import Text
from poukama.toolkit.sealing import opens

ENDS_SOON = timedelta(days=14)
MOST_ENDED, MOST_RELIED = 10, 100
"""How many that hold no more are shown, and how many notes of having relied on them."""

_SO_THAT: dict[str, Text] = {
    Purpose.SUPPORT: gettext_lazy("support goes on without a break"),
    Purpose.SAFETY: gettext_lazy("everybody is safe"),
    Purpose.HEALTH: gettext_lazy("care can be arranged"),
    Purpose.CHILD: gettext_lazy("the child's everyday life works"),
    Purpose.HOUSING: gettext_lazy("home and livelihood are in order"),
}
"""What each purpose is in the sentence; "something else" is said in words."""
_MISSING = "…"


def sentence(*, to: str, what: str, purpose: str, purpose_words: str, until: date | None) -> str:
    """A consent in one plain sentence; what is still missing is dots."""
    said: str = _("We may tell %(to)s %(what)s until %(day)s, so that %(purpose)s.")
    whole: str = said % {
        "to": to or _MISSING,
        "what": what.strip().rstrip(".") or _MISSING,
        "day": formatting.day(until) if until else _MISSING,
        "purpose": purpose_words.strip().rstrip(".") or _SO_THAT.get(purpose, _MISSING),
    }
    return whole.replace(f"{_MISSING}.", _MISSING)


@dataclass(frozen=True)
class Relied:
    """That something was told by a consent."""

    on: date
    who: str


@dataclass(frozen=True)
class ConsentRow:
    """A consent as pages say it. `sentence` is empty when its box does not open."""

    consent: Consent
    sentence: str
    is_in_force: bool
    is_renewed: bool
    relied: list[Relied] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Whether they said so themselves."""
        return self.consent.given_by_id == self.consent.known_id


def consents_of(
    actor: Actor, known: Sequence[KnownIn], today: date
) -> tuple[list[ConsentRow], list[ConsentRow]]:
    """The consents that hold today, and the latest of those that do not, with who relied on each. Three queries."""
    given = visible(actor, Action.READ_CONSENT, Consent.objects.filter(known__in=known))
    given = given.select_related(
        "known__client", "given_by__client", "to_partner", "to_work_form", "recorded_by", "voided_by"
    ).annotate(is_renewed=Exists(Consent.objects.filter(renews=OuterRef("pk"))))
    holding = Q(voided_at=None, expires_on__gte=today)
    in_force = list(given.filter(holding).order_by("expires_on", "pk"))
    ended = list(given.exclude(holding).order_by("-recorded_at", "pk")[:MOST_ENDED])
    relied = _relied_on(actor, [*in_force, *ended])
    return (
        [_row(each, relied, is_in_force=True) for each in in_force],
        [_row(each, relied, is_in_force=False) for each in ended],
    )


def _relied_on(actor: Actor, consents: Sequence[Consent]) -> dict[str, list[Relied]]:
    rows = Disclosure.objects.filter(consent__in=consents, voided_at=None)
    found = visible(actor, Action.READ_DISCLOSURE, rows).select_related("recorded_by")
    relied: dict[str, list[Relied]] = {}
    for each in found.order_by("-told_on", "pk")[:MOST_RELIED]:
        relied.setdefault(str(each.consent_id), []).append(Relied(each.told_on, each.recorded_by.name))
    return relied


def _row(consent: Consent, relied: dict[str, list[Relied]], *, is_in_force: bool) -> ConsentRow:
    said = sentence_said(consent) if opens(consent) else ""
    is_renewed: bool = consent.is_renewed  # type: ignore[attr-defined]  # annotated
    return ConsentRow(consent, said, is_in_force, is_renewed, relied.get(str(consent.pk), []))


def sentence_said(consent: Consent) -> str:
    """A consent as its sentence; its boxes are opened."""
    return sentence(
        to=str(receiver_of(consent)),
        what=consent.what,
        purpose=consent.purpose,
        purpose_words=consent.purpose_words or "",
        until=consent.expires_on,
    )


@dataclass(frozen=True)
class DisclosureRow:
    """Something that was told, as pages say it: to whom, what, and by which law where by no consent."""

    disclosure: Disclosure
    to: str
    what: str
    law: str
    cannot_be_opened: bool = False


def disclosures_of(actor: Actor, known: Sequence[KnownIn]) -> QuerySet[Disclosure]:
    """What has been told of these by their work forms, unordered."""
    rows = Disclosure.objects.filter(known__in=known, voided_at=None)
    found = visible(actor, Action.READ_DISCLOSURE, rows).select_related(
        "known__client", "known__family", "to_partner", "to_work_form", "consent", "recorded_by"
    )
    return found.annotate(is_renewed=Exists(Consent.objects.filter(renews=OuterRef("consent"))))


def disclosure_rows(disclosures: Sequence[Disclosure]) -> list[DisclosureRow]:
    """What was told in words; one query for the names of laws."""
    laws = term_labels(TermList.DISCLOSURE_GROUND)
    return [_told(each, laws.get(each.law, each.law)) for each in disclosures]


def _told(disclosure: Disclosure, law: str) -> DisclosureRow:
    if not opens(disclosure):
        return DisclosureRow(disclosure, "", "", law, cannot_be_opened=True)
    what = disclosure.what or _("that they are served here, and by which code name")
    return DisclosureRow(disclosure, str(receiver_of(disclosure)), what, law)


def kin_here(actor: Actor, known: KnownIn) -> list[KnownIn]:
    """They, and the others of their family whom the work form knows by code name. One query."""
    family = known.client.family_id if known.client else None
    about = Q(pk=known.pk) | Q(client__family=family, client__family__isnull=False)
    rows = KnownIn.objects.filter(
        about, work_form=known.work_form_id, client__identification=ClientIdentification.CODED
    )
    found = visible(actor, Action.GIVE_CONSENT, rows).select_related("client", "work_form")
    return sorted(found.order_by("client__search_key", "pk"), key=lambda each: each.pk != known.pk)


def receivers_for(work_form: WorkForm) -> tuple[list[WorkForm], list[Partner]]:
    """To whom a work form can tell something: work forms of other controllers, and partners. Two queries."""
    others = WorkForm.objects.exclude(controller=work_form.controller)
    known = others.exclude(identification=Identification.COUNTED)
    return list(known.order_by("order", "pk")), list(Partner.objects.order_by("name", "pk"))


def sources_across(
    actor: Actor, work_form: WorkForm, *, family: Family | None, clients: Sequence[Client]
) -> list[KnownIn]:
    """By what the actor's work forms know those whom making known there would tell of to another controller. One query."""
    about = Q(client__in=clients) | Q(family=family) if family else Q(client__in=clients)
    under = KnownIn.objects.filter(work_form__controller=work_form.controller)
    rows = KnownIn.objects.filter(
        about,
        ~Exists(under.filter(client__isnull=False, client=OuterRef("client"))),
        ~Exists(under.filter(family__isnull=False, family=OuterRef("family"))),
    )
    found = visible(actor, Action.DISCLOSE, rows).select_related("work_form", "client", "family")
    return list(found.order_by("work_form", "pk"))
