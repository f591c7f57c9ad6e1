"""Who writes, reads and sends reports: as with the plan, and of nobody whom a wall hides.

A report says when somebody was met, which tells where they are; what was written of several tells of each of them.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Episode, Report
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Role


def _of_reports(actor: Actor) -> Q:
    about = Report.about.through.objects.filter(report=OuterRef("pk"))
    seen = unwalled(actor, client="episodemember__client") & unshielded(
        actor, work_form="report__episode__work_form", client="episodemember__client"
    )
    hidden = about.exclude(seen)
    return theirs(actor, *STAFF, episode="episode__") & unhidden(actor) & ~Q(Exists(hidden))


@allows(Action.SEE_REPORTS, Episode, to=STAFF, title=_("See which reports have been made of a family"))
def may_see_reports(actor: Actor) -> Q:
    """Workers and leads of its work form; each report is asked for itself."""
    return theirs(actor, *STAFF)


@allows(Action.WRITE_REPORT, Episode, to=STAFF, title=_("Write reports and sign them off"))
def may_write_report(actor: Actor) -> Q:
    """Workers and leads of its work form; under a protection order, those it names."""
    return theirs(actor, *STAFF) & unhidden(actor, "")


@allows(Action.READ_REPORT, Report, to=STAFF, title=_("Read reports"))
def may_read_report(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under an order of any of them, those it names; nobody past a wall."""
    return _of_reports(actor)


@allows(Action.CORRECT_REPORT, Report, to=STAFF, title=_("Correct a report that was signed off"))
def may_correct_report(actor: Actor) -> Q:
    """Whoever signed or corrected it and may still read it, and the lead who may read it."""
    own = Q(signed_by=actor.user) | Q(recorded_by=actor.user)
    return _of_reports(actor) & (own | actor.within("episode__work_form", Role.LEAD))


@allows(Action.SEND_REPORT, Report, to=STAFF, title=_("Write down to whom a report was sent"))
def may_send_report(actor: Actor) -> Q:
    """Whoever may read it, of the version in force; each telling of somebody is asked for itself."""
    return _of_reports(actor) & Q(voided_at=None)


@allows(Action.EXPORT_REPORT, Report, to=STAFF, title=_("Take a report out as a file"))
def may_export_report(actor: Actor) -> Q:
    """Whoever may read it, of the version in force."""
    return _of_reports(actor) & Q(voided_at=None)
