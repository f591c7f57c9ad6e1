"""A child is expected, is born, or is lost; each is one step, and nothing is typed again."""

from datetime import date, timedelta

from django.db import transaction

from poukama.access import audit
from poukama.clients.choices import Kinship, Outcome
from poukama.clients.models import Client, Expecting, KnownIn
from poukama.clients.rules import Action
from poukama.clients.services.adding import create_client, make_known_in
from poukama.clients.services.disclosing import crossing
from poukama.clients.services.kinship import TooYoungToBeParent, refuse_birth_year, refuse_too_young, year_of
from poukama.clients.services.ties import add_tie
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

AHEAD, OVERDUE = timedelta(days=300), timedelta(days=60)
"""How far ahead a due day can lie, and how long ago it can have been when it is told."""
EARLY, LATE = timedelta(days=140), timedelta(days=35)
"""How long before and after the due day somebody can be born."""


class CannotExpect(Exception):
    """Nobody who is unborn, unknown here or themselves a small child expects a child."""


class DueDayNotPossible(Exception):
    """The due day is further ahead than a pregnancy lasts, or long past."""


class BirthdayNotPossible(Exception):
    """The day has not come, or is too far from the due day."""


class EndDayNotPossible(Exception):
    """The day has not come."""


class EndedMeanwhile(Exception):
    """Somebody else has said meanwhile how it ended, or corrected the due day."""


class TooLateToTakeBack(Exception):
    """A birth is taken back on the day on which it was recorded only."""


