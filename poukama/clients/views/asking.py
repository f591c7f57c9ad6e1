"""Before somebody is added: are they known already, here or with another team?"""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.choices import AskPurpose
from poukama.clients.forms import AskForm, NameForm
from poukama.clients.models import Client, KnownIn
from poukama.clients.queries import named_just_so, persons_of
from poukama.clients.rules import Action
from poukama.clients.services import asking as services
from poukama.organisation.models import WorkForm


@writes(Action.ASK_ELSEWHERE)
def ask_elsewhere(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Ask whether another team knows somebody. The answer says whom to ask, and nothing of anybody."""
    here = get_or_404(request.actor, Action.ASK_ELSEWHERE, WorkForm, pk=pk)
    form = AskForm(request.POST or None)
    own: list[Client] = []
    answer = ""
    if form.is_valid():
        own = named_just_so(request.actor, _names(form), form.cleaned_data["born_in"])
        answer = "own" if own else _asked(request, here, form)
    context = {"form": form, "work_form": here, "own": own, "answer": answer, "most": services.MOST_ASKED}
    return render(request, "clients/ask_elsewhere.html", context, status=422 if form.errors else 200)


def _asked(request: StaffRequest, here: WorkForm, form: AskForm) -> str:
    """What may be told: "known", "nothing", or not a word when one has asked too often."""
    data = form.cleaned_data
    try:
        is_known = services.ask_elsewhere(
            work_form=here,
            purpose=AskPurpose(data["purpose"]),
            first_names=data["first_names"],
            last_name=data["last_name"],
            born_in=data["born_in"],
            born_on=data["born_on"],
            by=request.user,
        )
    except services.AskedTooOften:
        said = _("You have asked %(most)s times in a day and a night. Ask the duty lead.")
        form.add_error(None, said % {"most": services.MOST_ASKED})
        return ""
    return "known" if is_known else "nothing"


@writes(Action.NAME_CLIENT, methods=("POST",))
def alike(request: StaffRequest, pk: int) -> HttpResponse:
    """Who has the whole name that is being written, in one's own work forms. A POST that changes nothing."""
    rows: QuerySet[KnownIn] = KnownIn.objects.select_related("client", "work_form")
    known = get_or_404(request.actor, Action.NAME_CLIENT, rows, pk=pk)
    client: Client = known.client  # type: ignore[assignment]  # the rule lets only those of a client through
    form = NameForm(request.POST)
    form.is_valid()
    persons = persons_of(request.actor, client)
    found = named_just_so(request.actor, _names(form), client.birth_year)
    context = {"alike": [each for each in found if each not in persons]}
    return render(request, "clients/_alike.html", context)


def _names(form: AskForm | NameForm) -> str:
    data = form.cleaned_data
    if not data.get("first_names") or not data.get("last_name"):
        return ""
    return f"{data['first_names']} {data['last_name']}"
