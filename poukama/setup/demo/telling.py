"""Reports: of a month to whoever referred the family, and to and of a child who leaves."""

from datetime import time, timedelta
from functools import partial

from poukama.access.actor import Actor
from poukama.casework.choices import ReportBlock, ReportKind
from poukama.casework.models import Report
from poukama.casework.queries import Called
from poukama.casework.queries.called import members_called
from poukama.casework.queries.gathering import Gathered, gather, people_of
from poukama.casework.queries.reports import days_of_child, standing_blocks, told_as
from poukama.casework.services.reports import BlockIn, ReportIn, correct_report, send_report, sign_report
from poukama.clients.receivers import Receiver
from poukama.organisation.models import Partner
from poukama.setup.demo import sayings
from poukama.setup.demo.along import Along
from poukama.toolkit import clock
from poukama.toolkit.periods import Period

REFERRER = "lapsiperhepalvelut"
ASKED_BY_LAW = "lawful_request"
LATELY = timedelta(days=31)


def sign_month(along: Along, month: Period) -> None:
    """What the month comes to, signed off; a few are corrected the next day, and most are sent within three.

    One of the last month before the year ends is left half written.
    """
    last = along.world.diary.until
    if not along.world.has_half_written and month.ends_on + LATELY > last and along.until > last:
        along.world.has_half_written = True
        return
    actor = Actor(along.by, clock.today())
    days = Period(max(month.starts_on, along.episode.starts_on), month.ends_on)
    gathered = gather(actor, along.episode, ReportKind.MONTH, days, people_of(actor, along.episode, days))
    if gathered.is_empty:
        return
    signed = _signed(along, gathered, _blocks(gathered, {ReportBlock.FAMILY: sayings.NO_VIEW}))
    chance, today = along.aside, clock.today()
    if chance.happens(0.06):
        along.world.diary.add(
            clock.local(today + timedelta(days=1), time(9)), partial(_correct, along, signed)
        )
    if chance.happens(0.92):
        sent_on = today + timedelta(days=chance.between((1, 3)))
        along.world.diary.add(clock.local(sent_on, time(12)), partial(_send, along, signed))


def tell_of_children(along: Along) -> None:
    """The summary of each child who has left, and a letter to each."""
    actor = Actor(along.by, clock.today())
    for child in members_called(actor, along.episode):
        if child.is_child:
            days = days_of_child(child, clock.today())
            _sign_of_child(along, child, days)


def _sign_of_child(along: Along, child: Called, days: Period) -> None:
    chance, actor = along.aside, Actor(along.by, clock.today())
    shows = sayings.SHOWS if child.icon == "baby" else sayings.CHILD_SHOWS
    told = {
        ReportBlock.CHILD: chance.one_of(shows),
        ReportBlock.WORKER: chance.one_of(sayings.WORKER_VIEW),
    }
    summary = gather(actor, along.episode, ReportKind.CHILD, days, [child], of=child)
    if not summary.is_empty:
        _signed(along, summary, _blocks(summary, told), child)
    letter = Gathered(ReportKind.LETTER, days, [child], [])
    to = sayings.TO_BABY if child.icon == "baby" else sayings.TO_CHILD
    words = "\n".join((chance.one_of(to), sayings.GOODBYE))
    _signed(along, letter, [BlockIn(ReportBlock.LETTER, words)], child)


def _blocks(gathered: Gathered, told: dict[ReportBlock, str]) -> list[BlockIn]:
    """As it was put together; what must be said and nobody has said yet is `told`."""
    return [
        BlockIn(each.block, each.text or told.get(each.block, ""), each.heading, each.sources)
        for each in gathered.blocks
    ]


def _signed(along: Along, gathered: Gathered, blocks: list[BlockIn], child: Called | None = None) -> Report:
    report = ReportIn(
        kind=gathered.kind,
        period=gathered.period,
        about=[each.member for each in gathered.about],
        blocks=blocks,
        member=child.member if child else None,
    )
    return sign_report(episode=along.episode, report=report, by=along.by)


def _correct(along: Along, report: Report) -> None:
    blocks = [BlockIn(each.block, each.text, each.heading, each.sources) for each in standing_blocks(report)]
    correct_report(report=report, blocks=blocks, reason=sayings.CORRECTED, by=along.by)


def _send(along: Along, report: Report) -> None:
    """The version that stands, to whoever referred the family and asks for it by law."""
    standing = Report.objects.get(entry=report.entry, voided_at=None)
    send_report(
        report=standing,
        to=Receiver(partner=Partner.objects.get(key=REFERRER)),
        basis=ASKED_BY_LAW,
        what=told_as(standing),
        sent_on=clock.today(),
        by=along.by,
    )
