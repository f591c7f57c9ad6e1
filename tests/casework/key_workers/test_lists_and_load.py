"""Lists and the load by who works with a family, and by whom nobody works with any more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.queries import recent_episodes
from tests.casework.key_workers.named_workers import DAY, START, TODAY, change
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.organisation import UserFactory


def test_the_other_of_a_pair_finds_them_among_their_own(work_form_a, words, aino, saara):
    older = EpisodeFactory(
        work_form=work_form_a, key_worker=aino, pair_worker=saara, starts_on=START - 30 * DAY
    )
    newer = EpisodeFactory(work_form=work_form_a, starts_on=START)

    assert recent_episodes(Actor(saara, TODAY)) == [older, newer]


@pytest.mark.parametrize("how", ["role", "account"])
def test_whoever_has_left_is_shown_as_gone_and_the_lead_finds_the_family(
    signed_in, aino, saara, lead, opened, work_form_a, how
):
    change(opened, saara, by=aino)
    kept = EpisodeFactory(work_form=work_form_a, family__code_name="Ruoko", key_worker=aino)
    if how == "role":
        saara.assignments.update(ends_on=TODAY - DAY)
    else:
        saara.is_active = False
        saara.save()
    browser = signed_in(lead)

    page = browser.get(url("casework:episode", opened))
    (load,) = browser.get(url("casework:load")).context["loads"]
    nobodys = browser.get(url("casework:episodes"), {"key_worker": "nobody"}).context["rows"]
    whose_here = {row.who: (row.works_here, row.episodes) for row in load.workers if row.who}

    assert page.context["gone"] == [saara]
    assert "Saara Worker ei ole enää täällä työssä." in page.content.decode()
    assert (whose_here, load.unled) == ({aino: (True, 1), saara: (False, 1)}, 1)
    assert ([row.episode for row in nobodys], kept.key_worker) == ([opened], aino)


def test_a_load_counts_both_of_a_pair_and_who_has_nobody(signed_in, aino, saara, lead, work_form_a):
    for number in range(3):
        EpisodeFactory(work_form=work_form_a, key_worker=aino, pair_worker=saara if number else None)
    EpisodeFactory(work_form=work_form_a)
    EpisodeFactory(
        work_form=work_form_a, key_worker=aino, pair_worker=saara, ends_on=TODAY, end_reason="goals_met"
    )

    page = signed_in(lead).get(url("casework:load"))
    (load,) = page.context["loads"]
    rows = {row.who: (row.episodes, row.in_pair) for row in load.workers}

    assert (rows, load.unled) == ({aino: (3, 0), saara: (0, 2), None: (1, 0)}, 1)
    assert "1 avoin jakso, jolla ei ole täällä työskentelevää omatyöntekijää." in page.content.decode()


def test_ones_own_families_are_those_of_either_of_a_pair(signed_in, aino, saara, work_form_a):
    first = EpisodeFactory(work_form=work_form_a, key_worker=saara, pair_worker=aino)
    EpisodeFactory(work_form=work_form_a, key_worker=saara)

    answer = signed_in(aino).get(url("casework:episodes"), {"key_worker": "mine"})

    assert [row.episode for row in answer.context["rows"]] == [first]
    assert "SW, AW" in answer.content.decode()


def test_the_lists_of_nobodys_and_of_ones_own_cost_the_same_for_one_and_for_three(
    signed_in, aino, saara, lead, work_form_a
):
    browser = signed_in(aino)

    def asked(**narrowed):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url("casework:episodes"), narrowed).context["rows"]
        return len(seen)

    gone = UserFactory(is_active=False)
    costs = []
    for _round in range(2):
        EpisodeFactory(work_form=work_form_a, key_worker=gone, pair_worker=aino)
        EpisodeFactory(work_form=work_form_a, key_worker=aino)
        asked(key_worker="mine")
        costs.append((asked(key_worker="mine"), asked(key_worker="nobody")))
    assert costs[0] == costs[1]
