"""What a record still binds keeps it."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.models import Episode
from poukama.casework.queries.retention import preview
from poukama.casework.rules import Action
from poukama.casework.services import destroying as services
from poukama.clients.models import Family
from poukama.toolkit import clock
from tests.casework.record_ends.records import BEGAN, ENDED, destroyed, ended, known_of, mother_of
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, OccasionFactory
from tests.factories.casework import (
    AppointmentFactory,
    DueStepFactory,
    FollowUpFactory,
    HandoverFactory,
    LegalHoldFactory,
    OddReadingFactory,
    OwnDataFactory,
    ProcessFactory,
    PromiseFactory,
    RequestFactory,
)
from tests.factories.clients import (
    AlertFactory,
    ConsentFactory,
    DisclosureFactory,
    EmergencyAccessFactory,
    ExpectingFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
)
from tests.factories.outbox import MessageFactory
from tests.factories.workforce import MatchFactory

pytestmark = pytest.mark.django_db
AHEAD = date(2024, 10, 1)


def _step(episode):
    process = ProcessFactory(episode=episode, starts_on=BEGAN)
    DueStepFactory(process=process, duty__due_on=AHEAD)


BINDING = {
    "open": lambda e: Episode.objects.filter(pk=e.pk).update(ends_on=None, end_reason=""),
    "follow_up": _step,
    "follow_up after the end": lambda e: FollowUpFactory(episode=e, known=mother_of(e), due_on=AHEAD),
    "follow_up of a promise": lambda e: PromiseFactory(part__note__episode=e, due_on=AHEAD),
    "appointment": lambda e: AppointmentFactory(episode=e, planned_on=AHEAD),
    "request": lambda e: RequestFactory(work_form=e.work_form, family=e.family, came_on=BEGAN, due_on=BEGAN),
    "handover": lambda e: HandoverFactory(episode=e, sent_on=ENDED),
    "hold": lambda e: LegalHoldFactory(known=mother_of(e), ends_on=AHEAD),
    "consent": lambda e: ConsentFactory(known=mother_of(e), expires_on=AHEAD),
    "told": lambda e: DisclosureFactory(
        known=mother_of(e),
        consent__known=mother_of(e),
        consent__expires_on=ENDED,
        consent__given_on=BEGAN,
        told_on=ENDED,
    ),
    "order": lambda e: ProtectionOrderFactory(known=mother_of(e), ends_on=AHEAD),
    "alert": lambda e: AlertFactory(known=known_of(e), ends_on=AHEAD),
    "wall": lambda e: PartyWallFactory(one=(e.family, [])),
    "reading": lambda e: EmergencyAccessFactory(family=e.family),
    "expecting": lambda e: ExpectingFactory(work_form=e.work_form, mother=mother_of(e).client),
    "message": lambda e: MessageFactory(known=known_of(e)),
    "occasion": lambda e: AttendanceFactory(
        occasion=OccasionFactory(work_form=e.work_form, happened_on=AHEAD, state="planned"),
        client=mother_of(e).client,
    ),
    "own_data": lambda e: OwnDataFactory(known=mother_of(e)),
    "match": lambda e: MatchFactory(work_form=e.work_form, family=e.family),
}
CODES = {
    "wall": "looked_into",
    "reading": "looked_into",
    "follow_up after the end": "follow_up",
    "follow_up of a promise": "follow_up",
}
"""As what those are said that need not, or must not, be told from one another."""


@pytest.mark.parametrize("why", BINDING)
def test_nothing_with_a_live_obligation_is_proposed_or_destroyed(times, work_form_a, lead, director, why):
    free, episode = ended(work_form_a), ended(work_form_a, "Ruoko")
    row = services.propose_destruction(work_form=work_form_a, by=lead)
    assert row.lines.count() == 2

    BINDING[why](episode)
    done = services.carry_out_destruction(destruction=row, by=director)
    said = {"open": {"not_yet"}, "wall": set(), "reading": set()}.get(why)
    assert (done.told["records"], done.told["stays"]) == (1, 0 if said == set() else 1)
    left = set(done.told["left"])
    assert {CODES.get(why, why)} <= left if said is None else left == said
    episode.refresh_from_db()
    free.refresh_from_db()
    assert (free.destroyed_by, episode.destroyed_at) == (director, None)
    assert Family.objects.filter(code_name="Ruoko").exists()
    with pytest.raises(services.NothingToDestroy):
        services.propose_destruction(work_form=work_form_a, by=lead)


@pytest.mark.parametrize("why", sorted(set(BINDING) - {"wall", "order"}))
def test_the_preview_says_in_words_what_binds(times, work_form_a, lead, client, why):
    episode = ended(work_form_a)
    BINDING[why](episode)
    seen = preview(Actor(lead, clock.today()), work_form_a)
    assert seen.now == []
    if why == "open":
        assert seen.without_a_day == 1
        return
    (record,) = seen.bound
    assert CODES.get(why, why) in {bond.code for bond in record.bonds}
    answer = sign_in(client, lead).get(url("casework:retention", work_form_a))
    for bond in record.bonds:
        said = "Määrätty säilytettäväksi" if bond.code == "hold" else str(bond.says)
        assert said in answer.content.decode()


def test_odd_reading_that_nobody_has_checked_binds(times, work_form_a, lead):
    episode = ended(work_form_a)
    OddReadingFactory(family=episode.family, work_form=work_form_a)
    (record,) = preview(Actor(lead, clock.today()), work_form_a).bound
    assert {bond.code for bond in record.bonds} == {"looked_into"}


def test_a_hold_keeps_a_record_until_its_day_or_until_it_is_lifted(times, work_form_a, lead, director):
    episode = ended(work_form_a)
    known = known_of(episode)
    with pytest.raises(services.NoReason):
        services.hold_back(of=known, reason=" ", ends_on=AHEAD, by=lead)
    with pytest.raises(services.EndsBeforeToday):
        services.hold_back(of=known, reason="A trial", ends_on=clock.today() - timedelta(days=1), by=lead)
    hold = services.hold_back(of=known, reason="A trial", ends_on=AHEAD, by=lead)
    with pytest.raises(services.HeldAlready):
        services.hold_back(of=known, reason="A trial", ends_on=AHEAD, by=lead)
    with pytest.raises(services.NothingToDestroy):
        services.propose_destruction(work_form=work_form_a, by=lead)
    with clock.moved_to(AHEAD + timedelta(days=1)):
        assert len(preview(Actor(lead, clock.today()), work_form_a).now) == 1
        with pytest.raises(services.NotHeld):
            services.lift_hold(hold=hold, because="The trial is over.", by=lead)
    with pytest.raises(services.NoReason):
        services.lift_hold(hold=hold, because="", by=lead)
    services.lift_hold(hold=hold, because="The trial is over.", by=lead)
    destroyed(work_form_a, lead, director)
    assert AuditEvent.objects.filter(action__in=(Action.HOLD_BACK, Action.LIFT_HOLD)).count() == 2
