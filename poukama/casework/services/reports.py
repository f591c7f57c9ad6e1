"""Signing off reports, correcting them, and writing down to whom they were sent. What was signed off stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import REQUIRED, ReportBlock, ReportKind, ReportStep
from poukama.casework.models import REPORT_LENGTH, Episode, EpisodeMember, Report, ReportPart, ReportSending
from poukama.casework.queries.gathering import Sources
from poukama.casework.rules import Action
from poukama.casework.services.goal_rounds import refuse_stranger
from poukama.casework.services.met_steps import meet
from poukama.casework.services.refusals import DayNotYetCome, DayOutsideEpisode, locked
from poukama.clients.models import KnownIn
from poukama.clients.receivers import Receiver
from poukama.clients.rules import Action as Clients
from poukama.clients.services.disclosing import disclose
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.periods import Period


class NothingToReport(Exception):
    """Nothing was recorded in those days: there is nothing to make a report of."""


class VoiceMissing(Exception):
    """A block without which no report leaves is empty: the family's own view, or the child's own words."""

    def __init__(self, block: ReportBlock) -> None:
        super().__init__(str(block))
        self.block = block


class BlockTooLong(Exception):
    """A block is longer than anybody reads."""


class ReportedAlready(Exception):
    """There is one of the same days and of the same people: it is corrected. `is_same` when it is what was sent before."""

    def __init__(self, report: Report, *, is_same: bool) -> None:
        super().__init__(report.pk)
        self.is_same = is_same
        self.report = report


class ReasonMissing(Exception):
    """A correction says why."""


class ReportChanged(Exception):
    """Somebody else has corrected it meanwhile."""


class NobodyToTellOf(Exception):
    """Nobody of those whom it is about is known here in a way that can be told of by the actor."""


@dataclass(frozen=True)
class BlockIn:
    """What stands in a block, and from which entries it was put together."""

    block: ReportBlock
    text: str
    heading: str = ""
    sources: Sources = field(default_factory=Sources)


@dataclass(frozen=True)
class ReportIn:
    """A report to be signed off: of which days, of whom, and what it says. `member` is the child of a summary."""

    kind: ReportKind
    period: Period
    about: Sequence[EpisodeMember]
    blocks: Sequence[BlockIn]
    member: EpisodeMember | None = None


@transaction.atomic
def sign_report(*, episode: Episode, report: ReportIn, by: User) -> Report:
    """Sign a report off. It is made of what was recorded: without any entry there is none, but a letter is the worker's.

    The step of the process that asks for it is done today, in time or late.
    """
    episode = locked(episode)
    blocks = _refuse_blocks(report.kind, report.blocks)
    _refuse_days(report.period, episode)
    for member in (*report.about, *([report.member] if report.member else [])):
        refuse_stranger(member, episode)
    if report.kind != ReportKind.LETTER and not any(block.sources for block in report.blocks):
        raise NothingToReport
    there = _same(episode, report, by)
    if there is not None:
        raise ReportedAlready(there, is_same=_says_the_same(there, report, blocks, by))
    now = clock.now()
    signed = Report.objects.create(
        episode=episode,
        kind=report.kind,
        member=report.member,
        starts_on=report.period.starts_on,
        ends_on=report.period.ends_on,
        due_on=_meet_step(episode, report, by),
        signed_on=clock.today(),
        signed_at=now,
        signed_by=by,
        recorded_at=now,
        recorded_by=by,
    )
    signed.about.set(report.about)
    _keep(signed, blocks)
    _audit(Action.WRITE_REPORT, signed, by)
    return signed


@transaction.atomic
def correct_report(*, report: Report, blocks: Sequence[BlockIn], reason: str, by: User) -> Report:
    """Put a new version in the place of one that is looked at, with a reason; the former is kept. It stays as late as it was."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    locked(report.episode)
    former = Report.objects.select_related("episode__work_form").get(pk=report.pk)
    if former.voided_at is not None:
        raise ReportChanged
    kept = _refuse_blocks(ReportKind(former.kind), blocks)
    now = clock.now()
    former.voided_at, former.voided_by = now, by
    former.save(update_fields=["voided_at", "voided_by"])
    version = Report.objects.create(
        episode=former.episode,
        kind=former.kind,
        member=former.member,
        entry=former.entry,
        version=former.version + 1,
        corrects=former,
        correction_reason=reason,
        starts_on=former.starts_on,
        ends_on=former.ends_on,
        due_on=former.due_on,
        signed_on=former.signed_on,
        signed_at=former.signed_at,
        signed_by=former.signed_by,
        recorded_at=now,
        recorded_by=by,
    )
    version.about.set(former.about.order_by("pk"))
    _keep(version, kept)
    _audit(Action.CORRECT_REPORT, version, by)
    return version


