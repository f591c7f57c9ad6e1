"""What workforce publishes for counting: volunteers and matches."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Counting, Dimension, Fact, Record, Source
from poukama.workforce.models import Match, VolunteerRole


def _describe_roles(rows: Iterable[VolunteerRole]) -> list[Record]:
    words = term_labels(TermList.VOLUNTEER_ROLE)
    return [
        Record(
            row.starts_on,
            row.volunteer.code_name,
            words.get(row.role, row.role),
            reverse("workforce:volunteer", args=[row.volunteer_id]),
        )
        for row in rows
    ]


def _describe_matches(rows: Iterable[Match]) -> list[Record]:
    words = term_labels(TermList.END_REASON)
    return [
        Record(
            row.starts_on,
            str(row.client or row.family),
            words.get(row.end_reason, row.end_reason),
            reverse("workforce:matches") + ("?show=ended" if row.ends_on else ""),
        )
        for row in rows
    ]


_VOLUNTEERS = {
    "volunteers": Counting(_("volunteers"), distinct="volunteer_id"),
    "rows": Counting(_("roles")),
}
_ROLES = {"volunteer_role": Dimension(_("Task"), "role", partial(term_labels, TermList.VOLUNTEER_ROLE))}
_MATCHES = {
    "matches": Counting(_("matches")),
    "families": Counting(_("families"), distinct="family_id"),
}

VOLUNTEERS = Fact(
    key="workforce.volunteers",
    title=_("Volunteers active"),
    model=VolunteerRole,
    work_form="work_form__key",
    first_day="starts_on",
    last_day="ends_on",
    ended="ended_at",
    counts=_VOLUNTEERS,
    dimensions=_ROLES,
    sources=(Source("workforce_volunteerrole", "starts_on"),),
    read_action="workforce.read_volunteer",
    describe=_describe_roles,
    related=("volunteer",),
)

VOLUNTEERS_STARTED = Fact(
    key="workforce.volunteers_started",
    title=_("Volunteers who began"),
    model=VolunteerRole,
    work_form="work_form__key",
    day="starts_on",
    counts=_VOLUNTEERS,
    dimensions=_ROLES,
    sources=(Source("workforce_volunteerrole", "starts_on"),),
    read_action="workforce.read_volunteer",
    describe=_describe_roles,
    related=("volunteer",),
)

MATCHES = Fact(
    key="workforce.matches",
    title=_("Matches"),
    model=Match,
    work_form="work_form__key",
    first_day="starts_on",
    last_day="ends_on",
    ended="ended_at",
    counts=_MATCHES,
    about_people=True,
    sources=(Source("workforce_match", "starts_on"),),
    read_action="workforce.read_match",
    describe=_describe_matches,
    related=("family", "client"),
)

MATCHES_STARTED = Fact(
    key="workforce.matches_started",
    title=_("Matches that began"),
    model=Match,
    work_form="work_form__key",
    day="starts_on",
    counts=_MATCHES,
    about_people=True,
    sources=(Source("workforce_match", "starts_on"),),
    read_action="workforce.read_match",
    describe=_describe_matches,
    related=("family", "client"),
)

MATCHES_ENDED = Fact(
    key="workforce.matches_ended",
    title=_("Matches that ended"),
    model=Match,
    work_form="work_form__key",
    day="ends_on",
    ended="ended_at",
    counts=_MATCHES,
    dimensions={
        "end_reason": Dimension(_("Reason"), "end_reason", partial(term_labels, TermList.END_REASON))
    },
    counted=Q(ends_on__isnull=False),
    about_people=True,
    sources=(Source("workforce_match", "starts_on"),),
    read_action="workforce.read_match",
    describe=_describe_matches,
    related=("family", "client"),
)

FACTS = (VOLUNTEERS, VOLUNTEERS_STARTED, MATCHES, MATCHES_STARTED, MATCHES_ENDED)
