"""Handovers as tests of them ask for them: agreed to, filled in, and sent."""

from datetime import date

from poukama.access.actor import Actor
from poukama.casework.services.handing_over import (
    What,
    send_handover,
)
from poukama.clients.models import KnownIn
from poukama.duties.queries import mine, rows_of
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.clients import (
    ConsentFactory,
)

TODAY = date(2024, 9, 12)
SUMMARY = "Hopes for a first talk about the child"


def consented(member, work_form):
    """They have agreed that the work form is told."""
    return ConsentFactory(
        known=KnownIn.objects.get(client=member.client, work_form=member.episode.work_form),
        to_words=None,
        to_work_form=work_form,
        given_on=date(2024, 9, 1),
        expires_on=date(2024, 9, 30),
    )


def what(*members, **changed):
    """What is handed over of some members."""
    return What(**({"members": members, "need": "support", "summary": SUMMARY, "is_agreed": True} | changed))


def sent(parent, to, by, **changed):
    """The parent is handed over to a work form."""
    return send_handover(episode=parent.episode, to=to, what=what(parent), by=by, **changed)


def filled(member, **changed):
    """The form of a handover."""
    return {
        "members": [str(member.pk)],
        "need": "support",
        "before_on": "2024-09-20",
        "summary": SUMMARY,
        "is_agreed": "on",
    } | changed


def seen(actor_of):
    """Codes, titles and keys of the duties that somebody sees as theirs to do by the end of the year."""
    actor = Actor(actor_of, clock.today())
    duties = list(mine(actor, date(2024, 12, 31)).order_by("key"))
    return [(row.duty.kind, row.about.code) for row in rows_of(actor, duties, clock.today())]


def told(browser):
    return [each.episode.code for each in browser.get(url("casework:watch_panel")).context["watch"].walled]
