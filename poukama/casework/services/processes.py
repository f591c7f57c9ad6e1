"""Beginning and ending processes, and which version of a template's steps they follow."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import Begins, ForWhom
from poukama.casework.models import DueStep, Episode, EpisodeMember, Process, ProcessTemplate
from poukama.casework.rules import Action
from poukama.casework.services.following import drop_steps, follow
from poukama.casework.services.refusals import (
    DaysDoNotFit,
    EpisodeClosed,
    NotAMember,
    NothingRuns,
    SomethingHangsOnIt,
    locked,
    refuse_day,
    refuse_old,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.organisation.words import words
from poukama.toolkit import clock

ADULT = "adult"
"""The icon of a role that says nothing else."""
_ICONS = {ForWhom.EACH_ADULT: (ADULT,), ForWhom.EACH_CHILD: ("baby", "child")}


class ProcessRuns(Exception):
    """The template is followed in the episode already, by the same member: `process`."""

    def __init__(self, process: Process) -> None:
        super().__init__(process.pk)
        self.process = process


class NotOfTheWorkForm(Exception):
    """The template is of another work form or out of use."""


class NotForThem(Exception):
    """The template is not meant for whom it would be begun."""


class CannotSeeThem(Exception):
    """A worker would be named who may not see the episode: `who`."""

    def __init__(self, who: User) -> None:
        super().__init__(who.pk)
        self.who = who


@transaction.atomic
def begin_process(  # noqa: PLR0913  # what, of whom, from when and by whom
    *,
    episode: Episode,
    template: ProcessTemplate,
    starts_on: date,
    by: User,
    member: EpisodeMember | None = None,
    workers: Sequence[User] = (),
) -> Process:
    """Follow a template in an episode from a day on, with the steps that it has now.

    One for each adult, child or member needs the member; one of the family has none.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    template = ProcessTemplate.objects.get(pk=template.pk)
    if template.work_form_id != episode.work_form_id or not template.is_active:
        raise NotOfTheWorkForm
    refuse_day(starts_on, episode)
    _refuse_member(episode, template, member, starts_on)
    runs = Process.objects.filter(episode=episode, template=template, member=member, voided_at=None)
    running = runs.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).order_by("-pk").first()
    if running is not None:
        raise ProcessRuns(running)
    _refuse_workers(episode, workers)
    process = _new(template, episode, member, starts_on, by)
    process.save()
    process.workers.set(workers)
    follow(episode=episode, by=by)
    _audit(process, by, Action.BEGIN_PROCESS, workers=[user.pk for user in workers])
    return process


def begin_by_themselves(*, episode: Episode, members: Sequence[EpisodeMember], by: User) -> list[Process]:
    """Begin what begins with the episode: for the whole of it when it is new, and for those who come along.

    Called by the services that open an episode or add somebody, whose event says so. Follows the episode.
    """
    templates = ProcessTemplate.objects.filter(
        work_form=episode.work_form_id, begins=Begins.WITH_EPISODE, is_active=True
    )
    found = list(templates.order_by("order", "pk"))
    if not found:
        return []
    icons = icons_of_roles()
    begun = set(Process.objects.filter(episode=episode).order_by().values_list("template", "member"))
    whom = [
        (template, member)
        for template in found
        for member in (
            [None]
            if template.for_whom == ForWhom.FAMILY
            else [each for each in members if is_for(template, icons.get(each.role, ADULT))]
        )
        if (template.pk, member.pk if member else None) not in begun
    ]
    processes = [
        _new(template, episode, member, member.starts_on if member else episode.starts_on, by)
        for template, member in whom
    ]
    made = Process.objects.bulk_create(processes)
    if made:
        follow(episode=episode, by=by)
    return made


@transaction.atomic
def name_workers(*, process: Process, workers: Sequence[User], by: User) -> Process:
    """Say who work on a process; what nobody was given by hand falls due to them from now on."""
    process = _locked(process)
    _refuse_workers(process.episode, workers)
    process.workers.set(workers)
    follow(episode=process.episode, by=by)
    _audit(process, by, Action.CHANGE_PROCESS, what="workers", workers=[user.pk for user in workers])
    return process


