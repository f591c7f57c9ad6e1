"""A work form knows a client by name: sealed, found by its beginning, opened one at a time, told to nobody else."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import F

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.queries import searched
from poukama.clients import services
from poukama.clients.models import Identity, KnownIn, NameMark
from poukama.clients.names import LettersMixed, NameTooLong, NotLetters
from poukama.clients.queries import find, known_matching, named_so, places_of
from poukama.clients.rules import Action
from poukama.organisation.choices import Identification, Role
from poukama.toolkit import clock
from poukama.toolkit.sealing import BoxBroken, Sealed
from poukama.toolkit.sealing.fields import SealedOnlyByItsRow
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, IdentityFactory
from tests.factories.organisation import AssignmentFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def named(work_form_a):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    return work_form_a


@pytest.fixture
def known(named):
    """A client whom work form A knows by a code name."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=named)
    client = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=named)
    return KnownIn.objects.get(client=client, work_form=named)


def _actor(user):
    return Actor(user, TODAY)


def _named(known, by, **told):
    """Name them, or correct the name that they have now."""
    now = Identity.objects.filter(client=known.client, work_form=known.work_form, voided_at=None).first()
    usual = {"first_names": "Helka", "last_name": "Esimerkki", "former": now and now.pk}
    return services.name_client(known=known, by=by, **usual | told)


def test_a_name_is_sealed_before_it_reaches_the_database(aino, known):
    identity = _named(known, aino, born_on=date(2019, 3, 14))
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_names, last_name, born_on FROM clients_identity")
        boxes = [bytes(box) for box in cursor.fetchone()]
    assert [b"Helka" in boxes[0], b"Esimerkki" in boxes[1], b"2019" in boxes[2]] == [False, False, False]
    found = Identity.objects.get(pk=identity.pk)
    assert (found.first_names, found.last_name, found.born_on) == ("Helka", "Esimerkki", "2019-03-14")


def test_a_row_that_is_copied_or_turned_to_somebody_else_unopened_is_not_written(aino, known, named):
    identity = Identity.objects.get(pk=_named(known, aino).pk)
    identity.client = ClientFactory(known_in=named)
    with pytest.raises(BoxBroken), transaction.atomic():
        identity.save()


def test_a_column_that_was_not_read_is_not_emptied(aino, known):
    identity = Identity.objects.defer("last_name").get(pk=_named(known, aino).pk)
    with pytest.raises(SealedOnlyByItsRow), transaction.atomic():
        identity.save(update_fields=["last_name"])
    assert Identity.objects.get().last_name == "Esimerkki"


def test_a_key_written_as_text_seals_for_the_same_row(aino, known, named):
    other = ClientFactory(known_in=named)
    number = "0A0B0C0D-0000-4000-8000-000000000001"
    made = {"client_id": str(other.pk), "work_form": named, "first_names": "Helka"}
    Identity.objects.create(id=number, recorded_at=clock.now(), recorded_by=aino, **made)
    assert Identity.objects.get(client=other).first_names == "Helka"


@pytest.mark.parametrize("names", [("Io", "Ra"), ("Helka", "Esimerkki")])
def test_the_number_of_marks_does_not_tell_how_long_a_name_is(aino, known, names):
    _named(known, aino, first_names=names[0], last_name=names[1])
    assert NameMark.objects.count() % 8 == 0


def test_a_list_opens_no_box(aino, known):
    _named(known, aino)
    ((box, label),) = Identity.objects.values_list("first_names", "client__code_name")
    assert isinstance(box, Sealed)
    assert (repr(box), label) == ("•••", "Lumme K")


def test_a_box_that_is_moved_to_somebody_else_does_not_open(aino, known, named):
    first = _named(known, aino)
    other = ClientFactory(known_in=named)
    Identity.objects.filter(pk=first.pk).update(client=other)
    with pytest.raises(BoxBroken):
        _ = Identity.objects.get(pk=first.pk).first_names


def test_a_box_that_is_moved_to_another_column_does_not_open(aino, known):
    first = _named(known, aino)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_identity SET last_name = first_names")
    with pytest.raises(BoxBroken):
        _ = Identity.objects.get(pk=first.pk).last_name


def test_a_sealed_column_is_neither_searched_nor_written_without_its_row(aino, known):
    identity = _named(known, aino)
    with pytest.raises(FieldError):
        Identity.objects.filter(first_names__startswith="H")
    for does in (
        lambda: Identity.objects.filter(first_names="Helka").exists(),
        lambda: Identity.objects.update(first_names="Helka"),
        lambda: Identity.objects.bulk_update([identity], ["first_names"]),
    ):
        with pytest.raises(SealedOnlyByItsRow), transaction.atomic():
            does()


