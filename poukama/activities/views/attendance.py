"""Marking who came: one tap each, or everybody at once."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.activities.choices import OccasionState
from poukama.activities.forms.occasions import attendance_of
from poukama.activities.models import Group, Occasion
from poukama.activities.queries.groups import running_groups, session_on
from poukama.activities.queries.people import Person, people_found, people_of
from poukama.activities.rules import Action
from poukama.activities.services import (
    Refused,
    hold_occasion,
    mark_attendance,
    mark_everyone,
    unmark_attendance,
)
from poukama.casework.forms import SearchForm
from poukama.clients.queries import AT_HAND, MOST_FOUND
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock, toast

EVERYONE = "everyone"


def attendance_context(request: StaffRequest, occasion: Occasion) -> dict[str, Any]:
    """What `_attendance.html` shows of an occasion: the people and who of them is here."""
    can_mark = occasion.state != OccasionState.CANCELLED and occasion.happened_on <= clock.today()
    may_mark = may(request.actor, Action.MARK_ATTENDANCE, occasion)
    people = people_of(request.actor, occasion.work_form, group=occasion.group, occasion=occasion)
    return {
        "occasion": occasion,
        "group": occasion.group,
        "may_mark": may_mark and can_mark,
        "attendance_area": f"attendance-{occasion.pk}",
        **split(people),
    }


def split(people: list[Person]) -> dict[str, Any]:
    """Those who are here or came lately, some of the others, and how many are here.

    Where nobody came before, a few are near; but "everyone is here" is then not offered. The rest are searched.
    `shown` is how many the page names.
    """
    regular = [each for each in people if each.is_present or each.came_before]
    near = regular or people[:AT_HAND]
    others = [each for each in people if each not in near]
    return {
        "people": people,
        "near": near,
        "regulars": any(not each.is_present for each in regular),
        "others": others[:AT_HAND],
        "has_others": bool(others),
        "has_more": len(others) > AT_HAND,
        "here": sum(each.is_present for each in people),
        "shown": len(near) + min(len(others), AT_HAND),
        "search": SearchForm(),
        "text": "",
    }


@writes(Action.MARK_ATTENDANCE, methods=("POST",))
def occasion_find(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody else than those at hand. A POST that changes nothing: the text stands in no address."""
    standing = Occasion.objects.filter(voided_at=None).select_related("work_form", "group")
    occasion = get_or_404(request.actor, Action.MARK_ATTENDANCE, standing, pk=pk)
    urls = {
        "mark_url": reverse("activities:occasion_mark", args=[occasion.pk]),
        "find_url": reverse("activities:occasion_find", args=[occasion.pk]),
        "back_url": reverse("activities:occasion", args=[occasion.pk]),
        "area": f"attendance-{occasion.pk}",
        "prefix": str(occasion.pk),
    }
    return _found(request, occasion.work_form, urls, group=occasion.group, occasion=occasion)


