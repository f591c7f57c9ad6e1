"""A plan document becomes proposals; a person decides each; what was accepted enters a draft."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from poukama.access import audit
from poukama.governance.choices import Every, PlanState, ProposalKind, ProposalState, ReadingState, TargetUnit
from poukama.governance.models import Plan, Proposal, Reading
from poukama.governance.queries.readings import BUDGET, STAFF, WORK_FORMS, match_work_form
from poukama.governance.reading.proposals import Reading as Found
from poukama.governance.reading.proposals import Source, StaffKind
from poukama.governance.reading.reader import read_plan
from poukama.governance.services.plans import YearHasPlan
from poukama.organisation.models import Team, User, WorkForm
from poukama.toolkit import clock

READ_DOCUMENT = "governance.read_document"
DECIDE_PROPOSAL = "governance.decide_proposal"
PUT_ASIDE = "governance.put_reading_aside"

_EVERY = {
    "daily": Every.DAILY,
    "weekdays": Every.WEEKDAY,
    "monthly": Every.MONTHLY,
    "quarterly": Every.QUARTERLY,
    "half_yearly": Every.HALF_YEARLY,
    "yearly": Every.YEARLY,
    "times_a_day": Every.DAILY,
    "times_a_month": Every.MONTHLY,
    "times_a_half_year": Every.HALF_YEARLY,
    "times_a_year": Every.YEARLY,
    "some_times_a_year": Every.YEARLY,
    "month": Every.YEARLY,
    "season": Every.YEARLY,
    "date": Every.ONCE,
    "times_only": Every.ON_EVENT,
}


class YearUnknown(Exception):
    """The document names no year, and nobody said which it is for."""


class BeingReadAlready(Exception):
    """The very same document is being gone through."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.pk)
        self.reading = reading


class AlreadyDecided(Exception):
    """Somebody else was first; `proposal` is as they left it."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(proposal.pk)
        self.proposal = proposal


class ReadingClosed(Exception):
    """The document has been gone through or put aside."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.pk)
        self.reading = reading


class WorkFormUnknown(Exception):
    """It is not known yet which work form of ours this is about."""


class NotWhole(Exception):
    """Something is missing or is no whole number: it must be corrected before it is accepted."""


@transaction.atomic
def take_in(*, document: bytes, file_type: str, year: int | None, by: User) -> Reading:
    """Read a document into proposals. It is not kept itself. Raises a `DocumentRefused` and changes nothing."""
    digest = hashlib.sha256(document).hexdigest()
    before = Reading.objects.filter(sha256=digest, state=ReadingState.OPEN).order_by("-pk").first()
    if before is not None:
        raise BeingReadAlready(before)
    found = read_plan(document)
    year = year or found.year
    if year is None:
        raise YearUnknown
    draft = draft_for(year)
    reading = Reading.objects.create(
        year=year,
        file_type=file_type,
        size=len(document),
        sha256=digest,
        read_at=clock.now(),
        read_by=by,
        plan=draft,
    )
    Proposal.objects.bulk_create(
        Proposal(
            reading=reading,
            order=order,
            kind=kind,
            payload=payload | {"section": section},
            place=_place(source),
            source_text=source.text,
        )
        for order, (section, kind, payload, source) in enumerate(_proposals(found))
    )
    audit.record(
        READ_DOCUMENT, by=by, about=reading, detail={"year": year, "proposals": reading.proposals.count()}
    )
    return reading


def draft_for(year: int) -> Plan | None:
    """The draft that a document of the year enters; None when there is no plan yet. Refuses an approved plan."""
    plans = {plan.state: plan for plan in Plan.objects.filter(year=year).exclude(state=PlanState.ENDED)}
    if PlanState.DRAFT in plans:
        return plans[PlanState.DRAFT]
    if plans:
        raise YearHasPlan
    return None


