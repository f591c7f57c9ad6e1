from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.models import AuditEvent
from poukama.casework.models import Episode, EpisodeMember, EpisodePhase
from poukama.organisation.choices import Role
from tests.conftest import url
from tests.factories.casework import (
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    EpisodePhaseFactory,
)
from tests.factories.clients import ClientFactory
from tests.factories.organisation import AssignmentFactory

TODAY = date(2024, 9, 12)


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 3, 4))


def test_the_page_shows_members_phases_and_contacts_the_latest_first(signed_in, aino, episode):
    parent = EpisodeMemberFactory(episode=episode, role="parent")
    gone = EpisodeMemberFactory(episode=episode, role="child", ends_on=date(2024, 5, 1))
    EpisodePhaseFactory(episode=episode, phase="motivation", ends_on=date(2024, 5, 31))
    EpisodePhaseFactory(episode=episode, phase="group", starts_on=date(2024, 6, 1))
    early = ContactFactory(episode=episode, happened_on=date(2024, 4, 1), minutes=30)
    late = ContactFactory(episode=episode, happened_on=date(2024, 9, 1), minutes=60)
    late.present.add(parent)
    ContactFactory(episode=episode, happened_on=date(2024, 9, 2), took_place=False, minutes=None)
    ContactFactory(episode=episode, voided_at=early.recorded_at, voided_by=aino)

    page = signed_in(aino).get(url("casework:episode", episode)).context

    shown = page["shown"]
    assert [row.member for row in shown.members] == [parent]
    assert [row.member for row in shown.left] == [gone]
    assert ([row.name for row in shown.phases], shown.running.name) == (["Group", "Motivation"], "Group")
    assert (shown.contacts, shown.minutes) == (2, 90)
    assert [row.contact.happened_on.isoformat() for row in page["contacts"]] == [
        "2024-09-02",
        "2024-09-01",
        "2024-04-01",
    ]
    assert [row.present for row in page["contacts"]] == [[], [f"Parent {parent.client.code_name}"], []]


def test_opening_the_page_is_written_to_the_audit_trail(signed_in, aino, bertta, episode):
    signed_in(aino).get(url("casework:episode", episode))
    signed_in(bertta).get(url("casework:episode", episode))

    told = AuditEvent.objects.filter(action__startswith="casework.").values_list(
        "actor", "action", "about_id", "work_form", "detail"
    )
    assert list(told.order_by("id")) == [
        (aino.pk, "casework.read_episode", str(episode.pk), "work-form-a", {})
    ]


def test_lanes_show_services_of_ones_own_work_forms_only(signed_in, aino, lead, episode, work_form_b):
    EpisodeFactory(work_form=work_form_b, family=episode.family, starts_on=date(2024, 2, 1))
    EpisodeFactory(
        work_form=episode.work_form,
        family=episode.family,
        starts_on=date(2023, 1, 1),
        ends_on=date(2023, 12, 31),
        end_reason="goals_met",
    )
    both = lead
    AssignmentFactory(user=both, role=Role.WORKER, work_form=work_form_b)

    own = signed_in(aino).get(url("casework:episode", episode))
    seen = [(lane.name, [stay.is_this for stay in lane.stays]) for lane in own.context["timeline"].lanes]
    by_both = signed_in(both).get(url("casework:episode", episode)).context["timeline"].lanes

    assert seen == [("Work form A", [True])]
    assert "Work form B" not in own.content.decode()
    assert [lane.name for lane in by_both] == ["Work form B", "Work form A"]


def test_a_lane_stands_at_its_place_in_the_year(signed_in, aino, episode):
    (lane,) = signed_in(aino).get(url("casework:episode", episode)).context["timeline"].lanes
    bar = lane.stays[0].bar

    days = (date(2024, 3, 4) - date(2024, 1, 1)).days
    assert (bar.x, bar.width) == (
        f"{100 * days / 366:.2f}%",
        f"{100 * ((TODAY - date(2024, 3, 4)).days + 1) / 366:.2f}%",
    )


def test_a_long_list_of_contacts_goes_on_as_a_fragment(signed_in, aino, episode):
    for back in range(18):
        ContactFactory(episode=episode, happened_on=TODAY - timedelta(days=back))
    browser = signed_in(aino)

    first = browser.get(url("casework:episode", episode)).context
    address = f"{url('casework:episode', episode)}?{first['page'].older}"
    rest = browser.get(address, headers={"HX-Request": "true"})

    assert (len(first["contacts"]), len(rest.context["contacts"])) == (15, 3)
    assert "<html" not in rest.content.decode()


def test_the_page_costs_the_same_for_one_and_for_three(signed_in, aino, episode):
    def add(count):
        for place in range(count):
            member = EpisodeMemberFactory(episode=episode)
            ContactFactory(episode=episode).present.add(member)
            day = episode.starts_on + timedelta(days=EpisodePhase.objects.count())
            EpisodePhaseFactory(episode=episode, starts_on=day, ends_on=day)
            EpisodeFactory(
                work_form=episode.work_form,
                family=episode.family,
                starts_on=date(2024, 1, 1 + place),
                ends_on=date(2024, 1, 2 + place),
                end_reason="goals_met",
            )

    browser = signed_in(aino)
    browser.get(url("casework:episode", episode))
    counts = []
    for more in (1, 2):
        add(more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("casework:episode", episode))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_somebody_new_comes_along_and_is_taken_back(signed_in, aino, episode):
    browser = signed_in(aino)

    browser.post(
        url("casework:add_member", episode),
        {"who": "new", "role": "baby", "birth_year": "2024", "starts_on": "2024-09-01"},
    )
    member = EpisodeMember.objects.get()
    browser.post(url("casework:undo_member", member))

    member.refresh_from_db()
    assert (member.client.family, member.client.birth_year, member.starts_on, member.voided_by) == (
        episode.family,
        2024,
        date(2024, 9, 1),
        aino,
    )


