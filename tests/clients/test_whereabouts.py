"""Where somebody is found is told to a work form, sealed, and corrected by a new version."""

from datetime import date

import pytest
from django.db import connection

from poukama.access.models import AuditEvent
from poukama.clients.models import KnownIn, Whereabouts
from poukama.clients.rules import Action
from poukama.clients.services import whereabouts as services
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, FamilyFactory, WhereaboutsFactory

TODAY = date(2024, 9, 12)
TOLD = {"municipality": "Esimerkkilä", "school": "Keksitty koulu"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(work_form_a):
    """A child whom work form A knows."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    client = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    return KnownIn.objects.get(client=client, work_form=work_form_a)


def _record(known, by, former=None, starts_on=None, ends_on=None, **places):
    return services.record_whereabouts(
        known=known, places=places or TOLD, by=by, former=former, starts_on=starts_on, ends_on=ends_on
    )


def test_it_is_sealed_and_a_correction_keeps_the_former(aino, known):
    first = _record(known, aino)
    second = _record(known, aino, former=first.pk, municipality="Toisaalla")
    first.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT municipality, school FROM clients_whereabouts ORDER BY recorded_at")
        boxes = [bytes(box) for row in cursor.fetchall() for box in row if box]
    assert not any(word in box for box in boxes for word in (b"Esimerk", b"Toisaalla", b"koulu"))
    assert (first.voided_by, second.corrects, second.municipality, second.school) == (
        aino,
        first,
        "Toisaalla",
        None,
    )


def test_what_cannot_be_recorded_is_refused_and_changes_nothing(aino, known):
    for refusal, arguments in (
        (services.NothingTold, {"municipality": "  "}),
        (services.EndsBeforeItStarts, {"starts_on": TODAY, "ends_on": date(2024, 9, 11)}),
    ):
        with pytest.raises(refusal):
            _record(known, aino, **arguments)
    first = _record(known, aino)
    for again, former in ((services.RecordedMeanwhile, None), (services.SamePlaces, first.pk)):
        with pytest.raises(again):
            _record(known, aino, former=former)
    assert Whereabouts.objects.count() == 1


def test_on_screen_each_opening_is_an_event(client, aino, known):
    sign_in(client, aino)
    empty = client.get(url("clients:whereabouts", known)).content.decode()
    sent = TOLD | {"home": "Keksitty katu 1", "starts_on": "2024-08-01", "ends_on": "2025-05-31"}
    answer = client.post(url("clients:record_whereabouts", known), sent)
    assert ("Täällä ei tiedetä mitään." in empty, answer.url) == (True, url("clients:whereabouts", known))
    assert not AuditEvent.objects.filter(action=Action.READ_WHEREABOUTS).exists()

    page = client.get(url("clients:whereabouts", known)).content.decode()
    assert all(said in page for said in ("Esimerkkilä", "Keksitty koulu", "Keksitty katu 1", "31.5.2025"))
    event = AuditEvent.objects.get(action=Action.READ_WHEREABOUTS)
    assert (event.about_id, event.work_form, event.detail) == (str(known.client_id), "work-form-a", {})
    assert "Esimerkkilä" not in client.get(url("clients:card", known.client)).content.decode()

    form = client.get(url("clients:record_whereabouts", known))
    assert AuditEvent.objects.filter(action=Action.READ_WHEREABOUTS).count() == 2
    former = form.context["form"]["former"].value()
    stale = client.post(url("clients:record_whereabouts", known), sent | {"school": "Toinen"})
    again = client.post(url("clients:record_whereabouts", known), sent | {"former": former})
    assert (stale.status_code, "Toinen" in stale.content.decode()) == (422, True)
    assert (again.url, Whereabouts.objects.count()) == (url("clients:whereabouts", known), 1)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"municipality": "", "school": ""}, "municipality"),
        ({"starts_on": "2024-09-10", "ends_on": "2024-09-01"}, "ends_on"),
        ({"starts_on": "not a day"}, "starts_on"),
        ({"home": "x" * 301}, "home"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(client, aino, known, sent, field):
    sign_in(client, aino)
    answer = client.post(url("clients:record_whereabouts", known), TOLD | sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Whereabouts.objects.count() == 0


def test_a_box_that_somebody_has_harmed_says_so_and_is_not_written_over(client, aino, known):
    row = WhereaboutsFactory(known=known)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_whereabouts SET home = municipality")
    sign_in(client, aino)
    page = client.get(url("clients:whereabouts", known))
    answer = client.post(url("clients:record_whereabouts", known), TOLD | {"former": row.pk})
    assert ("ei voi avata" in page.content.decode(), answer.status_code) == (True, 302)
    assert Whereabouts.objects.count() == 1


def test_another_work_form_that_knows_them_is_told_nothing(client, bertta, known, work_form_b):
    WhereaboutsFactory(known=known)
    there = KnownIn.objects.create(client=known.client, work_form=work_form_b, since_on=TODAY)
    sign_in(client, bertta)
    assert client.get(url("clients:whereabouts", known)).status_code == 404
    assert "Täällä ei tiedetä mitään." in client.get(url("clients:whereabouts", there)).content.decode()
