"""A child of two homes is a client of each and one person in the figures; by the independent counter too."""

from datetime import date

import pytest

from poukama.casework.services import MemberIn, open_episode
from poukama.clients.choices import WallSide
from poukama.clients.models import KnownIn, OtherHome
from poukama.clients.services.homes import live_also
from poukama.clients.services.walls import set_wall
from poukama.organisation.choices import TermList
from poukama.reporting.counting import Ask, count
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory
from tests.oracle.records import all_records
from tests.oracle.recount import recount

TODAY = date(2024, 9, 12)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
pytestmark = pytest.mark.django_db


def _people(work_form):
    filters = {"work_form": work_form.key}
    ask = Ask.of("people_in_care", filters)
    value = count((ask,), YEAR)[ask].value
    assert value == recount(all_records(), "people_in_care", filters, YEAR.starts_on, YEAR.ends_on)
    return value


def test_in_care_in_both_homes_they_are_one_until_a_wall_parts_the_homes(aino, lead, gatekeeper, work_form_a):
    TermFactory(list=TermList.MEMBER_ROLE, key="child", name="Child")
    hers, his = (
        FamilyFactory(code_name=code, search_key=code.lower(), known_in=work_form_a)
        for code in ("Lumme", "Kaisla")
    )
    child = ClientFactory(
        family=hers, code_name="Lumme C", search_key="lumme c", known_in=work_form_a, birth_year=2019
    )
    with clock.moved_to(TODAY):
        live_also(known=KnownIn.objects.get(client=child), family=his, starts_on=None, by=aino)
        there = OtherHome.objects.get(client=child).there
        for family, who in ((hers, child), (his, there)):
            members = [MemberIn(who, "child")]
            open_episode(work_form=work_form_a, family=family, starts_on=TODAY, members=members, by=aino)
        together = _people(work_form_a)
        set_wall(
            sides={WallSide.ONE: hers, WallSide.OTHER: his},
            workers={WallSide.ONE: [aino], WallSide.OTHER: [lead]},
            reason="Synthetic reason",
            by=gatekeeper,
        )
        assert (together, _people(work_form_a)) == (1, 2)
