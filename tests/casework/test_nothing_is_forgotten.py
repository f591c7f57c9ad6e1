"""Every table that holds something of those served says what becomes of it, and then nothing of them is left."""

from datetime import date, datetime, time
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Count, Sum, Value

from poukama.casework.models import Destruction, Episode, Request
from poukama.casework.queries.retention import records
from poukama.casework.services.destroying import end_record
from poukama.clients.ending import Fate, keepers
from poukama.clients.models import KnownIn
from poukama.drafts.models import Draft
from poukama.organisation.models import User, WorkForm
from poukama.reporting.counting import Ask, count
from poukama.reporting.measures import CATALOGUE
from poukama.toolkit import clock
from poukama.toolkit.facts import catalogue
from poukama.toolkit.periods import Period
from poukama.toolkit.privacy import Privacy, Retention
from poukama.toolkit.sealing import SealedTextField
from tests.architecture.canaries import SEALED
from tests.architecture.furnished import TODAY, furnished
from tests.oracle.records import all_records
from tests.oracle.recount import recount

OF_THOSE_SERVED = {Retention.CASE, Retention.LOG, Retention.STATISTICS, Retention.SESSION}
NAMES = ("Kanariala", "Kanarinen", "1907", "1908")
pytestmark = pytest.mark.django_db


def _ours():
    return [model for model in apps.get_models() if model.__module__.startswith("poukama.")]


def _becomes():
    return {label: becomes for keeper in keepers() for label, becomes in keeper.becomes.items()}


def _is_personal(model):
    """Whether it holds more of people than which of the staff wrote it."""
    columns = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return any(
        model.privacy.fields[column.name] != Privacy.NONE
        for column in columns
        if column.related_model is not User
    )


def test_every_table_with_personal_data_says_what_becomes_of_it():
    asked = {
        model._meta.label
        for model in _ours()
        if model.privacy.retention in OF_THOSE_SERVED and _is_personal(model)
    }
    assert asked - set(_becomes()) == set()
    labels = {model._meta.label for model in _ours()}
    assert set(_becomes()) - labels == set()


def test_what_is_not_simply_deleted_says_why():
    assert [
        label for label, becomes in _becomes().items() if becomes.fate != Fate.GONE and not becomes.because
    ] == []


def _let_go_of_everything(by):
    for work_form in WorkForm.objects.order_by("pk"):
        for record in records(work_form, TODAY):
            end_record(record, by)


@pytest.fixture
def emptied(cast, work_form_a, work_form_b, settings, tmp_path):
    """A house with one of everything, all of whose records have been let go of, whatever would have bound them."""
    settings.SEALED = tmp_path / "sealed"
    furnished(cast, work_form_a, work_form_b)
    _let_go_of_everything(cast["lead"])


def test_tables_of_what_was_told_are_empty_and_nobody_is_known(emptied):
    left = {
        label: model._default_manager.count()
        for label, becomes in _becomes().items()
        if becomes.fate == Fate.GONE
        and label not in ("casework.DestructionLine", "drafts.Draft")
        and (model := apps.get_model(label))._default_manager.exists()
    }
    assert left == {}
    assert not KnownIn.objects.exists()


def test_no_sealed_word_is_left_in_what_figures_count(emptied):
    left = set()
    for label, becomes in _becomes().items():
        if becomes.fate == Fate.NOT_THEIRS:
            continue
        model = apps.get_model(label)
        sealed = [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]
        for row in model._default_manager.order_by("pk") if sealed and model is not Draft else ():
            left |= {f"{label}.{field.name}" for field in sealed if getattr(row, field.name)}
    assert left == set()


def test_nothing_half_written_is_left_but_of_who_asks_for_help_and_is_nobody_yet(emptied):
    assert [row.kind for row in Draft.objects.order_by("kind")] == ["casework.request"]


def test_no_code_name_year_or_worker_is_left(emptied):
    left = set()
    for label in _becomes():
        model = apps.get_model(label)
        for row in model._default_manager.order_by("pk").values():
            told = (
                value for value in row.values() if not isinstance(value, (UUID, datetime))
            )  # these by chance
            text = " ".join(str(value) for value in told)
            left |= {(label, word) for word in (*NAMES, *SEALED) if word in text}
    assert left == set()
    assert not Episode.objects.exclude(key_worker=None, end_reason__in=("", "emptied")).exists()


def test_everything_is_marked_and_nothing_is_found_again(emptied):
    assert not Episode.objects.filter(destroyed_at=None).exists()
    assert not Request.objects.filter(destroyed_at=None).exists()
    assert [records(work_form, date(2060, 1, 1)) for work_form in WorkForm.objects.order_by("pk")] == [
        [] for _each in WorkForm.objects.order_by("pk")
    ]
    assert not Destruction.objects.exclude(told={}).exists()


YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
LATER = clock.local(date(2024, 9, 13), time(12))


def _facts(known_at):
    """Every fact of the house in the year, counted in each of its ways, whole and by each of its dimensions."""
    found = {}
    for key, fact in catalogue().items():
        rows = fact.during(YEAR, known_at=known_at)
        for way, counting in fact.counts.items():
            for name, path in {"": "", **{name: one.path for name, one in fact.dimensions.items()}}.items():
                by = rows.order_by().annotate(whose=fact.whose(counting.distinct or "pk", known_at))
                by = by.values(*filter(None, [path])) if path else by.values(all=Value(1))
                number = Sum(counting.total) if counting.total else Count("whose", distinct=True)
                found[key, way, name] = sorted(map(str, by.annotate(number=number)))
    return found


def _measures(work_forms):
    """Every measure of the house, as counted and as the independent counter counts it."""
    told, found = all_records(), {}
    for measure in CATALOGUE:
        for filters in ({}, *({"work_form": work_form.key} for work_form in work_forms)):
            ask = Ask.of(measure.key, filters)
            value = count((ask,), YEAR)[ask].value
            assert value == recount(told, measure.key, filters, YEAR.starts_on, YEAR.ends_on), measure.key
            found[measure.key, *filters.values()] = value
    return found


def test_every_figure_of_a_year_is_the_same_before_and_after(
    cast, work_form_a, work_form_b, settings, tmp_path
):
    settings.SEALED = tmp_path / "sealed"
    furnished(cast, work_form_a, work_form_b)
    with clock.moved_to(date(2024, 12, 31)):
        before = _facts(None), _facts(LATER), _measures([work_form_a, work_form_b])
        _let_go_of_everything(cast["lead"])
        after = _facts(None), _facts(LATER), _measures([work_form_a, work_form_b])
    assert sum(map(bool, before[2].values())) > 20
    assert after == before
