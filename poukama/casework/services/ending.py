"""Letting go of what casework keeps of somebody: words are deleted, and rows that figures count are emptied.

What is emptied keeps its day, its kind and whether it stands, so that every figure of a past year stays as it was.
"""

from collections import Counter

from django.db.models import Model, Q, QuerySet

from poukama.casework.choices import Risk, SafePlace, Urgency
from poukama.casework.duty_kinds import FOLLOW_UP_DUTY, PLAN_REVIEW_DUTY, SHARED_PAST_DUTY, follow_up_key
from poukama.casework.models import (
    Appointment,
    CareGoal,
    Contact,
    DueStep,
    Episode,
    EpisodeWorkers,
    FollowUp,
    GoalRound,
    GoalWords,
    Handover,
    LegalHold,
    Note,
    NotePart,
    OddReading,
    OwnData,
    PlanApproval,
    PlanParagraph,
    PlanVersion,
    Process,
    Promise,
    ReceiptLink,
    Report,
    ReportPart,
    ReportSending,
    Request,
    RequestStep,
    RoundGoal,
)
from poukama.casework.queries.records import Record
from poukama.clients.ending import EMPTIED, Whose, let_go
from poukama.clients.models import EmergencyAccess
from poukama.drafts.models import Draft
from poukama.duties.models import Duty
from poukama.organisation.models import User
from poukama.toolkit import clock

NOTHING = ""
"""Where a sealed column must hold something: the seal of an empty text."""


def end_casework(record: Record, by: User) -> Counter[str]:
    """How many rows of each table are gone, or emptied. A part of destroying."""
    episodes = Episode.objects.filter(pk__in=record.episodes)
    handovers = _ending_handovers(record)
    gone = _words_of(episodes)
    gone += _plans_of(episodes)
    gone += _reports_of(episodes)
    gone += _notes_of(episodes)
    gone += _empty_handovers(handovers)
    gone += _empty_requests(record, by)
    gone += _known(record)
    return gone + _empty_episodes(episodes, by)


def _words_of(episodes: QuerySet[Episode]) -> Counter[str]:
    """Agreed times, what was said of goals, why steps were left out."""
    keys = [*map(str, episodes.order_by().values_list("pk", flat=True))]
    _drafts(keys)
    _drafts_of_parts(episodes)
    gone = let_go(Appointment.objects.filter(episode__in=episodes))
    gone += let_go(GoalWords.objects.filter(round__episode__in=episodes))
    for goal in CareGoal.objects.filter(episode__in=episodes).order_by("pk"):
        goal.text = NOTHING
        goal.save(update_fields=["text"])
        gone["casework.CareGoal"] += 1
    for step in DueStep.objects.filter(process__episode__in=episodes, left_out_at__isnull=False).order_by(
        "pk"
    ):
        step.reason = NOTHING
        step.save(update_fields=["reason"])
        gone["casework.DueStep"] += 1
    for through, of in (
        (GoalRound.present.through, "goalround__episode"),
        (Process.workers.through, "process__episode"),
        (Contact.present.through, "contact__episode"),
        (Contact.workers.through, "contact__episode"),
    ):
        _joins(through, **{f"{of}__in": episodes})
    duties = DueStep.objects.filter(process__episode__in=episodes).order_by().values("duty")
    _nobodys(Duty.objects.filter(pk__in=duties))
    return gone


def _nobodys(duties: QuerySet[Duty]) -> None:
    """That something was to be done, and whether it was, is counted; whose it was is not kept."""
    duties.update(owner=None, deputy=None)


def _joins(through: type[Model], **of: object) -> None:
    through._default_manager.filter(**of).delete()


def _drafts(episodes: list[str]) -> None:
    """What somebody has half written of them."""
    rows = Draft.objects.filter(kind__in=OF_EPISODES, key__in=episodes)
    for pk in episodes:
        rows |= Draft.objects.filter(kind__in=BEGIN_WITH_EPISODE, key__startswith=f"{pk}.")
    rows.delete()


