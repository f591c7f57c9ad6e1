from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.clients.forms import CodeNameForm
from poukama.clients.queries import proposed_code_name
from poukama.clients.rules import Action


@reads(Action.ADD_FAMILY)
def another_code_name(request: StaffRequest) -> HttpResponse:
    """The field for a code name with another free word in it, to be put in the place of the one before."""
    form = CodeNameForm(initial={"code_name": proposed_code_name()})
    return render(request, "clients/_code_name.html", {"form": form, "speaks": form.initial["code_name"]})
