from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from poukama.toolkit import clock
from tests.conftest import url
from tests.strictness.forms import StrictClient

STYLE = "desk:style_guide"


def test_anonymous_people_are_sent_to_sign_in_and_back(client, db):
    response = client.get(url(STYLE) + "?a=1")

    assert response.status_code == 302
    assert response["Location"] == f"{url('account_login')}?next=/desk/style/%3Fa%3D1"


def test_what_was_sent_without_a_session_leads_back_to_the_page_of_the_form(client, db):
    response = client.post(url(STYLE), headers={"Referer": "http://testserver/casework/7/?tab=2"})

    assert response["Location"] == f"{url('account_login')}?next=/casework/7/%3Ftab%3D2"


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example.com/x", "http://testserver/plain/"])
def test_the_way_back_stays_on_this_site(client, db, referer):
    response = client.post(url(STYLE), headers={"Referer": referer})

    way_back = "/plain/" if "plain" in referer else "/"
    assert response["Location"] == f"{url('account_login')}?next={way_back}"


def test_a_fragment_is_told_and_the_page_stays(client, db):
    response = client.get(url(STYLE), headers={"HX-Request": "true"})

    assert (response.status_code, response["X-Sign-In"], response.content) == (401, url("account_login"), b"")


def test_a_boosted_page_is_sent_to_sign_in(client, db):
    response = client.get(url(STYLE), headers={"HX-Request": "true", "HX-Boosted": "true"})

    assert response.status_code == 302


@pytest.mark.parametrize(
    "asked", [{"content_type": "application/json"}, {"headers": {"Accept": "application/json"}}]
)
def test_a_program_gets_its_answer_in_json(client, db, asked):
    response = client.post(url(STYLE), **asked)

    assert (response.status_code, response.json()) == (401, {"sign_in": url("account_login")})


def test_an_unused_session_ends_after_an_hour(client, aino):
    client.force_login(aino)
    assert client.get(url(STYLE)).status_code == 200
    (session,) = Session.objects.all()

    assert clock.now() + timedelta(minutes=59) < session.expire_date < clock.now() + timedelta(minutes=61)


def test_after_an_hour_without_doing_anything_one_signs_in_again(client, aino):
    client.force_login(aino)
    began = clock.now()
    answers = []
    for minutes in (0, 50, 100, 161):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            answers.append(client.get(url(STYLE)).status_code)

    assert answers == [200, 200, 200, 302]


def test_what_an_open_page_asks_by_itself_keeps_no_session(client, aino):
    client.force_login(aino)
    began = clock.now()
    answers = []
    for minutes in (0, 20, 40, 61):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            headers = {"X-By-Itself": "1"} if minutes else {}
            answers.append(client.get(url(STYLE), headers=headers).status_code)

    assert answers == [200, 200, 200, 302]


def test_a_session_in_use_goes_on_and_is_written_at_most_every_five_minutes(client, aino):
    client.force_login(aino)
    began = clock.now()
    written = []
    for minutes in (0, 1, 4, 6, 7, 12):
        with (
            time_machine.travel(began + timedelta(minutes=minutes)),
            CaptureQueriesContext(connection) as queries,
        ):
            assert client.get(url(STYLE)).status_code == 200
        written.append(any("UPDATE" in query["sql"] for query in queries))

    assert written == [True, False, False, True, False, True]


def test_a_page_costs_three_queries_before_its_own(client, aino):
    client.force_login(aino)
    client.get(url(STYLE))

    with CaptureQueriesContext(connection) as queries:
        client.get(url(STYLE))

    tables = [query["sql"].split('FROM "')[1].split('"')[0] for query in queries]
    assert tables == ["django_session", "organisation_user", "organisation_assignment"]


def test_the_session_cookie_lasts_while_the_browser_is_open(client, aino, settings):
    aino.set_password("kolme sanaa ja meri")
    aino.save()
    client.post(url("account_login"), {"login": aino.email, "password": "kolme sanaa ja meri"})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == (
        "",
        "",
        True,
        "Lax",
    )


def test_a_form_without_a_token_gets_a_calm_page(aino):
    client = Client(enforce_csrf_checks=True)
    client.force_login(aino)

    response = client.post(url("account_logout"))

    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


def test_the_sign_in_page_speaks_the_language_of_the_cookie(client, db):
    client.post(url("desk:language"), {"language": "sv", "next": url("account_login")})

    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sv"
    assert '<html lang="sv"' in client.get(url("account_login")).content.decode()


def test_the_language_of_someone_signed_in_follows_them_to_every_device(client, aino):
    client.force_login(aino)
    client.post(url("desk:language"), {"language": "sv", "next": "/"})

    other_device = StrictClient()
    other_device.force_login(aino)
    aino.refresh_from_db()
    assert aino.language == "sv"
    assert '<html lang="sv"' in other_device.get(url(STYLE)).content.decode()


def test_an_unknown_language_changes_nothing(client, aino):
    client.force_login(aino)

    client.post(url("desk:language"), {"language": "xx"})

    aino.refresh_from_db()
    assert aino.language == "fi"


def test_asking_for_a_page_sets_no_cookie_on_whoever_only_looks(client, db):
    client.get("/nothing-here/")

    assert client.cookies.keys() == set()


@pytest.mark.parametrize("name", ["desk:style_guide", "mfa_index", "access:staff"])
def test_nothing_that_a_signed_in_person_is_shown_stays_in_the_browser(client, bertta, signed_in, name):
    response = signed_in(bertta).get(url(name))
    assert response.headers["Cache-Control"] == "no-store, private"
