from poukama.organisation.models.packs import PackItem
from poukama.organisation.models.partners import Network, Partner, Partnership
from poukama.organisation.models.people import Assignment, Position, Team, User
from poukama.organisation.models.structure import (
    Area,
    Association,
    Site,
    Term,
    Titled,
    Unit,
    WorkForm,
    WorkFormArea,
    usual_intake,
)

__all__ = [
    "Area",
    "Assignment",
    "Association",
    "Network",
    "PackItem",
    "Partner",
    "Partnership",
    "Position",
    "Site",
    "Team",
    "Term",
    "Titled",
    "Unit",
    "User",
    "WorkForm",
    "WorkFormArea",
    "usual_intake",
]
