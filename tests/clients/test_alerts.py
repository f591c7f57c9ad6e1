"""An alert says what to know, what to do and until when; it ends by itself."""

from datetime import date, timedelta

import pytest
from django.db import connection

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.choices import AlertKind
from poukama.clients.models import Alert, KnownIn
from poukama.clients.queries import alerts_of
from poukama.clients.rules import Action
from poukama.clients.services import safety as services
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import AlertFactory, ClientFactory, FamilyFactory

TODAY = date(2024, 9, 12)
UNTIL = date(2024, 9, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def family(work_form_a):
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def known(family, work_form_a):
    """The family, as work form A knows it."""
    return KnownIn.objects.get(family=family, work_form=work_form_a)


@pytest.fixture
def episode(family, work_form_a):
    """An episode with one member of the family."""
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    member = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    EpisodeMemberFactory(episode=episode, client=member)
    return episode


def _added(known, by, **told):
    usual = {
        "kind": AlertKind.SAFETY,
        "what": "Agreed people only",
        "action": "Call the lead",
        "ends_on": UNTIL,
    }
    return services.add_alert(known=known, by=by, **usual | told)


def _told(user, known):
    return [[each.what for each in some] for some in alerts_of(Actor(user, TODAY), known, clock.today())]


def test_it_is_sealed_and_the_trail_tells_nothing_of_it(aino, known):
    alert = _added(known, aino)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, action FROM clients_alert")
        assert not any(word in bytes(box) for box in cursor.fetchone() for word in (b"Agreed", b"lead"))
    event = AuditEvent.objects.get(action=Action.ADD_ALERT)
    assert (event.about_id, event.detail, event.work_form) == (str(alert.pk), {}, known.work_form.key)


def test_it_ends_by_itself_and_is_offered_for_renewal_for_two_weeks(aino, known):
    _added(known, aino)
    assert _told(aino, [known]) == [["Agreed people only"], []]
    with clock.moved_to(UNTIL):
        assert _told(aino, [known]) == [["Agreed people only"], []]
    with clock.moved_to(UNTIL + timedelta(days=1)):
        assert _told(aino, [known]) == [[], ["Agreed people only"]]
    with clock.moved_to(UNTIL + timedelta(days=15)):
        assert _told(aino, [known]) == [[], []]


def test_safety_comes_first(aino, known):
    _added(known, aino, kind=AlertKind.CARE, what="Milk", ends_on=TODAY)
    _added(known, aino)
    assert _told(aino, [known])[0] == ["Agreed people only", "Milk"]


def test_a_renewed_one_takes_the_place_of_the_former_and_keeps_it(aino, known):
    first = _added(known, aino)
    second = _added(known, aino, ends_on=UNTIL + timedelta(days=30), corrects=first)
    first.refresh_from_db()
    assert (first.voided_by, second.corrects, first.what) == (aino, first, "Agreed people only")
    with pytest.raises(services.EndedMeanwhile):
        services.end_alert(alert=first, by=aino)


def test_sent_twice_it_stands_once(client, aino, known, episode):
    sign_in(client, aino)
    sent = {
        "about": str(known.pk),
        "kind": "care",
        "what": "Milk",
        "action": "Check",
        "ends_on": "2024-10-01",
    }
    for _ in range(2):
        assert client.post(url("casework:add_alert", episode), sent).url == url("casework:episode", episode)
    assert Alert.objects.count() == 1


def test_one_that_somebody_ended_meanwhile_keeps_what_was_typed(client, aino, known, episode):
    alert = _added(known, aino)
    services.end_alert(alert=alert, by=aino)
    sign_in(client, aino)
    sent = {
        "about": str(known.pk),
        "kind": "care",
        "what": "Milk",
        "action": "Check",
        "ends_on": "2024-10-01",
    }
    page = client.post(url("casework:change_alert", episode, alert), sent)
    assert (page.status_code, page.context["form"]["what"].value()) == (422, "Milk")
    assert Alert.objects.count() == 1


def test_one_that_somebody_has_harmed_shuts_nothing_else(client, aino, known, episode, caplog):
    harmed, whole = _added(known, aino), _added(known, aino, what="Only the aunt")
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM clients_alert WHERE action IS NOT NULL")
        box = bytes(cursor.fetchone()[0])
        wrong = connection.Database.Binary(box[:-1] + bytes([box[-1] ^ 1]))
        key = Alert._meta.pk.get_db_prep_value(harmed.pk, connection)
        cursor.execute("UPDATE clients_alert SET what = %s WHERE id = %s", [wrong, key])
    sign_in(client, aino)
    page = client.get(url("casework:episode", episode)).content.decode()
    assert (whole.what in page, "Tätä huomiota ei voi avata" in page) == (True, True)
    assert f"row {harmed.pk} does not open" in caplog.text


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"what": " "}, services.NothingSaid),
        ({"action": ""}, services.NothingSaid),
        ({"ends_on": TODAY - timedelta(days=1)}, services.EndsInThePast),
        ({"ends_on": TODAY + timedelta(days=367)}, services.EndsTooLate),
    ],
)
def test_an_alert_always_has_an_action_and_an_end(aino, known, told, refusal):
    with pytest.raises(refusal):
        _added(known, aino, **told)
    assert Alert.objects.count() == 0


