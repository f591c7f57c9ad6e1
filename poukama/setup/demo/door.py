"""Visits at the door, tap by tap."""

from datetime import date, datetime, timedelta
from uuid import UUID

from poukama.activities.choices import Visitor
from poukama.activities.services.door import correct_door, count_visit, undo_visit
from poukama.organisation.models import WorkForm
from poukama.setup.demo.description import Door
from poukama.setup.demo.diary import clock_day, is_working_day
from poukama.setup.demo.world import World

_REASONS = (
    "Laskuri jäi päivältä kiinni",
    "Kaksi perhettä tuli takaovesta",
    "Laskettiin paperille sähkökatkon ajan",
)


def fill(world: World, door: Door) -> None:
    """Spread the year's visits over its open days, and correct a few days afterwards."""
    work_form = world.work_forms[door.work_form]
    days = [day for day in _days(world) if is_working_day(day)]
    season = world.season(door.season)
    weights = [season[day.month - 1] * door.weekdays[day.weekday()] for day in days]
    for visitor, visits in door.visits.items():
        for day in world.chance.source.choices(days, weights, k=world.times(visits)):
            moment = world.chance.moment(day, door.hours)
            world.diary.add(moment, _Tap(world, door, work_form, visitor, moment))
    for _ in range(round(door.corrections * world.scale)):
        day = world.chance.source.choice(days)
        later = world.chance.working_day(day + timedelta(days=1))
        moment = world.chance.moment(later, door.hours)
        world.diary.add(moment, _Correction(world, work_form, day))


class _Tap:
    """One visitor comes in; now and then the tap was a slip and is undone at once."""

    def __init__(self, world: World, door: Door, work_form: WorkForm, visitor: str, moment: datetime) -> None:
        self.world, self.door, self.work_form = world, door, work_form
        self.visitor, self.moment = visitor, moment

    def __call__(self) -> None:
        chance = self.world.chance
        token = UUID(int=chance.source.getrandbits(128), version=4)
        by = self.world.worker(self.work_form)
        count_visit(
            work_form=self.work_form,
            token=token,
            visitor=self.visitor,
            happened_on=clock_day(self.moment),
            first_time=chance.happens(self.door.first_time),
            by=by,
        )
        if chance.happens(self.door.undone):
            undo_visit(work_form=self.work_form, token=token, by=by)


class _Correction:
    """Somebody notices the day after that the counter had missed a few."""

    def __init__(self, world: World, work_form: WorkForm, day: date) -> None:
        self.world, self.work_form, self.day = world, work_form, day

    def __call__(self) -> None:
        chance = self.world.chance
        correct_door(
            work_form=self.work_form,
            happened_on=self.day,
            visitor=chance.source.choice(Visitor.values),
            quantity=chance.between((1, 4)),
            reason=chance.source.choice(_REASONS),
            token=UUID(int=chance.source.getrandbits(128), version=4),
            by=self.world.worker(self.work_form),
        )


def _days(world: World) -> list[date]:
    return [world.starts_on + timedelta(days=n) for n in range((world.until - world.starts_on).days + 1)]
