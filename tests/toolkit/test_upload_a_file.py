"""What is uploaded is measured while it arrives, and nothing too large is kept even for a moment."""

from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from poukama.governance.forms.reading import DocumentForm
from poukama.toolkit.uploads import InMemory
from tests.conftest import url
from tests.strictness.forms import StrictClient


@pytest.fixture
def kept():
    """How many bytes were kept, piece by piece."""
    pieces = []
    keep = InMemory.receive_data_chunk

    def noted(handler, raw_data, start):
        pieces.append(len(raw_data))
        return keep(handler, raw_data, start)

    with patch.object(InMemory, "receive_data_chunk", noted):
        yield pieces


@pytest.fixture
def most(settings):
    """A house that takes a megabyte."""
    settings.UPLOAD_MOST_BYTES = 1_000_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    return settings.UPLOAD_MOST_BYTES


def sent(client, size, where="governance:read", files=1):
    documents = {f"document{at}": SimpleUploadedFile("plan.txt", b"x" * size) for at in range(files)}
    return client.post(url(where), documents)


def test_a_file_that_fits_reaches_its_form(client, director, most, kept):
    client.force_login(director)

    assert sent(client, most).status_code == 422
    assert sum(kept) == most


@pytest.mark.parametrize("files", [1, 3])
def test_more_than_the_house_takes_is_refused_before_it_is_kept(client, director, most, kept, files):
    client.force_login(director)

    answer = sent(client, 1_200_000 // files, files=files)

    assert (answer.status_code, "liian suuri" in answer.content.decode()) == (413, True)
    assert kept == []


def test_the_page_says_how_much_is_taken_and_leads_back_to_the_form(client, director, most):
    client.force_login(director)

    page = sent(client, 1_200_000).content.decode()

    assert "1,0\N{NO-BREAK SPACE}Mt" in page
    assert f'href="{url("governance:read")}"' in page


def test_the_form_tells_the_browser_how_much_is_too_much_in_the_language_of_the_page():
    for language, said in (("fi", "20,0\N{NO-BREAK SPACE}Mt"), ("en", "20.0\N{NO-BREAK SPACE}MB")):
        with translation.override(language):
            field = DocumentForm()["document"]
        attributes = field.field.widget.attrs
        assert (attributes["data-most"], said in attributes["data-too-large"]) == ("20000000", True)


def test_what_is_a_little_too_much_stops_at_the_limit(client, director, most, kept):
    client.force_login(director)

    assert sent(client, 1_050_000).status_code == 413
    assert sum(kept) <= most


@pytest.mark.parametrize("where", ["account_login", "governance:read"])
def test_whoever_is_not_signed_in_keeps_no_byte_on_our_disk(db, settings, most, kept, where):
    """The form's token is looked for in what was sent, so a form is read before anything is asked of its sender."""
    stranger = StrictClient(enforce_csrf_checks=True)
    stranger.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    assert [sent(stranger, size, where).status_code for size in (150_000, 50_000)] == [413, 413]
    assert kept == []


def test_a_document_larger_than_any_plan_is_told_at_the_form(client, director, settings):
    client.force_login(director)

    answer = client.post(
        url("governance:read"), {"document": SimpleUploadedFile("plan.txt", b"x" * 20_000_001)}
    )

    assert answer.status_code == 422
    assert "suurempi kuin mikään toimintasuunnitelma" in answer.content.decode()
