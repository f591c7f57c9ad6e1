"""Every address with what it names, and who gets in by the table: for each action, whom it lets through."""

from typing import Any

from django.urls.converters import IntConverter

from poukama.access.policy import rules
from tests.architecture.house import Address, addresses

OWN = {"aino", "lead"}
LEAD = {"lead"}
DIRECTOR, BOARD, OFFICE, ADMINISTRATOR = {"director"}, {"board_member"}, {"office"}, {"administrator"}
GATEKEEPER = {"gatekeeper"}
STUDENT = {"student"}
ELSEWHERE = {"bertta"}
STRANGER = {"cecilia"}
EVERYONE = OWN | ELSEWHERE | DIRECTOR | BOARD | OFFICE | ADMINISTRATOR
WHO = (*sorted(EVERYONE | GATEKEEPER | STUDENT | STRANGER), "nobody")

WORK = OWN
"""In the work form where it stands; whoever works elsewhere gets in where the address names nothing."""
COUNTED = OWN | DIRECTOR
STAFF = DIRECTOR | ADMINISTRATOR

TABLE: dict[str, set[str]] = {
    "access.assign_role": STAFF,
    "access.close_account": STAFF,
    "access.confirm_assignment": DIRECTOR | BOARD,
    "access.end_assignment": STAFF,
    "access.invite_person": STAFF,
    "access.open_account": STAFF,
    "access.read_audit": STAFF,
    "access.read_roles": STAFF | LEAD,
    "access.read_staff": STAFF | LEAD | OFFICE,
    "access.resend_invitation": STAFF,
    "access.reset_second_factor": STAFF,
    "access.see_waiting": STAFF | BOARD | LEAD,
    "access.withdraw_assignment": STAFF,
    "activities.change_group": WORK,
    "activities.change_occasion": WORK,
    "activities.correct_door": WORK,
    "activities.count_at_door": WORK | STUDENT,
    "activities.mark_attendance": WORK,
    "activities.read_chat_duty": COUNTED,
    "activities.read_door_days": COUNTED,
    "activities.read_group": COUNTED,
    "activities.read_occasion": COUNTED,
    "activities.read_outreach": COUNTED,
    "activities.record_chat_duty": WORK,
    "activities.record_occasion": WORK,
    "activities.record_outreach": WORK,
    "activities.see_activities": COUNTED,
    "activities.start_group": WORK,
    "activities.void_chat_duty": WORK,
    "activities.void_outreach": WORK,
    "casework.alert": WORK,
    "casework.change_members": WORK,
    "casework.change_phase": WORK,
    "casework.close_episode": WORK,
    "casework.open_episode": WORK,
    "casework.part_family": WORK,
    "casework.protect": WORK,
    "casework.read_consultation": WORK,
    "casework.read_episode": WORK,
    "casework.record_consultation": WORK,
    "casework.record_contact": WORK,
    "casework.link_earlier": WORK,
    "casework.see_earlier": WORK,
    "casework.see_openings": WORK,
    "casework.unlink_earlier": WORK,
    "casework.void_consultation": WORK,
    "casework.void_contact": WORK,
    "casework.void_episode": WORK,
    "casework.check_reading": LEAD | GATEKEEPER,
    "casework.see_checks": LEAD | DIRECTOR | GATEKEEPER,
    "casework.see_watch": WORK | DIRECTOR | GATEKEEPER,
    "clients.break_glass": WORK,
    "clients.check_emergency": LEAD | GATEKEEPER,
    "clients.note_emergency": ELSEWHERE,
    "clients.read_in_emergency": ELSEWHERE,
    "clients.add_family": WORK,
    "clients.add_home": WORK,
    "clients.change_home": WORK,
    "clients.name_client": WORK,
    "clients.add_tie": WORK,
    "clients.change_tie": WORK,
    "clients.see_ties": WORK,
    "clients.say_same": WORK,
    "clients.take_apart": WORK,
    "clients.add_attachment": WORK,
    "clients.read_attachment": WORK,
    "clients.see_attachments": WORK,
    "clients.void_attachment": WORK,
    "clients.agree_safe_contact": WORK,
    "clients.change_order": WORK,
    "clients.change_consent": WORK,
    "clients.disclose": WORK,
    "clients.give_consent": WORK,
    "clients.see_consents": WORK,
    "clients.read_card": WORK,
    "clients.read_order": WORK,
    "clients.read_whereabouts": WORK,
    "clients.record_whereabouts": WORK,
    "clients.read_safe_contact": WORK,
    "clients.read_name": WORK,
    "clients.read_identity_code": WORK,
    "clients.ask_elsewhere": WORK,
    "clients.change_wall": GATEKEEPER,
    "clients.decide_proposal": GATEKEEPER,
    "clients.see_walls": GATEKEEPER,
    "clients.set_wall": GATEKEEPER,
    "desk.read_style_guide": EVERYONE | GATEKEEPER | STUDENT,
    "desk.see_today": EVERYONE | GATEKEEPER | STUDENT,
    "governance.accept_finding": DIRECTOR,
    "governance.add_promise": LEAD | DIRECTOR,
    "governance.approve_plan": DIRECTOR,
    "governance.assess_goal": LEAD | DIRECTOR,
    "governance.decide_proposal": DIRECTOR,
    "governance.draft_plan": DIRECTOR,
    "governance.edit_goal": LEAD | DIRECTOR,
    "governance.edit_lines": DIRECTOR,
    "governance.edit_target": LEAD | DIRECTOR,
    "governance.finish_reading": DIRECTOR,
    "governance.read_document": DIRECTOR,
    "governance.read_plan": EVERYONE,
    "governance.see_reading": DIRECTOR,
    "governance.withdraw_draft": DIRECTOR,
    "outbox.see_not_sent": WORK,
    "outbox.send": WORK,
    "outbox.send_now": WORK,
    "outbox.settle": WORK,
    "outcomes.read_answer": WORK,
    "outcomes.record_answer": WORK,
    "outcomes.void_answer": WORK,
    "reporting.bind_indicator": DIRECTOR,
    "reporting.bind_target": LEAD | DIRECTOR,
    "reporting.download_annual_report": LEAD | DIRECTOR | BOARD,
    "reporting.export_figures": LEAD | DIRECTOR | BOARD | OFFICE,
    "reporting.finish_annual_report": DIRECTOR,
    "reporting.freeze_figure": LEAD | DIRECTOR,
    "reporting.freeze_year": DIRECTOR,
    "reporting.make_annual_report": LEAD | DIRECTOR,
    "reporting.open_records": COUNTED,
    "reporting.read_snapshot": EVERYONE,
    "reporting.see_annual_report": LEAD | DIRECTOR | BOARD,
    "reporting.see_figures": EVERYONE,
    "workforce.add_volunteer": WORK,
    "workforce.change_match": WORK,
    "workforce.change_partnership": WORK,
    "workforce.change_volunteer": WORK,
    "workforce.make_match": WORK,
    "workforce.open_volunteer": WORK,
    "workforce.read_match": WORK,
    "workforce.read_partnership": WORK | DIRECTOR | BOARD | OFFICE,
    "workforce.read_volunteer": WORK,
    "workforce.record_partnership": WORK,
}
"""Who gets in, by action."""

