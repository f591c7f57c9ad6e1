"""Each file holds only what concerns that person, and nobody shows through another's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.choices import PartKind
from poukama.casework.models import EpisodeMember, Note
from poukama.casework.queries import parts_in_file
from poukama.casework.services import (
    Meeting,
    PartIn,
    Reference,
    Written,
    correct_note,
    take_out_note,
    void_contact,
    write_note,
)
from poukama.casework.services.parting import part_family
from poukama.clients.models import KnownIn
from poukama.organisation.choices import NotesKept, Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory
from tests.factories.clients import ClientFactory, FamilyFactory, PartyWallFactory, ProtectionOrderFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def episode(work_form_a, headings):
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))


@pytest.fixture
def people(episode):
    """A mother, a father and a baby."""
    return {
        who: EpisodeMemberFactory(
            episode=episode,
            role=role,
            client=ClientFactory(
                family=episode.family, code_name=f"Lumme {letter}", known_in=episode.work_form
            ),
        )
        for who, role, letter in (("mother", "parent", "A"), ("father", "parent", "B"), ("baby", "baby", "C"))
    }


@pytest.fixture
def note(episode, people, aino):
    """Parts of the mother, of the father, of both, of the baby, of the baby and the father, and of nobody."""
    mother, father, baby = people.values()
    parts = [
        PartIn("work", "Of-mother", tells_of=(mother,)),
        PartIn("work", "Of-father", tells_of=(father,)),
        PartIn("work", "Of-both", tells_of=(mother, father)),
        PartIn("seen", "Of-baby", tells_of=(baby,), observations=("seeks_gaze",)),
        PartIn("seen", "Of-baby-and-father", tells_of=(baby, father)),
        PartIn("work", "Of-nobody"),
        PartIn("own", "Words-of-father", PartKind.OWN_WORDS, whose=father),
    ]
    return write_note(episode=episode, written=Written(happened_on=TODAY, parts=parts), by=aino)


ALL = {"mother", "father", "both", "baby", "baby-and-father", "nobody", "words"}


def read(browser, episode, of=None, **more):
    query = ({"of": of.pk} if of else {}) | more
    return browser.get(url("casework:notes", episode), query, headers=HTMX)


def texts(answer):
    told = answer.content.decode()
    found = {name for name in ALL - {"words"} if f"Of-{name}<" in told}
    return found | ({"words"} if "Words-of-father" in told else set())


def test_the_familys_narrative_tells_all_and_each_file_its_own(signed_in, aino, episode, people, note):
    browser = signed_in(aino)

    assert texts(read(browser, episode)) == ALL
    assert texts(read(browser, episode, people["mother"])) == {"mother", "both"}
    assert texts(read(browser, episode, people["father"])) == {"father", "both", "baby-and-father", "words"}
    assert texts(read(browser, episode, people["baby"])) == {"baby", "baby-and-father"}


def test_whoever_a_wall_hides_never_shows_through(
    signed_in, aino, bertta, episode, people, note, work_form_a
):
    """Aino works with the mother's side, Bertta with the father's; the baby stands behind no wall."""
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    PartyWallFactory(one=(people["mother"].client, [aino]), other=(people["father"].client, [bertta]))

    mine = signed_in(aino)
    assert texts(read(mine, episode)) == {"mother", "baby", "nobody"}
    assert texts(read(mine, episode, people["mother"])) == {"mother"}
    assert texts(read(mine, episode, people["baby"])) == {"baby"}
    assert texts(read(mine, episode, people["father"])) == {
        "mother",
        "baby",
        "nobody",
    }  # as nobody of that number
    assert "Lumme B" not in read(mine, episode).content.decode()
    theirs = signed_in(bertta)
    assert texts(read(theirs, episode)) == {"father", "baby", "baby-and-father", "nobody", "words"}


def test_a_note_of_the_hidden_one_alone_is_as_if_it_were_not(
    signed_in, aino, bertta, lead, episode, people, work_form_a
):
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    hidden = write_note(
        episode=episode,
        written=Written(happened_on=TODAY, parts=[PartIn("work", "x", tells_of=(people["father"],))]),
        by=bertta,
    )
    out = NoteFactory(
        episode=episode, of=[people["father"]], taken_out_because="x", voided_at=clock.now(), voided_by=lead
    )
    PartyWallFactory(one=(people["mother"].client, [aino]), other=(people["father"].client, [bertta]))
    browser = signed_in(aino)

    assert list(read(browser, episode).context["rows"]) == []
    assert browser.get(url("casework:note_versions", hidden)).status_code == 404
    assert [row.note for row in read(signed_in(bertta), episode).context["rows"]] == [hidden, out]


def test_what_is_tagged_to_nobody_tells_of_those_the_writer_sees(
    signed_in, aino, bertta, episode, people, work_form_a
):
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    PartyWallFactory(one=(people["mother"].client, [aino]), other=(people["father"].client, [bertta]))

    signed_in(aino).post(
        url("casework:write_note", episode),
        {"text_work": "Of nobody in particular", "about": "none", "happened_on": "2024-09-12"},
    )

    (part,) = Note.objects.get().parts.all()
    assert set(part.tells_of.all()) == {people["mother"], people["baby"]}
    assert "Of nobody" not in read(signed_in(bertta), episode).content.decode()


def test_a_correction_by_one_side_leaves_what_tells_of_the_other(
    signed_in, aino, bertta, episode, people, note, work_form_a
):
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    PartyWallFactory(one=(people["mother"].client, [aino]), other=(people["father"].client, [bertta]))
    browser = signed_in(aino)

    page = browser.get(url("casework:correct_note", note)).content.decode()
    browser.post(
        url("casework:correct_note", note),
        {
            "text_work": "Only hers",
            "of_work": [str(people["mother"].pk)],
            "about": "none",
            "happened_on": "2024-09-12",
            "reason": "The other one was not there",
        },
    )

    corrected = Note.objects.get(version=2)
    kept = [part.text for part in corrected.parts.order_by("order")]
    assert ("Of-father" in page, "Words-of-father" in page) == (False, False)
    assert kept == ["Only hers", "Of-father", "Of-both", "Of-baby-and-father", "Words-of-father"]
    assert "not there" not in read(browser, episode).content.decode()  # a reason may tell of what is hidden
    assert browser.get(url("casework:note_versions", corrected)).status_code == 404


def test_whoever_has_parted_does_not_show_through_and_is_in_their_own_file_only(
    signed_in, aino, episode, people, note
):
    own = part_family(
        episode=episode, members=[people["father"]], parted_on=TODAY, by=aino, code_name="Kaisla"
    )
    browser = signed_in(aino)

    assert texts(read(browser, episode)) == {"mother", "baby"}
    assert texts(read(browser, episode, people["mother"])) == {"mother"}
    assert texts(read(browser, episode, people["baby"])) == {"baby"}
    assert texts(read(browser, episode, people["father"])) == {"father", "words"}
    assert texts(read(browser, own)) == set()


def test_who_was_there_is_not_told_in_the_file_of_one_of_another_family(signed_in, aino, episode, people):
    mother, father, _baby = people.values()
    write_note(
        episode=episode,
        written=Written(
            happened_on=TODAY,
            parts=[PartIn("work", "Of-mother", tells_of=(mother,))],
            about=Meeting("meeting", 60, (mother, father)),
        ),
        by=aino,
    )
    browser = signed_in(aino)
    before = read(browser, episode, mother).context["rows"][0].present
    part_family(episode=episode, members=[father], parted_on=TODAY, by=aino, code_name="Kaisla")

    assert (len(before), len(read(browser, episode, mother).context["rows"][0].present)) == (2, 1)


def test_under_a_protection_order_only_those_named_and_whoever_wrote_it_read(
    signed_in, aino, lead, episode, people, note, work_form_a
):
    reader = UserFactory(name="Named Worker")
    AssignmentFactory(user=reader, role=Role.WORKER, work_form=work_form_a)
    known = KnownIn.objects.get(client=people["mother"].client, work_form=work_form_a)
    ProtectionOrderFactory(known=known, readers=[reader])

    assert texts(read(signed_in(reader), episode)) == ALL
    assert texts(read(signed_in(aino), episode)) == ALL
    assert texts(read(signed_in(lead), episode)) == set()
    assert signed_in(lead).get(url("casework:narrative", people["mother"])).status_code == 404
    assert signed_in(lead).get(url("casework:child_first", episode)).context["rows"] == []


@pytest.mark.parametrize(
    "who, status", [("aino", 200), ("lead", 200), ("bertta", 404), ("student", 404), ("director", 404)]
)
def test_only_those_who_work_there_open_the_narrative(signed_in, cast, episode, people, note, who, status):
    elsewhere = EpisodeFactory(work_form=cast["bertta"].assignments.get().work_form)
    NoteFactory(episode=elsewhere, of=[])
    names = ("casework:notes", "casework:child_first", "casework:write_note")

    assert {signed_in(cast[who]).get(url(name, episode)).status_code for name in names} == {status}


@pytest.mark.parametrize(
    "who, correct, out", [("aino", 200, 404), ("lead", 200, 200), ("colleague", 404, 404)]
)
def test_the_author_and_the_lead_correct_and_the_lead_takes_out(
    signed_in, cast, episode, people, note, work_form_a, who, correct, out
):
    colleague = UserFactory(name="Colleague Worker")
    AssignmentFactory(user=colleague, role=Role.WORKER, work_form=work_form_a)
    browser = signed_in((cast | {"colleague": colleague})[who])

    assert browser.get(url("casework:correct_note", note)).status_code == correct
    assert browser.get(url("casework:take_out_note", note)).status_code == out


def test_what_was_taken_out_is_shown_without_its_words_and_the_lead_opens_them(
    signed_in, aino, lead, episode, people, note
):
    signed_in(lead).post(url("casework:take_out_note", note), {"because": "Toisen perheen"})

    told = read(signed_in(aino), episode)
    assert ([row.is_taken_out for row in told.context["rows"]], texts(told)) == ([True], set())
    assert "Toisen perheen" in told.content.decode()
    assert texts(read(signed_in(aino), episode, people["mother"])) == set()
    assert signed_in(aino).get(url("casework:note_versions", note)).status_code == 404
    assert texts(signed_in(lead).get(url("casework:note_versions", note))) == ALL


def test_a_correction_shows_why_and_its_versions_are_kept(signed_in, aino, episode, people, note):
    parts = [PartIn("work", "Better", tells_of=(people["mother"],))]
    corrected = correct_note(
        note=note, written=Written(happened_on=TODAY, parts=parts), reason="Day was wrong", by=aino
    )
    browser = signed_in(aino)

    told = read(browser, episode).content.decode()
    own = read(browser, episode, people["mother"]).content.decode()
    versions = browser.get(url("casework:note_versions", note))
    assert ("Better" in told, "Of-mother" in told, "Day was wrong" in told) == (True, False, True)
    assert "Day was wrong" not in own  # why is told of the whole note
    assert [row.note for row in versions.context["rows"]] == [corrected, note]
    assert (texts(versions), "Day was wrong" in versions.content.decode()) == (ALL, True)


def test_a_reference_is_read_where_notes_are_not_kept(signed_in, aino, episode, people):
    episode.work_form.keeps_notes = NotesKept.REFERENCE
    episode.work_form.save()
    write_note(
        episode=episode, written=Written(happened_on=TODAY, reference=Reference("County", "2024-7")), by=aino
    )

    assert "County, 2024-7" in read(signed_in(aino), episode).content.decode()
    assert read(signed_in(aino), episode, people["mother"]).context["rows"] == []


def test_a_contact_that_was_taken_back_is_not_told_of(signed_in, aino, episode, people):
    note = write_note(
        episode=episode,
        written=Written(happened_on=TODAY, parts=[PartIn("work", "x")], about=Meeting("meeting", 60)),
        by=aino,
    )
    assert read(signed_in(aino), episode).context["rows"][0].meeting == "Meeting"
    void_contact(contact=note.contact, by=aino)

    assert read(signed_in(aino), episode).context["rows"][0].meeting == ""


def test_it_is_read_ten_at_a_time_the_newest_first(signed_in, aino, episode, people):
    for back in range(12):
        NoteFactory(episode=episode, happened_on=TODAY - timedelta(days=back), of=[people["baby"]])
    browser = signed_in(aino)

    first = read(browser, episode)
    older = browser.get(f"{url('casework:notes', episode)}?{first.context['page'].older}", headers=HTMX)

    days = [row.note.happened_on for answer in (first, older) for row in answer.context["rows"]]
    assert days == [TODAY - timedelta(days=back) for back in range(12)]
    assert [len(answer.context["rows"]) for answer in (first, older)] == [10, 2]


def test_without_scripts_the_narrative_is_a_page_of_its_own(signed_in, aino, episode, people, note):
    answer = signed_in(aino).get(url("casework:notes", episode))

    assert ("<main" in answer.content.decode(), texts(answer)) == (True, ALL)


def test_opening_is_an_event_of_whose_file_was_opened(signed_in, aino, episode, people, note):
    browser = signed_in(aino)
    read(browser, episode)
    read(browser, episode, people["baby"])
    browser.get(url("casework:child_first", episode))
    browser.get(url("casework:note_versions", note))

    events = AuditEvent.objects.filter(action__regex=r"casework\.(read|see)_").order_by("id")
    assert [(event.action, event.about, event.about_id) for event in events] == [
        ("casework.read_notes", "casework.Episode", str(episode.pk)),
        ("casework.read_notes", "clients.Client", str(people["baby"].client_id)),
        ("casework.see_child_first", "casework.Episode", str(episode.pk)),
        ("casework.read_versions", "casework.Episode", str(episode.pk)),
    ]
    said = browser.get(url("casework:who_opened", episode)).context["rows"]
    assert len(said) >= 3


def test_an_empty_narrative_is_no_event_and_says_how_to_begin(signed_in, aino, episode, people):
    answer = read(signed_in(aino), episode)

    assert url("casework:write_note", episode) in answer.content.decode()
    assert AuditEvent.objects.filter(action="casework.read_notes").count() == 0


def test_the_panels_ask_the_same_for_one_note_and_for_five(signed_in, aino, episode, people, note):
    browser = signed_in(aino)
    addresses = [
        url("casework:notes", episode),
        f"{url('casework:notes', episode)}?of={people['baby'].pk}",
        url("casework:child_first", episode),
        url("casework:narrative", people["baby"]),
        url("casework:narrative_file", people["baby"]),
        url("casework:write_note", episode),
        url("casework:record_in", episode),
        url("casework:correct_note", note),
    ]
    for address in addresses:
        browser.get(address)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            member = EpisodeMemberFactory(episode=episode, role="child")
            parts = [
                PartIn("work", "x", tells_of=(people["baby"], member)),
                PartIn("seen", "y", tells_of=(member,)),
            ]
            write_note(
                episode=episode,
                written=Written(happened_on=TODAY, parts=parts, about=Meeting("meeting", 30, (member,))),
                by=aino,
            )
        counts.append({address: asked(browser, address) for address in addresses})

    assert counts[0] == counts[1]


def asked(browser, address):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address, headers=HTMX).status_code == 200
    return len(queries)


def test_a_harmed_box_shuts_one_line_and_not_the_page(signed_in, aino, episode, people, note):
    with connection.cursor() as cursor:
        part = note.parts.get(order=0)
        value = part.pk.hex if connection.vendor == "sqlite" else part.pk
        cursor.execute("UPDATE casework_notepart SET text = %s WHERE id = %s", [b"harmed", value])

    assert texts(read(signed_in(aino), episode)) == ALL - {"mother"}


def test_parts_of_a_file_are_asked_the_same_way_for_every_reader(aino, bertta, episode, people, note):
    assert parts_in_file(Actor(aino, TODAY), episode).count() == 7
    assert parts_in_file(Actor(bertta, TODAY), episode).count() == 0
    assert EpisodeMember.objects.filter(episode=episode).count() == 3


def test_taking_out_twice_says_so_and_changes_nothing(signed_in, lead, aino, episode, people, note):
    take_out_note(note=note, because="Another family", by=lead)

    answer = signed_in(lead).post(url("casework:take_out_note", note), {"because": "Again"})

    note.refresh_from_db()
    assert (answer.status_code, note.taken_out_because) == (302, "Another family")