def test_what_was_never_opened_stays_in_its_box(aino, known):
    before = _named(known, aino)
    found = Identity.objects.annotate(again=F("id")).get(pk=before.pk)
    box = found.__dict__["first_names"].box
    found.voided_at, found.voided_by = clock.now(), aino
    found.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_names FROM clients_identity")
        assert bytes(cursor.fetchone()[0]) == box


@pytest.mark.parametrize("typed", ["hel", "HELKA", "esim", "esimerkki hel", "Esimerkki Helka", "helka 1985"])
def test_found_by_the_beginning_of_any_word_of_the_name(aino, known, typed):
    known.client.birth_year = 1985
    known.client.save()
    _named(known, aino)
    assert find(_actor(aino), typed).families == [known.client.family]


@pytest.mark.parametrize("typed", ["he", "elka", "helkamaria", "esimerkki heljä", "helka 1986", "1985 muu"])
def test_not_found_by_anything_else(aino, known, typed):
    known.client.birth_year = 1985
    known.client.save()
    _named(known, aino)
    assert not find(_actor(aino), typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Åsa Mäki-Ökölä", "asa oko"),
        ("Åsa Mäki-Ökölä", "MÄK"),
        ("Io Ra", "io ra"),
        ("Renée", "renee"),
        ("Søren", "soren"),
        ("Иван", "ива"),
        ("Maria-Magdaleena-Josefiina", "magdaleenax"[:10]),
        ("O'Neill", "oneill"),
        ("O’Neill", "o'neill"),
        ("O'Neill", "neill"),
        ("देवी", "देवी"),
        ("சுந்தரி", "சுந்த"),
        ("Aa Bee Cee Dee Eee", "bee cee dee eee xyzzy"),
    ],
)
def test_letters_are_found_as_they_are_written_and_without_their_marks(aino, known, name, typed):
    _named(known, aino, first_names=name, last_name="")
    assert list(named_so(_actor(aino), typed)) == [known.client_id]


def test_an_episode_is_found_by_a_name(aino, known, named):
    episode = EpisodeFactory(work_form=named, family=known.client.family)
    alone = ClientFactory(known_in=named)
    other = EpisodeFactory(work_form=named, family=None, client=alone)
    _named(known, aino)
    _named(KnownIn.objects.get(client=alone), aino, first_names="Helvi")
    assert set(searched(_actor(aino), "helka")) == {episode}
    assert set(searched(_actor(aino), "hel")) == {episode, other}


def test_another_work_form_that_knows_the_client_learns_no_name(aino, bertta, known, work_form_b):
    KnownIn.objects.create(client=known.client, work_form=work_form_b, since_on=TODAY)
    KnownIn.objects.create(family=known.client.family, work_form=work_form_b, since_on=TODAY)
    _named(known, aino)
    assert not find(_actor(bertta), "helka")
    assert find(_actor(bertta), "lumme").families == [known.client.family]
    assert [place.known.work_form for place in places_of(_actor(bertta), [known.client])] == []


def test_a_correction_keeps_the_former_name_and_only_the_new_one_is_found(aino, known):
    first = _named(known, aino)
    second = _named(known, aino, last_name="Keksitty")
    first.refresh_from_db()
    assert (first.voided_by, second.corrects, first.last_name) == (aino, first, "Esimerkki")
    assert (bool(find(_actor(aino), "esimerkki")), bool(find(_actor(aino), "keksi"))) == (False, True)
    told = (
        AuditEvent.objects.filter(action=Action.NAME_CLIENT).order_by("id").values_list("about_id", "detail")
    )
    assert list(told) == [(str(known.client_id), {}), (str(known.client_id), {"corrects": str(first.pk)})]