@transaction.atomic
def expect(*, known: KnownIn, due_on: date, by: User) -> Expecting:
    """Record that somebody expects a child: one more for each of twins.

    A child whom another work form of the same controller knows to be expected is the same child: one of them is one
    row of `Client`. To another controller nothing is told of it: there it is another row.
    """
    known = (
        KnownIn.objects.select_for_update(of=("self",))
        .select_related("client__family", "work_form")
        .get(pk=known.pk)
    )
    mother = known.client
    if mother is None or mother.is_anonymous or mother.is_unborn:
        raise CannotExpect
    check_due_day(due_on)
    try:
        refuse_too_young(year_of(mother, known.work_form), due_on.year)
    except TooYoungToBeParent as error:
        raise CannotExpect from error
    child = _expected_elsewhere(mother, known.work_form)
    if child is not None:
        make_known_in(client=child, work_form=known.work_form, since_on=clock.today(), by=by)
    else:
        child = create_client(
            work_form=known.work_form,
            since_on=clock.today(),
            by=by,
            family=mother.family,
            came_with=None if mother.family_id else mother,
            unborn=True,
        )
    expecting = Expecting.objects.create(
        work_form=known.work_form,
        client=child,
        mother=mother,
        due_on=due_on.isoformat(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    add_tie(known=known, other=child, kind=Kinship.PARENT, starts_on=None, by=by)
    _told(Action.EXPECT, expecting, by)
    return expecting


@transaction.atomic
def correct_due_day(*, expecting: Expecting, due_on: date, by: User) -> Expecting:
    """Say the due day anew; the former one is kept as corrected. `TooYoungToBeParent` as for a birthday."""
    check_due_day(due_on)
    former = _going_on(expecting)
    refuse_too_young(year_of(former.mother, former.work_form), due_on.year)
    former.voided_at, former.voided_by = clock.now(), by
    former.save(update_fields=["voided_at", "voided_by"])
    now = Expecting.objects.create(
        work_form=former.work_form,
        client=former.client,
        mother=former.mother,
        due_on=due_on.isoformat(),
        corrects=former,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _told(Action.CHANGE_EXPECTING, now, by)
    return now


@transaction.atomic
def born(*, expecting: Expecting, born_on: date, by: User) -> Client:
    """The child is born: they get their birth year, and every work form's waiting ends."""
    expecting = _going_on(expecting)
    _check_birthday(expecting, born_on, by)
    child = Client.objects.select_for_update(of=("self",)).get(pk=expecting.client_id)
    child.birth_year, child.is_unborn = born_on.year, False
    child.save(update_fields=["birth_year", "is_unborn"])
    _end(expecting, Outcome.BORN, born_on, by)
    return child


@transaction.atomic
def lost(*, expecting: Expecting, ended_on: date, by: User) -> None:
    """The child is not born. Nothing reminds of the day any more, in no work form; why is told here only."""
    expecting = _going_on(expecting)
    if ended_on > clock.today():
        raise EndDayNotPossible
    _end(expecting, Outcome.LOST, ended_on, by)


@transaction.atomic
def take_back(*, expecting: Expecting, by: User) -> Expecting:
    """Say that how it ended was recorded by mistake: the child is expected as before. A birth on the same day only."""
    rows = Expecting.objects.select_for_update(of=("self",)).select_related("client", "work_form")
    found = rows.filter(pk=expecting.pk, voided_at=None).exclude(outcome="").first()
    if found is None or found.ended_at is None:
        raise EndedMeanwhile
    if found.outcome == Outcome.BORN and not clock.is_today(found.ended_at):
        raise TooLateToTakeBack
    child = Client.objects.select_for_update(of=("self",)).get(pk=found.client_id)
    child.birth_year, child.is_unborn = None, True
    child.save(update_fields=["birth_year", "is_unborn"])
    elsewhere = Expecting.objects.filter(client=child, ended_at=found.ended_at, voided_at=None, outcome="")
    elsewhere.update(ended_at=None, ended_by=None)
    found.outcome, found.came_on, found.ended_at, found.ended_by = "", None, None, None
    found.save(update_fields=["outcome", "came_on", "ended_at", "ended_by"])
    _told(Action.CHANGE_EXPECTING, found, by)
    return found


def check_due_day(due_on: date) -> None:
    """Refuse a due day that cannot be."""
    if not clock.today() - OVERDUE <= due_on <= clock.today() + AHEAD:
        raise DueDayNotPossible


def _check_birthday(expecting: Expecting, born_on: date, by: User) -> None:
    if born_on > clock.today():
        raise BirthdayNotPossible
    if opens(expecting) and expecting.due_on:
        due_on = date.fromisoformat(expecting.due_on)
        if not due_on - EARLY <= born_on <= due_on + LATE:
            raise BirthdayNotPossible
    refuse_too_young(year_of(expecting.mother, expecting.work_form), born_on.year)
    refuse_birth_year(expecting.client, born_on.year, expecting.work_form, by)


def _expected_elsewhere(mother: Client, work_form: WorkForm) -> Client | None:
    """A child whom another work form of the same controller knows her to expect, and this one has not been told of."""
    here = Expecting.objects.filter(work_form=work_form, voided_at=None).order_by().values("client")
    there = Expecting.objects.filter(mother=mother, voided_at=None, ended_at=None, client__is_unborn=True)
    found = there.exclude(client__in=here).select_related("client__family").order_by("recorded_at", "pk")
    children = (each.client for each in found)
    return next((child for child in children if not crossing(work_form, client=child)), None)


def _going_on(expecting: Expecting) -> Expecting:
    rows = Expecting.objects.select_for_update(of=("self",)).select_related("client", "mother", "work_form")
    found = rows.filter(pk=expecting.pk, voided_at=None, ended_at=None).first()
    if found is None:
        raise EndedMeanwhile
    return found


def _end(expecting: Expecting, outcome: Outcome, day: date, by: User) -> None:
    now = clock.now()
    elsewhere = Expecting.objects.filter(client=expecting.client_id, voided_at=None, ended_at=None)
    elsewhere.exclude(pk=expecting.pk).update(ended_at=now, ended_by=by)
    expecting.outcome, expecting.came_on = outcome, day.isoformat()
    expecting.ended_at, expecting.ended_by = now, by
    expecting.save(update_fields=["outcome", "came_on", "ended_at", "ended_by"])
    _told(Action.CHANGE_EXPECTING, expecting, by)


def _told(action: Action, expecting: Expecting, by: User) -> None:
    detail = {"expecting": str(expecting.pk)}
    audit.record(action, by=by, about=expecting.client, work_form=expecting.work_form.key, detail=detail)
