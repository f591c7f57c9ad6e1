"""What activities publish for counting: visits, occasions, groups, people, outreach, chats."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from poukama.activities.choices import Visitor
from poukama.activities.models import (
    Attendance,
    ChatDuty,
    DoorCount,
    Headcount,
    Occasion,
    Outreach,
)
from poukama.activities.rules import Action
from poukama.clients.facts import SAME_PEOPLE, counted_as
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Counting, Dimension, Fact, LeftOut, Record, Source

_OCCASION = Source("activities_occasion", "happened_on")
_KINDS = partial(term_labels, TermList.OCCASION_KIND)
_NOT_HELD = (
    LeftOut(_("Planned, but not held yet"), Q(state="planned")),
    LeftOut(_("Cancelled"), Q(state="cancelled")),
)
_PARENT_NOT_HELD = (
    LeftOut(_("Planned, but not held yet"), Q(occasion__state="planned")),
    LeftOut(_("Cancelled"), Q(occasion__state="cancelled")),
)


def _visits(rows: Iterable[DoorCount]) -> list[Record]:
    return [
        Record(
            row.happened_on,
            f"O-{row.pk}",
            row.get_visitor_display() + (f" {row.quantity:+}" if row.is_correction else ""),
            reverse("activities:door_days", args=[row.work_form.key]),
        )
        for row in rows
    ]


def _occasions(rows: Iterable[Occasion]) -> list[Record]:
    kinds = term_labels(TermList.OCCASION_KIND)
    return [Record(row.happened_on, f"T-{row.pk}", _called(row, kinds), _page(row.pk)) for row in rows]


def _attendances(rows: Iterable[Attendance]) -> list[Record]:
    kinds = term_labels(TermList.OCCASION_KIND)
    return [
        Record(
            row.occasion.happened_on,
            str(row.client or row.family),
            _called(row.occasion, kinds),
            _page(row.occasion_id),
        )
        for row in rows
    ]


def _headcounts(rows: Iterable[Headcount]) -> list[Record]:
    categories, kinds = term_labels(TermList.PEOPLE_CATEGORY), term_labels(TermList.OCCASION_KIND)
    return [
        Record(
            row.occasion.happened_on,
            f"T-{row.occasion_id}",
            f"{_called(row.occasion, kinds)}: {categories.get(row.category, row.category)} "
            f"{row.people or row.families}",
            _page(row.occasion_id),
        )
        for row in rows
    ]


def _outreach(rows: Iterable[Outreach]) -> list[Record]:
    places = term_labels(TermList.OUTREACH_PLACE)
    url = reverse("activities:outreach_log")
    return [
        Record(row.happened_on, f"JK-{row.pk}", f"{places.get(row.place, row.place)}: {_met(row)}", url)
        for row in rows
    ]


def _chats(rows: Iterable[ChatDuty]) -> list[Record]:
    services = term_labels(TermList.CHAT_SERVICE)
    url = reverse("activities:chat_log")
    return [
        Record(
            row.happened_on, f"CH-{row.pk}", f"{services.get(row.service, row.service)}: {row.contacts}", url
        )
        for row in rows
    ]


def _called(occasion: Occasion, kinds: Mapping[str, str]) -> str:
    kind = kinds.get(occasion.kind, occasion.kind)
    return f"{kind}, {occasion.group.name}" if occasion.group else kind


def _met(row: Outreach) -> str:
    families = ngettext("%(n)s family", "%(n)s families", row.families) % {"n": row.families}
    people = ngettext("%(n)s person", "%(n)s people", row.people) % {"n": row.people}
    return ", ".join(said for said, many in ((families, row.families), (people, row.people)) if many)


def _page(pk: int) -> str:
    return reverse("activities:occasion", args=[pk])


DOOR_VISITS = Fact(
    key="activities.door_visits",
    title=_("Visits counted at the door"),
    model=DoorCount,
    work_form="work_form__key",
    day="happened_on",
    counts={"visits": Counting(_("visits"), total="quantity")},
    dimensions={"visitor": Dimension(_("Visitor"), "visitor", lambda: dict(Visitor.choices))},
    sources=(Source("activities_doorcount", "happened_on"),),
    read_action=Action.READ_DOOR,
    describe=_visits,
    related=("work_form",),
)

OCCASIONS = Fact(
    key="activities.occasions",
    title=_("Occasions held"),
    model=Occasion,
    work_form="work_form__key",
    day="happened_on",
    counts={
        "rows": Counting(_("occasions")),
        "minutes": Counting(_("minutes"), total="minutes"),
    },
    dimensions={"occasion_kind": Dimension(_("Kind"), "kind", _KINDS)},
    counted=Q(state="held"),
    left_out=_NOT_HELD,
    sources=(_OCCASION,),
    read_action=Action.READ_OCCASION,
    describe=_occasions,
    related=("group",),
)

GROUPS_MET = Fact(
    key="activities.groups_met",
    title=_("Groups that met"),
    model=Occasion,
    work_form="work_form__key",
    day="happened_on",
    counts={
        "groups": Counting(_("groups"), distinct="group_id"),
        "rows": Counting(_("sessions")),
    },
    dimensions={"group_kind": Dimension(_("Kind of group"), "group__kind", _KINDS)},
    lives=("", "group__"),
    counted=Q(state="held", group__isnull=False),
    left_out=_NOT_HELD,
    sources=(_OCCASION, Source("activities_group")),
    read_action=Action.READ_OCCASION,
    describe=_occasions,
    related=("group",),
)

ATTENDANCES = Fact(
    key="activities.attendances",
    title=_("Taking part, known by code"),
    model=Attendance,
    work_form="occasion__work_form__key",
    day="occasion__happened_on",
    lives=("", "occasion__"),
    counts={
        "people": Counting(_("people"), distinct="client_id"),
        "families": Counting(_("families"), distinct="family_id"),
        "rows": Counting(_("participations")),
    },
    dimensions={
        "occasion_kind": Dimension(_("Kind"), "occasion__kind", _KINDS),
        "member_role": Dimension(_("Role"), "role", partial(term_labels, TermList.MEMBER_ROLE)),
    },
    counted=Q(occasion__state="held"),
    left_out=_PARENT_NOT_HELD,
    unjoinable=Q(client__identification="anonymous"),
    same={"client_id": counted_as},
    about_people=True,
    sources=(
        Source(
            "activities_attendance",
            "happened_on",
            (("activities_occasion", "occasion_id"),),
        ),
        _OCCASION,
        Source("clients_client"),
        SAME_PEOPLE,
    ),
    read_action=Action.READ_ATTENDANCE,
    describe=_attendances,
    related=("occasion__group", "client", "family"),
)

HEADCOUNTS = Fact(
    key="activities.headcounts",
    title=_("People reached at occasions"),
    model=Headcount,
    work_form="occasion__work_form__key",
    day="occasion__happened_on",
    lives=("", "occasion__"),
    counts={
        "people": Counting(_("people"), total="people"),
        "families": Counting(_("families"), total="families"),
        "rows": Counting(_("counts")),
    },
    dimensions={
        "category": Dimension(_("Category"), "category", partial(term_labels, TermList.PEOPLE_CATEGORY)),
        "occasion_kind": Dimension(_("Kind"), "occasion__kind", _KINDS),
    },
    counted=Q(occasion__state="held"),
    left_out=_PARENT_NOT_HELD,
    unjoinable=Q(pk__isnull=False),
    estimated=Q(is_estimate=True),
    sources=(
        Source(
            "activities_headcount",
            "happened_on",
            (("activities_occasion", "occasion_id"),),
        ),
        _OCCASION,
    ),
    read_action=Action.READ_HEADCOUNT,
    describe=_headcounts,
    related=("occasion__group",),
)

OUTREACH = Fact(
    key="activities.outreach",
    title=_("Met in outreach"),
    model=Outreach,
    work_form="work_form__key",
    day="happened_on",
    counts={
        "people": Counting(_("people"), total="people"),
        "families": Counting(_("families"), total="families"),
        "minutes": Counting(_("minutes"), total="minutes"),
        "rows": Counting(_("times out")),
    },
    dimensions={"place": Dimension(_("Place"), "place", partial(term_labels, TermList.OUTREACH_PLACE))},
    unjoinable=Q(pk__isnull=False),
    sources=(Source("activities_outreach", "happened_on"),),
    read_action=Action.READ_OUTREACH,
    describe=_outreach,
)

CHAT_DUTY = Fact(
    key="activities.chat_duty",
    title=_("Met in chats"),
    model=ChatDuty,
    work_form="work_form__key",
    day="happened_on",
    counts={
        "contacts": Counting(_("contacts"), total="contacts"),
        "minutes": Counting(_("minutes"), total="minutes"),
        "rows": Counting(_("shifts")),
    },
    dimensions={"service": Dimension(_("Chat"), "service", partial(term_labels, TermList.CHAT_SERVICE))},
    unjoinable=Q(pk__isnull=False),
    sources=(Source("activities_chatduty", "happened_on"),),
    read_action=Action.READ_CHAT_DUTY,
    describe=_chats,
)

FACTS = (
    DOOR_VISITS,
    OCCASIONS,
    GROUPS_MET,
    ATTENDANCES,
    HEADCOUNTS,
    OUTREACH,
    CHAT_DUTY,
)