def _drafts_of_parts(episodes: QuerySet[Episode]) -> None:
    """What somebody has half written of a time, a goal of a week or a handover of theirs."""
    for kind, found in {
        "casework.held_time": Appointment.objects.filter(episode__in=episodes),
        "casework.week_mark": RoundGoal.objects.filter(round__episode__in=episodes),
        "casework.handover_refusal": Handover.objects.filter(episode__in=episodes),
    }.items():
        keys = [str(pk) for pk in found.order_by().values_list("pk", flat=True)]
        Draft.objects.filter(kind=kind, key__in=keys).delete()


OF_REQUESTS = ("casework.request_rest", "casework.safety_check", "casework.urgency")
OF_EPISODES = ("casework.alert", "casework.note", "casework.month", "casework.week_goal", "casework.contact")
BEGIN_WITH_EPISODE = (
    "casework.change_alert",
    "casework.plan_section",
    "casework.report",
    "casework.handover",
)


def _plans_of(episodes: QuerySet[Episode]) -> Counter[str]:
    keys = [
        f"{episode}:{number}"
        for episode, number in PlanVersion.objects.filter(episode__in=episodes)
        .order_by()
        .values_list("episode", "number")
    ]
    _nobodys(Duty.objects.filter(kind=PLAN_REVIEW_DUTY, key__in=keys))
    gone = let_go(PlanApproval.objects.filter(version__episode__in=episodes))
    gone += let_go(PlanVersion.objects.filter(episode__in=episodes))
    return gone + let_go(PlanParagraph.objects.filter(episode__in=episodes))


def _reports_of(episodes: QuerySet[Episode]) -> Counter[str]:
    """What was written and sent; that there was a report, of which days and whether in time, is counted."""
    reports = Report.objects.filter(episode__in=episodes)
    entries = [*map(str, reports.order_by().values_list("entry", flat=True))]
    Draft.objects.filter(kind="casework.report_correction", key__in=entries).delete()
    gone = let_go(ReportSending.objects.filter(report__in=reports))
    gone += let_go(ReportPart.objects.filter(report__in=reports))
    _joins(Report.about.through, report__episode__in=episodes)
    for report in reports.order_by("pk"):
        report.correction_reason = None if report.corrects_id is None else NOTHING
        report.save(update_fields=["correction_reason"])
        gone["casework.Report"] += 1
    return gone


def _notes_of(episodes: QuerySet[Episode]) -> Counter[str]:
    notes = Note.objects.filter(episode__in=episodes)
    entries = [*map(str, notes.order_by().values_list("entry", flat=True))]
    Draft.objects.filter(kind="casework.correction", key__in=entries).delete()
    promises = Promise.objects.filter(part__note__in=notes)
    _nobodys(Duty.objects.filter(pk__in=promises.order_by().values("duty")))
    keys = [str(pk) for pk in episodes.order_by("pk").values_list("pk", flat=True)]
    _nobodys(Duty.objects.filter(kind=SHARED_PAST_DUTY, key__in=keys))
    gone = let_go(promises) + let_go(NotePart.objects.filter(note__in=notes))
    for note in notes.order_by("pk"):
        note.correction_reason = None if note.corrects_id is None else NOTHING
        note.taken_out_because = note.register = note.register_number = None
        note.service_task, note.starts_at = "", None
        note.save(
            update_fields=[
                "correction_reason",
                "taken_out_because",
                "register",
                "register_number",
                "service_task",
                "starts_at",
            ]
        )
        gone["casework.Note"] += 1
    return gone


def _ending_handovers(record: Record) -> QuerySet[Handover]:
    """Those of which neither end is kept any more: the summary is as much the receiver's."""
    sent = Q(episode__in=record.episodes) & (Q(opened=None) | Q(opened__destroyed_at__isnull=False))
    received = Q(opened__in=record.episodes, episode__destroyed_at__isnull=False)
    both = Q(episode__in=record.episodes, opened__in=record.episodes)
    return Handover.objects.filter(sent | received | both)


