"""Make synthetic years, one after another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from poukama.activities.models import DoorCount, Occasion
from poukama.casework.models import Episode
from poukama.casework.services.following import follow_these, followed_later
from poukama.organisation.models import WorkForm
from poukama.organisation.words import words_stand_still
from poukama.setup.demo import beside, care, door, met, together
from poukama.setup.demo.accompanying import follow_by_the_week
from poukama.setup.demo.ahead import look_ahead
from poukama.setup.demo.attachments import keep_attachments
from poukama.setup.demo.consent import let_tell
from poukama.setup.demo.description import Description, read
from poukama.setup.demo.diary import Chance, Diary
from poukama.setup.demo.half_written import write_half
from poukama.setup.demo.handing import wait_for_answers
from poukama.setup.demo.ladder import Receipts, climb
from poukama.setup.demo.over_time import let_time_pass
from poukama.setup.demo.pairs import pair_up
from poukama.setup.demo.processes import do_what_is_due
from poukama.setup.demo.protection import protect
from poukama.setup.demo.safety import keep_safe
from poukama.setup.demo.staff import employ
from poukama.setup.demo.twice import know_twice
from poukama.setup.demo.watching import watch
from poukama.setup.demo.world import CodeNames, World
from poukama.setup.demo.writing import write_down
from poukama.toolkit import clock

MORE_FROM = 20
"""The turn of the list of code names from which more families are named: no year comes so far."""


class WorkAlreadyRecorded(Exception):
    """Something has been recorded here already: invented work is never mixed with it."""


class PackNotApplied(Exception):
    """The database lacks work forms that the description names; the pack must be applied first."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class Made:
    """What was made."""

    years: int
    events: int


def make_years(
    *,
    pack: Path,
    last_year: int,
    years: int = 1,
    scale: float = 1,
    seed: int = 2024,
    until: date | None = None,
) -> Made:
    """Make `years` years of work up to the end of `last_year` (or `until`), the same for the same seed.

    Each is made through the services, as the invented staff would have recorded it, earlier years a little
    smaller. Refuses a database in which anything has been recorded.
    """
    if DoorCount.objects.exists() or Occasion.objects.exists() or Episode.objects.exists():
        raise WorkAlreadyRecorded
    description = read(pack)
    work_forms = {row.key: row for row in WorkForm.objects.order_by("pk")}
    missing = sorted(_named(description) - set(work_forms))
    if missing:
        raise PackNotApplied(missing)
    chance = Chance(seed)
    world: World | None = None
    events = 0
    staff = employ()
    families, volunteers = CodeNames(chance), CodeNames(chance)
    aside, more = Chance(seed + 1), Chance(seed + 2)
    other_families = CodeNames(more, prefix_number=MORE_FROM)
    for year in range(last_year - years + 1, last_year + 1):
        last_day = min(until or date(year, 12, 31), date(year, 12, 31))
        diary = world.diary if world else Diary(last_day)
        diary.until = until or date(last_year, 12, 31)
        world = World(
            year=year,
            scale=scale * (1 - 0.04 * (last_year - year)),
            until=last_day,
            description=description,
            chance=chance,
            diary=diary,
            staff=staff,
            work_forms=work_forms,
            families=families,
            volunteers=volunteers,
            aside=aside,
            receipts=world.receipts if world else Receipts(),
            served=world.served if world else {},
            last_roles=world.last_roles if world else {},
            followed=world.followed if world else set(),
        )
        is_first_year = year == last_year - years + 1
        _fill(world, is_first_year=is_first_year)
        follow_by_the_week(world)
        other = replace(world, chance=more, families=other_families)
        for stream in description.more_episodes:
            care.fill(other, stream, is_first_year=is_first_year)
    if world is not None:
        with words_stand_still():
            with followed_later() as changed:
                events = world.diary.run()
            with clock.moved_to(world.until):
                follow_these(changed)
                _settle(world, seed)
    return Made(years, events)


def _settle(world: World, seed: int) -> None:
    """What stands on the last day: who is kept apart and what was told, what lies ahead, and what was done of it."""
    staff = world.staff
    keep_safe(staff, seed)
    let_time_pass(staff)
    protect(staff)
    let_tell(staff, seed)
    know_twice(staff)
    climb(staff, world.receipts)
    keep_attachments(staff)
    with followed_later():  # all are followed before what is due is done
        look_ahead(staff)
    do_what_is_due(staff, seed)
    write_down(staff)
    pair_up(staff)
    wait_for_answers(world)
    write_half(seed)
    watch(staff)


_SINGLE: tuple[tuple[str, Callable[[World, Any], None]], ...] = (
    ("door", door.fill),
    ("groups", together.fill_groups),
    ("occasions", together.fill_occasions),
    ("outreach", met.fill_outreach),
    ("chats", met.fill_chats),
    ("consultations", met.fill_consultations),
    ("answers", met.fill_answers),
)
_LASTING: tuple[tuple[str, Callable[..., None]], ...] = (
    ("volunteers", beside.fill_volunteers),
    ("episodes", care.fill),
    ("matches", beside.fill_matches),
    ("partners", beside.fill_partners),
)
"""What goes on from one year into the next: the first year begins with some of it under way."""


def _fill(world: World, *, is_first_year: bool) -> None:
    for name, fill in _SINGLE:
        for stream in getattr(world.description, name):
            fill(world, stream)
    for name, fill_lasting in _LASTING:
        for stream in getattr(world.description, name):
            fill_lasting(world, stream, is_first_year=is_first_year)


def _named(description: Description) -> set[str]:
    streams = [stream for name, _ in (*_SINGLE, *_LASTING) for stream in getattr(description, name)]
    return {stream.work_form for stream in (*streams, *description.more_episodes)}
