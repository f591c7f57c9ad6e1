import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.toolkit import formatting


class Command(BaseCommand):
    """`audit verify`: whether the audit trail is whole."""

    help = "Checks that the audit trail is whole: that no event was changed, removed or put in afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One thing can be asked."""
        parser.add_argument("what", choices=["verify"], help="verify: follow the chain from its first event")
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say whether the chain holds; fails unless it does."""
        verdict = audit.verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict)))
        elif verdict.holds:
            self.stdout.write(
                _("The audit trail is whole: %(events)s events, the last %(hash)s.")
                % {"events": formatting.number(verdict.events), "hash": verdict.last_hash}
            )
        if not verdict.holds:
            words = _(
                "The audit trail is broken at event %(at)s: %(reason)s. "
                "The %(events)s events before it are whole."
            )
            raise CommandError(
                words % {"at": verdict.broken_at, "reason": _(verdict.reason), "events": verdict.events}
            )
