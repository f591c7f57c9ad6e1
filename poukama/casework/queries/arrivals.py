"""How those of an episode came, as its page says it."""

from dataclasses import dataclass

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import Episode, Handover, Request
from poukama.casework.queries.requests import requests
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.sealing import opens


@dataclass(frozen=True)
class Arrival:
    """Source and payer in words; the request or the handover by which they came, where the actor may read it."""

    source: str
    payer: str
    request: Request | None
    handover: Handover | None
    summary: str | None
    """What the sender told; None when its box does not open."""


def arrival_of(actor: Actor, episode: Episode) -> Arrival:
    """How they came. Four queries."""
    sources, payers = term_labels(TermList.REFERRAL_SOURCE), term_labels(TermList.FUNDER)
    received = Handover.objects.filter(opened=episode).select_related("episode__work_form", "recorded_by")
    handover = visible(actor, Action.ANSWER_HANDOVER, received).first()
    return Arrival(
        source=_said(sources.get(episode.source, episode.source), episode.source_partner),
        payer=_said(payers.get(episode.payer, episode.payer), episode.payer_partner),
        request=requests(actor).filter(episode=episode).first(),
        handover=handover,
        summary=handover.summary if handover and opens(handover) else None,
    )


def _said(word: str, partner: object | None) -> str:
    return ", ".join(str(each) for each in (word, partner) if each)