def test_it_is_added_renewed_and_ended_on_their_page(client, aino, known, episode):
    sign_in(client, aino)
    page = url("casework:episode", episode)
    sent = {
        "about": str(known.pk),
        "kind": "safety",
        "what": "Agreed people only",
        "action": "Call the lead",
        "ends_on": "2024-09-30",
    }
    assert client.post(url("casework:add_alert", episode), sent).url == page
    shown = client.get(page).content.decode()
    assert all(words in shown for words in ("Agreed people only", "Call the lead", "Voimassa"))

    there = url("casework:change_alert", episode, Alert.objects.get())
    assert client.get(there).context["form"]["what"].value() == "Agreed people only"
    assert client.post(there, sent | {"what": "Only the aunt"}).url == page
    shown = client.get(page).content.decode()
    assert ("Only the aunt" in shown, "Agreed people only" in shown) == (True, False)

    alert = Alert.objects.get(voided_at=None)
    assert client.post(url("casework:end_alert", episode, alert)).url == page
    assert "Only the aunt" not in client.get(page).content.decode()
    assert client.get(url("casework:change_alert", episode, AlertFactory())).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"what": ""}, "what"),
        ({"action": ""}, "action"),
        ({"what": "x" * 200}, "what"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2024-09-11"}, "ends_on"),
        ({"ends_on": "2026-01-01"}, "ends_on"),
        ({"about": "0"}, "about"),
        ({"kind": "gossip"}, "kind"),
    ],
)
def test_bad_input_is_told_at_its_field_and_keeps_what_was_typed(client, aino, known, episode, sent, field):
    sign_in(client, aino)
    typed = {
        "about": str(known.pk),
        "kind": "care",
        "what": "Milk",
        "action": "Check",
        "ends_on": "2024-10-01",
    }
    page = client.post(url("casework:add_alert", episode), typed | sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["action"].value() == (typed | sent)["action"]
    assert Alert.objects.count() == 0


def test_an_alert_of_another_family_is_not_reached_through_ones_own_episode(
    client, aino, episode, work_form_a
):
    other = AlertFactory(known=KnownIn.objects.get(family=FamilyFactory(known_in=work_form_a)))
    sign_in(client, aino)
    assert client.get(url("casework:change_alert", episode, other)).status_code == 404


def test_another_work_form_that_knows_the_family_is_told_nothing(bertta, known, work_form_b):
    AlertFactory(known=known)
    theirs = KnownIn.objects.create(family=known.family, work_form=work_form_b, since_on=TODAY)
    assert _told(bertta, [known, theirs]) == [[], []]


def test_a_page_asks_the_same_however_many_alerts_stand(
    client, aino, known, episode, django_assert_max_num_queries
):
    sign_in(client, aino)
    client.get(url("casework:episode", episode))
    counts = []
    for number in (1, 4):
        for _ in range(number):
            AlertFactory(known=known)
        with django_assert_max_num_queries(60) as asked:
            client.get(url("casework:episode", episode))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_without_anybody_known_there_is_nobody_to_alert_about(client, aino, work_form_a):
    episode = EpisodeFactory(work_form=work_form_a, family=None)
    EpisodeMemberFactory(episode=episode, client=ClientFactory(anonymous=True))
    sign_in(client, aino)
    page = client.get(url("casework:add_alert", episode)).content.decode()
    assert "Ketään tässä ei tunneta koodinimellä." in page
