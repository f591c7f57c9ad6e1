from poukama.activities.models.door import DoorCount
from poukama.activities.models.occasions import Attendance, Group, Headcount, Occasion
from poukama.activities.models.outreach import ChatDuty, Outreach

__all__ = [
    "Attendance",
    "ChatDuty",
    "DoorCount",
    "Group",
    "Headcount",
    "Occasion",
    "Outreach",
]