NOT_A_WORK_FORM = {
    "governance:area": {"key": "area-one"},
    "reporting:annual_question": {"key": "goal:GOAL-A"},
    "reporting:annual_reopen": {"key": "goal:GOAL-A"},
}
"""What `key` is where it is not a work form's."""

NOT_BY_RULE = {
    "casework:end_member": "member",
    "casework:resume_member": "member",
    "casework:undo_member": "member",
    "casework:undo_phase": "phase",
    "casework:open_family": "family",
    "casework:open_person": "person",
    "casework:of_person": "client",
    "access:confirm_assignment": "waiting",
    "access:end_all": "somebody",
    "access:open_account": "closed",
    "access:resend_invitation": "invited",
    "access:withdraw_assignment": "later",
    "activities:occasion_restore": "cancelled",
    "activities:occasion_hold": "planned",
    "activities:occasion_cancel": "planned",
    "governance:add_goal": "plan",
    "governance:add_target": "plan",
    "governance:approve": "draft",
    "governance:withdraw": "draft",
    "governance:edit_budget": "budgetline",
    "governance:remove_budget": "budgetline",
    "governance:edit_staff": "staffline",
    "governance:remove_staff": "staffline",
    "governance:edit_focus": "focusarea",
    "governance:remove_focus": "focusarea",
    "reporting:bind": "target",
    "reporting:bind_indicator": "indicator",
    "reporting:counted_panel": "plan",
    "reporting:figure": "target",
    "reporting:freeze": "target",
    "reporting:records": "visits",
}
"""What `pk` means where it is not the object of the action's rule."""


def ours() -> list[Address]:
    """The addresses for those who work here."""
    return sorted((address for address in addresses() if address.action), key=lambda address: address.name)


def given(address: Address, world: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an address, about what stands in work form A."""
    here = world["workform"]
    values: dict[str, Any] = {
        "whose": "family",
        "year": 2024,
        "kind": "csv",
        "work_form": here.key,
        "key": here.key,
        "alert": world["alert"].pk,
        "expecting": world["expecting"].pk,
        "client": world["exempted"].pk,
    }
    if "work_form" in address.converters and isinstance(address.converters["work_form"], IntConverter):
        values["work_form"] = here.pk
    values |= NOT_A_WORK_FORM.get(address.name, {})
    if "pk" in address.converters:
        what = named_by(address)
        assert what in world, f"Say in NOT_BY_RULE what the pk of {address.name} is."
        values["pk"] = world[what].pk
    missing = set(address.converters) - set(values)
    assert not missing, f"{address.name}: nothing is known of {missing}"
    return {name: values[name] for name in address.converters}


def named_by(address: Address) -> str:
    """What the pk of an address names in the world."""
    return NOT_BY_RULE.get(address.name, rules()[address.action].model.__name__.lower())


def is_about_something(address: Address) -> bool:
    """Whether the address names something that stands in one work form (a year does not)."""
    return bool(set(address.converters) - {"year"})


def may_enter(who: str, address: Address) -> bool:
    """Whether the table lets them in here."""
    allowed = TABLE[address.action]
    if who in ELSEWHERE and allowed >= OWN and not is_about_something(address):
        return True
    return who in allowed
