"""Why casework says no, and the checks that several services share."""

from collections.abc import Iterable
from datetime import date

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.models import Appointment, Episode
from poukama.casework.rules import Action
from poukama.clients.services import DayNotYetCome, WorkFormOnlyCounts
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, User, WorkForm
from poukama.organisation.words import words_of
from poukama.toolkit import clock
from poukama.toolkit.models import Recorded

__all__ = [
    "AlreadyMember",
    "AlreadyVoided",
    "AnonymousIsNewEveryTime",
    "ContactsAfterTheEnd",
    "CountsNobody",
    "DayNotYetCome",
    "DayOutsideEpisode",
    "DaysDoNotFit",
    "EpisodeClosed",
    "EpisodeOverlaps",
    "HeldAlready",
    "MinutesNotPossible",
    "NotAMember",
    "NotBornYet",
    "NothingRuns",
    "PairIsOne",
    "PairNotHere",
    "PairWithoutKeyWorker",
    "PhaseAlreadyRuns",
    "SomethingHangsOnIt",
    "TimeHasPassed",
    "UndoTooLate",
    "UnknownWord",
    "WorkFormOnlyCounts",
    "WorkerNotHere",
    "WorkersAlready",
    "locked",
    "refuse_day",
    "refuse_elsewhere",
    "refuse_old",
    "waiting",
    "word",
]


class EpisodeOverlaps(Exception):
    """The family or person has an episode in the work form on those days already: `episode`."""

    def __init__(self, episode: Episode) -> None:
        super().__init__(episode.pk)
        self.episode = episode


class UnknownWord(Exception):
    """The word is not on the list for this work form: `which` list, `key`."""

    def __init__(self, which: TermList, key: str) -> None:
        super().__init__(str(which.value), key)
        self.which, self.key = which, key


class DayOutsideEpisode(Exception):
    """The day is before the episode began or after it ended."""


class DaysDoNotFit(Exception):
    """The days would turn around or overlap what is recorded already."""


class ContactsAfterTheEnd(Exception):
    """A contact or a note is of a day after the one on which the episode would end: `day` of the last one."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class EpisodeClosed(Exception):
    """The episode has ended already."""


class AnonymousIsNewEveryTime(Exception):
    """Someone anonymous belongs to one episode; joining them to another would be a guess."""


class AlreadyMember(Exception):
    """The client takes part in the episode already."""


class NotAMember(Exception):
    """The client takes no part in the episode."""


class NotBornYet(Exception):
    """The client is not born: they take part from their birthday."""


class PhaseAlreadyRuns(Exception):
    """The phase is the one that runs now."""


class NothingRuns(Exception):
    """What would be ended has ended already."""


class MinutesNotPossible(Exception):
    """A contact lasts from a minute to a day."""


class CountsNobody(Exception):
    """A consultation counts at least one person, family or professional."""


class AlreadyVoided(Exception):
    """It has been taken back already."""


class UndoTooLate(Exception):
    """It can be taken back on the day on which it was recorded only."""


class SomethingHangsOnIt(Exception):
    """Something else has been recorded on it; take that back first."""


class TimeHasPassed(Exception):
    """Nothing is agreed for a day or an hour that has gone: `is_day` says which."""

    def __init__(self, *, is_day: bool) -> None:
        super().__init__(is_day)
        self.is_day = is_day


class WorkerNotHere(Exception):
    """Somebody does not work with the family on that day."""


class PairNotHere(WorkerNotHere):
    """The other of the pair does not work with the family on that day."""


class PairIsOne(Exception):
    """The key worker and the other of the pair are the same person."""


class PairWithoutKeyWorker(Exception):
    """There is somebody to work in a pair with, and no key worker."""


class WorkersAlready(Exception):
    """They are the ones who work with the family now."""


class HeldAlready(Exception):
    """It has been recorded already."""


def locked(episode: Episode) -> Episode:
    """The episode as it is now, locked until the transaction ends; refuses one that was taken back.

    Its work form is read along, unless it came with the episode: every service begins with this.
    """
    rows = Episode.objects.select_for_update(of=("self",))
    if Episode.work_form.is_cached(episode):
        now = rows.get(pk=episode.pk)
        if now.work_form_id == episode.work_form_id:
            now.work_form = episode.work_form
    else:
        now = rows.select_related("work_form").get(pk=episode.pk)
    if now.voided_at is not None:
        raise AlreadyVoided
    return now


def waiting(appointment: Appointment) -> Appointment:
    """The time as it is now, locked with its episode; refuses one that is recorded or not agreed any more."""
    locked(appointment.episode)
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("episode__work_form")
    row = rows.get(pk=appointment.pk)
    if row.voided_at is not None:
        raise AlreadyVoided
    if row.contact_id is not None:
        raise HeldAlready
    return row


def word(which: TermList, key: str, work_form: WorkForm) -> Term:
    """The word of the work form's list; refuses another."""
    found = words_of(which, work_form, [key]).get(key)
    if found is None:
        raise UnknownWord(which, key)
    return found


def refuse_day(day: date, episode: Episode) -> None:
    """Refuse a day that has not come or on which the episode did not run."""
    if day > clock.today():
        raise DayNotYetCome
    if day < episode.starts_on or (episode.ends_on is not None and day > episode.ends_on):
        raise DayOutsideEpisode


def refuse_old(row: Recorded) -> None:
    """Refuse to take back what was taken back, or was recorded on an earlier day."""
    if row.voided_at is not None:
        raise AlreadyVoided
    if not clock.is_today(row.recorded_at):
        raise UndoTooLate


def refuse_elsewhere(workers: Iterable[User], episode: Episode, day: date) -> None:
    """Refuse somebody who does not work in the episode's work form on the day, or is on no side of its walls."""
    for worker in workers:
        if not worker.is_active or not may(Actor(worker, day), Action.READ_EPISODE, episode):
            raise WorkerNotHere
