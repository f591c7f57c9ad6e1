"""Volunteers, the families and children they stand beside, and partners."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from poukama.clients.models import Client, Family
from poukama.organisation.models import Partner, Partnership, WorkForm
from poukama.setup.demo.description import Matches, Partners, Volunteers
from poukama.setup.demo.world import World
from poukama.workforce.models import Match, MatchVolunteer, Volunteer, VolunteerRole
from poukama.workforce.services.matches import end_match, start_match
from poukama.workforce.services.partners import end_partnership, start_partnership
from poukama.workforce.services.volunteers import add_volunteer, end_role

_EVEN = [1.0] * 12


def fill_volunteers(world: World, stream: Volunteers, *, is_first_year: bool) -> None:
    """Volunteers who are here already, who begin and who leave."""
    work_form = world.work_forms[stream.work_form]
    days = world.chance.days(world.year, round(stream.begin * world.scale), _EVEN, until=world.until)
    if is_first_year:
        before = world.chance.days(
            world.year - 1, round(stream.at_start * world.scale), _EVEN, until=date(world.year - 1, 12, 31)
        )
        days = before + days
    for day in days:
        world.diary.add(world.chance.moment(day), _Beginning(world, stream, work_form, day))
    for day in world.chance.days(world.year, round(stream.leave * world.scale), _EVEN, until=world.until):
        world.diary.add(world.chance.moment(day, (16, 17)), _Leaving(world, stream, work_form, day))


@dataclass
class _Beginning:
    """A volunteer begins."""

    world: World
    stream: Volunteers
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        add_volunteer(
            work_form=self.work_form,
            role=self.stream.role,
            starts_on=self.day,
            birth_year=self.day.year - self.world.chance.between((22, 68)),
            code_name=self.world.volunteers.take(),
            by=self.world.worker(self.work_form),
        )


@dataclass
class _Leaving:
    """A volunteer who stands beside nobody at the moment leaves."""

    world: World
    stream: Volunteers
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        busy = MatchVolunteer.objects.filter(ends_on=None, voided_at=None).values("volunteer")
        free = VolunteerRole.objects.filter(
            work_form=self.work_form, role=self.stream.role, ends_on=None, voided_at=None
        ).exclude(volunteer__in=busy)
        rows = list(free.order_by("pk"))
        if rows:
            role = self.world.chance.source.choice(rows)
            end_role(role=role, ends_on=self.day, by=self.world.worker(self.work_form))


def fill_matches(world: World, stream: Matches, *, is_first_year: bool) -> None:
    """Matches that begin in the year, and before the first one those that run when it begins."""
    work_form = world.work_forms[stream.work_form]
    begin = round(stream.begin * world.scale)
    days = world.chance.days(world.year, begin, _EVEN, until=world.until)
    if is_first_year:
        earlier = round(begin * min(1.0, stream.lasts[0] / 400))
        last = date(world.year - 1, 12, 31)
        days = world.chance.days(world.year - 1, earlier, _EVEN, until=last) + days
    for day in days:
        world.diary.add(world.chance.moment(day, (17, 18)), _Matching(world, stream, work_form, day))
    for day in world.chance.days(world.year, stream.ended_in_year or 0, _EVEN, until=world.until):
        world.diary.add(world.chance.moment(day, (18, 19)), _Parting(world, stream, work_form, day))


@dataclass
class _Matching:
    """Free volunteers and somebody whom the work form serves now come together."""

    world: World
    stream: Matches
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        world, stream, chance = self.world, self.stream, self.world.chance
        whom = self._whom()
        volunteers = self._volunteers()
        if whom is None or len(volunteers) < stream.volunteers:
            return
        family, child = whom
        by = world.worker(self.work_form)
        match = start_match(
            work_form=self.work_form,
            starts_on=self.day,
            volunteers=chance.source.sample(volunteers, stream.volunteers),
            family=None if child else family,
            client=child,
            by=by,
        )
        if stream.ended_in_year is None:
            end = self.day + timedelta(days=chance.between(stream.lasts))
            moment = chance.moment(end, (18, 19))
            world.diary.add(moment, lambda: end_match(match=match, ends_on=end, reason=stream.reason, by=by))

    def _whom(self) -> tuple[Family, Client | None] | None:
        matched = Match.objects.filter(work_form=self.work_form, voided_at=None)
        families = set(matched.values_list("family", flat=True))
        for family, clients in self.world.served.get(f"{self.stream.work_form} now", []):
            if family.pk in families:
                continue
            if self.stream.with_ == "family":
                return family, None
            children = [one for one in clients if self.world.last_roles.get(one.pk) == self.stream.with_]
            if children:
                return family, children[0]
        return None

    def _volunteers(self) -> list[Volunteer]:
        held = VolunteerRole.objects.filter(work_form=self.work_form, ends_on=None, voided_at=None)
        busy = MatchVolunteer.objects.filter(ends_on=None, voided_at=None, match__work_form=self.work_form)
        free = Volunteer.objects.filter(pk__in=held.values("volunteer"))
        if self.stream.volunteers == 1:
            free = free.exclude(pk__in=busy.values("volunteer"))
        return list(free.order_by("pk"))


@dataclass
class _Parting:
    """A match ends before its time."""

    world: World
    stream: Matches
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        rows = list(
            Match.objects.filter(work_form=self.work_form, ends_on=None, voided_at=None).order_by("pk")
        )
        if rows:
            match = self.world.chance.source.choice(rows)
            by = self.world.worker(self.work_form)
            end_match(match=match, ends_on=self.day, reason=self.stream.reason, by=by)


def fill_partners(world: World, stream: Partners, *, is_first_year: bool) -> None:
    """Partners who work with us already, who begin and who stop."""
    work_form = world.work_forms[stream.work_form]
    begin = world.chance.days(world.year, stream.begin, _EVEN, until=world.until)
    if is_first_year:
        before = date(world.year - 1, 12, 31)
        begin = world.chance.days(world.year - 1, stream.at_start, _EVEN, until=before) + begin
    for day in begin:
        world.diary.add(world.chance.moment(day), _PartnerBegins(world, stream, work_form, day))
    for day in world.chance.days(world.year, stream.leave, _EVEN, until=world.until):
        world.diary.add(world.chance.moment(day, (16, 17)), _PartnerStops(world, stream, work_form, day))


@dataclass
class _PartnerBegins:
    """A partner that does not yet work with us in this capacity begins."""

    world: World
    stream: Partners
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        ours = Partnership.objects.filter(work_form=self.work_form, kind=self.stream.kind, voided_at=None)
        rows = list(Partner.objects.exclude(pk__in=ours.values("partner")).order_by("pk"))
        if rows:
            start_partnership(
                partner=self.world.chance.source.choice(rows),
                work_form=self.work_form,
                kind=self.stream.kind,
                starts_on=self.day,
                by=self.world.worker(self.work_form),
            )


@dataclass
class _PartnerStops:
    """A partner stops."""

    world: World
    stream: Partners
    work_form: WorkForm
    day: date

    def __call__(self) -> None:
        running = Partnership.objects.filter(
            Q(ends_on=None),
            work_form=self.work_form,
            kind=self.stream.kind,
            voided_at=None,
            starts_on__lte=self.day,
        )
        rows = list(running.order_by("pk"))
        if rows:
            row = self.world.chance.source.choice(rows)
            end_partnership(partnership=row, ends_on=self.day, by=self.world.worker(self.work_form))
