"""Alerts on the page of an episode: adding one, renewing it, ending it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.models import Episode
from poukama.casework.on_drafts import ALERT_FORM, CHANGE_ALERT_FORM, changed_alert
from poukama.casework.queries import episode_or_404, known_of
from poukama.casework.rules import Action
from poukama.clients.choices import AlertKind
from poukama.clients.forms import AlertForm
from poukama.clients.forms.safety import alert_as_typed
from poukama.clients.models import Alert
from poukama.clients.queries import renewed_as
from poukama.clients.rules import Action as Clients
from poukama.clients.services import safety as services
from poukama.drafts.kinds import Of, uuids
from poukama.drafts.services import finish, finishing
from poukama.toolkit import toast
from poukama.toolkit.versions import BothVersions, both_versions


@writes(Action.ALERT)
def add_alert(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Add what whoever works with them must know."""
    return _alert(request, episode_or_404(request.actor, Action.ALERT, pk))


@writes(Action.ALERT)
def change_alert(request: StaffRequest, pk: int, alert: UUID) -> HttpResponseBase:
    """Renew an alert, or say it better."""
    episode = episode_or_404(request.actor, Action.ALERT, pk)
    return _alert(request, episode, _alert_of(request, episode, alert))


@writes(Action.ALERT, methods=("POST",))
def end_alert(request: StaffRequest, pk: int, alert: UUID) -> HttpResponse:
    """End an alert before its day."""
    episode = episode_or_404(request.actor, Action.ALERT, pk)
    try:
        services.end_alert(alert=_alert_of(request, episode, alert), by=request.user)
    except services.EndedMeanwhile:
        toast.warn(request, _("Somebody else has renewed or ended it meanwhile."))
    else:
        toast.say(request, _("The alert has ended."))
    return redirect("casework:episode", episode.pk)


def _alert(request: StaffRequest, episode: Episode, former: Alert | None = None) -> HttpResponseBase:
    known = known_of(request.actor, episode)
    form = AlertForm(request.POST or None, known=known, former=former)
    draft = (
        Of(CHANGE_ALERT_FORM, changed_alert(episode.pk, former.pk))
        if former
        else Of(ALERT_FORM, str(episode.pk))
    )
    both = None
    if form.is_valid():
        began_on = former and _began_on(request, episode, form, former)
        try:
            with finishing(kind=draft.kind, key=draft.key, by=request.user):
                _add(request, form, began_on)
        except services.SameAlertAlready:
            finish(kind=draft.kind, key=draft.key, by=request.user)
            return redirect("casework:episode", episode.pk)
        except services.EndsInThePast:
            form.add_error("ends_on", _("Choose today or a day that is still ahead."))
        except services.EndsTooLate:
            form.add_error("ends_on", _("A year at most. Renew it then, if it still holds."))
        except services.EndedMeanwhile:
            both = _both(request, form, began_on)
        else:
            toast.say(request, _("The alert is on their page until its day."))
            return redirect("casework:episode", episode.pk)
    context = {
        "form": form,
        "episode": episode,
        "former": former,
        "nobody": not known,
        "draft": draft,
        "both": both,
    }
    return render(request, "casework/alert.html", context, status=422 if form.errors else 200)


def _add(request: StaffRequest, form: AlertForm, began_on: Alert | None) -> None:
    data = form.cleaned_data
    services.add_alert(
        known=form.known(),
        kind=AlertKind(data["kind"]),
        what=data["what"],
        action=data["action"],
        ends_on=data["ends_on"],
        corrects=began_on,
        by=request.user,
    )


def _both(request: StaffRequest, form: AlertForm, began_on: Alert | None) -> BothVersions | None:
    """What somebody else has renewed it to, beside what was typed; None when it was ended."""
    newer = renewed_as(request.actor, began_on) if began_on else None
    if newer is None:
        form.add_error(None, _("Somebody else has renewed or ended it meanwhile."))
        return None
    return both_versions(
        form,
        alert_as_typed(newer),
        version=newer.pk,
        who=newer.recorded_by.initials,
        at=newer.recorded_at,
    )


def _began_on(request: StaffRequest, episode: Episode, form: AlertForm, former: Alert) -> Alert:
    """The alert as it stood when one began to write: of the address, or what has been shown beside it since."""
    version = form.cleaned_data["version"]
    if version in ("", str(former.pk)):
        return former
    (found,) = uuids([version]) or [UUID(int=0)]
    return _alert_of(request, episode, found)


def _alert_of(request: StaffRequest, episode: Episode, pk: UUID) -> Alert:
    here = Alert.objects.filter(known__in=known_of(request.actor, episode))
    return get_or_404(request.actor, Clients.READ_ALERT, here.select_related("known__work_form"), pk=pk)
