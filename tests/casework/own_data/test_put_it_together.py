"""What is kept of a client is put together for them, and what may tell of others is marked."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.casework.models import EpisodeMember
from poukama.casework.rules import Action
from poukama.casework.services.parting import part_family
from poukama.casework.services.shared_past import go_through
from poukama.clients.choices import OwnSection
from poukama.clients.models import Client, KnownIn
from poukama.clients.own_data import all_passages
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.casework.own_data.told import marked, passages
from tests.factories.casework import (
    FollowUpFactory,
    NoteFactory,
    NotePartFactory,
    ReportFactory,
    ReportPartFactory,
)
from tests.factories.clients import (
    ClientFactory,
    ConsentFactory,
    IdentityFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    SafeContactFactory,
    WhereaboutsFactory,
)
from tests.factories.organisation import AssignmentFactory

pytestmark = pytest.mark.django_db


def test_it_holds_what_every_app_keeps_of_them_and_who_opened_it(aino, known, written, today):
    found = passages(aino, known, today)
    assert {section for section, _text in found} == set(OwnSection) - {
        OwnSection.PLACE,
        OwnSection.SAFETY,
        OwnSection.TIES,
        OwnSection.PAPERS,
    }
    assert (OwnSection.NOTES, "Of her alone") in found
    assert found[OwnSection.NOTES, "Of them both"].of_others
    assert not found[OwnSection.NOTES, "Of her alone"].of_others
    assert (OwnSection.NOTES, "Of him alone") not in found
    assert (OwnSection.GOALS, "Her goal") in found
    assert found[OwnSection.TOLD, "What goes along with her"].of_others
    assert (OwnSection.GOALS, "She said so") in found
    told = "\n".join(text for _section, text in found)
    assert "How she asked" in told
    assert "He said so" not in told
    assert "goes along with him" not in told
    assert any("Helka Esimerkki" in text for _section, text in found)
    assert any("Aino Worker" in text for section, text in found if section == OwnSection.OPENED)


def test_reports_ask_the_same_however_many(aino, episode, known, people, today):
    mother, father = (
        EpisodeMember.objects.get(episode=episode, client=people[who]) for who in ("mother", "father")
    )

    def asked(first, about):
        report = ReportFactory(episode=episode, starts_on=first, recorded_by=aino, about=about)
        for _turn in range(3):
            ReportPartFactory(report=report, text=f"Said {first.month}")
        with CaptureQueriesContext(connection) as queries:
            found = passages(aino, known, today)
        return len(queries), found

    passages(aino, known, today)
    one, _found = asked(date(2024, 9, 2), [mother])
    asked(date(2024, 10, 1), [father])
    asked(date(2024, 11, 1), [mother, father])
    many, found = asked(date(2024, 12, 1), [mother])

    assert many == one
    told = {text: each.of_others for (_section, text), each in found.items() if text.startswith("Said")}
    assert told == {"Said 9": False, "Said 11": True, "Said 12": False}


def test_what_was_tagged_to_nobody_is_there_for_the_days_on_which_they_took_part_and_is_marked(
    aino, episode, known, people, today
):
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    father.starts_on = date(2024, 9, 7)
    father.save()
    note = NoteFactory(episode=episode, happened_on=date(2024, 9, 5), written_by=aino)
    NotePartFactory(note=note, text="Of nobody in particular")
    NoteFactory(
        episode=episode,
        happened_on=date(2024, 9, 6),
        written_by=aino,
        register="The county's",
        register_number="12/2024",
    )
    NoteFactory(
        episode=episode,
        happened_on=date(2024, 9, 5),
        register="Another family's",
        register_number="1",
        taken_out_because="Of another family.",
        voided_at=clock.now(),
        voided_by=aino,
    )
    written = [
        (each.title, each.text, each.of_others)
        for each in all_passages(Actor(aino, today), known)
        if each.section == OwnSection.NOTES
    ]

    assert written == [
        ("work (Aino Worker)", "Of nobody in particular", True),
        ("Virallinen asiakirja (Aino Worker)", "The county's, 12/2024", True),
    ]
    his = KnownIn.objects.get(client=people["father"])
    assert OwnSection.NOTES not in {each.section for each in all_passages(Actor(aino, today), his)}


def test_what_was_tagged_to_nobody_follows_neither_who_parts_nor_is_it_given_past_a_wall(
    aino, bertta, lead, episode, known, people, work_form_a, today
):
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    note = NoteFactory(episode=episode, happened_on=date(2024, 9, 5), written_by=aino)
    NotePartFactory(note=note, text="Of nobody in particular")
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    his = KnownIn.objects.get(client=people["father"])

    def is_there(whose, by=aino):
        return (OwnSection.NOTES, "Of nobody in particular") in passages(by, whose, today)

    assert (is_there(known), is_there(his)) == (True, True)
    part_family(episode=episode, members=[father], parted_on=today, by=lead, code_name="Kaisla")
    assert (is_there(known), is_there(his)) == (False, False)
    told_of = EpisodeMember.objects.filter(episode=episode, client__in=(people["mother"], people["child"]))
    go_through(episode=episode, said={note.parts.get().pk: list(told_of.order_by("pk"))}, by=aino)
    assert (is_there(known), is_there(his)) == (True, False)
    child = Client.objects.get(pk=people["child"].pk)
    PartyWallFactory(one=(people["mother"], [aino]), other=(child, [bertta]))
    assert (is_there(known), is_there(KnownIn.objects.get(client=child), bertta)) == (False, False)


def test_a_reference_that_somebody_has_harmed_leaves_the_rest(aino, episode, known, today):
    NoteFactory(episode=episode, happened_on=today, register="The county's", register_number="12/2024")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_note SET register = register_number")

    (told,) = (each for each in all_passages(Actor(aino, today), known) if each.section == OwnSection.NOTES)
    assert (told.text, told.of_others) == ("", True)


def test_whoever_left_is_not_told_what_happened_afterwards(aino, lead, episode, people, work_form_a):
    father = EpisodeMember.objects.get(episode=episode, client=people["father"])
    father.ends_on, father.ended_at, father.ended_by = date(2024, 9, 5), clock.now(), aino
    father.save()
    for day, by in ((date(2024, 9, 4), aino), (date(2024, 9, 6), lead)):
        with clock.moved_to(day):
            audit.record(Action.READ_NOTES, by=by, about=episode, work_form=work_form_a.key)
    episode.ends_on, episode.end_reason = date(2024, 9, 11), "moved_away"
    episode.ended_at, episode.ended_by = clock.now(), aino
    episode.save()
    told = {
        who: "\n".join(
            each.text
            for each in all_passages(
                Actor(aino, clock.today()), KnownIn.objects.get(client=people[who], work_form=work_form_a)
            )
        )
        for who in ("mother", "father")
    }
    assert aino.name in told["father"]
    assert lead.name not in told["father"]
    assert "Moved away" not in told["father"]
    assert lead.name in told["mother"]
    assert "Moved away" in told["mother"]


def test_what_gives_a_childs_home_away_is_marked(aino, child, episode, today):
    WhereaboutsFactory(known=child, home="At the lake")
    SafeContactFactory(known=child, phone="0000")
    ConsentFactory(known=child, what="how he is")
    FollowUpFactory(episode=episode, known=child, words="By letter")
    member = EpisodeMember.objects.get(episode=episode, client=child.client)
    report = ReportFactory(episode=episode, kind="child", member=member)
    report.about.set([member])
    ReportPartFactory(report=report, text="Plays alone")
    found = marked(child, aino, today)
    for telling in ("At the lake", "0000", "how he is", "By letter", "Plays alone"):
        assert [of_others for (_, text), of_others in found.items() if telling in text] == [True]


def test_what_is_of_one_who_has_nobody_is_not_marked_until_an_order_stands(aino, work_form_a, today):
    alone = ClientFactory(family=None, code_name="Yksin", known_in=work_form_a)
    known = KnownIn.objects.get(client=alone)
    WhereaboutsFactory(known=known, home="At the lake")
    assert [*marked(known, aino, today).values()].count(True) == 0
    ProtectionOrderFactory(known=known, ends_on=date(2025, 1, 1), readers=[aino])
    found = marked(known, aino, today)
    assert [of_others for (_, text), of_others in found.items() if "lake" in text] == [True]


def test_the_identity_code_is_not_in_it(aino, known, today):
    IdentityFactory(client=known.client, work_form=known.work_form, code="010190-999X")
    told = str(all_passages(Actor(aino, today), known))
    assert "010190" not in told
    assert "••••••-••••" in told


def test_that_they_will_be_asked_is_not_told_as_if_they_had_been(aino, episode, known, today):
    FollowUpFactory(episode=episode, known=known, words="By letter")
    FollowUpFactory(
        episode=episode,
        known=known,
        due_on=today,
        outcome="reached",
        told="All is well",
        met_on=today,
        met_at=clock.now(),
        met_by=aino,
    )
    found = passages(aino, known, today).values()
    titles = {each.text.splitlines()[-1]: each.title for each in found if "kuul" in each.title}
    assert titles == {"By letter": "Sinulta kysytään, mitä kuuluu", "All is well": "Kysytty kuulumisia"}
