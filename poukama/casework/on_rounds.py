"""What the house does for casework by itself."""

from django.utils.translation import gettext_lazy as _

from poukama.toolkit.rounds import ComesRound, Often, comes_round


def connect() -> None:
    """Have due days said anew every night and odd reading looked for every week; called once, when the app starts."""
    comes_round(
        ComesRound(
            "duties recompute",
            Often.NIGHTLY,
            _("Saying anew what is due"),
            _(
                "Due days may be missing from lists, or stand there as they were. Look into the families' own pages."
            ),
        )
    )
    comes_round(
        ComesRound(
            "watch readings",
            Often.ON_MONDAYS,
            _("Looking for odd reading"),
            _("If somebody has opened what is not part of their work, nobody has been told of it."),
        )
    )
