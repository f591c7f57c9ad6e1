from poukama.casework.models.appointments import (
    Appointment,
)
from poukama.casework.models.contacts import (
    Consultation,
    Contact,
)
from poukama.casework.models.episodes import (
    Episode,
    EpisodeMember,
    EpisodePhase,
)
from poukama.casework.models.follow_ups import (
    FollowUp,
)
from poukama.casework.models.goals import (
    CareGoal,
    GoalMark,
    GoalRound,
    GoalWords,
    RoundGoal,
)
from poukama.casework.models.handovers import (
    Handover,
)
from poukama.casework.models.key_workers import (
    EpisodeWorkers,
)
from poukama.casework.models.notes import (
    NOTE_LENGTH,
    PROMISE_LENGTH,
    REGISTER_LENGTH,
    Note,
    NotePart,
    Promise,
)
from poukama.casework.models.own_data import (
    OwnData,
    OwnPassage,
)
from poukama.casework.models.plans import (
    PlanApproval,
    PlanParagraph,
    PlanVersion,
)
from poukama.casework.models.processes import (
    DueStep,
    Process,
    ProcessStep,
    ProcessTemplate,
)
from poukama.casework.models.receipts import (
    ReceiptLink,
)
from poukama.casework.models.reports import (
    REPORT_LENGTH,
    Report,
    ReportPart,
    ReportSending,
)
from poukama.casework.models.requests import (
    Request,
    RequestStep,
)
from poukama.casework.models.retention import (
    Destruction,
    DestructionLine,
    LegalHold,
)
from poukama.casework.models.watching import (
    OddReading,
)

__all__ = [
    "Appointment",
    "CareGoal",
    "Consultation",
    "Contact",
    "Destruction",
    "DestructionLine",
    "DueStep",
    "Episode",
    "EpisodeMember",
    "EpisodePhase",
    "EpisodeWorkers",
    "FollowUp",
    "GoalMark",
    "GoalRound",
    "GoalWords",
    "Handover",
    "LegalHold",
    "NOTE_LENGTH",
    "Note",
    "NotePart",
    "OddReading",
    "OwnData",
    "OwnPassage",
    "PROMISE_LENGTH",
    "PlanApproval",
    "PlanParagraph",
    "PlanVersion",
    "Process",
    "ProcessStep",
    "ProcessTemplate",
    "Promise",
    "REGISTER_LENGTH",
    "REPORT_LENGTH",
    "ReceiptLink",
    "Report",
    "ReportPart",
    "ReportSending",
    "Request",
    "RequestStep",
    "RoundGoal",
]
