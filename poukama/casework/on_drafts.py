"""Forms of casework whose typing is kept: of requests, handovers, contacts, goals, notes, plans, reports and alerts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import DECIDED_WITH_REASON, GoalSpan, HandoverState, RequestState
from poukama.casework.models import Appointment, FollowUp, Handover, Note, Report, RoundGoal
from poukama.casework.queries import episodes, receivers, requests, work_forms_to_open_in
from poukama.casework.queries.goals import still_there
from poukama.casework.rules import Action
from poukama.clients.models import Alert, EmergencyAccess
from poukama.clients.rules import Action as Clients
from poukama.drafts.kinds import DraftKind, Place, add_kind, numbers, uuids

ALERT_FORM = "casework.alert"
CHANGE_ALERT_FORM = "casework.change_alert"
_SLUG = re.compile(r"[-\w]{1,50}")
EMERGENCY_NOTE_FORM = "casework.emergency_note"
NOTE_FORM = "casework.note"
CORRECTION_FORM = "casework.correction"
PLAN_SECTION_FORM = "casework.plan_section"
MONTH_FORM = "casework.month"
REPORT_FORM = "casework.report"
REPORT_CORRECTION_FORM = "casework.report_correction"
REQUEST_FORM = "casework.request"
REQUEST_REST_FORM = "casework.request_rest"
DECISION_FORM = "casework.decision"
HANDOVER_FORM = "casework.handover"
FOLLOW_UP_FORM = "casework.follow_up"
WEEK_GOAL_FORM = "casework.week_goal"
WEEK_MARK_FORM = "casework.week_mark"
REFUSAL_FORM = "casework.handover_refusal"
SAFETY_CHECK_FORM = "casework.safety_check"
URGENCY_FORM = "casework.urgency"
CONTACT_FORM = "casework.contact"
HELD_TIME_FORM = "casework.held_time"
_MONTH = re.compile(r"(\d{4})-(\d\d)(?:\.(\d+(?:-\d+)*|x[0-9a-f]{16}))?")
_LONGEST_CHOICE = 32
"""Letters in a key for those whom a report is about; the key of a draft has room for sixty."""
_OF_CHILD = re.compile(r"(child|letter)-(\d{1,18})")


def changed_alert(episode: int, alert: object) -> str:
    """The key of the form in which an alert is renewed on the page of an episode."""
    return f"{episode}.{alert}"


def section_of(episode: int, section: str, member: object) -> str:
    """The key of the form of a section of a plan; of one member, or of all."""
    return f"{episode}.{section}.{member or ''}"


def report_of(episode: int, what: str) -> str:
    """The key of the form of a report: of a month (2024-09), or of a child (child-12)."""
    return f"{episode}.{what}"


def month_about(first: date, chosen: Iterable[int]) -> str:
    """What tells the report of a month about those who are chosen (2024-09.12-15) from one about everybody (2024-09).

    Of more than a key has room for it is a mark, and their draft is found again by choosing the same.
    """
    keys = "-".join(map(str, sorted(chosen)))
    if len(keys) > _LONGEST_CHOICE:
        keys = f"x{sha256(keys.encode()).hexdigest()[:16]}"
    return f"{first:%Y-%m}.{keys}" if keys else f"{first:%Y-%m}"


def decision_of(request: object, decision: str) -> str:
    """The key of the form in which a request is decided in one way."""
    return f"{request}.{decision}"


def handover_of(episode: int, work_form: int) -> str:
    """The key of the form in which somebody of an episode is handed over to a work form."""
    return f"{episode}.{work_form}"


def connect() -> None:
    """Name the kinds; called once, when the app starts."""
    add_kind(DraftKind(ALERT_FORM, _("An alert"), _alerts))
    add_kind(DraftKind(CHANGE_ALERT_FORM, _("An alert to renew"), _changed_alerts))
    add_kind(DraftKind(NOTE_FORM, _("A note"), _notes))
    add_kind(DraftKind(CORRECTION_FORM, _("A correction of a note"), _corrections))
    add_kind(DraftKind(PLAN_SECTION_FORM, _("A part of a plan"), _sections))
    add_kind(DraftKind(MONTH_FORM, _("The month together"), _months))
    add_kind(DraftKind(REPORT_FORM, _("A report"), _reports))
    add_kind(DraftKind(REPORT_CORRECTION_FORM, _("A correction of a report"), _report_corrections))
    add_kind(DraftKind(EMERGENCY_NOTE_FORM, _("The note of an emergency"), _emergency_notes))
    add_kind(DraftKind(REQUEST_FORM, _("A request"), _new_requests))
    add_kind(DraftKind(REQUEST_REST_FORM, _("The rest of a request"), _rests))
    add_kind(DraftKind(DECISION_FORM, _("A decision on a request"), _decisions))
    add_kind(DraftKind(HANDOVER_FORM, _("A handover"), _handovers))
    add_kind(DraftKind(FOLLOW_UP_FORM, _("A follow-up"), _follow_ups))
    add_kind(DraftKind(WEEK_GOAL_FORM, _("A goal of the week"), _week_goals))
    add_kind(DraftKind(WEEK_MARK_FORM, _("How a goal of the week went"), _week_marks))
    add_kind(DraftKind(REFUSAL_FORM, _("Why a handover is not taken on"), _refusals))
    add_kind(DraftKind(SAFETY_CHECK_FORM, _("Whether those who wait are safe"), _safety_checks))
    add_kind(DraftKind(URGENCY_FORM, _("How urgent a request is"), _urgencies))
    add_kind(DraftKind(CONTACT_FORM, _("A contact"), _contacts))
    add_kind(DraftKind(HELD_TIME_FORM, _("How an agreed time went"), _held_times))


def _alerts(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    rows = episodes(actor, Action.ALERT).filter(pk__in=numbers(keys)).order_by("pk")
    return {
        str(episode.pk): Place(episode.code, reverse("casework:add_alert", args=[episode.pk]))
        for episode in rows
    }


def _changed_alerts(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    pairs = [key.split(".", 1) for key in keys if "." in key]
    rows = episodes(actor, Action.ALERT).filter(pk__in=numbers(first for first, _second in pairs))
    places = {str(episode.pk): episode for episode in rows.order_by("pk")}
    told = Alert.objects.filter(pk__in=uuids(second for _first, second in pairs))
    alerts = visible(actor, Clients.READ_ALERT, told).select_related("known").order_by("pk")
    work_forms = {str(alert.pk): alert.known.work_form_id for alert in alerts}
    return {
        changed_alert(places[first].pk, second): Place(
            places[first].code, reverse("casework:change_alert", args=[first, second])
        )
        for first, second in pairs
        if first in places and work_forms.get(second) == places[first].work_form_id
    }


def _of_episodes(action: Action, url_name: str, actor: Actor, keys: Sequence[str]) -> dict[str, Place]:
    rows = episodes(actor, action).filter(pk__in=numbers(keys)).order_by("pk")
    return {str(row.pk): Place(row.code, reverse(url_name, args=[row.pk])) for row in rows}


def _notes(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    return _of_episodes(Action.WRITE_NOTE, "casework:write_note", actor, keys)


def _months(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    return _of_episodes(Action.EVALUATE_MONTH, "casework:month", actor, keys)


def _corrections(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    rows = visible(actor, Action.CORRECT_NOTE, Note.objects.filter(entry__in=uuids(keys)))
    rows = rows.select_related("episode__family", "episode__client").order_by("recorded_at", "pk")
    return {
        str(row.entry): Place(row.episode.code, reverse("casework:correct_note", args=[row.pk]))
        for row in rows
    }


def _reports(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    split = [key.split(".", 1) for key in keys if "." in key]
    rows = episodes(actor, Action.WRITE_REPORT).filter(pk__in=numbers(first for first, _what in split))
    there = {str(row.pk): row for row in rows.order_by("pk")}
    found = {}
    for first, what in split:
        url = _report_url(there[first].pk, what) if first in there else ""
        if url:
            found[report_of(there[first].pk, what)] = Place(there[first].code, url)
    return found


def _report_url(episode: int, what: str) -> str:
    """Where the form of a report is; empty when the key names none."""
    if month := _MONTH.fullmatch(what):
        url = reverse("casework:report_month", args=[episode, int(month[1]), int(month[2])])
        chosen = numbers((month[3] or "").split("-"))
        return f"{url}?{urlencode({'about': chosen}, doseq=True)}" if chosen else url
    if child := _OF_CHILD.fullmatch(what):
        name = "casework:report_child" if child[1] == "child" else "casework:letter"
        return reverse(name, args=[episode, int(child[2])])
    return ""


def _report_corrections(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    rows = visible(actor, Action.CORRECT_REPORT, Report.objects.filter(entry__in=uuids(keys), voided_at=None))
    rows = rows.select_related("episode__family", "episode__client").order_by("recorded_at", "pk")
    return {
        str(row.entry): Place(row.episode.code, reverse("casework:correct_report", args=[row.pk]))
        for row in rows
    }


def _sections(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    split = [key.split(".") for key in keys if key.count(".") == 2]  # noqa: PLR2004  # episode, section, member
    rows = (
        episodes(actor, Action.WRITE_PLAN).filter(pk__in=numbers(first for first, *_ in split)).order_by("pk")
    )
    there = {str(row.pk): row for row in rows}
    found = {}
    for first, section, member in split:
        if first in there and _SLUG.fullmatch(section):
            url = reverse("casework:plan_section", args=[first, section])
            url += f"?of={member}" if numbers([member]) else ""
            found[section_of(there[first].pk, section, member)] = Place(there[first].code, url)
    return found


def _emergency_notes(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    mine = EmergencyAccess.objects.filter(pk__in=uuids(keys), noted_at=None)
    rows = visible(actor, Clients.NOTE_EMERGENCY, mine).select_related("family", "client").order_by("pk")
    return {
        str(access.pk): Place(str(access), reverse("casework:emergency_note", args=[access.pk]))
        for access in rows
    }


def _new_requests(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    rows = visible(actor, Action.TAKE_REQUEST, work_forms_to_open_in(actor).filter(pk__in=numbers(keys)))
    return {str(row.pk): Place(row.label(), reverse("casework:take_request", args=[row.pk])) for row in rows}


def _rests(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    rows = requests(actor, Action.CHANGE_REQUEST).filter(pk__in=uuids(keys)).order_by("pk")
    return {str(row.pk): Place(row.called, reverse("casework:ask_rest", args=[row.pk])) for row in rows}


def _decisions(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    split = [key.split(".", 1) for key in keys if "." in key]
    rows = requests(actor, Action.DECIDE_REQUEST).filter(pk__in=uuids(first for first, _way in split))
    there = {str(row.pk): row for row in rows.order_by("pk")}
    return {
        decision_of(first, way): Place(
            there[first].called, reverse("casework:decide", args=[there[first].pk, way])
        )
        for first, way in split
        if first in there and way in DECIDED_WITH_REASON
    }


def _handovers(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    split = [key.split(".", 1) for key in keys if "." in key]
    rows = episodes(actor, Action.SEND_HANDOVER).filter(pk__in=numbers(first for first, _to in split))
    there = {str(row.pk): row for row in rows.order_by("pk")}
    by_work_form = {row.work_form_id: row for row in there.values()}
    to = {pk: {str(each.pk) for each in receivers(row)} for pk, row in by_work_form.items()}
    return {
        f"{first}.{second}": Place(there[first].code, reverse("casework:hand_over_to", args=[first, second]))
        for first, second in split
        if first in there and second in to[there[first].work_form_id]
    }


def _follow_ups(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    waiting = FollowUp.objects.filter(pk__in=uuids(keys), met_on=None, voided_at=None)
    rows = visible(actor, Action.MEET_FOLLOW_UP, waiting)
    rows = rows.select_related("episode__family", "episode__client").order_by("due_on", "pk")
    return {
        str(row.pk): Place(row.episode.code, reverse("casework:follow_up", args=[row.pk])) for row in rows
    }


def _week_goals(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    return _of_episodes(Action.SET_WEEK, "casework:week_goals", actor, keys)


def _week_marks(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    of_weeks = RoundGoal.objects.filter(
        still_there("goal__"),
        pk__in=uuids(keys),
        voided_at=None,
        round__voided_at=None,
        round__span=GoalSpan.WEEK,
    )
    rows = visible(actor, Action.MARK_GOAL, of_weeks)
    rows = rows.select_related("goal__episode__family", "goal__episode__client").order_by("pk")
    return {
        str(row.pk): Place(row.goal.episode.code, reverse("casework:mark_goal", args=[row.pk]))
        for row in rows
    }


def _refusals(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    """Named by the work form that is asked: before it takes them on it is not told who they are."""
    sent = Handover.objects.filter(pk__in=uuids(keys), state=HandoverState.SENT)
    rows = visible(actor, Action.ANSWER_HANDOVER, sent).select_related("to_work_form").order_by("pk")
    return {
        str(row.pk): Place(row.to_work_form.label(), reverse("casework:refuse_handover", args=[row.pk]))
        for row in rows
    }


def _waiting(url_name: str, actor: Actor, keys: Sequence[str]) -> dict[str, Place]:
    rows = requests(actor, Action.CHANGE_REQUEST).filter(pk__in=uuids(keys), state=RequestState.WAITING)
    return {str(row.pk): Place(row.called, reverse(url_name, args=[row.pk])) for row in rows.order_by("pk")}


def _safety_checks(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    return _waiting("casework:check_safety", actor, keys)


def _urgencies(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    return _waiting("casework:change_urgency", actor, keys)


def _contacts(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    return _of_episodes(Action.RECORD_CONTACT, "casework:record_in", actor, keys)


def _held_times(actor: Actor, keys: Sequence[str]) -> Mapping[str, Place]:
    agreed = visible(actor, Action.HOLD_APPOINTMENT, Appointment.objects.filter(pk__in=numbers(keys)))
    rows = agreed.select_related("episode__family", "episode__client").order_by("pk")
    return {
        str(row.pk): Place(row.episode.code, reverse("casework:record_time", args=[row.pk])) for row in rows
    }
