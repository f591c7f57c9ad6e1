"""A worker records that answers to a form came, and takes it back."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from poukama.access.models import AuditEvent
from poukama.organisation.models import User, WorkForm
from poukama.outcomes.facts import ANSWERS
from poukama.outcomes.models import ReceivedAnswer
from poukama.outcomes.services import FormNotInUse, NoAnswers, NotYet, receive_answers, void_answers
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.factories.outcomes import FormFactory, ReceivedAnswerFactory

TODAY = date(2024, 5, 6)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


def test_each_answer_is_a_row_that_counts(aino: User, work_form_a: WorkForm) -> None:
    form = FormFactory(work_forms=[work_form_a])

    receive_answers(form=form, work_form=work_form_a, happened_on=TODAY, channel="paper", how_many=3, by=aino)

    assert ANSWERS.during(Period.year(2024)).count() == 3
    assert ANSWERS.during(Period.year(2023)).count() == 0


def test_taken_back_answers_do_not_count(aino: User, work_form_a: WorkForm) -> None:
    form = FormFactory(work_forms=[work_form_a])
    rows = receive_answers(
        form=form, work_form=work_form_a, happened_on=TODAY, channel="paper", how_many=2, by=aino
    )

    assert void_answers(answers=rows[:1], by=aino) == 1
    assert void_answers(answers=rows[:1], by=aino) == 0

    assert ANSWERS.during(Period.year(2024)).count() == 1
    assert [event.action for event in AuditEvent.objects.order_by("id")] == [
        "outcomes.record_answer",
        "outcomes.void_answer",
    ]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"happened_on": date(2024, 5, 7)}, NotYet),
        ({"how_many": 0}, NoAnswers),
        ({"how_many": 101}, NoAnswers),
    ],
)
def test_what_cannot_be_is_refused(
    aino: User, work_form_a: WorkForm, change: dict[str, object], refusal: type[Exception]
) -> None:
    form = FormFactory(work_forms=[work_form_a])
    asked = {"form": form, "work_form": work_form_a, "happened_on": TODAY, "channel": "paper", "by": aino}

    with pytest.raises(refusal):
        receive_answers(**(asked | change))

    assert not ReceivedAnswer.objects.exists()


def test_a_form_of_another_work_form_is_refused(
    aino: User, work_form_a: WorkForm, work_form_b: WorkForm
) -> None:
    form = FormFactory(work_forms=[work_form_b])

    with pytest.raises(FormNotInUse):
        receive_answers(form=form, work_form=work_form_a, happened_on=TODAY, channel="paper", by=aino)


def test_a_worker_records_answers_and_undoes_them(client: Client, aino: User, work_form_a: WorkForm) -> None:
    form = FormFactory(work_forms=[work_form_a])
    sign_in(client, aino)
    asked = {"form": form.key, "channel": "paper", "how_many": "2", "happened_on": "2024-05-06"}

    answer = client.post(reverse("outcomes:answer_add", args=[work_form_a.key]), asked)

    assert answer.status_code == 302
    rows = ReceivedAnswer.objects.order_by("pk")
    assert [row.recorded_by for row in rows] == [aino, aino]
    client.post(reverse("outcomes:answers_void"), {"answers": ",".join(str(row.pk) for row in rows)})
    assert not ReceivedAnswer.objects.filter(voided_at=None).exists()


def test_bad_input_is_told_at_the_field_and_kept(client: Client, aino: User, work_form_a: WorkForm) -> None:
    FormFactory(work_forms=[work_form_a])
    sign_in(client, aino)
    asked = {"form": "", "channel": "paper", "how_many": "0", "happened_on": "2024-05-07"}

    page = client.post(reverse("outcomes:answer_add", args=[work_form_a.key]), asked)

    assert sorted(page.context["form"].errors) == ["form", "happened_on", "how_many"]
    assert 'value="2024-05-07"' in page.content.decode()
    assert not ReceivedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("aino", 200),
        ("lead", 200),
        ("bertta", 404),
        ("cecilia", 404),
        ("director", 404),
        ("board_member", 404),
        ("administrator", 404),
    ],
)
def test_only_the_work_forms_own_people_record(
    client: Client, cast: dict[str, User], work_form_a: WorkForm, who: str, status: int
) -> None:
    FormFactory(work_forms=[work_form_a])
    sign_in(client, cast[who])
    assert client.get(reverse("outcomes:answer_add", args=[work_form_a.key])).status_code == status


def test_a_list_shows_own_work_forms_only(
    client: Client, aino: User, bertta: User, work_form_a: WorkForm, work_form_b: WorkForm
) -> None:
    mine = ReceivedAnswerFactory(work_form=work_form_a)
    theirs = ReceivedAnswerFactory(work_form=work_form_b)
    sign_in(client, aino)

    page = client.get(reverse("outcomes:answers"))

    assert list(page.context["page"].rows) == [mine]
    client.post(reverse("outcomes:answers_void"), {"answers": str(theirs.pk)})
    theirs.refresh_from_db()
    assert theirs.voided_at is None


def test_a_worker_does_not_take_back_what_a_colleague_recorded(
    client: Client, aino: User, lead: User, work_form_a: WorkForm
) -> None:
    row = ReceivedAnswerFactory(work_form=work_form_a, recorded_by=lead)
    sign_in(client, aino)

    client.post(reverse("outcomes:answers_void"), {"answers": str(row.pk)})

    row.refresh_from_db()
    assert row.voided_at is None


def test_a_list_costs_the_same_however_long(client: Client, aino: User, work_form_a: WorkForm) -> None:
    sign_in(client, aino)
    costs = []
    for _ in range(2):
        ReceivedAnswerFactory.create_batch(len(costs) + 1, work_form=work_form_a)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("outcomes:answers"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
