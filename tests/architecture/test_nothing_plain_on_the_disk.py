"""What is uploaded never lies plain on the disk, not for a moment: neither where files wait nor where they are kept."""

import threading
import time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from poukama.clients.models import Attachment
from poukama.toolkit.sealing import folder
from tests.cast import sign_in
from tests.conftest import url
from tests.toolkit.small_files import pdf

MARK = b"Kanarupload"
LARGE = 4_000_000
"""More than the framework keeps in memory by itself."""


class Watch:
    """Reads everything that appears in folders, as long as it lasts."""

    def __init__(self, *folders):
        self.folders, self.found, self.stops = folders, set(), threading.Event()
        self.looks = 0
        self.thread = threading.Thread(target=self._look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_told):
        self.stops.set()
        self.thread.join()
        self.look_once()

    def look_once(self):
        for each in self.folders:
            for path in each.rglob("*") if each.exists() else ():
                try:
                    if path.is_file() and MARK in path.read_bytes():
                        self.found.add(path.name)
                except OSError:
                    continue
        self.looks += 1

    def _look(self):
        while not self.stops.is_set():
            self.look_once()
            time.sleep(0.001)


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """Where files could lie: the data folder, and where the machine puts what is for a while."""
    data, for_a_while = tmp_path / "data", tmp_path / "tmp"
    for each in (data, for_a_while):
        each.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(for_a_while))
    settings.FILE_UPLOAD_TEMP_DIR = str(for_a_while)
    settings.SEALED = data / "sealed"
    return data, for_a_while


def large():
    return pdf(extra=f"<< /Length {LARGE} >>\nstream\n{MARK.decode() * (LARGE // len(MARK))}\nendstream")


@pytest.mark.django_db
@pytest.mark.slow
def test_nothing_plain_is_written_while_a_large_file_is_uploaded_opened_and_refused(
    client, aino, world, folders
):
    sign_in(client, aino)
    before = Attachment.objects.count()
    with Watch(*folders) as watch:
        for name in ("lähete.pdf", "väärä.jpg"):
            client.post(
                url("clients:add_attachment", world["knownin"]),
                {
                    "title": "Lähete",
                    "once": str(uuid4()),
                    "file": SimpleUploadedFile(name, large()),
                },
            )
        kept = Attachment.objects.latest("recorded_at")
        content = b"".join(client.get(url("clients:open_attachment", kept)))

    assert (Attachment.objects.count() - before, content == large()) == (1, True)
    assert folder.path_of(kept.content).stat().st_size > LARGE
    assert watch.looks > 1
    assert watch.found == set()


@pytest.mark.django_db
def test_the_watch_sees_what_is_plain(folders):
    _data, for_a_while = folders
    with Watch(*folders) as watch:
        (for_a_while / "seen.upload").write_bytes(MARK)
    assert watch.found == {"seen.upload"}


def test_no_file_of_any_form_goes_to_the_disk_by_itself(settings):
    assert settings.FILE_UPLOAD_HANDLERS == [
        "poukama.toolkit.uploads.BoundedUpload",
        "poukama.toolkit.uploads.InMemory",
    ]
