"""What is agreed and written along the episodes of a synthetic year, laid out on its days as each begins."""

from datetime import date, time, timedelta
from functools import partial

from poukama.casework.choices import CHILD_ICONS
from poukama.casework.models import EpisodeMember
from poukama.casework.services.following import follow_these
from poukama.setup.demo import handing, months, noting, planning, telling, weeks
from poukama.setup.demo.along import Along
from poukama.setup.demo.world import World
from poukama.toolkit import clock
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.periods import Period

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ACQUAINTED, LEAST = 3, 16
"""After how many days goals are agreed; whoever is here for less than so many days more has neither goals nor a plan."""
TO_FRIDAY = 4
HANDED = 0.09
"""The share of those who leave that is handed over."""


def accompany(along: Along) -> None:
    """Lay out what will be done on which day."""
    rows = EpisodeMember.objects.filter(episode=along.episode).select_related("client").order_by("pk")
    for member in rows:
        (along.children if along.icon(member) in CHILD_ICONS else along.adults).append(member)
    what = along.accompanied
    if what.process and along.children and along.aside.happens(what.share):
        along.on(along.episode.starts_on, time(16, 40), partial(planning.begin, along))
    if what.handed_to and along.adults and along.aside.happens(HANDED):
        along.on(along.until - 2 * DAY, time(11, 30), partial(handing.hand_over, along))
    first = max(along.episode.starts_on, along.world.starts_on) + DAY * ACQUAINTED
    if not along.adults or along.until < first + DAY * LEAST:
        return
    if what.plan_every:
        along.on(first, time(9, 30), partial(planning.agree, along))
        along.on(first + DAY * ACQUAINTED, time(13), partial(planning.publish, along))
        _lay_out_months(along, first)
    if what.weekly:
        along.world.followed.add(along.episode.pk)
        _lay_out_weeks(along, first)
    if what.notes_every:
        _lay_out_notes(along, first)


def follow_by_the_week(world: World) -> None:
    """Each Monday morning what falls due in the week is laid out, before any of it is done."""
    monday = week_starts(world.starts_on)
    while monday <= world.until:
        world.diary.add(clock.local(monday, time(6)), lambda: follow_these(world.followed))
        monday += WEEK


def _lay_out_weeks(along: Along, first: date) -> None:
    monday = week_starts(first) + WEEK
    while monday < along.until:
        if along.aside.happens(0.94):
            along.on(monday, time(10), partial(weeks.set_week, along))
            if along.aside.happens(0.92):
                along.on(monday + DAY * TO_FRIDAY, time(14), partial(weeks.mark_week, along))
        monday += WEEK


def _lay_out_notes(along: Along, first: date) -> None:
    every = along.accompanied.notes_every
    day = first + DAY * along.aside.between((0, 3))
    while day < along.until:
        late = along.aside.between((2, 4)) if along.aside.happens(0.08) else 0
        along.on(day + DAY * late, time(15, 10), partial(noting.write, along, day))
        day += DAY * along.aside.between((every - 1, every + 1))


def _lay_out_months(along: Along, first: date) -> None:
    month = Period.month(first.year, first.month)
    while month.ends_on < along.until:
        along.on(month.ends_on, time(14, 30), partial(months.evaluate, along, month))
        if along.accompanied.monthly and month.ends_on >= along.episode.starts_on + 2 * WEEK:
            late = along.aside.between((1, 5)) if along.aside.happens(0.12) else 0
            along.on(month.ends_on + DAY * late, time(16), partial(telling.sign_month, along, month))
        after = month.ends_on + DAY
        month = Period.month(after.year, after.month)