@transaction.atomic
def send_report(  # noqa: PLR0913  # what the law asks of telling
    *, report: Report, to: Receiver, basis: str, what: str, sent_on: date, by: User
) -> ReportSending:
    """Write down that it was sent: a disclosure of each whom it is about, on a ground, all of them or none.

    Refuses as a disclosure does (`NoConsent` names of whom), and when there is nobody of whom the actor may tell.
    """
    locked(report.episode)
    report = Report.objects.select_related("episode__work_form").get(pk=report.pk)
    if report.voided_at is not None:
        raise ReportChanged
    if sent_on < report.signed_on:
        raise DayOutsideEpisode
    clients = list(report.about.order_by("client").values_list("client", flat=True).distinct())
    rows = KnownIn.objects.filter(client__in=clients, work_form=report.episode.work_form_id)
    known = list(visible(Actor(by, clock.today()), Clients.DISCLOSE, rows).order_by("pk"))
    if not known or len(known) < len(clients):
        raise NobodyToTellOf
    told = [disclose(known=each, to=to, basis=basis, what=what, told_on=sent_on, by=by) for each in known]
    sending = ReportSending.objects.create(
        report=report, sent_on=sent_on, recorded_at=clock.now(), recorded_by=by
    )
    sending.disclosures.set(told)
    _audit(Action.SEND_REPORT, report, by, ground=basis)
    return sending


def _refuse_days(period: Period, episode: Episode) -> None:
    if period.ends_on > clock.today():
        raise DayNotYetCome
    if period.ends_on < episode.starts_on or (episode.ends_on and period.starts_on > episode.ends_on):
        raise DayOutsideEpisode


def _refuse_blocks(kind: ReportKind, blocks: Sequence[BlockIn]) -> list[BlockIn]:
    """Those that say something; refuses when a voice is missing that must be heard."""
    said = [block for block in blocks if block.text.strip()]
    required = REQUIRED[kind]
    if not any(block.block == required for block in said):
        raise VoiceMissing(required)
    if any(len(block.text) > REPORT_LENGTH for block in said):
        raise BlockTooLong
    return said


def _same(episode: Episode, report: ReportIn, by: User) -> Report | None:
    """One that stands, of the same days and of some of the same people; one that is hidden from them is as if it were not."""
    clients = [member.client_id for member in report.about]
    standing = Report.objects.filter(episode=episode, kind=report.kind, voided_at=None)
    rows = visible(Actor(by, clock.today()), Action.READ_REPORT, standing).filter(about__client__in=clients)
    if report.member is not None:
        rows = rows.filter(member__client=report.member.client_id)
    else:
        rows = rows.filter(starts_on=report.period.starts_on)
    return rows.select_related("signed_by").order_by("pk").first()


def _says_the_same(there: Report, report: ReportIn, blocks: Sequence[BlockIn], by: User) -> bool:
    """Whether what is signed is what the same person signed before, to the last word."""
    if there.signed_by_id != by.pk or there.version != 1 or there.ends_on != report.period.ends_on:
        return False
    if set(there.about.values_list("pk", flat=True)) != {member.pk for member in report.about}:
        return False
    said = [(part.block, part.heading, part.text) for part in there.parts.order_by("order")]
    return said == [(block.block, block.heading, block.text.strip()) for block in blocks]


def _meet_step(episode: Episode, report: ReportIn, by: User) -> date | None:
    """Do the step that asked for it, if a process asks: of a month by its last day, or by a day of the next month."""
    if report.kind == ReportKind.MONTH:
        month = Period.month(report.period.starts_on.year, report.period.starts_on.month)
        after = month.ends_on + timedelta(days=1)
        following = Period.month(after.year, after.month)
        which = Q(step__number=None, duty__due_on__range=(month.starts_on, month.ends_on)) | Q(
            step__number__isnull=False, duty__due_on__range=(following.starts_on, following.ends_on)
        )
        return meet(episode, ReportStep.MONTH_REPORTED.value, which, by)
    if report.kind == ReportKind.CHILD and report.member is not None:
        which = Q(process__member__client=report.member.client_id)
        return meet(episode, ReportStep.CHILD_SUMMARISED.value, which, by)
    return None


def _keep(report: Report, blocks: Sequence[BlockIn]) -> None:
    """Keep the blocks with where they came from, in as many statements however much that is."""
    parts = [
        ReportPart(
            report=report, block=block.block, heading=block.heading, order=order, text=block.text.strip()
        )
        for order, block in enumerate(blocks)
    ]
    ReportPart.objects.bulk_create(parts)
    _tie(ReportPart.notes.through, "note", parts, [block.sources.notes for block in blocks])
    _tie(ReportPart.turns.through, "roundgoal", parts, [block.sources.turns for block in blocks])
    _tie(ReportPart.words.through, "goalwords", parts, [block.sources.words for block in blocks])
    _tie(ReportPart.contacts.through, "contact", parts, [block.sources.contacts for block in blocks])


def _tie(through: Any, column: str, parts: Sequence[ReportPart], keys: Sequence[Iterable[object]]) -> None:
    through.objects.bulk_create(
        through(reportpart_id=part.pk, **{f"{column}_id": key})
        for part, own in zip(parts, keys, strict=True)
        for key in own
    )


def _audit(action: Action, report: Report, by: User, **detail: object) -> None:
    clients = sorted(report.about.order_by("pk").values_list("client", flat=True))
    audit.record(
        action,
        by=by,
        about=report,
        work_form=report.episode.work_form.key,
        detail={
            "episode": report.episode_id,
            "kind": report.kind,
            "version": report.version,
            "clients": clients,
            **detail,
        },
    )
