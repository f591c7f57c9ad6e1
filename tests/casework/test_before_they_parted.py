"""What was written of a whole family before it parted is shown to nobody until it is said of whom it tells."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.duty_kinds import SHARED_PAST_DUTY
from poukama.casework.models import EpisodeMember, NotePart
from poukama.casework.queries import parts_in_file, waiting_parts
from poukama.casework.queries.promises import promised
from poukama.casework.rules import Action
from poukama.casework.services import (
    NotAMember,
    NothingRuns,
    PartIn,
    Written,
    correct_note,
    take_out_note,
    write_note,
)
from poukama.casework.services.parting import part_family, take_parting_back
from poukama.casework.services.shared_past import go_through, let_wait
from poukama.clients.choices import OwnSection
from poukama.clients.models import Client, KnownIn
from poukama.clients.own_data import all_passages
from poukama.clients.services.correcting import leave_family
from poukama.duties.kinds import kinds
from poukama.duties.models import Duty
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import (
    EpisodeFactory,
    EpisodeMemberFactory,
    NoteFactory,
    NotePartFactory,
    PromiseFactory,
)
from tests.factories.clients import PartyWallFactory, ProtectionOrderFactory
from tests.factories.organisation import AssignmentFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 9, 12)
BEFORE = date(2024, 9, 5)
DAY = timedelta(days=1)
WITH_WHY = {"why": "go_through"}


@pytest.fixture
def member(episode, people, headings):
    return {who: EpisodeMember.objects.get(episode=episode, client=people[who]) for who in people}


@pytest.fixture
def note(episode, member, aino):
    """A part of the whole family, and one of her alone."""
    note = NoteFactory(episode=episode, happened_on=BEFORE, written_by=aino)
    NotePartFactory(note=note, order=0, text="They plan to move to the harbour")
    NotePartFactory(note=note, order=1, text="Of her alone", of=[member["mother"]])
    return note


@pytest.fixture
def part(note):
    """The part that tells of nobody in particular."""
    return note.parts.get(order=0)


def leave(episode, *members, by):
    """These part from the family today; the episode in which they go on."""
    return part_family(episode=episode, members=[*members], parted_on=TODAY, by=by, code_name="Kaisla")


def read(actor, episode, of=None):
    return sorted(
        part.text
        for part in parts_in_file(Actor(actor, TODAY), episode, of).select_related("note")
        if part.note.voided_at is None
    )


def duty(episode):
    return Duty.objects.filter(kind=SHARED_PAST_DUTY, key=str(episode.pk), voided_at=None).first()


def seen_by(actor):
    condition = kinds()[SHARED_PAST_DUTY].seen(Actor(actor, TODAY))
    return [each.key for each in Duty.objects.filter(condition, voided_at=None).order_by("pk")]


def page(episode, **query):
    address = url("casework:shared_past", episode)
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address


def test_it_waits_for_both_sides_once_they_part(aino, episode, member, part):
    assert read(aino, episode) == ["Of her alone", "They plan to move to the harbour"]
    own = leave(episode, member["father"], by=aino)

    assert read(aino, episode) == ["Of her alone"]
    assert read(aino, episode, member["father"]) == []
    assert read(aino, own) == []
    assert list(waiting_parts(episode)) == [part]


def test_it_goes_to_whom_it_is_said_to_tell_of(aino, episode, member, part):
    leave(episode, member["father"], by=aino)

    go_through(episode=episode, said={part.pk: [member["father"]]}, by=aino)
    assert (read(aino, episode), read(aino, episode, member["father"])) == (
        ["Of her alone"],
        ["They plan to move to the harbour"],
    )
    assert list(part.note.children.all()) == []
    let_wait(part=part, by=aino)
    go_through(episode=episode, said={part.pk: [member["mother"], member["child"]]}, by=aino)
    assert read(aino, episode) == ["Of her alone", "They plan to move to the harbour"]
    assert read(aino, episode, member["father"]) == []
    assert list(part.note.children.all()) == [member["child"]]


def test_what_tells_of_both_sides_goes_to_neither(aino, episode, member, part):
    leave(episode, member["father"], by=aino)
    go_through(episode=episode, said={part.pk: [member["father"], member["mother"]]}, by=aino)

    assert read(aino, episode) == ["Of her alone"]
    assert read(aino, episode, member["father"]) == []
    assert not waiting_parts(episode).exists()


def test_what_is_of_a_day_after_they_parted_is_of_those_who_stay(aino, episode, member, note):
    leave(episode, member["father"], by=aino)
    with clock.moved_to(TODAY + DAY):
        write_note(
            episode=episode, written=Written(TODAY + DAY, [PartIn("work", "The two of them")]), by=aino
        )

    assert read(aino, episode) == ["Of her alone", "The two of them"]


def test_a_note_written_afterwards_of_the_time_before_waits_too(aino, episode, member):
    leave(episode, member["father"], by=aino)
    assert duty(episode) is None
    write_note(episode=episode, written=Written(BEFORE, [PartIn("work", "How it was")]), by=aino)

    assert read(aino, episode) == []
    assert duty(episode).done_on is None


def test_whoever_took_no_part_leaves_what_was_written_of_the_others(
    aino, episode, member, part, people, work_form_a
):
    """Another episode of the family, in which the father took no part."""
    other = EpisodeFactory(
        work_form=work_form_a,
        family=episode.family,
        starts_on=date(2024, 3, 4),
        ends_on=date(2024, 4, 4),
        end_reason="moved_away",
        closed_at=clock.now(),
        closed_by=aino,
    )
    for who in ("mother", "child"):
        EpisodeMemberFactory(episode=other, client=people[who], starts_on=date(2024, 3, 4))
    NotePartFactory(note=NoteFactory(episode=other, happened_on=date(2024, 3, 5)), text="Without him")
    leave(episode, member["father"], by=aino)

    assert (read(aino, other), duty(other)) == (["Without him"], None)


def test_whoever_was_of_the_family_by_mistake_takes_nothing_from_it(lead, episode, member, part, people):
    known = KnownIn.objects.get(client=people["father"])
    leave_family(known=known, family=None, by=lead)

    assert not waiting_parts(episode).exists()
    assert "They plan to move to the harbour" in read(lead, episode)


def test_a_promise_in_it_is_not_on_the_page(aino, episode, member, part):
    PromiseFactory(part=part, text="To carry the boxes to the harbour.", due_on=TODAY)
    assert [each.text for each in promised(Actor(aino, TODAY), episode)] == [
        "To carry the boxes to the harbour."
    ]
    leave(episode, member["father"], by=aino)
    assert promised(Actor(aino, TODAY), episode) == []
    go_through(episode=episode, said={part.pk: [member["mother"]]}, by=aino)
    assert len(promised(Actor(aino, TODAY), episode)) == 1


def test_a_correction_takes_it_along_and_its_reason_is_not_shown(client, aino, episode, member, note, part):
    leave(episode, member["father"], by=aino)
    hers = [PartIn("work", "Of her alone, mended", tells_of=(member["mother"],))]
    reason = "It is the harbour and not the hill"
    version = correct_note(note=note, written=Written(BEFORE, hers), reason=reason, keeps=[part], by=aino)

    assert read(aino, episode) == ["Of her alone, mended"]
    assert [each.text for each in waiting_parts(episode)] == [part.text]
    browser = sign_in(client, aino)
    pages = [url("casework:notes", episode), url("casework:note_versions", version)]
    assert [reason in browser.get(each).content.decode() for each in pages] == [False, False]
    go_through(episode=episode, said={waiting_parts(episode).get().pk: [member["mother"]]}, by=aino)
    assert reason in browser.get(pages[0]).content.decode()


def test_the_duty_is_the_key_workers_for_a_week_and_done_with_the_last_part(
    aino, lead, episode, member, part
):
    second = NotePartFactory(note=part.note, order=2, text="And then")
    leave(episode, member["father"], by=lead)
    opened = duty(episode)
    assert (opened.owner, opened.due_on, opened.done_on) == (aino, TODAY + 7 * DAY, None)
    with clock.moved_to(TODAY + DAY):
        assert go_through(episode=episode, said={part.pk: [member["mother"]]}, by=aino) == 1
        assert (duty(episode).done_on, duty(episode).due_on) == (None, TODAY + 7 * DAY)
        go_through(episode=episode, said={second.pk: [member["father"]]}, by=aino)
        assert duty(episode).done_on == TODAY + DAY
        let_wait(part=second, by=aino)
        assert (duty(episode).done_on, duty(episode).due_on) == (None, TODAY + 8 * DAY)


def test_what_is_taken_out_waits_for_nobody(lead, episode, member, note):
    leave(episode, member["father"], by=lead)
    take_out_note(note=note, because="Of another family.", by=lead)
    assert duty(episode).done_on == TODAY


def test_a_parting_that_is_taken_back_shows_it_again(aino, episode, member, part):
    own = leave(episode, member["father"], by=aino)
    assert duty(episode) is not None
    take_parting_back(episode=own, by=aino)
    assert (duty(episode), "They plan to move to the harbour" in read(aino, episode)) == (None, True)


def test_what_is_said_twice_or_of_a_stranger_is_refused(aino, episode, member, part):
    with pytest.raises(NothingRuns):
        go_through(episode=episode, said={part.pk: [member["mother"]]}, by=aino)
    leave(episode, member["father"], by=aino)
    with pytest.raises(NotAMember):
        go_through(episode=episode, said={part.pk: [EpisodeMemberFactory()]}, by=aino)
    with pytest.raises(NothingRuns):
        let_wait(part=part, by=aino)
    go_through(episode=episode, said={part.pk: [member["mother"]]}, by=aino)
    with pytest.raises(NothingRuns):
        go_through(episode=episode, said={part.pk: [member["father"]]}, by=aino)
    assert [each.client for each in NotePart.objects.get(pk=part.pk).tells_of.all()] == [
        member["mother"].client
    ]


def test_ones_own_data_says_that_something_is_missing(aino, episode, member, part, people):
    def told(who):
        known = KnownIn.objects.get(client=people[who])
        found = all_passages(Actor(aino, TODAY), known)
        return [each.text for each in found if each.section == OwnSection.NOTES]

    missing = "1 kohta ei ole vielä tässä: se käydään ensin läpi."
    leave(episode, member["father"], by=aino)
    assert (told("mother"), told("father")) == ([missing, "Of her alone"], [])
    go_through(episode=episode, said={part.pk: [member["father"]]}, by=aino)
    assert (told("mother"), told("father")) == (["Of her alone"], ["They plan to move to the harbour"])


def test_it_is_opened_with_a_reason_that_is_written_down(client, aino, episode, member, part):
    leave(episode, member["father"], by=aino)
    browser = sign_in(client, aino)
    events = AuditEvent.objects.filter(action=Action.READ_SHARED_PAST).order_by("id")
    assert page(episode) in browser.get(url("casework:notes", episode)).content.decode()

    opened = [browser.get(page(episode, **asked)) for asked in ({}, {"open": 1}, {"why": "curious"})]
    assert [each.status_code for each in opened] == [200, 422, 422]
    assert [list(each.context["form"].errors) for each in opened] == [[], ["why"], ["why"]]
    assert ["harbour" in each.content.decode() for each in opened] == [False] * 3
    assert not events.exists()
    assert "harbour" in browser.get(page(episode, why="safety")).content.decode()
    assert [(each.about_id, each.detail) for each in events] == [
        (str(episode.pk), {"why": "safety", "parts": 1})
    ]
    answer = browser.post(page(episode, why="safety"), {})
    assert (answer.status_code, "harbour" in answer.content.decode(), events.all().count()) == (422, True, 2)


def test_going_through_and_taking_it_back_on_screen(client, aino, episode, member, part):
    leave(episode, member["father"], by=aino)
    browser = sign_in(client, aino)
    shown = browser.get(page(episode, **WITH_WHY)).context["form"].shown()
    assert [row.part for row, _chips in shown] == [part]

    chosen = {f"of_{part.pk.hex}": [member["mother"].pk, member["child"].pk]}
    answer = browser.post(page(episode, **WITH_WHY), chosen)
    assert (answer.status_code, answer.url) == (302, page(episode, **WITH_WHY))
    assert "harbour" in browser.get(url("casework:notes", episode)).content.decode()
    done = browser.get(page(episode, **WITH_WHY, show="done")).content.decode()
    assert url("casework:let_wait", part) in done
    answer = browser.post(url("casework:let_wait", part))
    assert answer.url == page(episode)
    assert "harbour" not in browser.get(url("casework:notes", episode)).content.decode()


def test_two_who_go_through_it_at_once(client, aino, lead, episode, member, part):
    """What another was quicker with is not on the page any more, and what is chosen for it changes nothing."""
    leave(episode, member["father"], by=aino)
    go_through(episode=episode, said={part.pk: [member["father"]]}, by=lead)
    answer = sign_in(client, aino).post(
        page(episode, **WITH_WHY), {f"of_{part.pk.hex}": [member["mother"].pk]}
    )
    assert answer.status_code == 422
    assert read(aino, episode) == ["Of her alone"]


def test_whoever_does_not_see_both_sides_is_told_of_nothing(
    client, aino, bertta, lead, episode, member, part, work_form_a
):
    AssignmentFactory(user=bertta, role=Role.WORKER, work_form=work_form_a)
    leave(episode, member["father"], by=lead)
    father = Client.objects.get(pk=member["father"].client_id)
    assert [seen_by(who) for who in (aino, bertta, lead)] == [[str(episode.pk)]] * 3
    PartyWallFactory(one=(episode.family, [aino, lead]), other=(father.family, [bertta]))

    assert [seen_by(who) for who in (aino, bertta, lead)] == [[], [], []]
    for who in (aino, lead):
        browser = sign_in(client, who)
        told = browser.get(url("casework:notes", episode)).content.decode()
        assert (page(episode) in told, "Of her alone" in told, "harbour" in told) == (False, True, False)
        assert browser.get(page(episode, **WITH_WHY)).status_code == 404
        assert browser.post(url("casework:let_wait", part)).status_code == 404


def test_an_order_of_whoever_left_shuts_it_to_those_it_does_not_name(
    client, aino, saara, episode, member, part
):
    leave(episode, member["father"], by=aino)
    known = KnownIn.objects.get(client=member["father"].client)
    assert sign_in(client, aino).get(page(episode, **WITH_WHY)).status_code == 200
    ProtectionOrderFactory(known=known, ends_on=date(2025, 1, 1), readers=[saara])

    assert (seen_by(aino), seen_by(saara)) == ([], [str(episode.pk)])
    assert sign_in(client, aino).get(page(episode, **WITH_WHY)).status_code == 404
    assert sign_in(client, saara).get(page(episode, **WITH_WHY)).status_code == 200


def test_a_wall_takes_the_duty_from_nobody_but_opens_it_for_whoever_sees(aino, lead, episode, member, part):
    """The key worker does not see the side that leaves: the duty is of whoever works there and does."""
    PartyWallFactory(one=(member["father"].client, [lead]))
    leave(episode, member["father"], by=lead)
    assert duty(episode).owner is None
    assert (seen_by(aino), seen_by(lead)) == ([], [str(episode.pk)])


@pytest.mark.parametrize("who", ["bertta", "cecilia", "director", "office", "administrator", "gatekeeper"])
def test_nobody_else_opens_it(client, cast, aino, episode, member, part, who):
    leave(episode, member["father"], by=aino)
    browser = sign_in(client, cast[who])
    assert browser.get(page(episode, **WITH_WHY)).status_code == 404
    assert browser.post(url("casework:let_wait", part)).status_code == 404


def test_the_page_and_the_narrative_ask_the_same_however_much_waits(client, aino, episode, member, part):
    leave(episode, member["father"], by=aino)
    browser = sign_in(client, aino)
    addresses = (page(episode, **WITH_WHY), url("casework:notes", episode))

    def asked():
        NotePartFactory(note=NoteFactory(episode=episode, happened_on=BEFORE, written_by=aino))
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))
        return counts

    asked()
    first = asked()
    assert [asked(), asked()] == [first, first]