def test_the_same_name_again_is_no_correction(aino, known):
    _named(known, aino)
    with pytest.raises(services.SameAlready):
        _named(known, aino)
    assert Identity.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"first_names": "", "last_name": "  "}, services.NoNameThere),
        ({"first_names": "x" * 300}, NameTooLong),
        ({"first_names": "a" + "\u0315\u0300" * 100_000}, NameTooLong),
        ({"first_names": "Hel\x07ka"}, NotLetters),
        ({"first_names": "Hel\N{RIGHT-TO-LEFT OVERRIDE}ka"}, NotLetters),
        ({"first_names": "Hel\N{ZERO WIDTH SPACE}ka"}, NotLetters),
        ({"first_names": "Helka; DROP"}, NotLetters),
        ({"first_names": "Helka2"}, NotLetters),
        ({"first_names": "---"}, NotLetters),
        ({"first_names": "...a"}, NotLetters),
        ({"first_names": "\N{COMBINING ACUTE ACCENT}Helka"}, NotLetters),
        ({"first_names": "a" + "\N{COMBINING BREVE}\N{COMBINING DOT BELOW}" * 4}, NotLetters),
        ({"first_names": "Hel\N{ZERO WIDTH JOINER}ka"}, NotLetters),
        ({"first_names": "Hel\N{HANGUL FILLER}ka"}, NotLetters),
        ({"first_names": "Hel\N{COMBINING GRAPHEME JOINER}ka"}, NotLetters),
        ({"first_names": "Hel\N{VARIATION SELECTOR-1}ka"}, NotLetters),
        ({"first_names": "Helk\N{CYRILLIC SMALL LETTER A}"}, LettersMixed),
        ({"born_on": date(2026, 9, 1)}, services.BirthDayNotPossible),
        ({"born_on": date(1850, 1, 1)}, services.BirthDayNotPossible),
        ({"born_on": date(2019, 3, 14)}, services.AnotherBirthYear),
    ],
)
def test_what_cannot_be_a_name_is_refused(aino, known, told, refusal):
    known.client.birth_year = 1985
    known.client.save()
    with pytest.raises(refusal):
        _named(known, aino, **told)
    assert (Identity.objects.count(), NameMark.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "Anna-Liisa",
        "O'Neill",
        "D’Arc",
        "'t Hooft",
        "J. R.",
        "Nguyễn Thị",
        "محمد",
        "علی\N{ZERO WIDTH NON-JOINER}رضا",
        "Ольга",
        "Дар’я",
        "O\N{MODIFIER LETTER TURNED COMMA}tkir",
        "José María",
        "Ó Sé",
        "देवी",
        "சுந்தரி",
        "สมชาย",
        "さくら子",
        "佐々木",
        "ג׳ורג׳",
        "בן\N{HEBREW PUNCTUATION MAQAF}דוד",
    ],
)
def test_names_of_all_the_world_are_welcome(aino, known, name):
    assert _named(known, aino, first_names=name).first_names == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ｈｅｌｋａ", "Helka"),
        ("𝐇𝐞𝐥𝐤𝐚", "Helka"),
        ("O´Neill", "O'Neill"),
        ("Anna\N{NON-BREAKING HYPHEN}Liisa", "Anna-Liisa"),
        (" Anna \N{NO-BREAK SPACE} Liisa ", "Anna Liisa"),
    ],
)
def test_what_looks_like_plain_letters_becomes_them(aino, known, typed, kept):
    assert _named(known, aino, first_names=typed).first_names == kept


def test_a_work_form_that_knows_people_by_code_takes_no_names(aino, known, named):
    named.identification = Identification.CODED
    named.save()
    with pytest.raises(services.NotByName):
        _named(known, aino)


def test_the_card_shows_no_name_until_it_is_opened_and_each_opening_is_an_event(client, aino, known):
    _named(known, aino)
    sign_in(client, aino)
    episode = EpisodeFactory(work_form=known.work_form, family=known.client.family)
    EpisodeMemberFactory(episode=episode, client=known.client)

    assert url("clients:card", known.client) in client.get(url("casework:episode", episode)).content.decode()
    shut = client.get(url("clients:card", known.client)).content.decode()
    opened = client.get(url("clients:name", known), headers={"HX-Request": "true"}).content.decode()
    whole = client.get(url("clients:name", known)).content.decode()

    assert ("Helka" in shut, "Esimerkki" in shut) == (False, False)
    assert ("Helka" in opened, "<html" in opened, "Helka" in whole, "<html" in whole) == (
        True,
        False,
        True,
        True,
    )
    told = AuditEvent.objects.filter(action__in=[Action.READ_CARD, Action.READ_NAME]).order_by("id")
    assert list(told.values_list("action", "about_id", "work_form")) == [
        (Action.READ_CARD, str(known.client_id), known.work_form.key),
        (Action.READ_NAME, str(known.client_id), known.work_form.key),
        (Action.READ_NAME, str(known.client_id), known.work_form.key),
    ]


def test_a_name_is_recorded_and_corrected_on_screen(client, aino, known):
    sign_in(client, aino)
    there = url("clients:name_client", known)

    client.post(there, {"first_names": "Helka", "last_name": "Esimerkki", "born_on": "2019-03-14"})
    before = client.get(there)
    told = {"first_names": "Helka", "last_name": "Keksitty", "born_on": "2019-03-14"}
    answer = client.post(there, told | {"former": before.context["form"]["former"].value()})

    assert 'value="Esimerkki"' in before.content.decode()
    assert answer.url == url("clients:card", known.client)
    assert Identity.objects.get(voided_at=None).last_name == "Keksitty"


