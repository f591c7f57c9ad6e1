"""What can be wrong with a pack, said so that whoever wrote it finds the place and knows what to write."""

from dataclasses import dataclass, field
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file of the pack."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place: what was found there and what was expected."""

    code: str
    place: Place
    where: str
    found: str
    expected: str
    is_warning: bool = False

    def as_data(self) -> dict[str, str | int | bool]:
        """The same for programs."""
        return {
            "code": self.code,
            "file": self.place.file,
            "line": self.place.line,
            "where": self.where,
            "found": self.found,
            "expected": self.expected,
            "warning": self.is_warning,
        }


@dataclass
class Document:
    """Everything that the files of a pack say, merged, and where each thing was said."""

    name: str
    data: dict[str, object] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where a thing was said, or else what it belongs to."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(self.name, 1)


class PackInvalid(Exception):
    """The pack has errors; nothing was done with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def dotted(path: Path) -> str:
    """How a place inside the pack is written: `teams[0].positions[2].role`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
