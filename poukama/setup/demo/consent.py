"""Consents of the families with us on the last day of a synthetic year, what was told by them, and some withdrawn."""

from datetime import date, timedelta

from poukama.casework.models import Episode, EpisodeMember
from poukama.clients.choices import HowGiven, Purpose
from poukama.clients.models import Consent, KnownIn
from poukama.clients.receivers import Receiver, receiver_of
from poukama.clients.services.consent import Said, give_consent, withdraw_consent
from poukama.clients.services.disclosing import BY_CONSENT, disclose
from poukama.organisation.models import Partner, User
from poukama.setup.demo.diary import Chance
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock

EVERY = 4
"""Of how many families one has said what may be told of them."""
GROWN_UP = 18
AGO, TOLD_AGO, WITHDRAWN_AGO = 20, 6, 2
"""Days."""
SAID = (
    ("käyntipäivät ja miten vauva voi", Purpose.HEALTH),
    ("mitä tavoitteista on sovittu", Purpose.SUPPORT),
    ("että asunto on hakusessa", Purpose.HOUSING),
)
LASTS = (30, 90, 160)


def let_tell(staff: Staff, seed: int) -> None:
    """Do it on the day of the clock and the weeks before it, by chance of its own."""
    chance, today = Chance(seed), clock.today()
    partners = list(Partner.objects.filter(kind="public").order_by("key"))
    since = today - timedelta(days=AGO)
    standing = Episode.objects.filter(
        voided_at=None, ends_on=None, family__isnull=False, starts_on__lte=since
    )
    for episode in standing.select_related("work_form").order_by("pk")[::EVERY]:
        known = _grown_up(episode, today)
        if known is None or not partners:
            continue
        by = episode.key_worker or chance.source.choice(staff.of(episode.work_form))
        with clock.moved_to(since):
            consent = _given(known, chance, chance.source.choice(partners), by)
        if chance.happens(0.6):
            with clock.moved_to(today - timedelta(days=TOLD_AGO)):
                _told(consent, by)
        if chance.happens(0.2):
            with clock.moved_to(today - timedelta(days=WITHDRAWN_AGO)):
                withdraw_consent(consent=consent, by=by)


def _grown_up(episode: Episode, today: date) -> KnownIn | None:
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    grown_up = members.filter(client__birth_year__lte=today.year - GROWN_UP).order_by("pk")
    known = KnownIn.objects.filter(work_form=episode.work_form, client__in=grown_up.values("client"))
    return known.select_related("client", "work_form").order_by("pk").first()


def _given(known: KnownIn, chance: Chance, partner: Partner, by: User) -> Consent:
    what, purpose = chance.source.choice(SAID)
    said = Said(
        to=Receiver(partner=partner),
        what=what,
        purpose=purpose,
        how=HowGiven.IN_PERSON,
        given_on=clock.today(),
        expires_on=clock.today() + timedelta(days=chance.source.choice(LASTS)),
    )
    (consent,) = give_consent(of=[known], given_by=known, said=said, by=by)
    return consent


def _told(consent: Consent, by: User) -> None:
    disclose(
        known=consent.known,
        to=receiver_of(consent),
        basis=BY_CONSENT,
        what="sovittu seuraava tapaaminen",
        told_on=clock.today(),
        by=by,
    )
