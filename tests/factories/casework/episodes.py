"""The smallest valid rows of casework."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from poukama.casework.choices import Oddity
from poukama.casework.models import (
    Consultation,
    Contact,
    Episode,
    EpisodeMember,
    EpisodePhase,
    EpisodeWorkers,
    OddReading,
    ReceiptLink,
)
from poukama.clients.models import KnownIn
from poukama.organisation.models import WorkForm
from tests.factories.clients import ClientFactory, FamilyFactory, KnownInFactory
from tests.factories.organisation import UserFactory, WorkFormFactory

RECORDED_AT = datetime(2024, 1, 2, 9, tzinfo=UTC)


def _make_known(work_form: WorkForm, **whom: Any) -> None:
    if not KnownIn.objects.filter(work_form=work_form, **whom).exists():
        KnownInFactory(work_form=work_form, **{"family": None} | whom)


class EpisodeFactory(DjangoModelFactory[Episode]):
    """An open episode of a family that is known in the work form; without members."""

    class Meta:
        model = Episode
        skip_postgeneration_save = True

    work_form = factory.SubFactory(WorkFormFactory)
    family = factory.SubFactory(FamilyFactory)
    starts_on = date(2024, 1, 2)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def known(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and self.family is not None:
            _make_known(self.work_form, family=self.family)


class EpisodeMemberFactory(DjangoModelFactory[EpisodeMember]):
    """A member of the episode's family, from its first day."""

    class Meta:
        model = EpisodeMember
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    client = factory.SubFactory(ClientFactory, family=factory.SelfAttribute("..episode.family"))
    role = "parent"
    starts_on = factory.SelfAttribute("episode.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def known(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and not self.client.is_anonymous:
            _make_known(self.episode.work_form, client=self.client)


class EpisodePhaseFactory(DjangoModelFactory[EpisodePhase]):
    """A phase from the episode's first day."""

    class Meta:
        model = EpisodePhase

    episode = factory.SubFactory(EpisodeFactory)
    phase = "motivation"
    starts_on = factory.SelfAttribute("episode.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class EpisodeWorkersFactory(DjangoModelFactory[EpisodeWorkers]):
    """A key worker from the episode's first day, who stands in the episode too."""

    class Meta:
        model = EpisodeWorkers
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    key_worker = factory.SubFactory(UserFactory)
    starts_on = factory.SelfAttribute("episode.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def standing(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and self.ends_on is None and self.voided_at is None:
            self.episode.key_worker, self.episode.pair_worker = self.key_worker, self.pair_worker
            self.episode.save(update_fields=["key_worker", "pair_worker"])


class ContactFactory(DjangoModelFactory[Contact]):
    """A contact that took place on the episode's first day."""

    class Meta:
        model = Contact
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    kind = "meeting"
    happened_on = factory.SelfAttribute("episode.starts_on")
    minutes = 60
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class ConsultationFactory(DjangoModelFactory[Consultation]):
    """A consultation of one person."""

    class Meta:
        model = Consultation

    work_form = factory.SubFactory(WorkFormFactory)
    happened_on = date(2024, 1, 2)
    people = 1
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class ReceiptLinkFactory(DjangoModelFactory[ReceiptLink]):
    """An earlier contact that a client has linked to themself."""

    class Meta:
        model = ReceiptLink

    known = factory.SubFactory(KnownInFactory, family=None, client=factory.SubFactory(ClientFactory))
    consultation = factory.SubFactory(ConsultationFactory)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class OddReadingFactory(DjangoModelFactory[OddReading]):
    """Somebody has read of a family with the same surname in the first week of 2024; nobody has checked it."""

    class Meta:
        model = OddReading

    oddity = Oddity.SAME_NAME
    week_starts_on = date(2024, 1, 1)
    reader = factory.SubFactory(UserFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    family = factory.SubFactory(FamilyFactory)
    times = 1
    found_at = datetime(2024, 1, 8, 6, tzinfo=UTC)
