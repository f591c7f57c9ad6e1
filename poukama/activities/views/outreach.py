"""Outreach and chat duty: a quick form, and what I recorded with undo."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.activities.forms.outreach import ChatDutyForm, OutreachForm
from poukama.activities.forms.refusing import say_why
from poukama.activities.models import ChatDuty, Outreach
from poukama.activities.queries.mine import my_chats, my_outreach
from poukama.activities.rules import Action
from poukama.activities.services import (
    Refused,
    record_chat_duty,
    record_outreach,
    void_chat_duty,
    void_outreach,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.queries import terms
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of

_ON_A_PAGE = 20


@writes(Action.RECORD_OUTREACH)
def outreach(request: StaffRequest, key: str) -> HttpResponse:
    """Record a time out among people; below, what I have recorded."""
    work_form = get_or_404(request.actor, Action.RECORD_OUTREACH, WorkForm, key=key)
    form = OutreachForm(
        request.POST or None,
        initial={"happened_on": clock.today()},
        places=list(terms(TermList.OUTREACH_PLACE, work_form)),
        themes=list(terms(TermList.THEME, work_form)),
    )
    if form.is_valid():
        try:
            row = record_outreach(work_form=work_form, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            say_why(form, refusal)
        else:
            undo = reverse("activities:outreach_void", args=[row.pk])
            toast.say(request, _("The outreach has been recorded."), undo_url=undo)
            return redirect("activities:outreach", work_form.key)
    mine = page_of(
        my_outreach(request.actor, work_form), request, by=("-happened_on", "-pk"), size=_ON_A_PAGE
    )
    context = {
        "work_form": work_form,
        "next": request.get_full_path(),
        "form": form,
        "page": mine,
        "places": term_labels(TermList.OUTREACH_PLACE),
        "themes": term_labels(TermList.THEME),
    }
    return render(request, "activities/outreach.html", context)


@writes(Action.RECORD_CHAT_DUTY)
def chat_duty(request: StaffRequest, key: str) -> HttpResponse:
    """Record a shift on a chat, at first on the one where I was last; below, what I have recorded."""
    work_form = get_or_404(request.actor, Action.RECORD_CHAT_DUTY, WorkForm, key=key)
    last = my_chats(request.actor, work_form).order_by("-happened_on", "-pk").first()
    form = ChatDutyForm(
        request.POST or None,
        initial={"happened_on": clock.today()} | ({"service": last.service} if last else {}),
        services=list(terms(TermList.CHAT_SERVICE, work_form)),
        themes=list(terms(TermList.THEME, work_form)),
    )
    if form.is_valid():
        try:
            row = record_chat_duty(work_form=work_form, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            say_why(form, refusal)
        else:
            undo = reverse("activities:chat_duty_void", args=[row.pk])
            toast.say(request, _("The shift has been recorded."), undo_url=undo)
            return redirect("activities:chat_duty", work_form.key)
    mine = page_of(my_chats(request.actor, work_form), request, by=("-happened_on", "-pk"), size=_ON_A_PAGE)
    context = {
        "work_form": work_form,
        "next": request.get_full_path(),
        "form": form,
        "page": mine,
        "services": term_labels(TermList.CHAT_SERVICE),
        "themes": term_labels(TermList.THEME),
    }
    return render(request, "activities/chat_duty.html", context)


@reads(Action.READ_OUTREACH)
def outreach_log(request: StaffRequest) -> HttpResponse:
    """All outreach of one's work forms, newest first."""
    rows = visible(request.actor, Action.READ_OUTREACH, Outreach.objects.filter(voided_at=None))
    context = {
        "page": page_of(rows.select_related("work_form", "recorded_by"), request, by=("-happened_on", "-pk")),
        "places": term_labels(TermList.OUTREACH_PLACE),
    }
    return render(request, "activities/outreach_log.html", context)


@reads(Action.READ_CHAT_DUTY)
def chat_log(request: StaffRequest) -> HttpResponse:
    """All chat shifts of one's work forms, newest first."""
    rows = visible(request.actor, Action.READ_CHAT_DUTY, ChatDuty.objects.filter(voided_at=None))
    context = {
        "page": page_of(rows.select_related("work_form", "recorded_by"), request, by=("-happened_on", "-pk")),
        "services": term_labels(TermList.CHAT_SERVICE),
    }
    return render(request, "activities/chat_log.html", context)


@writes(Action.VOID_OUTREACH, methods=("POST",))
def outreach_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a recording of outreach."""
    row = get_or_404(request.actor, Action.VOID_OUTREACH, Outreach.objects.select_related("work_form"), pk=pk)
    void_outreach(outreach=row, by=request.user)
    toast.say(request, _("Taken back."))
    return toast.back(request, reverse("activities:outreach", args=[row.work_form.key]))


@writes(Action.VOID_CHAT_DUTY, methods=("POST",))
def chat_duty_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a recording of a shift."""
    row = get_or_404(
        request.actor, Action.VOID_CHAT_DUTY, ChatDuty.objects.select_related("work_form"), pk=pk
    )
    void_chat_duty(chat_duty=row, by=request.user)
    toast.say(request, _("Taken back."))
    return toast.back(request, reverse("activities:chat_duty", args=[row.work_form.key]))
