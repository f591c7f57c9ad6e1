import re

import pytest

from poukama.organisation.choices import Role
from tests.cast import sign_in

GUIDE = "/desk/style/"


def page(client, **cookies):
    for name, value in cookies.items():
        client.cookies[name.replace("_", "-")] = value
    return client.get(GUIDE).content.decode()


def test_the_frame_says_who_is_here_and_in_which_role(client, aino):
    html = page(sign_in(client, aino))

    assert f"<b>Aino Worker</b>{Role.WORKER.label}" in html
    assert f'data-user="{aino.pk}"' in html


def test_the_skip_link_is_the_first_thing_that_takes_focus(client, aino):
    html = page(sign_in(client, aino))
    body = html[html.index("<body") :]

    assert re.findall(r"<(?:a|button|input|select)\b[^>]*", body)[0] == '<a class="pk-skip" href="#sisalto"'


@pytest.mark.parametrize("cookie, look", [("dark", "dark"), ("light", "light"), ('"><script>', "auto")])
def test_the_chosen_look_comes_with_the_page(client, aino, cookie, look):
    assert f'data-color-scheme="{look}"' in page(sign_in(client, aino), poukama_look=cookie)


def test_without_a_choice_the_device_decides(client, aino):
    assert 'data-color-scheme="auto"' in page(sign_in(client, aino))


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so_on_every_page(client, aino, settings, demo):
    settings.DEMO = demo

    assert ("pk-demo" in page(sign_in(client, aino))) is demo


def test_pages_have_no_inline_style_script_or_handler(client, aino):
    html = page(sign_in(client, aino))

    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", html) == []
    assert re.findall(r"<style|<script(?! src=)", html) == []


def test_leaving_the_computer_to_the_next_person_clears_the_drafts(client, aino):
    html = page(sign_in(client, aino))

    assert html.count('action="/account/logout/" data-clear-drafts>') == 2


def test_the_language_is_remembered(client, aino):
    sign_in(client, aino)

    answer = client.post("/desk/language/", {"language": "sv", "next": GUIDE})

    assert (answer.status_code, answer["Location"]) == (302, GUIDE)
    assert '<html lang="sv"' in page(client)


def test_the_language_is_not_changed_by_following_a_link(client, db):
    assert client.get("/desk/language/?language=sv").status_code == 405


def test_a_language_that_we_do_not_have_changes_nothing(client, aino):
    sign_in(client, aino)
    client.post("/desk/language/", {"language": "de", "next": GUIDE})

    assert '<html lang="fi"' in page(client)
