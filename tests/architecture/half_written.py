"""A draft of every kind of form, with a canary that nobody but its writer is ever told."""

from typing import Any

from tests.factories.drafts import DraftFactory

NOTED = "casework.emergency_note"
"""Of the emergency that is noted already: nobody goes on writing it."""


def keys_of(world: dict[str, Any], other_work_form: Any) -> dict[str, str]:
    """By kind, the key of a form about what stands in the world."""
    episode, asked, known = world["episode"], world["request"], world["knownin"]
    found = {
        "casework.alert": episode.pk,
        "casework.change_alert": f"{episode.pk}.{world['alert'].pk}",
        "casework.note": episode.pk,
        "casework.correction": world["note"].entry,
        "casework.plan_section": f"{episode.pk}.need.",
        "casework.month": episode.pk,
        "casework.report": f"{episode.pk}.2024-09",
        "casework.report_correction": world["report"].entry,
        NOTED: world["emergencyaccess"].pk,
        "casework.request": world["workform"].pk,
        "casework.request_rest": asked.pk,
        "casework.decision": f"{asked.pk}.waiting",
        "casework.safety_check": asked.pk,
        "casework.urgency": asked.pk,
        "casework.handover": f"{episode.pk}.{other_work_form.pk}",
        "casework.handover_refusal": world["incoming"].pk,
        "casework.follow_up": world["followup"].pk,
        "casework.week_goal": episode.pk,
        "casework.week_mark": world["roundgoal"].pk,
        "casework.contact": episode.pk,
        "casework.held_time": world["appointment"].pk,
        "clients.consent": known.pk,
        "clients.renew_consent": world["consent"].pk,
        "clients.attachment": known.pk,
    }
    return {kind: str(key) for kind, key in found.items()}


def plant(world: dict[str, Any], other_work_form: Any, worker: Any, name: str) -> None:
    """Have the worker half written each of them."""
    for kind, key in keys_of(world, other_work_form).items():
        DraftFactory(kind=kind, key=key, written_by=worker, typed=f'[["words", "{name}kesken {kind}"]]')
