"""Reads for the screens of volunteers and matches."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.organisation.models import Partnership, WorkForm
from poukama.workforce.models import Match, MatchVolunteer, Volunteer, VolunteerRole
from poukama.workforce.rules import Action


def own_work_forms(actor: Actor, action: Action = Action.ADD_VOLUNTEER) -> QuerySet[WorkForm]:
    """Work forms in which the actor may record volunteers or matches."""
    return visible(actor, action, WorkForm.objects.all()).order_by("order", "pk")


def beside_in(actor: Actor) -> dict[str, list[str]]:
    """For a match and a partner: the keys of the work forms where the actor may record it now.

    A match can be recorded where somebody is a volunteer.
    """
    with_volunteers = VolunteerRole.objects.filter(
        work_form=OuterRef("pk"), voided_at=None, ends_on=None
    ).order_by()
    matches = own_work_forms(actor, Action.MAKE_MATCH).filter(Exists(with_volunteers))
    partners = own_work_forms(actor, Action.RECORD_PARTNERSHIP)
    return {
        "match": list(matches.values_list("key", flat=True)),
        "partner": list(partners.values_list("key", flat=True)),
    }


def roles(actor: Actor, *, ended: bool = False) -> QuerySet[VolunteerRole]:
    """Volunteers in their roles, newest first: those who are here, or those whose role has ended."""
    rows = VolunteerRole.objects.filter(voided_at=None, ends_on__isnull=not ended)
    return (
        visible(actor, Action.READ_VOLUNTEER, rows)
        .select_related("volunteer", "work_form")
        .order_by("-starts_on", "-pk")
    )


def roles_of(actor: Actor, volunteer: Volunteer) -> QuerySet[VolunteerRole]:
    """The roles of one volunteer that the actor may see."""
    rows = VolunteerRole.objects.filter(voided_at=None, volunteer=volunteer)
    return (
        visible(actor, Action.READ_VOLUNTEER, rows).select_related("work_form").order_by("-starts_on", "-pk")
    )


def matches(actor: Actor, *, ended: bool = False) -> QuerySet[Match]:
    """Matches with their volunteers, newest first: those that run, or those that have ended."""
    rows = Match.objects.filter(voided_at=None, ends_on__isnull=not ended)
    beside = MatchVolunteer.objects.filter(voided_at=None).select_related("volunteer").order_by("pk")
    return (
        visible(actor, Action.READ_MATCH, rows)
        .select_related("family", "client", "work_form")
        .prefetch_related(Prefetch("volunteers", beside, to_attr="beside"))
        .order_by("-starts_on", "-pk")
    )


def matches_of(actor: Actor, volunteer: Volunteer) -> QuerySet[Match]:
    """The matches of one volunteer that the actor may see."""
    own = MatchVolunteer.objects.filter(volunteer=volunteer, voided_at=None).values("match")
    rows = Match.objects.filter(pk__in=own, voided_at=None)
    return (
        visible(actor, Action.READ_MATCH, rows)
        .select_related("family", "client", "work_form")
        .order_by("-starts_on", "-pk")
    )


def volunteers_of(work_form: WorkForm, on: date) -> QuerySet[Volunteer]:
    """Who is a volunteer of a work form on a day."""
    held = VolunteerRole.objects.filter(work_form=work_form, voided_at=None, starts_on__lte=on)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return Volunteer.objects.filter(pk__in=held.values("volunteer")).order_by("code_name", "pk")


def partnerships(actor: Actor, *, year: int) -> QuerySet[Partnership]:
    """Partners that worked with us in some of the year, by the latest first."""
    rows = Partnership.objects.filter(voided_at=None, starts_on__lte=date(year, 12, 31))
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=date(year, 1, 1)))
    return (
        visible(actor, Action.READ_PARTNERSHIP, rows)
        .select_related("partner", "network", "work_form")
        .order_by("-starts_on", "-pk")
    )
