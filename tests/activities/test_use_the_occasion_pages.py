from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.models import AuditEvent
from poukama.activities.models import Attendance, Group, Headcount, Occasion
from poukama.activities.services.refusals import AlreadyVoided
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.activities.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, GroupFactory, HeadcountFactory, OccasionFactory
from tests.factories.clients import ClientFactory
from tests.factories.organisation import AssignmentFactory, WorkFormFactory

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def helmi(work_form_a):
    return ClientFactory(code_name="Helmi", known_in=work_form_a)


@pytest.fixture
def group(work_form_a):
    return GroupFactory(work_form=work_form_a, name="Thursdays")


def test_what_was_held_is_recorded_and_can_be_undone(client, work_form_a, aino, helmi):
    client.force_login(aino)
    page = url("activities:occasion_record", work_form_a.key)
    given = {"kind": "event", "happened_on": "2024-09-12", "minutes": "90", "group": ""}

    response = client.post(
        page, given | {"people": [f"c{helmi.pk}"], "count-parents": "4", "count-families": "2"}
    )

    occasion = Occasion.objects.get()
    assert response.url == url("activities:occasion", occasion)
    assert (occasion.state, occasion.minutes, occasion.recorded_by) == ("held", 90, aino)
    assert list(Attendance.objects.values_list("client", flat=True)) == [helmi.pk]
    counted = Headcount.objects.order_by("category").values_list("category", "people", "families")
    assert list(counted) == [("families", 0, 2), ("parents", 4, 0)]
    shown = client.get(response.url).content.decode()
    assert f'action="{url("activities:occasion_void", occasion)}"' in shown
    again = client.post(url("activities:occasion_void", occasion), {"next": response.url})
    assert again.url == page
    assert client.get(response.url).status_code == 404


def test_the_kind_comes_from_the_group(client, work_form_a, aino, group):
    client.force_login(aino)
    page = url("activities:occasion_record", work_form_a.key, group=group.pk)
    assert client.get(page).context["form"]["group"].value() == group.pk

    client.post(page, {"group": str(group.pk), "happened_on": "2024-09-12", "count-parents": "4"})

    occasion = Occasion.objects.get()
    assert (occasion.group, occasion.kind) == (group, "peer_group")


