"""Contacts of an episode, consultations, and what one has recorded today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils.translation import ngettext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import TOOK_PLACE
from poukama.casework.models import Consultation, Contact, Episode, EpisodeMember
from poukama.casework.queries.episodes import episodes
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.organisation.words import term_labels, words
from poukama.toolkit import clock, formatting

MOST = 50
"""How many of one's recordings of a day are listed."""


def contacts_of(actor: Actor, episode: Episode) -> QuerySet[Contact]:
    """Contacts of an episode in force that the actor may read, unordered, with who met them and who was there."""
    members = visible(actor, Action.READ_MEMBER, EpisodeMember.objects.select_related("client", "episode"))
    there = members.order_by("starts_on", "pk")
    found = visible(actor, Action.READ_CONTACT, Contact.objects.filter(episode=episode, voided_at=None))
    return found.select_related("recorded_by").prefetch_related(
        Prefetch("present", there, to_attr="there"), "workers"
    )


def consultations_of(actor: Actor) -> QuerySet[Consultation]:
    """Consultations in force that the actor may read, unordered, with their work form and who recorded them."""
    found = visible(actor, Action.READ_CONSULTATION, Consultation.objects.filter(voided_at=None))
    return found.select_related("work_form", "recorded_by")


@dataclass(frozen=True)
class ContactRow:
    """A contact as the page shows it."""

    contact: Contact
    kind: str
    met_by: str
    present: list[str]
    may_undo: bool
    nobody_came: bool
    """Where the word for its kind does not say so itself."""


def contact_rows(actor: Actor, contacts: Sequence[Contact]) -> list[ContactRow]:
    """Contacts that `contacts_of` gave, in words, and whether the actor may take each back."""
    kinds = words(TermList.CONTACT_KIND).by_key
    roles = term_labels(TermList.MEMBER_ROLE)
    given = Contact.objects.filter(pk__in=[contact.pk for contact in contacts])
    undoable = set(visible(actor, Action.VOID_CONTACT, given).order_by().values_list("pk", flat=True))
    return [
        ContactRow(
            contact=contact,
            kind=kinds[contact.kind].label() if contact.kind in kinds else contact.kind,
            met_by=met_by(contact),
            present=[
                f"{roles.get(member.role, member.role)} {member.code_name_here}".strip()
                for member in present_at(contact)
            ],
            may_undo=contact.pk in undoable,
            nobody_came=not contact.took_place and not _says_so(kinds.get(contact.kind)),
        )
        for contact in contacts
    ]


def present_at(contact: Contact) -> list[EpisodeMember]:
    """Who of those whom the reader sees was at a contact that `contacts_of` gave."""
    there: list[EpisodeMember] = contact.there  # type: ignore[attr-defined]
    return there


def met_by(contact: Contact) -> str:
    """Who met them, by initials: one or a pair, or else whoever recorded it."""
    workers = sorted(worker.initials for worker in contact.workers.all())
    return ", ".join(workers) or contact.recorded_by.initials


def _says_so(kind: Term | None) -> bool:
    return kind is not None and kind.attributes.get(TOOK_PLACE) is False


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation as the list shows it."""

    consultation: Consultation
    counts: str
    themes: str
    may_undo: bool


def consultation_rows(actor: Actor, rows: Sequence[Consultation]) -> list[ConsultationRow]:
    """Consultations in words, and whether the actor may take each back."""
    themes = term_labels(TermList.THEME)
    given = Consultation.objects.filter(pk__in=[row.pk for row in rows])
    undoable = set(visible(actor, Action.VOID_CONSULTATION, given).order_by().values_list("pk", flat=True))
    return [
        ConsultationRow(
            consultation=row,
            counts=counts_said(row),
            themes=", ".join(themes.get(key, key) for key in row.themes),
            may_undo=row.pk in undoable,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Recordings:
    """What one has recorded on a day and may still take back."""

    contacts: list[Contact]
    consultations: list[Consultation]
    opened: list[Episode]
    ended: list[Episode]

    def __len__(self) -> int:
        return len(self.contacts) + len(self.consultations) + len(self.opened) + len(self.ended)


def my_recordings(actor: Actor, day: date) -> Recordings:
    """What the actor has recorded on the day in casework, the latest 50 of each kind; four queries."""
    span = _span(day)
    contacts = visible(actor, Action.VOID_CONTACT, Contact.objects.filter(voided_at=None))
    consultations = visible(actor, Action.VOID_CONSULTATION, Consultation.objects.filter(voided_at=None))
    own = {"recorded_by": actor.user, "recorded_at__gte": span[0], "recorded_at__lt": span[1]}
    return Recordings(
        contacts=list(
            contacts.filter(**own)
            .select_related("episode__family", "episode__client", "episode__work_form")
            .order_by("-recorded_at", "-pk")[:MOST]
        ),
        consultations=list(
            consultations.filter(**own).select_related("work_form").order_by("-recorded_at", "-pk")[:MOST]
        ),
        opened=list(
            episodes(actor, Action.VOID_EPISODE)
            .filter(**own, ends_on=None)
            .order_by("-recorded_at", "-pk")[:MOST]
        ),
        ended=list(
            episodes(actor, Action.CLOSE_EPISODE)
            .filter(closed_by=actor.user, closed_at__gte=span[0], closed_at__lt=span[1])
            .order_by("-closed_at", "-pk")[:MOST]
        ),
    )


def _span(day: date) -> tuple[datetime, datetime]:
    return clock.local(day, time(0)), clock.local(day + timedelta(days=1), time(0))


def counts_said(row: Consultation) -> str:
    """How many a consultation counts, in words: "2 people and 1 family"."""
    said = []
    if row.people:
        said.append(ngettext("%(n)s person", "%(n)s people", row.people) % _n(row.people))
    if row.families:
        said.append(ngettext("%(n)s family", "%(n)s families", row.families) % _n(row.families))
    if row.professionals:
        words = ngettext("%(n)s professional", "%(n)s professionals", row.professionals)
        said.append(words % _n(row.professionals))
    return formatting.joined(said)


def _n(count: int) -> dict[str, str]:
    return {"n": formatting.number(count)}
