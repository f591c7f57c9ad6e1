"""What was promised to a client stands among their own data wherever the part does in which it was promised."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.choices import PartKind
from poukama.casework.models import EpisodeMember
from poukama.casework.services.parting import part_family
from poukama.casework.services.promises import keep_promise
from poukama.clients.choices import OwnSection
from poukama.clients.models import KnownIn
from poukama.clients.own_data import all_passages
from poukama.organisation.choices import Role
from tests.factories.casework import CareGoalFactory, NoteFactory, NotePartFactory, PromiseFactory
from tests.factories.clients import PartyWallFactory
from tests.factories.organisation import AssignmentFactory

pytestmark = pytest.mark.django_db
WRITTEN_ON = date(2024, 9, 5)
DUE_ON = date(2024, 9, 20)


@pytest.fixture
def member(episode, people):
    return {who: EpisodeMember.objects.get(episode=episode, client=people[who]) for who in people}


@pytest.fixture
def promise(episode, aino):
    """Promise something in a part that tells of these."""
    note = NoteFactory(episode=episode, happened_on=WRITTEN_ON, written_by=aino)

    def promised(text, *members, **fields):
        part = NotePartFactory(note=fields.pop("note", note), text="", observations="plays", of=[*members])
        return PromiseFactory(part=part, text=text, due_on=DUE_ON, **fields)

    return promised


def told(client, by, today):
    """The promises among what is kept of them: its text, and whether it is marked."""
    known = KnownIn.objects.get(client=client)
    return {
        each.text: each.of_others
        for each in all_passages(Actor(by, today), known)
        if each.section == OwnSection.NOTES and each.title == "Luvattu 20.9.2024 mennessä (Aino Worker)"
    }


def test_what_was_promised_is_told_to_whom_the_part_tells_of_and_marked_with_it(
    aino, member, people, promise, today
):
    promise("To ask for her papers.", member["mother"])
    promise("To call the school about them both.", member["mother"], member["father"])
    promise("To find him a place.", member["father"])
    promise("To come on Monday.")

    assert told(people["mother"], aino, today) == {
        "To ask for her papers.": False,
        "To call the school about them both.": True,
        "To come on Monday.": True,
    }
    assert told(people["father"], aino, today) == {
        "To call the school about them both.": True,
        "To find him a place.": False,
        "To come on Monday.": True,
    }


def test_a_part_that_only_promises_leaves_no_empty_place_and_one_about_goals_says_them(
    aino, episode, member, people, today
):
    note = NoteFactory(episode=episode, happened_on=WRITTEN_ON, written_by=aino)
    of = [member["mother"]]
    only = NotePartFactory(note=note, text=None, kind=PartKind.AGREED, of=of)
    PromiseFactory(part=only, text="To come on Monday.", due_on=DUE_ON)
    goal = CareGoalFactory(episode=episode, member=member["mother"], text="To sleep.")
    NotePartFactory(note=note, text=None, kind=PartKind.GOALS, of=of).goals.add(goal)

    known = KnownIn.objects.get(client=people["mother"])
    notes = [each for each in all_passages(Actor(aino, today), known) if each.section == OwnSection.NOTES]

    assert sorted(each.text for each in notes if each.day == WRITTEN_ON) == [
        "To come on Monday.",
        "To sleep.",
    ]


def test_it_says_when_it_was_kept_and_what_was_taken_out_is_not_told(
    aino, episode, member, people, promise, today
):
    keep_promise(promise=promise("To ask for her papers.", member["mother"]), by=aino)
    out = NoteFactory(
        episode=episode,
        happened_on=WRITTEN_ON,
        written_by=aino,
        taken_out_because="Of another family.",
        voided_at=episode.recorded_at,
        voided_by=aino,
    )
    promise("Another family's.", member["mother"], note=out)

    assert told(people["mother"], aino, today) == {"To ask for her papers.\nPidetty 12.9.2024.": False}


def test_a_promise_about_them_both_is_told_to_neither_once_they_part(
    aino, lead, episode, member, people, promise, today
):
    promise("To ask for her papers.", member["mother"])
    promise("To call the school about them both.", member["mother"], member["father"])
    promise("To come on Monday.")
    part_family(episode=episode, members=[member["father"]], parted_on=today, by=lead, code_name="Kaisla")

    assert "To ask for her papers." in told(people["mother"], aino, today)
    assert "To call the school about them both." not in told(people["mother"], aino, today)
    assert told(people["father"], aino, today) == {}


def test_a_promise_about_somebody_behind_a_wall_is_not_told(
    aino, bertta, member, people, promise, work_form_a, today
):
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    promise("To ask for her papers.", member["mother"])
    promise("To call the school about them both.", member["mother"], member["father"])
    PartyWallFactory(one=(people["mother"], [aino]), other=(people["father"], [bertta]))

    assert told(people["mother"], aino, today) == {"To ask for her papers.": False}


def test_a_promise_that_somebody_has_harmed_leaves_its_place(aino, member, people, promise, today):
    promise("To ask for her papers.", member["mother"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_promise SET text = (SELECT observations FROM casework_notepart)")

    assert told(people["mother"], aino, today) == {"": False}


def test_it_asks_the_same_however_many_were_promised(aino, member, people, promise, today):
    def asked():
        promise("To ask for her papers.", member["mother"])
        with CaptureQueriesContext(connection) as queries:
            told(people["mother"], aino, today)
        return len(queries)

    told(people["mother"], aino, today)
    first = asked()
    assert [asked(), asked()] == [first, first]
