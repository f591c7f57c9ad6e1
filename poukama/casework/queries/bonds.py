"""What of the work itself still binds a record: it goes on, something is to be done, or somebody holds it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import HandoverState, RequestState
from poukama.casework.duty_kinds import PLAN_REVIEW_DUTY
from poukama.casework.models import (
    Appointment,
    DueStep,
    Episode,
    FollowUp,
    Handover,
    LegalHold,
    OddReading,
    OwnData,
    PlanVersion,
    Process,
    Promise,
    Request,
)
from poukama.casework.queries.records import Record
from poukama.clients.ending import LOOKED_INTO, Bond, Index
from poukama.duties.models import Duty
from poukama.toolkit.facts import Text

Told = Iterator[tuple[str, Bond]]

OPEN = Bond("open", _("They are served here now."))
PROCESS = Bond("process", _("A process runs."))
WAITING = Bond("request", _("A request has not been decided, or waits."))
SHARED = Bond("shared", _("Somebody of them is also of a record that is not destroyed yet."))
HANDOVER = Bond("handover", _("A handover has not been answered."))
OWN_DATA = Bond("own_data", _("They have asked for their own data, which has not been given."))
_FOLLOW_UP: Text = _("Something is still to be done with them, such as a follow-up.")
_AGREED: Text = _("A time is agreed.")
_HELD: Text = _("It is held back.")
HELD = "hold"


def of_casework(found: Sequence[Record], day: date) -> Iterable[tuple[str, Bond]]:
    """By the key of a record, what binds it. The same number of queries however many records there are."""
    yield from _of_episodes(found, day)
    yield from _of_requests(found)
    yield from _of_duties(found)
    yield from _held(found, day)
    yield from _watched(found)
    yield from _asked(found)


def _of_episodes(found: Sequence[Record], day: date) -> Told:
    of = {pk: each.key for each in found for pk in each.episodes}
    here = Episode.objects.filter(pk__in=of, voided_at=None).order_by("pk")
    for pk in here.filter(ends_on=None).values_list("pk", flat=True):
        yield of[pk], OPEN
    processes = Process.objects.filter(episode__in=of, voided_at=None, ends_on=None, episode__voided_at=None)
    for pk in processes.filter(episode__ends_on=None).order_by("pk").values_list("episode", flat=True):
        yield of[pk], PROCESS
    times = Appointment.objects.filter(episode__in=of, voided_at=None, contact=None, planned_on__gte=day)
    for pk, planned_on in times.order_by("pk").values_list("episode", "planned_on"):
        yield of[pk], Bond("appointment", _AGREED, planned_on)
    steps = DueStep.objects.filter(process__episode__in=of, voided_at=None, left_out_at=None)
    undone = steps.filter(process__voided_at=None, duty__voided_at=None, duty__done_on=None).order_by("pk")
    for pk, due_on in undone.values_list("process__episode", "duty__due_on"):
        yield of[pk], Bond("follow_up", _FOLLOW_UP, due_on)
    later = FollowUp.objects.filter(episode__in=of, voided_at=None, met_on=None).order_by("pk")
    for pk, due_on in later.values_list("episode", "due_on"):
        yield of[pk], Bond("follow_up", _FOLLOW_UP, due_on)
    promised = Promise.objects.filter(part__note__episode__in=of, part__note__voided_at=None)
    promised = promised.filter(duty__voided_at=None, duty__done_on=None).order_by("pk")
    for pk, due_on in promised.values_list("part__note__episode", "due_on"):
        yield of[pk], Bond("follow_up", _FOLLOW_UP, due_on)
    sent = Handover.objects.filter(episode__in=of, voided_at=None, state=HandoverState.SENT).order_by("pk")
    for pk in sent.values_list("episode", flat=True):
        yield of[pk], HANDOVER


def _of_requests(found: Sequence[Record]) -> Told:
    of = {pk: each.key for each in found for pk in each.requests}
    undecided = Request.objects.filter(voided_at=None, state__in=(RequestState.OPEN, RequestState.WAITING))
    for pk in undecided.filter(pk__in=of).order_by("pk").values_list("pk", flat=True):
        yield of[str(pk)], WAITING


def _of_duties(found: Sequence[Record]) -> Told:
    """Duties without a row of their own in casework: that a plan is looked at again."""
    of = {pk: each.key for each in found for pk in each.episodes}
    versions = PlanVersion.objects.filter(episode__in=of, voided_at=None).order_by("pk")
    keys = {
        f"{episode}:{number}": of[episode] for episode, number in versions.values_list("episode", "number")
    }
    undone = Duty.objects.filter(kind=PLAN_REVIEW_DUTY, key__in=keys, voided_at=None, done_on=None).order_by(
        "pk"
    )
    for key, due_on in undone.values_list("key", "due_on"):
        yield keys[key], Bond("follow_up", _FOLLOW_UP, due_on)


def holds_of(found: Sequence[Record], day: date) -> list[tuple[str, LegalHold]]:
    """Holds that stand on the day, each with the key of its record. One query."""
    index = Index(each.whose for each in found)
    of = {pk: each.key for each in found for pk in each.episodes}
    about = Q(known__family__in=index.families) | Q(known__client__in=index.clients)
    work_forms = {each.work_form.pk for each in found}
    about = (about & Q(known__work_form__in=work_forms)) | Q(episode__in=of)
    standing = LegalHold.objects.filter(about, voided_at=None, ended_at=None, ends_on__gte=day)
    told = []
    for hold in standing.select_related("known").order_by("ends_on", "pk"):
        if hold.known is None:
            keys = {of[hold.episode_id or 0]}
        else:
            keys = index.of(family=hold.known.family_id, client=hold.known.client_id)
        told += [(key, hold) for key in sorted(keys)]
    return told


def _held(found: Sequence[Record], day: date) -> Told:
    for key, hold in holds_of(found, day):
        yield key, Bond(HELD, _HELD, hold.ends_on)


def _watched(found: Sequence[Record]) -> Told:
    index = Index(each.whose for each in found)
    about = Q(family__in=index.families) | Q(client__in=index.clients)
    work_forms = {each.work_form.pk for each in found}
    rows = OddReading.objects.filter(about, work_form__in=work_forms, checked_at=None).order_by("pk")
    for family, client in rows.values_list("family", "client"):
        for key in index.of(family=family, client=client):
            yield key, LOOKED_INTO


def _asked(found: Sequence[Record]) -> Told:
    index = Index(each.whose for each in found)
    work_forms = {each.work_form.pk for each in found}
    rows = OwnData.objects.filter(known__client__in=index.clients, known__work_form__in=work_forms)
    waiting = rows.filter(voided_at=None, given_at=None).order_by("pk")
    for client in waiting.values_list("known__client", flat=True):
        for key in index.of(client=client):
            yield key, OWN_DATA
