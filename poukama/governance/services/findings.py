"""Findings that are accepted as they are, with a reason."""

from collections.abc import Sequence

from django.db import transaction

from poukama.access import audit
from poukama.governance.choices import PlanState
from poukama.governance.models import FindingAcceptance, Plan
from poukama.governance.queries.findings import findings_of
from poukama.governance.services.changing import PlanReplaced, ReasonNeeded
from poukama.organisation.models import User
from poukama.toolkit import clock

ACCEPT_FINDING = "governance.accept_finding"
REOPEN_FINDING = "governance.reopen_finding"


class NoSuchFinding(Exception):
    """The plan's checks do not find this (any more)."""


@transaction.atomic
def accept_findings(*, plan: Plan, keys: Sequence[str], reason: str, by: User) -> int:
    """Accept findings of a plan as they are, and say why. What is accepted already stays as it was; returns how many are new."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.state == PlanState.ENDED:
        raise PlanReplaced
    if not reason.strip():
        raise ReasonNeeded
    known = {finding.key: finding for finding in findings_of(plan)}
    if not keys or set(keys) - set(known):
        raise NoSuchFinding
    new = [known[key] for key in dict.fromkeys(keys) if known[key].acceptance is None]
    FindingAcceptance.objects.bulk_create(
        FindingAcceptance(
            plan=plan,
            code=finding.code,
            place=finding.place,
            reason=reason.strip(),
            accepted_at=clock.now(),
            accepted_by=by,
        )
        for finding in new
    )
    for finding in new:
        _record(ACCEPT_FINDING, plan, finding.code, by)
    return len(new)


@transaction.atomic
def reopen_finding(*, plan: Plan, key: str, by: User) -> None:
    """Take back that a finding was accepted."""
    finding = next((one for one in findings_of(plan) if one.key == key and one.acceptance), None)
    if finding is None or finding.acceptance is None:
        raise NoSuchFinding
    finding.acceptance.delete()
    _record(REOPEN_FINDING, plan, finding.code, by)


def _record(action: str, plan: Plan, code: str, by: User) -> None:
    detail = {"finding": code, "year": plan.year, "version": plan.version}
    audit.record(action, by=by, about=plan, detail=detail)
