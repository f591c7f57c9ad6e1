from poukama.governance.models.plan import (
    BudgetLine,
    FindingAcceptance,
    FocusArea,
    FocusIndicator,
    Goal,
    Plan,
    PlanChange,
    StaffLine,
    Target,
)
from poukama.governance.models.readings import Proposal, Reading
from poukama.governance.models.rhythms import Rhythm

__all__ = [
    "BudgetLine",
    "FindingAcceptance",
    "FocusArea",
    "FocusIndicator",
    "Goal",
    "Plan",
    "PlanChange",
    "Proposal",
    "Reading",
    "Rhythm",
    "StaffLine",
    "Target",
]
