"""An ending recorded by mistake is taken back on the same day: everything goes on, and the figures follow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from poukama.access.models import AuditEvent
from poukama.casework.facts import EPISODES, MEMBERS, PHASES
from poukama.casework.models import Episode
from poukama.casework.services import (
    AlreadyMember,
    DaysDoNotFit,
    EpisodeClosed,
    EpisodeOverlaps,
    NothingRuns,
    UndoTooLate,
    add_member,
    close_episode,
    end_member,
    end_phase,
    open_episode,
    reopen_episode,
    resume_member,
)
from poukama.reporting.counting import Ask
from poukama.reporting.figures.kept import years_so_far
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, EpisodePhaseFactory
from tests.factories.clients import ClientFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)
PEOPLE = Ask.of("people_in_care")


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2023, 3, 4))


def people_in_2024() -> int:
    return years_so_far([PEOPLE], 2024, TODAY)[PEOPLE].months.value


def test_what_the_ending_ended_goes_on_and_what_had_ended_before_does_not(aino, episode):
    left = EpisodeMemberFactory(episode=episode, starts_on=episode.starts_on)
    stayed = EpisodeMemberFactory(episode=episode, starts_on=episode.starts_on)
    earlier = EpisodePhaseFactory(episode=episode, starts_on=episode.starts_on)
    end_phase(phase=earlier, ends_on=date(2023, 12, 20), by=aino)
    phase = EpisodePhaseFactory(episode=episode, starts_on=date(2023, 12, 21))
    end_member(member=left, ends_on=date(2023, 12, 31), by=aino)
    with clock.moved_to(clock.now() + timedelta(minutes=5)):
        close_episode(episode=episode, ends_on=date(2023, 12, 31), reason="goals_met", by=aino)
    assert people_in_2024() == 0

    reopen_episode(episode=episode, by=aino)

    for row in (episode, left, stayed, earlier, phase):
        row.refresh_from_db()
    assert (episode.ends_on, episode.end_reason, episode.closed_by) == (None, "", None)
    assert (left.ends_on, stayed.ends_on, stayed.ended_by) == (date(2023, 12, 31), None, None)
    assert (earlier.ends_on, phase.ends_on) == (date(2023, 12, 20), None)
    assert people_in_2024() == 1
    assert [
        event.detail for event in AuditEvent.objects.filter(action="casework.close_episode").order_by("pk")
    ] == [
        {"reason": "goals_met"},
        {"what": "taken_back"},
    ]


def test_an_ending_of_an_earlier_day_stays(aino, episode):
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    with clock.moved_to(TOMORROW), pytest.raises(UndoTooLate):
        reopen_episode(episode=episode, by=aino)


def test_what_goes_on_has_no_ending_to_take_back(aino, episode):
    with pytest.raises(NothingRuns):
        reopen_episode(episode=episode, by=aino)


def test_once_the_family_has_a_new_episode_the_ending_stays(aino, episode):
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    new = open_episode(work_form=episode.work_form, starts_on=TODAY, by=aino, family=episode.family)
    with pytest.raises(EpisodeOverlaps) as refused:
        reopen_episode(episode=episode, by=aino)
    assert refused.value.episode == new


def test_an_episode_does_not_end_before_somebody_whose_part_ended_later(aino, episode):
    end_member(
        member=EpisodeMemberFactory(episode=episode, starts_on=episode.starts_on), ends_on=TODAY, by=aino
    )
    with pytest.raises(DaysDoNotFit):
        close_episode(episode=episode, ends_on=TODAY - timedelta(days=1), reason="goals_met", by=aino)


def test_figures_as_they_were_known_do_not_know_of_a_later_ending(aino, episode):
    EpisodeMemberFactory(episode=episode, starts_on=episode.starts_on)
    EpisodePhaseFactory(episode=episode, starts_on=episode.starts_on)
    before = datetime(2024, 9, 11, 12, tzinfo=UTC)
    for model in (Episode, *(fact.model for fact in (MEMBERS, PHASES))):
        model.objects.update(recorded_at=datetime(2023, 3, 4, 12, tzinfo=UTC))
    close_episode(episode=episode, ends_on=date(2023, 12, 31), reason="goals_met", by=aino)
    year = Period.year(2024)
    facts = (EPISODES, MEMBERS, PHASES)
    assert [fact.during(year).count() for fact in facts] == [0, 0, 0]
    assert [fact.during(year, known_at=before).count() for fact in facts] == [1, 1, 1]
    assert [fact.during(year, known_at=clock.now()).count() for fact in facts] == [0, 0, 0]


def test_a_part_that_ended_by_mistake_goes_on(aino, episode):
    member = EpisodeMemberFactory(episode=episode, starts_on=episode.starts_on)
    with pytest.raises(NothingRuns):
        resume_member(member=member, by=aino)
    end_member(member=member, ends_on=TODAY - timedelta(days=1), by=aino)
    with clock.moved_to(TOMORROW), pytest.raises(UndoTooLate):
        resume_member(member=member, by=aino)
    resume_member(member=member, by=aino)
    member.refresh_from_db()
    assert (member.ends_on, member.ended_at, member.ended_by) == (None, None, None)


def test_a_part_stays_ended_when_they_came_anew_or_the_episode_ended(aino, episode):
    client = ClientFactory()
    member = EpisodeMemberFactory(episode=episode, client=client, starts_on=episode.starts_on)
    end_member(member=member, ends_on=TODAY - timedelta(days=1), by=aino)
    add_member(episode=episode, client=client, role="parent", starts_on=TODAY, by=aino)
    with pytest.raises(AlreadyMember):
        resume_member(member=member, by=aino)
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    with pytest.raises(EpisodeClosed):
        resume_member(member=member, by=aino)


def test_the_undo_stands_in_the_message_on_the_page_and_among_what_i_recorded(
    client, signed_in, aino, episode
):
    signed_in(aino)
    asked = {"reason": "goals_met", "ends_on": TODAY.isoformat()}
    page = client.post(url("casework:close", episode), asked, follow=True)
    undo = url("casework:reopen", episode)
    assert [toast.undo_url for toast in page.context["frame"].toasts] == [undo]
    assert page.context["ended_today"]
    items = client.get(reverse("casework:my_recordings_panel")).context["items"]
    assert [item["undo"] for item in items] == [undo]
    assert client.post(undo, follow=True).context["episode"].is_open
    assert client.post(undo).status_code == 302
    assert Episode.objects.get().is_open


def test_a_later_undo_says_why_not_and_leads_to_the_new_episode(client, signed_in, aino, episode):
    signed_in(aino)
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    new = open_episode(work_form=episode.work_form, starts_on=TODAY, by=aino, family=episode.family)
    assert client.post(url("casework:reopen", episode))["Location"] == url("casework:episode", new)
    with clock.moved_to(TOMORROW):
        page = client.post(url("casework:reopen", episode), follow=True)
        assert page.context["frame"].notices
        assert not page.context["ended_today"]
    assert not Episode.objects.get(pk=episode.pk).is_open


def test_a_colleague_of_the_work_form_takes_it_back_and_nobody_else_can(
    client, signed_in, cast, aino, episode
):
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)
    for who in ("bertta", "director", "board_member", "office", "administrator", "cecilia"):
        assert signed_in(cast[who]).post(url("casework:reopen", episode)).status_code == 404
    colleague = UserFactory()
    AssignmentFactory(user=colleague, work_form=episode.work_form)
    assert signed_in(colleague).post(url("casework:reopen", episode)).status_code == 302
    assert Episode.objects.get().is_open


def test_the_end_of_a_part_is_taken_back_on_screen(client, signed_in, aino, episode):
    member = EpisodeMemberFactory(episode=episode, starts_on=episode.starts_on)
    signed_in(aino)
    page = client.post(url("casework:end_member", member), {"ends_on": TODAY.isoformat()}, follow=True)
    (toast,) = page.context["frame"].toasts
    assert toast.undo_url == url("casework:resume_member", member)
    client.post(toast.undo_url)
    member.refresh_from_db()
    assert member.ends_on is None
    assert client.post(toast.undo_url, follow=True).context["frame"].notices
