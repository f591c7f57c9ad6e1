"""Three words that only the client has: what they join, what staff cannot do without them, and what is never kept."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.models import Consultation, ReceiptLink
from poukama.casework.queries import earlier_lately, earlier_of, told_by
from poukama.casework.receipt_words import WORDS, NotAWord, NotThreeWords, as_words, drawn, folded
from poukama.casework.rules import Action
from poukama.casework.services import (
    NotOfOne,
    RecordedAlready,
    consultations,
    record_consultation,
    void_consultation,
)
from poukama.casework.services import receipts as services
from poukama.clients.models import KnownIn
from poukama.clients.services import name_client
from poukama.organisation.choices import Identification, Role
from poukama.toolkit import clock
from poukama.toolkit.sealing.chains import LENGTH
from tests.cast import sign_in
from tests.conftest import ROOT, url
from tests.factories.casework import ConsultationFactory, ReceiptLinkFactory
from tests.factories.clients import ClientFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def known(work_form_a):
    """Somebody whom work form A knows by a code name."""
    client = ClientFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return KnownIn.objects.get(client=client)


def _met(work_form, by, chain=None, day=TODAY, **more):
    counts = {"people": 1} | more
    return record_consultation(work_form=work_form, happened_on=day, chain=chain, by=by, **counts)


def _chain_of_two(work_form, by):
    """The words of somebody who came on two days, and the contacts."""
    words, chain = services.new_receipt()
    first = _met(work_form, by, chain, TODAY - timedelta(days=9))
    followed = services.follow_receipt(words=words, work_form=work_form, by=by)
    return words, [first, _met(work_form, by, followed, TODAY - timedelta(days=2))]


def _sent(**more):
    return {
        "work_form": "work-form-a",
        "people": "1",
        "happened_on": "2024-09-12",
        "token": str(uuid4()),
    } | more


# The words


def test_there_are_over_a_thousand_words_all_different_and_in_order():
    assert len(WORDS) >= 1024
    assert len({folded(word) for word in WORDS}) == len(WORDS)
    assert all(word == word.lower() and word.isalpha() and 3 <= len(word) <= 11 for word in WORDS)


def test_no_slip_of_one_letter_makes_a_word_into_another():
    """Words at one change, one letter more or less, or two letters turned share a form with a letter left out."""
    near = {}
    for word in map(folded, WORDS):
        for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            near.setdefault(form, set()).add(word)
    alike = {tuple(sorted(words)) for words in near.values() if len(words) > 1}
    found = {
        (one, other)
        for words in alike
        for one in words
        for other in words
        if one < other and is_one_slip(one, other)
    }
    assert found == set()


def is_one_slip(one, other):
    """Whether one letter changed, added or left out, or two letters turned, makes one into the other."""
    if len(one) == len(other):
        differ = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
        turned = len(differ) == 2 and [one[at] for at in differ] == [other[at] for at in reversed(differ)]
        return len(differ) == 1 or (turned and differ[1] == differ[0] + 1)
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def test_the_test_of_slips_finds_them():
    assert is_one_slip("lampi", "lamppi")
    assert is_one_slip("keto", "kelo")
    assert is_one_slip("aura", "auar")
    assert not is_one_slip("kettu", "omena")


@pytest.mark.parametrize(
    "typed",
    ["ahven aalto mesimarja", " AHVEN-Aalto, mesimarja. ", "ahven\naalto\nmesimarja", "ahvenaaltomesimarja"],
)
def test_capitals_hyphens_and_spaces_are_forgiven(typed):
    assert as_words(typed) == ("ahven", "aalto", "mesimarja")


def test_missing_dots_are_forgiven_and_wrong_words_are_told_by_their_place():
    assert as_words("paasky jaakarhu oljy") == ("pääsky", "jääkarhu", "öljy")
    with pytest.raises(NotThreeWords):
        as_words("ahven aalto")
    with pytest.raises(NotThreeWords):
        as_words("ahven aalto mesimarja ahven")
    with pytest.raises(NotAWord) as wrong:
        as_words("ahven väkivalta mesimarja")
    assert wrong.value.place == 2
    with pytest.raises((NotThreeWords, NotAWord)):
        as_words("1 2 3 \x00 \u202e")


def test_words_are_drawn_from_the_whole_list():
    assert len({word for _ in range(400) for word in drawn()}) > 500


def test_a_guess_is_as_slow_as_was_promised():
    """OWASP's measure for scrypt: 128 MB and most of a second for each guess."""
    assert "\nCHAIN_COST = 2**17" in (ROOT / "config/settings.py").read_text()


