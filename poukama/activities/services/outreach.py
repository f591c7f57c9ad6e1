"""Recording people met out there and in chats: how many and about what, never who or what was said."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.activities.models import ChatDuty, Outreach
from poukama.activities.rules import Action
from poukama.activities.services import checks
from poukama.activities.services.refusals import NobodyCounted, NotThatLong, TooMany
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

MOST_MET = 5_000


@transaction.atomic
def record_outreach(  # noqa: PLR0913  # one sentence of facts
    *,
    work_form: WorkForm,
    place: str,
    happened_on: date,
    people: int,
    families: int,
    minutes: int | None = None,
    themes: Iterable[str] = (),
    by: User,
) -> Outreach:
    """Record one time out among people: where, how many, how long and about what."""
    themes = sorted(set(themes))
    checks.happened(happened_on)
    checks.lasted(minutes)
    checks.word(TermList.OUTREACH_PLACE, work_form, place)
    checks.words_of(TermList.THEME, work_form, themes)
    if people < 0 or families < 0 or people + families == 0:
        raise NobodyCounted
    if max(people, families) > MOST_MET:
        raise TooMany
    row = Outreach.objects.create(
        work_form=work_form,
        place=place,
        happened_on=happened_on,
        people=people,
        families=families,
        minutes=minutes,
        themes=themes,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(Action.RECORD_OUTREACH, by=by, about=row, work_form=work_form.key)
    return row


@transaction.atomic
def record_chat_duty(
    *,
    work_form: WorkForm,
    service: str,
    happened_on: date,
    minutes: int,
    contacts: int,
    themes: Iterable[str] = (),
    by: User,
) -> ChatDuty:
    """Record one shift on a chat. A quiet shift with no contacts is a shift too."""
    themes = sorted(set(themes))
    checks.happened(happened_on)
    if minutes is None:
        raise NotThatLong
    checks.lasted(minutes)
    checks.word(TermList.CHAT_SERVICE, work_form, service)
    checks.words_of(TermList.THEME, work_form, themes)
    if contacts < 0:
        raise NobodyCounted
    if contacts > MOST_MET:
        raise TooMany
    row = ChatDuty.objects.create(
        work_form=work_form,
        service=service,
        happened_on=happened_on,
        minutes=minutes,
        contacts=contacts,
        themes=themes,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(Action.RECORD_CHAT_DUTY, by=by, about=row, work_form=work_form.key)
    return row


@transaction.atomic
def void_outreach(*, outreach: Outreach, by: User) -> Outreach:
    """Undo a recording; again does nothing more."""
    outreach = (
        Outreach.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=outreach.pk)
    )
    if outreach.voided_at is None:
        outreach.voided_at, outreach.voided_by = clock.now(), by
        outreach.save(update_fields=["voided_at", "voided_by"])
        audit.record(
            Action.VOID_OUTREACH,
            by=by,
            about=outreach,
            work_form=outreach.work_form.key,
        )
    return outreach


@transaction.atomic
def void_chat_duty(*, chat_duty: ChatDuty, by: User) -> ChatDuty:
    """Undo a recording; again does nothing more."""
    chat_duty = (
        ChatDuty.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=chat_duty.pk)
    )
    if chat_duty.voided_at is None:
        chat_duty.voided_at, chat_duty.voided_by = clock.now(), by
        chat_duty.save(update_fields=["voided_at", "voided_by"])
        audit.record(
            Action.VOID_CHAT_DUTY,
            by=by,
            about=chat_duty,
            work_form=chat_duty.work_form.key,
        )
    return chat_duty
