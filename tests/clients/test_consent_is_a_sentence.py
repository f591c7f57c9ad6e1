"""A consent is a sentence with a purpose, a receiver and an end; it is withdrawn in one step."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.clients.choices import HowGiven, Purpose
from poukama.clients.models import Consent, KnownIn
from poukama.clients.queries import consents_of, kin_here, sentence_said
from poukama.clients.receivers import Receiver
from poukama.clients.rules import Action
from poukama.clients.services import consent as services
from poukama.toolkit import clock
from poukama.toolkit.sealing import BoxBroken
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import (
    ClientFactory,
    ConsentFactory,
    DisclosureFactory,
    FamilyFactory,
    PartyWallFactory,
)
from tests.factories.organisation import PartnerFactory, WorkFormFactory

TODAY = date(2024, 9, 12)
UNTIL = date(2025, 6, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(work_form_a):
    """A mother and a child of one family, as work form A knows them."""
    home = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    made = {}
    for who, letter in (("mother", "A"), ("child", "B")):
        code = f"Lumme {letter}"
        client = ClientFactory(family=home, code_name=code, search_key=code.lower(), known_in=work_form_a)
        made[who] = KnownIn.objects.get(client=client)
    return made


@pytest.fixture
def clinic():
    """A partner of the house."""
    return PartnerFactory(name="Äitiysneuvola", name_sv="Mödrarådgivningen", name_en="Maternity clinic")


def said(to, **other):
    """A consent that could be given today."""
    given = {
        "what": "käyntipäivät",
        "purpose": Purpose.HEALTH,
        "how": HowGiven.IN_PERSON,
        "given_on": TODAY,
        "expires_on": UNTIL,
    }
    return services.Said(to=to, **given | other)


def give(people, by, to, who="mother", giver="mother", renews=None, **other):
    """Record one."""
    (consent,) = services.give_consent(
        of=[people[who]], given_by=people[giver], said=said(to, **other), by=by, renews=renews
    )
    return consent


def in_force(people, by, who="mother", today=TODAY):
    """The sentences that hold."""
    rows, _ended = consents_of(Actor(by, TODAY), [people[who]], today)
    return [row.sentence for row in rows]


def test_it_is_one_plain_sentence_in_each_language(aino, people, clinic):
    consent = give(people, aino, Receiver(partner=clinic))
    assert sentence_said(consent) == (
        "Äitiysneuvola: saamme kertoa sinne käyntipäivät 30.6.2025 asti, jotta hoito saadaan järjestettyä."
    )
    with translation.override("en"):
        assert sentence_said(consent).startswith("We may tell Maternity clinic käyntipäivät until ")
    with translation.override("sv"):
        assert sentence_said(consent).startswith(
            "Mödrarådgivningen får av oss veta käyntipäivät till och med "
        )


def test_own_words_take_the_place_of_the_usual_ones(aino, people):
    to = Receiver(words="Kaupungin koulu")
    consent = give(people, aino, to, purpose=Purpose.OTHER, purpose_words="koulumatka on turvallinen.")
    assert sentence_said(consent) == (
        "Kaupungin koulu: saamme kertoa sinne käyntipäivät 30.6.2025 asti, jotta koulumatka on turvallinen."
    )


def test_what_is_free_to_be_written_is_sealed_and_opens_for_its_own_client_only(aino, people, work_form_a):
    consent = give(people, aino, Receiver(words="Salainen koulu"), purpose_words="Salainen syy")
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, purpose_words, to_words FROM clients_consent")
        boxes = [bytes(box) for box in cursor.fetchone()]
    assert not any(word in box for box in boxes for word in (b"Salainen", b"Sala", "käynti".encode()))
    Consent.objects.filter(pk=consent.pk).update(known=people["child"])
    with pytest.raises(BoxBroken):
        _ = Consent.objects.get(pk=consent.pk).what


def test_a_guardian_gives_it_on_behalf_of_a_child(aino, people, clinic):
    give(people, aino, Receiver(partner=clinic), who="child")
    ((row,), _ended) = consents_of(Actor(aino, TODAY), [people["child"]], TODAY)
    assert (row.is_own, row.consent.given_by) == (False, people["mother"])


def test_it_holds_until_its_last_day(aino, people, clinic):
    give(people, aino, Receiver(partner=clinic))
    assert [len(in_force(people, aino, today=day)) for day in (UNTIL, UNTIL + timedelta(days=1))] == [1, 0]


def test_withdrawing_is_one_step_and_who_relied_on_it_stays_visible(client, aino, people, clinic):
    consent = give(people, aino, Receiver(partner=clinic))
    DisclosureFactory(consent=consent, to_words=None, to_partner=clinic, recorded_by=aino)
    sign_in(client, aino)
    page = client.post(url("clients:withdraw_consent", consent), follow=True).content.decode()
    assert in_force(people, aino) == []
    for words in (
        "Peruttu 12.9.2024, AW.",
        "Tämän nojalla ovat kertoneet:",
        "Aino Worker 2.9.2024",
        "a synthetic day",
    ):
        assert words in page, words
    again = client.post(url("clients:withdraw_consent", consent))
    assert again.status_code == 404
    consent.refresh_from_db()
    assert consent.voided_by == aino


def test_two_who_withdraw_at_once_do_it_once(aino, lead, people, clinic):
    consent = give(people, aino, Receiver(partner=clinic))
    services.withdraw_consent(consent=consent, by=lead)
    with pytest.raises(services.ChangedMeanwhile), transaction.atomic():
        services.withdraw_consent(consent=consent, by=aino)
    with pytest.raises(services.ChangedMeanwhile), transaction.atomic():
        give(people, aino, Receiver(partner=clinic), renews=consent)
    assert (
        Consent.objects.get().voided_by,
        AuditEvent.objects.filter(action=Action.CHANGE_CONSENT).count(),
    ) == (
        lead,
        1,
    )


def test_renewing_puts_a_new_one_in_its_place_and_says_so(client, aino, people, clinic):
    first = give(people, aino, Receiver(partner=clinic), expires_on=TODAY + timedelta(days=3))
    sign_in(client, aino)
    form = client.get(url("clients:renew_consent", first)).content.decode()
    assert ('value="käyntipäivät"' in form, f'value="p{clinic.pk}" selected' in form) == (True, True)
    sent = _typed(people["mother"], clinic) | {"of": people["mother"].pk}
    assert client.post(url("clients:renew_consent", first), sent).url == url(
        "clients:consents", people["mother"]
    )
    page = client.get(url("clients:consents", people["mother"])).content.decode()
    assert ("Tilalla on uusi suostumus." in page, "Peruttu 12.9." in page, len(in_force(people, aino))) == (
        True,
        False,
        1,
    )


def test_the_trail_says_who_and_when_and_nothing_of_what(aino, people, clinic):
    consent = give(people, aino, Receiver(partner=clinic))
    services.withdraw_consent(consent=consent, by=aino)
    told = AuditEvent.objects.filter(action__contains="consent").order_by("id")
    expected = [
        (action, str(people["mother"].client_id), {"consent": str(consent.pk)})
        for action in (Action.GIVE_CONSENT, Action.CHANGE_CONSENT)
    ]
    assert list(told.values_list("action", "about_id", "detail")) == expected


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"what": " "}, services.ConsentSaysNothing),
        ({"to": Receiver(words=" ")}, services.ConsentSaysNothing),
        ({"purpose": Purpose.OTHER, "purpose_words": " "}, services.ConsentSaysNothing),
        ({"given_on": TODAY + timedelta(days=1)}, services.GivenAhead),
        ({"given_on": date(2024, 1, 1), "expires_on": TODAY - timedelta(days=1)}, services.ConsentHasEnded),
        ({"expires_on": TODAY + timedelta(days=367)}, services.ConsentTooLong),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(aino, people, other, refusal):
    with pytest.raises(refusal):
        give(people, aino, **{"to": Receiver(words="Kaupungin koulu")} | other)
    assert Consent.objects.count() == 0


def test_nobody_consents_to_telling_ourselves_or_for_those_of_another_work_form(
    aino, people, work_form_a, work_form_b
):
    same = WorkFormFactory(controller=work_form_a.controller)
    with pytest.raises(services.ToOurselves):
        give(people, aino, Receiver(work_form=same))
    elsewhere = KnownIn.objects.get(client=ClientFactory(known_in=work_form_b))
    with pytest.raises(services.NotOneOfThem):
        services.give_consent(
            of=[elsewhere], given_by=people["mother"], said=said(Receiver(words="Koulu")), by=aino
        )


def _typed(giver, clinic, **other):
    return {
        "given_by": giver.pk,
        "to": f"p{clinic.pk}",
        "what": "käyntipäivät",
        "purpose": "health",
        "how": "in_person",
        "given_on": "2024-09-12",
        "expires_on": "2025-06-30",
    } | other


def test_one_form_writes_it_for_a_mother_and_her_child_and_twice_is_once(client, aino, people, clinic):
    sign_in(client, aino)
    there = url("clients:give_consent", people["mother"])
    sent = _typed(people["mother"], clinic, of=[people["mother"].pk, people["child"].pk])
    for _ in range(2):
        assert client.post(there, sent).url == url("clients:consents", people["mother"])
    assert [len(in_force(people, aino, who)) for who in ("mother", "child")] == [1, 1]
    assert Consent.objects.count() == 2


def test_it_is_shown_as_a_sentence_while_it_is_written_and_nothing_is_kept(client, aino, people, clinic):
    sign_in(client, aino)
    there = url("clients:give_consent", people["mother"])
    sent = {"to": f"p{clinic.pk}", "what": "käyntipäivät", "expires_on": "2025-06-30", "preview": "1"}
    part = client.post(there, sent, headers={"HX-Request": "true"})
    assert part.content.decode().strip() == (
        '<p class="pk-lead">Äitiysneuvola: saamme kertoa sinne käyntipäivät 30.6.2025 asti, jotta …</p>'
    )
    whole = client.post(there, sent)
    assert (whole.status_code, "Äitiysneuvola: saamme kertoa sinne" in whole.content.decode()) == (200, True)
    assert (Consent.objects.count(), "…: saamme kertoa sinne" in client.get(there).content.decode()) == (
        0,
        True,
    )


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"to": ""}, "to"),
        ({"to": "p999999"}, "to"),
        ({"to_words": "Koulu"}, "to_words"),
        ({"what": ""}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"purpose": "gossip"}, "purpose"),
        ({"purpose": "other"}, "purpose_words"),
        ({"how": ""}, "how"),
        ({"given_by": "999999"}, "given_by"),
        ({"of": "999999"}, "of"),
        ({"given_on": "2024-09-13"}, "given_on"),
        ({"expires_on": "2024-09-11"}, "expires_on"),
        ({"expires_on": "2025-09-14"}, "expires_on"),
        ({"expires_on": "31.2.2025"}, "expires_on"),
    ],
)
def test_bad_input_is_told_at_its_field_and_records_nothing(client, aino, people, clinic, other, field):
    sign_in(client, aino)
    sent = _typed(people["mother"], clinic, of=people["mother"].pk) | other
    page = client.post(url("clients:give_consent", people["mother"]), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Consent.objects.count() == 0


def test_who_can_give_it_are_those_of_the_family_whom_the_work_form_knows(aino, people, work_form_b):
    ClientFactory(family=people["mother"].client.family, known_in=work_form_b)
    assert kin_here(Actor(aino, TODAY), people["child"]) == [people["child"], people["mother"]]


def test_nobody_past_a_wall_and_nobody_elsewhere_sees_it(aino, lead, bertta, people, clinic, work_form_b):
    give(people, aino, Receiver(partner=clinic))
    KnownIn.objects.create(client=people["mother"].client, work_form=work_form_b, since_on=TODAY)
    PartyWallFactory(one=(people["mother"].client.family, [aino]), other=(ClientFactory(family=None), []))
    assert [len(in_force(people, user)) for user in (aino, lead, bertta)] == [1, 0, 0]


def test_a_box_that_somebody_has_harmed_shuts_one_line(client, aino, people, clinic):
    ConsentFactory(known=people["mother"], what="harmed")
    give(people, aino, Receiver(partner=clinic))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_consent SET what = to_words WHERE to_words IS NOT NULL")
    sign_in(client, aino)
    page = client.get(url("clients:consents", people["mother"])).content.decode()
    assert ("Äitiysneuvola: saamme kertoa" in page, "Tätä sinetöityä ei voi avata." in page) == (True, True)


def test_the_page_asks_the_same_however_many_there_are(client, aino, people, django_assert_max_num_queries):
    sign_in(client, aino)
    there = url("clients:consents", people["mother"])
    client.get(there)
    counts = []
    for number in (1, 4):
        for _ in range(number):
            for voided in ({}, {"voided_at": clock.now(), "voided_by": aino}):
                DisclosureFactory(consent=ConsentFactory(known=people["mother"], **voided))
        with django_assert_max_num_queries(30) as asked:
            client.get(there)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_opening_the_page_is_an_event(client, aino, people):
    sign_in(client, aino)
    client.get(url("clients:consents", people["mother"]))
    told = AuditEvent.objects.get(action=Action.SEE_CONSENTS)
    assert told.about_id == str(people["mother"].client_id)
