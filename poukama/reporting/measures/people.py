"""Measures of people and families."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from poukama.governance.facts import TargetUnit
from poukama.organisation.choices import Role
from poukama.reporting.measures.model import Combine, Measure, Term

_REVIEW = date(2027, 1, 31)

PEOPLE_IN_CARE = Measure(
    key="people_in_care",
    title=_("People in care"),
    counts=_(
        "Everyone who has been a member of an episode on at least one day of the period. "
        "Someone who comes back during the year is counted once."
    ),
    reason=_("Care is planned and paid for people, not for visits."),
    unit=TargetUnit.PERSON,
    terms=(Term("casework.members", "people"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FAMILIES_IN_CARE = Measure(
    key="families_in_care",
    title=_("Families in care"),
    counts=_(
        "Families with an episode on at least one day of the period. "
        "A family that comes back during the year is counted once."
    ),
    reason=_("A family is helped together, whoever of it comes."),
    unit=TargetUnit.FAMILY,
    terms=(Term("casework.episodes", "families"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FAMILIES_IN_PHASE = Measure(
    key="families_in_phase",
    title=_("Families in a phase of support"),
    counts=_(
        "Families whose episode has been in the phase on at least one day of the period. "
        "A family that passes through several phases is counted in each of them."
    ),
    reason=_("The work has phases, and each of them is planned by itself."),
    unit=TargetUnit.FAMILY,
    terms=(Term("casework.phases", "families"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FAMILIES_STARTED = Measure(
    key="families_started",
    title=_("New families"),
    counts=_("Families whose episode began in the period, each counted once."),
    reason=_("Room for new families tells whether help is to be had."),
    unit=TargetUnit.FAMILY,
    terms=(Term("casework.episodes_started", "families"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FAMILIES_SUPPORTED = Measure(
    key="families_supported",
    title=_("Families supported, alone or in a group"),
    counts=_(
        "Families with an episode in the period and families that took part in a group or an event, each "
        "counted once however they came. Families that were only counted are added each time."
    ),
    reason=_("It is one and the same help whether a family meets us alone or in an open group."),
    unit=TargetUnit.FAMILY,
    terms=(
        Term("casework.episodes", "families"),
        Term("activities.attendances", "families"),
        Term("activities.headcounts", "families"),
    ),
    combine=Combine.UNION,
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PEOPLE_SUPPORTED = Measure(
    key="people_supported",
    title=_("People supported, alone or in a group"),
    counts=_(
        "People who were members of an episode in the period and people known by code who took part in a "
        "group or an event, each counted once however they came."
    ),
    reason=_("Someone who comes both alone and to a group is still one person."),
    unit=TargetUnit.PERSON,
    terms=(Term("casework.members", "people"), Term("activities.attendances", "people")),
    combine=Combine.UNION,
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PEOPLE_CONSULTED = Measure(
    key="people_consulted",
    title=_("People in consultations"),
    counts=_(
        "People whose situation a consultation was about. Nobody is known by it: who comes twice is counted twice."
    ),
    reason=_("Advice given once, without an episode, is also help."),
    unit=TargetUnit.PERSON,
    terms=(Term("casework.consultations", "people"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FAMILIES_MET_IN_OUTREACH = Measure(
    key="families_met_in_outreach",
    title=_("Families met in outreach"),
    counts=_(
        "Families met where they are. Nobody is known by it: a family met on two days is counted twice."
    ),
    reason=_("Help is brought to those who would not come for it."),
    unit=TargetUnit.FAMILY,
    terms=(Term("activities.outreach", "families"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

CHAT_CONTACTS = Measure(
    key="chat_contacts",
    title=_("People met in chats"),
    counts=_("Conversations in chats, each counted by itself. Who writes stays unknown."),
    reason=_("For many a chat is the first place where it can be said."),
    unit=TargetUnit.CONTACT,
    terms=(Term("activities.chat_duty", "contacts"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

CONTACTS_HELD = Measure(
    key="contacts_held",
    title=_("Meetings and other contacts"),
    counts=_(
        "Meetings, calls and visits of episodes that took place in the period, each counted by itself. "
        "One that was agreed and to which nobody came is not counted."
    ),
    reason=_("Support is made of being met, again and again."),
    unit=TargetUnit.MEETING,
    terms=(Term("casework.contacts", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

REQUESTS_RECEIVED = Measure(
    key="requests_received",
    title=_("Requests for help"),
    counts=_(
        "Requests that came in the period, whatever was decided of them. Somebody who asks twice is counted twice."
    ),
    reason=_("By what way people come tells who knows us, and whom we could not help."),
    unit=TargetUnit.REQUEST,
    terms=(Term("casework.requests", "rows"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

FAMILIES_HANDED_OVER = Measure(
    key="families_handed_over",
    title=_("Families handed over"),
    counts=_(
        "Families sent on to another of our work forms in the period with a summary that they agreed to, each "
        "counted once, whatever was answered."
    ),
    reason=_("Help that goes on elsewhere must not depend on whether somebody has the strength to ask anew."),
    unit=TargetUnit.FAMILY,
    terms=(Term("casework.handovers", "families"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

CHILDREN_TOLD_OF = Measure(
    key="children_told_of",
    title=_("Children with an observation of their own"),
    counts=_(
        "Children of whom at least one note of the period tells something of their own, each counted once. "
        "What is written of the family as a whole does not count."
    ),
    reason=_("A child of whom nothing is written has perhaps not been seen."),
    unit=TargetUnit.PERSON,
    terms=(Term("casework.children_told_of", "people"),),
    owner=Role.LEAD,
    review_on=_REVIEW,
)

PEOPLE = (
    PEOPLE_IN_CARE,
    FAMILIES_IN_CARE,
    FAMILIES_IN_PHASE,
    FAMILIES_STARTED,
    FAMILIES_SUPPORTED,
    PEOPLE_SUPPORTED,
    PEOPLE_CONSULTED,
    FAMILIES_MET_IN_OUTREACH,
    CHAT_CONTACTS,
    CONTACTS_HELD,
    REQUESTS_RECEIVED,
    FAMILIES_HANDED_OVER,
    CHILDREN_TOLD_OF,
)
