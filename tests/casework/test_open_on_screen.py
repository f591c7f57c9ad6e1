from datetime import date

import pytest

from poukama.access.models import AuditEvent
from poukama.casework.models import Episode, EpisodeMember
from poukama.clients.models import Client, Family
from poukama.organisation.choices import Role
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory

TODAY = date(2024, 9, 12)


def test_whoever_works_in_one_work_form_begins_with_the_search(signed_in, aino, work_form_a):
    answer = signed_in(aino).get(url("casework:open"))

    assert (answer.status_code, answer.url) == (302, url("casework:find", work_form_a))


def test_whoever_works_in_two_chooses_first(signed_in, aino, work_form_a, work_form_b):
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)

    answer = signed_in(aino).get(url("casework:open"))

    assert list(answer.context["work_forms"]) == [work_form_a, work_form_b]


def test_a_returning_family_is_found_and_begins_again_with_the_roles_it_had(
    signed_in, aino, work_form_a, words
):
    before = EpisodeFactory(
        work_form=work_form_a, family__code_name="Lumme", ends_on=date(2024, 3, 1), end_reason="goals_met"
    )
    parent = EpisodeMemberFactory(episode=before, role="parent", ends_on=date(2024, 3, 1)).client
    browser = signed_in(aino)

    found = browser.post(url("casework:find", work_form_a), {"q": "lum"})
    form = browser.get(url("casework:open_family", work_form_a, before.family)).context["form"]
    answer = browser.post(
        url("casework:open_family", work_form_a, before.family),
        {f"role_of_{parent.pk}": "parent", "starts_on": "2024-09-12", "role_0": "baby", "year_0": "2024"},
    )

    assert found.context["families"] == [(before.family, None)]
    assert form[f"role_of_{parent.pk}"].value() == "parent"
    episode = Episode.objects.get(ends_on=None)
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))
    assert (episode.family, episode.starts_on, episode.recorded_by) == (before.family, TODAY, aino)
    assert [(row.client.birth_year, row.role) for row in episode.members.order_by("pk")] == [
        (None, "parent"),
        (2024, "baby"),
    ]
    assert Family.objects.count() == 1


def test_a_family_that_is_here_already_is_led_to(signed_in, aino, work_form_a, words):
    episode = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme")
    browser = signed_in(aino)

    found = browser.post(url("casework:find", work_form_a), {"q": "lumme"})
    answer = browser.get(url("casework:open_family", work_form_a, episode.family))

    assert found.context["families"] == [(episode.family, episode.pk)]
    assert (answer.status_code, answer.url) == (302, url("casework:episode", episode))


def test_a_new_family_gets_the_proposed_code_name(signed_in, aino, work_form_a, words):
    browser = signed_in(aino)
    address = url("casework:open_new", work_form_a, "family")

    proposed = browser.get(address).context["form"]["code_name"].value()
    browser.post(
        address,
        {
            "code_name": proposed,
            "starts_on": "2024-09-10",
            "role_0": "parent",
            "year_0": "1990",
            "role_1": "baby",
            "phase": "motivation",
            "key_worker": str(aino.pk),
        },
    )

    episode = Episode.objects.get()
    assert (episode.code, episode.key_worker, episode.starts_on) == (proposed, aino, date(2024, 9, 10))
    assert [phase.phase for phase in episode.phases.all()] == ["motivation"]
    members = Client.objects.order_by("pk")
    assert [(member.family.code_name, member.birth_year) for member in members] == [
        (proposed, 1990),
        (proposed, None),
    ]


def test_people_without_a_name_are_opened_without_one(signed_in, aino, work_form_a, words):
    signed_in(aino).post(
        url("casework:open_new", work_form_a, "anonymous"),
        {"starts_on": "2024-09-12", "role_0": "parent", "role_1": "child"},
    )

    episode = Episode.objects.get()
    assert (episode.family, episode.client, episode.code) == (None, None, f"J-{episode.pk}")
    assert [member.client.is_anonymous for member in EpisodeMember.objects.all()] == [True, True]


