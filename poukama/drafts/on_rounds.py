"""What the house does with drafts by itself."""

from django.utils.translation import gettext_lazy as _

from poukama.toolkit.rounds import ComesRound, Often, comes_round


def connect() -> None:
    """Have drafts expire every night; called once, when the app starts."""
    comes_round(
        ComesRound(
            "drafts expire",
            Often.NIGHTLY,
            _("Destroying what was left half written"),
            _(
                "Half-written texts about clients are kept for longer than the thirty days that were promised."
            ),
        )
    )
