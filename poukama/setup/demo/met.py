"""Outreach, chats, consultations and answers: people who are counted and not known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from poukama.activities.services.outreach import record_chat_duty, record_outreach
from poukama.casework.services.consultations import record_consultation
from poukama.organisation.models import WorkForm
from poukama.outcomes.models import Form
from poukama.outcomes.services import receive_answers
from poukama.setup.demo.description import Answers, Chats, Consultations, Outreach
from poukama.setup.demo.world import World


def _spread(
    world: World, work_form: str, times: int, season: str, event: Callable[[WorkForm, date], object]
) -> None:
    row = world.work_forms[work_form]
    for day in world.chance.days(world.year, world.times(times), world.season(season), until=world.until):
        world.diary.add(world.chance.moment(day, (9, 19)), _Once(event, row, day))


@dataclass
class _Once:
    """One thing on one day."""

    event: Callable[[WorkForm, date], object]
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        self.event(self.work_form, self.day)


def fill_outreach(world: World, stream: Outreach) -> None:
    """Spread the year's times out."""
    chance = world.chance

    def out(work_form: WorkForm, day: date) -> None:
        families = chance.between(stream.families)
        record_outreach(
            work_form=work_form,
            place=chance.weighted(stream.places),
            happened_on=day,
            people=families + chance.between((0, families + 2)),
            families=families,
            minutes=chance.source.choice(stream.minutes),
            themes=chance.source.sample(stream.themes, chance.between((1, min(2, len(stream.themes))))),
            by=world.worker(work_form),
        )

    _spread(world, stream.work_form, stream.times, stream.season, out)


def fill_chats(world: World, stream: Chats) -> None:
    """Spread the year's shifts on a chat."""
    chance = world.chance

    def shift(work_form: WorkForm, day: date) -> None:
        record_chat_duty(
            work_form=work_form,
            service=stream.service,
            happened_on=day,
            minutes=chance.source.choice(stream.minutes),
            contacts=chance.between(stream.contacts),
            by=world.worker(work_form),
        )

    _spread(world, stream.work_form, stream.times, stream.season, shift)


def fill_consultations(world: World, stream: Consultations) -> None:
    """Spread the year's consultations."""
    chance = world.chance

    def consult(work_form: WorkForm, day: date) -> None:
        people, families = chance.between(stream.people), chance.between(stream.families)
        professionals = chance.between(stream.professionals)
        if not people + families + professionals:
            people = 1
        record_consultation(
            work_form=work_form,
            happened_on=day,
            people=people,
            families=families,
            professionals=professionals,
            themes=[chance.source.choice(stream.themes)],
            by=world.worker(work_form),
            chain=world.receipts.of(people=people, families=families),
        )

    _spread(world, stream.work_form, stream.times, stream.season, consult)


def fill_answers(world: World, stream: Answers) -> None:
    """Spread the answers that come to a form."""
    chance = world.chance
    form = Form.objects.get(key=stream.form)

    def receive(work_form: WorkForm, day: date) -> None:
        receive_answers(
            form=form,
            work_form=work_form,
            happened_on=day,
            channel=chance.weighted(stream.channels),
            by=world.worker(work_form),
        )

    _spread(world, stream.work_form, stream.times, "term", receive)