@pytest.mark.parametrize(
    "given, field",
    [
        ({"kind": ""}, "kind"),
        ({"kind": "only_b"}, "kind"),
        ({"happened_on": "2024-09-13"}, "happened_on"),
        ({"count-general_public": "200"}, "basis"),
        ({"is_estimate": "on"}, "basis"),
        ({"people": ["c999999"]}, "people"),
        ({"count-parents": ""}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, work_form_a, aino, given, field):
    client.force_login(aino)
    right = {"kind": "event", "happened_on": "2024-09-12", "count-parents": "3", "title": "Kept as typed"}

    response = client.post(url("activities:occasion_record", work_form_a.key), right | given)

    assert list(response.context["form"].errors) == [field]
    assert "Kept as typed" in response.content.decode()
    assert Occasion.objects.count() == 0


def test_the_general_public_is_estimated_with_its_ground(client, work_form_a, aino):
    client.force_login(aino)
    given = {
        "kind": "event",
        "happened_on": "2024-09-12",
        "count-general_public": "300",
        "basis": "organiser",
    }

    client.post(url("activities:occasion_record", work_form_a.key), given | {"basis_text": "Their counter"})

    row = Headcount.objects.get()
    assert (row.people, row.is_estimate, row.basis, row.basis_text) == (
        300,
        True,
        "organiser",
        "Their counter",
    )


def test_a_client_of_another_work_form_is_not_offered(client, work_form_a, work_form_b, aino, helmi):
    ClientFactory(code_name="Vuokko", known_in=work_form_b)
    client.force_login(aino)

    form = client.get(url("activities:occasion_record", work_form_a.key)).context["form"]

    assert [label for _key, label in form.fields["people"].choices] == ["Helmi"]


def test_what_is_planned_is_held_from_its_page(client, work_form_a, aino):
    client.force_login(aino)
    plan = url("activities:occasion_plan", work_form_a.key)
    given = {"kind": "trip", "happened_on": "2024-09-12", "starts_at": "17:30", "title": "To the sea"}
    planned = client.post(plan, given)
    occasion = Occasion.objects.get()
    assert (planned.url, occasion.state) == (url("activities:occasion", occasion), "planned")

    form = client.get(url("activities:occasion_hold", occasion)).context["form"]
    assert (form["kind"].value(), form["title"].value()) == ("trip", "To the sea")
    client.post(url("activities:occasion_hold", occasion), given | {"count-children": "3"})

    occasion.refresh_from_db()
    assert occasion.state == "held"
    assert client.get(url("activities:occasion_hold", occasion)).url == url("activities:occasion", occasion)


def test_planning_in_the_past_is_refused_in_words(client, work_form_a, aino):
    client.force_login(aino)

    response = client.post(
        url("activities:occasion_plan", work_form_a.key), {"kind": "trip", "happened_on": "2024-09-11"}
    )

    assert list(response.context["form"].errors) == ["happened_on"]
    assert Occasion.objects.count() == 0


def test_a_cancelled_occasion_can_be_planned_again(client, work_form_a, aino):
    occasion = OccasionFactory(work_form=work_form_a, state="planned")
    client.force_login(aino)

    client.post(url("activities:occasion_cancel", occasion))
    occasion.refresh_from_db()
    assert occasion.state == "cancelled"
    client.post(url("activities:occasion_cancel", occasion))  # once more: said, not done
    client.post(url("activities:occasion_restore", occasion))
    occasion.refresh_from_db()
    assert occasion.state == "planned"
    client.post(url("activities:occasion_restore", occasion))
    occasion.refresh_from_db()
    assert occasion.state == "planned"


def test_numbers_are_corrected_from_what_they_were(client, work_form_a, aino):
    occasion = OccasionFactory(work_form=work_form_a)
    HeadcountFactory(occasion=occasion, people=5)
    HeadcountFactory(occasion=occasion, category="general_public", people=90, is_estimate=True, basis="seats")
    client.force_login(aino)
    page = url("activities:occasion_counts", occasion)
    form = client.get(page).context["form"]
    assert (form["count-parents"].value(), form["basis"].value()) == (5, "seats")

    refused = client.post(page, {"count-parents": ""})
    assert list(refused.context["form"].errors) == ["__all__"]
    client.post(page, {"count-parents": "6"})

    standing = Headcount.objects.filter(voided_at=None).values_list("category", "people")
    assert list(standing) == [("parents", 6)]


def test_the_list_is_narrowed_and_keeps_its_pages(client, work_form_a, aino, lead):
    for back in range(60):
        day = THURSDAY - timedelta(days=back)
        OccasionFactory(work_form=work_form_a, happened_on=day, kind="trip" if back % 2 else "event")
    client.force_login(aino)

    first = client.get(url("activities:occasions"))
    second = client.get(f"{url('activities:occasions')}?{first.context['page'].older}")
    assert [len(first.context["rows"]), len(second.context["rows"])] == [50, 10]
    trips = client.get(url("activities:occasions", kind="trip", month="2024-09", state="held"))
    days = [row.occasion.happened_on.day for row in trips.context["rows"]]
    assert days == [11, 9, 7, 5, 3, 1]
    nothing = client.get(url("activities:occasions", state="planned", work_form=work_form_a.key))
    assert list(nothing.context["rows"]) == []
    assert client.get(url("activities:occasions", kind="unheard")).status_code == 200


def test_the_lists_cost_the_same_queries_however_many(client, work_form_a, aino):
    client.force_login(aino)
    names = (
        "occasions",
        "groups",
        "overview",
        "today_panel",
        "my_recordings_panel",
        "outreach_log",
        "chat_log",
    )
    costs = {name: [] for name in names}
    for turn in range(3):
        for _each in range(1 + turn):
            row = OccasionFactory(
                work_form=work_form_a, group=GroupFactory(work_form=work_form_a), recorded_by=aino
            )
            HeadcountFactory(occasion=row)
        for name in names:
            with CaptureQueriesContext(connection) as queries:
                client.get(url(f"activities:{name}"))
            costs[name].append(len(queries))

    assert {name: cost[2] - cost[1] for name, cost in costs.items()} == dict.fromkeys(names, 0)


def test_opening_codes_leaves_a_trace_and_opening_numbers_does_not(
    client, work_form_a, aino, helmi, director
):
    occasion = OccasionFactory(work_form=work_form_a)
    AttendanceFactory(occasion=occasion, client=helmi)

    client.force_login(director)
    page = client.get(url("activities:occasion", occasion))
    assert "Helmi" not in page.content.decode()
    read = AuditEvent.objects.filter(action="activities.read_occasion")
    assert read.count() == 0

    client.force_login(aino)
    page = client.get(url("activities:occasion", occasion))
    assert "Helmi" in page.content.decode()
    assert list(read.values_list("actor", "about_id")) == [(aino.pk, str(occasion.pk))]


def test_marking_is_one_tap_and_the_fragment_equals_a_reload(client, work_form_a, aino, helmi, group):
    occasion = OccasionFactory(work_form=work_form_a, group=group, state="planned")
    client.force_login(aino)
    mark = url("activities:occasion_mark", occasion)

    fragment = client.post(mark, {"mark": f"c{helmi.pk}"}, headers={"HX-Request": "true"})

    occasion.refresh_from_db()
    assert (occasion.state, fragment.context["here"]) == ("held", 1)
    again = client.get(url("activities:occasion", occasion), headers={"HX-Request": "true"})
    assert without_token(again) == without_token(fragment)
    assert without_token(again) in without_token(client.get(url("activities:occasion", occasion)))
    client.post(mark, {"unmark": f"c{helmi.pk}"})
    assert Attendance.objects.filter(voided_at=None).count() == 0


def test_everyone_who_came_lately_is_marked_at_once(client, work_form_a, aino, group):
    regulars = [ClientFactory(known_in=work_form_a) for _ in range(3)]
    ClientFactory(known_in=work_form_a)  # has never come
    before = OccasionFactory(work_form=work_form_a, group=group, happened_on=WEDNESDAY)
    for each in regulars:
        AttendanceFactory(occasion=before, client=each)
    client.force_login(aino)

    client.post(url("activities:group_mark", group), {"mark": "everyone"})

    today = Occasion.objects.get(happened_on=THURSDAY)
    marked = Attendance.objects.filter(occasion=today).order_by("client").values_list("client", flat=True)
    assert list(marked) == [each.pk for each in regulars]
    assert (today.state, today.group, today.recorded_by) == ("held", group, aino)


def test_the_first_tap_on_a_group_begins_its_session(client, work_form_a, aino, helmi, group):
    ruoko = ClientFactory(known_in=work_form_a)
    client.force_login(aino)
    page, mark = url("activities:group", group), url("activities:group_mark", group)
    assert client.get(page).context["occasion"] is None

    first = client.post(mark, {"mark": f"c{helmi.pk}"}, headers={"HX-Request": "true"})
    client.post(mark, {"mark": f"c{ruoko.pk}"})

    assert first.context["here"] == 1
    assert Occasion.objects.count() == 1
    shown = client.get(page)
    assert (shown.context["here"], shown.context["occasion"]) == (2, Occasion.objects.get())


def test_marking_somebody_unknown_does_nothing(client, work_form_a, work_form_b, aino, group):
    elsewhere = ClientFactory(known_in=work_form_b)
    client.force_login(aino)

    client.post(url("activities:group_mark", group), {"mark": f"c{elsewhere.pk}"})

    assert Occasion.objects.count() == 0


def test_nobody_is_marked_in_a_group_that_has_ended(client, work_form_a, aino, helmi):
    group = GroupFactory(work_form=work_form_a, ends_on=WEDNESDAY)
    client.force_login(aino)

    client.post(url("activities:group_mark", group), {"mark": f"c{helmi.pk}"})

    assert Occasion.objects.count() == 0


def test_marking_before_the_day_is_said_and_not_done(client, work_form_a, aino, helmi):
    occasion = OccasionFactory(work_form=work_form_a, happened_on=FRIDAY, state="planned")
    client.force_login(aino)

    client.post(url("activities:occasion_mark", occasion), {"mark": f"c{helmi.pk}"})

    assert Attendance.objects.count() == 0


def test_a_group_is_started_ended_and_both_are_taken_back(client, work_form_a, aino):
    client.force_login(aino)
    given = {"name": "Thursdays", "kind": "peer_group", "starts_on": "2024-09-12", "is_open": "on"}

    started = client.post(url("activities:group_start", work_form_a.key), given)
    group = Group.objects.get()
    assert (started.url, group.is_open) == (url("activities:group", group), True)
    refused = client.post(url("activities:group_end", group), {"ends_on": "2024-09-11"})
    assert list(refused.context["form"].errors) == ["ends_on"]
    client.post(url("activities:group_end", group), {"ends_on": "2024-12-12"})
    group.refresh_from_db()
    assert group.ends_on is not None
    client.post(url("activities:group_reopen", group))
    group.refresh_from_db()
    assert group.ends_on is None
    assert client.post(url("activities:group_void", group)).url == url("activities:groups")
    assert client.get(url("activities:group", group)).status_code == 404


def test_a_group_that_has_met_is_not_undone(client, work_form_a, aino, group):
    OccasionFactory(work_form=work_form_a, group=group)
    client.force_login(aino)

    assert client.post(url("activities:group_void", group)).url == url("activities:group", group)
    assert client.get(url("activities:groups")).context["page"].rows == [group]


def test_a_group_needs_its_kind(client, work_form_a, aino):
    client.force_login(aino)

    response = client.post(
        url("activities:group_start", work_form_a.key), {"name": "Thursdays", "starts_on": "2024-09-12"}
    )

    assert list(response.context["form"].errors) == ["kind"]


def test_today_and_what_i_recorded_stand_on_the_home_page(client, work_form_a, work_form_b, aino, bertta):
    planned = OccasionFactory(work_form=work_form_a, state="planned")
    mine = OccasionFactory(work_form=work_form_a, recorded_by=aino)
    OccasionFactory(work_form=work_form_a, state="cancelled")
    OccasionFactory(work_form=work_form_a, happened_on=FRIDAY)
    OccasionFactory(work_form=work_form_b)
    client.force_login(aino)

    today = client.get(url("activities:today_panel")).context["rows"]
    recorded = client.get(url("activities:my_recordings_panel")).context["recorded"]

    assert [row.occasion for row in today] == [planned, mine]
    assert (recorded.occasions, recorded.outreach, recorded.doors) == ([mine], [], [])


def without_token(response):
    """The page without what differs every time, and without spaces."""
    lines = response.content.decode().splitlines()
    kept = [line.strip() for line in lines if "csrfmiddlewaretoken" not in line]
    return "".join(kept).split('<div id="ilmoitus"')[0].strip()


@pytest.mark.parametrize("name", ["occasion_correct", "occasion_counts", "occasion_hold"])
def test_a_form_of_what_a_colleague_undid_meanwhile_says_so(client, work_form_a, aino, lead, bertta, name):
    state = "planned" if name == "occasion_hold" else "held"
    gone = OccasionFactory(work_form=work_form_a, state=state, voided_at=clock.now(), voided_by=lead)
    client.force_login(aino)
    page = client.post(url(f"activities:{name}", gone), {"kind": "event"}, follow=True)
    assert page.redirect_chain == [(url("activities:occasions"), 302)]
    assert [str(notice.text) for notice in page.context["frame"].notices] == [str(AlreadyVoided.words)]
    client.force_login(bertta)
    assert client.post(url(f"activities:{name}", gone), {"kind": "event"}).status_code == 404


def test_a_list_over_two_work_forms_has_every_occasion_once_newest_first(
    signed_in, aino, work_form_a, work_form_b
):
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    first = date(2024, 1, 1)
    made = [
        OccasionFactory(
            work_form=work_form_b if at % 3 else work_form_a, happened_on=first + timedelta(days=at // 2)
        )
        for at in range(120)
    ]
    OccasionFactory(work_form=WorkFormFactory(), happened_on=first)
    browser, address, listed = signed_in(aino), url("activities:occasions"), []
    while True:
        page = browser.get(address).context["page"]
        listed += [row.pk for row in page.rows]
        if not page.older:
            break
        address = f"{url('activities:occasions')}?{page.older}"
    assert listed == [row.pk for row in sorted(made, key=lambda row: (row.happened_on, row.pk), reverse=True)]
