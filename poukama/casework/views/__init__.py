from poukama.casework.views.alerting import (
    add_alert,
    change_alert,
    end_alert,
)
from poukama.casework.views.changing import (
    add_member,
    begin_phase,
    close,
    end_member,
    reopen,
    resume,
    undo_episode,
    undo_member,
    undo_phase,
)
from poukama.casework.views.consents import (
    consents_panel,
)
from poukama.casework.views.consulting import (
    consultations,
    record_consultation,
    undo_consultation,
)
from poukama.casework.views.emergency import (
    break_glass,
    check_emergency,
    close_emergency,
    emergency,
    emergency_checks,
    emergency_note,
)
from poukama.casework.views.expecting import (
    birth,
    due_day,
    due_panel,
    expect,
    loss,
    undo_birth,
)
from poukama.casework.views.lists import (
    episode_list,
    of_person,
    search,
)
from poukama.casework.views.opening import (
    find,
    open_family,
    open_new,
    open_person,
    where_to_open,
)
from poukama.casework.views.openings import (
    who_opened,
)
from poukama.casework.views.page import (
    episode,
)
from poukama.casework.views.parting import (
    part,
)
from poukama.casework.views.protecting import (
    add_order,
)
from poukama.casework.views.receipts import (
    earlier,
    link_earlier,
    unlink_earlier,
)
from poukama.casework.views.recording import (
    my_recordings_panel,
    pick,
    quick_panel,
    record,
    record_in,
    undo_contact,
)
from poukama.casework.views.watching import (
    check_reading,
    odd_readings,
    watch_panel,
)

__all__ = [
    "add_alert",
    "add_member",
    "add_order",
    "begin_phase",
    "birth",
    "break_glass",
    "change_alert",
    "check_emergency",
    "check_reading",
    "close",
    "close_emergency",
    "consents_panel",
    "consultations",
    "due_day",
    "due_panel",
    "earlier",
    "emergency",
    "emergency_checks",
    "emergency_note",
    "end_alert",
    "end_member",
    "episode",
    "episode_list",
    "expect",
    "find",
    "link_earlier",
    "loss",
    "my_recordings_panel",
    "odd_readings",
    "of_person",
    "open_family",
    "open_new",
    "open_person",
    "part",
    "pick",
    "quick_panel",
    "record",
    "record_consultation",
    "record_in",
    "reopen",
    "resume",
    "search",
    "undo_birth",
    "undo_consultation",
    "undo_contact",
    "undo_episode",
    "undo_member",
    "undo_phase",
    "unlink_earlier",
    "watch_panel",
    "where_to_open",
    "who_opened",
]
