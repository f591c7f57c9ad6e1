"""Recording a protection order on the page of an episode."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.requests import StaffRequest
from poukama.casework.queries import episode_or_404, known_of
from poukama.casework.rules import Action
from poukama.clients.choices import OrderKind
from poukama.clients.forms import OrderForm
from poukama.clients.queries import who_can_be_named
from poukama.clients.services import protection as services
from poukama.toolkit import clock, formatting, toast


@writes(Action.PROTECT)
def add_order(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Record that somebody is protected by an order. The key worker is offered as one who may open where they are."""
    episode = episode_or_404(request.actor, Action.PROTECT, pk)
    known = [each for each in known_of(request.actor, episode) if each.client]
    here = who_can_be_named(known[0], clock.today()) if known else []
    people = [user for user in here if user != request.user]
    chosen = [user for user in people if user == episode.key_worker]
    form = OrderForm(request.POST or None, actor=request.actor, known=known, people=people, chosen=chosen)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.add_order(
                known=form.known(),
                kind=OrderKind(data["kind"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                against=data["against"],
                action=data["action"],
                readers=form.readers_chosen(),
                kept_away=data["kept_away"],
                by=request.user,
            )
        except services.EndsInThePast:
            form.add_error("ends_on", _("Choose today or a day that is still ahead."))
        except services.EndsTooLate as refusal:
            said = _("At most until %(day)s. Check what the decision says.")
            form.add_error("ends_on", said % {"day": formatting.day(refusal.latest)})
        except services.OrderedAlready:
            form.add_error("kind", _("They have one already. Open it on their page and renew it."))
        except services.DoesNotWorkThere:
            form.add_error("readers", _("Somebody chosen does not work there any more. Choose again."))
        else:
            toast.say(request, _("Recorded. It reaches the children and the family by itself."))
            if data["kept_away"] is not None:
                toast.say(request, _("A wall has been proposed to the gatekeeper."))
            return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode, "nobody": not known, "people": people}
    return render(request, "casework/add_order.html", context, status=422 if form.errors else 200)
