"""Follow-ups agreed at the end: those whose day came, and those in which they were reached."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import FollowUpOutcome
from poukama.casework.facts.shared import EPISODES_CHANGE, page_of
from poukama.casework.models import FollowUp
from poukama.casework.rules import Action
from poukama.toolkit.facts import Counting, Dimension, Fact, LeftOut, Record, Source


def _follow_ups(rows: Iterable[FollowUp]) -> list[Record]:
    return [
        Record(
            row.due_on,
            row.episode.code,
            str(FollowUpOutcome(row.outcome).label) if row.outcome else str(_("Not asked yet")),
            page_of(row.episode_id),
        )
        for row in rows
    ]


_ITSELF = Q(try_of=None)

FOLLOW_UPS = Fact(
    key="casework.follow_ups",
    title=_("Follow-ups agreed"),
    model=FollowUp,
    work_form="episode__work_form__key",
    day="due_on",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("follow-ups")),
        "families": Counting(_("families"), distinct="episode__family_id"),
    },
    dimensions={"outcome": Dimension(_("How it went"), "outcome", lambda: dict(FollowUpOutcome.choices))},
    counted=_ITSELF,
    left_out=(LeftOut(_("A try that did not reach them: the follow-up itself waits"), ~_ITSELF),),
    about_people=True,
    sources=(Source("casework_followup", "due_on"), EPISODES_CHANGE),
    read_action=Action.MEET_FOLLOW_UP,
    describe=_follow_ups,
    related=("episode__family", "episode__client"),
)

FOLLOW_UPS_MET = replace(
    FOLLOW_UPS,
    key="casework.follow_ups_met",
    title=_("Follow-ups in which they were reached"),
    ended="met_at",
    dimensions={},
    counted=_ITSELF & Q(outcome=FollowUpOutcome.REACHED),
    left_out=(
        *FOLLOW_UPS.left_out,
        LeftOut(_("Not asked yet"), _ITSELF & Q(outcome="")),
        LeftOut(_("They were not reached"), _ITSELF & Q(outcome=FollowUpOutcome.NOT_REACHED)),
        LeftOut(_("Did not want to say"), _ITSELF & Q(outcome=FollowUpOutcome.DECLINED)),
    ),
)
