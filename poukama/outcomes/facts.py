"""What outcomes publish for counting: answers received."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.outcomes.choices import Channel
from poukama.outcomes.models import Form, ReceivedAnswer
from poukama.toolkit.facts import Counting, Dimension, Fact, Record, Source


def _forms() -> dict[str, str]:
    return {form.key: form.label() for form in Form.objects.order_by("key")}


def _describe(rows: Iterable[ReceivedAnswer]) -> list[Record]:
    url = reverse("outcomes:answers")
    return [
        Record(row.happened_on, f"V-{row.pk}", f"{row.form.label()}, {row.get_channel_display()}", url)
        for row in rows
    ]


ANSWERS = Fact(
    key="outcomes.answers",
    title=_("Answers received"),
    model=ReceivedAnswer,
    work_form="work_form__key",
    day="happened_on",
    counts={"rows": Counting(_("answers"))},
    dimensions={
        "form": Dimension(_("Form"), "form__key", _forms),
        "channel": Dimension(_("How it came"), "channel", lambda: dict(Channel.choices)),
    },
    sources=(Source("outcomes_receivedanswer", "happened_on"),),
    read_action="outcomes.read_answer",
    describe=_describe,
    related=("form",),
)

FACTS = (ANSWERS,)
