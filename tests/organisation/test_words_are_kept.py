"""Words are kept from page to page, and never for longer than they hold."""

import pytest
from django.db import connection, transaction

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.organisation.words import WATCH, term_labels, words, words_of
from poukama.toolkit import watched
from poukama.toolkit.reading import reading
from tests.factories.organisation import TermFactory, WorkFormFactory

NEED = TermList.NEED


@pytest.fixture
def house(transactional_db):
    """Two work forms, a word of each, one of both, one of all and one retired."""
    watched.lay_triggers("default")
    here, there = WorkFormFactory(), WorkFormFactory()
    for key, forms in (
        ("here", [here]),
        ("there", [there]),
        ("both", [here, there]),
        ("all", []),
        ("old", []),
    ):
        term = TermFactory(list=NEED, key=key, is_active=key != "old")
        term.work_forms.set(forms)
    return here, there


def keys(*work_forms):
    return {term.key for term in words(NEED).of(*work_forms)}


def test_each_work_form_has_its_own_words_and_those_of_all(house):
    here, there = house
    assert keys(here) == {"here", "both", "all"}
    assert keys(there) == {"there", "both", "all"}
    assert sorted(term.key for term in words(NEED).of(here, there)) == ["all", "both", "here", "there"]
    assert set(words_of(NEED, here, ["here", "there", "old"])) == {"here"}
    assert set(term_labels(NEED)) == {"here", "there", "both", "all", "old"}
    assert words(TermList.THEME).terms == ()


def test_the_next_page_asks_only_whether_anything_has_changed(house, django_assert_num_queries):
    keys(house[0])
    with django_assert_num_queries(1), reading():
        for _time in range(3):
            assert keys(house[0])
            assert term_labels(NEED)
            with reading():
                assert keys(house[1])
    with django_assert_num_queries(1):
        assert keys(house[1])


def test_a_change_behind_the_back_of_services_is_seen_at_once(house):
    here, there = house
    assert "all" in keys(here)
    Term.objects.filter(key="all").update(is_active=False)
    assert keys(here) == {"here", "both"}
    Term.work_forms.through.objects.filter(term__key="both", workform=here).delete()
    assert keys(here) == {"here"}
    Term.objects.filter(key="here").update(name="Toisin")
    assert term_labels(NEED)["here"] == "Toisin"
    assert keys(there) == {"there", "both"}


def test_what_is_taken_back_is_kept_by_nobody(house):
    here, _there = house
    before = keys(here)
    with transaction.atomic():
        Term.objects.filter(key="here").delete()
        assert keys(here) == before - {"here"}
        transaction.set_rollback(True)
    assert keys(here) == before


def test_every_table_that_is_read_is_watched(house):
    tables = {Term._meta.db_table, Term.work_forms.through._meta.db_table}
    assert set(watched.tables_of(WATCH)) == tables
    for table in sorted(tables):
        before = watched.changes_of(WATCH)
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET "id" = "id"')
        assert watched.changes_of(WATCH) not in (None, before), table