def test_a_member_of_the_family_comes_along(signed_in, aino, episode):
    EpisodeMemberFactory(episode=episode)
    sibling = ClientFactory(family=episode.family, known_in=episode.work_form)
    browser = signed_in(aino)

    offered = browser.get(url("casework:add_member", episode)).context["form"].fields["who"].choices
    browser.post(
        url("casework:add_member", episode),
        {"who": str(sibling.pk), "role": "child", "starts_on": "2024-09-01"},
    )

    assert [value for value, _ in offered] == [str(sibling.pk), "new"]
    assert EpisodeMember.objects.filter(client=sibling).count() == 1


def test_whoever_is_known_elsewhere_only_is_not_offered(signed_in, aino, episode, work_form_b):
    ClientFactory(family=episode.family, known_in=work_form_b)

    offered = signed_in(aino).get(url("casework:add_member", episode)).context["form"].fields["who"].choices

    assert [value for value, _ in offered] == ["new"]


def test_somebody_new_in_a_nameless_episode_is_nameless_too(signed_in, aino, work_form_a, words):
    nameless = EpisodeFactory(work_form=work_form_a, family=None)

    signed_in(aino).post(
        url("casework:add_member", nameless), {"who": "new", "role": "child", "starts_on": "2024-09-01"}
    )

    assert EpisodeMember.objects.get().client.is_anonymous


@pytest.mark.parametrize("day", ["2024-03-03", "2024-09-13"])
def test_a_day_outside_the_episode_is_refused_at_its_field(signed_in, aino, episode, day):
    browser = signed_in(aino)
    member = EpisodeMemberFactory(episode=episode)

    answers = [
        browser.post(url("casework:add_member", episode), {"who": "new", "role": "baby", "starts_on": day}),
        browser.post(url("casework:begin_phase", episode), {"phase": "group", "starts_on": day}),
        browser.post(url("casework:end_member", member), {"ends_on": day}),
        browser.post(url("casework:close", episode), {"reason": "goals_met", "ends_on": day}),
    ]

    assert [(answer.status_code, list(answer.context["form"].errors)) for answer in answers] == [
        (422, ["starts_on"]),
        (422, ["starts_on"]),
        (422, ["ends_on"]),
        (422, ["ends_on"]),
    ]


def test_a_part_ends(signed_in, aino, episode):
    member = EpisodeMemberFactory(episode=episode)

    signed_in(aino).post(url("casework:end_member", member), {"ends_on": "2024-09-10"})

    member.refresh_from_db()
    assert member.ends_on == date(2024, 9, 10)


def test_the_next_phase_begins_and_is_taken_back(signed_in, aino, episode):
    first = EpisodePhaseFactory(episode=episode, phase="motivation")
    browser = signed_in(aino)

    offered = browser.get(url("casework:begin_phase", episode)).context["form"].fields["phase"].choices
    browser.post(url("casework:begin_phase", episode), {"phase": "group", "starts_on": "2024-09-12"})
    begun = EpisodePhase.objects.get(phase="group")
    first.refresh_from_db()
    ended_on = first.ends_on
    browser.post(url("casework:undo_phase", begun))
    first.refresh_from_db()

    assert [value for value, _ in offered] == ["group", "aftercare"]
    assert (ended_on, first.ends_on) == (date(2024, 9, 11), None)


def test_an_episode_ends_for_a_reason_and_says_so(signed_in, aino, episode):
    EpisodeMemberFactory(episode=episode)
    browser = signed_in(aino)

    browser.post(url("casework:close", episode), {"reason": "moved_away", "ends_on": "2024-09-12"})
    page = browser.get(url("casework:episode", episode)).context
    again = browser.post(url("casework:close", episode), {"reason": "moved_away", "ends_on": "2024-09-12"})

    assert (page["shown"].end_reason, page["episode"].ends_on, len(page["shown"].members)) == (
        "Moved away",
        TODAY,
        1,
    )
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["__all__"])


def test_an_episode_does_not_end_before_its_last_contact(signed_in, aino, episode):
    ContactFactory(episode=episode, happened_on=date(2024, 9, 5))

    answer = signed_in(aino).post(
        url("casework:close", episode), {"reason": "moved_away", "ends_on": "2024-09-01"}
    )

    assert list(answer.context["form"].errors) == ["ends_on"]
    assert "5.9.2024" in answer.context["form"].errors["ends_on"][0]
    assert Episode.objects.get().ends_on is None


def test_an_old_episode_is_not_taken_back_and_it_is_said_why(signed_in, lead, episode):
    answer = signed_in(lead).post(url("casework:undo_episode", episode))

    assert (answer.url, Episode.objects.get().voided_at) == (url("casework:episode", episode), None)
