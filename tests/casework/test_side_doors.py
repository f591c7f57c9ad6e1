"""Role by relation by surface: whoever does not work in a work form where somebody is known learns nothing of them."""

import re

import pytest

from poukama.casework.models import Consultation, Contact, Episode
from poukama.organisation.choices import Role
from tests.conftest import url
from tests.factories.casework import (
    ConsultationFactory,
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    EpisodePhaseFactory,
)
from tests.factories.organisation import AssignmentFactory, UserFactory

OUTSIDERS = ["cecilia", "director", "board_member", "office", "administrator"]
"""Those for whom no client exists at all."""


@pytest.fixture
def world(work_form_a, work_form_b, words):
    """Lumme in A, Ruoko in B, and Tyrni known in both."""
    made = {}
    for code, work_form in (("Lumme", work_form_a), ("Ruoko", work_form_b), ("Tyrni", work_form_a)):
        episode = EpisodeFactory(work_form=work_form, family__code_name=code)
        EpisodeMemberFactory(episode=episode, client__birth_year=1990)
        ContactFactory(episode=episode)
        made[code] = episode
    made["Tyrni in B"] = EpisodeFactory(work_form=work_form_b, family=made["Tyrni"].family)
    made["consultation in A"] = ConsultationFactory(work_form=work_form_a)
    made["consultation in B"] = ConsultationFactory(work_form=work_form_b)
    return made


@pytest.fixture
def both(cast, work_form_a, work_form_b):
    """Someone who works in both."""
    user = UserFactory(name="Both Worker", initials="BO")
    for work_form in (work_form_a, work_form_b):
        AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form)
    return cast | {"both": user}


def listed(browser):
    return sorted(row.episode.pk for row in browser.get(url("casework:episodes")).context["rows"])


def found(browser, text, htmx=None):
    answer = browser.post(url("casework:search"), {"q": text}, headers=htmx or {})
    return sorted(row.episode.pk for row in answer.context["rows"])


def offered(browser):
    fields = browser.get(url("casework:quick_panel")).context["form"].fields
    return sorted(int(pk) for pk, _ in fields["episode"].choices)


WHO_SEES = [
    ("aino", {"Lumme", "Tyrni"}),
    ("lead", {"Lumme", "Tyrni"}),
    ("bertta", {"Ruoko", "Tyrni in B"}),
    ("both", {"Lumme", "Ruoko", "Tyrni", "Tyrni in B"}),
]


@pytest.mark.parametrize(("who", "own"), WHO_SEES)
def test_lists_searches_and_panels_hold_ones_own_work_forms_only(signed_in, both, world, who, own):
    browser = signed_in(both[who])
    episodes = sorted(world[name].pk for name in own)

    assert listed(browser) == episodes
    assert sorted({*found(browser, "lum"), *found(browser, "ruo"), *found(browser, "tyr")}) == episodes
    assert found(browser, "1990", {"HX-Request": "true"}) == sorted(
        world[name].pk for name in own - {"Tyrni in B"}
    )
    assert offered(browser) == episodes


@pytest.mark.parametrize(("who", "own"), WHO_SEES)
@pytest.mark.parametrize(
    "name",
    [
        "casework:episode",
        "casework:record_in",
        "casework:add_member",
        "casework:begin_phase",
        "casework:close",
    ],
)
def test_pages_open_for_ones_own_work_forms_only(signed_in, both, world, who, own, name):
    browser = signed_in(both[who])
    episodes = ("Lumme", "Ruoko", "Tyrni", "Tyrni in B")

    opened = {code for code in episodes if browser.get(url(name, world[code])).status_code == 200}

    assert opened == own


@pytest.mark.parametrize(("who", "own"), WHO_SEES)
def test_contacts_are_recorded_in_ones_own_work_forms_only(signed_in, both, world, who, own):
    browser = signed_in(both[who])
    before = Contact.objects.count()
    names = ("Lumme", "Ruoko", "Tyrni", "Tyrni in B")
    recorded = set()
    for name in names:
        for address in (url("casework:quick_panel"), url("casework:record")):
            browser.post(
                address,
                {"episode": str(world[name].pk), "kind": "meeting", "happened_on": "2024-09-12"},
            )
        browser.post(url("casework:record_in", world[name]), {"kind": "meeting", "happened_on": "2024-09-12"})
        if Contact.objects.filter(episode=world[name], recorded_by=both[who]).count() == 3:
            recorded.add(name)

    assert recorded == own
    assert Contact.objects.count() == before + 3 * len(own)


