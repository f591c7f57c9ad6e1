"""Measures of volunteers and of matches."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from poukama.governance.facts import Direction, TargetUnit
from poukama.organisation.choices import Role
from poukama.reporting.measures.model import Measure, Term

_REVIEW = date(2027, 1, 31)

FAMILIES_MATCHED = Measure(
    key="families_matched",
    title=_("Families with a volunteer"),
    counts=_("Families with a match on at least one day of the period, each counted once."),
    reason=_("What matters is how many families have somebody beside them."),
    unit=TargetUnit.FAMILY,
    terms=(Term("workforce.matches", "families"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

MATCHES_STARTED = Measure(
    key="matches_started",
    title=_("New matches"),
    counts=_("Matches that began in the period."),
    reason=_("A new match is a new relationship that somebody waited for."),
    unit=TargetUnit.MATCH,
    terms=(Term("workforce.matches_started", "matches"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

MATCHES_ENDED = Measure(
    key="matches_ended",
    title=_("Matches that ended"),
    counts=_("Matches whose last day is in the period, for whatever reason."),
    reason=_("A child needs a friendship that lasts."),
    unit=TargetUnit.MATCH,
    terms=(Term("workforce.matches_ended", "matches"),),
    direction=Direction.AT_MOST,
    owner=Role.LEAD,
    review_on=_REVIEW,
)

VOLUNTEERS_ACTIVE = Measure(
    key="volunteers_active",
    title=_("Volunteers active"),
    counts=_("Volunteers who have had a role on at least one day of the period, each counted once."),
    reason=_("Volunteers make possible what staff alone could not do."),
    unit=TargetUnit.VOLUNTEER,
    terms=(Term("workforce.volunteers", "volunteers"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

VOLUNTEERS_STARTED = Measure(
    key="volunteers_started",
    title=_("New volunteers"),
    counts=_("Volunteers who began in a role in the period, each counted once."),
    reason=_("New volunteers are found and trained every year."),
    unit=TargetUnit.VOLUNTEER,
    terms=(Term("workforce.volunteers_started", "volunteers"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

VOLUNTEERING = (
    FAMILIES_MATCHED,
    MATCHES_STARTED,
    MATCHES_ENDED,
    VOLUNTEERS_ACTIVE,
    VOLUNTEERS_STARTED,
)
