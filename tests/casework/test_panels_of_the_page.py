"""A family's page fetches its panels column by column, each under its own rule and with its own event."""

import pytest
from django.http import HttpResponse

from poukama.access import audit
from poukama.access.decorators import reads
from poukama.access.models import AuditEvent
from poukama.access.rules import Action as Access
from poukama.casework import page_panels
from poukama.casework.models import Note
from poukama.casework.rules import Action
from poukama.casework.views import panels
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory
from tests.factories.clients import ClientFactory, FamilyFactory

HTMX = {"HX-Request": "true"}
ALONE = {
    "work_panels": ("goals_panel", "notes"),
    "context_panels": ("child_first", "times", "reports", "coming_panel", "arrival_panel"),
}
READ = {
    "work_panels": ["casework.read_notes"],
    "context_panels": ["casework.see_child_first", "casework.see_times", "casework.see_arrival"],
}


@pytest.fixture
def episode(work_form_a, headings, aino):
    """A family with a child, of whom something is written."""
    family = FamilyFactory(known_in=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    child = ClientFactory(family=family, known_in=work_form_a)
    member = EpisodeMemberFactory(episode=episode, role="baby", client=child)
    NoteFactory(episode=episode, written_by=aino, of=[member])
    return episode


def fetch(browser, name, episode):
    answer = browser.get(url(f"casework:{name}", episode), headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_fetches_each_column_once_and_names_what_comes(signed_in, aino, episode):
    page = signed_in(aino).get(url("casework:episode", episode)).content.decode()

    for name in ALONE:
        assert page.count(f'hx-get="{url(f"casework:{name}", episode)}"') == 1
    for panel in (*page_panels.WORK, *page_panels.CONTEXT):
        assert f'<h2 id="{panel.id}">' in page


@pytest.mark.parametrize("column", ALONE)
def test_a_column_says_what_its_panels_say_alone_in_the_order_that_was_named(
    signed_in, aino, episode, column
):
    browser = signed_in(aino)

    together = fetch(browser, column, episode)

    assert together == "".join(fetch(browser, name, episode) for name in ALONE[column])
    named = page_panels.WORK if column == "work_panels" else page_panels.CONTEXT
    places = [together.index(f'<h2 id="{panel.id}">') for panel in named]
    assert places == sorted(places)


@pytest.mark.parametrize("column", ALONE)
def test_each_panel_that_told_something_writes_its_own_event(signed_in, aino, episode, column):
    fetch(signed_in(aino), column, episode)

    events = AuditEvent.objects.filter(actor=aino.pk, action__startswith="casework.").order_by("pk")
    assert list(events.values_list("action", flat=True)) == READ[column]
    assert set(events.values_list("about_id", "work_form")) == {(str(episode.pk), episode.work_form.key)}
    assert audit.verify().holds


def test_a_panel_that_is_not_theirs_is_left_out_and_leaves_no_event(signed_in, aino, episode, monkeypatch):
    @reads(Access.READ_STAFF)
    def of_the_office(request, pk):
        raise AssertionError("its guard lets nobody in")

    @reads(Action.READ_NOTES)
    def refused(request, pk):
        return HttpResponse("no", status=422)

    shown = {Action.READ_EPISODE: refused, **panels.WORK, Access.READ_STAFF: of_the_office}
    before = fetch(signed_in(aino), "work_panels", episode)
    monkeypatch.setattr(panels, "WORK", shown)

    after = fetch(signed_in(aino), "work_panels", episode)

    assert after == before
    assert AuditEvent.objects.filter(action=Access.READ_STAFF).count() == 0
    assert AuditEvent.objects.filter(action=Action.READ_NOTES).count() == 2


def test_whoever_works_elsewhere_finds_no_column(signed_in, bertta, episode):
    for name in ALONE:
        assert signed_in(bertta).get(url(f"casework:{name}", episode), headers=HTMX).status_code == 404


@pytest.mark.parametrize(("column", "most"), [("work_panels", 40), ("context_panels", 45)])
def test_a_column_asks_the_same_however_much_there_is(
    signed_in, aino, episode, column, most, django_assert_max_num_queries
):
    browser = signed_in(aino)
    fetch(browser, column, episode)
    for _time in range(4):
        child = ClientFactory(family=episode.family, known_in=episode.work_form)
        member = EpisodeMemberFactory(episode=episode, role="baby", client=child)
        NoteFactory(episode=episode, written_by=aino, of=[member])
    assert Note.objects.count() == 5

    with django_assert_max_num_queries(most):
        fetch(browser, column, episode)
