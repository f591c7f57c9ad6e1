"""The catalogue holds what it says: keys that stay, facts that exist, an example for each measure."""

from pathlib import Path

import pytest

from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.measures import BY_KEY, CATALOGUE, Combine
from poukama.toolkit.facts import catalogue
from tests.reporting.examples import EXAMPLES

KEYS = Path(__file__).parent / "keys.txt"
"""Every key there has ever been. Lines are only added: a key is never renamed, removed or used for something else."""


def test_no_key_has_been_renamed_or_removed():
    assert sorted(BY_KEY) == KEYS.read_text().split()


def test_keys_are_unique():
    assert len(BY_KEY) == len(CATALOGUE)


def test_every_measure_has_a_worked_example():
    assert sorted(EXAMPLES) == sorted(BY_KEY)


@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda measure: measure.key)
def test_terms_name_facts_counts_and_filters_that_exist(measure):
    for term in measure.terms:
        fact = catalogue()[term.fact]
        assert term.count in fact.counts
        assert set(term.filters) <= set(fact.dimensions)


@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda measure: measure.key)
def test_a_measure_says_what_it_counts_and_why(measure):
    assert str(measure.title)
    assert str(measure.counts).endswith(".")
    assert str(measure.reason).endswith(".")
    assert measure.review_on > measure.since_on


def test_only_what_has_identities_is_put_together():
    for measure in CATALOGUE:
        if measure.combine is Combine.UNION:
            identities = {term.source.counts[term.count].distinct.rsplit("__")[-1] for term in measure.terms}
            assert len(identities - {""}) == 1


def test_an_unknown_measure_is_refused():
    with pytest.raises(CannotBeAsked) as refusal:
        Ask.of("happiness")
    assert (refusal.value.why, refusal.value.what) == ("no_such_measure", "happiness")


def test_a_filter_that_the_facts_do_not_know_is_refused():
    with pytest.raises(CannotBeAsked) as refusal:
        Ask.of("families_supported", {"occasion_kind": "trip"})
    assert (refusal.value.why, refusal.value.what) == ("no_such_filter", "occasion_kind")


def test_a_filter_without_values_is_refused():
    with pytest.raises(CannotBeAsked) as refusal:
        Ask.of("door_visits", {"visitor": []})
    assert (refusal.value.why, refusal.value.what) == ("empty_filter", "visitor")


def test_a_filter_that_the_definition_holds_cannot_be_set():
    with pytest.raises(CannotBeAsked):
        Ask.of("public_reached", {"category": "professional"})


def test_the_order_of_filters_makes_no_difference():
    one = Ask.of("people_in_care", {"member_role": ["child", "baby"], "work_form": "a"})
    other = Ask.of("people_in_care", {"work_form": ["a"], "member_role": ["baby", "child"]})
    assert one == other
    assert one.key == other.key