def test_a_person_found_again_begins_again(signed_in, aino, work_form_a, words):
    person = ClientFactory(code_name="Ruoko", birth_year=1985, known_in=work_form_a)
    browser = signed_in(aino)

    browser.post(
        url("casework:open_person", work_form_a, person),
        {f"role_of_{person.pk}": "parent", "starts_on": "2024-09-12"},
    )
    again = browser.get(url("casework:open_person", work_form_a, person))

    episode = Episode.objects.get()
    assert (episode.client, episode.code) == (person, "Ruoko")
    assert again.url == url("casework:episode", episode)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("code_name", "Matti"),
        ("code_name", "Karikko"),
        ("starts_on", "2024-09-13"),
        ("year_0", "1850"),
        ("role_0", ""),
        ("role_0", "aunt"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(
    signed_in, aino, work_form_a, words, field, typed
):
    FamilyFactory(code_name="Karikko")
    given = {"code_name": "Lumme", "starts_on": "2024-09-12", "role_0": "parent", "year_0": "1990"}

    answer = signed_in(aino).post(url("casework:open_new", work_form_a, "family"), given | {field: typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert answer.context["form"][field].value() == typed
    assert (Episode.objects.count(), Family.objects.count(), Client.objects.count()) == (0, 1, 0)


def test_a_day_within_an_earlier_episode_is_refused(signed_in, aino, work_form_a, words):
    before = EpisodeFactory(work_form=work_form_a, ends_on=date(2024, 9, 1), end_reason="goals_met")

    answer = signed_in(aino).post(
        url("casework:open_family", work_form_a, before.family),
        {"starts_on": "2024-08-30", "role_0": "parent"},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_on"])
    assert Client.objects.count() == 0


def test_an_episode_opened_by_mistake_is_taken_back(signed_in, aino, work_form_a, words):
    browser = signed_in(aino)
    browser.post(
        url("casework:open_new", work_form_a, "anonymous"), {"starts_on": "2024-09-12", "role_0": "parent"}
    )
    episode = Episode.objects.get()

    answer = browser.post(url("casework:undo_episode", episode))

    episode.refresh_from_db()
    assert (answer.url, episode.voided_by) == (url("casework:episodes"), aino)
    assert browser.get(url("casework:episode", episode)).status_code == 404


def test_another_code_name_is_drawn(signed_in, aino, work_form_a):
    answer = signed_in(aino).get(url("clients:code_name"))

    assert answer.status_code == 200
    assert answer.context["form"]["code_name"].value() in answer.content.decode()


def test_only_the_work_forms_own_people_open_episodes_in_it(signed_in, cast, work_form_a, work_form_b, words):
    family = FamilyFactory(known_in=work_form_b)
    pages = [
        url("casework:find", work_form_b),
        url("casework:open_new", work_form_b, "family"),
        url("casework:open_family", work_form_b, family),
        url("casework:open_family", work_form_a, family),
    ]

    statuses = {
        who: [signed_in(cast[who]).get(page).status_code for page in pages]
        for who in ("aino", "bertta", "director")
    }

    assert statuses == {"aino": [404] * 4, "bertta": [200, 200, 200, 404], "director": [404] * 4}


def test_no_code_name_stands_in_an_address_or_the_audit_trail(signed_in, aino, work_form_a, words):
    browser = signed_in(aino)
    given = {"code_name": "Lumme", "starts_on": "2024-09-12", "role_0": "parent"}

    opened = browser.post(url("casework:open_new", work_form_a, "family"), given)
    page = browser.get(opened.url)
    browser.post(url("casework:search"), {"q": "Lumme"})

    told = " ".join(str(row) for row in AuditEvent.objects.order_by("id").values())
    assert "Lumme" not in told + opened.url
    assert "Lumme" not in page.content.decode().split("</title>")[0]
    assert "Lumme" in page.content.decode()
