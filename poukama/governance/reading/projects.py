"""Goals of projects: numbered lists under a heading of their own."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from poukama.governance.reading.structure import Line
from poukama.governance.reading.vocabulary import PROJECT_GOALS
from poukama.governance.reading.writing import continues

ITEM = re.compile(r"\d{1,2}[.)]\s+\S")
YEARS = re.compile(r"\((?:19|20)\d\d")
NAME = re.compile(r"(?:hanke|projekt\w*)\b", re.I)
LINES_BACK = 40
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ProjectGoal:
    """The lines of one goal, and the line that names its project, if one was found."""

    project: str
    first: int
    last: int


def project_goals(lines: Sequence[Line], taken: Collection[int]) -> list[ProjectGoal]:
    """The goals of every project; `taken` lines belong to something else."""
    found: list[ProjectGoal] = []
    for index, line in enumerate(lines):
        if len(line.text) < LONGEST_NAME and PROJECT_GOALS.fullmatch(line.text):
            name = _name_above(lines, index)
            found.extend(ProjectGoal(name, first, last) for first, last in _items(lines, index + 1, taken))
    return found


def _name_above(lines: Sequence[Line], index: int) -> str:
    above = (line.text for line in reversed(lines[max(0, index - LINES_BACK) : index]))
    return next(
        (text for text in above if len(text) < LONGEST_NAME and NAME.search(text) and YEARS.search(text)), ""
    )


def _items(lines: Sequence[Line], start: int, taken: Collection[int]) -> list[tuple[int, int]]:
    items: list[tuple[int, int]] = []
    for index in range(start, len(lines)):
        text, before = lines[index].text, lines[index - 1].text
        if ITEM.match(text):
            items.append((index, index))
        elif (
            not items
            or index in taken
            or YEARS.search(text)
            or (before.endswith(".") and not continues(before, text))
        ):
            break
        else:
            items[-1] = (items[-1][0], index)
    return items
