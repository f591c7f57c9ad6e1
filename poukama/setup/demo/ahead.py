"""What lies ahead at the end of a synthetic year: requests, goals of the week and agreed times, of a few, through the services."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.choices import (
    DECISIONS,
    TOOK_PLACE,
    RequestState,
    Risk,
    SafePlace,
)
from poukama.casework.models import Episode
from poukama.casework.rules import Action
from poukama.casework.services import Agreed, agree_on_time
from poukama.casework.services.deciding import Why, decide_request
from poukama.casework.services.requests import Rest, Told, ask_the_rest, take_request
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import Term, User, WorkForm
from poukama.organisation.words import words
from poukama.setup.demo.diary import is_working_day
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

FAMILIES = 3
"""Of how many families of a work form, those who came latest."""
WEEKS = 3
"""How many weeks back goals are set."""
DAYS_AHEAD = (2, 7, 15)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
MAIN = ("Vauvan päivät ovat rauhallisia.", "Arki sujuu ilman pelkoa.", "Saan levätä ja jaksan.")
INTERIM = ("Päiväunet löytyvät samaan aikaan.", "Pyydän apua ajoissa.", "Iltaan tulee oma rytmi.")
OF_WEEK = ("Laitan vauvan päiväunille kymmeneltä.", "Soitan, kun väsyn.", "Luemme illalla yhden kirjan.")
SAID = "Tämä oli helpompaa kuin ajattelin."
ASKED = (
    (Risk.ORDINARY, SafePlace.YES, RequestState.OPEN, 0),
    (Risk.RAISED, SafePlace.YES, RequestState.WAITING, 9),
    (Risk.ORDINARY, SafePlace.YES, RequestState.WITHDRAWN, 16),
)
"""Of each request: the danger, the place, how it was decided, and how many days ago it came."""
HOPES = "Toivoo tapaamista ensi viikolla."


def look_ahead(staff: Staff) -> None:
    """Do it for a few families of each work form that knows its clients."""
    for work_form in WorkForm.objects.exclude(identification=Identification.COUNTED).order_by("key"):
        workers = staff.of(work_form)
        standing = Episode.objects.filter(
            work_form=work_form, voided_at=None, ends_on=None, family__isnull=False
        ).select_related("work_form", "family")
        for place, episode in enumerate(standing.order_by("-starts_on", "pk")[:FAMILIES]):
            by = next((user for user in workers if _sees(user, episode)), None)
            if by is None:
                continue
            _agree(episode, place, by)
        _ask(work_form, workers[0])


def _sees(user: User, episode: Episode) -> bool:
    return may(Actor(user, clock.today()), Action.AGREE_ON_TIME, episode)


def _agree(episode: Episode, place: int, by: User) -> None:
    """A time of the days ahead, on a working day."""
    kinds = words(TermList.CONTACT_KIND).of(episode.work_form)
    kind = next((term for term in kinds if term.attributes.get(TOOK_PLACE) is not False), None)
    if kind is None:
        return
    agreed = Agreed(
        kind=kind.key,
        planned_on=_working_day(clock.today() + DAYS_AHEAD[place % len(DAYS_AHEAD)] * _DAY),
        starts_at=time(9 + 2 * place),
        minutes=60,
        workers=[by],
    )
    agree_on_time(episode=episode, agreed=agreed, by=by)


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day += _DAY
    return day


def _ask(work_form: WorkForm, by: User) -> None:
    """Somebody asks for help: one waits to be decided, one waits for a place, one needs it no more."""
    needs = words(TermList.NEED).of(work_form)
    for risk, place, state, ago in ASKED if needs else ():
        why = _reason(work_form, state)
        if state != RequestState.OPEN and why is None:
            continue
        with clock.moved_to(clock.local(clock.today() - ago * _DAY, time(11))):
            told = Told(risk=risk, place=place, need=needs[0].key, adults=1, children=1)
            asked = take_request(work_form=work_form, told=told, by=by)
            source = words(TermList.REFERRAL_SOURCE).of(work_form)
            if source:
                ask_the_rest(asked=asked, rest=Rest(source=source[0].key, need_words=HOPES), by=by)
            if why is not None:
                decide_request(asked=asked, state=state, why=Why(why.key), by=by)


def _reason(work_form: WorkForm, state: RequestState) -> Term | None:
    """The first reason that may be given for a decision in so many words."""
    reasons: Sequence[Term] = words(TermList.DECISION_REASON).of(work_form)
    return next((term for term in reasons if state in (term.attributes.get(DECISIONS) or ())), None)
