"""What each field of each model says about people, and how long it may be kept."""

from dataclasses import dataclass
from enum import StrEnum


class Privacy(StrEnum):
    """How a field must be guarded; special categories are those of GDPR articles 9 and 10."""

    NONE = "none"
    PERSONAL = "personal"
    SPECIAL = "special"
    SECRET = "secret"


class Retention(StrEnum):
    """Why rows may be kept and until when; the years are set by the work form's retention class."""

    CONFIGURATION = "configuration"
    """As long as the association uses it."""
    STATISTICS = "statistics"
    """Without end: says nothing of anyone."""
    EMPLOYMENT = "employment"
    """While the person works here, and as the employer's schedule says after that."""
    CASE = "case"
    """The retention class of the work form, from the end of the episode (703/2023, annex)."""
    LOG = "log"
    """Twelve years (703/2023, annex: usage logs)."""
    SESSION = "session"
    """Days."""


_RECORDED = {"id": Privacy.NONE, "recorded_at": Privacy.NONE, "recorded_by": Privacy.PERSONAL}
_RECORDED |= {"voided_at": Privacy.NONE, "voided_by": Privacy.PERSONAL}


@dataclass(frozen=True)
class Classified:
    """The privacy class of every field of a model, and the retention of its rows."""

    fields: dict[str, Privacy]
    retention: Retention


def classified(
    retention: Retention, *, none: str = "", personal: str = "", special: str = "", secret: str = ""
) -> Classified:
    """Classify fields, named in strings with spaces between; those of `Recorded` are known already."""
    fields = dict(_RECORDED)
    for privacy, names in (
        (Privacy.NONE, none),
        (Privacy.PERSONAL, personal),
        (Privacy.SPECIAL, special),
        (Privacy.SECRET, secret),
    ):
        fields |= dict.fromkeys(names.split(), privacy)
    return Classified(fields, retention)
