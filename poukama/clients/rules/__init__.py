"""Who may do what with families and clients, and what is kept of them."""

from poukama.clients.rules import emergency, gatekeeping, kin, people, safety, telling
from poukama.clients.rules.actions import Action
from poukama.clients.rules.emergency import left_to_check
from poukama.clients.rules.seen import CHECKERS, GATEKEEPERS, STAFF, told_to, unwalled

__all__ = [
    "CHECKERS",
    "GATEKEEPERS",
    "STAFF",
    "Action",
    "emergency",
    "gatekeeping",
    "kin",
    "left_to_check",
    "people",
    "safety",
    "telling",
    "told_to",
    "unwalled",
]
