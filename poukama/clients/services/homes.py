"""Saying that a child lives in another home too, and until when."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.models import Client, Family, KnownIn, OtherHome
from poukama.clients.rules import Action
from poukama.clients.services.adding import create_client
from poukama.clients.services.carrying import carry_walls
from poukama.clients.services.same import say_same_at_home
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


class LivesThereAlready(Exception):
    """Another home of theirs is recorded already, or it is their own family."""


class NotKnownHere(Exception):
    """The work form does not know the child or the other home."""


class DayAhead(Exception):
    """That day has not come."""


class EndsBeforeItBegins(Exception):
    """The last day would be before the first."""


class EndedMeanwhile(Exception):
    """Somebody has ended it meanwhile."""


@transaction.atomic
def live_also(*, known: KnownIn, family: Family | None, starts_on: date | None, by: User) -> OtherHome:
    """Say that somebody lives in another home too. When it is a family of ours, they become a client there as well.

    The two are linked as one person, counted once, unless a wall stands around either home.
    """
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    client, work_form = known.client, known.work_form
    if client is None or client.is_anonymous:
        raise NotKnownHere
    if starts_on is not None and starts_on > clock.today():
        raise DayAhead
    going_on = OtherHome.objects.filter(voided_at=None, ends_on=None, client=client, work_form=work_form)
    if going_on.exists() or (family is not None and family.pk == client.family_id):
        raise LivesThereAlready
    there = None if family is None else _in_family(client, family, work_form, by)
    home = _home(client, there, work_form, starts_on, by)
    if there is not None:
        _home(there, client, work_form, starts_on, by)
        say_same_at_home(client=client, there=there, by=by)
    return home


@transaction.atomic
def end_home(*, home: OtherHome, ends_on: date, by: User) -> None:
    """Say until when they lived there too; on the other home's page as well, when `by` may read them there.

    What was recorded of them in either home stays there.
    """
    found = OtherHome.objects.select_for_update(of=("self",)).filter(pk=home.pk, voided_at=None, ends_on=None)
    home = found.select_related("client", "work_form").first() or _gone()
    if ends_on > clock.today():
        raise DayAhead
    if home.starts_on is not None and ends_on < home.starts_on:
        raise EndsBeforeItBegins
    rows = OtherHome.objects.filter(work_form=home.work_form_id, voided_at=None, ends_on=None)
    there = Client.objects.filter(pk=home.there_id or 0)
    seen = visible(Actor(by, clock.today()), Action.READ_CLIENT, there).exists()
    theirs = Q(client=home.there_id, there=home.client_id) if seen else Q(pk=home.pk)
    rows.filter(Q(pk=home.pk) | theirs).update(ends_on=ends_on, ended_at=clock.now(), ended_by=by)
    _told(home, by, "ended")


def _gone() -> OtherHome:
    raise EndedMeanwhile


def _in_family(client: Client, family: Family, work_form: WorkForm, by: User) -> Client:
    """The child as a client of the other home: by a code name of that family, behind the same walls, with nothing else."""
    if not KnownIn.objects.filter(family=family, work_form=work_form).exists():
        raise NotKnownHere
    there = create_client(
        work_form=work_form, since_on=clock.today(), by=by, family=family, birth_year=client.birth_year
    )
    carry_walls(client, there, by)
    return there


def _home(
    client: Client, there: Client | None, work_form: WorkForm, since: date | None, by: User
) -> OtherHome:
    home = OtherHome.objects.create(
        work_form=work_form,
        client=client,
        there=there,
        starts_on=since,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _told(home, by, "added")
    return home


def _told(home: OtherHome, by: User, what: str) -> None:
    detail = {"home": home.pk, "what": what}
    audit.record(Action.CHANGE_HOME, by=by, about=home.client, work_form=home.work_form.key, detail=detail)
