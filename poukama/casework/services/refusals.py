"""Why casework says no, and the checks that several services share."""

from datetime import date

from poukama.casework.models import Episode
from poukama.clients.services import DayNotYetCome, WorkFormOnlyCounts
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.queries import words_of
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
    "MinutesNotPossible",
    "NotAMember",
    "NotBornYet",
    "NothingRuns",
    "PhaseAlreadyRuns",
    "SomethingHangsOnIt",
    "UndoTooLate",
    "UnknownWord",
    "WorkFormOnlyCounts",
    "locked",
    "refuse_day",
    "refuse_old",
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
    """A contact is recorded after the day on which the episode would end: `day` of the last one."""

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


def locked(episode: Episode) -> Episode:
    """The episode as it is now, locked until the transaction ends; refuses one that was taken back."""
    now = Episode.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=episode.pk)
    if now.voided_at is not None:
        raise AlreadyVoided
    return now


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
