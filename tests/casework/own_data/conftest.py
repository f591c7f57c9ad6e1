"""Somebody who asks for their own data, with something of theirs in every app."""

from datetime import date

import pytest

from poukama.access import audit
from poukama.casework.models import EpisodeMember
from poukama.clients.models import KnownIn
from poukama.clients.rules import Action as Clients
from tests.factories.activities import AttendanceFactory, OccasionFactory
from tests.factories.casework import (
    CareGoalFactory,
    GoalRoundFactory,
    GoalWordsFactory,
    HandoverFactory,
    NoteFactory,
    NotePartFactory,
    RequestFactory,
)
from tests.factories.clients import (
    ConsentFactory,
    FamilyFactory,
    IdentityFactory,
    PartyWallFactory,
    SafeContactFactory,
)
from tests.factories.outbox import MessageFactory
from tests.factories.workforce import MatchFactory


@pytest.fixture
def known(people, work_form_a):
    """The mother of the family, as work form A knows her."""
    return KnownIn.objects.get(client=people["mother"], work_form=work_form_a)


@pytest.fixture
def written(episode, known, people, aino, work_form_a):
    """Something of hers in every app."""
    mother, father = (
        EpisodeMember.objects.get(episode=episode, client=people[who]) for who in ("mother", "father")
    )
    note = NoteFactory(episode=episode, happened_on=date(2024, 9, 5), written_by=aino)
    for order, (text, members) in enumerate(
        (("Of her alone", [mother]), ("Of them both", [mother, father]), ("Of him alone", [father]))
    ):
        NotePartFactory(note=note, order=order, text=text).tells_of.set(members)
    CareGoalFactory(episode=episode, member=mother, text="Her goal")
    week = GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 2), ends_on=date(2024, 9, 8))
    GoalWordsFactory(round=week, member=mother, text="She said so")
    GoalWordsFactory(round=week, member=father, text="He said so")
    RequestFactory(work_form=work_form_a, client=people["mother"], need_words="How she asked")
    HandoverFactory(episode=episode, members=[mother], summary="What goes along with her")
    HandoverFactory(episode=episode, members=[father], summary="What goes along with him")
    IdentityFactory(
        client=people["mother"], work_form=work_form_a, first_names="Helka", last_name="Esimerkki"
    )
    SafeContactFactory(known=known, phone="0000", note="After four")
    ConsentFactory(known=known, what="how she is")
    MessageFactory(known=known)
    MatchFactory(work_form=work_form_a, family=None, client=people["mother"])
    occasion = OccasionFactory(work_form=work_form_a, happened_on=date(2024, 9, 3), state="held")
    AttendanceFactory(occasion=occasion, client=people["mother"])
    audit.record(Clients.READ_CARD, by=aino, about=people["mother"], work_form=work_form_a.key)
    return note


@pytest.fixture
def child(people, work_form_a):
    return KnownIn.objects.get(client=people["child"], work_form=work_form_a)


@pytest.fixture
def walled(people, family, aino, saara, lead):
    """The mother is of another family, and a wall stands: one colleague goes on with each, the lead with her."""
    other = FamilyFactory(code_name="Tyrni", search_key="tyrni")
    people["mother"].family = other
    people["mother"].save()
    return PartyWallFactory(one=(family, [aino, lead]), other=(other, [saara]))