# Chains


def test_the_words_find_all_contacts_of_their_chain_and_no_others(aino, work_form_a):
    words, contacts = _chain_of_two(work_form_a, aino)
    _other, others = _chain_of_two(work_form_a, aino)
    _met(work_form_a, aino)
    assert told_by(services.chain_of(words)) == contacts
    assert not set(contacts) & set(others)
    assert told_by(services.chain_of(tuple(reversed(words)))) == ([] if words != words[::-1] else contacts)


def test_a_chain_may_be_long_and_goes_on_past_what_was_taken_back(
    aino, work_form_a, django_assert_num_queries
):
    words, chain = services.new_receipt()
    contacts = [_met(work_form_a, aino, chain, TODAY - timedelta(days=number)) for number in range(40)]
    void_consultation(consultation=contacts[0], by=aino)
    joined = _met(work_form_a, aino, services.chain_of(words))
    with django_assert_num_queries(3):
        found = told_by(services.chain_of(words))
    assert {row.pk for row in found} == {row.pk for row in [*contacts[1:], joined]}


def test_every_contact_has_a_mark_whether_it_has_a_code_or_not(aino, work_form_a):
    _chain_of_two(work_form_a, aino)
    _met(work_form_a, aino)
    marks = [bytes(mark) for mark in Consultation.objects.order_by("pk").values_list("mark", flat=True)]
    assert [len(mark) for mark in marks] == [LENGTH] * 3
    assert len(set(marks)) == 3


def test_two_who_join_at_the_same_moment_take_two_places(aino, work_form_a, monkeypatch):
    words, chain = services.new_receipt()
    _met(work_form_a, aino, chain)
    places = iter([chain.mark(0), chain.mark(0), chain.mark(1)])
    monkeypatch.setattr(consultations, "next_mark", lambda _chain: next(places))
    joined = _met(work_form_a, aino, chain)
    assert bytes(joined.mark) == chain.mark(1)
    monkeypatch.setattr(consultations, "next_mark", lambda _chain: chain.mark(0))
    with pytest.raises(IntegrityError):
        _met(work_form_a, aino, chain)
    assert len(told_by(services.chain_of(words))) == 2


def test_another_ring_of_keys_makes_other_marks_of_the_same_words(aino, work_form_a, monkeypatch):
    words, _contacts = _chain_of_two(work_form_a, aino)
    ours = services.chain_of(words).mark(0)
    real = services.Chain._keyed
    monkeypatch.setattr(services.Chain, "_keyed", lambda self, text: real(self, b"other" + text))
    assert services.chain_of(words).mark(0) != ours
    assert told_by(services.chain_of(words)) == []


@pytest.mark.parametrize(
    ("counts", "is_theirs"),
    [
        ({"people": 1}, True),
        ({"people": 3, "families": 1}, True),
        ({"people": 0, "families": 1}, True),
        ({"people": 2}, False),
        ({"people": 2, "families": 2}, False),
        ({"people": 0, "professionals": 1}, False),
    ],
)
def test_a_code_is_one_persons_or_one_familys(aino, work_form_a, counts, is_theirs):
    _words, chain = services.new_receipt()
    if is_theirs:
        _met(work_form_a, aino, chain, **counts)
    else:
        with pytest.raises(NotOfOne):
            _met(work_form_a, aino, chain, **counts)
    assert Consultation.objects.count() == is_theirs


def test_the_same_form_is_recorded_once(aino, work_form_a):
    token = uuid4()
    _met(work_form_a, aino, token=token)
    with pytest.raises(RecordedAlready):
        _met(work_form_a, aino, token=token)
    assert Consultation.objects.count() == 1


# On screen, when a contact is recorded


