"""What the log says when something breaks."""

import logging
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Tells which exceptions were raised and where, not what they say.

    Databases and mail servers quote in them what somebody has written, or to whom.
    """

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  # the library's name
        """Where it was raised, and each exception's kind; the one that led to it first."""
        told: list[str] = []
        error: BaseException | None = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            kind = type(error)
            told.insert(0, f"{kind.__module__}.{kind.__qualname__}")
            told[:0] = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(told)
