"""The words of the work that casework tests record in, and a day on which they happen."""

from datetime import date
from typing import Any

import pytest

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term
from poukama.toolkit import clock
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory, EpisodePhaseFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)
START = date(2024, 9, 2)


@pytest.fixture(autouse=True)
def today():
    """Thursday 12 September 2024."""
    with clock.moved_to(TODAY):
        yield TODAY


@pytest.fixture
def words(db):
    """Roles, phases, kinds, reasons and themes that belong to every work form."""
    for which, keys in {
        TermList.MEMBER_ROLE: ("parent", "baby", "child"),
        TermList.PHASE: ("motivation", "group", "aftercare"),
        TermList.CONTACT_KIND: ("meeting", "phone_call"),
        TermList.END_REASON: ("goals_met", "moved_away"),
        TermList.THEME: ("sleep", "money"),
    }.items():
        for key in keys:
            TermFactory(list=which, key=key, name=key.replace("_", " ").capitalize())
    TermFactory(
        list=TermList.CONTACT_KIND,
        key="did_not_arrive",
        name="Did not arrive",
        attributes={"took_place": False},
    )


@pytest.fixture
def family(work_form_a):
    """A mother, a father and a child, as one family."""
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def people(family, work_form_a):
    """The members of the family by what they are."""
    return {
        who: ClientFactory(
            family=family,
            code_name=f"Lumme {letter}",
            search_key=f"lumme {letter}".lower(),
            known_in=work_form_a,
        )
        for who, letter in (("mother", "A"), ("father", "B"), ("child", "C"))
    }


@pytest.fixture
def episode(work_form_a, family, people, words, aino):
    """Their episode; all take part."""
    episode = EpisodeFactory(work_form=work_form_a, family=family, starts_on=START, key_worker=aino)
    for who, client in people.items():
        role = "child" if who == "child" else "parent"
        EpisodeMemberFactory(episode=episode, client=client, role=role, starts_on=START)
    EpisodePhaseFactory(episode=episode, phase="motivation", starts_on=START)
    ContactFactory(episode=episode, happened_on=date(2024, 9, 5), recorded_by=aino)
    return episode


@pytest.fixture
def scale(words):
    """How goals go, and the sections of a plan, in every work form."""
    for score, (key, face) in enumerate(
        (("not_yet", "sad"), ("begun", "flat"), ("partly", "fair"), ("succeeded", "glad"))
    ):
        TermFactory(
            list=TermList.GOAL_MARK,
            key=key,
            name=key.replace("_", " ").capitalize(),
            attributes={"score": score, "face": face},
        )
    for key in ("need", "goals", "means"):
        TermFactory(
            list=TermList.PLAN_SECTION,
            key=key,
            name=key.capitalize(),
            attributes={"goals": True} if key == "goals" else {},
        )


@pytest.fixture
def request_words(words):
    """Sources, needs and reasons of requests and handovers, and a law."""
    for which, keys in {
        TermList.REFERRAL_SOURCE: ("self", "social_services"),
        TermList.NEED: ("support", "safe_place"),
        TermList.FUNDER: ("stea", "county"),
        TermList.DISCLOSURE_GROUND: ("child_welfare",),
    }.items():
        for key in keys:
            TermFactory(list=which, key=key, name=key.replace("_", " ").capitalize())
    TermFactory(list=TermList.REFERRAL_SOURCE, key="own_work", name="Own work", attributes={"own_work": True})
    for key, decisions in {
        "can_help": ["accepted"],
        "no_time": ["waiting"],
        "other_need": ["elsewhere", "not_ours", "refused"],
        "own_wish": ["withdrawn", "waiting"],
    }.items():
        attributes: dict[str, Any] = {"decisions": decisions}
        if key == "no_time":
            attributes["ends_with"] = {"fi": "aika vapautuu", "en": "a time comes free"}
        TermFactory(
            list=TermList.DECISION_REASON,
            key=key,
            name=key.replace("_", " ").capitalize(),
            attributes=attributes,
        )


@pytest.fixture
def headings(words):
    """What a note is written under, and two observations; a baby and a child have their icons."""
    for role in ("baby", "child"):
        Term.objects.filter(list=TermList.MEMBER_ROLE, key=role).update(attributes={"icon": role})
    return {
        term.key: term
        for term in (
            TermFactory(
                list=TermList.NOTE_HEADING,
                key="seen",
                name="Seen",
                order=1,
                attributes={"kind": "observations", "first": "child", "hint": {"fi": "Lapsi ensin."}},
            ),
            TermFactory(list=TermList.NOTE_HEADING, key="work", name="Work", order=2),
            TermFactory(
                list=TermList.NOTE_HEADING,
                key="own",
                name="Own words",
                order=3,
                attributes={"kind": "own_words"},
            ),
            TermFactory(list=TermList.OBSERVATION, key="plays", name="plays"),
            TermFactory(
                list=TermList.OBSERVATION,
                key="seeks_gaze",
                name="seeks the gaze",
                attributes={"of": ["baby"]},
            ),
        )
    }
