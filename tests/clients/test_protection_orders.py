"""A protection order reaches the children and the family by itself, and hides where they are from whom it does not name."""

from datetime import date, timedelta

import pytest
from django.db import connection

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import may, visible
from poukama.activities.models import Attendance
from poukama.activities.rules import Action as Activities
from poukama.casework.models import Contact
from poukama.casework.rules import Action as Casework
from poukama.clients.choices import Kinship, OrderKind, WhyWall
from poukama.clients.models import (
    KnownIn,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    WallProposal,
)
from poukama.clients.queries import is_told, orders_ending, protections_of, reached_by, readers_of
from poukama.clients.rules import Action
from poukama.clients.services import protection as services
from poukama.clients.services.parting import part
from poukama.clients.services.same import take_apart
from poukama.clients.services.ties import add_tie, end_tie
from poukama.clients.shielding import STILL_HIDDEN
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory, ReceiptLinkFactory
from tests.factories.clients import (
    AttachmentFactory,
    ClientFactory,
    ConsentFactory,
    DisclosureFactory,
    FamilyFactory,
    FamilyTieFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    SafeContactFactory,
    SamePersonFactory,
    WhereaboutsFactory,
)
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
YEAR = date(2025, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def saara(work_form_a):
    """Another worker in Aino's work form."""
    user = UserFactory(name="Saara Worker", initials="SW")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
    return user


@pytest.fixture
def people(work_form_a):
    """A mother and her child in one family, and her child who lives in another; by how work form A knows them."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    other = FamilyFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    made = {
        "mother": ClientFactory(family=family, code_name="Lumme M", known_in=work_form_a, birth_year=1990),
        "child": ClientFactory(family=family, code_name="Lumme K", known_in=work_form_a, birth_year=2019),
        "elsewhere": ClientFactory(family=other, code_name="Kaisla K", known_in=work_form_a, birth_year=2012),
    }
    return {name: KnownIn.objects.get(client=client) for name, client in made.items()}


def _add(known, by, kind=OrderKind.NON_DISCLOSURE, starts_on=TODAY, ends_on=YEAR, readers=(), **told):
    return services.add_order(
        known=known, kind=kind, starts_on=starts_on, ends_on=ends_on, readers=readers, by=by, **told
    )


def _opens(user, known, day=None):
    return may(Actor(user, day or clock.today()), Action.READ_WHEREABOUTS, known)


def test_it_hides_where_they_are_from_everybody_whom_it_does_not_name(aino, saara, lead, people):
    assert [_opens(user, people["child"]) for user in (aino, saara, lead)] == [True, True, True]
    _add(people["mother"], aino)
    for name in ("mother", "child"):
        assert [_opens(user, people[name]) for user in (aino, saara, lead)] == [True, False, False]
        assert not may(Actor(saara, TODAY), Action.READ_SAFE_CONTACT, people[name])
        assert not may(Actor(saara, TODAY), Action.AGREE_SAFE_CONTACT, people[name])
        assert may(Actor(saara, TODAY), Action.READ_NAME, people[name])
    assert _opens(saara, people["elsewhere"])


def test_a_child_who_is_tied_later_is_reached_at_once_and_only_while_it_is_so(aino, saara, people):
    _add(people["mother"], aino)
    tie = add_tie(
        known=people["mother"],
        other=people["elsewhere"].client,
        kind=Kinship.GUARDIAN,
        starts_on=None,
        by=saara,
    )
    assert not _opens(saara, people["elsewhere"])
    end_tie(tie=tie, ends_on=TODAY, by=aino)
    assert not _opens(saara, people["elsewhere"])
    assert _opens(saara, people["elsewhere"], TODAY + timedelta(days=1))


@pytest.mark.parametrize("kind", [Kinship.PARTNER, Kinship.SIBLING, Kinship.MUST_NOT_CONTACT])
def test_another_tie_reaches_nobody(aino, saara, people, kind):
    _add(people["mother"], aino)
    FamilyTieFactory(
        work_form=people["mother"].work_form,
        client=people["mother"].client,
        other=people["elsewhere"].client,
        kind=kind,
    )
    assert _opens(saara, people["elsewhere"])


def test_whoever_is_not_named_cannot_take_back_the_tie_by_which_it_reaches(client, aino, saara, people):
    tie = FamilyTieFactory(
        work_form=people["mother"].work_form,
        client=people["mother"].client,
        other=people["elsewhere"].client,
    )
    _add(people["mother"], aino)
    assert [may(Actor(user, TODAY), Action.CHANGE_TIE, tie) for user in (aino, saara)] == [True, False]
    sign_in(client, saara)
    page = client.get(url("clients:ties", people["elsewhere"])).content.decode()
    assert ("Lumme M" in page, url("clients:end_tie", tie) in page) == (True, False)
    assert client.post(url("clients:take_tie_back", tie)).status_code == 404


def test_whoever_came_with_a_person_without_a_family_is_reached(aino, saara, work_form_a):
    person = ClientFactory(code_name="Pihlaja", known_in=work_form_a)
    along = ClientFactory(code_name="Pihlaja 2", known_in=work_form_a, came_with=person)
    _add(KnownIn.objects.get(client=person), aino)
    assert not _opens(saara, KnownIn.objects.get(client=along))


def test_with_two_orders_both_must_name(aino, saara, people):
    _add(people["mother"], aino)
    _add(people["child"], saara)
    assert [_opens(user, people["child"]) for user in (aino, saara)] == [False, False]
    _add(people["mother"], aino, kind=OrderKind.CARE, readers=[saara])
    assert not _opens(saara, people["mother"])


def test_whoever_parts_from_the_family_is_still_reached_and_only_those_named_part_it(
    aino, saara, people, work_form_a
):
    episode = EpisodeFactory(work_form=work_form_a, family=people["mother"].client.family)
    before = part(
        family=episode.family,
        members=[ClientFactory(family=episode.family, code_name="Lumme V", known_in=work_form_a)],
        work_form=work_form_a,
        parted_on=TODAY - timedelta(days=1),
        by=aino,
    )
    order = _add(people["mother"], aino)
    for user, may_part in ((aino, True), (saara, False)):
        assert may(Actor(user, TODAY), Casework.PART_FAMILY, episode) is may_part
    own = part(
        family=episode.family,
        members=[people["child"].client],
        work_form=work_form_a,
        parted_on=TODAY,
        by=aino,
    )
    visit = ContactFactory(episode=EpisodeFactory(work_form=work_form_a, family=own), recorded_by=aino)
    assert [_opens(user, people["child"]) for user in (aino, saara)] == [True, False]
    assert _opens(saara, KnownIn.objects.get(client__family=before))
    assert not may(Actor(saara, TODAY), Casework.READ_CONTACT, visit)
    child = KnownIn.objects.select_related("client").get(pk=people["child"].pk)
    (said,) = protections_of(Actor(saara, TODAY), [child], TODAY)
    reached = [str(row.why) for row in reached_by(Actor(saara, TODAY), said.order, TODAY)]
    assert reached == ["Suojattu itse", "Samaa perhettä eroon asti"]
    services.renew_order(order=order, ends_on=YEAR, by=aino)
    assert not _opens(saara, people["child"])


def test_another_client_who_is_the_same_person_is_reached(aino, saara, people):
    order = _add(people["mother"], aino)
    SamePersonFactory(kept=people["elsewhere"].client, other=people["mother"].client)
    assert [_opens(user, people["elsewhere"]) for user in (aino, saara)] == [True, False]
    (said,) = protections_of(Actor(saara, TODAY), [people["elsewhere"]], TODAY)
    reached = {str(row.client): str(row.why) for row in reached_by(Actor(saara, TODAY), order, TODAY)}
    assert (said.order, reached["Kaisla K"]) == (order, "Sama ihminen")


def test_a_restraining_order_hides_nothing_and_says_what_to_do(aino, saara, people):
    _add(people["mother"], aino, kind=OrderKind.RESTRAINING, against="Keksitty Mies, punainen takki")
    assert _opens(saara, people["mother"])
    (said,) = protections_of(Actor(saara, TODAY), [people["child"]], TODAY)
    assert (said.order.against, said.is_in_force, said.hides) == (
        "Keksitty Mies, punainen takki",
        True,
        False,
    )


def test_another_work_form_is_told_nothing_and_is_not_reached(aino, bertta, people, work_form_b):
    there = KnownIn.objects.create(client=people["mother"].client, work_form=work_form_b, since_on=TODAY)
    order = _add(people["mother"], aino)
    actor = Actor(bertta, TODAY)
    assert (_opens(bertta, there), protections_of(actor, [there], TODAY)) == (True, [])
    assert not may(actor, Action.READ_ORDER, order)


def test_when_they_come_is_hidden_too(aino, saara, lead, people, work_form_a):
    family = people["mother"].client.family
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    seen, mine = (
        ContactFactory(episode=episode, recorded_by=aino),
        ContactFactory(episode=episode, recorded_by=saara),
    )
    came = AttendanceFactory(
        client=people["child"].client, family=family, occasion__work_form=work_form_a, recorded_by=aino
    )
    _add(people["mother"], aino)
    contacts = {
        user.name: set(visible(Actor(user, TODAY), Casework.READ_CONTACT, Contact.objects.all()))
        for user in (aino, saara, lead)
    }
    assert contacts == {aino.name: {seen, mine}, saara.name: {mine}, lead.name: set()}
    assert not may(Actor(lead, TODAY), Casework.VOID_CONTACT, seen)
    marks = [
        list(visible(Actor(user, TODAY), Activities.READ_ATTENDANCE, Attendance.objects.all()))
        for user in (aino, saara)
    ]
    assert marks == [[came], []]


def test_it_goes_on_hiding_for_a_month_after_it_has_run_out(aino, saara, people):
    _add(people["mother"], aino, ends_on=TODAY)
    last = TODAY + STILL_HIDDEN
    assert [_opens(saara, people["child"], day) for day in (TODAY, last, last + timedelta(days=1))] == [
        False,
        False,
        True,
    ]
    with clock.moved_to(TODAY + timedelta(days=1)):
        (said,) = protections_of(Actor(saara, clock.today()), [people["child"]], clock.today())
    assert (said.is_in_force, said.ended_on, said.hides_until, said.may_change) == (False, TODAY, last, False)
    after = last + timedelta(days=1)
    assert protections_of(Actor(saara, after), [people["child"]], after) == []


def test_ending_it_opens_at_once_says_why_sealed_and_is_told_for_a_month(aino, saara, people):
    order = _add(people["mother"], aino)
    with pytest.raises(services.NoReason):
        services.end_order(order=order, because=" ", by=aino)
    services.end_order(order=order, because="Kanaria because", by=aino)
    assert _opens(saara, people["child"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT ended_because FROM clients_protectionorder")
        assert b"Kanaria" not in bytes(cursor.fetchone()[0])
    for day, told in ((TODAY + STILL_HIDDEN, [TODAY]), (TODAY + timedelta(days=31), [])):
        rows = protections_of(Actor(saara, day), [people["child"]], day)
        assert [(row.ended_on, row.is_in_force, row.hides_until) for row in rows] == [
            (each, False, None) for each in told
        ]
    with pytest.raises(services.OrderEnded):
        services.end_order(order=order, because="again", by=aino)


def test_renewing_carries_on_whom_it_names_and_exempts(aino, saara, lead, people):
    order = _add(people["mother"], aino, readers=[saara], action="Own words", ends_on=date(2024, 10, 1))
    services.exempt(order=order, client=people["child"].client, reason="Lives elsewhere", by=aino)
    with pytest.raises(services.EndsTooLate) as refusal:
        services.renew_order(order=order, ends_on=date(2026, 10, 2), by=lead)
    assert refusal.value.latest == date(2026, 10, 1)
    renewed = services.renew_order(order=order, ends_on=date(2026, 10, 1), by=lead)
    assert (renewed.renews, renewed.action, readers_of(renewed)) == (order, "Own words", [aino, saara])
    assert [_opens(user, people["mother"]) for user in (aino, saara, lead)] == [True, True, False]
    assert _opens(lead, people["child"])
    assert [row.order for row in protections_of(Actor(lead, TODAY), [people["mother"]], TODAY)] == [renewed]
    with pytest.raises(services.OrderEnded):
        services.renew_order(order=order, ends_on=date(2026, 10, 1), by=lead)


@pytest.mark.parametrize(
    ("kind", "starts_on", "latest"),
    [
        (OrderKind.NON_DISCLOSURE, TODAY, date(2029, 9, 12)),
        (OrderKind.NON_DISCLOSURE, date(2024, 2, 29), date(2029, 2, 28)),
        (OrderKind.CARE, TODAY, date(2025, 9, 12)),
        (OrderKind.RESTRAINING, TODAY, date(2026, 9, 12)),
    ],
)
def test_it_lasts_as_long_as_the_law_lets_it(aino, people, kind, starts_on, latest):
    with pytest.raises(services.EndsTooLate) as refusal:
        _add(people["mother"], aino, kind=kind, starts_on=starts_on, ends_on=latest + timedelta(days=1))
    assert refusal.value.latest == latest
    assert _add(people["mother"], aino, kind=kind, starts_on=starts_on, ends_on=latest).ends_on == latest


def test_what_cannot_be_an_order_is_refused(aino, bertta, gatekeeper, people, work_form_a):
    family = KnownIn.objects.get(family=people["mother"].client.family)
    anonymous = KnownIn.objects.create(
        client=ClientFactory(anonymous=True), work_form=work_form_a, since_on=TODAY
    )
    for known, arguments, refusal in (
        (family, {}, services.NotSomebody),
        (anonymous, {}, services.NotSomebody),
        (people["mother"], {"starts_on": TODAY + timedelta(days=1)}, services.BeginsAhead),
        (
            people["mother"],
            {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 9, 11)},
            services.EndsInThePast,
        ),
        (people["mother"], {"readers": [bertta]}, services.DoesNotWorkThere),
        (people["mother"], {"readers": [gatekeeper]}, services.DoesNotWorkThere),
    ):
        with pytest.raises(refusal):
            _add(known, aino, **arguments)
    assert ProtectionOrder.objects.count() == 0
    _add(people["mother"], aino)
    with pytest.raises(services.OrderedAlready):
        _add(people["mother"], aino)


def test_somebody_can_be_left_out_with_a_reason_and_reached_again(aino, saara, people):
    order = _add(people["mother"], aino)
    for client, reason, refusal in (
        (people["child"].client, "  ", services.NoReason),
        (people["mother"].client, "Reason", services.NotReached),
    ):
        with pytest.raises(refusal):
            services.exempt(order=order, client=client, reason=reason, by=aino)
    exemption = services.exempt(order=order, client=people["child"].client, reason="Moved", by=aino)
    assert [_opens(saara, people[name]) for name in ("mother", "child")] == [False, True]
    assert protections_of(Actor(saara, TODAY), [people["child"]], TODAY) == []
    with pytest.raises(services.ExemptAlready):
        services.exempt(order=order, client=people["child"].client, reason="Moved", by=aino)
    services.take_exemption_back(exemption=exemption, by=aino)
    assert not _opens(saara, people["child"])
    with pytest.raises(services.NotExempt):
        services.take_exemption_back(exemption=exemption, by=aino)


def test_whom_it_names_is_said_anew(aino, saara, lead, bertta, people):
    order = _add(people["mother"], aino)
    former = services.readers_now(order)
    assert services.change_readers(order=order, readers=[saara], former=former, by=lead) == 2
    assert [_opens(user, people["child"]) for user in (aino, saara, lead)] == [False, True, False]
    now = services.readers_now(order)
    for readers, remembered, refusal in (
        ([aino], former, services.ReadersChanged),
        ([], now, services.NobodyNamed),
        ([bertta], now, services.DoesNotWorkThere),
    ):
        with pytest.raises(refusal):
            services.change_readers(order=order, readers=readers, former=remembered, by=lead)
    assert services.change_readers(order=order, readers=[saara], former=now, by=lead) == 0
    assert ProtectionReader.objects.count() == 2


@pytest.mark.parametrize(("who", "may_change"), [("aino", True), ("lead", True), ("saara", False)])
def test_only_those_it_names_and_the_lead_change_it(client, aino, saara, lead, people, who, may_change):
    order = _add(people["mother"], aino)
    user = {"aino": aino, "lead": lead, "saara": saara}[who]
    sign_in(client, user)
    page = client.get(url("clients:order", order))
    assert (page.status_code, url("clients:renew_order", order) in page.content.decode()) == (200, may_change)
    for name in ("renew_order", "end_order", "order_readers", "exempt"):
        assert client.get(url(f"clients:{name}", order)).status_code == (200 if may_change else 404)


def test_the_page_says_whom_it_reaches_and_why_as_far_as_one_sees_them(
    aino, saara, gatekeeper, people, work_form_a
):
    FamilyTieFactory(work_form=work_form_a, client=people["mother"].client, other=people["elsewhere"].client)
    order = _add(people["mother"], aino)
    said = [(str(row.client), str(row.why)) for row in reached_by(Actor(saara, TODAY), order, TODAY)]
    assert said == [
        ("Lumme M", "Suojattu itse"),
        ("Kaisla K", "Lapsi, perhesuhteiden mukaan"),
        ("Lumme K", "Samaa perhettä"),
    ]
    walled = people["elsewhere"].client.family
    PartyWallFactory(one=(walled, [aino]))
    assert [str(row.client) for row in reached_by(Actor(saara, TODAY), order, TODAY)] == [
        "Lumme M",
        "Lumme K",
    ]


def test_an_order_of_somebody_behind_a_wall_tells_only_that_it_reaches(aino, saara, people, work_form_a):
    FamilyTieFactory(work_form=work_form_a, client=people["mother"].client, other=people["elsewhere"].client)
    _add(people["mother"], aino, action="Kanaria action")
    PartyWallFactory(one=(people["mother"].client.family, [aino]))
    (said,) = protections_of(Actor(saara, TODAY), [people["elsewhere"]], TODAY)
    assert (said.may_read, said.who) == (False, [people["elsewhere"].client])
    assert not _opens(saara, people["elsewhere"])


def test_a_colleague_sees_the_banner_and_neither_place_nor_visits(client, aino, saara, people, work_form_a):
    family = people["mother"].client.family
    episode = EpisodeFactory(
        work_form=work_form_a, family=family, starts_on=date(2024, 9, 1), key_worker=aino
    )
    for known in (people["mother"], people["child"]):
        EpisodeMemberFactory(episode=episode, client=known.client)
    WhereaboutsFactory(known=people["child"], municipality="Kanariala", school="Kanariakoulu")
    SafeContactFactory(known=people["mother"], phone="000 1234")
    ContactFactory(episode=episode, recorded_by=aino, happened_on=date(2024, 9, 10), minutes=73)
    _add(people["mother"], aino, action="Kysy vastaavalta")
    pages = {}
    for user in (aino, saara):
        sign_in(client, user)
        pages[user] = client.get(url("casework:episode", episode)).content.decode()
        pages[user] += client.get(url("clients:card", people["child"].client)).content.decode()
    for user, sees in ((aino, True), (saara, False)):
        assert "Turvakielto." in pages[user]
        assert "Kysy vastaavalta" in pages[user]
        assert (url("clients:whereabouts", people["child"]) in pages[user]) is sees
        assert ("10.9." in pages[user]) is sees
        assert ("Olinpaikka kerrotaan vain nimetyille." in pages[user]) is not sees
    sign_in(client, saara)
    listed = client.get(url("casework:episodes")).content.decode()
    assert ("Lumme" in listed, "10.9." in listed) == (True, False)
    for name in ("whereabouts", "record_whereabouts", "safe_contact", "agree_safe_contact"):
        assert client.get(url(f"clients:{name}", people["child"])).status_code == 404


def test_an_order_is_recorded_on_screen(client, aino, saara, people, work_form_a):
    family = people["mother"].client.family
    episode = EpisodeFactory(work_form=work_form_a, family=family, key_worker=saara)
    for known in (people["mother"], people["child"]):
        EpisodeMemberFactory(episode=episode, client=known.client)
    sign_in(client, aino)
    where = url("casework:add_order", episode)
    assert client.get(where).context["form"]["readers"].value() == [str(saara.pk)]
    sent = {
        "about": people["mother"].pk,
        "kind": OrderKind.NON_DISCLOSURE,
        "starts_on": "2024-09-01",
        "ends_on": "2029-09-02",
        "action": "Own words",
        "readers": [saara.pk],
    }
    late = client.post(where, sent)
    assert (late.status_code, "Enintään 1.9.2029" in late.content.decode()) == (422, True)
    assert "Own words" in late.content.decode()
    assert client.post(where, sent | {"ends_on": "2029-09-01"}).url == url("casework:episode", episode)
    order = ProtectionOrder.objects.get()
    assert (order.ends_on, readers_of(order)) == (date(2029, 9, 1), [aino, saara])
    again = client.post(where, sent | {"ends_on": "2029-09-01"})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["kind"])
    event = AuditEvent.objects.get(action=Action.ADD_ORDER)
    assert (event.about_id, event.detail) == (
        str(people["mother"].client_id),
        {"order": str(order.pk), "kind": "non_disclosure"},
    )


def test_whom_it_keeps_away_is_a_client_too_and_a_wall_is_proposed(
    client, aino, saara, people, work_form_a, work_form_b
):
    mother = people["mother"].client
    episode = EpisodeFactory(work_form=work_form_a, family=mother.family)
    EpisodeMemberFactory(episode=episode, client=mother)
    man, hidden, elsewhere = (
        ClientFactory(code_name=code, search_key=code.lower(), known_in=place)
        for code, place in (("Ruoko", work_form_a), ("Tatti", work_form_a), ("Vehka", work_form_b))
    )
    PartyWallFactory(one=(hidden, [saara]))
    sign_in(client, aino)
    sent = {
        "about": people["mother"].pk,
        "kind": OrderKind.RESTRAINING,
        "starts_on": "2024-09-01",
        "ends_on": "2025-09-01",
    }
    refused = {
        name: client.post(url("casework:add_order", episode), sent | {"kept_away": name})
        for name in ("Tatti", "Vehka", "Nobody 7", str(mother))
    }
    for name, page in refused.items():
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["kept_away"])
        assert page.context["form"]["kept_away"].value() == name
    said = [refused[name].context["form"].errors["kept_away"] for name in ("Tatti", "Vehka", "Nobody 7")]
    assert said[0] == said[1] == said[2]
    assert (ProtectionOrder.objects.count(), WallProposal.objects.count()) == (0, 0)

    page = client.post(url("casework:add_order", episode), sent | {"kept_away": "ruoko"}, follow=True)
    assert "Muuria on ehdotettu muurien vartijalle." in page.content.decode()
    proposal = WallProposal.objects.get()
    assert {proposal.client, proposal.other} == {mother, man}
    assert proposal.why == WhyWall.PROTECTION_ORDER


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"about": ""}, "about"),
        ({"kind": "other"}, "kind"),
        ({"starts_on": "2024-09-13"}, "starts_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2024-09-11"}, "ends_on"),
        ({"readers": ["987654321"]}, "readers"),
    ],
)
def test_bad_input_is_told_at_its_field(client, aino, saara, people, work_form_a, sent, field):
    episode = EpisodeFactory(work_form=work_form_a, family=people["mother"].client.family)
    EpisodeMemberFactory(episode=episode, client=people["mother"].client)
    sign_in(client, aino)
    right = {
        "about": people["mother"].pk,
        "kind": OrderKind.RESTRAINING,
        "starts_on": "2024-09-01",
        "ends_on": "2025-09-01",
    }
    answer = client.post(url("casework:add_order", episode), right | sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ProtectionOrder.objects.count() == 0


def test_it_is_renewed_named_exempted_and_ended_on_screen(client, aino, saara, lead, people):
    order = _add(people["mother"], aino)
    sign_in(client, lead)
    page = client.get(url("clients:order_readers", order))
    former = page.context["form"]["former"].value()
    none = client.post(url("clients:order_readers", order), {"readers": [], "former": former})
    stale = client.post(url("clients:order_readers", order), {"readers": [saara.pk], "former": "0"})
    sent = {"readers": [aino.pk, saara.pk], "former": former}
    answer = client.post(url("clients:order_readers", order), sent)
    assert answer.url == url("clients:order", order)
    assert (none.status_code, stale.status_code, readers_of(order)) == (422, 422, [aino, saara])

    child = people["child"].client
    sent = {"whom": child.pk, "reason": "Asuu muualla"}
    assert client.post(url("clients:exempt", order), sent | {"reason": ""}).status_code == 422
    assert client.post(url("clients:exempt", order), sent).url == url("clients:order", order)
    assert client.post(url("clients:exempt", order), sent).status_code == 422
    assert "Asuu muualla" in client.get(url("clients:order", order)).content.decode()
    back = url("clients:take_exemption_back", order, child)
    assert [client.post(back).status_code for _ in range(2)] == [302, 302]
    assert ProtectionExemption.objects.filter(voided_at=None).count() == 0

    far = client.post(url("clients:renew_order", order), {"ends_on": "2028-09-12"})
    assert (far.status_code, "Enintään 12.9.2027" in far.content.decode()) == (422, True)
    answer = client.post(url("clients:renew_order", order), {"ends_on": "2026-09-12"})
    renewed = ProtectionOrder.objects.get(renews=order)
    assert answer.url == url("clients:order", renewed)
    assert client.get(url("clients:renew_order", order)).status_code == 404
    assert "Päättynyt tai uusittu" in client.get(url("clients:order", order)).content.decode()
    assert client.post(url("clients:end_order", renewed), {"because": ""}).status_code == 422
    assert client.post(url("clients:end_order", renewed), {"because": "Päätös kumottiin"}).status_code == 302
    assert not ProtectionOrder.objects.filter(ended_at=None).exists()


def test_what_soon_runs_out_or_names_nobody_is_on_the_home_page(client, aino, saara, lead, people):
    order = _add(people["mother"], aino, ends_on=date(2024, 11, 12))
    _add(people["elsewhere"], saara, ends_on=date(2024, 12, 12))
    actor = Actor(lead, TODAY)
    assert orders_ending(actor, TODAY - timedelta(days=1)) == []
    assert [
        (row.order, row.has_ended, row.is_alone) for row in orders_ending(actor, TODAY + timedelta(days=1))
    ] == [(order, False, False)]
    assert orders_ending(Actor(saara, date(2024, 9, 20)), date(2024, 9, 20)) == []
    sign_in(client, lead)
    panel = client.get(url("clients:orders_panel")).content.decode()
    assert ("Lumme M" in panel, "Päättyy 12.11.2024" in panel) == (False, False)
    with clock.moved_to(date(2024, 9, 13)):
        assert "Päättyy 12.11.2024" in client.get(url("clients:orders_panel")).content.decode()
    with clock.moved_to(date(2024, 11, 13)):
        assert "Päättyi 12.11.2024" in client.get(url("clients:orders_panel")).content.decode()
    saara.is_active = False
    saara.save()
    assert [row.is_alone for row in orders_ending(actor, TODAY)] == [True]


def test_a_box_that_somebody_has_harmed_leaves_the_banner_and_is_not_carried_on(client, aino, people):
    order = _add(people["mother"], aino, against="One", action="Two")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_protectionorder SET against = action")
    sign_in(client, aino)
    assert "Turvakielto" in client.get(url("clients:card", people["mother"].client)).content.decode()
    assert "ei voi avata" in client.get(url("clients:order", order)).content.decode()
    answer = client.post(url("clients:renew_order", order), {"ends_on": "2026-09-12"})
    assert (answer.status_code, ProtectionOrder.objects.count()) == (422, 1)


def test_the_pages_ask_the_same_however_many_orders_and_people_there_are(
    client, aino, saara, people, work_form_a, django_assert_max_num_queries
):
    family = people["mother"].client.family
    episode = EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 9, 1))
    sign_in(client, aino)
    asked: dict[str, list[int]] = {}
    order = _add(people["mother"], aino)
    EpisodeMemberFactory(episode=episode, client=people["mother"].client)
    pages = (
        url("casework:episode", episode),
        url("clients:card", people["mother"].client),
        url("clients:order", order),
        url("clients:orders_panel"),
    )
    for number in (1, 3):
        for _ in range(number):
            member = ClientFactory(family=family, known_in=work_form_a)
            EpisodeMemberFactory(episode=episode, client=member)
            ProtectionOrderFactory(
                known=KnownIn.objects.get(client=member), readers=[aino, saara], ends_on=date(2024, 10, 1)
            )
        for page in pages:
            client.get(page)
            with django_assert_max_num_queries(60) as queries:
                client.get(page)
            asked.setdefault(page, []).append(len(queries))
    assert [page for page, (few, many) in asked.items() if few != many] == []


def test_whoever_is_one_person_with_the_protected_or_with_a_child_opens_nothing_under_the_other_name(
    aino, saara, people, work_form_a
):
    """A tie and a family told under one code name count for the other."""
    alone = ClientFactory(code_name="Pihlaja", known_in=work_form_a)
    house = FamilyFactory(code_name="Tammi", search_key="tammi", known_in=work_form_a)
    mother_there = ClientFactory(family=house, code_name="Tammi M", known_in=work_form_a)
    child_there = ClientFactory(family=house, code_name="Tammi K", known_in=work_form_a)
    tied = ClientFactory(code_name="Haapa", known_in=work_form_a)
    FamilyTieFactory(work_form=work_form_a, client=mother_there, other=tied, kind=Kinship.PARENT)
    tied_again = ClientFactory(code_name="Leppä", known_in=work_form_a)
    known = {each: KnownIn.objects.get(client=each) for each in (alone, child_there, tied, tied_again)}
    of_house = KnownIn.objects.get(family=house)
    order = _add(people["mother"], aino)
    assert all(_opens(saara, each) for each in known.values())
    same = SamePersonFactory(kept=people["mother"].client, other=mother_there)
    SamePersonFactory(kept=people["child"].client, other=alone)
    SamePersonFactory(kept=tied, other=tied_again)
    assert not any(_opens(saara, each) for each in known.values())
    assert all(_opens(aino, each) for each in known.values())
    assert [is_told(Actor(user, TODAY), of_house) for user in (aino, saara)] == [True, False]
    reached = {row.client for row in reached_by(Actor(aino, TODAY), order, TODAY)}
    assert set(known) | {mother_there} <= reached
    assert [may(Actor(user, TODAY), Action.TAKE_APART, same) for user in (aino, saara)] == [True, False]
    take_apart(same=same, by=aino)
    assert [_opens(saara, known[each]) for each in (child_there, tied)] == [True, True]


def test_what_tells_of_places_is_told_to_those_named_only(client, aino, saara, people, work_form_a):
    """A consent names the school, a decision the address; and whoever was told what, where one is known."""
    known = people["child"]
    kept = {
        Action.READ_CONSENT: ConsentFactory(known=known, given_by=known, what="Koulu Metsola tietää"),
        Action.READ_DISCLOSURE: DisclosureFactory(known=known, what="Koti Rannassa"),
        Action.READ_ATTACHMENT: AttachmentFactory(known=known, title="Muuttoilmoitus", recorded_by=aino),
        Casework.READ_EARLIER: ReceiptLinkFactory(known=known),
    }
    _add(people["mother"], aino)
    for action, row in kept.items():
        assert [may(Actor(user, TODAY), action, row) for user in (aino, saara)] == [True, False], action
    episode = EpisodeFactory(work_form=work_form_a, family=known.client.family, recorded_by=aino)
    EpisodeMemberFactory(episode=episode, client=known.client)
    asked = {
        "consents": url("clients:consents", known),
        "give": url("clients:give_consent", known),
        "disclose": url("clients:disclose", known),
        "earlier": url("casework:earlier", known),
        "open": url("clients:open_attachment", kept[Action.READ_ATTACHMENT]),
    }
    sign_in(client, saara)
    assert {name: client.get(where).status_code for name, where in asked.items()} == dict.fromkeys(asked, 404)
    for where in (
        url("clients:attachments", known),
        url("casework:episode", episode),
        url("clients:card", known.client),
    ):
        page = client.get(where).content.decode()
        for hidden in ("Metsola", "Rannassa", "Muuttoilmoitus", asked["consents"], asked["earlier"]):
            assert hidden not in page, where
    sign_in(client, aino)
    page = client.get(url("casework:episode", episode)).content.decode()
    assert ("Metsola" in page, "Rannassa" in page, "Muuttoilmoitus" in page) == (True, True, True)


def test_whoever_added_an_attachment_goes_on_opening_it(aino, saara, people):
    row = AttachmentFactory(known=people["child"], recorded_by=saara)
    _add(people["mother"], aino)
    assert may(Actor(saara, TODAY), Action.READ_ATTACHMENT, row)
