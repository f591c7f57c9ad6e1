"""At night somebody opens the least of what another work form keeps; it ends by itself, and two look at it."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import rules, visible
from poukama.casework.queries.watching import watched
from poukama.clients.choices import CheckPlace, EmergencyWhy, OrderKind
from poukama.clients.models import EmergencyAccess, EmergencyCheck, KnownIn
from poukama.clients.queries.emergency import least_of, served_elsewhere
from poukama.clients.queries.protection import WHAT_TO_DO
from poukama.clients.rules import Action
from poukama.clients.services import emergency as services
from poukama.organisation.choices import Identification, Role
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import (
    AlertFactory,
    ClientFactory,
    FamilyFactory,
    IdentityFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    SafeContactFactory,
    SideWorkerFactory,
)
from tests.factories.organisation import AssignmentFactory, AssociationFactory, UserFactory, WorkFormFactory

TODAY = date(2024, 9, 12)
NIGHT = clock.local(TODAY).replace(hour=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def night():
    AssociationFactory()
    with clock.moved_to(NIGHT):
        yield


@pytest.fixture
def family(work_form_b, aino):
    """A family of work form B, with a mother known by name; somebody of B works with them."""
    work_form_b.identification = Identification.NAMED
    work_form_b.phone = "000 555 111"
    work_form_b.save()
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_b)
    mother = ClientFactory(
        family=family, code_name="Lumme K", search_key="lumme k", birth_year=1985, known_in=work_form_b
    )
    IdentityFactory(client=mother, work_form=work_form_b, first_names="Helka Maria", last_name="Esimerkki")
    known = KnownIn.objects.get(client=mother)
    AlertFactory(known=known, what="Hakeminen vain sovitulle", action="Soita vastaavalle")
    AlertFactory(known=known, what="Vanha asia", ends_on=TODAY - timedelta(days=1))
    SafeContactFactory(known=known, phone="000 123 456", note="Salainen muistiinpano", address="Katu 1")
    keeper = UserFactory(name="Kerttu Keeper")
    AssignmentFactory(user=keeper, work_form=work_form_b)
    EpisodeFactory(work_form=work_form_b, family=family, key_worker=keeper)
    return family


@pytest.fixture
def lead_b(work_form_b):
    """The lead of where the file is."""
    user = UserFactory(name="Briitta Lead")
    AssignmentFactory(user=user, role=Role.LEAD, work_form=work_form_b)
    return user


def _actor(user):
    return Actor(user, clock.today())


def _open(by, text="Lumme", born_in=None):
    return services.break_glass(
        text=text, born_in=born_in, why=EmergencyWhy.DANGER, reason="Synthetic reason", by=by
    )


def _who_may_check(check, *users):
    rows = EmergencyCheck.objects.filter(pk=check.pk)
    return [user for user in users if visible(_actor(user), Action.CHECK_EMERGENCY, rows).exists()]


@pytest.mark.parametrize(
    "text, born_in",
    [
        ("Lumme", None),
        (" lumme ", None),
        ("lumme k", None),
        ("Helka Esimerkki", 1985),
        ("esimerkki maria", 1985),
        ("Helka Maria Esimerkki", 1985),
    ],
)
def test_whom_a_code_name_or_a_whole_name_with_the_year_names(aino, family, text, born_in):
    assert served_elsewhere(_actor(aino), text, born_in) == family


@pytest.mark.parametrize(
    "text, born_in",
    [
        ("Lum", None),
        ("Kaisla", None),
        ("Helka Esimerkki", 1986),
        ("Helka Esim", 1985),
        ("Helka Maria", 1985),
        ("Esimerkki Esimerkki", 1985),
        ("Helka Esimerkki Muu", 1985),
    ],
)
def test_nothing_less_names_anybody(aino, family, text, born_in):
    with pytest.raises(services.NobodyToOpen):
        _open(aino, text, born_in)
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor, event.about, event.detail) == (
        Action.BREAK_GLASS,
        aino.pk,
        "",
        {"found": False},
    )


def test_two_alike_are_nobody(aino, family, work_form_b):
    other = ClientFactory(birth_year=1985, known_in=work_form_b)
    IdentityFactory(client=other, work_form=work_form_b, first_names="Helka", last_name="Esimerkki")
    assert served_elsewhere(_actor(aino), "Helka Esimerkki", 1985) is None


def test_what_ones_own_work_form_knows_is_not_opened_so(bertta, family):
    assert served_elsewhere(_actor(bertta), "Lumme", None) is None


def test_nobody_behind_a_wall_is_found_and_the_database_is_asked_the_same(client, aino, family, work_form_b):
    sign_in(client, aino)

    def asked(whom, born_in=""):
        sent = {"why": "danger", "reason": "Synthetic", "whom": whom, "born_in": born_in}
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(url("casework:break_glass"), sent)
        tables = [re.findall(r'(?:FROM|UPDATE|INTO) "?(\w+)', one["sql"]) for one in queries]
        return (
            answer.status_code,
            answer.content.decode().count("Tällä ei voi avata ketään."),
            len(tables),
            tables,
        )

    others = [(FamilyFactory(known_in=work_form_b), []) for _ in range(2)]
    ClientFactory(family=others[0][0], known_in=work_form_b)
    PartyWallFactory(one=others[0], other=others[1])
    nothing, unnamed = asked("Kaisla"), asked("Aku Ankka", "1985")
    PartyWallFactory(one=(family, []), other=(FamilyFactory(known_in=work_form_b), []))
    walled, named = asked("Lumme"), asked("Helka Esimerkki", "1985")

    assert (walled[:3], named[:3]) == (nothing[:3], unnamed[:3])
    assert walled[3] == nothing[3]
    assert walled[0] == 422
    assert not EmergencyAccess.objects.exists()


def test_the_least_is_shown_and_nothing_else(client, aino, family):
    access = _open(aino)
    sign_in(client, aino)
    page = client.get(url("casework:emergency", access)).content.decode()
    for shown in ("Helka Maria", "Esimerkki", "Hakeminen vain sovitulle", "Soita vastaavalle"):
        assert shown in page
    for shown in ("000 123 456", "Kerttu Keeper", "000 555 111", "klo 3.00", "60 minuuttia jäljellä"):
        assert shown in page
    for kept in ("Vanha asia", "Salainen muistiinpano", "Katu 1", "Synthetic reason"):
        assert kept not in page


def test_under_a_protection_order_the_number_stays_shut_and_what_to_do_is_said(client, aino, family):
    order = ProtectionOrderFactory(known=KnownIn.objects.get(client__code_name="Lumme K"))
    access = _open(aino)
    sign_in(client, aino)
    page = client.get(url("casework:emergency", access)).content.decode()
    assert str(WHAT_TO_DO[OrderKind.NON_DISCLOSURE]) in page
    for shown in ("Helka Maria", "Hakeminen vain sovitulle", "000 555 111"):
        assert shown in page
    assert "000 123 456" not in page
    order.ended_at, order.ended_by = clock.now(), order.recorded_by
    order.save()
    assert "000 123 456" in client.get(url("casework:emergency", access)).content.decode()


def test_it_opens_nothing_else(aino, family):
    def seen():
        return {
            rule.action: visible(_actor(aino), rule.action, rule.model._default_manager.all()).count()
            for rule in rules().values()
        }

    before = seen()
    access = _open(aino)
    changed = {action for action, many in seen().items() if many != before[action]}
    assert changed == {Action.READ_IN_EMERGENCY, Action.NOTE_EMERGENCY}
    assert least_of(_actor(aino), access, TODAY)[0].people[0].identity.last_name == "Esimerkki"


def test_opening_is_told_to_the_trail_of_each_person(client, aino, family, work_form_b):
    access = _open(aino)
    sign_in(client, aino)
    client.get(url("casework:emergency", access))
    mother = KnownIn.objects.get(client__isnull=False).client
    events = AuditEvent.objects.filter(action=Action.READ_IN_EMERGENCY).order_by("id")
    assert [(event.about, event.about_id, event.work_form) for event in events] == [
        ("clients.Family", str(family.pk), work_form_b.key),
        ("clients.Client", str(mother.pk), work_form_b.key),
    ]
    opened = AuditEvent.objects.get(action=Action.BREAK_GLASS)
    assert (opened.about, opened.about_id, opened.work_form) == (
        "clients.Family",
        str(family.pk),
        work_form_b.key,
    )


def test_after_an_hour_it_is_gone(client, aino, family):
    access = _open(aino)
    sign_in(client, aino)
    with clock.moved_to(NIGHT + timedelta(minutes=59)):
        assert client.get(url("casework:emergency", access)).status_code == 200
    with clock.moved_to(NIGHT + timedelta(minutes=61)):
        answer = client.get(url("casework:emergency", access))
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            url("casework:emergency_note", access),
        )
        assert "Esimerkki" not in client.get(url("casework:emergency_note", access)).content.decode()


def test_no_setting_makes_it_longer():
    assert settings.EMERGENCY_MINUTES <= 60


def test_it_is_closed_by_hand_and_then_gone(client, aino, family):
    access = _open(aino)
    sign_in(client, aino)
    assert client.post(url("casework:close_emergency", access)).status_code == 302
    access.refresh_from_db()
    assert (access.closed_by, client.get(url("casework:emergency", access)).status_code) == (aino, 302)
    many = AuditEvent.objects.count()
    services.close_emergency(access=access, by=aino)
    assert AuditEvent.objects.filter(action=Action.BREAK_GLASS, detail__closed=True).count() == 1
    assert AuditEvent.objects.count() == many


def test_sending_it_twice_opens_once(aino, family):
    assert _open(aino) == _open(aino)
    assert (EmergencyAccess.objects.count(), EmergencyCheck.objects.count()) == (1, 2)


def test_a_wall_that_is_set_meanwhile_shuts_it(client, aino, family, work_form_b):
    access = _open(aino)
    sign_in(client, aino)
    PartyWallFactory(one=(family, []), other=(FamilyFactory(known_in=work_form_b), []))
    assert [
        client.get(url(f"casework:{name}", access)).status_code for name in ("emergency", "emergency_note")
    ] == [
        404,
        404,
    ]


def test_both_leads_are_told_and_nobody_else(aino, bertta, lead, lead_b, director, gatekeeper, family):
    access = _open(aino)
    file, own = EmergencyCheck.objects.filter(access=access).order_by("pk")
    everybody = (aino, bertta, lead, lead_b, director, gatekeeper)
    assert (file.place, own.place) == (CheckPlace.FILE, CheckPlace.OWN)
    assert (_who_may_check(file, *everybody), _who_may_check(own, *everybody)) == ([lead_b], [lead])


def test_where_there_is_no_lead_the_director_is_told(aino, lead, director, family):
    file, own = EmergencyCheck.objects.filter(access=_open(aino)).order_by("pk")
    assert (_who_may_check(file, lead, director), _who_may_check(own, lead, director)) == ([director], [lead])


def test_one_lead_of_both_is_one_of_two_people(aino, lead, director, family, work_form_b):
    AssignmentFactory(user=lead, role=Role.LEAD, work_form=work_form_b)
    file, own = EmergencyCheck.objects.filter(access=_open(aino)).order_by("pk")
    assert (_who_may_check(file, lead, director), _who_may_check(own, lead, director)) == ([lead], [director])


def test_a_lead_does_not_look_at_their_own(lead, lead_b, director, family):
    file, own = EmergencyCheck.objects.filter(access=_open(lead)).order_by("pk")
    people = (lead, lead_b, director)
    assert (_who_may_check(file, *people), _who_may_check(own, *people)) == ([lead_b], [director])
    with pytest.raises(services.NotTheirs):
        services.check_emergency(check=own, by=lead)


def test_past_a_wall_the_gatekeeper_looks_at_it(
    aino, lead, lead_b, director, gatekeeper, family, work_form_b
):
    file, own = EmergencyCheck.objects.filter(access=_open(aino)).order_by("pk")
    wall = PartyWallFactory(one=(family, []), other=(FamilyFactory(known_in=work_form_b), []))
    people = (lead, lead_b, director, gatekeeper)
    assert (_who_may_check(file, *people), _who_may_check(own, *people)) == ([gatekeeper], [gatekeeper])
    SideWorkerFactory(wall=wall, user=lead_b)
    assert _who_may_check(file, *people) == [lead_b, gatekeeper]


def test_the_note_is_asked_for_until_it_is_written_and_the_lead_hears_when_it_is_late(
    client, aino, lead, lead_b, family
):
    access = _open(aino)
    services.close_emergency(access=access, by=aino)
    check = EmergencyCheck.objects.get(access=access, place=CheckPlace.FILE)
    sign_in(client, aino)
    assert "Jälkikirjaus puuttuu" in client.get(url("casework:watch_panel")).content.decode()
    services.check_emergency(check=check, by=lead_b)
    assert not watched(_actor(lead_b))
    with clock.moved_to(NIGHT + timedelta(hours=25)):
        (late,) = watched(_actor(lead_b)).to_check
        assert late.is_note_late
        sign_in(client, lead_b)
        assert "puuttunut yli vuorokauden" in client.get(url("casework:watch_panel")).content.decode()
        sign_in(client, aino)
        empty = client.post(url("casework:emergency_note", access), {"note": " "})
        assert (empty.status_code, "Kirjoita, mitä teit." in empty.content.decode()) == (422, True)
        assert (
            client.post(url("casework:emergency_note", access), {"note": "Kanaria note"}).status_code == 302
        )
        assert not watched(_actor(lead_b))
        assert not watched(_actor(aino))
    with pytest.raises(services.NotedAlready):
        services.note_emergency(access=access, note="Another", by=aino)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, note FROM clients_emergencyaccess")
        assert not any(word in bytes(box) for box in cursor.fetchone() for word in (b"Synthetic", b"Kanaria"))


def test_looking_at_it_is_said_once(client, aino, lead_b, family):
    check = EmergencyCheck.objects.get(access=_open(aino), place=CheckPlace.FILE)
    sign_in(client, lead_b)
    page = client.get(url("casework:check_emergency", check)).content.decode()
    assert all(shown in page for shown in ("Lumme", "Aino Worker", "Joku on vaarassa", "Synthetic reason"))
    assert "Esimerkki" not in page
    client.post(url("casework:check_emergency", check))
    check.refresh_from_db()
    assert check.checked_by == lead_b
    with pytest.raises(services.CheckedAlready):
        services.check_emergency(check=check, by=lead_b)
    assert AuditEvent.objects.latest("id").action == Action.CHECK_EMERGENCY


def test_who_tries_too_often_waits(client, aino, family):
    sign_in(client, aino)
    sent = {"why": "danger", "reason": "Synthetic", "whom": "Kaisla"}
    answers = [client.post(url("casework:break_glass"), sent) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "Liian monta yritystä" in answers[-1].content.decode()
    assert client.post(url("casework:break_glass"), sent | {"whom": "Lumme"}).status_code == 429
    assert AuditEvent.objects.filter(action=Action.BREAK_GLASS).count() == 5


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"reason": " "}, "reason"),
        ({"whom": ""}, "whom"),
        ({"why": ""}, "why"),
        ({"whom": "Helka"}, "whom"),
        ({"whom": "Helka Esimerkki"}, "born_in"),
        ({"whom": "Helka Esimerkki", "born_in": "85"}, "born_in"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_is_kept(client, aino, family, wrong, field):
    sign_in(client, aino)
    sent = {"why": "danger", "reason": "Synthetic typed", "whom": "Lumme", "born_in": ""} | wrong
    answer = client.post(url("casework:break_glass"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    kept = [value for value in sent.values() if value.strip() and value not in ("danger",)]
    assert all(value in answer.content.decode() for value in kept)
    assert not AuditEvent.objects.filter(action=Action.BREAK_GLASS).exists()


def test_whoever_only_counts_people_opens_nobody(client, family):
    somebody = UserFactory()
    AssignmentFactory(
        user=somebody, work_form=WorkFormFactory(identification=Identification.COUNTED), role=Role.WORKER
    )
    sign_in(client, somebody)
    assert client.get(url("casework:break_glass")).status_code == 404
    with pytest.raises(services.NobodyToOpen):
        _open(somebody)


def test_the_page_asks_the_same_however_many_they_are(client, aino, family, work_form_b):
    access = _open(aino)
    sign_in(client, aino)

    def asked():
        client.get(url("casework:emergency", access))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("casework:emergency", access))
        return len(
            [
                one
                for one in queries
                if "access_auditevent" not in one["sql"] and "chainhead" not in one["sql"]
            ]
        )

    before = asked()
    for letter in "LM":
        child = ClientFactory(family=family, code_name=f"Lumme {letter}", known_in=work_form_b)
        IdentityFactory(client=child, work_form=work_form_b)
        AlertFactory(known=KnownIn.objects.get(client=child))
    savepoints = 2 * 2  # one for each event of those whose names were opened
    assert asked() - before <= savepoints


def test_the_list_and_the_panel_ask_the_same_however_many_they_are(client, aino, lead_b, work_form_b, family):
    sign_in(client, lead_b)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url("casework:watch_panel"))
            client.get(url("casework:emergency_checks"))
        counts.append(len(queries))
        for each in ("Kaisla", "Tyrni", "Norppa"):
            if _ == 0:
                FamilyFactory(code_name=each, search_key=each.lower(), known_in=work_form_b)
                _open(aino, each)
    assert counts[0] == counts[1]
