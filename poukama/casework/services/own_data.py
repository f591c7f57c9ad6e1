"""A client's own data: put together when they ask, checked by another, given by that person (GDPR 15, 703/2023 § 11)."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.casework.models import EpisodeMember, OwnData, OwnPassage
from poukama.casework.rules import Action
from poukama.casework.services.requests import with_a_code
from poukama.clients.choices import HowGiven, WithheldGround
from poukama.clients.models import Client, KnownIn
from poukama.clients.own_data import all_passages
from poukama.organisation.models import User
from poukama.toolkit import clock

LETTER = "O"
"""With which its code begins (omat tiedot)."""


class AskedAlready(Exception):
    """What they asked for earlier has not been given yet."""


class AskedLater(Exception):
    """Nobody can have asked on a day that has not come."""


class NotWaiting(Exception):
    """It has been checked, given or given up meanwhile."""


class CheckedByTheSame(Exception):
    """Whoever put it together does not check it."""


class NotChecked(Exception):
    """Nobody, or somebody else, has checked it."""


@transaction.atomic
def ask_own_data(*, known: KnownIn, asked_on: date, by: User) -> OwnData:
    """Put together all that the work form keeps of a client now, as far as whoever does it may read it."""
    if asked_on > clock.today():
        raise AskedLater
    if OwnData.objects.filter(known=known, voided_at=None, given_at=None).exists():
        raise AskedAlready
    row = OwnData(
        known=known,
        asked_on=asked_on,
        due_on=_a_month_later(asked_on),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    with_a_code(row, LETTER)
    found = all_passages(Actor(by, clock.today()), known)
    passages = [
        OwnPassage(
            own_data=row,
            number=number,
            section=each.section,
            happened_on=each.day,
            title=each.title,
            text=each.text,
            of_others=each.of_others,
        )
        for number, each in enumerate(found, 1)
    ]
    OwnPassage.objects.bulk_create(passages, batch_size=200)
    _tell(Action.ASK_OWN_DATA, row, by, passages=len(passages))
    return row


@transaction.atomic
def withhold(*, passage: OwnPassage, ground: WithheldGround | None, by: User) -> OwnPassage:
    """Withhold a passage on a ground; or (None) give it after all."""
    row = _waiting(passage.own_data)
    if row.checked_at is not None:
        raise NotWaiting
    found = OwnPassage.objects.get(pk=passage.pk)
    found.ground = ground or ""
    found.save(update_fields=["ground"])
    _tell(Action.WITHHOLD_PASSAGE, row, by, number=found.number, ground=found.ground)
    return found


@transaction.atomic
def check_own_data(*, own_data: OwnData, by: User) -> OwnData:
    """Say that another has read it, and that what is not withheld may be given. From now on it is theirs alone to give."""
    row = _waiting(own_data)
    if row.checked_at is not None:
        raise NotWaiting
    if row.recorded_by_id == by.pk:
        raise CheckedByTheSame
    row.checked_at, row.checked_by = clock.now(), by
    row.save(update_fields=["checked_at", "checked_by"])
    _tell(Action.CHECK_OWN_DATA, row, by, withheld=row.passages.exclude(ground="").count())
    return row


@transaction.atomic
def give_own_data(*, own_data: OwnData, how: HowGiven, by: User) -> OwnData:
    """Say that it was given to them, and let go of the copy."""
    row = _waiting(own_data)
    if row.checked_by_id != by.pk:
        raise NotChecked
    row.given_at, row.given_by, row.how = clock.now(), by, how
    row.passages_given = row.passages.filter(ground="").count()
    row.passages_withheld = row.passages.exclude(ground="").count()
    row.save(update_fields=["given_at", "given_by", "how", "passages_given", "passages_withheld"])
    row.passages.all().delete()
    _tell(Action.GIVE_OWN_DATA, row, by, given=row.passages_given, withheld=row.passages_withheld)
    return row


@transaction.atomic
def give_up_own_data(*, own_data: OwnData, by: User) -> None:
    """Let go of the copy without giving it: they do not want it any more, or it is put together anew."""
    _let_go(_waiting(own_data), by)


def let_go_of_copies(clients: Collection[int], by: User) -> None:
    """Give up the copies that wait of these clients, of their families, kin, and whoever took part with them."""
    episodes = EpisodeMember.objects.filter(client__in=clients).order_by().values("episode")
    company = EpisodeMember.objects.filter(episode__in=episodes).order_by().values("client")
    families = Client.objects.filter(pk__in=clients, family__isnull=False).order_by().values("family")
    near = Q(known__client__in=clients) | Q(known__client__in=company)
    near |= Q(known__client__family__in=families)
    near |= Q(known__client__ties__other__in=clients) | Q(known__client__ties_to__client__in=clients)
    waiting = OwnData.objects.filter(near, voided_at=None, given_at=None).order_by().values("pk")
    rows = OwnData.objects.select_for_update(of=("self",)).select_related("known__work_form", "known__client")
    for row in rows.filter(pk__in=waiting, voided_at=None, given_at=None).order_by("pk"):
        _let_go(row, by)


def _let_go(row: OwnData, by: User) -> None:
    row.voided_at, row.voided_by = clock.now(), by
    row.save(update_fields=["voided_at", "voided_by"])
    row.passages.all().delete()
    _tell(Action.GIVE_UP_OWN_DATA, row, by)


def _waiting(own_data: OwnData) -> OwnData:
    rows = OwnData.objects.select_for_update(of=("self",)).select_related("known__work_form", "known__client")
    row = rows.get(pk=own_data.pk)
    if not row.waits:
        raise NotWaiting
    return row


def _a_month_later(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004  # December
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _tell(action: Action, row: OwnData, by: User, **detail: int | str) -> None:
    """An event about the client, so that it stands among what they are told of who opened what."""
    about = row.known.client
    told = {"own_data": str(row.pk), **detail}
    audit.record(action, by=by, about=about, work_form=row.known.work_form.key, detail=told)
