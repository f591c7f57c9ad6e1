"""Measures of what was held, who was reached, and what came back."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from poukama.governance.facts import TargetUnit
from poukama.organisation.choices import Role
from poukama.reporting.measures.model import Measure, Term

_REVIEW = date(2027, 1, 31)
_PROFESSIONALS = ("decision_maker", "partner", "professional")

OCCASIONS_HELD = Measure(
    key="occasions_held",
    title=_("Occasions held"),
    counts=_("Occasions that were held. One that was planned or cancelled is not counted."),
    reason=_("What was promised to be arranged was arranged."),
    unit=TargetUnit.EVENT,
    terms=(Term("activities.occasions", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

GROUPS_MET = Measure(
    key="groups_met",
    title=_("Groups that met"),
    counts=_("Groups that met at least once in the period, each counted once."),
    reason=_("A group lives only when it meets."),
    unit=TargetUnit.GROUP,
    terms=(Term("activities.groups_met", "groups"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PARTICIPATIONS = Measure(
    key="participations",
    title=_("Participations"),
    counts=_(
        "Every time that somebody took part in an occasion. Who comes three times is counted three times."
    ),
    reason=_("It tells how much the occasions were used, not how many different people came."),
    unit=TargetUnit.PARTICIPATION,
    terms=(Term("activities.attendances", "rows"), Term("activities.headcounts", "people")),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PEOPLE_REACHED = Measure(
    key="people_reached",
    title=_("People reached at occasions"),
    counts=_("People counted at occasions. Nobody is known by it: who comes twice is counted twice."),
    reason=_("Knowledge spreads through those who were there."),
    unit=TargetUnit.REACHED,
    terms=(Term("activities.headcounts", "people"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PROFESSIONALS_TRAINED = Measure(
    key="professionals_trained",
    title=_("Professionals trained"),
    counts=_("Professionals, partners and decision makers counted at trainings; the same one at two is two."),
    reason=_("What we know reaches families also through others."),
    unit=TargetUnit.PERSON,
    terms=(
        Term(
            "activities.headcounts",
            "people",
            {"category": _PROFESSIONALS, "occasion_kind": ("training",)},
        ),
    ),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PUBLIC_REACHED = Measure(
    key="public_reached",
    title=_("General public reached"),
    counts=_("How many residents were reached. It can only be estimated; each estimate says on what ground."),
    reason=_("Attitudes change where many hear."),
    unit=TargetUnit.REACHED,
    terms=(Term("activities.headcounts", "people", {"category": ("general_public",)}),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

DOOR_VISITS = Measure(
    key="door_visits",
    title=_("Visits"),
    counts=_(
        "Visits counted at the door. Nobody is known by it: one who comes every day is counted every day."
    ),
    reason=_("An open place is measured by how much it is visited."),
    unit=TargetUnit.VISIT,
    terms=(Term("activities.door_visits", "visits"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

ANSWERS_RECEIVED = Measure(
    key="answers_received",
    title=_("Answers received"),
    counts=_("Answers to forms received in the period."),
    reason=_("Only what is asked and answered can be learned from."),
    unit=TargetUnit.RESPONSE,
    terms=(Term("outcomes.answers", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PARTNERS_ACTIVE = Measure(
    key="partners_active",
    title=_("Partners working with us"),
    counts=_("Partners with a partnership on at least one day of the period, each counted once."),
    reason=_("Nobody helps a family alone."),
    unit=TargetUnit.PARTNER,
    terms=(Term("organisation.partnerships", "partners"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

OCCASIONS = (
    OCCASIONS_HELD,
    GROUPS_MET,
    PARTICIPATIONS,
    PEOPLE_REACHED,
    PROFESSIONALS_TRAINED,
    PUBLIC_REACHED,
    DOOR_VISITS,
    ANSWERS_RECEIVED,
    PARTNERS_ACTIVE,
)
