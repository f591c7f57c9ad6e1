"""Records whose time has come, and their destruction, as tests of it ask for them."""

from datetime import date

from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn
from tests.factories.casework import (
    EpisodeFactory,
    EpisodeMemberFactory,
)
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
)

ENDED = date(2013, 5, 31)
BEGAN = date(2012, 9, 3)


def ended(work_form, code="Lumme", ends_on=ENDED, **values):
    """An episode of a family that ended long ago, with a mother who took part."""
    family = values.pop("family", None) or FamilyFactory(
        code_name=code, search_key=code.lower(), known_in=work_form
    )
    KnownIn.objects.filter(family=family, work_form=work_form).update(since_on=BEGAN)
    episode = EpisodeFactory(
        work_form=work_form, family=family, starts_on=BEGAN, ends_on=ends_on, end_reason="goals_met", **values
    )
    mother = family.clients.first() or ClientFactory(
        family=family,
        code_name=f"{code} K",
        search_key=f"{code} k".lower(),
        birth_year=1980,
        known_in=work_form,
    )
    EpisodeMemberFactory(episode=episode, client=mother, ends_on=ends_on)
    KnownIn.objects.filter(client=mother, work_form=work_form).update(since_on=BEGAN)
    return episode


def known_of(episode):
    return KnownIn.objects.get(family=episode.family, work_form=episode.work_form)


def mother_of(episode):
    client = episode.members.order_by("pk").first().client
    return KnownIn.objects.get(client=client, work_form=episode.work_form)


def destroyed(work_form, by, another):
    return services.carry_out_destruction(
        destruction=services.propose_destruction(work_form=work_form, by=by), by=another
    )
