from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

from poukama.access.policy import may

register = template.Library()


class CanNode(template.Node):
    """Renders its inside only for whoever may take the action."""

    def __init__(self, action: FilterExpression, about: FilterExpression | None, inside: NodeList) -> None:
        self.action, self.about, self.nodelist = action, about, inside

    def render(self, context: Context) -> Any:
        actor = getattr(context.get("request"), "actor", None)
        about: Model | None = self.about.resolve(context) if self.about else None
        if actor is not None and may(actor, self.action.resolve(context), about):
            return self.nodelist.render(context)
        return ""


@register.tag
def can(parser: Parser, token: Token) -> CanNode:
    """`{% can "app.verb_noun" object %}…{% endcan %}`; without the object: whether ever. Not for rows of a list."""
    words = token.split_contents()[1:]
    if len(words) not in (1, 2):
        raise template.TemplateSyntaxError("can takes an action and at most one object")
    inside = parser.parse(("endcan",))
    parser.delete_first_token()
    about = parser.compile_filter(words[1]) if len(words) == 2 else None
    return CanNode(parser.compile_filter(words[0]), about, inside)
