"""The key ring: made once, checked at every start, renewed without losing what it opens."""

import json
from pathlib import Path

import pytest

from poukama.toolkit.models import KeyCheck
from poukama.toolkit.sealing import BoxBroken, KeysMissing, KeysWrong, keys, seal, unseal

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "elsewhere" / "keys.json"
    return settings.KEYS


def test_a_new_installation_gets_keys_that_only_their_owner_reads(path):
    assert keys.begin() is True
    assert path.stat().st_mode & 0o077 == 0
    assert list(KeyCheck.objects.order_by("number").values_list("number", flat=True)) == [0, 1]
    assert [each.name for each in path.parent.iterdir()] == ["keys.json"]
    keys.verify()


def test_beginning_again_changes_nothing(path):
    keys.begin()
    before = path.read_text()
    assert keys.begin() is False
    assert path.read_text() == before


def test_a_database_without_keys_is_not_served(path):
    with pytest.raises(KeysMissing, match="keys begin"):
        keys.verify()


def test_a_file_that_is_gone_is_not_made_anew(path):
    keys.begin()
    path.unlink()
    for does in (keys.verify, keys.begin, keys.add_key):
        with pytest.raises(KeysMissing, match=r"POUKAMA_KEYS"):
            does()
    assert not path.exists()


def test_the_keys_of_another_database_are_refused_and_left_as_they_are(path):
    keys.begin()
    other = path.with_name("other.json")
    other.write_text(path.read_text())
    found = json.loads(path.read_text())
    found["searches"], found["seals"]["1"] = found["seals"]["1"], found["searches"]
    path.write_text(json.dumps(found))
    before = path.read_text()
    for does in (keys.verify, keys.begin, keys.add_key):
        with pytest.raises(KeysWrong, match="0, 1"):
            does()
    assert path.read_text() == before


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"seals": {}, "searches": ""}', '{"seals": {"1": "AA=="}, "searches": "AA=="}']
)
def test_a_file_that_is_harmed_is_refused(path, text):
    keys.begin()
    path.write_text(text)
    with pytest.raises(KeysWrong):
        keys.verify()


def test_an_older_copy_of_the_file_is_refused(path):
    keys.begin()
    older = path.read_text()
    keys.add_key()
    path.write_text(older)
    with pytest.raises(KeysMissing, match="2"):
        keys.verify()


def test_a_key_that_was_written_but_not_registered_is_taken_up(path):
    keys.begin()
    keys.add_key()
    KeyCheck.objects.filter(number=2).delete()
    written = path.read_text()
    assert keys.add_key() == 2
    assert path.read_text() == written


def test_a_problem_tells_nothing_of_a_key(path):
    keys.begin()
    secret = json.loads(path.read_text())["seals"]["1"]
    path.write_text(json.dumps({"seals": {"2": secret}, "searches": secret}))
    with pytest.raises(keys.KeyProblem) as problem:
        keys.verify()
    assert secret not in str(problem.value)


@pytest.mark.parametrize("text", ["", "Helka", "Ääkkönen 😀", "x" * 1000, "\x80", "ends with a mark\x80\x00"])
def test_what_is_sealed_opens_in_its_place(path, text):
    keys.begin()
    assert unseal(seal(text, "here"), "here") == text


def test_a_box_does_not_open_elsewhere_nor_when_it_was_changed(path):
    keys.begin()
    box = seal("Helka", "here")
    for other, place in (
        (box, "there"),
        (box[:-1] + bytes([box[-1] ^ 1]), "here"),
        (box[:10], "here"),
        (b"", "here"),
    ):
        with pytest.raises(BoxBroken):
            unseal(other, place)


def test_a_box_tells_neither_the_text_nor_how_long_it_is(path):
    keys.begin()
    boxes = [seal(text, "here") for text in ("Io", "Helka", "Helka", "Maria-Magdaleena")]
    assert len({len(box) for box in boxes}) == 1
    assert len(set(boxes)) == len(boxes)


def test_an_older_key_still_opens(path):
    keys.begin()
    box = seal("Helka", "here")
    keys.add_key()
    assert unseal(box, "here") == "Helka"
    assert seal("Helka", "here")[:3] != box[:3]
