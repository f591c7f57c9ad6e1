"""Consultations: advice given once without an episode, only counted."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from poukama.access import audit
from poukama.casework.models import Consultation
from poukama.casework.rules import Action
from poukama.casework.services.receipts import is_of_one, next_mark
from poukama.casework.services.refusals import AlreadyVoided, CountsNobody, DayNotYetCome, word
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.sealing.chains import Chain, of_no_chain

MOST = 10_000
_TRIES = 5


class RecordedAlready(Exception):
    """The same form has been recorded."""


class NotOfOne(Exception):
    """A receipt code is held by one person or one family, and the contact was with more."""


@transaction.atomic
def record_consultation(  # noqa: PLR0913  # a row of a form, each of its fields by name
    *,
    work_form: WorkForm,
    happened_on: date,
    by: User,
    people: int,
    families: int = 0,
    professionals: int = 0,
    themes: Sequence[str] = (),
    token: UUID | None = None,
    chain: Chain | None = None,
) -> Consultation:
    """Record that advice was given: to how many people, families or professionals, and on which themes.

    With the chain of a receipt code (`receipts.new_receipt`, `receipts.follow_receipt`) it becomes theirs who hold
    the words. That is never written down: every contact has a mark, those without a code one drawn by lot.
    """
    if happened_on > clock.today():
        raise DayNotYetCome
    counts = (people, families, professionals)
    if not any(counts) or any(not 0 <= count <= MOST for count in counts):
        raise CountsNobody
    for theme in themes:
        word(TermList.THEME, theme, work_form)
    if chain is not None and not is_of_one(people=people, families=families):
        raise NotOfOne
    consultation = Consultation(
        work_form=work_form,
        happened_on=happened_on,
        people=people,
        families=families,
        professionals=professionals,
        themes=list(dict.fromkeys(themes)),
        token=token or uuid4(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _add(consultation, chain)
    audit.record(Action.RECORD_CONSULTATION, by=by, about=consultation, work_form=work_form.key)
    return consultation


def _add(row: Consultation, chain: Chain | None) -> None:
    """Save a new row. The database decides who came first, of the same form and of the same place in a chain."""
    for tries_left in reversed(range(_TRIES)):
        if Consultation.objects.filter(token=row.token).exists():
            raise RecordedAlready
        row.mark = next_mark(chain) if chain else of_no_chain()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            return


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
