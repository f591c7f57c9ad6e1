"""What clients keeps of somebody, in passages for themselves."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import OwnSection
from poukama.clients.models import (
    Alert,
    Attachment,
    Consent,
    Disclosure,
    FamilyTie,
    Identity,
    KnownIn,
    ProtectionOrder,
    SafeContact,
    Whereabouts,
)
from poukama.clients.own_data import Passage
from poukama.clients.queries.consent import disclosure_rows, sentence_said
from poukama.clients.rules import Action
from poukama.clients.shielding import unshielded_tie

COVERED = "••••••-••••"
"""They know it themselves: that it is kept is told, and whoever puts this together opens no code."""


def own_passages(actor: Actor, known: KnownIn) -> Iterator[Passage]:
    """Everything that was told to the work form, former words too."""
    yield from _who(known)
    yield from _reach(known)
    yield from _places(known)
    yield from _safety(actor, known)
    yield from _ties(actor, known)
    yield from _told(actor, known)
    for row in visible(actor, Action.READ_ATTACHMENT, Attachment.objects.filter(known=known)).order_by(
        "recorded_at", "pk"
    ):
        yield Passage(
            OwnSection.PAPERS, row.title or "", row.get_kind_display(), row.recorded_at.date(), of_others=True
        )


def _who(known: KnownIn) -> Iterator[Passage]:
    client = known.client
    if client is None:
        return
    yield Passage(OwnSection.WHO, _("Code name"), client.code_name, known.since_on)
    if client.birth_year:
        yield Passage(OwnSection.WHO, _("Year of birth"), str(client.birth_year))
    rows = Identity.objects.filter(client=client, work_form=known.work_form).order_by("recorded_at", "pk")
    for row in rows:
        said = [row.first_names, row.last_name, row.born_on]
        yield Passage(OwnSection.WHO, _("Name"), " ".join(filter(None, said)), row.recorded_at.date())
        if row.code:
            yield Passage(OwnSection.WHO, _("Personal identity code"), COVERED, row.recorded_at.date())


def _reach(known: KnownIn) -> Iterator[Passage]:
    for row in SafeContact.objects.filter(known=known).order_by("confirmed_on", "pk"):
        said = [
            row.phone,
            row.email,
            row.address,
            row.when(),
            row.say,
            row.code_word,
            row.language,
            row.interpreter,
            row.note,
        ]
        yield Passage(OwnSection.REACH, _("Agreed"), "\n".join(filter(None, said)), row.confirmed_on)


def _places(known: KnownIn) -> Iterator[Passage]:
    for row in Whereabouts.objects.filter(known=known).order_by("recorded_at", "pk"):
        said = [row.municipality, row.home, row.school, row.daycare, row.workplace]
        yield Passage(OwnSection.PLACE, _("Told"), "\n".join(filter(None, said)), row.recorded_at.date())


def _safety(actor: Actor, known: KnownIn) -> Iterator[Passage]:
    alerts = visible(actor, Action.READ_ALERT, Alert.objects.filter(known=known))
    for alert in alerts.order_by("recorded_at", "pk"):
        said = "\n".join(filter(None, [alert.what, alert.action]))
        yield Passage(
            OwnSection.SAFETY, alert.get_kind_display(), said, alert.recorded_at.date(), of_others=True
        )
    orders = visible(actor, Action.READ_ORDER, ProtectionOrder.objects.filter(known=known))
    for order in orders.order_by("starts_on", "pk"):
        said = "\n".join(filter(None, [order.against, order.action]))
        yield Passage(OwnSection.SAFETY, order.get_kind_display(), said, order.starts_on, of_others=True)


def _ties(actor: Actor, known: KnownIn) -> Iterator[Passage]:
    of = Q(client=known.client) | Q(other=known.client)
    rows = FamilyTie.objects.filter(of, unshielded_tie(actor), work_form=known.work_form, voided_at=None)
    seen = visible(actor, Action.READ_TIE, rows).select_related("client", "other")
    for row in seen.order_by("pk"):
        said = f"{row.client}: {row.get_kind_display()}, {row.other}"
        yield Passage(OwnSection.TIES, row.get_kind_display(), said, row.starts_on, of_others=True)


def _told(actor: Actor, known: KnownIn) -> Iterator[Passage]:
    consents = visible(actor, Action.READ_CONSENT, Consent.objects.filter(known=known))
    related = ("to_partner", "to_work_form")
    for consent in consents.select_related(*related).order_by("given_on", "pk"):
        yield Passage(OwnSection.TOLD, _("Consent"), sentence_said(consent), consent.given_on)
    told = visible(actor, Action.READ_DISCLOSURE, Disclosure.objects.filter(known=known))
    rows = told.select_related(*related, "consent", "recorded_by").order_by("told_on", "pk")
    for row in disclosure_rows(list(rows)):
        said = f"{row.to}: {row.what}"
        yield Passage(OwnSection.TOLD, _("Told"), said, row.disclosure.told_on)
