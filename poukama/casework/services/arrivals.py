"""By what way the people of an episode came, and who pays: said once, carried from the request."""

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import Episode
from poukama.casework.rules import Action
from poukama.casework.services.refusals import locked, word
from poukama.organisation.choices import TermList
from poukama.organisation.models import Partner, User


@transaction.atomic
def tell_arrival(  # noqa: PLR0913  # two facts, each with who
    *,
    episode: Episode,
    source: str,
    payer: str,
    by: User,
    source_partner: Partner | None = None,
    payer_partner: Partner | None = None,
) -> Episode:
    """Say by what way they came and who pays; empty is not known."""
    episode = locked(episode)
    for which, key in ((TermList.REFERRAL_SOURCE, source), (TermList.FUNDER, payer)):
        if key:
            word(which, key, episode.work_form)
    episode.source, episode.source_partner = source, source_partner
    episode.payer, episode.payer_partner = payer, payer_partner
    episode.save(update_fields=["source", "source_partner", "payer", "payer_partner"])
    audit.record(
        Action.CHANGE_ARRIVAL,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"source": source, "payer": payer},
    )
    return episode
