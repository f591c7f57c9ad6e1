"""A sealed file opens whole and in its place, or not at all; a rotation loses nothing wherever it is killed."""

import os

import pytest
from django.core.management import call_command

from poukama.toolkit.sealing import BoxBroken, SealedFileMissing, files, folder, keys, making, rotation
from poukama.toolkit.sealing.folder import PIECE
from tests.factories.clients import AttachmentFactory

pytestmark = pytest.mark.django_db
SECRET = b"Kuvitteellinen salaisuus"


@pytest.fixture(autouse=True)
def ring(settings, tmp_path):
    settings.KEYS = tmp_path / "keys.json"
    settings.SEALED = tmp_path / "sealed"
    making.begin()


def opened(name, place="here"):
    file = folder.open_file(name, place)
    return b"".join(file)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 300_001])
def test_what_was_sealed_comes_out_as_it_was(size):
    content = os.urandom(size)
    assert opened(folder.write(content, "here")) == content


def test_a_file_tells_neither_its_content_nor_its_name_nor_its_exact_size():
    one, other = folder.write(SECRET, "here"), folder.write(SECRET * 100, "here")
    sizes = {folder.path_of(name).stat().st_size for name in (one, other)}
    assert len(sizes) == 1
    assert SECRET not in folder.path_of(one).read_bytes()
    assert folder.path_of(one).stat().st_mode & 0o077 == 0
    assert folder.folder().stat().st_mode & 0o077 == 0


def test_the_same_content_is_never_sealed_alike():
    one, other = (folder.path_of(folder.write(SECRET, "here")).read_bytes() for _ in range(2))
    assert one[3:] != other[3:]


def harmed(name, change):
    path = folder.path_of(name)
    whole = path.read_bytes()
    path.write_bytes(change(whole))


SEALED_PIECE = PIECE + 16
HEAD = 35
CHANGES = {
    "a letter is changed": lambda file: file[:-1] + bytes([file[-1] ^ 1]),
    "the last piece is cut off": lambda file: file[:-SEALED_PIECE],
    "it ends in the middle of a piece": lambda file: file[:-100],
    "two pieces change places": lambda file: (
        file[:HEAD]
        + file[HEAD + SEALED_PIECE : HEAD + 2 * SEALED_PIECE]
        + file[HEAD : HEAD + SEALED_PIECE]
        + file[HEAD + 2 * SEALED_PIECE :]
    ),
    "a piece comes twice": lambda file: file + file[-SEALED_PIECE:],
    "a piece in between is missing": lambda file: file[:HEAD] + file[HEAD + SEALED_PIECE :],
    "only its beginning is left": lambda file: file[:HEAD],
    "it is empty": lambda file: b"",
    "it says another key": lambda file: file[:1] + b"\x00\x09" + file[3:],
    "it says another form": lambda file: b"\x01" + file[1:],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_harmed_gives_nothing(change):
    name = folder.write(os.urandom(2 * PIECE + 5), "here")
    harmed(name, change)
    with pytest.raises(BoxBroken):
        folder.open_file(name, "here")


def test_a_file_moved_to_another_row_does_not_open():
    name = folder.write(SECRET, "here")
    with pytest.raises(BoxBroken):
        folder.open_file(name, "there")


@pytest.mark.parametrize("name", ["", "0" * 32, "../keys.json", "a" * 31 + "/"])
def test_what_is_no_file_of_ours_is_missing(name):
    with pytest.raises(SealedFileMissing):
        folder.open_file(name, "here")


def test_an_older_key_still_opens_and_a_rotation_seals_the_file_again():
    attachment = AttachmentFactory(sealed_from=SECRET)
    before = folder.path_of(attachment.content).read_bytes()
    making.add_key()
    assert opened(attachment.content, _place(attachment)) == SECRET
    assert files.SealedFiles().left() == 1

    assert sum(step.sealed for step in rotation.reseal()) == 3  # title, size and the file itself

    after = folder.path_of(attachment.content).read_bytes()
    assert (before[:3], after[:3]) == (b"\x02\x00\x01", b"\x02\x00\x02")
    assert opened(attachment.content, _place(attachment)) == SECRET
    assert rotation.left() == 0


@pytest.mark.parametrize("dies_at", ["fsync", "replace"])
def test_a_rotation_killed_while_it_writes_a_file_loses_nothing_and_goes_on(monkeypatch, dies_at):
    attachments = [AttachmentFactory(sealed_from=SECRET) for _ in range(3)]
    making.add_key()

    class Killed(BaseException):
        pass

    def dies(*_args):
        raise Killed

    with monkeypatch.context() as patched:
        if dies_at == "fsync":
            patched.setattr(folder.os, "fsync", dies)
        else:
            patched.setattr(folder.Path, "replace", dies)
        with pytest.raises(Killed):
            list(files.SealedFiles().reseal())
    assert [opened(each.content, _place(each)) for each in attachments] == [SECRET] * 3

    call_command("keys", "rotate", "--json")

    assert [opened(each.content, _place(each)) for each in attachments] == [SECRET] * 3
    assert rotation.left() == 0
    assert len(list(folder.folder().iterdir())) == 3
    assert keys.ring().newest == 2


def test_a_draft_of_a_rotation_that_lost_its_machine_is_removed_and_the_file_stays():
    attachment = AttachmentFactory(sealed_from=SECRET)
    draft = folder.folder() / f"{attachment.content}.abcd{folder.DRAFT}"
    draft.write_bytes(b"half of it")
    stray = folder.write(SECRET, "of no row")
    assert files.orphans() == []
    for path in (draft, folder.path_of(stray), folder.path_of(attachment.content)):
        os.utime(path, (1, 1))

    assert files.remove_orphans() == 2

    assert [each.name for each in folder.folder().iterdir()] == [attachment.content]


def test_a_rotation_leaves_what_does_not_open_and_says_where():
    whole, gone, harmed_one = (AttachmentFactory(sealed_from=SECRET) for _ in range(3))
    folder.path_of(gone.content).unlink()
    harmed(harmed_one.content, CHANGES["a letter is changed"])
    before = folder.path_of(harmed_one.content).read_bytes()
    making.add_key()

    steps = list(files.SealedFiles().reseal())

    assert (sum(step.sealed for step in steps), sum(step.broken for step in steps)) == (1, 2)
    assert {step.table for step in steps} == {"clients_attachment"}
    assert folder.path_of(harmed_one.content).read_bytes() == before
    assert opened(whole.content, _place(whole)) == SECRET
    found = files.state()
    assert (found.whole, len(found.missing), len(found.broken)) == (1, 1, 1)


def test_files_alone_keep_new_keys_from_being_made():
    AttachmentFactory()
    assert files.SealedFiles().anything_sealed() is True


def _place(attachment):
    return type(attachment)._meta.get_field("content").place(attachment)