@writes(Action.CHANGE_GROUP, methods=("POST",))
def group_find(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody else than those who come to the group. A POST that changes nothing."""
    standing = Group.objects.filter(voided_at=None).select_related("work_form")
    group = get_or_404(request.actor, Action.CHANGE_GROUP, standing, pk=pk)
    urls = {
        "mark_url": reverse("activities:group_mark", args=[group.pk]),
        "find_url": reverse("activities:group_find", args=[group.pk]),
        "back_url": reverse("activities:group", args=[group.pk]),
        "area": f"session-{group.pk}",
        "prefix": "now",
    }
    return _found(request, group.work_form, urls, group=group, occasion=session_on(group, clock.today()))


@writes(Action.RECORD_OCCASION, methods=("POST",))
def record_find(request: StaffRequest, key: str) -> HttpResponse:
    """The chips of the form of what was held: those chosen already, and whom one looks for."""
    work_form = get_or_404(request.actor, Action.RECORD_OCCASION, WorkForm, key=key)
    group = running_groups(request.actor, clock.today()).filter(work_form=work_form)
    asked = request.GET.get("group", "")
    chosen_group = group.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    chosen = request.POST.getlist("people")
    people = people_of(request.actor, work_form, group=chosen_group, also=chosen)
    text = SearchForm(request.POST).text()
    found = people_found(request.actor, work_form, text, group=chosen_group) if text else None
    context = chips_of(people, chosen, found)
    return render(request, "activities/_people_chips.html", context | {"text": text})


def chips_of(
    people: list[Person], chosen: Collection[str], found: list[Person] | None = None
) -> dict[str, Any]:
    """Which of those known stand as chips: whoever is chosen, with those at hand or, after a search, those found."""
    kept = {str(key) for key in chosen}
    if found is None:
        found = [each for each in people if each.came_before] or people[:AT_HAND]
    offered = [each for each in found if each.key not in kept]
    return {
        "chosen": [each for each in people if each.key in kept],
        "offered": offered[:MOST_FOUND],
        "has_more": len(offered) > MOST_FOUND,
    }


def _found(
    request: StaffRequest,
    work_form: WorkForm,
    urls: dict[str, str],
    *,
    group: Group | None,
    occasion: Occasion | None,
) -> HttpResponse:
    text = SearchForm(request.POST).text()
    if text:
        found = people_found(request.actor, work_form, text, group=group, occasion=occasion)
    else:
        found = split(people_of(request.actor, work_form, group=group, occasion=occasion))["others"]
    context = urls | {
        "others": found[:MOST_FOUND],
        "has_more": len(found) > MOST_FOUND,
        "text": text,
        "search": SearchForm({"q": text}),
    }
    template = "activities/_others.html" if request.htmx else "activities/find_people.html"
    return render(request, template, context)


@writes(Action.MARK_ATTENDANCE, methods=("POST",))
def occasion_mark(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one as present or not, or everybody who came lately as present."""
    standing = Occasion.objects.filter(voided_at=None).select_related("work_form", "group")
    occasion = get_or_404(request.actor, Action.MARK_ATTENDANCE, standing, pk=pk)
    people = people_of(
        request.actor, occasion.work_form, group=occasion.group, occasion=occasion, also=_marked(request)
    )
    try:
        _mark(request, occasion, people)
    except Refused as refusal:
        toast.warn(request, str(refusal.words))
    if not request.htmx:
        return toast.back(request, reverse("activities:occasion", args=[occasion.pk]))
    occasion.refresh_from_db()
    return render(request, "activities/_attendance.html", attendance_context(request, occasion))


@writes(Action.CHANGE_GROUP, methods=("POST",))
def group_mark(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark who came to the group today. The first one marked begins today's session."""
    standing = Group.objects.filter(voided_at=None).select_related("work_form")
    group = get_or_404(request.actor, Action.CHANGE_GROUP, standing, pk=pk)
    occasion = session_on(group, clock.today())
    people = people_of(request.actor, group.work_form, group=group, occasion=occasion, also=_marked(request))
    try:
        if occasion is not None:
            _mark(request, occasion, people)
        elif wanted := _wanted(request, people):
            hold_occasion(
                work_form=group.work_form,
                kind=group.kind,
                happened_on=clock.today(),
                group=group,
                led_by=request.user,
                attendances=[attendance_of(each) for each in wanted],
                by=request.user,
            )
    except Refused as refusal:
        toast.warn(request, str(refusal.words))
    if not request.htmx:
        return redirect("activities:group", group.pk)
    return render(request, "activities/_session.html", session_context(request, group))


def session_context(request: StaffRequest, group: Group) -> dict[str, Any]:
    """What `_session.html` shows: today's session of a group, or its people waiting to be marked."""
    today = clock.today()
    occasion = session_on(group, today)
    meets = group.starts_on <= today and (group.ends_on is None or today <= group.ends_on)
    context = {
        "group": group,
        "meets": meets,
        "today": today,
        "occasion": None,
        "session_area": f"session-{group.pk}",
    }
    if occasion is not None:
        return context | attendance_context(request, occasion)
    may_mark = meets and may(request.actor, Action.CHANGE_GROUP, group)
    return context | {"may_mark": may_mark} | split(people_of(request.actor, group.work_form, group=group))


def _marked(request: StaffRequest) -> list[str]:
    """The key of whoever is tapped."""
    return [*request.POST.getlist("mark"), *request.POST.getlist("unmark")]


def _mark(request: StaffRequest, occasion: Occasion, people: list[Person]) -> None:
    wanted = _wanted(request, people)
    if request.POST.get("mark") == EVERYONE:
        mark_everyone(
            occasion=occasion, attendances=[attendance_of(each) for each in wanted], by=request.user
        )
        toast.say(request, _("Everyone is marked as present."))
        return
    for each in wanted:
        mark_attendance(
            occasion=occasion, client=each.client, family=each.family, role=each.role, by=request.user
        )
    gone = request.POST.get("unmark", "")
    for each in people:
        if each.key == gone:
            unmark_attendance(occasion=occasion, client=each.client, family=each.family, by=request.user)


def _wanted(request: StaffRequest, people: list[Person]) -> list[Person]:
    """Those whom the request marks; anybody not known here is left out as if not asked for."""
    mark = request.POST.get("mark", "")
    if mark == EVERYONE:
        return [each for each in people if each.is_present or each.came_before]
    return [each for each in people if each.key == mark]
