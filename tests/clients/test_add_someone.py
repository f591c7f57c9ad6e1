import random
import re
import string
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from poukama.access.models import AuditEvent
from poukama.clients.choices import ClientIdentification
from poukama.clients.code_names import WORDS, as_code_name, of_member
from poukama.clients.models import Client, Family, KnownIn
from poukama.clients.queries import proposed_code_name
from poukama.clients.services import (
    AnonymousCannotBeFound,
    BirthYearNotPossible,
    CodeNameTaken,
    DayNotYetCome,
    NotACodeName,
    WorkFormOnlyCounts,
    create_client,
    create_family,
    make_family_known_in,
    make_known_in,
)
from poukama.organisation.choices import Identification
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import WorkFormFactory

TODAY = date(2024, 9, 12)


def test_a_family_gets_a_code_name_and_is_known_in_the_work_form(aino, work_form_a):
    family = create_family(work_form=work_form_a, since_on=TODAY, by=aino)

    assert family.code_name in WORDS
    known = KnownIn.objects.get()
    assert (known.family, known.client, known.work_form, known.since_on) == (family, None, work_form_a, TODAY)


def test_members_are_called_by_the_family_and_a_letter(aino, work_form_a):
    family = create_family(work_form=work_form_a, since_on=TODAY, by=aino, code_name="Lumme")

    members = [
        create_client(work_form=work_form_a, since_on=TODAY, by=aino, family=family, birth_year=year)
        for year in (1990, 2024)
    ]

    assert [member.birth_year for member in members] == [1990, 2024]
    assert [re.fullmatch("Lumme [A-Z]", member.code_name) is not None for member in members] == [True, True]
    assert members[0].code_name != members[1].code_name


def test_letters_do_not_tell_how_many_members_others_know():
    chance = random.Random(1)
    letters = [of_member("Lumme", {"Lumme A", "Lumme B"}, chance)[-1] for _ in range(500)]

    assert set(letters) == set("CDEFGHIJKLMNOPQRSTUVWXYZ")


def test_someone_anonymous_is_new_every_time_and_known_nowhere(aino, work_form_a):
    first = create_client(work_form=work_form_a, since_on=TODAY, by=aino, anonymous=True)
    second = create_client(work_form=work_form_a, since_on=TODAY, by=aino, anonymous=True)

    assert first.pk != second.pk
    assert {first.identification, second.identification} == {ClientIdentification.ANONYMOUS}
    assert KnownIn.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    ["Matti", "Virtanen", "Paula", "Lumme Virtanen", "Lumme 0", "Lumme 1234567", "Lumme-2", "", "lumme\n2 a"],
)
def test_what_is_not_a_listed_word_is_refused(aino, work_form_a, typed):
    with pytest.raises(NotACodeName):
        create_family(work_form=work_form_a, since_on=TODAY, by=aino, code_name=typed)

    assert Family.objects.count() == 0


def test_a_typed_code_name_is_written_as_it_is_on_the_list(aino, work_form_a):
    family = create_family(work_form=work_form_a, since_on=TODAY, by=aino, code_name=" jäkälä  7 ")

    assert (family.code_name, family.search_key) == ("Jäkälä 7", "jakala 7")


def test_a_code_name_is_used_once_whether_by_a_family_or_a_person(aino, work_form_a):
    FamilyFactory(code_name="Lumme")
    ClientFactory(code_name="Ruoko")

    for taken in ("Lumme", "Ruoko"):
        with pytest.raises(CodeNameTaken):
            create_family(work_form=work_form_a, since_on=TODAY, by=aino, code_name=taken)
        with pytest.raises(CodeNameTaken):
            create_client(work_form=work_form_a, since_on=TODAY, by=aino, code_name=taken)


def test_when_every_word_is_taken_they_get_numbers(aino, work_form_a):
    for word in WORDS:
        FamilyFactory(code_name=word)

    proposed = proposed_code_name()

    word, number = proposed.rsplit(" ", 1)
    assert (word in WORDS, int(number) >= 2, as_code_name(proposed)) == (True, True, proposed)


def test_no_word_of_the_list_is_listed_twice_or_needs_more_than_one_word():
    assert len(set(WORDS)) == len(WORDS)
    assert [word for word in WORDS if as_code_name(word) != word] == []


