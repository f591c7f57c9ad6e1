"""One rule, two uses: a list applies it as a filter, and opening one object applies the same filter and its key.

Every app writes its rules in its `rules.py`, one function an action, and says with `to` which roles can ever
take the action, so that who may do what can also be read as a table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import BooleanField, Case, Model, Q, QuerySet, When
from django.http import Http404

from poukama.access.actor import Actor
from poukama.organisation.choices import Role
from poukama.toolkit.facts import Text

M = TypeVar("M", bound=Model)
Where = Callable[[Actor], Q]


@dataclass(frozen=True)
class Rule:
    """Who may take an action on which objects of a model."""

    action: str
    model: type[Model]
    to: tuple[Role, ...]
    where: Where
    words: str
    title: Text


_rules: dict[str, Rule] = {}


def allows(
    action: str, model: type[Model], *, to: tuple[Role, ...], title: Text = ""
) -> Callable[[Where], Where]:
    """Make a function the rule of an action. It returns the condition that the objects must meet.

    `title` says what the action is, as staff would say it ("Record a visit"): it is what is read when a role
    is given or ended, and on the page of who may do what. The function's docstring says who may.
    The condition must not multiply rows: reach other tables with a subquery, not through a to-many join.
    """

    def register(where: Where) -> Where:
        if action in _rules:
            raise ValueError(f"{action} has two rules")
        words = " ".join((where.__doc__ or "").split())
        _rules[str(action)] = Rule(str(action), model, to, where, words, title or _from_code(str(action)))
        return where

    return register


def _from_code(action: str) -> str:
    return action.split(".", 1)[-1].replace("_", " ").capitalize()


@cache
def rules() -> dict[str, Rule]:
    """Every action's rule, of all installed apps."""
    for config in apps.get_app_configs():
        name = f"{config.name}.rules"
        if config.name.startswith("poukama.") and find_spec(name) is not None:
            import_module(name)
    return _rules


def rule_for(action: str) -> Rule:
    """The rule of an action; KeyError when it has none."""
    return rules()[str(action)]


def may_ever(actor: Actor, action: str) -> bool:
    """Whether the actor holds a role that can take the action on something."""
    return actor.has(*rule_for(action).to)


def visible(actor: Actor, action: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows on which the actor may take the action."""
    rule = rule_for(action)
    if not issubclass(queryset.model, rule.model):
        raise TypeError(f"{action} is about {rule.model.__name__}, not {queryset.model.__name__}")
    if not actor.has(*rule.to):
        return queryset.none()
    return queryset.filter(rule.where(actor))


def may(actor: Actor, action: str, about: Model | None = None) -> bool:
    """Whether the actor may take the action on the object, or without one, ever. Costs a query for an object."""
    if about is None or not may_ever(actor, action):
        return may_ever(actor, action)
    rows = type(about)._default_manager.filter(pk=about.pk)
    return actor.once(_answer(action, type(about), about.pk), lambda: visible(actor, action, rows).exists())


def ask_together(actor: Actor, about: Model, *actions: str) -> None:
    """Ask with one query which of the actions the actor may take on the object: `may` knows the answers then."""
    asked = [action for action in actions if may_ever(actor, action)]
    if not asked:
        return
    rules = [rule_for(action).where(actor) for action in asked]
    truths = [Case(When(rule, then=True), default=False, output_field=BooleanField()) for rule in rules]
    rows = type(about)._default_manager.filter(pk=about.pk).order_by().values_list(*truths)
    found = [any(column) for column in zip(*rows, strict=True)] or [False] * len(asked)
    for action, answer in zip(asked, found, strict=True):
        actor.once(_answer(action, type(about), about.pk), partial(bool, answer))


def _answer(action: str, model: type[Model], pk: Any) -> str:
    return f"{action} {model._meta.label} {pk}"


def get_or_404(actor: Actor, action: str, source: type[M] | QuerySet[M], **key: Any) -> M:
    """The one object, if the actor may take the action on it; otherwise 404, as if it did not exist.

    Whether the actor may is asked once: it is known afterwards, and may be known before (`ask_together`).
    """
    queryset = source._default_manager.all() if isinstance(source, type) else source
    if not may_ever(actor, action):
        raise Http404
    known = _answer(action, queryset.model, key["pk"]) if key.keys() == {"pk"} else ""
    if actor.knows(known):
        rows = queryset if actor.once(known, lambda: False) else queryset.none()
    else:
        rows = visible(actor, action, queryset)
    found = rows.filter(**key).first()
    if found is None:
        raise Http404
    actor.once(_answer(action, queryset.model, found.pk), lambda: True)
    return found


def may_or_404(actor: Actor, action: str, about: M) -> M:
    """The object itself, if the actor may take the action on it; otherwise 404, as if it did not exist."""
    if not may(actor, action, about):
        raise Http404
    return about
