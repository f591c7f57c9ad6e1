"""An emergency at night, whose note is missing, and a week's odd reading, near the last day of a synthetic year."""

from datetime import time, timedelta

from poukama.access import audit
from poukama.casework.models import Episode
from poukama.casework.services.watching import find_odd_readings
from poukama.clients.choices import EmergencyWhy
from poukama.clients.models import BehindWall, Identity, KnownIn
from poukama.clients.rules import Action
from poukama.clients.services.emergency import NobodyToOpen, break_glass
from poukama.organisation.choices import Identification, Regime
from poukama.organisation.models import WorkForm
from poukama.setup.demo.staff import Staff
from poukama.toolkit import clock


def watch(staff: Staff) -> None:
    """Do it on the days before that of the clock."""
    for number, work_form in enumerate(WorkForm.objects.order_by("order", "pk")):
        work_form.phone = f"000 100 {number:03}"
        work_form.save(update_fields=["phone"])
    _open_at_night(staff)
    _read_a_namesake(staff)
    find_odd_readings()


def _open_at_night(staff: Staff) -> None:
    """Somebody of the shelter opens a family that only others know."""
    shelters = WorkForm.objects.filter(regime=Regime.STATE_SHELTER, identification=Identification.NAMED)
    shelter = shelters.order_by("order", "pk").first()
    if shelter is None:
        return
    theirs = KnownIn.objects.filter(work_form=shelter, family__isnull=False).order_by()
    elsewhere = Episode.objects.filter(
        voided_at=None,
        ends_on=None,
        family__isnull=False,
        work_form__identification=Identification.NAMED,
    ).exclude(family__in=theirs.values("family"))
    walled = BehindWall.objects.filter(family__isnull=False).order_by().values("family")
    episode = (
        elsewhere.exclude(work_form=shelter)
        .exclude(family__in=walled)
        .select_related("family")
        .order_by("pk")
        .first()
    )
    if episode is None or episode.family is None:
        return
    night = clock.local(clock.today() - timedelta(days=2), time(2, 14))
    with clock.moved_to(night):
        try:
            break_glass(
                text=episode.family.code_name,
                born_in=None,
                why=EmergencyWhy.CAME,
                reason="Keksitty esimerkki: perhe soitti ovikelloa yöllä.",
                by=staff.of(shelter)[-1],
            )
        except NobodyToOpen:
            return


def _read_a_namesake(staff: Staff) -> None:
    """Somebody has opened the name of a client with their own surname, last week."""
    for identity in (
        Identity.objects.filter(voided_at=None)
        .select_related("client", "work_form")
        .order_by("recorded_at", "pk")
    ):
        for user in staff.of(identity.work_form):
            if user != staff.director and user.name.split()[-1] == identity.last_name:
                with clock.moved_to(clock.today() - timedelta(days=7)):
                    audit.record(
                        Action.READ_NAME, by=user, about=identity.client, work_form=identity.work_form.key
                    )
                return