def test_the_words_are_shown_once_and_found_again(client, aino, work_form_a):
    sign_in(client, aino)
    sent = _sent(gives_receipt="on")
    page = client.post(url("casework:record_consultation"), sent)
    words = page.context["words"]
    said = page.content.decode()
    assert (page.status_code, all(word in said for word in words)) == (200, True)
    assert "Poukama" not in said.split("<title>")[1].split("</title>")[0]
    assert "no-store" in page.headers["Cache-Control"]
    again = client.post(url("casework:record_consultation"), sent, follow=True).content.decode()
    assert "eikä sen sanoja näytetä uudelleen" in again
    assert not any(f">{word}<" in again for word in words)
    assert Consultation.objects.count() == 1

    typed = "-".join(words).upper().replace("Ä", "A").replace("Ö", "O")
    answer = client.post(url("casework:record_consultation"), _sent(words=typed))
    assert (answer.status_code, answer.url) == (302, url("casework:consultations"))
    assert told_by(services.chain_of(words)) == list(Consultation.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"words": "ahven aalto mesimarja"}, "words"),
        ({"words": "ahven aalto"}, "words"),
        ({"words": "ahven aalto kivikissa"}, "words"),
        ({"words": "x" * 101}, "words"),
        ({"words": "ahven aalto mesimarja", "gives_receipt": "on"}, "words"),
        ({"gives_receipt": "on", "people": "2"}, "people"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_records_nothing(client, aino, work_form_a, sent, field):
    sign_in(client, aino)
    page = client.post(url("casework:record_consultation"), _sent(**sent))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Consultation.objects.count() == 0
    said = page.content.decode()
    assert sent.get("words", "") in said
    assert "<details open" in said


def test_a_wrong_try_is_an_event_without_the_words_and_a_right_one_is_none(client, aino, work_form_a):
    words, _contacts = _chain_of_two(work_form_a, aino)
    sign_in(client, aino)
    before = AuditEvent.objects.count()
    client.post(url("casework:record_consultation"), _sent(words="ahven aalto mesimarja"))
    (event,) = AuditEvent.objects.filter(id__gt=before)
    assert (event.action, event.actor, event.about, event.work_form, event.detail) == (
        Action.FOLLOW_RECEIPT,
        aino.pk,
        "",
        "work-form-a",
        {"found": False},
    )
    client.post(url("casework:record_consultation"), _sent(words=" ".join(words)))
    assert [row.action for row in AuditEvent.objects.filter(id__gt=event.id)] == [Action.RECORD_CONSULTATION]


def test_words_are_not_guessed(client, aino, lead, work_form_a):
    words, contacts = _chain_of_two(work_form_a, aino)
    sign_in(client, aino)
    for _ in range(10):
        page = client.post(url("casework:record_consultation"), _sent(words="ahven aalto mesimarja"))
        assert "Näillä sanoilla ei ole kuittikoodia" in page.content.decode()
    page = client.post(url("casework:record_consultation"), _sent(words=" ".join(words)))
    assert (page.status_code, "Liian monta yritystä" in page.content.decode()) == (422, True)
    assert AuditEvent.objects.filter(action=Action.FOLLOW_RECEIPT).count() == 10
    assert Consultation.objects.count() == len(contacts)
    sign_in(client, lead)
    assert client.post(url("casework:record_consultation"), _sent(words=" ".join(words))).status_code == 302


# On the card


def _page(client, known):
    return client.get(url("casework:earlier", known)).content.decode()


def test_the_client_chooses_what_is_linked_and_it_can_be_undone(
    client, aino, known, work_form_a, work_form_b
):
    words, contacts = _chain_of_two(work_form_b, UserFactory())
    sign_in(client, aino)
    assert "Mitään ei ole liitetty." in _page(client, known)
    there = url("casework:link_earlier", known)
    page = client.post(there, {"words": " ".join(words)})
    form, said = page.context["form"], page.content.decode()
    assert [label for _pk, label in form.fields["chosen"].choices] == [
        "3.9.2024, Work form B",
        "10.9.2024, Work form B",
    ]
    assert not all(re.search(rf"\b{word}\b", said) for word in words)  # one of them a page may have by chance
    sent = {"held": form.initial["held"], "chosen": [str(contacts[0].pk)]}
    assert client.post(there, sent).url == url("casework:earlier", known)
    assert client.post(there, sent).status_code == 422
    assert [link.consultation for link in earlier_of(Actor(aino, TODAY), known)] == [contacts[0]]
    assert "3.9.2024" in _page(client, known)

    link = ReceiptLink.objects.get()
    assert client.post(url("casework:unlink_earlier", link)).url == url("casework:earlier", known)
    assert "Mitään ei ole liitetty." in _page(client, known)
    link.refresh_from_db()
    assert link.voided_by == aino
    assert Consultation.objects.filter(voided_at=None).count() == 2
    told = AuditEvent.objects.filter(about="clients.Client", about_id=str(known.client_id)).order_by("id")
    assert [event.action for event in told.exclude(action=Action.SEE_EARLIER)] == [
        Action.LINK_EARLIER,
        Action.UNLINK_EARLIER,
    ]
    assert told.filter(action=Action.SEE_EARLIER).count() == 4


def test_linking_twice_links_once(aino, known, work_form_a):
    words, contacts = _chain_of_two(work_form_a, aino)
    chosen = [row.pk for row in contacts]
    chain = services.chain_of(words)
    assert len(services.link_earlier(known=known, chain=chain, chosen=chosen, by=aino)) == 2
    assert services.link_earlier(known=known, chain=chain, chosen=chosen, by=aino) == []
    assert AuditEvent.objects.filter(action=Action.LINK_EARLIER).count() == 1
    link = ReceiptLink.objects.order_by("pk")[0]
    services.unlink_earlier(link=link, by=aino)
    assert len(services.link_earlier(known=known, chain=chain, chosen=chosen, by=aino)) == 1


def test_staff_link_nothing_without_the_words(client, aino, known, work_form_a):
    _words, contacts = _chain_of_two(work_form_a, aino)
    mine, own = _chain_of_two(work_form_a, aino)
    with pytest.raises(services.NotTheirs):
        services.link_earlier(known=known, chain=services.chain_of(mine), chosen=[contacts[0].pk], by=aino)
    sign_in(client, aino)
    there = url("casework:link_earlier", known)
    held = client.post(there, {"words": " ".join(mine)}).context["form"].initial["held"]
    forged = client.post(there, {"held": held, "chosen": [str(contacts[0].pk), str(own[0].pk)]})
    assert (forged.status_code, list(forged.context["form"].errors)) == (422, ["chosen"])
    for false in ("", "x", "AAAA", held[:-4], held[::-1]):
        answer = client.post(there, {"held": false, "chosen": [str(contacts[0].pk)]})
        assert answer.url == there
    assert ReceiptLink.objects.count() == 0


def test_words_that_are_held_are_this_persons_for_this_client_and_for_a_while(aino, lead, known, work_form_a):
    words, _contacts = _chain_of_two(work_form_a, aino)
    other = KnownIn.objects.get(client=ClientFactory(known_in=work_form_a))
    text = services.hold(words, known=known, by=aino)
    assert services.held(text, known=known, by=aino) == words
    assert not any(word in text for word in words)
    for which, who in ((other, aino), (known, lead)):
        with pytest.raises(services.WordsTooOld):
            services.held(text, known=which, by=who)
    later = clock.now() + timedelta(minutes=11)
    with clock.moved_to(later), pytest.raises(services.WordsTooOld):
        services.held(text, known=known, by=aino)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "ahven"}, "words"),
        ({"words": "ahven aalto mesimarja"}, "words"),
        ({"words": "y" * 300}, "words"),
    ],
)
def test_wrong_words_on_the_card_are_told_kept_and_change_nothing(client, aino, known, sent, field):
    sign_in(client, aino)
    page = client.post(url("casework:link_earlier", known), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert sent["words"] in page.content.decode()
    assert ReceiptLink.objects.count() == 0


def test_choosing_nothing_is_told(client, aino, known, work_form_a):
    words, _contacts = _chain_of_two(work_form_a, aino)
    sign_in(client, aino)
    there = url("casework:link_earlier", known)
    held = client.post(there, {"words": " ".join(words)}).context["form"].initial["held"]
    page = client.post(there, {"held": held})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["chosen"])


