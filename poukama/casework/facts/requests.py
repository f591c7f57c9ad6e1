"""Requests for help, waits, and handovers."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import HandoverState, RequestState, Timing
from poukama.casework.facts.shared import EPISODES_CHANGE, page_of
from poukama.casework.models import (
    Handover,
    Request,
)
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.queries import work_form_labels
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Counting, Dimension, Fact, Record, Source


def _requests(rows: Iterable[Request]) -> list[Record]:
    needs = term_labels(TermList.NEED)
    return [
        Record(
            row.came_on, row.called, needs.get(row.need, row.need), reverse("casework:request", args=[row.pk])
        )
        for row in rows
    ]


def _handovers(rows: Iterable[Handover]) -> list[Record]:
    return [
        Record(row.sent_on, row.episode.code, row.to_work_form.label(), page_of(row.episode_id))
        for row in rows
    ]


_SOURCE = Dimension(_("By what way they came"), "source", partial(term_labels, TermList.REFERRAL_SOURCE))
_NEED = Dimension(_("Need"), "need", partial(term_labels, TermList.NEED))

REQUESTS = Fact(
    key="casework.requests",
    title=_("Requests for help"),
    model=Request,
    work_form="work_form__key",
    day="came_on",
    counts={
        "rows": Counting(_("requests")),
        "adults": Counting(_("adults"), total="adults"),
        "children": Counting(_("children"), total="children"),
    },
    dimensions={
        "source": _SOURCE,
        "need": _NEED,
        "decision": Dimension(_("Decision"), "state", lambda: dict(RequestState.choices)),
        "timing": Dimension(_("Decided by its day"), "timing", lambda: dict(Timing.choices)),
    },
    unjoinable=Q(family=None, client=None),
    about_people=True,
    sources=(Source("casework_request", "came_on"),),
    read_action=Action.READ_REQUEST,
    describe=_requests,
    related=("family", "client"),
)

WAITS = Fact(
    key="casework.waits",
    title=_("Waits that ended"),
    model=Request,
    work_form="work_form__key",
    day="wait_ended_on",
    counts={
        "rows": Counting(_("waits")),
        "days": Counting(_("days of waiting"), total="waited_days"),
    },
    dimensions={
        "source": _SOURCE,
        "need": _NEED,
        "decision": Dimension(_("Decision"), "state", lambda: dict(RequestState.choices)),
    },
    counted=Q(wait_ended_on__isnull=False),
    unjoinable=Q(family=None, client=None),
    about_people=True,
    sources=(Source("casework_request", "came_on"),),
    read_action=Action.READ_REQUEST,
    describe=_requests,
    related=("family", "client"),
)

HANDOVERS = Fact(
    key="casework.handovers",
    title=_("Supported handovers"),
    model=Handover,
    work_form="episode__work_form__key",
    day="sent_on",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("handovers")),
        "families": Counting(_("families"), distinct="episode__family_id"),
    },
    dimensions={
        "answer": Dimension(_("How it was answered"), "state", lambda: dict(HandoverState.choices)),
        "to": Dimension(_("To which work form"), "to_work_form__key", work_form_labels),
        "need": _NEED,
    },
    about_people=True,
    sources=(Source("casework_handover", "sent_on"), EPISODES_CHANGE),
    read_action=Action.READ_HANDOVER,
    describe=_handovers,
    related=("episode__family", "episode__client", "to_work_form"),
)
