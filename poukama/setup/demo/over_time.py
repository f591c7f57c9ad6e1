"""Families over time: a child who is expected, one who is born, one of two homes, and a family that has parted."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from poukama.casework.models import Episode, EpisodeMember
from poukama.casework.queries import baby_role
from poukama.casework.services.birth import record_birth
from poukama.casework.services.parting import part_family
from poukama.clients.choices import WallSide
from poukama.clients.models import BehindWall, KnownIn
from poukama.clients.services.expecting import expect
from poukama.clients.services.homes import live_also
from poukama.clients.services.walls import set_wall
from poukama.organisation.choices import Identification, Role
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

GROWN_UP, YOUNG = 18, 45
TOLD_BEFORE, BORN_BEFORE, DUE_IN = timedelta(days=40), timedelta(days=4), timedelta(days=17)


def let_time_pass(staff: Staff) -> None:
    """Do it on the day of the clock and the weeks before it; nothing is drawn by chance.

    A work form in which a wall stands already is left alone: what its workers see stays as it is.
    """
    walled = {pk for row in BehindWall.objects.select_related("family").order_by("pk") for pk in _places(row)}
    free = WorkForm.objects.exclude(identification=Identification.COUNTED).exclude(pk__in=walled)
    work_forms = list(free.order_by("key"))
    _children(work_forms)
    workers_of = {work_form: list(dict.fromkeys(staff.of(work_form))) for work_form in work_forms}
    for work_form, workers in sorted(workers_of.items(), key=lambda each: -len(each[1])):
        if len(workers) >= len(WallSide) and _parted(work_form, workers):
            return


def _places(row: BehindWall) -> Sequence[int]:
    known = KnownIn.objects.filter(family=row.family_id, client=row.client_id)
    return list(known.order_by("pk").values_list("work_form", flat=True))


def _children(work_forms: Sequence[WorkForm]) -> None:
    """In the first work form of babies: one is born, one is expected, and a third lives in another home too."""
    for work_form in work_forms:
        role = baby_role(work_form)
        mothers = [(episode, known) for episode in _episodes(work_form) if (known := _mother(episode))]
        if not role or len(mothers) <= 2:
            continue
        (first, known), (third, _), *rest = mothers
        expects = next((one for each, one in rest if not _has_a_baby(each)), rest[0][1])
        today, by = clock.today(), first.key_worker or first.recorded_by
        with clock.moved_to(max(today - TOLD_BEFORE, first.starts_on)):
            expecting = expect(known=known, due_on=today, by=by)
        with clock.moved_to(max(today - BORN_BEFORE, first.starts_on)):
            record_birth(episode=first, expecting=expecting, born_on=clock.today(), role=role, by=by)
        expect(known=expects, due_on=today + DUE_IN, by=by)
        children = [row.client for row in _members(third) if row.role == role]
        child = KnownIn.objects.filter(work_form=work_form, client__in=children).order_by("pk").first()
        if child is not None:
            live_also(known=child, family=first.family, starts_on=third.starts_on, by=by)
        return


def _parted(work_form: WorkForm, workers: Sequence[User]) -> bool:
    """Two adults of one family part, the second as a family of their own, and a wall is set between them."""
    gatekeeper = User.objects.filter(assignments__role=Role.GATEKEEPER).order_by("pk").first()
    for episode in _episodes(work_form):
        adults = [row for row in _members(episode) if _age(row) >= GROWN_UP]
        if gatekeeper is None or episode.family is None or len(adults) < len(WallSide):
            continue
        own = part_family(episode=episode, members=adults[-1:], parted_on=clock.today(), by=workers[0])
        if own.family is None:
            return False
        set_wall(
            sides={WallSide.ONE: episode.family, WallSide.OTHER: own.family},
            workers={WallSide.ONE: workers[:1], WallSide.OTHER: workers[1:2]},
            reason="Keksitty esimerkki: erotettu perhe.",
            by=gatekeeper,
        )
        return True
    return False


def _episodes(work_form: WorkForm) -> Iterator[Episode]:
    rows = Episode.objects.filter(voided_at=None, ends_on=None, family__isnull=False, work_form=work_form)
    return iter(rows.select_related("family", "work_form", "key_worker", "recorded_by").order_by("-pk"))


def _members(episode: Episode) -> list[EpisodeMember]:
    rows = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    return list(rows.select_related("client").order_by("pk"))


def _age(row: EpisodeMember) -> int:
    return clock.today().year - (row.client.birth_year or clock.today().year)


def _has_a_baby(episode: Episode) -> bool:
    return any(row.client.birth_year == clock.today().year for row in _members(episode))


def _mother(episode: Episode) -> KnownIn | None:
    """The first adult who takes part and is young enough."""
    adults = [row.client_id for row in _members(episode) if GROWN_UP <= _age(row) <= YOUNG]
    known = KnownIn.objects.filter(client__in=adults[:1], work_form=episode.work_form_id)
    return known.select_related("client", "work_form").first() if adults else None
