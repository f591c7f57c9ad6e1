"""Who works with a family on its pages: offered, changed, taken back, and refused at the field."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.casework.models import Appointment, Episode, EpisodeWorkers
from poukama.casework.services import (
    close_episode,
)
from tests.casework.key_workers.named_workers import DAY, START, TODAY, change, named, now
from tests.conftest import url
from tests.factories.clients import FamilyFactory, PartyWallFactory


def test_the_opening_form_offers_whoever_opens_and_takes_a_pair(signed_in, aino, saara, work_form_a, words):
    there = url("casework:open_new", work_form_a, "family")
    browser = signed_in(aino)

    form = browser.get(there).context["form"]
    browser.post(
        there,
        {
            "code_name": "Lumme",
            "starts_on": "2024-09-10",
            "role_0": "parent",
            "key_worker": str(saara.pk),
            "pair_worker": str(aino.pk),
        },
    )

    assert form["key_worker"].value() == str(aino.pk)
    assert [label for _, label in form.fields["key_worker"].choices] == [
        "Aino Worker",
        "Saara Worker",
        "Ei vielä kukaan",
    ]
    assert now(Episode.objects.get()) == (saara, aino)


@pytest.mark.parametrize(
    ("key_worker", "pair_worker", "field"),
    [("aino", "aino", "pair_worker"), ("", "saara", "key_worker"), ("bertta", "", "key_worker")],
)
def test_an_opening_says_at_the_field_who_cannot_be_named(
    signed_in, cast, work_form_a, words, saara, key_worker, pair_worker, field
):
    pk = {name: str(cast[name].pk) for name in ("aino", "bertta")} | {"saara": str(saara.pk), "": ""}
    answer = signed_in(cast["aino"]).post(
        url("casework:open_new", work_form_a, "family"),
        {
            "code_name": "Lumme",
            "starts_on": "2024-09-10",
            "role_0": "parent",
            "key_worker": pk[key_worker],
            "pair_worker": pk[pair_worker],
        },
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (answer.context["form"]["code_name"].value(), Episode.objects.count()) == ("Lumme", 0)


def test_a_change_on_screen_says_so_and_is_taken_back(signed_in, aino, saara, opened):
    browser = signed_in(aino)
    there = url("casework:change_key_workers", opened)

    form = browser.get(there).context["form"]
    answer = browser.post(
        there, {"key_worker": str(saara.pk), "pair_worker": str(aino.pk), "starts_on": "2024-09-10"}
    )
    page = browser.get(answer.url).content.decode()
    row = EpisodeWorkers.objects.get(key_worker=saara)
    undone = browser.post(url("casework:undo_key_workers", row))

    assert (form["key_worker"].value(), form["pair_worker"].value()) == (str(aino.pk), "")
    assert [
        word in page for word in ("Omatyöntekijä SW, työpari AW.", url("casework:undo_key_workers", row))
    ] == [
        True,
        True,
    ]
    assert (undone.url, now(opened)) == (url("casework:episode", opened), (aino, None))
    browser.post(url("casework:undo_key_workers", row))
    assert now(opened) == (aino, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"pair_worker": "saara", "key_worker": "saara"}, "pair_worker"),
        ({"key_worker": "bertta"}, "key_worker"),
        ({"pair_worker": "saara"}, "key_worker"),
        ({"key_worker": "aino"}, "key_worker"),
        ({"key_worker": "saara", "starts_on": "2024-09-01"}, "starts_on"),
        ({"key_worker": "saara", "starts_on": "2024-09-13"}, "starts_on"),
        ({"key_worker": "saara", "starts_on": "moon"}, "starts_on"),
        ({"key_worker": "saara", "starts_on": ""}, "starts_on"),
    ],
)
def test_a_change_says_at_the_field_what_is_wrong_and_changes_nothing(
    signed_in, aino, saara, bertta, opened, typed, field
):
    pk = {"aino": str(aino.pk), "saara": str(saara.pk), "bertta": str(bertta.pk)}
    sent = {"starts_on": "2024-09-12"} | {name: pk.get(value, value) for name, value in typed.items()}
    answer = signed_in(aino).post(url("casework:change_key_workers", opened), sent)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in sent} == sent
    assert named(opened) == [(aino, None, START, None)]


def test_after_the_end_it_is_said_at_the_day(signed_in, aino, saara, opened):
    close_episode(episode=opened, ends_on=TODAY, reason="goals_met", by=aino)
    answer = signed_in(aino).post(
        url("casework:change_key_workers", opened), {"key_worker": str(saara.pk), "starts_on": "2024-09-12"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_on"])


@pytest.mark.parametrize(
    "who", ["bertta", "director", "board_member", "office", "administrator", "gatekeeper"]
)
def test_nobody_else_names_them(signed_in, cast, opened, who):
    browser = signed_in(cast[who])
    row = EpisodeWorkers.objects.get()

    assert [
        browser.get(url("casework:change_key_workers", opened)).status_code,
        browser.post(url("casework:undo_key_workers", row)).status_code,
    ] == [404, 404]
    assert now(opened)[0] is not None


def test_past_a_wall_the_page_is_not_there(signed_in, aino, lead, opened):
    PartyWallFactory(one=(opened.family, [aino]), other=(FamilyFactory(), []))
    browser = signed_in(lead)

    assert browser.get(url("casework:change_key_workers", opened)).status_code == 404
    assert browser.post(url("casework:undo_key_workers", EpisodeWorkers.objects.get())).status_code == 404


def test_the_page_costs_the_same_however_often_they_have_changed(signed_in, aino, saara, opened):
    browser = signed_in(aino)
    change(opened, saara, on=TODAY - 3 * DAY, by=aino)

    def asked():
        browser.get(url("casework:episode", opened))
        with CaptureQueriesContext(connection) as seen:
            assert len(browser.get(url("casework:episode", opened)).context["workers"]) >= 2
        return len(seen)

    few = asked()
    change(opened, aino, on=TODAY - 2 * DAY, by=aino)
    change(opened, saara, aino, on=TODAY - DAY, by=aino)
    assert asked() == few


def test_a_time_is_offered_for_the_pair_and_alone_for_whoever_agrees(signed_in, aino, saara, leena, opened):
    browser = signed_in(aino)
    alone = browser.get(url("casework:agree_on_time", opened)).context["form"].initial["workers"]
    change(opened, saara, leena, by=aino)
    pair = browser.get(url("casework:agree_on_time", opened)).context["form"].initial["workers"]

    assert (alone, pair) == ([str(aino.pk)], [str(saara.pk), str(leena.pk)])
    assert Appointment.objects.count() == 0