def test_what_was_linked_is_seen_where_it_was_told_and_not_past_a_wall(aino, lead, known, work_form_a):
    words, contacts = _chain_of_two(work_form_a, aino)
    chosen = [row.pk for row in contacts]
    services.link_earlier(known=known, chain=services.chain_of(words), chosen=chosen, by=aino)
    elsewhere = UserFactory()
    AssignmentFactory(user=elsewhere, role=Role.WORKER)
    seen = {who.pk: earlier_of(Actor(who, TODAY), known).count() for who in (aino, lead, elsewhere)}
    assert seen == {aino.pk: 2, lead.pk: 2, elsewhere.pk: 0}
    PartyWallFactory(one=(known.client, [aino]), other=(ClientFactory(known_in=work_form_a), [UserFactory()]))
    assert [earlier_of(Actor(who, TODAY), known).count() for who in (aino, lead)] == [2, 0]


def test_what_was_linked_stays_when_the_client_is_named(client, aino, known, work_form_a):
    words, contacts = _chain_of_two(work_form_a, aino)
    chosen = [row.pk for row in contacts]
    services.link_earlier(known=known, chain=services.chain_of(words), chosen=chosen, by=aino)
    sign_in(client, aino)
    card = url("clients:card", known.client)
    assert "Tuttu koodinimellä" in client.get(card).content.decode()
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    name_client(known=known, first_names="Helka", by=aino)
    said = client.get(card).content.decode()
    assert ("Tuttu nimeltä" in said, url("casework:earlier", known) in said) == (True, True)
    assert earlier_of(Actor(aino, TODAY), known).count() == 2


