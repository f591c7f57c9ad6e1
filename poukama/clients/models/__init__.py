"""Whom we serve: by code name and by name, behind walls, and how they are kept safe."""

from poukama.clients.models.attachments import TITLE_LENGTH, Attachment
from poukama.clients.models.consent import WHAT_LENGTH, Consent, Disclosure
from poukama.clients.models.corrections import CorrectedYear
from poukama.clients.models.emergency import EmergencyAccess, EmergencyCheck
from poukama.clients.models.expecting import Expecting
from poukama.clients.models.homes import OtherHome, Parting
from poukama.clients.models.names import NAME_LENGTH, Identity, NameMark
from poukama.clients.models.people import Client, Family, KnownIn
from poukama.clients.models.proposals import WallProposal
from poukama.clients.models.protection import (
    AGAINST_LENGTH,
    PLACE_LENGTH,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    Whereabouts,
)
from poukama.clients.models.safety import (
    ACTION_LENGTH,
    ADDRESS_LENGTH,
    ALERT_LENGTH,
    WORDS_LENGTH,
    Alert,
    SafeContact,
)
from poukama.clients.models.same import CountedAs, SamePerson
from poukama.clients.models.ties import FamilyTie
from poukama.clients.models.walls import REASON_LENGTH, BehindWall, PartyWall, SideWorker

__all__ = [
    "ACTION_LENGTH",
    "ADDRESS_LENGTH",
    "AGAINST_LENGTH",
    "ALERT_LENGTH",
    "NAME_LENGTH",
    "PLACE_LENGTH",
    "REASON_LENGTH",
    "WHAT_LENGTH",
    "TITLE_LENGTH",
    "WORDS_LENGTH",
    "Alert",
    "Attachment",
    "BehindWall",
    "Client",
    "Expecting",
    "Consent",
    "CorrectedYear",
    "Disclosure",
    "CountedAs",
    "EmergencyAccess",
    "EmergencyCheck",
    "Family",
    "FamilyTie",
    "Identity",
    "KnownIn",
    "NameMark",
    "OtherHome",
    "Parting",
    "PartyWall",
    "ProtectionExemption",
    "ProtectionOrder",
    "ProtectionReader",
    "SafeContact",
    "SamePerson",
    "SideWorker",
    "WallProposal",
    "Whereabouts",
]
