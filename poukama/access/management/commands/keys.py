import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.toolkit import formatting
from poukama.toolkit.sealing import KeyProblem, keys, making, rotation

BEGIN_KEYS = "access.begin_keys"
ROTATE_KEYS = "access.rotate_keys"


class Command(BaseCommand):
    """`keys begin | check | rotate`: the keys that seal what identifies people."""

    help = "Makes, checks and renews the keys that seal what identifies people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Three things can be done."""
        parser.add_argument("what", choices=["begin", "check", "rotate"])
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say so; fails, with what to do, when the keys are not those of this database."""
        try:
            answer, said = getattr(self, f"_{options['what']}")()
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(json.dumps(answer) if options["json"] else said)

    def _begin(self) -> tuple[dict[str, Any], str]:
        if making.begin():
            audit.record(BEGIN_KEYS, by=None, detail={"key": keys.ring().newest})
        return self._check()

    def _check(self) -> tuple[dict[str, Any], str]:
        keys.verify()
        number, left = keys.ring().newest, rotation.left()
        said = _("The keys are those of this database. Key %(number)s seals now.") % {"number": number}
        if left:
            more = _("%(left)s fields still wait to be sealed with it: script/poukama keys rotate")
            said = f"{said} {more % {'left': formatting.number(left)}}"
        return {"key": number, "left": left}, said

    def _rotate(self) -> tuple[dict[str, Any], str]:
        """Go on where a rotation was left half-way; only when nothing is left that opens, begin with a new key."""
        keys.verify()
        steps = list(rotation.reseal())
        goes_on = any(step.sealed for step in steps)
        if not goes_on:
            making.add_key()
            steps = list(rotation.reseal())
        many, number = sum(step.sealed for step in steps), keys.ring().newest
        audit.record(ROTATE_KEYS, by=None, detail={"key": number, "fields": many})
        if broken := sorted({step.table for step in steps if step.broken}):
            raise CommandError(
                _("Fields that do not open were left as they are: %(tables)s. Somebody has changed them.")
                % {"tables": ", ".join(broken)}
            )
        said = _(
            "Sealed again with key %(number)s: %(many)s fields. Keep the earlier keys as long as there are "
            "backups from their time, and copy the file of keys to where the keys are kept."
        )
        said %= {"number": number, "many": formatting.number(many)}
        if goes_on:
            more = _("This finished an earlier rotation. For a new key, rotate once more.")
            said = f"{said} {more}"
        return {"key": number, "sealed": many, "new": not goes_on}, said
