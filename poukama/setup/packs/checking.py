"""Checking a pack before anything is done with it: shape, references, sums. All problems at once."""

from collections.abc import Iterator
from typing import Any, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from poukama.setup.packs.problems import Document, PackInvalid, Path, Problem, dotted
from poukama.setup.packs.processes import broken_processes
from poukama.setup.packs.references import broken_references
from poukama.setup.packs.schema import PackPart
from poukama.setup.packs.sums import doubtful


def check(document: Document) -> tuple[PackPart | None, list[Problem]]:
    """The pack, when its shape is right, and everything that is wrong with it in the order of its files."""
    problems = list(document.problems)
    pack: PackPart | None = None
    if not document.data and problems:  # nothing was read: what it lacks need not be told
        return pack, problems
    try:
        pack = PackPart.model_validate(document.data)
    except ValidationError as error:
        problems += [_explained(document, found) for found in error.errors()]
    if pack is not None:
        problems += broken_references(document, pack)
        problems += broken_processes(document, pack)
        problems += doubtful(document, pack)
    return pack, sorted(problems, key=lambda problem: (problem.place, problem.where))


def checked(document: Document) -> PackPart:
    """The pack, or a refusal that tells every error. Warnings do not stop anything."""
    pack, problems = check(document)
    if pack is None or any(not problem.is_warning for problem in problems):
        raise PackInvalid(problems)
    return pack


def _explained(document: Document, error: Any) -> Problem:
    path: Path = tuple(error["loc"])
    code = str(error["type"])
    found = _found(error["input"])
    context = error.get("ctx", {})
    if code == "extra_forbidden":
        return _problem(
            document,
            "unknown_key",
            path,
            _("unknown key “%(key)s”") % {"key": path[-1]},
            _("one of: %(keys)s") % {"keys": ", ".join(_keys_at(path[:-1]))},
        )
    if code == "missing":
        return _problem(
            document, "missing", path[:-1], _("no “%(key)s”") % {"key": path[-1]}, _("it must be given")
        )
    if code == "one_of":
        return _problem(
            document, "wrong_value", path, found, _("one of: %(keys)s") % {"keys": context["allowed"]}
        )
    expected = _expected(code, context)
    kind = "wrong_type" if code.endswith("_type") or code == "money" else "wrong_value"
    return _problem(document, kind, path, found, expected)


def _expected(code: str, context: dict[str, Any]) -> str:
    simple = {
        "string_type": _("text (put it in quotes if it looks like a number)"),
        "int_type": _("a whole number"),
        "bool_type": _("true or false"),
        "list_type": _("a list"),
        "dict_type": _("keys with values"),
        "model_type": _("keys with values"),
        "date_type": _("a day, like 2024-12-31"),
        "money": _("an amount in euros"),
        "string_pattern_mismatch": _("letters a–z, digits, - and _ only"),
    }
    if code in simple:
        return simple[code]
    limits = {
        "string_too_long": (_("at most %(limit)s characters"), "max_length"),
        "string_too_short": (_("at least %(limit)s characters"), "min_length"),
        "greater_than_equal": (_("at least %(limit)s"), "ge"),
        "less_than_equal": (_("at most %(limit)s"), "le"),
    }
    if code in limits:
        text, name = limits[code]
        return text % {"limit": context[name]}
    return _("another value")


def _found(value: object) -> str:
    if isinstance(value, dict):
        return _("keys with values")
    if isinstance(value, list):
        return _("a list")
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _keys_at(path: Path) -> list[str]:
    """The keys that may stand at a place."""
    models: list[type[BaseModel]] = [PackPart]
    for step in path:
        if isinstance(step, int):
            continue
        models = [
            inner
            for model in models
            if step in model.model_fields
            for inner in _models_in(model.model_fields[step].annotation)
        ]
    return sorted({key for model in models for key in model.model_fields})


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _problem(document: Document, code: str, path: Path, found: str, expected: str) -> Problem:
    return Problem(code=code, place=document.place(path), where=dotted(path), found=found, expected=expected)
