"""The smallest valid rows of volunteers and matches."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from poukama.workforce.models import Match, MatchVolunteer, Volunteer, VolunteerRole
from tests.factories.organisation import UserFactory, WorkFormFactory

WHEN = datetime(2024, 1, 2, 9, tzinfo=UTC)
STARTS_ON = date(2024, 1, 2)


class VolunteerFactory(DjangoModelFactory[Volunteer]):
    """Someone who gives their time."""

    class Meta:
        model = Volunteer

    code_name = factory.Sequence(lambda n: f"Koivu {n + 1}")
    created_at = WHEN
    created_by = factory.SubFactory(UserFactory)


class VolunteerRoleFactory(DjangoModelFactory[VolunteerRole]):
    """A volunteer in a role since the beginning of 2024."""

    class Meta:
        model = VolunteerRole

    volunteer = factory.SubFactory(VolunteerFactory)
    role = "doula"
    work_form = factory.SubFactory(WorkFormFactory)
    starts_on = STARTS_ON
    recorded_at = WHEN
    recorded_by = factory.SubFactory(UserFactory)


class MatchFactory(DjangoModelFactory[Match]):
    """A match with a family since the beginning of 2024."""

    class Meta:
        model = Match

    work_form = factory.SubFactory(WorkFormFactory)
    family = factory.SubFactory("tests.factories.clients.FamilyFactory")
    starts_on = STARTS_ON
    recorded_at = WHEN
    recorded_by = factory.SubFactory(UserFactory)


class MatchVolunteerFactory(DjangoModelFactory[MatchVolunteer]):
    """A volunteer in a match from its beginning."""

    class Meta:
        model = MatchVolunteer

    match = factory.SubFactory(MatchFactory)
    volunteer = factory.SubFactory(VolunteerFactory)
    starts_on = STARTS_ON
    recorded_at = WHEN
    recorded_by = factory.SubFactory(UserFactory)
