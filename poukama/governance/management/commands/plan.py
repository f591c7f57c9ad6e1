"""`plan lint`: what in a year's plan does not add up or cannot be counted."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.governance.models import Plan
from poukama.governance.queries.findings import StoredFinding, findings_of
from poukama.governance.queries.plans import plan_of


class Command(BaseCommand):
    """Tells the findings of a stored plan as text, or with --json as data for programs."""

    help = "What in a year's plan does not add up or cannot be counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and of which year."""
        parser.add_argument("what", choices=["lint"])
        parser.add_argument("--year", type=int, required=True, help="the year of the plan, as in 2024")
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look and tell."""
        plan = plan_of(options["year"])
        if plan is None:
            raise CommandError(_("There is no plan for %(year)s.") % {"year": options["year"]})
        found = findings_of(plan)
        if options["json"]:
            self.stdout.write(json.dumps(_data(plan, found), ensure_ascii=False, indent=2))
            return
        for finding in found:
            self.stdout.write(f"[{finding.code}] {finding.spot.where}")
            self.stdout.write(f"  {finding.message}")
            self.stdout.write(f"  {finding.advice} {finding.note}".rstrip())
            if finding.acceptance is not None:
                reason = {"reason": finding.acceptance.reason}
                self.stdout.write("  " + _("Accepted as it is: %(reason)s") % reason)
            self.stdout.write("")
        number = sum(finding.is_open for finding in found)
        self.stdout.write(
            ngettext("%(n)s finding is open.", "%(n)s findings are open.", number) % {"n": number}
        )


def _data(plan: Plan, found: list[StoredFinding]) -> dict[str, Any]:
    return {
        "year": plan.year,
        "version": plan.version,
        "state": plan.state,
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "where": finding.spot.where,
                "place": {"kind": finding.spot.about, "code": finding.spot.code},
                "message": finding.message,
                "advice": finding.advice,
                "note": finding.note,
                "source": {"text": finding.finding.source.text},
                "data": dict(finding.finding.data),
                "accepted": finding.acceptance.reason if finding.acceptance else None,
            }
            for finding in found
        ],
    }
