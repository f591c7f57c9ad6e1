"""What is promised under "agreed" is a duty of whoever promised it, for as long as the note says so."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.choices import PartKind
from poukama.casework.duty_kinds import PROMISE_DUTY
from poukama.casework.models import Note, NotePart, Promise
from poukama.casework.queries.promises import promised
from poukama.casework.services import (
    CannotKeepIt,
    NothingRuns,
    PartIn,
    PromisedTooEarly,
    PromiseIn,
    Written,
    correct_note,
    keep_promise,
    take_out_note,
    undo_promise,
    write_note,
)
from poukama.clients.models import KnownIn
from poukama.duties.models import Duty
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NotePartFactory, PromiseFactory
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    PartingFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
)
from tests.factories.organisation import TermFactory

TODAY, DAY = date(2024, 9, 12), timedelta(days=1)
WHEN = {"about": "none", "happened_on": "2024-09-12"}


@pytest.fixture
def episode(work_form_a, headings):
    TermFactory(
        list=TermList.NOTE_HEADING, key="agreed", name="Agreed", order=4, attributes={"kind": "agreed"}
    )
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))


@pytest.fixture
def mother(episode):
    return EpisodeMemberFactory(episode=episode, role="parent")


def written(*promises, day=TODAY, text=""):
    part = PartIn("agreed", text, PartKind.AGREED, promises=promises)
    return Written(happened_on=day, parts=[part])


def write(episode, by, *promises):
    return write_note(episode=episode, written=written(*promises), by=by)


def correct(note, by, *promises, text=""):
    return correct_note(note=note, written=written(*promises, text=text), reason="It was not so.", by=by)


def promises_of(note):
    return list(Promise.objects.filter(part__note=note).order_by("order"))


def standing(by):
    found = Duty.objects.filter(kind=PROMISE_DUTY, voided_at=None, done_on=None, owner=by)
    return [duty.due_on for duty in found.order_by("due_on")]


def test_each_promise_is_a_duty_of_whoever_made_it(aino, lead, episode, mother):
    note = write(
        episode,
        aino,
        PromiseIn("To call the school.", TODAY + 3 * DAY, aino),
        PromiseIn("To ask for a pram.", TODAY + 5 * DAY, lead),
    )

    kept = [(each.text, each.due_on, each.duty.owner) for each in promises_of(note)]
    assert kept == [
        ("To call the school.", TODAY + 3 * DAY, aino),
        ("To ask for a pram.", TODAY + 5 * DAY, lead),
    ]
    assert (standing(aino), standing(lead)) == ([TODAY + 3 * DAY], [TODAY + 5 * DAY])


def test_a_correction_moves_what_stays_and_takes_back_what_it_leaves_out(aino, lead, episode, mother):
    note = write(
        episode,
        aino,
        PromiseIn("To call the school.", TODAY + 3 * DAY, aino),
        PromiseIn("To ask for a pram.", TODAY + 5 * DAY, aino),
    )
    call, _pram = promises_of(note)

    version = correct(note, aino, PromiseIn("To write to the school.", TODAY + 7 * DAY, lead, was=call))

    stays = promises_of(version)[0]
    assert (stays.duty, stays.text, stays.duty.due_on) == (
        call.duty,
        "To write to the school.",
        TODAY + 7 * DAY,
    )
    assert (standing(aino), standing(lead)) == ([], [TODAY + 7 * DAY])
    assert Duty.objects.filter(kind=PROMISE_DUTY).exclude(voided_at=None).count() == 1


def test_a_note_that_is_taken_out_promises_nothing(aino, episode, mother):
    note = write(episode, aino, PromiseIn("To call the school.", TODAY + DAY, aino))

    take_out_note(note=note, because="Another family's.", by=aino)

    assert standing(aino) == []


def test_what_was_kept_stays_kept(aino, episode, mother):
    note = write(episode, aino, PromiseIn("To call the school.", TODAY + DAY, aino))
    keep_promise(promise=promises_of(note)[0], by=aino)

    correct(note, aino, text="Nothing was promised.")

    duty = Duty.objects.get(kind=PROMISE_DUTY)
    assert (duty.done_on, duty.done_by, duty.voided_at) == (TODAY, aino, None)


def test_a_promise_for_a_day_before_the_note_is_refused(aino, episode, mother):
    with pytest.raises(PromisedTooEarly):
        write(episode, aino, PromiseIn("To call the school.", TODAY - DAY, aino))

    assert (Note.objects.count(), Duty.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_a_note_whose_day_is_corrected_keeps_what_it_promised(aino, episode, mother):
    with clock.moved_to(TODAY - 2 * DAY):
        note = write_note(
            episode=episode,
            written=written(PromiseIn("To call.", TODAY - DAY, aino), day=TODAY - 2 * DAY),
            by=aino,
        )

    version = correct(note, aino, PromiseIn("To call.", TODAY - DAY, aino, was=promises_of(note)[0]))

    assert (version.happened_on, standing(aino)) == (TODAY, [TODAY - DAY])


def test_nobody_promises_for_one_who_does_not_see_them(aino, bertta, episode, mother):
    with pytest.raises(CannotKeepIt):
        write(episode, aino, PromiseIn("To call the school.", TODAY, bertta))

    assert (Note.objects.count(), Duty.objects.count()) == (0, 0)


def test_a_promise_does_not_pass_to_one_who_does_not_see_them(aino, bertta, episode, mother):
    note = write(episode, aino, PromiseIn("To call the school.", TODAY, aino))

    with pytest.raises(CannotKeepIt):
        correct(note, aino, PromiseIn("To call.", TODAY, bertta, was=promises_of(note)[0]))

    assert standing(aino) == [TODAY]


def test_keeping_and_taking_back_are_refused_where_there_is_nothing(aino, episode, mother):
    note = write(episode, aino, PromiseIn("To call the school.", TODAY, aino))
    promise = promises_of(note)[0]

    with pytest.raises(NothingRuns):
        undo_promise(promise=promise, by=aino)
    keep_promise(promise=promise, by=aino)
    with pytest.raises(NothingRuns):
        keep_promise(promise=promise, by=aino)
    undo_promise(promise=promise, by=aino)
    take_out_note(note=note, because="Another family's.", by=aino)
    with pytest.raises(NothingRuns):
        keep_promise(promise=promise, by=aino)


def test_a_promise_is_typed_shown_among_duties_and_kept_by_a_press(client, aino, episode, mother):
    sign_in(client, aino)
    client.post(
        url("casework:write_note", episode),
        WHEN
        | {
            "text_agreed": "We meet on Monday.",
            "promise_agreed_0": "To call the school.",
            "promise_on_agreed_0": "2024-09-13",
            "promise_by_agreed_0": f"u{aino.pk}",
            "promise_by_agreed_1": f"u{aino.pk}",
        },
    )
    promise = Promise.objects.get()

    row = client.get(url("duties:mine")).context["days"][0].rows[0]
    panel = client.get(url("casework:coming_panel", episode)).content.decode()
    narrative = client.get(url("casework:notes", episode)).content.decode()
    answer = client.post(row.about.done_url)

    assert "school" not in row.about.title
    assert ("To call the school." in panel, "To call the school." in narrative) == (True, True)
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert Duty.objects.get(pk=promise.duty_id).done_on == TODAY
    assert "To call the school." not in client.get(url("casework:coming_panel", episode)).content.decode()

    client.post(url("casework:undo_promise", promise))
    assert Duty.objects.get(pk=promise.duty_id).done_on is None


@pytest.mark.parametrize(
    "given, field",
    [
        ({"promise_agreed_0": "To call."}, "promise_on_agreed_0"),
        ({"promise_on_agreed_0": "2024-09-13"}, "promise_agreed_0"),
        ({"promise_agreed_0": "To call.", "promise_on_agreed_0": "2024-09-11"}, "promise_on_agreed_0"),
        ({"promise_agreed_0": "To call.", "promise_on_agreed_0": "soon"}, "promise_on_agreed_0"),
        ({"promise_agreed_0": "x" * 201, "promise_on_agreed_0": "2024-09-13"}, "promise_agreed_0"),
        (
            {
                "promise_agreed_0": "To call.",
                "promise_on_agreed_0": "2024-09-13",
                "promise_by_agreed_0": "u0",
            },
            "promise_by_agreed_0",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    client, aino, episode, mother, given, field
):
    sign_in(client, aino)
    usual = {"promise_by_agreed_0": f"u{aino.pk}", "text_work": "We met."}
    answer = client.post(url("casework:write_note", episode), WHEN | usual | given)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), Note.objects.count()) == (422, [field], 0)
    assert (form["text_work"].value(), form[field].value()) == ("We met.", given.get(field))


def test_a_correction_begins_with_what_was_promised(client, aino, episode, mother):
    note = write(episode, aino, PromiseIn("To call the school.", TODAY + DAY, aino))
    sign_in(client, aino)

    form = client.get(url("casework:correct_note", note)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name.startswith("promise_")}
    client.post(
        url("casework:correct_note", note),
        WHEN | typed | {"promise_on_agreed_0": "2024-09-20", "reason": "The day was wrong."},
    )

    assert typed["promise_agreed_0"] == "To call the school."
    assert standing(aino) == [date(2024, 9, 20)]
    assert Duty.objects.filter(kind=PROMISE_DUTY).count() == 1


def test_correcting_a_days_mistake_asks_for_no_other_day_of_what_was_promised(client, aino, episode, mother):
    with clock.moved_to(TODAY - 2 * DAY):
        promised = written(PromiseIn("To call.", TODAY - DAY, aino), day=TODAY - 2 * DAY)
        note = write_note(episode=episode, written=promised, by=aino)
    sign_in(client, aino)
    form = client.get(url("casework:correct_note", note)).context["form"]
    typed = WHEN | {name: form[name].value() or "" for name in form.fields if name.startswith("promise_")}

    for given, status in (("2024-09-10", 422), ("2024-09-11", 302)):
        more = {"promise_on_agreed_0": given, "reason": "The day was wrong."}
        assert client.post(url("casework:correct_note", note), typed | more).status_code == status

    assert Note.objects.get(voided_at=None).happened_on == TODAY
    assert standing(aino) == [TODAY - DAY]


@pytest.mark.parametrize(
    "hidden_by, promised_by, then",
    [("wall", "aino", (1, 0, 404)), ("order", "lead", (1, 0, 404)), ("order", "aino", (1, 1, 302))],
)
def test_what_is_hidden_is_nobodys_duty(client, cast, bertta, episode, mother, hidden_by, promised_by, then):
    aino, part = cast["aino"], NotePartFactory(note__episode=episode, of=[mother])
    promise = PromiseFactory(part=part, promised_by=cast[promised_by], duty__owner=aino)
    sign_in(client, aino)
    seen = client.get(url("duties:mine")).context["days"]
    if hidden_by == "wall":
        PartyWallFactory(one=(mother.client, [bertta]), other=(FamilyFactory(), [aino]))
    else:
        known = KnownIn.objects.get(client=mother.client)
        ProtectionOrderFactory(known=known, readers=[cast["lead"]])

    after = client.get(url("duties:mine")).context["days"]
    answer = client.post(url("casework:keep_promise", promise))

    assert (len(seen), len(after), answer.status_code) == then


def test_the_panel_asks_as_many_queries_of_three_promises_as_of_one(client, aino, episode, mother):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(url("casework:coming_panel", episode))
        return len(queries)

    sign_in(client, aino)
    write(episode, aino, PromiseIn("To call.", TODAY, aino))
    one = asked()
    write(episode, aino, PromiseIn("To write.", TODAY, aino), PromiseIn("To ask.", TODAY, aino))
    assert asked() == one


def test_what_was_promised_to_one_who_has_parted_is_not_with_the_family(aino, episode, mother):
    father = EpisodeMemberFactory(
        episode=episode, role="parent", client=ClientFactory(family=episode.family, code_name="Lumme B")
    )
    for member, text in ((mother, "To call her."), (father, "To call him.")):
        write(episode, aino, PromiseIn(text, TODAY + DAY, aino))
        NotePart.objects.get(tells_of=None).tells_of.set([member])
    assert {each.text for each in promised(Actor(aino, TODAY), episode)} == {"To call her.", "To call him."}
    PartingFactory(former=episode.family, client=father.client, family=FamilyFactory())
    assert [each.text for each in promised(Actor(aino, TODAY), episode)] == ["To call her."]
