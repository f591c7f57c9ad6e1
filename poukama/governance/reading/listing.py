"""A reading as plain data for programs, and as text for people."""

from typing import Any

from poukama.governance.reading.findings import Finding
from poukama.governance.reading.proposals import Reading, Source


def to_json(reading: Reading, findings: list[Finding] | None = None) -> dict[str, Any]:
    """The shape that `poukama plan read --json` promises."""
    return {
        "targets": [
            {
                "work_form": one.work_form,
                "label": one.label,
                "value": one.value,
                "source": source_json(one.source),
            }
            for one in reading.targets
        ],
        "goals": [
            {"work_form": one.work_form, "goal": one.goal, "result": one.result} for one in reading.goals
        ],
        "budget": [{"label": one.label, "amount": one.amount} for one in reading.budget],
        "staff": [{"label": one.label, "count": one.count} for one in reading.staff if one.count is not None],
        "findings": [
            {"code": one.code, "message": f"{one.message} {one.advice}", "source": source_json(one.source)}
            for one in findings or []
        ],
    }


def source_json(source: Source) -> dict[str, Any]:
    """Line or page, whichever the document has, and the text as it stands there."""
    if source.page is not None:
        return {"page": source.page, "text": source.text}
    return {"line": source.line, "text": source.text}
