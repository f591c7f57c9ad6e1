"""One proposes and another destroys; what is left is only counted."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.models import Destruction, Episode, Handover, NotePart
from poukama.casework.queries.retention import preview, records
from poukama.casework.rules import Action
from poukama.casework.services import destroying as services
from poukama.casework.services.following import follow
from poukama.clients.ending import EMPTIED
from poukama.clients.models import Attachment, Client, Family, Identity, KnownIn
from poukama.toolkit import clock
from poukama.toolkit.sealing import folder
from tests.casework.record_ends.records import BEGAN, ENDED, destroyed, ended, known_of, mother_of
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, OccasionFactory
from tests.factories.casework import (
    ContactFactory,
    DueStepFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    HandoverFactory,
    LegalHoldFactory,
    NoteFactory,
    NotePartFactory,
    ProcessFactory,
)
from tests.factories.clients import (
    AttachmentFactory,
    IdentityFactory,
)

pytestmark = pytest.mark.django_db
AHEAD = date(2024, 10, 1)


def test_whoever_proposed_it_is_not_the_one_who_destroys(times, work_form_a, lead):
    ended(work_form_a)
    row = services.propose_destruction(work_form=work_form_a, by=lead)
    with pytest.raises(services.ProposedIt):
        services.carry_out_destruction(destruction=row, by=lead)
    with pytest.raises(services.ProposedIt):
        services.refuse_destruction(destruction=row, because="No", by=lead)
    assert not Episode.objects.exclude(destroyed_at=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(pk=row.pk).update(done_at=clock.now(), done_by=lead)


def test_a_proposal_waits_once_and_is_withdrawn_or_refused_with_a_reason(
    times, work_form_a, lead, other_lead, director
):
    ended(work_form_a)
    row = services.propose_destruction(work_form=work_form_a, by=lead)
    with pytest.raises(services.WaitsAlready):
        services.propose_destruction(work_form=work_form_a, by=other_lead)
    services.withdraw_destruction(destruction=row, by=lead)
    with pytest.raises(services.NotWaiting):
        services.carry_out_destruction(destruction=row, by=director)

    again = services.propose_destruction(work_form=work_form_a, by=lead)
    with pytest.raises(services.NoReason):
        services.refuse_destruction(destruction=again, because="  ", by=director)
    services.refuse_destruction(destruction=again, because="A trial begins.", by=director)
    again.refresh_from_db()
    assert (again.refused_because, again.lines.count()) == ("A trial begins.", 0)
    assert not Episode.objects.exclude(destroyed_at=None).exists()


def test_what_is_destroyed_is_seen_by_nobody_and_what_was_written_is_gone(
    times, work_form_a, lead, aino, director, client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.SEALED = tmp_path / "sealed"
    episode = ended(work_form_a, key_worker=aino)
    NotePartFactory(note=NoteFactory(episode=episode, happened_on=ENDED), text="A word of hers")
    ContactFactory(episode=episode, happened_on=ENDED)
    IdentityFactory(client=mother_of(episode).client, work_form=work_form_a)
    kept = AttachmentFactory(known=known_of(episode))
    name = kept.content
    assert folder.path_of(name).exists()

    with django_capture_on_commit_callbacks(execute=True):
        destroyed(work_form_a, lead, director)

    episode.refresh_from_db()
    assert (episode.end_reason, episode.key_worker, episode.ends_on) == (EMPTIED, None, ENDED)
    gone = (NotePart, Identity, KnownIn, Attachment)
    assert [model.objects.count() for model in gone] == [0, 0, 0, 0]
    assert not folder.path_of(name).exists()
    assert list(Family.objects.values_list("code_name", flat=True)) == [""]
    left = Client.objects.get()
    assert (left.code_name, left.birth_year, left.identification, left.family) == (
        "",
        None,
        "forgotten",
        None,
    )
    for who in (aino, lead):
        browser = sign_in(client, who)
        assert browser.get(url("casework:episode", episode)).status_code == 404
        assert "Lumme" not in browser.get(url("casework:episodes")).content.decode()


def test_a_family_served_elsewhere_stays_there_and_is_gone_here(
    times, work_form_a, work_form_b, lead, director, bertta
):
    episode = ended(work_form_a)
    there = EpisodeFactory(work_form=work_form_b, family=episode.family)
    mother = mother_of(episode).client
    EpisodeMemberFactory(episode=there, client=mother)
    came = AttendanceFactory(
        occasion=OccasionFactory(work_form=work_form_a, happened_on=ENDED, state="held"), client=mother
    )
    destroyed(work_form_a, lead, director)
    came.refresh_from_db()
    mother.refresh_from_db()
    assert (mother.code_name, mother.birth_year) == ("Lumme K", 1980)
    assert came.destroyed_by == director
    assert not KnownIn.objects.filter(work_form=work_form_a).exists()
    assert KnownIn.objects.filter(work_form=work_form_b).count() == 2


def test_a_handover_stays_with_whoever_received_it_until_their_time_comes(
    times, work_form_a, work_form_b, lead, director
):
    episode = ended(work_form_a)
    there = EpisodeFactory(work_form=work_form_b, family=episode.family, starts_on=ENDED)
    sent = HandoverFactory(
        episode=episode,
        to_work_form=work_form_b,
        state="accepted",
        answered_on=ENDED,
        answered_at=clock.now(),
        answered_by=lead,
        first_on=ENDED,
        opened=there,
        summary="What went along",
    )
    destroyed(work_form_a, lead, director)
    assert Handover.objects.get(pk=sent.pk).summary == "What went along"
    (record,) = records(work_form_b, clock.today())
    services.end_record(record, director)
    assert Handover.objects.get(pk=sent.pk).summary == ""


def test_whoever_took_part_in_two_records_goes_with_the_last(times, work_form_a, lead, director):
    episode = ended(work_form_a)
    mother = mother_of(episode).client
    other = ended(work_form_a, "Ruoko", ends_on=date(2024, 5, 31))
    EpisodeMemberFactory(episode=other, client=mother, ends_on=other.ends_on)
    IdentityFactory(client=mother, work_form=work_form_a)
    destroyed(work_form_a, lead, director)
    mother.refresh_from_db()
    assert mother.code_name == "Lumme K"
    assert Identity.objects.filter(client=mother).exists()
    with clock.moved_to(date(2034, 6, 1)):
        destroyed(work_form_a, lead, director)
    mother.refresh_from_db()
    assert mother.code_name == ""
    assert not Identity.objects.exists()


def test_who_is_of_two_records_waits_for_both(times, work_form_a, lead, director):
    first = ended(work_form_a)
    mother = mother_of(first)
    other = ended(work_form_a, "Ruoko", ends_on=date(2013, 12, 31))
    EpisodeMemberFactory(episode=other, client=mother.client, ends_on=other.ends_on)
    LegalHoldFactory(known=known_of(first), ends_on=AHEAD)
    seen = preview(Actor(lead, clock.today()), work_form_a)
    assert {each.code: [bond.code for bond in each.bonds] for each in seen.bound} == {
        "Lumme": ["hold"],
        "Ruoko": ["shared"],
    }
    with pytest.raises(services.NothingToDestroy):
        services.propose_destruction(work_form=work_form_a, by=lead)
    with clock.moved_to(AHEAD + timedelta(days=1)):
        assert destroyed(work_form_a, lead, director).told["records"] == 2


def test_recomputing_what_falls_due_leaves_what_was_destroyed_as_it_was(times, work_form_a, lead, director):
    episode = ended(work_form_a)
    process = ProcessFactory(episode=episode, starts_on=BEGAN)
    step = DueStepFactory(
        process=process,
        duty__due_on=ENDED,
        duty__done_on=ENDED,
        duty__done_at=clock.now(),
        duty__done_by=lead,
    )
    destroyed(work_form_a, lead, director)
    before = type(step).objects.filter(voided_at=None).count()
    follow(episode=episode, by=lead)
    assert type(step).objects.filter(voided_at=None).count() == before


def test_the_trail_and_the_certificate_tell_of_nobody(times, work_form_a, lead, director):
    ended(work_form_a)
    row = destroyed(work_form_a, lead, director)
    events = AuditEvent.objects.filter(action__contains="destruction").order_by("id")
    assert [(event.action, event.actor, event.about_id) for event in events] == [
        (Action.PROPOSE_DESTRUCTION, lead.pk, str(row.pk)),
        (Action.CARRY_OUT_DESTRUCTION, director.pk, str(row.pk)),
    ]
    assert events[1].detail == {"records": 1, "left": 0}
    assert (row.told["rules"], row.told["from_year"], row.told["to_year"]) == (
        {"own_schedule": 1},
        2013,
        2013,
    )
    assert row.told["rows"]["clients.KnownIn"] == 2


def test_all_that_is_kept_is_read_once_to_propose_and_once_to_destroy(times, work_form_a, lead, director):
    ended(work_form_a)
    with CaptureQueriesContext(connection) as asked:
        destroyed(work_form_a, lead, director)

    all_of_them = 'FROM "casework_episode" WHERE ("casework_episode"."destroyed_at" IS NULL AND'
    assert sum(all_of_them in query["sql"] for query in asked) == 2
