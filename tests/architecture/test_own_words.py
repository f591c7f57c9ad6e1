"""What people write in their own words is taken by `Words`, in every form: no sign unseen, no letters that look alike."""

import ast
from collections.abc import Iterator

from django import forms
from django.urls import get_resolver

from poukama.toolkit.words import Words
from tests.architecture.house import POUKAMA, sources

WORDS_OF_DOCUMENTS = {"governance/forms/reading.py:_text"}
"""What a plan document says is taken as it was read."""


def test_no_form_takes_several_lines_without_looking_at_them():
    assert len(get_resolver().url_patterns) > 0  # loads every view, and with it every form
    lines = {
        f"{form.__module__}.{form.__qualname__}.{name}": field
        for form in _below(forms.BaseForm)
        if form.__module__.startswith("poukama.")
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea)
    }
    assert len(lines) > len(WORDS_OF_DOCUMENTS)
    assert {name for name, field in lines.items() if not isinstance(field, Words)} == set()


def test_no_field_of_several_lines_is_made_otherwise_while_a_form_is():
    assert set(_made_plainly()) == WORDS_OF_DOCUMENTS


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _made_plainly() -> Iterator[str]:
    """Functions that make a plain text field and name the widget of several lines, and such fields elsewhere."""
    for path, tree in sources().items():
        where = path.relative_to(POUKAMA).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and {"CharField", "Textarea"} <= set(_names(node)):
                yield f"{where}:{node.name}"
            if isinstance(node, ast.Call) and _names(node.func)[-1:] == ["CharField"]:
                given = [name for keyword in node.keywords for name in _names(keyword)]
                if "Textarea" in given:
                    yield f"{where}:{node.lineno}"


def _names(node: ast.AST) -> list[str]:
    found = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    return found + [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
