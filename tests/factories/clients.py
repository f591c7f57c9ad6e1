"""The smallest valid families and clients, known in a work form."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import uuid4

import factory
from django.db.models import Model
from factory.django import DjangoModelFactory

from poukama.clients.choices import (
    AlertKind,
    CheckPlace,
    ClientIdentification,
    EmergencyWhy,
    HowGiven,
    Kinship,
    OrderKind,
    Purpose,
    WallSide,
    WhyWall,
)
from poukama.clients.code_names import WORDS, folded
from poukama.clients.models import (
    Alert,
    Attachment,
    BehindWall,
    Client,
    Consent,
    CorrectedYear,
    CountedAs,
    Disclosure,
    EmergencyAccess,
    EmergencyCheck,
    Expecting,
    Family,
    FamilyTie,
    Identity,
    KnownIn,
    NameMark,
    OtherHome,
    Parting,
    PartyWall,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    SafeContact,
    SamePerson,
    SideWorker,
    WallProposal,
    Whereabouts,
)
from poukama.clients.queries import NAMES
from poukama.clients.services.attachments import CONTENT
from poukama.organisation.models import WorkForm
from poukama.toolkit.contents import FileKind
from poukama.toolkit.sealing import blind
from tests.factories.organisation import LONG_AGO, UserFactory, WorkFormFactory

M = TypeVar("M", bound=Model)


def code_name(n: int) -> str:
    """The n-th code name: always with a number of four digits or more, so that no test writes the same by hand."""
    return f"{WORDS[n % len(WORDS)]} {1000 + n}"


class RecordedFactory(DjangoModelFactory[M], Generic[M]):
    """Something that somebody recorded on the morning of 2 January 2024."""

    class Meta:
        abstract = True

    recorded_at = datetime(2024, 1, 2, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)


class FamilyFactory(DjangoModelFactory[Family]):
    """A family; `known_in` names the work forms that know it."""

    class Meta:
        model = Family
        skip_postgeneration_save = True

    code_name = factory.Sequence(code_name)
    search_key = factory.LazyAttribute(lambda family: folded(family.code_name))
    created_at = datetime(2020, 1, 1, 9, tzinfo=UTC)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def known_in(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        for work_form in _several(extracted) if create else ():
            KnownInFactory(family=self, work_form=work_form)


class ClientFactory(DjangoModelFactory[Client]):
    """A client with a code name and no family; `known_in` names the work forms that know them."""

    class Meta:
        model = Client
        skip_postgeneration_save = True

    class Params:
        anonymous = factory.Trait(
            identification=ClientIdentification.ANONYMOUS, code_name="", search_key="", family=None
        )

    family = None
    code_name = factory.Sequence(lambda n: f"{code_name(n)} X")
    search_key = factory.LazyAttribute(lambda client: folded(client.code_name))
    identification = ClientIdentification.CODED
    created_at = datetime(2020, 1, 1, 9, tzinfo=UTC)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def known_in(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        for work_form in _several(extracted) if create else ():
            KnownInFactory(client=self, family=None, work_form=work_form)


class KnownInFactory(DjangoModelFactory[KnownIn]):
    """A family known in a work form since long ago; with `client=` and `family=None`, a client."""

    class Meta:
        model = KnownIn

    client = None
    family = factory.SubFactory(FamilyFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    since_on = LONG_AGO


class IdentityFactory(RecordedFactory[Identity]):
    """A client known by name in a work form, and found by it."""

    class Meta:
        model = Identity
        skip_postgeneration_save = True

    client = factory.SubFactory(ClientFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    first_names = "Helka"
    last_name = "Esimerkki"

    @factory.post_generation
    def marks(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        marks = blind.marks_of(NAMES, f"{self.first_names} {self.last_name}") if create else ()
        NameMark.objects.bulk_create(
            NameMark(identity=self, client=self.client, work_form=self.work_form, mark=mark)
            for mark in sorted(marks)
        )


class NameMarkFactory(DjangoModelFactory[NameMark]):
    """A mark of an identity that has others too."""

    class Meta:
        model = NameMark

    identity = factory.SubFactory(IdentityFactory)
    client = factory.SelfAttribute("identity.client")
    work_form = factory.SelfAttribute("identity.work_form")
    mark = b"one more"


class AlertFactory(RecordedFactory[Alert]):
    """An alert that holds for a long time."""

    class Meta:
        model = Alert

    known = factory.SubFactory(KnownInFactory)
    kind = AlertKind.SAFETY
    what = "Synthetic alert"
    action = "Synthetic action"
    ends_on = date(2030, 1, 1)


class SafeContactFactory(RecordedFactory[SafeContact]):
    """An agreement that somebody may be called."""

    class Meta:
        model = SafeContact

    known = factory.SubFactory(KnownInFactory)
    by_call = True
    phone = "000 0000 000"
    confirmed_on = date(2024, 9, 1)
    expires_on = date(2024, 10, 1)
    recorded_at = datetime(2024, 9, 1, 9, tzinfo=UTC)


class FamilyTieFactory(RecordedFactory[FamilyTie]):
    """One who has been the parent of another for as long as anybody knows."""

    class Meta:
        model = FamilyTie

    work_form = factory.SubFactory(WorkFormFactory)
    client = factory.SubFactory(ClientFactory)
    other = factory.SubFactory(ClientFactory)
    kind = Kinship.PARENT


class PartyWallFactory(RecordedFactory[PartyWall]):
    """A wall that stands; `one` and `other` say who is on the sides and `workers` who works with each.

    `PartyWallFactory(one=(family, [aino]), other=(client, [bertta]))`
    """

    class Meta:
        model = PartyWall
        skip_postgeneration_save = True

    reason = "Synthetic reason"

    @factory.post_generation
    def one(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        _put(self, WallSide.ONE, extracted if create else None)

    @factory.post_generation
    def other(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        _put(self, WallSide.OTHER, extracted if create else None)


class BehindWallFactory(DjangoModelFactory[BehindWall]):
    """A family on one side of a wall."""

    class Meta:
        model = BehindWall

    wall = factory.SubFactory(PartyWallFactory)
    side = WallSide.ONE
    family = factory.SubFactory(FamilyFactory)


class SideWorkerFactory(RecordedFactory[SideWorker]):
    """Somebody who works with one side of a wall."""

    class Meta:
        model = SideWorker

    wall = factory.SubFactory(PartyWallFactory)
    side = WallSide.ONE
    user = factory.SubFactory(UserFactory)


class WallProposalFactory(RecordedFactory[WallProposal]):
    """A wall that was proposed and nobody has decided on."""

    class Meta:
        model = WallProposal

    work_form = factory.SubFactory(WorkFormFactory)
    client = factory.SubFactory(ClientFactory)
    other = factory.SubFactory(ClientFactory)
    why = WhyWall.MUST_NOT_CONTACT


def _put(wall: PartyWall, side: WallSide, what: Any) -> None:
    served, workers = what or (None, ())
    if served is not None:
        whom = {"family" if isinstance(served, Family) else "client": served}
        BehindWall.objects.create(wall=wall, side=side, **whom)
    for user in workers:
        SideWorkerFactory(wall=wall, side=side, user=user)


def _several(extracted: Any) -> list[WorkForm]:
    if not extracted:
        return []
    return [extracted] if isinstance(extracted, WorkForm) else list(extracted)


class ExpectingFactory(RecordedFactory[Expecting]):
    """A child who is expected."""

    class Meta:
        model = Expecting

    work_form = factory.SubFactory(WorkFormFactory)
    client = factory.SubFactory(ClientFactory, is_unborn=True)
    mother = factory.SubFactory(ClientFactory)
    due_on = "2024-12-01"
    recorded_at = datetime(2024, 9, 2, 9, tzinfo=UTC)


class OtherHomeFactory(RecordedFactory[OtherHome]):
    """A client who lives elsewhere too."""

    class Meta:
        model = OtherHome

    work_form = factory.SubFactory(WorkFormFactory)
    client = factory.SubFactory(ClientFactory)


class PartingFactory(RecordedFactory[Parting]):
    """A client who became a family of their own."""

    class Meta:
        model = Parting

    work_form = factory.SubFactory(WorkFormFactory)
    client = factory.SubFactory(ClientFactory)
    former = factory.SubFactory(FamilyFactory)
    family = factory.SubFactory(FamilyFactory)
    former_code_name = "Lumme K"
    parted_on = date(2024, 9, 2)
    recorded_at = datetime(2024, 9, 2, 9, tzinfo=UTC)


class CorrectedYearFactory(RecordedFactory[CorrectedYear]):
    """A birth year that nobody had told, and that is known now."""

    class Meta:
        model = CorrectedYear

    work_form = factory.SubFactory(WorkFormFactory)
    client = factory.SubFactory(ClientFactory)
    year = 1985
    recorded_at = datetime(2024, 9, 2, 9, tzinfo=UTC)


class AttachmentFactory(RecordedFactory[Attachment]):
    """A small picture that is kept of a family; `content` is what it is sealed from."""

    class Meta:
        model = Attachment

    class Params:
        sealed_from = b"A synthetic file"

    id = factory.LazyFunction(uuid4)
    known = factory.SubFactory(KnownInFactory)
    title = "Synthetic attachment"
    kind = FileKind.PNG
    size = factory.LazyAttribute(lambda row: str(len(row.sealed_from)))
    content = factory.LazyAttribute(
        lambda row: CONTENT.seal(row.sealed_from, Attachment(pk=row.id, known=row.known))
    )


class ConsentFactory(RecordedFactory[Consent]):
    """A consent of a client's own, to somebody in words; it holds for a long time."""

    class Meta:
        model = Consent

    known = factory.SubFactory(KnownInFactory, client=factory.SubFactory(ClientFactory), family=None)
    given_by = factory.SelfAttribute("known")
    to_words = "Synthetic clinic"
    what = "synthetic days"
    purpose = Purpose.HEALTH
    how = HowGiven.IN_PERSON
    given_on = date(2024, 9, 1)
    expires_on = date(2025, 6, 30)
    recorded_at = datetime(2024, 9, 1, 9, tzinfo=UTC)