@transaction.atomic
def decide(
    *, proposal: Proposal, state: ProposalState, by: User, values: Mapping[str, Any] | None = None
) -> Proposal:
    """Accept a proposal as it is, correct it with `values`, or drop it. Whoever comes second is refused."""
    lock_open(proposal.reading_id)
    proposal = Proposal.objects.select_related("reading", "decided_by").get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise AlreadyDecided(proposal)
    decided = dict(proposal.payload) | dict(values or {}) if state != ProposalState.DROPPED else {}
    if state != ProposalState.DROPPED:
        _refuse_unfinished(proposal.kind, decided)
    proposal.state, proposal.decided, proposal.decided_at, proposal.decided_by = (
        state,
        decided,
        clock.now(),
        by,
    )
    proposal.save(update_fields=["state", "decided", "decided_at", "decided_by"])
    if proposal.kind == ProposalKind.WORK_FORM and state != ProposalState.DROPPED:
        _spread(proposal.reading_id, str(decided["title"]), str(decided["work_form_key"]))
    detail = {"proposal": proposal.pk, "kind": str(proposal.kind), "state": str(state)}
    audit.record(DECIDE_PROPOSAL, by=by, about=proposal.reading, detail=detail)
    return proposal


@transaction.atomic
def decide_shown(
    *, reading: Reading, shown: Sequence[int], state: ProposalState, by: User
) -> tuple[int, int]:
    """Accept or drop those of the proposals that were shown and are still open.

    Returns how many were decided, and how many must be looked at one by one since something in them is missing.
    """
    done, left = 0, 0
    rows = Proposal.objects.filter(reading=reading, pk__in=shown, state=ProposalState.OPEN)
    for proposal in rows.select_related("reading").order_by("order"):
        try:
            decide(proposal=proposal, state=state, by=by)
        except (WorkFormUnknown, NotWhole):
            left += 1
        except AlreadyDecided:
            continue
        else:
            done += 1
    return done, left


@transaction.atomic
def reopen(*, proposal: Proposal, by: User, seen: ProposalState | None = None) -> Proposal:
    """Take back a decision while the document is being gone through; refuses another than the one that was seen."""
    lock_open(proposal.reading_id)
    proposal = Proposal.objects.select_related("reading", "decided_by").get(pk=proposal.pk)
    if proposal.state == ProposalState.OPEN or (seen and proposal.state != seen):
        raise AlreadyDecided(proposal)
    proposal.state, proposal.decided, proposal.decided_at, proposal.decided_by = (
        ProposalState.OPEN,
        {},
        None,
        None,
    )
    proposal.save(update_fields=["state", "decided", "decided_at", "decided_by"])
    detail = {"proposal": proposal.pk, "kind": str(proposal.kind), "state": str(ProposalState.OPEN)}
    audit.record(DECIDE_PROPOSAL, by=by, about=proposal.reading, detail=detail)
    return proposal


@transaction.atomic
def put_aside(*, reading: Reading, by: User) -> None:
    """Stop going through a document; nothing of it enters any plan."""
    reading = lock_open(reading.pk)
    reading.state = ReadingState.DROPPED
    reading.save(update_fields=["state"])
    audit.record(PUT_ASIDE, by=by, about=reading, detail={"year": reading.year})


def lock_open(pk: int) -> Reading:
    """The document, locked until the transaction ends: decisions about it are made one after the other."""
    reading = Reading.objects.select_for_update(of=("self",)).get(pk=pk)
    if reading.state != ReadingState.OPEN:
        raise ReadingClosed(reading)
    return reading


def _refuse_unfinished(kind: str, decided: Mapping[str, Any]) -> None:
    if "work_form_key" in decided and not decided["work_form_key"] and kind != ProposalKind.RHYTHM:
        raise WorkFormUnknown
    if kind == ProposalKind.TARGET and not isinstance(decided.get("aim"), int):
        raise NotWhole
    if kind == ProposalKind.STAFF and not isinstance(decided.get("count"), int):
        raise NotWhole


