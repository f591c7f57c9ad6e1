"""A protection order is recorded, renewed and ended; it says whom it names, and asks to be renewed in time."""

from datetime import date, timedelta

import pytest
from django.db import connection

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.choices import OrderKind, WhyWall
from poukama.clients.models import (
    KnownIn,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    WallProposal,
)
from poukama.clients.queries import orders_ending, protections_of, readers_of
from poukama.clients.rules import Action
from poukama.clients.services import protection as services
from poukama.clients.standing import STILL_HIDDEN
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.clients.orders import opens, record
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
)

TODAY = date(2024, 9, 12)
YEAR = date(2025, 9, 12)
pytestmark = pytest.mark.django_db


def test_ending_it_opens_at_once_says_why_sealed_and_is_told_for_a_month(aino, saara, people):
    order = record(people["mother"], aino)
    with pytest.raises(services.NoReason):
        services.end_order(order=order, because=" ", by=aino)
    services.end_order(order=order, because="Kanaria because", by=aino)
    assert opens(saara, people["child"])
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
    order = record(people["mother"], aino, readers=[saara], action="Own words", ends_on=date(2024, 10, 1))
    services.exempt(order=order, client=people["child"].client, reason="Lives elsewhere", by=aino)
    with pytest.raises(services.EndsTooLate) as refusal:
        services.renew_order(order=order, ends_on=date(2026, 10, 2), by=lead)
    assert refusal.value.latest == date(2026, 10, 1)
    renewed = services.renew_order(order=order, ends_on=date(2026, 10, 1), by=lead)
    assert (renewed.renews, renewed.action, readers_of(renewed)) == (order, "Own words", [aino, saara])
    assert [opens(user, people["mother"]) for user in (aino, saara, lead)] == [True, True, False]
    assert opens(lead, people["child"])
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
        record(people["mother"], aino, kind=kind, starts_on=starts_on, ends_on=latest + timedelta(days=1))
    assert refusal.value.latest == latest
    assert record(people["mother"], aino, kind=kind, starts_on=starts_on, ends_on=latest).ends_on == latest


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
            record(known, aino, **arguments)
    assert ProtectionOrder.objects.count() == 0
    record(people["mother"], aino)
    with pytest.raises(services.OrderedAlready):
        record(people["mother"], aino)


def test_whom_it_names_is_said_anew(aino, saara, lead, bertta, people):
    order = record(people["mother"], aino)
    former = services.readers_now(order)
    assert services.change_readers(order=order, readers=[saara], former=former, by=lead) == 2
    assert [opens(user, people["child"]) for user in (aino, saara, lead)] == [False, True, False]
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
    order = record(people["mother"], aino)
    user = {"aino": aino, "lead": lead, "saara": saara}[who]
    sign_in(client, user)
    page = client.get(url("clients:order", order))
    assert (page.status_code, url("clients:renew_order", order) in page.content.decode()) == (200, may_change)
    for name in ("renew_order", "end_order", "order_readers", "exempt"):
        assert client.get(url(f"clients:{name}", order)).status_code == (200 if may_change else 404)


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
    order = record(people["mother"], aino)
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
    order = record(people["mother"], aino, ends_on=date(2024, 11, 12))
    record(people["elsewhere"], saara, ends_on=date(2024, 12, 12))
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
    order = record(people["mother"], aino, against="One", action="Two")
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
    order = record(people["mother"], aino)
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
