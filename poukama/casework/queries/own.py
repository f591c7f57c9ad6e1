"""What casework keeps of somebody, in passages for themselves; and who has opened it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import visible
from poukama.casework.models import (
    CareGoal,
    Contact,
    Episode,
    EpisodeMember,
    FollowUp,
    GoalWords,
    Handover,
    NotePart,
    PlanParagraph,
    Promise,
    Report,
    ReportPart,
    Request,
)
from poukama.casework.queries.called import members_called, sees_everybody
from poukama.casework.queries.follow_ups import follow_up_row
from poukama.casework.queries.notes import (
    NoteRow,
    PartRow,
    loaded,
    members_elsewhere,
    note_rows,
    notes_of,
    promises_of,
    told_of,
)
from poukama.casework.queries.openings import WORDS, openings_said
from poukama.casework.queries.parting import waiting_parts
from poukama.casework.queries.reports import part_title, titled, titles_of
from poukama.casework.rules import Action
from poukama.clients.choices import OwnSection
from poukama.clients.models import Client, KnownIn
from poukama.clients.own_data import Passage, gives_away
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, formatting
from poukama.toolkit.sealing import opens

LOG_YEARS = timedelta(days=2 * 366)
"""How far back one is told who has opened it, unless there is a special reason (703/2023 § 11)."""


def own_passages(actor: Actor, known: KnownIn) -> Iterator[Passage]:
    """Their episodes, meetings, notes, goals and plans, and who has opened what is kept of them."""
    rows = EpisodeMember.objects.filter(
        client=known.client, episode__work_form=known.work_form, voided_at=None
    )
    rows = rows.filter(episode__voided_at=None).select_related(
        "client", "episode__work_form", "episode__family"
    )
    members = list(visible(actor, Action.READ_MEMBER, rows).order_by("starts_on", "pk"))
    yield from _asked(actor, known, members)
    yield from _served(members)
    yield from _met(actor, members)
    for theirs in _by_episode(members):
        yield from _written(actor, theirs[-1])
        yield from _written_of_all(actor, theirs)
    yield from _planned(actor, members)
    yield from _reported(actor, members)
    yield from _asked_later(actor, known)
    yield from _opened(known, members)


def _by_episode(members: Sequence[EpisodeMember]) -> list[list[EpisodeMember]]:
    """Their memberships of each episode, the latest last."""
    rows: dict[int, list[EpisodeMember]] = defaultdict(list)
    for member in members:
        rows[member.episode_id].append(member)
    return list(rows.values())


def _served(members: Sequence[EpisodeMember]) -> Iterator[Passage]:
    roles, tasks = term_labels(TermList.MEMBER_ROLE), term_labels(TermList.SERVICE_TASK)
    reasons = term_labels(TermList.END_REASON)
    for member in members:
        episode = member.episode
        said = [
            _("until %(day)s") % {"day": formatting.day(member.ends_on)} if member.ends_on else "",
            roles.get(member.role, member.role),
            tasks.get(episode.service_task, ""),
            reasons.get(episode.end_reason, "") if member.ends_on in (None, episode.ends_on) else "",
        ]
        yield Passage(
            OwnSection.SERVICE, episode.work_form.label(), ", ".join(filter(None, said)), member.starts_on
        )


def _asked(actor: Actor, known: KnownIn, members: Sequence[EpisodeMember]) -> Iterator[Passage]:
    """How they asked for help, themselves or as a family, and what went along when they were handed over."""
    episodes = [member.episode_id for member in members]
    theirs = Q(client=known.client) | Q(episode__in=episodes)
    rows = visible(actor, Action.READ_REQUEST, Request.objects.filter(theirs, work_form=known.work_form))
    needs = term_labels(TermList.NEED)
    for asked in rows.order_by("came_on", "pk"):
        said = [needs.get(asked.need, asked.need), asked.need_words, asked.do_now, asked.reach, asked.hours]
        yield Passage(
            OwnSection.SERVICE, _("A request"), "\n".join(filter(None, said)), asked.came_on, of_others=True
        )
    sent = visible(actor, Action.READ_HANDOVER, Handover.objects.filter(episode__in=episodes))
    theirs_too = EpisodeMember.objects.filter(handovers=OuterRef("pk"), client=known.client)
    for handover in sent.filter(Exists(theirs_too)).select_related("to_work_form").order_by("sent_on", "pk"):
        title = _("Handed over to %(work_form)s") % {"work_form": handover.to_work_form.label()}
        yield Passage(OwnSection.TOLD, title, handover.summary or "", handover.sent_on, of_others=True)


def _met(actor: Actor, members: Sequence[EpisodeMember]) -> Iterator[Passage]:
    kinds = term_labels(TermList.CONTACT_KIND)
    there = Contact.present.through.objects.filter(episodemember__in=members).values("contact")
    seen = visible(actor, Action.READ_CONTACT, Contact.objects.filter(pk__in=there, voided_at=None))
    for row in seen.order_by("happened_on", "pk"):
        minutes = _("%(n)s minutes") % {"n": formatting.number(row.minutes)} if row.minutes else ""
        yield Passage(OwnSection.MEETINGS, kinds.get(row.kind, row.kind), minutes, row.happened_on)


def _written(actor: Actor, member: EpisodeMember) -> Iterator[Passage]:
    episode = member.episode
    found = list(
        loaded(actor, notes_of(actor, episode, member), episode, member).order_by("happened_on", "pk")
    )
    for row in note_rows(actor, episode, found):
        for part in row.parts:
            others = {each.member.client_id for each in part.tells_of} - {member.client_id}
            yield from _told(row, part, of_others=bool(others))


def _written_of_all(actor: Actor, theirs: Sequence[EpisodeMember]) -> Iterator[Passage]:
    """What is tagged to nobody, of the days on which they took part, and where the official record is.

    It may tell of everybody: whoever does not see them all cannot judge it, and it does not follow one who parts (ADR 25).
    """
    member, episode = theirs[-1], theirs[-1].episode
    if members_elsewhere(episode, None).filter(client=member.client_id).exists():
        return
    if not sees_everybody(episode, members_called(actor, episode)):
        return
    yield from _not_gone_through(episode)
    along = Q()
    for each in theirs:
        along |= Q(happened_on__range=(each.starts_on, each.ends_on or date.max))
    untagged = NotePart.objects.filter(note=OuterRef("pk"), tells_of=None)
    notes = notes_of(actor, episode).filter(
        along, Exists(untagged) | Q(register__isnull=False), voided_at=None
    )
    found = list(loaded(actor, notes, episode).order_by("happened_on", "pk"))
    for row in note_rows(actor, episode, found) if found else ():
        for part in row.parts:
            if not told_of(part.part):
                yield from _told(row, part, of_others=True)
        if not row.parts:  # a reference, also one that cannot be opened
            title = f"{_('Official record')} ({row.note.written_by.name})"
            where = "" if row.cannot_be_opened else f"{row.note.register}, {row.note.register_number}"
            yield Passage(OwnSection.NOTES, title, where, row.note.happened_on, of_others=True)


def _not_gone_through(episode: Episode) -> Iterator[Passage]:
    """That something is missing until it has been said of whom it tells (ADR 34)."""
    if waiting := waiting_parts(episode).count():
        said = ngettext(
            "%(n)s part is not here yet: it is gone through first.",
            "%(n)s parts are not here yet: they are gone through first.",
            waiting,
        )
        title = _("What was written of the whole family before it parted")
        yield Passage(OwnSection.NOTES, title, said % {"n": formatting.number(waiting)})


def _told(row: NoteRow, part: PartRow, *, of_others: bool) -> Iterator[Passage]:
    """What a part says, and each promise in it: a promise goes wherever its part goes (ADR 32)."""
    title, day = f"{part.heading or _('Disagrees')} ({row.note.written_by.name})", row.note.happened_on
    yield Passage(OwnSection.NOTES, title, _said(part), day, of_others=of_others)
    for promise in promises_of(part.part):
        what = {"day": formatting.day(promise.due_on), "who": promise.promised_by.name}
        title = _("Promised by %(day)s (%(who)s)") % what
        yield Passage(OwnSection.NOTES, title, _promised(promise), day, of_others=of_others)


def _promised(promise: Promise) -> str:
    kept_on = promise.duty.done_on
    kept = _("Kept on %(day)s.") % {"day": formatting.day(kept_on)} if kept_on else ""
    text = promise.text if opens(promise) else ""
    return "\n".join(filter(None, [text, kept]))


def _said(part: PartRow) -> str:
    if part.cannot_be_opened:
        return ""
    return "\n".join(filter(None, [part.observations, part.part.text]))


def _planned(actor: Actor, members: Sequence[EpisodeMember]) -> Iterator[Passage]:
    """Of them, and of the family as a whole: the latter tells of others too."""
    theirs = Q(member__in=members) | Q(member=None, episode__in=[member.episode_id for member in members])
    goals = visible(actor, Action.READ_GOAL, CareGoal.objects.filter(theirs, voided_at=None))
    for goal in goals.order_by("starts_on", "pk"):
        yield Passage(
            OwnSection.GOALS,
            goal.get_level_display(),
            goal.text or "",
            goal.starts_on,
            of_others=goal.member_id is None,
        )
    words = GoalWords.objects.filter(
        Q(member__in=members) | Q(member=None, round__episode__in=[member.episode_id for member in members]),
        voided_at=None,
    )
    for word in visible(actor, Action.READ_GOAL_WORDS, words).order_by("said_on", "pk"):
        title = _("What was said of goals, %(who)s") % {"who": word.get_voice_display()}
        yield Passage(
            OwnSection.GOALS, title, word.text or "", word.said_on, of_others=word.member_id is None
        )
    sections = term_labels(TermList.PLAN_SECTION)
    said = visible(actor, Action.READ_PLAN_PARAGRAPH, PlanParagraph.objects.filter(theirs, voided_at=None))
    for row in said.order_by("recorded_at", "pk"):
        title = f"{sections.get(row.section, row.section)}, {row.get_voice_display()}"
        yield Passage(
            OwnSection.GOALS, title, row.text or "", row.recorded_at.date(), of_others=row.member_id is None
        )


def _reported(actor: Actor, members: Sequence[EpisodeMember]) -> Iterator[Passage]:
    """Reports in which they are told of, as they stand. The same queries however many."""
    seen = visible(actor, Action.READ_REPORT, Report.objects.filter(voided_at=None))
    told = Report.about.through.objects.filter(episodemember__in=members).values("report")
    parts = Prefetch("parts", ReportPart.objects.order_by("order"))
    titles = titles_of()
    found = seen.filter(pk__in=told).prefetch_related("about", parts)
    for report in found.order_by("starts_on", "pk"):
        of_others = len({each.client_id for each in report.about.all()}) > 1
        of_others = of_others or report.member_id is not None
        for part in report.parts.all():
            text = part.text or "" if opens(part) else ""
            title = f"{titled(report)}: {part_title(part, titles)}"
            yield Passage(OwnSection.NOTES, title, text, report.signed_on, of_others=of_others)


def _asked_later(actor: Actor, known: KnownIn) -> Iterator[Passage]:
    """When they are asked how they are after the end, and what they have said."""
    rows = visible(actor, Action.MEET_FOLLOW_UP, FollowUp.objects.filter(known=known, voided_at=None))
    for row in map(follow_up_row, rows.select_related("episode").order_by("due_on", "pk")):
        text = "\n".join(filter(None, [row.channel, row.words, row.told]))
        yield Passage(
            OwnSection.SERVICE,
            _("Asked how you are"),
            text,
            row.follow_up.due_on,
            of_others=gives_away(known),
        )


def _opened(known: KnownIn, members: Sequence[EpisodeMember]) -> Iterator[Passage]:
    """By whom and when: of themselves, and of the episodes in which they take part, while they did."""
    about = Q(about=Client._meta.label, about_id=str(known.client_id))
    for member in members:
        about |= _while_there(member)
    since = clock.local(clock.today() - LOG_YEARS, time.min)
    events = AuditEvent.objects.filter(
        about, work_form=known.work_form.key, action__in=WORDS, happened_at__gte=since
    )
    for opening in openings_said(list(events.order_by("id"))):
        who = opening.who.name if opening.who else _("Somebody who is not here any more")
        when = formatting.moment(opening.event.happened_at)
        yield Passage(OwnSection.OPENED, when, f"{who} {opening.did}.")


def _while_there(member: EpisodeMember) -> Q:
    """Events about the episode: all since they began; of one who left before its end, until that day."""
    events = Q(about=Episode._meta.label, about_id=str(member.episode_id))
    events &= Q(happened_at__gte=clock.local(member.starts_on, time.min))
    if member.ends_on is not None and member.ends_on != member.episode.ends_on:
        events &= Q(happened_at__lt=clock.local(member.ends_on + timedelta(days=1), time.min))
    return events