def _spread(reading_id: int, title: str, key: str) -> None:
    """Whoever says which work form a heading means says it for everything under the heading."""
    rows = Proposal.objects.filter(reading=reading_id, state=ProposalState.OPEN).order_by("order")
    under = [row for row in rows if row.payload.get("work_form") == title]
    for row in under:
        row.payload["work_form_key"] = key
    Proposal.objects.bulk_update(under, ["payload"])


Proposed = tuple[str, ProposalKind, dict[str, Any], Source]


def _proposals(found: Found) -> Iterator[Proposed]:
    ours = list(WorkForm.objects.order_by("order", "pk"))
    titles = [form.title for form in found.work_forms]
    others = [*(goal.work_form for goal in found.goals), *(target.work_form for target in found.targets)]
    keys = {title: match_work_form(title, ours) for title in dict.fromkeys([*titles, *others])}
    payload: dict[str, Any]
    for form in found.work_forms:
        payload = {"title": form.title, "area": form.area, "work_form_key": keys[form.title]}
        yield WORK_FORMS, ProposalKind.WORK_FORM, payload, form.source
    for title, key in keys.items():
        yield from _of_work_form(found, title, {"work_form": title, "work_form_key": key})
    for project in found.project_goals:
        payload = {"work_form": project.project, "work_form_key": "", "goal": project.goal, "result": ""}
        yield project.project, ProposalKind.GOAL, payload, project.source
    for line in found.budget:
        payload = {"label": line.label[:200], "amount": f"{line.amount:.2f}", "is_total": line.is_total}
        yield BUDGET, ProposalKind.BUDGET, payload, line.source
    yield from _staff(found)


def _of_work_form(found: Found, title: str, whose: dict[str, Any]) -> Iterator[Proposed]:
    for goal in found.goals:
        if goal.work_form == title:
            payload = whose | {"goal": goal.goal, "result": goal.result}
            yield title, ProposalKind.GOAL, payload, goal.source
    for target in found.targets:
        if target.work_form == title:
            payload = whose | {
                "label": target.label[:200],
                "aim": int(target.value) if target.value == int(target.value) else None,
                "unit": target.unit if target.unit in TargetUnit.values else "",
                "direction": str(target.direction),
                "is_result": target.is_result,
            }
            yield title, ProposalKind.TARGET, payload, target.source
    for rhythm in found.rhythms:
        if rhythm.work_form == title:
            payload = whose | {"text": rhythm.text[:120], "every": str(_EVERY.get(rhythm.kind, Every.WEEKLY))}
            yield title, ProposalKind.RHYTHM, payload, rhythm.source


def _staff(found: Found) -> Iterator[Proposed]:
    """Areas, teams and totals with their size; a team whose size is not stated has that of its positions."""
    teams = {team.name.casefold(): team.key for team in Team.objects.order_by("order", "pk")}
    lines = [line for line in found.staff if line.kind != StaffKind.POSITION]
    sizes: dict[int, float] = {}
    current = -1
    for line in found.staff:
        if line.kind != StaffKind.POSITION:
            current += 1
        elif current >= 0:
            sizes[current] = sizes.get(current, 0) + (line.count or 0)
    for index, line in enumerate(lines):
        size = line.count if line.count is not None else sizes.get(index)
        payload = {
            "label": line.label[:200],
            "count": int(size) if size is not None and size == int(size) else None,
            "team": teams.get(line.label.casefold(), "") if line.kind == StaffKind.TEAM else "",
            "is_total": line.kind == StaffKind.TOTAL,
        }
        yield STAFF, ProposalKind.STAFF, payload, line.source


def _place(source: Source) -> str:
    """Where in the document, as a code: `page:3` or `line:120`."""
    if source.page is not None:
        return f"page:{source.page}"
    return f"line:{source.line}" if source.line is not None else ""