def test_a_form_that_shows_the_name_is_an_opening_and_so_is_being_told_that_it_is_just_this(
    client, aino, known
):
    identity = _named(known, aino)
    sign_in(client, aino)
    there = url("clients:name_client", known)
    openings = AuditEvent.objects.filter(action=Action.READ_NAME, about_id=str(known.client_id))

    client.get(there)
    assert openings.count() == 1
    same = {"first_names": "Helka", "last_name": "Esimerkki", "former": str(identity.pk)}
    assert client.post(there, same).url == url("clients:card", known.client)
    assert openings.count() == 2


def test_a_form_that_was_open_while_somebody_else_wrote_undoes_nothing(client, aino, known):
    sign_in(client, aino)
    stale = client.get(url("clients:name_client", known)).context["form"]["former"].value()
    _named(known, aino, last_name="Keksitty")
    page = client.post(url("clients:name_client", known), {"first_names": "Helmi", "former": stale or ""})
    assert (page.status_code, page.context["form"]["first_names"].value()) == (422, "Helmi")
    assert Identity.objects.get().last_name == "Keksitty"


def test_a_work_form_that_turned_to_code_names_still_opens_the_names_it_has(client, aino, known, named):
    _named(known, aino)
    named.identification = Identification.CODED
    named.save()
    sign_in(client, aino)
    card = client.get(url("clients:card", known.client)).content.decode()
    assert (url("clients:name", known) in card, url("clients:name_client", known) in card) == (True, False)


def test_however_many_share_a_name_the_search_says_that_there_are_more(aino, named, monkeypatch):
    monkeypatch.setattr("poukama.clients.queries.finding._MOST_NAMED", 2)
    for number in range(3):
        family = FamilyFactory(known_in=named)
        member = ClientFactory(family=family, known_in=named, birth_year=1980 + number)
        IdentityFactory(client=member, work_form=named)
    found = find(_actor(aino), "helka")
    assert (len(found.families), found.has_more) == (2, True)
    assert find(_actor(aino), "helka 1980").families[0].clients.get().birth_year == 1980


def test_those_who_share_a_name_elsewhere_hide_nobody_from_a_work_form(aino, named, work_form_b, monkeypatch):
    monkeypatch.setattr("poukama.clients.queries.finding._MOST_NAMED", 1)
    here = ClientFactory(known_in=named)
    IdentityFactory(client=here, work_form=named)
    elsewhere = ClientFactory(known_in=work_form_b)
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    IdentityFactory(client=elsewhere, work_form=work_form_b)
    assert list(known_matching(_actor(aino), named, "helka", 5)) == [f"c{here.pk}"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"first_names": "", "last_name": ""}, "first_names"),
        ({"first_names": "x" * 300}, "first_names"),
        ({"last_name": "Hel\N{RIGHT-TO-LEFT OVERRIDE}ka"}, "last_name"),
        ({"last_name": "Helk\N{CYRILLIC SMALL LETTER A}"}, "last_name"),
        ({"first_names": "Helka", "born_on": "2027-01-01"}, "born_on"),
        ({"first_names": "Helka", "born_on": "1850-01-01"}, "born_on"),
        ({"first_names": "Helka", "born_on": "31.2.2019"}, "born_on"),
        ({"first_names": "Helka", "born_on": "2018-12-31"}, "born_on"),
    ],
)
def test_bad_input_is_told_at_its_field_keeps_what_was_typed_and_changes_nothing(
    client, aino, known, sent, field
):
    known.client.birth_year = 2019
    known.client.save()
    sign_in(client, aino)
    page = client.post(url("clients:name_client", known), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert all(page.context["form"][name].value() == value for name, value in sent.items())
    assert Identity.objects.count() == 0


def test_an_empty_form_opens_no_name(client, aino, known):
    _named(known, aino)
    sign_in(client, aino)
    page = client.post(url("clients:name_client", known), {})
    assert (page.status_code, "Esimerkki" in page.content.decode()) == (422, False)


@pytest.mark.parametrize("who", ["bertta", "director", "board_member", "office", "administrator", "cecilia"])
@pytest.mark.parametrize("name", ["clients:name", "clients:name_client"])
def test_nobody_else_opens_a_name(client, cast, known, who, name):
    IdentityFactory(client=known.client, work_form=known.work_form)
    sign_in(client, cast[who])
    answer = client.get(url(name, known))
    assert (answer.status_code, "Helka" in answer.content.decode()) == (404, False)


def test_a_search_asks_the_same_of_the_database_however_many_are_named(
    aino, named, django_assert_num_queries
):
    for number in range(3):
        member = ClientFactory(known_in=named, code_name=f"Kaisla {number}", search_key=f"kaisla {number}")
        IdentityFactory(client=member, work_form=named)
        actor = _actor(aino)
        assert actor.held
        with django_assert_num_queries(6):
            assert len(find(actor, "helka").clients) == number + 1
