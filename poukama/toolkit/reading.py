"""What is asked once while a page is read: nothing may change until it stands, so an answer holds to its end.

Outside such a block, as where something is recorded, everything is asked each time.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within the block nothing is changed; a block within a block goes on with what was asked."""
    known = _answers.get()
    token = _answers.set({} if known is None else known)
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(what: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question that `what` names among all there are."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if what not in answers:
        answers[what] = ask()
    answer: T = answers[what]
    return answer
