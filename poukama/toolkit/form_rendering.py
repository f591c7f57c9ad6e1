"""How form fields are written: as Django does, only that a list of choices costs no template for each choice."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Django's own renderer with a quick select: a list of fifty choices is half of a page's time otherwise."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Write a widget."""
        if template_name == SELECT:
            return mark_safe("".join(_select(context["widget"])))
        return super().render(template_name, context, request)


_NONE = mark_safe("")


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield format_html('<select name="{}"{}>', widget["name"], _attributes(widget["attrs"]))
    for group, options, _ in widget["optgroups"]:
        if group:
            yield format_html('<optgroup label="{}">', group)
        for option in options:
            value, label = escape(str(option["value"])), _escaped(option["label"])
            yield f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'
        if group:
            yield "</optgroup>"
    yield "</select>"


def _escaped(label: Any) -> str:
    text = label if isinstance(label, str) else str(label)
    return text.__html__() if isinstance(text, SafeString) else escape(text)


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    if not attributes:
        return _NONE
    said = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
        for name, value in attributes.items()
        if value is not False
    ]
    return mark_safe("".join(said))
