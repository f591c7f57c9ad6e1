"""Consultations: advice given once without an episode, only counted."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import Consultation
from poukama.casework.rules import Action
from poukama.casework.services.refusals import AlreadyVoided, CountsNobody, DayNotYetCome, word
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

MOST = 10_000


@transaction.atomic
def record_consultation(
    *,
    work_form: WorkForm,
    happened_on: date,
    by: User,
    people: int,
    families: int = 0,
    professionals: int = 0,
    themes: Sequence[str] = (),
) -> Consultation:
    """Record that advice was given: to how many people, families or professionals, and on which themes."""
    if happened_on > clock.today():
        raise DayNotYetCome
    counts = (people, families, professionals)
    if not any(counts) or any(not 0 <= count <= MOST for count in counts):
        raise CountsNobody
    for theme in themes:
        word(TermList.THEME, theme, work_form)
    consultation = Consultation.objects.create(
        work_form=work_form,
        happened_on=happened_on,
        people=people,
        families=families,
        professionals=professionals,
        themes=list(dict.fromkeys(themes)),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(Action.RECORD_CONSULTATION, by=by, about=consultation, work_form=work_form.key)
    return consultation


@transaction.atomic
def void_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Take a consultation back; it is kept as taken back and counts nowhere."""
    found = Consultation.objects.select_for_update(of=("self",)).select_related("work_form")
    consultation = found.get(pk=consultation.pk)
    if consultation.voided_at is not None:
        raise AlreadyVoided
    consultation.voided_at, consultation.voided_by = clock.now(), by
    consultation.save(update_fields=["voided_at", "voided_by"])
    audit.record(Action.VOID_CONSULTATION, by=by, about=consultation, work_form=consultation.work_form.key)
    return consultation
