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
    "casework.agree_on_time": WORK,
    "casework.alert": WORK,
    "casework.change_appointment": WORK,
    "casework.change_members": WORK,
    "casework.correct_family": WORK,
    "casework.take_parting_back": WORK,
    "casework.read_shared_past": WORK,
    "casework.go_through_past": WORK,
    "casework.change_phase": WORK,
    "casework.change_key_workers": WORK,
    "casework.correct_note": WORK,
    "casework.export_notes": WORK,
    "casework.keep_promise": WORK,
    "casework.read_notes": WORK,
    "casework.read_versions": WORK,
    "casework.say_service_task": WORK,
    "casework.see_child_first": WORK,
    "casework.take_out_note": LEAD,
    "casework.write_note": WORK,
    "casework.close_episode": WORK,
    "casework.hold_appointment": WORK,
    "casework.open_episode": WORK,
    "casework.part_family": WORK,
    "casework.protect": WORK,
    "casework.read_appointment": WORK,
    "casework.read_consultation": WORK,
    "casework.read_episode": WORK,
    "casework.record_consultation": WORK,
    "casework.record_contact": WORK,
    "casework.link_earlier": WORK,
    "casework.see_earlier": WORK,
    "casework.see_openings": WORK,
    "casework.see_times": WORK,
    "casework.unlink_earlier": WORK,
    "casework.void_consultation": WORK,
    "casework.void_contact": WORK,
    "casework.void_episode": WORK,
    "casework.agree_follow_up": WORK,
    "casework.meet_follow_up": WORK,
    "casework.correct_report": WORK,
    "casework.export_report": WORK,
    "casework.read_report": WORK,
    "casework.see_reports": WORK,
    "casework.send_report": WORK,
    "casework.write_report": WORK,
    "casework.see_goals": WORK,
    "casework.agree_goal": WORK,
    "casework.end_goal": WORK,
    "casework.set_week": WORK,
    "casework.mark_goal": WORK,
    "casework.lend_device": WORK,
    "casework.evaluate_month": WORK,
    "casework.see_plan": WORK,
    "casework.write_plan": WORK,
    "casework.settle_disagreement": WORK,
    "casework.publish_plan": WORK,
    "casework.read_plan_version": WORK,
    "casework.approve_plan": WORK,
    "casework.answer_handover": WORK,
    "casework.change_arrival": WORK,
    "casework.change_handover": WORK,
    "casework.change_request": WORK,
    "casework.decide_request": WORK,
    "casework.read_request": WORK,
    "casework.see_arrival": WORK,
    "casework.see_inbox": WORK,
    "casework.send_handover": WORK,
    "casework.take_request": WORK,
    "casework.check_reading": LEAD | GATEKEEPER,
    "casework.see_checks": LEAD | DIRECTOR | GATEKEEPER,
    "casework.see_watch": WORK | DIRECTOR | GATEKEEPER,
    "casework.begin_process": WORK,
    "casework.change_process": WORK,
    "casework.do_step": WORK,
    "casework.leave_step_out": WORK,
    "casework.see_coming": WORK,
    "casework.see_load": LEAD,
    "casework.see_processes": WORK,
    "casework.ask_own_data": WORK,
    "casework.read_own_data": WORK,
    "casework.check_own_data": {"lead"},
    "casework.withhold_passage": WORK,
    "casework.take_own_data": {"aino"},
    "casework.give_own_data": {"aino"},
    "casework.give_up_own_data": WORK,
    "casework.see_retention": LEAD,
    "casework.propose_destruction": LEAD,
    "casework.see_destruction": LEAD | DIRECTOR,
    "casework.carry_out_destruction": DIRECTOR,
    "casework.refuse_destruction": DIRECTOR,
    "casework.withdraw_destruction": LEAD,
    "casework.hold_back": LEAD,
    "casework.hold_episode_back": LEAD,
    "casework.lift_hold": LEAD,
    "clients.break_glass": WORK,
    "clients.check_emergency": LEAD | GATEKEEPER,
    "clients.note_emergency": ELSEWHERE,
    "clients.read_in_emergency": ELSEWHERE,
    "clients.add_family": WORK,
    "clients.add_home": WORK,
    "clients.change_home": WORK,
    "clients.correct_client": WORK,
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
    "desk.see_late_rounds": STAFF,
    "desk.see_today": EVERYONE | GATEKEEPER | STUDENT,
    "duties.give_duty": WORK,
    "duties.see_duty": WORK,
    "drafts.keep_draft": EVERYONE | GATEKEEPER | STUDENT,
    "drafts.open_draft": EVERYONE | GATEKEEPER | STUDENT,
    "drafts.see_beside": EVERYONE | GATEKEEPER | STUDENT,
    "drafts.see_unfinished": EVERYONE | GATEKEEPER | STUDENT,
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
    "casework:report_file": {"kind": "docx"},
}
"""What `key` is where it is not a work form's, and `kind` where it is no table."""

NOT_BY_RULE = {
    "casework:end_member": "member",
    "casework:resume_member": "member",
    "casework:undo_member": "member",
    "casework:undo_phase": "phase",
    "casework:undo_key_workers": "episodeworkers",
    "casework:open_family": "family",
    "casework:open_person": "person",
    "casework:of_person": "client",
    "casework:handover": "incoming",
    "casework:refuse_handover": "incoming",
    "casework:hold_episode_back": "anonymous",
    "casework:own_data_paper": "checked",
    "casework:own_data_file": "checked",
    "casework:give_own_data": "checked",
    "casework:destruction": "refused",
    "casework:narrative": "member",
    "casework:narrative_file": "member",
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
        "section": "need",
        "approval": world["planapproval"].pk,
        "step": world["step"].pk,
        "family": world["family"].pk,
        "person": world["person"].pk,
        "decision": "waiting",
        "month": 9,
        "member": world["member"].pk,
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
