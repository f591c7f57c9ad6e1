"""What becomes of each table of clients when somebody's time has come."""

from poukama.clients.ending import GONE, Becomes, Fate, Keeper, keeps
from poukama.clients.queries.ending import bonds
from poukama.clients.services.ending import forget

_NUMBER = Becomes(Fate.EMPTIED, "Figures count each once: a number stays, without name, year or family.")
_LAST = Becomes(Fate.GONE, "With the last who knows them: other work forms hide people by it.")
_ONE = Becomes(Fate.NUMBERS, "Says that two numbers are counted as one.")

BECOMES = {
    "clients.Alert": GONE,
    "clients.Attachment": GONE,
    "clients.BehindWall": GONE,
    "clients.Client": _NUMBER,
    "clients.Consent": GONE,
    "clients.CorrectedYear": GONE,
    "clients.CountedAs": _ONE,
    "clients.Disclosure": GONE,
    "clients.EmergencyAccess": GONE,
    "clients.EmergencyCheck": GONE,
    "clients.Expecting": GONE,
    "clients.Family": _NUMBER,
    "clients.FamilyTie": GONE,
    "clients.Identity": GONE,
    "clients.KnownIn": GONE,
    "clients.NameMark": GONE,
    "clients.OtherHome": _LAST,
    "clients.Parting": _LAST,
    "clients.PartyWall": GONE,
    "clients.ProtectionExemption": GONE,
    "clients.ProtectionOrder": GONE,
    "clients.ProtectionReader": GONE,
    "clients.SafeContact": GONE,
    "clients.SamePerson": _ONE,
    "clients.SideWorker": GONE,
    "clients.WallProposal": GONE,
    "clients.Whereabouts": GONE,
}


def connect() -> None:
    """Have clients asked when a record ends; called once, when the app starts."""
    keeps(Keeper("clients", 50, BECOMES, bonds=bonds, end=forget))
