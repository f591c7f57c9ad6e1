"""For which task of social welfare an episode is: said at its opening, and changed when the placement changes."""

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import Episode
from poukama.casework.rules import Action
from poukama.casework.services.refusals import locked, word
from poukama.organisation.choices import TermList
from poukama.organisation.models import User


@transaction.atomic
def say_service_task(*, episode: Episode, service_task: str, by: User) -> Episode:
    """Say the service task from now on; empty when it is not known. What is written already keeps its own."""
    episode = locked(episode)
    if service_task:
        word(TermList.SERVICE_TASK, service_task, episode.work_form)
    before, episode.service_task = episode.service_task, service_task
    episode.save(update_fields=["service_task"])
    audit.record(
        Action.SAY_SERVICE_TASK,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"from": before, "to": service_task},
    )
    return episode
