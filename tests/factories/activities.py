"""The smallest valid rows of activities, past the services."""

import uuid
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from poukama.activities.choices import OccasionState, Visitor
from poukama.activities.models import Attendance, ChatDuty, DoorCount, Group, Headcount, Occasion, Outreach
from tests.factories.clients import ClientFactory
from tests.factories.organisation import UserFactory, WorkFormFactory

DAY = date(2024, 9, 12)
MOMENT = datetime(2024, 9, 12, 9, tzinfo=UTC)


class DoorCountFactory(DjangoModelFactory[DoorCount]):
    """An adult counted at a door on 12 September 2024."""

    class Meta:
        model = DoorCount

    token = factory.LazyFunction(uuid.uuid4)
    work_form = factory.SubFactory(WorkFormFactory, door_counter=True)
    happened_on = DAY
    visitor = Visitor.ADULT
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)


class GroupFactory(DjangoModelFactory[Group]):
    """A group that began in January 2024."""

    class Meta:
        model = Group

    work_form = factory.SubFactory(WorkFormFactory)
    name = factory.Sequence(lambda n: f"Group {n}")
    kind = "peer_group"
    starts_on = date(2024, 1, 8)
    recorded_at = datetime(2024, 1, 8, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class OccasionFactory(DjangoModelFactory[Occasion]):
    """Something held on 12 September 2024."""

    class Meta:
        model = Occasion

    work_form = factory.SubFactory(WorkFormFactory)
    kind = "event"
    happened_on = DAY
    state = OccasionState.HELD
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """Somebody known by code at an occasion: a client, or the family when one is given."""

    class Meta:
        model = Attendance

    occasion = factory.SubFactory(OccasionFactory)
    family = None
    client = factory.Maybe("family", None, factory.SubFactory(ClientFactory))
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)


class HeadcountFactory(DjangoModelFactory[Headcount]):
    """Five parents counted at an occasion."""

    class Meta:
        model = Headcount

    occasion = factory.SubFactory(OccasionFactory)
    category = "parents"
    people = 5
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)


class OutreachFactory(DjangoModelFactory[Outreach]):
    """Three families met at a clinic."""

    class Meta:
        model = Outreach

    work_form = factory.SubFactory(WorkFormFactory)
    place = "clinic"
    happened_on = DAY
    families = 3
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)


class ChatDutyFactory(DjangoModelFactory[ChatDuty]):
    """Two hours on a chat, two contacts."""

    class Meta:
        model = ChatDuty

    work_form = factory.SubFactory(WorkFormFactory)
    service = "chat"
    happened_on = DAY
    minutes = 120
    contacts = 2
    recorded_at = MOMENT
    recorded_by = factory.SubFactory(UserFactory)
