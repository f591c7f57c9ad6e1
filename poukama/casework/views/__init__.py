from poukama.casework.views.agreeing import (
    agree_on_time,
    call_off,
    move,
    times_panel,
    undo,
)
from poukama.casework.views.alerting import (
    add_alert,
    change_alert,
    end_alert,
)
from poukama.casework.views.arrivals import (
    arrival_panel,
    change_arrival,
    inbox_panel,
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
from poukama.casework.views.day import (
    day,
    day_panel,
    held,
    nobody_came,
    record_time,
    week,
)
from poukama.casework.views.deciding import (
    accept,
    accept_family,
    accept_new,
    accept_person,
    check,
    decide,
    set_urgency,
    undo_decision,
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
from poukama.casework.views.follow_ups import (
    follow_up,
    follow_ups,
    undo_follow_up,
)
from poukama.casework.views.goals import (
    agree_interim,
    agree_main,
    end_goal,
    goals,
    goals_panel,
    undo_goal,
)
from poukama.casework.views.handing_over import (
    hand_over,
    hand_over_to,
    handover,
    hear,
    refuse,
    withdraw,
)
from poukama.casework.views.key_workers import (
    change_key_workers,
    undo_key_workers,
)
from poukama.casework.views.lists import (
    episode_list,
    of_person,
    search,
)
from poukama.casework.views.load import (
    load,
)
from poukama.casework.views.months import (
    month,
)
from poukama.casework.views.narrative import (
    narrative,
    narrative_file,
)
from poukama.casework.views.notes import (
    child_first,
    note_versions,
    notes,
    take_out,
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
from poukama.casework.views.own_data import (
    ask_own_data,
    check_own_data,
    give_own_data,
    give_up_own_data,
    own_data_file,
    own_data_page,
    own_data_paper,
    withhold_passage,
)
from poukama.casework.views.page import (
    episode,
)
from poukama.casework.views.panels import context_panels, work_panels
from poukama.casework.views.parting import (
    part,
    undo_part,
)
from poukama.casework.views.plans import (
    approve_plan,
    plan,
    plan_section,
    plan_version,
    publish_plan,
    settle_disagreement,
    undo_approval,
)
from poukama.casework.views.processes import (
    begin_process,
    coming_panel,
    end_process,
    process_workers,
    processes,
    renew_process,
    undo_process,
)
from poukama.casework.views.promises import (
    keep_promise,
    undo_promise,
)
from poukama.casework.views.protecting import (
    add_order,
)
from poukama.casework.views.putting_right import (
    wrong_family,
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
from poukama.casework.views.reports import (
    correct_report,
    letter,
    report,
    report_child,
    report_file,
    report_month,
    reports,
    send_report,
)
from poukama.casework.views.requests import (
    ask_rest,
    request_list,
    request_page,
    take,
    tie_family,
    tie_person,
    undo_request,
    untie,
    waiting_list,
    where_to_ask,
    who_asks,
)
from poukama.casework.views.retention import (
    carry_out_destruction,
    destruction,
    destruction_list,
    hold_back,
    hold_episode_back,
    lift_hold,
    propose_destruction,
    refuse_destruction,
    retention,
    withdraw_destruction,
)
from poukama.casework.views.service_task import (
    service_task,
)
from poukama.casework.views.shared_past import (
    let_wait,
    shared_past,
)
from poukama.casework.views.steps import (
    step_ahead,
    step_done,
    step_out,
    undo_step,
)
from poukama.casework.views.watching import (
    check_reading,
    odd_readings,
    watch_panel,
)
from poukama.casework.views.weeks import (
    drop_week_goal,
    lend_device,
    mark_goal,
    week_goals,
)
from poukama.casework.views.writing import (
    correct,
    write_note,
)

__all__ = [
    "context_panels",
    "work_panels",
    "change_key_workers",
    "undo_key_workers",
    "accept",
    "accept_family",
    "accept_new",
    "accept_person",
    "add_alert",
    "add_member",
    "add_order",
    "agree_interim",
    "agree_main",
    "agree_on_time",
    "approve_plan",
    "arrival_panel",
    "ask_own_data",
    "ask_rest",
    "begin_phase",
    "begin_process",
    "birth",
    "break_glass",
    "call_off",
    "carry_out_destruction",
    "change_alert",
    "change_arrival",
    "check",
    "check_emergency",
    "check_own_data",
    "check_reading",
    "child_first",
    "close",
    "close_emergency",
    "coming_panel",
    "consents_panel",
    "consultations",
    "correct",
    "correct_report",
    "day",
    "day_panel",
    "decide",
    "destruction",
    "destruction_list",
    "drop_week_goal",
    "due_day",
    "due_panel",
    "earlier",
    "emergency",
    "emergency_checks",
    "emergency_note",
    "end_alert",
    "end_goal",
    "end_member",
    "end_process",
    "episode",
    "episode_list",
    "expect",
    "find",
    "follow_up",
    "follow_ups",
    "give_own_data",
    "give_up_own_data",
    "goals",
    "goals_panel",
    "hand_over",
    "hand_over_to",
    "handover",
    "hear",
    "held",
    "hold_back",
    "hold_episode_back",
    "inbox_panel",
    "keep_promise",
    "lend_device",
    "let_wait",
    "letter",
    "lift_hold",
    "link_earlier",
    "load",
    "loss",
    "mark_goal",
    "month",
    "move",
    "my_recordings_panel",
    "narrative",
    "narrative_file",
    "nobody_came",
    "note_versions",
    "notes",
    "odd_readings",
    "of_person",
    "open_family",
    "open_new",
    "open_person",
    "own_data_file",
    "own_data_page",
    "own_data_paper",
    "part",
    "pick",
    "plan",
    "plan_section",
    "plan_version",
    "process_workers",
    "processes",
    "propose_destruction",
    "publish_plan",
    "quick_panel",
    "record",
    "record_consultation",
    "record_in",
    "record_time",
    "refuse",
    "refuse_destruction",
    "renew_process",
    "reopen",
    "report",
    "report_child",
    "report_file",
    "report_month",
    "reports",
    "request_list",
    "request_page",
    "resume",
    "retention",
    "search",
    "send_report",
    "service_task",
    "set_urgency",
    "settle_disagreement",
    "shared_past",
    "step_ahead",
    "step_done",
    "step_out",
    "take",
    "take_out",
    "tie_family",
    "tie_person",
    "times_panel",
    "undo",
    "undo_approval",
    "undo_birth",
    "undo_consultation",
    "undo_contact",
    "undo_decision",
    "undo_episode",
    "undo_follow_up",
    "undo_goal",
    "undo_member",
    "undo_part",
    "undo_phase",
    "undo_process",
    "undo_promise",
    "undo_request",
    "undo_step",
    "unlink_earlier",
    "untie",
    "waiting_list",
    "watch_panel",
    "week",
    "week_goals",
    "where_to_ask",
    "where_to_open",
    "who_asks",
    "who_opened",
    "withdraw",
    "withdraw_destruction",
    "withhold_passage",
    "write_note",
    "wrong_family",
]
