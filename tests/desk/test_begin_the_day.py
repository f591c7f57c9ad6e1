"""Everyone begins their day on the home page, and finds their own work there."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from poukama.desk.panels import Panel
from poukama.organisation.choices import Identification, Role, TermList
from poukama.organisation.models import User, WorkForm
from poukama.outbox.services import settle
from tests.cast import sign_in
from tests.factories.clients import ClientFactory, KnownInFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, WorkFormFactory
from tests.factories.outbox import MessageFactory
from tests.factories.workforce import VolunteerRoleFactory

OF_WORK = [
    "casework:quick_panel",
    "casework:day_panel",
    "casework:inbox_panel",
    "casework:due_panel",
    "casework:consents_panel",
    "casework:my_recordings_panel",
]
PANELS = {
    "aino": OF_WORK,
    "lead": OF_WORK,
    "director": [],
    "board_member": [],
    "office": [],
    "administrator": [],
}
"""Which panels of casework each role finds; figures are for everyone."""


def shown_on(page: HttpResponse) -> list[Panel]:
    """Every panel of a home page."""
    context = page.context
    return [*context["work"], *context["urgent"], *context["recorded"], *context["context_panels"]]


@pytest.mark.parametrize(("who", "names"), PANELS.items())
def test_each_role_finds_its_own_panels(
    client: Client, cast: dict[str, User], who: str, names: list[str]
) -> None:
    sign_in(client, cast[who])

    page = client.get("/")

    shown = [panel.url_name for panel in shown_on(page)]
    assert [name for name in shown if name.startswith("casework:")] == names
    assert "reporting:my_figures_panel" in shown
    assert bool(page.context["shortcuts"]) == (who in ("aino", "lead"))


def test_the_gatekeeper_finds_the_walls_and_no_figures(client: Client, gatekeeper: User) -> None:
    sign_in(client, gatekeeper)

    page = client.get("/")

    assert [panel.url_name for panel in shown_on(page)] == [
        "drafts:unfinished_panel",
        "clients:walls_panel",
    ]
    assert "Tässä ovat yhdistyksen luvut" not in page.content.decode()
    assert "Muureja ei ole." in client.get(reverse("clients:walls_panel")).content.decode()


def test_a_message_that_was_not_sent_stands_before_the_form_and_only_then(
    client: Client, work_form_a: WorkForm, aino: User
) -> None:
    sign_in(client, aino)

    def first() -> list[str]:
        page = client.get("/")
        assert "outbox:not_sent_panel" not in [panel.url_name for panel in shown_on(page)]
        return [panel.url_name for panel in page.context["first"]]

    assert first() == []
    MessageFactory(known=KnownInFactory(work_form=WorkFormFactory(), client=ClientFactory(), family=None))
    assert first() == []
    waits = MessageFactory(known=KnownInFactory(work_form=work_form_a, client=ClientFactory(), family=None))
    assert first() == ["outbox:not_sent_panel"]
    settle(message=waits, by=aino)
    assert first() == []


def test_what_waits_costs_the_same_for_one_message_and_for_many(
    client: Client, work_form_a: WorkForm, aino: User
) -> None:
    sign_in(client, aino)

    def queries() -> int:
        MessageFactory(known=KnownInFactory(work_form=work_form_a, client=ClientFactory(), family=None))
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    client.get("/")
    first = queries()
    assert [queries(), queries()] == [first, first]


def test_every_shortcut_and_panel_opens(client: Client, aino: User) -> None:
    sign_in(client, aino)
    page = client.get("/")
    places = (*page.context["shortcuts"], *shown_on(page))
    assert {place.url: client.get(place.url, follow=True).status_code for place in places} == {
        place.url: 200 for place in places
    }


def test_whoever_only_counts_finds_the_door_and_no_casework(
    client: Client, work_form_a: WorkForm, aino: User
) -> None:
    WorkForm.objects.filter(pk=work_form_a.pk).update(
        identification=Identification.COUNTED, door_counter=True
    )
    sign_in(client, aino)

    page = client.get("/")

    assert [door.key for door in page.context["doors"]] == [work_form_a.key]
    places = (*page.context["shortcuts"], *shown_on(page))
    assert not [place.url_name for place in places if place.url_name.startswith("casework:")]


def test_whoever_works_nowhere_finds_nothing(client: Client, cecilia: User) -> None:
    sign_in(client, cecilia)
    assert client.get("/").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next=/")


def test_whoever_works_in_one_work_form_goes_straight_to_its_forms(
    client: Client, work_form_a: WorkForm, aino: User
) -> None:
    TermFactory(list=TermList.OUTREACH_PLACE, key="clinic")
    sign_in(client, aino)
    urls = [shortcut.url for shortcut in client.get("/").context["shortcuts"]]
    assert reverse("activities:occasion_record", args=[work_form_a.key]) in urls
    assert reverse("activities:outreach", args=[work_form_a.key]) in urls
    assert reverse("activities:overview") not in urls
    assert reverse("workforce:partnership_add", args=[work_form_a.key]) in urls
    match = reverse("workforce:match_add", args=[work_form_a.key])
    assert match not in urls
    VolunteerRoleFactory(work_form=work_form_a)
    assert match in [shortcut.url for shortcut in client.get("/").context["shortcuts"]]


def test_whoever_works_in_several_chooses_the_work_form_first(
    client: Client, work_form_b: WorkForm, aino: User
) -> None:
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    sign_in(client, aino)
    urls = [shortcut.url for shortcut in client.get("/").context["shortcuts"]]
    assert reverse("activities:overview") in urls
    assert reverse("workforce:partners") in urls


def test_one_empty_state_says_what_to_do_and_the_panels_hide(client: Client, aino: User) -> None:
    sign_in(client, aino)
    page = client.get("/").content.decode()
    assert page.count('class="pk-empty"') == 1
    for name in ("casework:my_recordings_panel", "activities:my_recordings_panel"):
        panel = client.get(reverse(name), headers={"HX-Request": "true"}).content.decode()
        assert " hidden" in panel.split(">", 1)[0]


def test_the_middle_of_a_phone_is_where_one_records(
    client: Client, work_form_a: WorkForm, aino: User, director: User
) -> None:
    def seats(who: User) -> dict[int, str]:
        sign_in(client, who)
        places = client.get("/").context["frame"].places
        return {place.item.phone: place.item.url_name for place in places if place.item.phone}

    assert seats(aino)[3] == "casework:record"
    assert seats(aino)[4] == "activities:overview"
    WorkForm.objects.filter(pk=work_form_a.pk).update(identification=Identification.COUNTED)
    assert seats(aino)[3] == "activities:overview"
    assert "casework:episodes" not in seats(aino).values()
    assert seats(director)[4] == "activities:overview"
