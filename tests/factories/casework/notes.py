"""The smallest valid rows of what is written."""

from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from poukama.casework.duty_kinds import PROMISE_DUTY
from poukama.casework.models import Note, NotePart, Promise
from tests.factories.casework.episodes import RECORDED_AT, EpisodeFactory
from tests.factories.duties import DutyFactory
from tests.factories.organisation import UserFactory


class NoteFactory(DjangoModelFactory[Note]):
    """A note of the episode's first day; with `of=[member, …]` it has a part that tells of them."""

    class Meta:
        model = Note
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    entry = factory.LazyFunction(uuid4)
    happened_on = factory.SelfAttribute("episode.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
    written_at = factory.SelfAttribute("recorded_at")
    written_by = factory.SelfAttribute("recorded_by")

    @factory.post_generation
    def of(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        """`of=[member, …]`: whom its one part tells of."""
        if create and extracted is not None:
            NotePartFactory(note=self, of=extracted)


class NotePartFactory(DjangoModelFactory[NotePart]):
    """A text under a heading, which tells of nobody in particular."""

    class Meta:
        model = NotePart
        skip_postgeneration_save = True

    note = factory.SubFactory(NoteFactory)
    heading = "work"
    order = factory.Sequence(lambda n: n % 30_000)
    text = "Seen."

    @factory.post_generation
    def of(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        """`of=[member, …]`: whom it tells of."""
        if create and extracted:
            self.tells_of.set(extracted)


class PromiseFactory(DjangoModelFactory[Promise]):
    """A promise of whoever wrote the note, by the day of the note."""

    class Meta:
        model = Promise

    part = factory.SubFactory(NotePartFactory)
    text = "To call the school."
    due_on = factory.SelfAttribute("part.note.happened_on")
    promised_by = factory.SelfAttribute("part.note.written_by")
    duty = factory.SubFactory(
        DutyFactory,
        kind=PROMISE_DUTY,
        work_form=factory.SelfAttribute("..part.note.episode.work_form"),
        due_on=factory.SelfAttribute("..due_on"),
        owner=factory.SelfAttribute("..promised_by"),
    )
