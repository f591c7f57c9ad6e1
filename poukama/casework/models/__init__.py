from poukama.casework.models.contacts import (
    Consultation,
    Contact,
)
from poukama.casework.models.episodes import (
    Episode,
    EpisodeMember,
    EpisodePhase,
)
from poukama.casework.models.receipts import (
    ReceiptLink,
)
from poukama.casework.models.watching import (
    OddReading,
)

__all__ = [
    "Consultation",
    "Contact",
    "Episode",
    "EpisodeMember",
    "EpisodePhase",
    "OddReading",
    "ReceiptLink",
]
