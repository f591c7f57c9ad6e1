"""The reports of an episode: which are made and which are due, and one as it is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import ReportBlock, ReportKind, ReportStep
from poukama.casework.models import DueStep, Episode, Note, Report, ReportPart, ReportSending
from poukama.casework.queries.called import Called, members_called
from poukama.casework.queries.gathering import Block, Sources
from poukama.casework.queries.goal_marks import month_named
from poukama.casework.queries.narrative import positions_of
from poukama.casework.queries.notes import members_elsewhere
from poukama.casework.rules import Action
from poukama.clients.models import Disclosure
from poukama.clients.queries import DisclosureRow, disclosure_rows
from poukama.clients.rules import Action as Clients
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.words import term_labels, words
from poukama.toolkit.facts import Text
from poukama.toolkit.periods import Period
from poukama.toolkit.sealing import opens

OFFERED = 3
"""How many of the latest months are offered for a report."""
SHOWN = 24
"""How many reports stand on a page of the list, and in the panel."""
IN_ORDER = ("-starts_on", "-signed_at", "pk")


@dataclass(frozen=True)
class MonthRow:
    """A month of which a report can be made, or is asked for; where there is one already, of whom there is none yet."""

    first: date
    name: str
    due_on: date | None
    left: list[Called]

    @property
    def year(self) -> str:
        """The year, without a space in it."""
        return str(self.first.year)

    @property
    def whom(self) -> str:
        """Those of whom there is none yet, in words; empty where there is none of anybody."""
        return ", ".join(each.label for each in self.left)

    @property
    def chosen(self) -> str:
        """The same as the query string of the form."""
        return about_these(self.left)


@dataclass(frozen=True)
class ReportRow:
    """A report in a list."""

    report: Report
    title: str
    is_sent: bool


@dataclass(frozen=True)
class SentRow:
    """That a version was sent: when, to whom, on which ground and by whom."""

    sending: ReportSending
    to: str
    ground: str


@dataclass(frozen=True)
class PartRow:
    """A block as it is read."""

    part: ReportPart
    title: Text
    sources: str
    cannot_be_opened: bool


@dataclass(frozen=True)
class ReportPage:
    """A version of a report as it is read."""

    report: Report
    title: str
    about: list[Called]
    parts: list[PartRow]
    sent: list[SentRow]
    versions: list[Report]
    reason: str
    position: str
    later: int
    """How many notes of its days were written after it was signed off."""


def titled(report: Report) -> str:
    """What a report is called; it names nobody."""
    if report.kind == ReportKind.MONTH:
        return month_title(report.starts_on)
    return str(ReportKind(report.kind).label)


def month_title(first: date) -> str:
    """What the report of a month is called."""
    said: str = _("Monthly report, %(month)s %(year)s")
    return said % {"month": month_named(first), "year": first.year}


def told_as(report: Report) -> str:
    """What is said to have been told when a version was sent: a corrected one is another than the former."""
    if report.version == 1:
        return titled(report)
    return _("%(title)s, version %(n)s") % {"title": titled(report), "n": report.version}


def reports_of(actor: Actor, episode: Episode) -> QuerySet[Report]:
    """The reports in force on the page of an episode, unordered: none of somebody who is of another family by now."""
    elsewhere = Report.about.through.objects.filter(
        report=OuterRef("pk"), episodemember__in=members_elsewhere(episode, None)
    )
    rows = visible(actor, Action.READ_REPORT, Report.objects.filter(episode=episode, voided_at=None))
    return rows.exclude(Exists(elsewhere)).select_related(
        "member__client", "member__episode", "signed_by", "episode"
    )


def listed(actor: Actor, episode: Episode) -> QuerySet[Report]:
    """The reports of an episode, unordered, each with whether it was sent."""
    sent = ReportSending.objects.filter(report=OuterRef("pk"), voided_at=None)
    return reports_of(actor, episode).annotate(is_sent=Exists(sent))


def report_rows(found: Iterable[Report]) -> list[ReportRow]:
    """Reports as they stand in the list. Asks nothing."""
    return [ReportRow(each, titled(each), each.is_sent) for each in found]  # type: ignore[attr-defined]  # annotated in `listed`


def about_these(people: Iterable[Called]) -> str:
    """The query string that chooses whom a report is about."""
    return urlencode([("about", each.member.pk) for each in people])


def not_told_of(people: Iterable[Called], reports: QuerySet[Report]) -> list[Called]:
    """Those whom none of the reports is about. One query."""
    told = set(reports.order_by().values_list("about__client", flat=True))
    return [each for each in people if each.member.client_id not in told]


def months_to_report(actor: Actor, episode: Episode, people: Sequence[Called], today: date) -> list[MonthRow]:
    """Months of which somebody who took part is in no report: the latest few, and earlier ones that a process still asks for.

    The month that goes on is last. Two queries, and one for who has parted.
    """
    last = min(today, episode.ends_on or today)
    due = _due_by_month(actor, episode)
    months = {month for month in due if month <= last}
    month = last.replace(day=1)
    for _turn in range(OFFERED):
        if month >= episode.starts_on.replace(day=1):
            months.add(month)
        month = (month - timedelta(days=1)).replace(day=1)
    made = reports_of(actor, episode).filter(kind=ReportKind.MONTH, starts_on__gte=min(months, default=last))
    told: dict[date, set[int | None]] = {}
    for starts_on, client in made.order_by().values_list("starts_on", "about__client"):
        told.setdefault(starts_on.replace(day=1), set()).add(client)
    rows = []
    for first in sorted(months, key=lambda each: (_last_day(episode, each) <= today, each), reverse=True):
        days = days_of_month(episode, first, today)
        there = [each for each in people if days and each.rows_in(days)]
        left = [each for each in there if each.member.client_id not in told.get(first, ())]
        if left or first not in told:
            rows.append(MonthRow(first, month_named(first), due.get(first), left if first in told else []))
    return rows


def children_to_tell_of(
    people: Sequence[Called], reports: QuerySet[Report], kind: ReportKind
) -> list[Called]:
    """Children whose part has ended and of whom there is no summary, or to whom no letter, yet. One query."""
    made = set(reports.filter(kind=kind).order_by().values_list("member__client", flat=True))
    left = [each for each in people if each.is_child and each.member.ends_on is not None]
    return [each for each in left if each.member.client_id not in made]


def days_of_month(episode: Episode, first: date, today: date) -> Period | None:
    """The days of a month in which the episode runs, until today; None when there are none."""
    starts_on, ends_on = max(first, episode.starts_on), min(_last_day(episode, first), today)
    return Period(starts_on, ends_on) if starts_on <= ends_on else None


def goes_on(episode: Episode, period: Period) -> bool:
    """Whether the month goes on after the days of a report of it."""
    return period.ends_on < _last_day(episode, period.starts_on)


def days_of_child(child: Called, today: date) -> Period:
    """The days on which a child has taken part, until today."""
    rows = child.rows
    ends_on = rows[-1].ends_on or today
    return Period(rows[0].starts_on, max(ends_on, rows[0].starts_on))


def page_of_report(actor: Actor, report: Report) -> ReportPage:
    """A version with what it was put together from. The same queries however much that is."""
    episode = report.episode
    titles = titles_of()
    everybody = members_called(actor, episode)
    about = {member.pk for member in report.about.all()}
    versions = visible(actor, Action.READ_REPORT, Report.objects.filter(entry=report.entry))
    later = visible(actor, Action.READ_NOTE, Note.objects.filter(episode=episode, voided_at=None)).filter(
        happened_on__range=(report.starts_on, report.ends_on), recorded_at__gt=report.recorded_at
    )
    return ReportPage(
        report=report,
        title=titled(report),
        about=[each for each in everybody if about & {row.pk for row in each.rows}],
        parts=[_part(part, titles) for part in _parts(report)],
        sent=sent_rows(actor, report),
        versions=list(versions.select_related("recorded_by").order_by("-version")),
        reason=report.correction_reason or "" if opens(report) else "",
        position=positions_of(episode, {report.signed_by_id}).get(report.signed_by_id, ""),
        later=later.count() if report.voided_at is None else 0,
    )


def titles_of() -> dict[str, str]:
    """What the headings of notes are called. One query."""
    return {key: str(label) for key, label in term_labels(TermList.NOTE_HEADING).items()}


def part_title(part: ReportPart, titles: Mapping[str, str]) -> Text:
    """What a block is called."""
    return titles.get(part.heading, part.heading) if part.heading else ReportBlock(part.block).label


def standing_blocks(report: Report) -> list[Block]:
    """A report as it stands, for correcting: its blocks in their order, and those of its kind that are empty."""
    titles = titles_of()
    blocks = [
        Block(
            ReportBlock(part.block),
            part.heading,
            part_title(part, titles),
            [part.text] if opens(part) else [],
            _sources(part),
        )
        for part in _parts(report)
    ]
    there = {block.name for block in blocks}
    return blocks + [each for each in _empty(report, report.episode.work_form) if each.name not in there]


def sent_rows(actor: Actor, report: Report) -> list[SentRow]:
    """To whom any version was sent, the latest first, as far as what was told may be seen."""
    told = visible(actor, Clients.READ_DISCLOSURE, Disclosure.objects.filter(voided_at=None))
    told = told.select_related("to_partner", "to_work_form", "consent", "known__client", "recorded_by")
    rows = ReportSending.objects.filter(report__entry=report.entry, voided_at=None)
    found = rows.select_related("recorded_by", "report").prefetch_related(
        Prefetch("disclosures", told.order_by("pk"), to_attr="told")
    )
    sendings = list(found.order_by("-sent_on", "-recorded_at", "pk"))
    first = {each.pk: each.told[0] for each in sendings if each.told}
    said = {row.disclosure.pk: row for row in disclosure_rows(list(first.values()))}
    return [_sent(each, said.get(first[each.pk].pk) if each.pk in first else None) for each in sendings]


def _last_day(episode: Episode, day: date) -> date:
    """The last day of a month on which the episode runs."""
    last = Period.month(day.year, day.month).ends_on
    return min(last, episode.ends_on or last)


def _due_by_month(actor: Actor, episode: Episode) -> dict[date, date]:
    """By which day a report of each month is asked for and not made, by the first of the month."""
    words = Term.objects.filter(
        list=TermList.PROCESS_STEP, attributes__met_by=ReportStep.MONTH_REPORTED.value
    ).values("key")
    rows = DueStep.objects.filter(
        process__episode=episode,
        process__voided_at=None,
        voided_at=None,
        left_out_at=None,
        duty__done_on=None,
        step__does__in=words,
    )
    due = visible(actor, Action.READ_STEP, rows).select_related("duty", "step").order_by("duty__due_on", "pk")
    found: dict[date, date] = {}
    for row in due:
        first = row.duty.due_on.replace(day=1)
        if row.step.number is not None:
            first = (first - timedelta(days=1)).replace(day=1)
        found.setdefault(first, row.duty.due_on)
    return found


def _parts(report: Report) -> list[ReportPart]:
    return list(report.parts.prefetch_related("notes", "turns", "words", "contacts").order_by("order"))


def _sources(part: ReportPart) -> Sources:
    return Sources(
        notes={each.pk: each for each in part.notes.all()},
        turns={each.pk: each for each in part.turns.all()},
        words={each.pk: each for each in part.words.all()},
        contacts={each.pk: each for each in part.contacts.all()},
    )


def _part(part: ReportPart, titles: dict[str, str]) -> PartRow:
    return PartRow(part, part_title(part, titles), _sources(part).said(), cannot_be_opened=not opens(part))


def _empty(report: Report, work_form: WorkForm) -> list[Block]:
    if report.kind == ReportKind.LETTER:
        return []
    usual = [ReportBlock.GOALS, ReportBlock.MET, ReportBlock.FAMILY, ReportBlock.WORKER, ReportBlock.AHEAD]
    if report.kind == ReportKind.CHILD:
        usual.append(ReportBlock.CHILD)
    headings = [
        Block(ReportBlock.HEADING, term.key, term.label())
        for term in words(TermList.NOTE_HEADING).of(work_form)
        if term.attributes.get("kind") != "own_words"
    ]
    return [*headings, *(Block(each, "", each.label) for each in usual)]


def _sent(sending: ReportSending, row: DisclosureRow | None) -> SentRow:
    return SentRow(sending, row.to, row.law or _("consent")) if row else SentRow(sending, "", "")
