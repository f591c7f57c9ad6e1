"""Names, alerts, agreements of contact and a wall, for the families with us on the last day of a synthetic year."""

from collections.abc import Sequence
from datetime import time, timedelta

from poukama.casework.models import Episode, EpisodeMember
from poukama.clients.choices import AlertKind, WallSide
from poukama.clients.hours import Hours, Window
from poukama.clients.models import KnownIn, SafeContact
from poukama.clients.services import name_client
from poukama.clients.services.safety import add_alert, agree_safe_contact
from poukama.clients.services.walls import set_wall
from poukama.organisation.choices import Identification
from poukama.organisation.models import User, WorkForm
from poukama.setup.demo.diary import Chance
from poukama.setup.demo.staff import FIRST_NAMES, SURNAMES, Staff
from poukama.toolkit import clock

GROWN_UP = 18
AGREED_LATELY, AGREED_LONG_AGO = 10, 45
"""Days: an agreement is made for thirty, so the older ones have expired on the last day."""
ALERTS = (
    (
        AlertKind.SAFETY,
        "Hakeminen vain sovitulle",
        "Jos joku muu tulee hakemaan, pidä lapsi sisällä ja soita vastaavalle.",
    ),
    (AlertKind.CARE, "Maitoallergia", "Tarkista tuotteet keittiön kortista."),
)
HOURS = (
    (Hours(weekdays=Window(time(9), time(12))), ""),
    (Hours(weekdays=Window(time(17), time(21)), weekend=Window(time(10), time(21))), ""),
    (Hours(weekdays=Window(time(9), time(16))), "vain maanantaisin"),
)


def keep_safe(staff: Staff, seed: int) -> None:
    """Do it on the day of the clock and the weeks before it, by chance of its own: nothing else is drawn otherwise."""
    chance, today = Chance(seed), clock.today()
    longest: tuple[list[Episode], Sequence[User]] = ([], ())
    standing = Episode.objects.filter(voided_at=None, ends_on=None, family__isnull=False)
    for work_form in WorkForm.objects.exclude(identification=Identification.COUNTED).order_by("key"):
        episodes = list(standing.filter(work_form=work_form).select_related("family").order_by("pk"))
        workers = staff.of(work_form)
        for place, episode in enumerate(episodes):
            by = chance.source.choice(workers)
            members = [row.client for row in _members(episode)]
            if place % 7 == 0:
                kind, what, action = chance.source.choice(ALERTS)
                known = KnownIn.objects.filter(work_form=work_form, family=episode.family).first()
                if known is not None:
                    ends_on = today + timedelta(days=chance.between((3, 90)))
                    add_alert(known=known, kind=kind, what=what, action=action, ends_on=ends_on, by=by)
            surname = chance.source.choice(SURNAMES)
            for known in KnownIn.objects.filter(work_form=work_form, client__in=members).order_by("pk"):
                _told(known, surname, by, chance)
        if len(set(workers)) > 1 and len(episodes) > len(longest[0]):
            longest = (episodes, workers)
    _wall(*longest)


def _members(episode: Episode) -> Sequence[EpisodeMember]:
    rows = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    return list(rows.select_related("client").order_by("pk"))


def _told(known: KnownIn, surname: str, by: User, chance: Chance) -> None:
    """By which name somebody is known, and how an adult may be reached."""
    client = known.client
    if client is None or client.is_anonymous:
        return
    if known.work_form.identification == Identification.NAMED:
        name_client(known=known, by=by, first_names=chance.source.choice(FIRST_NAMES), last_name=surname)
    today = clock.today()
    is_grown_up = client.birth_year is not None and today.year - client.birth_year >= GROWN_UP
    if not is_grown_up or not chance.happens(0.7):
        return
    ago = AGREED_LATELY if chance.happens(0.8) else AGREED_LONG_AGO
    with clock.moved_to(today - timedelta(days=ago)):
        hours, words = chance.source.choice(HOURS)
        agree_safe_contact(
            known=known,
            agreed={
                "by_call": True,
                "by_text": chance.happens(0.3),
                "phone": f"000 {chance.between((100, 999))} {chance.between((1000, 9999))}",
                "times": hours.written(),
                "hours": words,
                "say": "Soitan sovitusta ajasta.",
            },
            expires_on=clock.today() + timedelta(days=30),
            former=SafeContact.objects.filter(known=known, voided_at=None)
            .values_list("pk", flat=True)
            .first(),
            by=by,
        )


def _wall(episodes: Sequence[Episode], workers: Sequence[User]) -> None:
    """The two families that have been there longest stand on opposing sides."""
    gatekeeper = User.objects.filter(assignments__role="gatekeeper").order_by("pk").first()
    if gatekeeper is None or len(episodes) < len(WallSide):
        return
    one, other = episodes[0].family, episodes[1].family
    if one is None or other is None or one == other:
        return
    first, second, *_ = dict.fromkeys(workers)
    set_wall(
        sides={WallSide.ONE: one, WallSide.OTHER: other},
        workers={WallSide.ONE: [first], WallSide.OTHER: [second]},
        reason="Keksitty esimerkki: vastapuolet ovat molemmat asiakkaina.",
        by=gatekeeper,
    )