def test_a_contact_that_was_taken_back_is_no_longer_shown(aino, known, work_form_a):
    words, contacts = _chain_of_two(work_form_a, aino)
    chosen = [row.pk for row in contacts]
    services.link_earlier(known=known, chain=services.chain_of(words), chosen=chosen, by=aino)
    void_consultation(consultation=contacts[0], by=aino)
    assert [link.consultation for link in earlier_of(Actor(aino, TODAY), known)] == [contacts[1]]


def test_the_page_asks_the_same_however_many_are_linked(client, aino, known, work_form_a):
    words, chain = services.new_receipt()
    sign_in(client, aino)
    _page(client, known)
    asked = []
    for many in (1, 4):
        rows = [_met(work_form_a, aino, chain, TODAY - timedelta(days=many)) for _ in range(many)]
        chosen = [row.pk for row in rows]
        services.link_earlier(known=known, chain=services.chain_of(words), chosen=chosen, by=aino)
        with CaptureQueriesContext(connection) as counted:
            _page(client, known)
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_the_card_says_the_latest_few_to_whoever_may_see_them_and_asks_once(
    client, aino, work_form_a, work_form_b, django_assert_num_queries
):
    known = KnownIn.objects.get(client=ClientFactory(known_in=work_form_a))
    other = KnownIn.objects.get(client=ClientFactory(known_in=work_form_b))
    for each, place in ((known, work_form_a), (other, work_form_b)):
        for day in range(1, 6):
            met = ConsultationFactory(work_form=place, happened_on=date(2024, 9, day))
            ReceiptLinkFactory(known=each, consultation=met)
    gone = ReceiptLink.objects.filter(known=known).order_by("-consultation__happened_on").first()
    ReceiptLink.objects.filter(pk=gone.pk).update(voided_at=gone.recorded_at, voided_by=aino)
    actor = Actor(aino, TODAY)
    assert earlier_lately(actor, []) == {}
    with django_assert_num_queries(1):
        said = earlier_lately(actor, [known, other])
    expected = [f"{day}.9.2024 {work_form_a.label()}" for day in (4, 3, 2)]
    assert said == {known.pk: expected}
    page = sign_in(client, aino).get(url("clients:card", known.client)).content.decode()
    assert ", ".join(expected) in page
    assert f"1.9.2024 {work_form_a.label()}" not in page
