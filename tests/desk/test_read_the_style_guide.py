import re

import pytest

from poukama.desk import tokens
from tests.cast import sign_in

GUIDE = "/desk/style/"


@pytest.mark.parametrize(
    "who, status", [("aino", 200), ("board_member", 200), ("administrator", 200), ("cecilia", 404)]
)
def test_everyone_with_a_role_reads_it(client, cast, who, status):
    assert sign_in(client, cast[who]).get(GUIDE).status_code == status


def test_a_passer_by_is_asked_to_sign_in(client, db):
    answer = client.get(GUIDE)

    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={GUIDE}")


def test_every_pair_of_colours_has_contrast_enough_in_both_looks(db):
    assert [str(pair.name) for pair in tokens.contrasts() if not pair.is_enough] == []
    assert len(tokens.contrasts()) == 12


def test_every_icon_of_the_sprite_is_shown(client, aino):
    html = sign_in(client, aino).get(GUIDE).content.decode()
    shown = set(re.findall(r"icons\.svg#([a-z-]+)\"", html))

    assert shown == set(tokens.icons())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_renders_in_every_language(client, aino, language):
    aino.language = language
    aino.save()

    assert f'<html lang="{language}"' in sign_in(client, aino).get(GUIDE).content.decode()


def test_ids_on_the_page_are_unique(client, aino):
    html = sign_in(client, aino).get(GUIDE).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert sorted(ids) == sorted(set(ids))
