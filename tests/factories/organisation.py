"""The smallest valid rows of the organisation."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from poukama.organisation.choices import Identification, PartnershipKind, Regime, Role, TermList
from poukama.organisation.models import (
    Area,
    Assignment,
    Association,
    Network,
    PackItem,
    Partner,
    Partnership,
    Position,
    Site,
    Team,
    Term,
    Unit,
    User,
    WorkForm,
    WorkFormArea,
)

LONG_AGO = date(2020, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    """Someone who may sign in; with `password` given, with that password."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person Number{n}")
    initials = factory.Sequence(lambda n: f"P{n % 1000}")
    password = None

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **values: Any) -> User:
        values["password"] = make_password(values.get("password"))
        return super()._create(model_class, *args, **values)


class AssociationFactory(DjangoModelFactory[Association]):
    """The association of the database."""

    class Meta:
        model = Association
        django_get_or_create = ("id",)

    id = 1
    name = "Harbour Association"
    short_name = "Harbour"


class AreaFactory(DjangoModelFactory[Area]):
    """A main area of the plan."""

    class Meta:
        model = Area

    key = factory.Sequence(lambda n: f"area-{n}")
    name = factory.LazyAttribute(lambda area: area.key.title())
    order = factory.Sequence(int)


class WorkFormFactory(DjangoModelFactory[WorkForm]):
    """A work form of the association's own, with people known by code name; `area` puts it in one."""

    class Meta:
        model = WorkForm
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"work-form-{n}")
    name = factory.LazyAttribute(lambda work_form: work_form.key.title())
    order = factory.Sequence(int)
    regime = Regime.OWN
    controller = "Harbour Association"
    identification = Identification.CODED

    @factory.post_generation
    def area(self, create: bool, extracted: Area | None, **_: Any) -> None:  # noqa: FBT001
        if create and extracted is not None:
            WorkFormAreaFactory(work_form=self, area=extracted)


class WorkFormAreaFactory(DjangoModelFactory[WorkFormArea]):
    """A work form's place in an area."""

    class Meta:
        model = WorkFormArea

    area = factory.SubFactory(AreaFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    order = factory.Sequence(int)


class SiteFactory(DjangoModelFactory[Site]):
    """A place where the association works."""

    class Meta:
        model = Site

    key = factory.Sequence(lambda n: f"site-{n}")
    name = factory.LazyAttribute(lambda site: site.key.title())


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit of a work form."""

    class Meta:
        model = Unit

    key = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.LazyAttribute(lambda unit: unit.key.title())
    work_form = factory.SubFactory(WorkFormFactory)


class TeamFactory(DjangoModelFactory[Team]):
    """A work group."""

    class Meta:
        model = Team

    key = factory.Sequence(lambda n: f"team-{n}")
    name = factory.LazyAttribute(lambda team: team.key.title())
    order = factory.Sequence(int)


class PositionFactory(DjangoModelFactory[Position]):
    """A post of a worker; `work_forms` names those that it works in."""

    class Meta:
        model = Position
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"position-{n}")
    name = factory.LazyAttribute(lambda position: position.key.title())
    team = factory.SubFactory(TeamFactory)
    role = Role.WORKER
    order = factory.Sequence(int)

    @factory.post_generation
    def work_forms(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.work_forms.set(extracted)


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """A worker of a work form since long ago; `work_form=None` means the whole association."""

    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.WORKER
    work_form = factory.SubFactory(WorkFormFactory)
    starts_on = LONG_AGO
    assigned_at = datetime(2020, 1, 1, 9, tzinfo=UTC)


class TermFactory(DjangoModelFactory[Term]):
    """A word of the work; `work_forms` narrows whose it is."""

    class Meta:
        model = Term
        skip_postgeneration_save = True

    list = TermList.PHASE
    key = factory.Sequence(lambda n: f"term-{n}")
    name = factory.LazyAttribute(lambda term: term.key.title())
    order = factory.Sequence(int)

    @factory.post_generation
    def work_forms(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.work_forms.set(extracted)


class PartnerFactory(DjangoModelFactory[Partner]):
    """An organisation that works with us."""

    class Meta:
        model = Partner

    key = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.LazyAttribute(lambda partner: partner.key.title())


class NetworkFactory(DjangoModelFactory[Network]):
    """A network; `work_forms` names those that take part."""

    class Meta:
        model = Network
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"network-{n}")
    name = factory.LazyAttribute(lambda network: network.key.title())

    @factory.post_generation
    def work_forms(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.work_forms.set(extracted)


class PartnershipFactory(DjangoModelFactory[Partnership]):
    """A partner cooperating with a work form since long ago."""

    class Meta:
        model = Partnership

    partner = factory.SubFactory(PartnerFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    kind = PartnershipKind.COOPERATION
    starts_on = LONG_AGO
    recorded_at = datetime(2020, 1, 1, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class PackItemFactory(DjangoModelFactory[PackItem]):
    """What a pack said of one thing."""

    class Meta:
        model = PackItem

    key = factory.Sequence(lambda n: f"site:site-{n}")
    content = factory.Dict({"name": "Talo"})