@transaction.atomic
def take_new_steps(*, process: Process, by: User) -> Process:
    """Follow the steps that the template has now. What was done or left out stays; refused when they are the same."""
    process = _locked(process)
    if process.version == process.template.version:
        raise NothingRuns
    process.version = process.template.version
    process.save(update_fields=["version"])
    follow(episode=process.episode, by=by)
    _audit(process, by, Action.CHANGE_PROCESS, what="new_steps", version=process.version)
    return process


@transaction.atomic
def end_process(*, process: Process, ends_on: date, by: User) -> Process:
    """End a process while the episode goes on; what was still due of it need not be done any more."""
    process = _locked(process)
    refuse_day(ends_on, process.episode)
    if ends_on < process.starts_on:
        raise DaysDoNotFit
    process.ends_on, process.ended_at, process.ended_by = ends_on, clock.now(), by
    process.save(update_fields=["ends_on", "ended_at", "ended_by"])
    follow(episode=process.episode, by=by)
    _audit(process, by, Action.CHANGE_PROCESS, what="ended")
    return process


@transaction.atomic
def void_process(*, process: Process, by: User) -> Process:
    """Take back, on the same day, a process begun by mistake; refused once a step of it is done or left out."""
    process = _locked(process)
    refuse_old(process)
    steps = DueStep.objects.filter(process=process, voided_at=None)
    settled = steps.filter(Q(duty__done_on__isnull=False, by_itself=False) | Q(left_out_at__isnull=False))
    if settled.exists():
        raise SomethingHangsOnIt
    void_processes(Process.objects.filter(pk=process.pk), by=by)
    _audit(process, by, Action.CHANGE_PROCESS, what="taken_back")
    return process


def void_processes(processes: Iterable[Process], *, by: User) -> None:
    """Take processes back with their steps, because what they were begun for is taken back. No event of its own."""
    pks = [process.pk for process in processes]
    if not pks:
        return
    steps = DueStep.objects.filter(process__in=pks, voided_at=None).select_related("duty")
    drop_steps([(row, by) for row in steps.order_by("pk")])
    Process.objects.filter(pk__in=pks, voided_at=None).update(voided_at=clock.now(), voided_by=by)


def _new(
    template: ProcessTemplate, episode: Episode, member: EpisodeMember | None, starts_on: date, by: User
) -> Process:
    return Process(
        template=template,
        version=template.version,
        episode=episode,
        member=member,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _locked(process: Process) -> Process:
    """The process as it is now, in force and not ended, with its episode locked."""
    locked(process.episode)
    related = ("episode__work_form", "template")
    found = Process.objects.select_for_update(of=("self",)).select_related(*related).get(pk=process.pk)
    if found.voided_at is not None or found.ends_on is not None:
        raise NothingRuns
    return found


def _refuse_member(
    episode: Episode, template: ProcessTemplate, member: EpisodeMember | None, starts_on: date
) -> None:
    if (member is None) != (template.for_whom == ForWhom.FAMILY):
        raise NotForThem
    if member is None:
        return
    if member.episode_id != episode.pk or member.voided_at is not None or member.ends_on is not None:
        raise NotAMember
    if not is_for(template, icons_of_roles().get(member.role, ADULT)):
        raise NotForThem
    if starts_on < member.starts_on:
        raise DaysDoNotFit


def _refuse_workers(episode: Episode, workers: Iterable[User]) -> None:
    """Refuse to name somebody who may not see the episode: they do not work there, or a wall or an order hides it."""
    rows = Episode.objects.filter(pk=episode.pk)
    for user in workers:
        if not visible(Actor(user, clock.today()), Action.BEGIN_PROCESS, rows).exists():
            raise CannotSeeThem(user)


def is_for(template: ProcessTemplate, icon: str) -> bool:
    """Whether a template is meant for somebody whose role has the icon."""
    return icon in _ICONS.get(ForWhom(template.for_whom), (icon,))


def icons_of_roles() -> dict[str, str]:
    """The icon of each role that has another than an adult's. One query at most."""
    return {
        key: term.attributes.get("icon") or ADULT for key, term in words(TermList.MEMBER_ROLE).by_key.items()
    }


def _audit(process: Process, by: User, action: str, **detail: object) -> None:
    audit.record(
        action,
        by=by,
        about=process.episode,
        work_form=process.episode.work_form.key,
        detail={"process": process.pk, "template": process.template.key, **detail},
    )
