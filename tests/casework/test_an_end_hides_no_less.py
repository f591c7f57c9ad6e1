"""A record that ends in one work form opens nobody in another: partings and two homes stay while anybody knows them."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.queries.notes import parts_in_file
from poukama.casework.queries.retention import records
from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn, OtherHome, Parting, SamePerson
from poukama.clients.rules import Action as Clients
from poukama.clients.services.homes import live_also
from poukama.clients.services.same import part_homes
from poukama.toolkit import clock
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, NoteFactory, NotePartFactory
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    KnownInFactory,
    PartingFactory,
    ProtectionOrderFactory,
)

BEGAN, PARTED = date(2012, 1, 2), date(2012, 9, 3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(work_form_b):
    """Served in B, where they were one family."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_b)
    return ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_b)


@pytest.fixture
def father(mother, work_form_a, work_form_b):
    """Who parted from them, as A recorded; B knows him too."""
    family = FamilyFactory(code_name="Tyrni", search_key="tyrni", known_in=work_form_a)
    father = ClientFactory(family=family, code_name="Tyrni K", search_key="tyrni k", known_in=work_form_a)
    KnownInFactory(client=father, family=None, work_form=work_form_b)
    PartingFactory(
        work_form=work_form_a, client=father, former=mother.family, family=family, parted_on=PARTED
    )
    return father


def end(family, work_form, by):
    """The record of a family in a work form ends."""
    for each in records(work_form, clock.today()):
        if (each.sort, each.number) == ("family", family.pk):
            services.end_record(each, by)


def known(client, work_form):
    return KnownIn.objects.get(client=client, work_form=work_form)


def test_an_order_still_reaches_whoever_parted(mother, father, work_form_a, work_form_b, bertta, director):
    ProtectionOrderFactory(known=known(mother, work_form_b), starts_on=BEGAN, ends_on=date(2030, 1, 1))

    def opens():
        return may(Actor(bertta, clock.today()), Clients.READ_WHEREABOUTS, known(father, work_form_b))

    assert not opens()
    end(father.family, work_form_a, director)
    assert not KnownIn.objects.filter(work_form=work_form_a).exists()
    assert not opens()


def test_what_was_written_of_both_stays_out_of_either_file(
    mother, father, work_form_a, work_form_b, bertta, director
):
    episode = EpisodeFactory(work_form=work_form_b, family=mother.family, starts_on=BEGAN)
    hers = EpisodeMemberFactory(episode=episode, client=mother, starts_on=BEGAN)
    his = EpisodeMemberFactory(episode=episode, client=father, starts_on=BEGAN)
    note = NoteFactory(episode=episode, happened_on=BEGAN, written_by=bertta)
    NotePartFactory(note=note, text="Of both").tells_of.set([hers, his])
    alone = NotePartFactory(note=note, text="Of her")
    alone.tells_of.set([hers])

    end(father.family, work_form_a, director)

    assert list(parts_in_file(Actor(bertta, clock.today()), episode, hers)) == [alone]


def test_a_parting_goes_with_the_last_who_knows_them(mother, father, work_form_a, work_form_b, director):
    end(father.family, work_form_a, director)
    assert Parting.objects.count() == 1
    KnownIn.objects.filter(client=father, work_form=work_form_b).delete()
    KnownInFactory(client=father, family=None, work_form=work_form_a)
    KnownInFactory(client=None, family=father.family, work_form=work_form_a)
    end(father.family, work_form_a, director)
    assert not Parting.objects.exists()


def test_a_wall_around_one_home_still_parts_the_two(work_form_a, work_form_b, aino, director):
    here = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    there = FamilyFactory(code_name="Tyrni", search_key="tyrni", known_in=work_form_a)
    child = ClientFactory(family=here, code_name="Lumme L", search_key="lumme l", known_in=work_form_a)
    KnownInFactory(client=child, family=None, work_form=work_form_b)
    live_also(known=known(child, work_form_a), family=there, starts_on=None, by=aino)

    end(here, work_form_a, director)
    assert OtherHome.objects.count() == 2
    part_homes({child.pk}, director)

    assert SamePerson.objects.get().voided_by == director


def test_that_somebody_lives_elsewhere_goes_with_the_work_form_that_was_told(
    work_form_a, work_form_b, aino, director
):
    here = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    child = ClientFactory(family=here, code_name="Lumme L", search_key="lumme l", known_in=work_form_a)
    KnownInFactory(client=child, family=None, work_form=work_form_b)
    live_also(known=known(child, work_form_a), family=None, starts_on=None, by=aino)

    end(here, work_form_a, director)

    assert not OtherHome.objects.exists()
