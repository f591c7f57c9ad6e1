from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.organisation.choices import Role
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory, EpisodePhaseFactory
from tests.factories.clients import ClientFactory
from tests.factories.organisation import AssignmentFactory


def codes(answer):
    return [row.episode.code for row in answer.context["rows"]]


def test_the_list_shows_who_is_here_with_roles_phase_and_latest_contact(signed_in, aino, work_form_a, words):
    episode = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme")
    EpisodeMemberFactory(episode=episode, role="parent", client__birth_year=1990)
    EpisodeMemberFactory(episode=episode, role="child")
    EpisodeMemberFactory(episode=episode, role="child")
    EpisodePhaseFactory(episode=episode, phase="group")
    ContactFactory(episode=episode, happened_on=date(2024, 9, 9))
    ContactFactory(episode=episode, happened_on=date(2024, 9, 10), took_place=False)

    answer = signed_in(aino).get(url("casework:episodes"))

    (row,) = answer.context["rows"]
    assert (row.roles, row.phase, row.last_contact_on) == ("Parent, 2 × Child", "Group", date(2024, 9, 9))
    assert "1990" not in answer.content.decode()


def test_the_list_is_narrowed_by_state_work_form_and_phase(signed_in, aino, work_form_a, work_form_b, words):
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    here = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme")
    EpisodePhaseFactory(episode=here, phase="group")
    EpisodeFactory(work_form=work_form_b, family__code_name="Ruoko", starts_on=date(2024, 1, 1))
    EpisodeFactory(
        work_form=work_form_a, family__code_name="Tyrni", ends_on=date(2024, 3, 1), end_reason="goals_met"
    )
    browser = signed_in(aino)

    shown = {
        query: codes(browser.get(f"{url('casework:episodes')}?{query}"))
        for query in (
            "",
            "state=ended",
            "work_form=work-form-b",
            "phase=group",
            "state=nonsense",
            "after=999",
        )
    }

    assert shown == {
        "": ["Lumme", "Ruoko"],
        "state=ended": ["Tyrni"],
        "work_form=work-form-b": ["Ruoko"],
        "phase=group": ["Lumme"],
        "state=nonsense": ["Lumme", "Ruoko"],
        "after=999": ["Lumme", "Ruoko"],
    }


def test_a_long_list_goes_on_from_a_row(signed_in, aino, work_form_a):
    for _ in range(53):
        EpisodeFactory(work_form=work_form_a)
    browser = signed_in(aino)

    first = browser.get(url("casework:episodes"))
    second = browser.get(f"{url('casework:episodes')}?{first.context['page'].older}")

    assert (len(codes(first)), len(codes(second))) == (50, 3)
    assert set(codes(first)) & set(codes(second)) == set()


def test_an_empty_list_says_how_to_begin(signed_in, aino):
    answer = signed_in(aino).get(url("casework:episodes"))

    assert (codes(answer), url("casework:open") in answer.content.decode()) == ([], True)


def test_the_list_costs_the_same_for_one_and_for_three(signed_in, aino, work_form_a, words):
    def add(count):
        for _ in range(count):
            episode = EpisodeFactory(work_form=work_form_a)
            EpisodeMemberFactory(episode=episode)
            EpisodePhaseFactory(episode=episode, phase="group")
            ContactFactory(episode=episode)

    browser = signed_in(aino)
    browser.get(url("casework:episodes"))
    add(1)
    counts = []
    for more in (0, 2):
        add(more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("casework:episodes"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_the_search_finds_by_code_name_and_birth_year_open_and_ended(signed_in, aino, work_form_a, htmx):
    lumme = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme")
    EpisodeMemberFactory(episode=lumme, client__birth_year=2015)
    person = ClientFactory(code_name="Lumikko")
    EpisodeFactory(
        work_form=work_form_a,
        family=None,
        client=person,
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 2, 1),
        end_reason="goals_met",
    )
    nameless = EpisodeFactory(work_form=work_form_a, family=None)
    EpisodeFactory(work_form=work_form_a, family__code_name="Ruoko")
    browser = signed_in(aino)

    found = {
        text: codes(browser.post(url("casework:search"), {"q": text}, headers=htmx))
        for text in ("LUM", "2015", "lum 2015", f"j-{nameless.pk}", "1999", "x" * 80)
    }

    assert found == {
        "LUM": ["Lumme", "Lumikko"],
        "2015": ["Lumme"],
        "lum 2015": ["Lumme"],
        f"j-{nameless.pk}": [nameless.code],
        "1999": [],
        "x" * 80: [],
    }


def test_the_search_costs_the_same_for_one_and_for_three(signed_in, aino, work_form_a):
    browser = signed_in(aino)
    browser.get(url("casework:episodes"))
    counts = []
    for number in (1, 2, 3):
        episode = EpisodeFactory(work_form=work_form_a, family__code_name=f"Lumme {number}")
        EpisodeMemberFactory(episode=episode)
        with CaptureQueriesContext(connection) as queries:
            assert len(codes(browser.post(url("casework:search"), {"q": "lumme"}))) == number
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_a_search_is_not_an_address(signed_in, aino):
    assert signed_in(aino).get(url("casework:search")).status_code == 405