def _empty_handovers(handovers: QuerySet[Handover]) -> Counter[str]:
    gone: Counter[str] = Counter()
    for row in list(handovers.order_by("pk")):
        row.summary, row.answer, row.to_worker = NOTHING, None, None
        row.save(update_fields=["summary", "answer", "to_worker"])
        row.members.clear()
        row.disclosures.clear()
        gone["casework.Handover"] += 1
    return gone


def _empty_requests(record: Record, by: User) -> Counter[str]:
    rows = Request.objects.filter(pk__in=record.requests)
    gone = let_go(RequestStep.objects.filter(request__in=rows))
    codes = []
    for row in rows.order_by("pk"):
        Draft.objects.filter(kind__in=OF_REQUESTS, key=str(row.pk)).delete()
        Draft.objects.filter(kind="casework.decision", key__startswith=f"{row.pk}.").delete()
        row.do_now = row.need_words = row.reach = row.hours = None
        row.channel, row.partner, row.is_expecting = "", None, None
        row.risk, row.place, row.urgency = Risk.NOT_KNOWN, SafePlace.NOT_KNOWN, Urgency.ORDINARY
        row.destroyed_at, row.destroyed_by = clock.now(), by
        row.save()
        codes.append(row.code)
        gone["casework.Request"] += 1
    _nobodys(Duty.objects.filter(key__in=codes))
    for code in codes:
        _nobodys(Duty.objects.filter(key__startswith=f"{code}/"))
    return gone


def _known(record: Record) -> Counter[str]:
    """What casework ties to somebody as the work form knows them."""
    whose: Whose = record.whose
    of = Q(family=whose.family, family__isnull=False) | Q(client__in=whose.clients)
    known = Q(known__family=whose.family, known__family__isnull=False) | Q(known__client__in=whose.clients)
    known &= Q(known__work_form=whose.work_form)
    follow_ups = FollowUp.objects.filter(known | Q(episode__in=record.episodes))
    pks = list(follow_ups.order_by().values_list("pk", flat=True))
    _nobodys(Duty.objects.filter(kind=FOLLOW_UP_DUTY, key__in=map(follow_up_key, pks)))
    Draft.objects.filter(kind="casework.follow_up", key__in=map(str, pks)).delete()
    opened = EmergencyAccess.objects.filter(of).order_by().values_list("pk", flat=True)
    Draft.objects.filter(kind="casework.emergency_note", key__in=map(str, opened)).delete()
    gone = _empty_follow_ups(follow_ups)
    gone += let_go(ReceiptLink.objects.filter(known))
    gone += let_go(OwnData.objects.filter(known))
    gone += let_go(LegalHold.objects.filter(known | Q(episode__in=record.episodes)))
    return gone + let_go(OddReading.objects.filter(of, work_form=whose.work_form))


def _empty_follow_ups(follow_ups: QuerySet[FollowUp]) -> Counter[str]:
    """Who was asked and what they said; that it was agreed, by when and whether they were reached is counted."""
    number = follow_ups.update(known=None, words=None, told=None)
    return Counter({"casework.FollowUp": number}) if number else Counter()


def _empty_episodes(episodes: QuerySet[Episode], by: User) -> Counter[str]:
    episodes.exclude(end_reason="").update(end_reason=EMPTIED)
    gone = let_go(EpisodeWorkers.objects.filter(episode__in=episodes))
    number = episodes.update(
        service_task="",
        key_worker=None,
        pair_worker=None,
        source="",
        source_partner=None,
        payer="",
        payer_partner=None,
        destroyed_at=clock.now(),
        destroyed_by=by,
    )
    return gone + Counter({"casework.Episode": number})
