"""What becomes of each table of casework, and of those below it, when somebody's time has come."""

from poukama.clients.ending import GONE, Becomes, Fate, Keeper, keeps

_COUNTED = Becomes(Fate.EMPTIED, "Figures count it: its day and its kind stay, and no word of anybody.")
_AGREED = Becomes(Fate.NUMBERS, "Figures count it, and it never held a word of anybody.")

BECOMES = {
    "casework.Appointment": GONE,
    "casework.CareGoal": _COUNTED,
    "casework.Consultation": Becomes(Fate.NOT_THEIRS, "Advice to somebody unknown: only counted."),
    "casework.Contact": _COUNTED,
    "casework.Destruction": Becomes(
        Fate.NOT_THEIRS, "The certificate: numbers, and who destroyed. Twelve years."
    ),
    "casework.DestructionLine": GONE,
    "casework.DueStep": _COUNTED,
    "casework.Episode": _COUNTED,
    "casework.EpisodeMember": _AGREED,
    "casework.EpisodePhase": _AGREED,
    "casework.EpisodeWorkers": GONE,
    "casework.FollowUp": _COUNTED,
    "casework.GoalMark": _AGREED,
    "casework.GoalRound": _COUNTED,
    "casework.GoalWords": GONE,
    "casework.Handover": _COUNTED,
    "casework.LegalHold": GONE,
    "casework.Note": _COUNTED,
    "casework.NotePart": GONE,
    "casework.OddReading": GONE,
    "casework.OwnData": GONE,
    "casework.OwnPassage": GONE,
    "casework.PlanApproval": GONE,
    "casework.PlanParagraph": GONE,
    "casework.PlanVersion": GONE,
    "casework.Process": _COUNTED,
    "casework.Promise": GONE,
    "casework.ReceiptLink": GONE,
    "casework.Report": _COUNTED,
    "casework.ReportPart": GONE,
    "casework.ReportSending": GONE,
    "casework.Request": _COUNTED,
    "casework.RequestStep": GONE,
    "casework.RoundGoal": _AGREED,
    "duties.Duty": _COUNTED,
    "drafts.Draft": Becomes(Fate.GONE, "Those of the record at once, every other within thirty days."),
    "drafts.Presence": Becomes(Fate.NOT_THEIRS, "That somebody has a form open: two minutes."),
    "access.AuditEvent": Becomes(
        Fate.NOT_THEIRS,
        "Ids and codes of whoever read and wrote; kept for twelve years and never changed.",
    ),
}


def connect() -> None:
    """Say what becomes of them; called once, when the app starts. What binds and ends them is asked of casework itself."""
    keeps(Keeper("casework", 30, BECOMES))
