"""The key ring: made once, checked at every start, renewed without losing what it opens."""

import fcntl
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from poukama.toolkit.models import KeyCheck
from poukama.toolkit.sealing import BoxBroken, KeysMissing, KeysWrong, keys, making, seal, unseal
from poukama.toolkit.sealing.making import KeysNotWritten

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(settings, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "elsewhere" / "keys.json"
    return settings.KEYS


def test_a_new_installation_gets_keys_that_only_their_owner_reads(path):
    assert making.begin() is True
    assert path.stat().st_mode & 0o077 == 0
    assert list(KeyCheck.objects.order_by("number").values_list("number", flat=True)) == [0, 1]
    assert [each.name for each in path.parent.iterdir()] == ["keys.json"]
    keys.verify()


def test_beginning_again_changes_nothing(path):
    making.begin()
    before = path.read_text()
    assert making.begin() is False
    assert path.read_text() == before


def test_a_database_without_keys_is_not_served(path):
    with pytest.raises(KeysMissing, match="keys begin"):
        keys.verify()


def test_a_file_that_is_gone_is_not_made_anew(path):
    making.begin()
    path.unlink()
    for does in (keys.verify, making.begin, making.add_key):
        with pytest.raises(KeysMissing, match=r"POUKAMA_KEYS"):
            does()
    assert not path.exists()


def test_the_keys_of_another_database_are_refused_and_left_as_they_are(path):
    making.begin()
    other = path.with_name("other.json")
    other.write_text(path.read_text())
    found = json.loads(path.read_text())
    found["searches"], found["seals"]["1"] = found["seals"]["1"], found["searches"]
    path.write_text(json.dumps(found))
    before = path.read_text()
    for does in (keys.verify, making.begin, making.add_key):
        with pytest.raises(KeysWrong, match="0, 1"):
            does()
    assert path.read_text() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"seals": {}, "searches": "", "newest": 1}',
        '{"seals": {"1": "AA=="}, "searches": "AA==", "newest": 1}',
    ],
)
def test_a_file_that_is_harmed_is_refused(path, text):
    making.begin()
    path.write_text(text)
    with pytest.raises(KeysWrong):
        keys.verify()


def test_an_older_copy_of_the_file_is_refused(path):
    making.begin()
    older = path.read_text()
    making.add_key()
    path.write_text(older)
    with pytest.raises(KeysMissing, match="2"):
        keys.verify()


def test_a_key_seals_only_once_the_database_knows_of_it(path, monkeypatch):
    making.begin()

    def broken(_keys):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(making, "make_known", broken)
        with pytest.raises(RuntimeError):
            making.add_key()
    assert (set(keys.ring().seals), keys.ring().newest, seal("Helka", "here")[:3]) == (
        {1, 2},
        1,
        b"\x01\x00\x01",
    )
    waiting = keys.ring().seals[2]
    assert making.add_key() == 2
    assert (keys.ring().seals[2], keys.ring().newest) == (waiting, 2)
    keys.verify()


def test_a_problem_tells_nothing_of_a_key(path):
    making.begin()
    secret = json.loads(path.read_text())["seals"]["1"]
    path.write_text(json.dumps({"seals": {"2": secret}, "searches": secret, "newest": 2}))
    with pytest.raises(keys.KeyProblem) as problem:
        keys.verify()
    assert secret not in str(problem.value)


@pytest.mark.parametrize("text", ["", "Helka", "Ääkkönen 😀", "x" * 1000, "\x80", "ends with a mark\x80\x00"])
def test_what_is_sealed_opens_in_its_place(path, text):
    making.begin()
    assert unseal(seal(text, "here"), "here") == text


def test_a_box_does_not_open_elsewhere_nor_when_it_was_changed(path):
    making.begin()
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
    making.begin()
    boxes = [seal(text, "here") for text in ("Io", "Helka", "Helka", "Maria-Magdaleena")]
    assert len({len(box) for box in boxes}) == 1
    assert len(set(boxes)) == len(boxes)


def test_an_older_key_still_opens(path):
    making.begin()
    box = seal("Helka", "here")
    making.add_key()
    assert unseal(box, "here") == "Helka"
    assert seal("Helka", "here")[:3] != box[:3]


def test_another_ring_put_under_a_running_system_is_not_used(path):
    making.begin()
    box = seal("Helka", "here")
    ours = path.read_text()
    found = json.loads(ours)
    found["seals"]["1"] = found["searches"]
    path.write_text(json.dumps(found))
    with pytest.raises(KeysWrong):
        seal("Helka", "here")
    path.write_text(ours)
    assert unseal(box, "here") == "Helka"


def test_keys_that_were_made_meanwhile_are_not_written_over(path, monkeypatch):
    """Somebody else puts a file there between the look and the writing."""
    write = os.link

    def another_was_there_first(draft, place):
        Path(place).write_text("theirs")
        write(draft, place)

    monkeypatch.setattr(os, "link", another_was_there_first)
    with pytest.raises(KeysNotWritten):
        making.begin()
    assert [each.read_text() for each in path.parent.iterdir()] == ["theirs"]


def test_a_second_hand_waits_until_the_first_has_made_its_key(path, monkeypatch):
    making.begin()
    seen = []

    def looks_whether_it_is_alone(*_told):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            seen.append("waits")
        finally:
            os.close(folder)

    monkeypatch.setattr(making, "make_known", looks_whether_it_is_alone)
    making.add_key()
    assert seen == ["waits"]


def test_a_key_that_the_database_knows_otherwise_is_refused(path):
    making.begin()
    with pytest.raises(KeysWrong, match="1"):
        keys.make_known(replace(keys.ring(), seals={1: bytes(32)}))


def test_a_link_to_the_file_stays_a_link(path, settings, tmp_path):
    making.begin()
    settings.KEYS = tmp_path / "link.json"
    settings.KEYS.symlink_to(path)
    assert making.add_key() == 2
    assert settings.KEYS.is_symlink()
    assert set(json.loads(path.read_text())["seals"]) == {"1", "2"}


def test_a_place_that_is_no_folder_is_told(path, settings):
    path.parent.mkdir()
    (path.parent / "file").write_text("")
    settings.KEYS = path.parent / "file" / "keys.json"
    with pytest.raises(KeysNotWritten, match="POUKAMA_KEYS"):
        making.begin()


def test_more_keys_than_a_box_can_name_are_refused(path):
    making.begin()
    found = json.loads(path.read_text())
    found["seals"]["65536"] = found["seals"]["1"]
    path.write_text(json.dumps(found))
    with pytest.raises(KeysWrong):
        keys.ring()
