"""A worker records who works with us, by year."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from poukama.organisation.choices import PartnershipKind
from poukama.organisation.facts import PARTNERSHIPS
from poukama.organisation.models import Partner, Partnership, User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from poukama.workforce.services.partners import (
    AlreadyPartner,
    PartnerExists,
    add_partner,
    end_partnership,
    start_partnership,
    void_partnership,
)
from poukama.workforce.services.volunteers import AlreadyEnded, EndsBeforeStart, StartsInFuture
from tests.cast import sign_in
from tests.factories.organisation import PartnerFactory, PartnershipFactory

TODAY = date(2024, 6, 3)
CENTRE = PartnershipKind.FAMILY_CENTRE


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


def _partners(year: int) -> int:
    return PARTNERSHIPS.during(Period.year(year)).values("partner").distinct().count()


def test_a_partner_counts_once_in_each_year_that_it_worked_with_us(aino: User, work_form_a: WorkForm) -> None:
    partner = add_partner(name="Harbour  Library", by=aino)
    row = start_partnership(
        partner=partner, work_form=work_form_a, kind=CENTRE, starts_on=date(2023, 5, 1), by=aino
    )
    start_partnership(
        partner=partner,
        work_form=work_form_a,
        kind=PartnershipKind.COOPERATION,
        starts_on=date(2024, 5, 1),
        by=aino,
    )
    end_partnership(partnership=row, ends_on=date(2023, 12, 1), by=aino)
    assert (partner.key, partner.name) == ("harbour-library", "Harbour Library")
    assert [_partners(year) for year in (2022, 2023, 2024)] == [0, 1, 1]

    void_partnership(partnership=row, by=aino)
    assert [_partners(year) for year in (2022, 2023, 2024)] == [0, 0, 1]


def test_the_same_name_is_the_same_partner(aino: User) -> None:
    partner = add_partner(name="Harbour Library", by=aino)
    with pytest.raises(PartnerExists) as refusal:
        add_partner(name="harbour library ", by=aino)
    assert refusal.value.partner == partner
    assert add_partner(name="Harbour-library", by=aino).key == "harbour-library-2"


def test_what_cannot_be_is_refused(aino: User, work_form_a: WorkForm) -> None:
    partner = PartnerFactory()
    asked = {"partner": partner, "work_form": work_form_a, "kind": CENTRE, "by": aino}
    with pytest.raises(StartsInFuture):
        start_partnership(starts_on=date(2024, 6, 4), **asked)
    row = start_partnership(starts_on=date(2024, 3, 1), **asked)
    with pytest.raises(AlreadyPartner):
        start_partnership(starts_on=TODAY, **asked)
    for ends_on, refusal in ((date(2024, 2, 1), EndsBeforeStart), (date(2024, 6, 4), StartsInFuture)):
        with pytest.raises(refusal):
            end_partnership(partnership=row, ends_on=ends_on, by=aino)
    end_partnership(partnership=row, ends_on=TODAY, by=aino)
    with pytest.raises(AlreadyEnded):
        end_partnership(partnership=row, ends_on=TODAY, by=aino)


def test_a_worker_records_a_new_partner_and_ends_it(
    client: Client, aino: User, work_form_a: WorkForm
) -> None:
    sign_in(client, aino)
    asked = {
        "kind": CENTRE,
        "partner": "",
        "new_partner": "Harbour Library",
        "network": "",
        "starts_on": "2024-06-01",
    }

    client.post(reverse("workforce:partnership_add", args=[work_form_a.key]), asked)
    row = Partnership.objects.get()
    assert row.partner.name == "Harbour Library"

    client.post(reverse("workforce:partnership_end", args=[row.pk]), {"ends_on": "2024-06-02"})
    row.refresh_from_db()
    assert row.ends_on == date(2024, 6, 2)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"new_partner": ""}, ["partner"]),
        ({"kind": "network"}, ["network"]),
        ({"starts_on": "2024-06-04"}, ["starts_on"]),
        ({"kind": ""}, ["kind"]),
    ],
)
def test_bad_input_is_told_at_the_field(
    client: Client, aino: User, work_form_a: WorkForm, change: dict[str, str], fields: list[str]
) -> None:
    sign_in(client, aino)
    asked = {
        "kind": CENTRE,
        "partner": "",
        "new_partner": "Library",
        "network": "",
        "starts_on": "2024-06-01",
    }

    page = client.post(reverse("workforce:partnership_add", args=[work_form_a.key]), asked | change)

    assert sorted(page.context["form"].errors) == fields
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("aino", 1),
        ("bertta", 1),
        ("director", 2),
        ("board_member", 2),
        ("cecilia", None),
        ("administrator", None),
    ],
)
def test_each_sees_the_partners_of_their_own_work_forms(
    client: Client,
    cast: dict[str, User],
    work_form_a: WorkForm,
    work_form_b: WorkForm,
    who: str,
    shown: int | None,
) -> None:
    PartnershipFactory(work_form=work_form_a, starts_on=date(2024, 1, 1))
    PartnershipFactory(work_form=work_form_b, starts_on=date(2024, 1, 1))
    sign_in(client, cast[who])

    page = client.get(reverse("workforce:partners"), {"year": "2024"})

    assert (len(page.context["page"].rows) if page.status_code == 200 else None) == shown


def test_a_list_costs_the_same_however_long(client: Client, aino: User, work_form_a: WorkForm) -> None:
    sign_in(client, aino)
    costs = []
    for count in (1, 2):
        PartnershipFactory.create_batch(count, work_form=work_form_a, starts_on=date(2024, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("workforce:partners"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
