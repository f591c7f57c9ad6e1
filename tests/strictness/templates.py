"""A template that shows a variable which nobody gave it fails instead of showing nothing."""

import inspect
from pathlib import Path

from django.template.base import Node

POUKAMA = str(Path(__file__).resolve().parents[2] / "poukama")


class UndefinedTemplateVariable(AssertionError):
    """One of our templates shows a variable that is not in its context."""


class UndefinedVariable(str):
    """Stands in for `string_if_invalid`. Templates of the libraries may be as careless as they like."""

    __slots__ = ()

    def __new__(cls) -> "UndefinedVariable":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        origin = _rendering()
        if origin.startswith(POUKAMA):
            raise UndefinedTemplateVariable(f"{variable} is undefined in {origin}")
        return ""


def _rendering() -> str:
    """The file of the template that is being rendered, found in the callers' frames."""
    frame = inspect.currentframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""
