"""A step of the gatekeeper's that takes nothing but a reason, in words of their own."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from poukama.access.requests import StaffRequest
from poukama.clients.queries import ProposalRow, WallRow
from poukama.toolkit import toast
from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class Step:
    """What is asked, on which page, and what is said when it is done or somebody else was first."""

    form: type[forms.Form]
    template: str
    done: Text
    first: type[Exception]
    said_first: Text


def with_reason(
    request: StaffRequest, step: Step, row: ProposalRow | WallRow, take: Callable[[str], None]
) -> HttpResponseBase:
    """Ask for the reason, take the step with it, and return to the walls."""
    form = step.form(request.POST or None)
    if form.is_valid():
        try:
            take(form.cleaned_data["because"])
        except step.first:
            toast.warn(request, str(step.said_first))
        else:
            toast.say(request, str(step.done))
        return redirect("clients:walls")
    context = {"form": form, "row": row}
    return render(request, step.template, context, status=422 if form.errors else 200)