class DisclosureFactory(RecordedFactory[Disclosure]):
    """Something that was told by a consent, or by a law with `law=` and `consent=None`."""

    class Meta:
        model = Disclosure

    consent = factory.SubFactory(ConsentFactory)
    known = factory.SelfAttribute("consent.known")
    to_words = "Synthetic clinic"
    what = "a synthetic day"
    told_on = date(2024, 9, 2)
    recorded_at = datetime(2024, 9, 2, 9, tzinfo=UTC)


class WhereaboutsFactory(RecordedFactory[Whereabouts]):
    """Where somebody lives, since always."""

    class Meta:
        model = Whereabouts

    known = factory.SubFactory(KnownInFactory)
    municipality = "Esimerkkilä"
    home = "Keksitty katu 1"


class ProtectionOrderFactory(RecordedFactory[ProtectionOrder]):
    """A non-disclosure order that holds for a long time; `readers` says whom it names."""

    class Meta:
        model = ProtectionOrder
        skip_postgeneration_save = True

    known = factory.LazyFunction(lambda: KnownInFactory(client=ClientFactory(), family=None))
    kind = OrderKind.NON_DISCLOSURE
    starts_on = date(2024, 1, 1)
    ends_on = date(2028, 12, 31)

    @factory.post_generation
    def readers(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        for user in extracted or () if create else ():
            ProtectionReaderFactory(order=self, user=user)


class ProtectionReaderFactory(RecordedFactory[ProtectionReader]):
    """Somebody whom an order names."""

    class Meta:
        model = ProtectionReader

    order = factory.SubFactory(ProtectionOrderFactory)
    user = factory.SubFactory(UserFactory)


class ProtectionExemptionFactory(RecordedFactory[ProtectionExemption]):
    """Somebody whom an order does not reach."""

    class Meta:
        model = ProtectionExemption

    order = factory.SubFactory(ProtectionOrderFactory)
    client = factory.SubFactory(ClientFactory)
    reason = "Synthetic reason"


class SamePersonFactory(RecordedFactory[SamePerson]):
    """Two clients who are one person, and as whom each is counted: two who were linked with nobody else."""

    class Meta:
        model = SamePerson
        skip_postgeneration_save = True

    kept = factory.SubFactory(ClientFactory)
    other = factory.SubFactory(ClientFactory)

    @factory.post_generation
    def counted(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        for client in (self.kept, self.other) if create else ():
            CountedAsFactory(
                client=client, kept=self.kept, recorded_at=self.recorded_at, recorded_by=self.recorded_by
            )


class CountedAsFactory(RecordedFactory[CountedAs]):
    """A client who is counted as another."""

    class Meta:
        model = CountedAs

    client = factory.SubFactory(ClientFactory)
    kept = factory.SubFactory(ClientFactory)


class EmergencyAccessFactory(RecordedFactory[EmergencyAccess]):
    """What somebody opened of a family in an emergency, for an hour in the morning of 2 January 2024."""

    class Meta:
        model = EmergencyAccess

    family = factory.SubFactory(FamilyFactory)
    why = EmergencyWhy.DANGER
    reason = "Synthetic emergency"
    ends_at = factory.LazyAttribute(lambda access: access.recorded_at + timedelta(hours=1))


class EmergencyCheckFactory(DjangoModelFactory[EmergencyCheck]):
    """A lead who must look at it."""

    class Meta:
        model = EmergencyCheck

    access = factory.SubFactory(EmergencyAccessFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    place = CheckPlace.FILE
