"""Groups with their sessions, and single occasions."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from poukama.activities.models import Group
from poukama.activities.services.counted import AttendanceIn, HeadcountIn
from poukama.activities.services.groups import end_group, start_group
from poukama.activities.services.occasions import hold_occasion
from poukama.clients.services.adding import create_client, create_family
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.description import Groups, Occasions, Range
from poukama.setup.demo.world import World


def fill_groups(world: World, stream: Groups) -> None:
    """Start each group of the year on a day of its season and let it meet in its rhythm."""
    chance = world.chance
    work_form = world.work_forms[stream.work_form]
    for place, name in enumerate(stream.names):
        spring = len(stream.names) == 1 or place % 2 == 0
        start = world.starts_on + timedelta(days=chance.between((8, 25) if spring else (225, 250)))
        if stream.weeks < 20 and len(stream.names) > 2:
            start = world.starts_on + timedelta(days=chance.between((8, 270)))
        start = chance.working_day(start)
        moment = chance.moment(start, (8, 9))
        world.diary.add(moment, _Group(world, stream, work_form, name, start))


@dataclass
class _Group:
    """A group starts, meets and ends."""

    world: World
    stream: Groups
    work_form: WorkForm
    name: str
    day: date

    def __call__(self) -> None:
        world, stream, chance = self.world, self.stream, self.world.chance
        by = world.worker(self.work_form)
        group = start_group(
            work_form=self.work_form,
            name=self.name,
            kind=stream.kind,
            starts_on=self.day,
            is_open=stream.is_open,
            self_run=chance.happens(stream.self_run),
            by=by,
        )
        newcomers = _newcomers(self, by) if "newcomers" in stream.attend else []
        last = min(self.day + timedelta(weeks=stream.weeks), date(world.year, 12, 20))
        season = world.season(stream.season)
        day = self.day
        while day <= last:
            if season[day.month - 1] >= 0.4:
                world.diary.add(chance.moment(day, (15, 17)), _Session(world, stream, group, day, newcomers))
            day = chance.working_day(day + timedelta(days=chance.between(stream.every)))
        world.diary.add(chance.moment(last, (18, 19)), lambda: end_group(group=group, ends_on=last, by=by))


@dataclass
class _Session:
    """The group meets; who is known is ticked, others are counted."""

    world: World
    stream: Groups
    group: Group
    day: date
    newcomers: list[AttendanceIn]

    def __call__(self) -> None:
        world, stream = self.world, self.stream
        attendances = [one for one in self.newcomers if world.chance.happens(0.85)]
        if "families" in stream.attend:
            attendances += _families(world, stream)
        headcounts = _headcounts(world, stream.counts)
        if not attendances and not headcounts:
            return
        hold_occasion(
            work_form=self.group.work_form,
            kind=stream.kind,
            happened_on=self.day,
            group=self.group,
            minutes=90,
            attendances=attendances,
            headcounts=headcounts,
            by=world.worker(self.group.work_form),
        )


def _families(world: World, stream: Groups) -> list[AttendanceIn]:
    here = world.served.get(f"{stream.work_form} now", [])
    coming = min(world.chance.between(stream.attend["families"]), len(here))
    return [AttendanceIn(family=family) for family, _ in world.chance.source.sample(here, coming)]


def _newcomers(group: _Group, by: User) -> list[AttendanceIn]:
    """Children who come to the group only: each with a code name of a family of their own."""
    world, role = group.world, group.stream.attend_role
    found = []
    for _ in range(world.chance.between((6, 9))):
        family = create_family(
            work_form=group.work_form, since_on=group.day, by=by, code_name=world.families.take()
        )
        child = create_client(
            work_form=group.work_form,
            since_on=group.day,
            by=by,
            family=family,
            birth_year=group.day.year - world.chance.between((7, 12)),
        )
        found.append(AttendanceIn(client=child, role=role))
    return found


def _headcounts(world: World, counts: dict[str, Range]) -> list[HeadcountIn]:
    found = []
    estimated = _estimated(world)
    for category, bounds in counts.items():
        how_many = world.chance.between(bounds)
        if how_many == 0:
            continue
        one = HeadcountIn(category, people=how_many)
        if category == "families":
            one = HeadcountIn(category, families=how_many)
        if category in estimated:
            one = replace(one, is_estimate=True, basis=_basis(world))
        found.append(one)
    return found


def fill_occasions(world: World, stream: Occasions) -> None:
    """Hold the year's single occasions of one kind."""
    work_form = world.work_forms[stream.work_form]
    times = stream.times if stream.times < 12 else world.times(stream.times)
    for day in world.chance.days(
        world.year, round(times * max(world.scale, 1)), world.season(stream.season), until=world.until
    ):
        world.diary.add(world.chance.moment(day, (9, 18)), _Occasion(world, stream, work_form, day))


@dataclass
class _Occasion:
    """One occasion is held."""

    world: World
    stream: Occasions
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        hold_occasion(
            work_form=self.work_form,
            kind=self.stream.kind,
            happened_on=self.day,
            minutes=self.world.chance.source.choice((60, 90, 120, 180)),
            headcounts=_headcounts(self.world, self.stream.counts),
            by=self.world.worker(self.work_form),
        )


def _estimated(world: World) -> set[str]:
    return {term.key for term in world.words(TermList.PEOPLE_CATEGORY) if term.attributes.get("estimate")}


def _basis(world: World) -> str:
    return world.chance.source.choice(world.words(TermList.ESTIMATE_BASIS)).key
