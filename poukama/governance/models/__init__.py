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
from poukama.governance.models.rhythms import ProcessTemplate, Rhythm

__all__ = [
    "BudgetLine",
    "FindingAcceptance",
    "FocusArea",
    "FocusIndicator",
    "Goal",
    "Plan",
    "PlanChange",
    "ProcessTemplate",
    "Proposal",
    "Reading",
    "Rhythm",
    "StaffLine",
    "Target",
]
