"""What a report says of an entry, in a line."""

from django.utils.translation import gettext as _

from poukama.casework.models import Note
from poukama.casework.queries.goals import SaidRow, TurnRow
from poukama.casework.queries.notes import PartRow
from poukama.toolkit import formatting
from poukama.toolkit.sealing import opens


def note_lines(note: Note, part: PartRow) -> list[str]:
    """What a part says, with what was promised; which goals it is about is told once of them all."""
    told = [text for text in (part.observations, part.part.text) if text]
    promised = [
        _("%(what)s (by %(day)s)")
        % {"what": promise.text.rstrip("."), "day": formatting.day_and_month(promise.due_on)}
        for promise in part.promises
        if opens(promise)
    ]
    if not told and not promised:
        return []
    day = formatting.day_and_month(note.happened_on)
    whom = ", ".join(each.label for each in part.tells_of)
    head = f"{day} {whom}:" if whom else day
    said = [*told, *promised]
    return [" ".join([head, *map(formatting.ended, said[:-1]), said[-1]])]


def voice_line(note: Note, part: PartRow) -> str:
    """What somebody said in their own words, or about what they disagree."""
    who = part.whose.label if part.whose else ""
    day = formatting.day_and_month(note.happened_on)
    said = ", ".join(filter(None, (who, day)))
    if part.disagrees:
        return _("Disagrees (%(who)s): %(words)s") % {"who": said, "words": part.part.text}
    return _("“%(words)s” (%(who)s)") % {"words": part.part.text, "who": said}


def goal_line(row: TurnRow, weeks: str) -> str:
    """A goal, how it went, and what its weeks came to."""
    marks = row.shown
    if row.differ:
        marks = _("family %(family)s, worker %(worker)s") % {"family": row.family, "worker": row.worker}
    said = of_whom(row.whose, row.goal.text)
    tail = ". ".join(
        part for part in (marks, _("Its weeks: %(said)s") % {"said": weeks} if weeks else "") if part
    )
    return f"{said} – {tail}" if tail else said


def of_whom(whose: str, text: str) -> str:
    """The text after whose it is; a family's stands alone."""
    return f"{whose}: {text}" if whose else text


def quoted(said: SaidRow) -> str:
    """What was said of a goal or of the whole, by whom and when."""
    who = f"{said.who}, {formatting.day_and_month(said.words.said_on)}"
    return _("“%(words)s” (%(who)s)") % {"words": said.words.text, "who": who}