def test_a_refused_episode_looks_like_one_that_is_not_there(signed_in, aino, world):
    browser = signed_in(aino)

    answers = [
        browser.post(url("casework:quick_panel"), {"episode": pk, "kind": "meeting"}).context["form"].errors
        for pk in (str(world["Ruoko"].pk), "987654")
    ]
    pages = [browser.get(url("casework:episode", pk)) for pk in (world["Ruoko"].pk, 987654)]

    assert str(answers[0]).replace(str(world["Ruoko"].pk), "987654") == str(answers[1])
    assert [page.status_code for page in pages] == [404, 404]
    texts = [re.sub(r"csrf[^>]*>|/casework/[0-9]+/", "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]


def test_the_same_family_in_another_work_form_leaves_no_trace(signed_in, aino, bertta, world, work_form_a):
    for user, mine, other in ((aino, "Tyrni", "Tyrni in B"), (bertta, "Tyrni in B", "Tyrni")):
        answer = signed_in(user).get(url("casework:episode", world[mine]))

        assert [stay.episode for stay in answer.context["timeline"].told] == [world[mine]]
        assert world[other].work_form.name not in answer.content.decode()


def test_finding_again_goes_through_ones_own_work_forms_only(signed_in, both, world, work_form_a):
    def families(who, text):
        context = signed_in(both[who]).post(url("casework:find", work_form_a), {"q": text}).context
        return [(family.code_name, leads_to) for family, leads_to in context["families"]]

    assert families("aino", "ruo") == []
    assert families("both", "ruo") == [("Ruoko", None)]
    assert families("aino", "tyr") == [("Tyrni", world["Tyrni"].pk)]
    assert families("aino", "1990") == [("Lumme", world["Lumme"].pk), ("Tyrni", world["Tyrni"].pk)]


@pytest.mark.parametrize(
    ("who", "own"), [("aino", {"A"}), ("lead", {"A"}), ("bertta", {"B"}), ("both", {"A", "B"})]
)
def test_consultations_are_those_of_ones_own_work_forms(signed_in, both, world, who, own):
    browser = signed_in(both[who])

    shown = {row.consultation.pk for row in browser.get(url("casework:consultations")).context["rows"]}
    for key in ("work-form-a", "work-form-b"):
        browser.post(
            url("casework:record_consultation"),
            {"work_form": key, "people": "1", "happened_on": "2024-09-12"},
        )

    assert shown == {world[f"consultation in {letter}"].pk for letter in own}
    made = Consultation.objects.filter(recorded_by=both[who]).values_list("work_form__key", flat=True)
    assert sorted(made.order_by("pk")) == [f"work-form-{letter.lower()}" for letter in sorted(own)]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_others_there_is_nothing_at_any_address(signed_in, cast, world, work_form_a, who):
    browser = signed_in(cast[who])
    episode = world["Lumme"]
    phase = EpisodePhaseFactory(episode=episode)
    member, contact = episode.members.get(), episode.contacts.get()
    addresses = [
        url("casework:episodes"),
        url("casework:search"),
        url("casework:open"),
        url("casework:find", work_form_a),
        url("casework:open_new", work_form_a, "family"),
        url("casework:open_family", work_form_a, episode.family),
        url("casework:record"),
        url("casework:pick"),
        url("casework:quick_panel"),
        url("casework:my_recordings_panel"),
        url("casework:consultations"),
        url("casework:record_consultation"),
        url("casework:undo_consultation", world["consultation in A"]),
        url("casework:undo_contact", contact),
        url("casework:undo_member", member),
        url("casework:end_member", member),
        url("casework:undo_phase", phase),
        url("casework:undo_episode", episode),
        *(
            url(f"casework:{name}", episode)
            for name in ("episode", "record_in", "add_member", "begin_phase", "close")
        ),
        url("clients:code_name"),
    ]

    answers = {
        (method, address): getattr(browser, method)(address).status_code
        for address in addresses
        for method in ("get", "post")
    }

    assert {key: status for key, status in answers.items() if status != 404} == {}
    assert Episode.objects.filter(voided_at=None).count() == 4


@pytest.mark.parametrize("name", ["undo_contact", "undo_member", "end_member", "undo_phase", "undo_episode"])
def test_a_colleague_of_another_work_form_changes_nothing(signed_in, bertta, world, name):
    episode = world["Lumme"]
    things = {
        "undo_contact": episode.contacts.get(),
        "undo_member": episode.members.get(),
        "end_member": episode.members.get(),
        "undo_phase": EpisodePhaseFactory(episode=episode),
        "undo_episode": episode,
    }

    answer = signed_in(bertta).post(url(f"casework:{name}", things[name]), {"ends_on": "2024-09-12"})

    things[name].refresh_from_db()
    assert (answer.status_code, things[name].voided_at) == (404, None)


def test_whoever_has_left_a_work_form_no_longer_takes_back_what_they_recorded(signed_in, bertta, world):
    contact = ContactFactory(episode=world["Lumme"], recorded_by=bertta)

    assert signed_in(bertta).post(url("casework:undo_contact", contact)).status_code == 404
