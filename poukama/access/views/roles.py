"""Who may do what."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.policy import Rule, rules
from poukama.access.powers import opens_clients
from poukama.access.requests import StaffRequest
from poukama.access.rules import Action
from poukama.organisation.choices import Role


@dataclass(frozen=True)
class Line:
    """One action, who may take it in words, and which roles can ever."""

    rule: Rule
    may: list[bool]


@reads(Action.READ_ROLES)
def role_table(request: StaffRequest) -> HttpResponse:
    """Roles by actions, read from the very rules that decide."""
    roles = list(Role)
    lines = [
        Line(rule, [role in rule.to for role in roles])
        for rule in sorted(rules().values(), key=lambda rule: (rule.action.split(".")[0], str(rule.title)))
    ]
    blind = [role for role in roles if not opens_clients(role)]
    return render(request, "access/role_table.html", {"roles": roles, "lines": lines, "blind": blind})
