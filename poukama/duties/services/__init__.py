from poukama.duties.services.giving import give_duty
from poukama.duties.services.many import (
    drop_duties,
    finish_duties,
    move_duties,
    open_duties,
    pass_duties_on,
    reopen_duties,
)
from poukama.duties.services.opening import drop_duty, finish_duty, open_duty, reopen_duty
from poukama.duties.services.refusals import CannotSee, DoneAlready, NotOneOfUs

__all__ = [
    "CannotSee",
    "DoneAlready",
    "NotOneOfUs",
    "drop_duties",
    "drop_duty",
    "finish_duties",
    "finish_duty",
    "give_duty",
    "move_duties",
    "open_duties",
    "open_duty",
    "pass_duties_on",
    "reopen_duties",
    "reopen_duty",
]
