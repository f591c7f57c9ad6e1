"""`poukama duties recompute`: what is due in every process, once a night."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.casework.services.following import follow_all
from poukama.toolkit import formatting


class Command(BaseCommand):
    """Follows every episode that goes on, in batches. Running it again changes nothing."""

    help = "Says anew what is due in every process, and lays out what comes round in the next weeks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is done, and how it is told."""
        parser.add_argument("what", choices=["recompute"], help="recompute: everything, as it should be now")
        parser.add_argument("--json", action="store_true", help="answer for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Follow all and say how much changed."""
        changed = follow_all()
        if options["json"]:
            self.stdout.write(json.dumps({"changed": changed}))
        elif changed:
            said = ngettext("%(n)s due step changed.", "%(n)s due steps changed.", changed)
            self.stdout.write(said % {"n": formatting.number(changed)})
        else:
            self.stdout.write(_("Everything was as it should be."))
