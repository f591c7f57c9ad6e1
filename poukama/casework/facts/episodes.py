"""What casework publishes for counting: people and families in care, phases, contacts and consultations."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.casework.facts.shared import EPISODES_CHANGE, page_of
from poukama.casework.models import Consultation, Contact, Episode, EpisodeMember, EpisodePhase
from poukama.casework.queries import counts_said
from poukama.casework.rules import Action
from poukama.clients.facts import SAME_PEOPLE, counted_as
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Counting, Dimension, Fact, LeftOut, Record, Source


def _members(rows: Iterable[EpisodeMember]) -> list[Record]:
    roles = term_labels(TermList.MEMBER_ROLE)
    return [
        Record(
            row.starts_on,
            row.client.code_name or row.episode.code,
            roles.get(row.role, row.role),
            page_of(row.episode_id),
        )
        for row in rows
    ]


def _episodes(rows: Iterable[Episode]) -> list[Record]:
    return [Record(row.starts_on, row.code, row.work_form.label(), page_of(row.pk)) for row in rows]


def _phases(rows: Iterable[EpisodePhase]) -> list[Record]:
    names = term_labels(TermList.PHASE)
    return [
        Record(row.starts_on, row.episode.code, names.get(row.phase, row.phase), page_of(row.episode_id))
        for row in rows
    ]


def _contacts(rows: Iterable[Contact]) -> list[Record]:
    kinds = term_labels(TermList.CONTACT_KIND)
    return [
        Record(row.happened_on, row.episode.code, kinds.get(row.kind, row.kind), page_of(row.episode_id))
        for row in rows
    ]


def _consultations(rows: Iterable[Consultation]) -> list[Record]:
    url = reverse("casework:consultations")
    return [Record(row.happened_on, f"N-{row.pk}", counts_said(row), url) for row in rows]


_ROLE = Dimension(_("Role"), "role", partial(term_labels, TermList.MEMBER_ROLE))

MEMBERS = Fact(
    key="casework.members",
    title=_("People in care"),
    model=EpisodeMember,
    work_form="episode__work_form__key",
    first_day="starts_on",
    last_day="ends_on",
    ended="ended_at",
    lives=("", "episode__"),
    counts={
        "people": Counting(_("people"), distinct="client_id"),
        "families": Counting(_("families"), distinct="episode__family_id"),
        "rows": Counting(_("memberships of an episode")),
    },
    dimensions={"member_role": _ROLE},
    unjoinable=Q(client__identification="anonymous"),
    same={"client_id": counted_as},
    about_people=True,
    sources=(
        Source("casework_episodemember", "starts_on"),
        EPISODES_CHANGE,
        Source("clients_client"),
        SAME_PEOPLE,
    ),
    read_action=Action.READ_MEMBER,
    describe=_members,
    related=("episode__family", "episode__client", "client"),
)

EPISODES = Fact(
    key="casework.episodes",
    title=_("Families in care"),
    model=Episode,
    work_form="work_form__key",
    first_day="starts_on",
    last_day="ends_on",
    ended="closed_at",
    counts={
        "families": Counting(_("families"), distinct="family_id"),
        "rows": Counting(_("episodes")),
    },
    about_people=True,
    sources=(EPISODES_CHANGE,),
    read_action=Action.READ_EPISODE,
    describe=_episodes,
    related=("family", "client", "work_form"),
)

EPISODES_STARTED = Fact(
    key="casework.episodes_started",
    title=_("Families whose episode began"),
    model=Episode,
    work_form="work_form__key",
    day="starts_on",
    counts=EPISODES.counts,
    about_people=True,
    sources=(EPISODES_CHANGE,),
    read_action=Action.READ_EPISODE,
    describe=_episodes,
    related=("family", "client", "work_form"),
)

PHASES = Fact(
    key="casework.phases",
    title=_("Families in a phase of support"),
    model=EpisodePhase,
    work_form="episode__work_form__key",
    first_day="starts_on",
    last_day="ends_on",
    ended="ended_at",
    lives=("", "episode__"),
    counts={
        "families": Counting(_("families"), distinct="episode__family_id"),
        "rows": Counting(_("phases")),
    },
    dimensions={"phase": Dimension(_("Phase"), "phase", partial(term_labels, TermList.PHASE))},
    about_people=True,
    sources=(Source("casework_episodephase", "starts_on"), EPISODES_CHANGE),
    read_action=Action.READ_PHASE,
    describe=_phases,
    related=("episode__family", "episode__client"),
)

CONTACTS = Fact(
    key="casework.contacts",
    title=_("Contacts of episodes"),
    model=Contact,
    work_form="episode__work_form__key",
    day="happened_on",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("meetings and other contacts")),
        "families": Counting(_("families"), distinct="episode__family_id"),
        "minutes": Counting(_("minutes"), total="minutes"),
    },
    dimensions={"kind": Dimension(_("Kind"), "kind", partial(term_labels, TermList.CONTACT_KIND))},
    counted=Q(took_place=True),
    left_out=(LeftOut(_("Agreed, but did not take place"), Q(took_place=False)),),
    about_people=True,
    sources=(Source("casework_contact", "happened_on"), EPISODES_CHANGE),
    read_action=Action.READ_CONTACT,
    describe=_contacts,
    related=("episode__family", "episode__client"),
)

CONSULTATIONS = Fact(
    key="casework.consultations",
    title=_("Consultations"),
    model=Consultation,
    work_form="work_form__key",
    day="happened_on",
    counts={
        "people": Counting(_("people"), total="people"),
        "families": Counting(_("families"), total="families"),
        "professionals": Counting(_("professionals"), total="professionals"),
        "rows": Counting(_("consultations")),
    },
    unjoinable=Q(pk__isnull=False),
    sources=(Source("casework_consultation", "happened_on"),),
    read_action=Action.READ_CONSULTATION,
    describe=_consultations,
)