def test_members_beyond_the_alphabet_get_two_letters():
    taken = {f"Lumme {letter}" for letter in string.ascii_uppercase}

    assert re.fullmatch("Lumme [A-Z]{2}", of_member("Lumme", taken, random.Random(1))) is not None


def test_someone_anonymous_has_no_family_and_no_code_name(aino, work_form_a):
    family = FamilyFactory(known_in=work_form_a)

    with pytest.raises(AnonymousCannotBeFound):
        create_client(work_form=work_form_a, since_on=TODAY, by=aino, family=family, anonymous=True)
    with pytest.raises(AnonymousCannotBeFound):
        create_client(work_form=work_form_a, since_on=TODAY, by=aino, code_name="Lumme", anonymous=True)


@pytest.mark.parametrize("year", [1903, 2026])
def test_an_impossible_birth_year_is_refused(aino, work_form_a, year):
    with pytest.raises(BirthYearNotPossible):
        create_client(work_form=work_form_a, since_on=TODAY, by=aino, birth_year=year)


def test_a_baby_expected_next_year_is_welcome(aino, work_form_a):
    assert create_client(work_form=work_form_a, since_on=TODAY, by=aino, birth_year=2025).birth_year == 2025


def test_a_day_that_has_not_come_is_refused(aino, work_form_a):
    tomorrow = date(2024, 9, 13)
    client = ClientFactory()

    with pytest.raises(DayNotYetCome):
        create_family(work_form=work_form_a, since_on=tomorrow, by=aino)
    with pytest.raises(DayNotYetCome):
        create_client(work_form=work_form_a, since_on=tomorrow, by=aino)
    with pytest.raises(DayNotYetCome):
        make_known_in(client=client, work_form=work_form_a, since_on=tomorrow, by=aino)


def test_a_work_form_that_only_counts_knows_nobody(aino):
    counting = WorkFormFactory(identification=Identification.COUNTED)

    with pytest.raises(WorkFormOnlyCounts):
        create_family(work_form=counting, since_on=TODAY, by=aino)
    with pytest.raises(WorkFormOnlyCounts):
        create_client(work_form=counting, since_on=TODAY, by=aino, anonymous=True)


def test_a_client_is_made_known_once_with_the_family(aino, work_form_a, work_form_b):
    family = FamilyFactory(known_in=work_form_a)
    client = ClientFactory(family=family, known_in=work_form_a)

    make_known_in(client=client, work_form=work_form_b, since_on=TODAY, by=aino)
    make_known_in(client=client, work_form=work_form_b, since_on=TODAY, by=aino)

    known = KnownIn.objects.filter(work_form=work_form_b).order_by("pk")
    assert set(known.values_list("family", "client")) == {(family.pk, None), (None, client.pk)}
    assert AuditEvent.objects.filter(action="clients.make_known").count() == 1


def test_a_family_is_made_known_without_its_members(aino, work_form_a, work_form_b):
    family = FamilyFactory(known_in=work_form_a)
    ClientFactory(family=family, known_in=work_form_a)

    make_family_known_in(family=family, work_form=work_form_b, since_on=TODAY, by=aino)

    known = KnownIn.objects.get(work_form=work_form_b)
    assert (known.family, known.client) == (family, None)


def test_someone_anonymous_is_not_made_known(aino, work_form_b):
    with pytest.raises(AnonymousCannotBeFound):
        make_known_in(client=ClientFactory(anonymous=True), work_form=work_form_b, since_on=TODAY, by=aino)


def test_the_database_holds_that_only_the_anonymous_lack_a_code_name(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientFactory(code_name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientFactory(anonymous=True, code_name="Lumme")
    assert Client.objects.count() == 0


def test_the_audit_trail_tells_ids_and_no_code_names(aino, work_form_a):
    family = create_family(work_form=work_form_a, since_on=TODAY, by=aino, code_name="Lumme")
    client = create_client(work_form=work_form_a, since_on=TODAY, by=aino, family=family)

    told = AuditEvent.objects.order_by("id").values_list("action", "about_id", "work_form", "detail")
    assert list(told) == [
        ("clients.add_family", str(family.pk), "work-form-a", {}),
        ("clients.add_client", str(client.pk), "work-form-a", {"family": family.pk}),
    ]
