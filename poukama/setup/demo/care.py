"""Episodes: families and people come, are met, and leave; some return, some stay anonymous."""

from dataclasses import dataclass
from datetime import date, timedelta

from poukama.casework.models import Episode
from poukama.casework.services.closing import close_episode
from poukama.casework.services.contacts import record_contact
from poukama.casework.services.opening import MemberIn, open_episode
from poukama.casework.services.phases import begin_phase
from poukama.clients.models import Client, Family
from poukama.clients.services.adding import create_client, create_family
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo import planning
from poukama.setup.demo.accompanying import accompany
from poukama.setup.demo.along import Along
from poukama.setup.demo.description import Accompanied, Episodes
from poukama.setup.demo.leaving import leave
from poukama.setup.demo.world import World


def fill(world: World, stream: Episodes, *, is_first_year: bool) -> None:
    """Open the year's episodes by season, and before the first year those that may last into it."""
    opened = world.times(stream.opened)
    season = world.season(stream.season)
    days = world.chance.days(world.year, opened, season, until=world.until)
    if is_first_year:
        window = min(stream.lasts[1], 365)
        earliest, last = world.starts_on - timedelta(days=window), world.starts_on - timedelta(days=1)
        before = round(opened * window / 365)
        days = world.chance.days(last.year, before, season, since=earliest, until=last) + days
    work_form = world.work_forms[stream.work_form]
    for day in days:
        moment = world.chance.moment(day)
        world.diary.add(moment, _Opening(world, stream, work_form, day))


@dataclass
class _Opening:
    """A family or a person comes."""

    world: World
    stream: Episodes
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        chance, stream, by = self.world.chance, self.stream, self.world.worker(self.work_form)
        served = self.world.served.setdefault(f"{stream.work_form} {'/'.join(stream.roles)}", [])
        family: Family | None = None
        if chance.happens(stream.anonymous):
            members = [self._someone_anonymous(by)]
        elif served and chance.happens(stream.returning):
            family, clients = served.pop(chance.source.randrange(len(served)))
            members = [MemberIn(client, self.world.last_roles[client.pk]) for client in clients]
        else:
            family = create_family(
                work_form=self.work_form, since_on=self.day, by=by, code_name=self.world.families.take()
            )
            members = [self._someone(family, role, by) for role in self._roles()]
        phases = list(stream.phases)
        episode = open_episode(
            work_form=self.work_form,
            family=family,
            starts_on=self.day,
            members=members,
            phase=phases[0] if phases else "",
            key_worker=by if by in self.world.staff.workers.get(self.work_form.pk, ()) else None,
            by=by,
        )
        self._go_on(episode, family, members, by)

    def _roles(self) -> list[str]:
        chance, stream = self.world.chance, self.stream
        either = {role: stream.roles[role] for role in stream.only_one_of}
        roles = [chance.weighted(either)] if either else []
        roles += [
            role for role, share in stream.roles.items() if role not in either and chance.happens(share)
        ]
        return roles or [next(iter(stream.roles))]

    def _someone(self, family: Family, role: str, by: User) -> MemberIn:
        ages = self.stream.ages[role]
        client = create_client(
            work_form=self.work_form,
            since_on=self.day,
            by=by,
            family=family,
            birth_year=self.day.year - self.world.chance.between(ages),
        )
        self.world.last_roles[client.pk] = role
        return MemberIn(client, role)

    def _someone_anonymous(self, by: User) -> MemberIn:
        role = self._roles()[0]
        client = create_client(work_form=self.work_form, since_on=self.day, by=by, anonymous=True)
        return MemberIn(client, role)

    def _go_on(self, episode: Episode, family: Family | None, members: list[MemberIn], by: User) -> None:
        chance, stream, world = self.world.chance, self.stream, self.world
        lasts = chance.between(stream.lasts)
        end = self.day + timedelta(days=lasts)
        day = self.day
        phases = list(stream.phases.items())
        for (_, share), (phase, _) in zip(phases, phases[1:], strict=False):
            day += timedelta(days=round(lasts * share))
            world.diary.add(chance.moment(day), _Phase(episode, phase, day, by))
        along = None
        if family is not None and stream.accompanied != Accompanied():
            along = Along(world, stream.accompanied, episode, by, end)
            accompany(along)
        self._meet(episode, by, end, along)
        clients = [member.client for member in members]
        world.diary.add(
            chance.moment(end, (16, 18)), _Closing(world, stream, episode, end, by, family, clients, along)
        )
        if family is not None:
            attending = world.served.setdefault(f"{stream.work_form} now", [])
            attending.append((family, clients))

    def _meet(self, episode: Episode, by: User, end: date, along: Along | None) -> None:
        chance, contacts, world = self.world.chance, self.stream.contacts, self.world
        day = chance.working_day(self.day + timedelta(days=chance.between((0, 3))))
        while day < end:
            recorded_on = (
                chance.working_day(day + timedelta(days=chance.between((1, 5))))
                if chance.happens(0.08)
                else day
            )
            world.diary.add(
                chance.moment(min(recorded_on, end), (9, 15)),
                _Meeting(world, self.stream, episode, day, by, along),
            )
            day = chance.working_day(day + timedelta(days=chance.between(contacts.every)))


@dataclass
class _Phase:
    """The next phase begins."""

    episode: Episode
    phase: str
    day: date
    by: User

    def __call__(self) -> None:
        begin_phase(episode=self.episode, phase=self.phase, starts_on=self.day, by=self.by)


@dataclass
class _Meeting:
    """A contact is recorded, on its day or a little later; some did not take place."""

    world: World
    stream: Episodes
    episode: Episode
    day: date
    by: User
    along: Along | None

    def __call__(self) -> None:
        chance, contacts = self.world.chance, self.stream.contacts
        contact = record_contact(
            episode=self.episode,
            kind=chance.weighted(contacts.kinds),
            happened_on=self.day,
            minutes=chance.source.choice(contacts.minutes),
            took_place=not chance.happens(contacts.missed),
            by=self.by,
        )
        if self.along is not None and contact.took_place:
            planning.met(self.along, contact.kind)


@dataclass
class _Closing:
    """The episode ends; the family may come back some day."""

    world: World
    stream: Episodes
    episode: Episode
    day: date
    by: User
    family: Family | None
    clients: list[Client]
    along: Along | None

    def __call__(self) -> None:
        reason = self.world.chance.weighted(self.stream.ends)
        if self.along is not None:
            leave(self.along, ends_on=self.day, reason=reason)
        else:
            close_episode(episode=self.episode, ends_on=self.day, reason=reason, by=self.by)
        if self.family is None:
            return
        now = self.world.served[f"{self.stream.work_form} now"]
        if (self.family, self.clients) in now:
            now.remove((self.family, self.clients))
        key = f"{self.stream.work_form} {'/'.join(self.stream.roles)}"
        self.world.served[key].append((self.family, self.clients))
