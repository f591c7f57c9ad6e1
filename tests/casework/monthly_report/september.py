"""A month put together, signed off and sent, as tests of its report ask for it."""

from datetime import date

from poukama.access.actor import Actor
from poukama.casework.choices import ReportKind
from poukama.casework.queries.gathering import gather, people_of
from poukama.casework.services.reports import (
    BlockIn,
    ReportIn,
    send_report,
    sign_report,
)
from poukama.clients.receivers import Receiver
from poukama.toolkit import clock
from poukama.toolkit.periods import Period

SEPTEMBER = Period(date(2024, 9, 2), date(2024, 9, 30))
END = date(2024, 9, 30)


def gathered(actor, episode, period=SEPTEMBER, about=None):
    people = people_of(actor, episode, period)
    if about is not None:
        people = [each for each in people if each.member.pk in {member.pk for member in about}]
    return gather(actor, episode, ReportKind.MONTH, period, people)


def texts(found):
    return {block.name: block.text for block in found.blocks if block.text}


def as_in(found, **changed):
    blocks = [
        BlockIn(block.block, changed.get(block.name, block.text), block.heading, block.sources)
        for block in found.blocks
    ]
    return ReportIn(ReportKind.MONTH, found.period, [each.member for each in found.about], blocks)


def signed(episode, by, **changed):
    with clock.moved_to(END):
        return sign_report(episode=episode, report=as_in(gathered(Actor(by, END), episode), **changed), by=by)


def send(report, by, basis="child_welfare", **also):
    usual = {"to": Receiver(words="The county"), "what": "Monthly report", "sent_on": END}
    with clock.moved_to(END):
        return send_report(report=report, basis=basis, by=by, **usual | also)
