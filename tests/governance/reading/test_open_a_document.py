"""What cannot be read gets a clear answer with a stable code, quickly, and changes nothing."""

import hashlib
import io
import subprocess
import sys
import time
import zipfile
import zlib

import docx
import pytest
import typst

from poukama.governance.reading.documents import Limits, read_document
from poukama.governance.reading.reader import read_plan
from poukama.governance.reading.refusals import DocumentRefused
from poukama.governance.reading.structure import Format
from tests.governance.reading.timing import quickest

PLAN = (
    "4.1 Sorvala\n\nTavoitteet Tulokset\n\nPerheiden arki sujuu.\n\nArki on sujunut.\n\n"
    "Tavoiteltava asiakas- ja/tai käyttäjämäärä vuonna 2025\nPerheet 20\n\nLapset 30\n"
)


def refusal(source, **limits) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_plan(source, limits=Limits(**limits))
    assert str(refused.value.message)
    return refused.value.code


def pdf_of(content: bytes, *, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """The smallest PDF around one content stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        *([extra] if extra else []),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(out))
    )


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked_pdf(password: bytes) -> bytes:
    """A PDF with a password, by the standard's oldest handler."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    user = (password + pad)[:32]
    owner_entry = rc4(hashlib.md5(user, usedforsecurity=False).digest()[:5], user)
    identity, rights = b"0123456789abcdef", -44
    seed = user + owner_entry + rights.to_bytes(4, "little", signed=True) + identity
    key = hashlib.md5(seed, usedforsecurity=False).digest()[:5]
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (
        owner_entry.hex().encode(),
        rc4(key, pad).hex().encode(),
        rights,
    )
    mark = identity.hex().encode()
    return pdf_of(
        zlib.compress(b"BT ET"), extra=encrypt, trailer=b"/Encrypt 5 0 R /ID [<%s> <%s>]" % (mark, mark)
    )


def word_package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [b"", b"  \n\n\t ", b"\xef\xbb\xbf\n", b"\f\n\f\n"])
def test_a_file_without_text_is_empty(data):
    assert refusal(data) == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"{\\rtf1\\ansi Tavoitteet Tulokset}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        bytes(range(256)) * 40,
        word_package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    ],
    ids=["picture", "rtf", "old-word", "binary", "open-document"],
)
def test_another_kind_of_file_is_told_from_its_content(data):
    assert refusal(data) == "unknown_format"


def test_a_wrong_name_does_not_matter(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_text(PLAN, encoding="utf-8")
    assert read_document(path).format is Format.TXT
    assert [target.value for target in read_plan(path).targets] == [20, 30]


def test_a_file_that_is_not_there(tmp_path):
    assert refusal(tmp_path / "plan.txt") == "no_such_file"


def test_a_folder_is_not_read(tmp_path):
    assert refusal(tmp_path) == "unreadable"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nnothing more",
        word_package({"word/document.xml": b"<w:document"}),
        word_package({"word/document.xml": b"<w:document/>"})[:80],
    ],
    ids=["pdf", "word", "cut"],
)
def test_a_broken_file_is_unreadable(data):
    assert refusal(data) == "unreadable"


def test_a_pdf_with_a_password_is_locked():
    assert refusal(locked_pdf(b"salasana")) == "encrypted"


def test_a_word_document_with_a_password_is_locked():
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
    assert refusal(data) == "encrypted"


def test_a_scanned_paper_says_so():
    assert refusal(pdf_of(zlib.compress(b"0 0 m 100 100 l S"))) == "only_pictures"


def test_fifty_megabytes_are_refused_at_once(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    assert refusal(path) == "too_large"
    assert time.perf_counter() - start < 0.5


def test_a_packed_bomb_in_word_is_refused():
    bomb = word_package({"word/document.xml": b"<w:document>" + bytes(3_000_000)})
    assert len(bomb) < 10_000
    assert refusal(bomb, unpacked_bytes=1_000_000) == "too_large"


@pytest.mark.slow
@pytest.mark.parametrize("inside", [b"text ", b"<w:p/>", b'a="" '], ids=["text", "tags", "attributes"])
def test_a_few_kilobytes_that_unpack_to_hundreds_of_megabytes_cost_no_memory(tmp_path, inside):
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:document>" + inside * 40_000_000)
    assert path.stat().st_size < 1_000_000

    assert refused_and_megabytes(path) == ("too_large", True)


@pytest.mark.slow
def test_a_package_that_understates_its_size_is_unpacked_no_further_than_it_says(tmp_path):
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:document>" + bytes(300_000_000))
    data = path.read_bytes().replace((300_000_012).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    path.write_bytes(data)

    assert refused_and_megabytes(path) == ("unreadable", True)


def refused_and_megabytes(path):
    """The code of the refusal, and whether refusing it took less than 50 megabytes of memory."""
    program = """
import resource, sys
from pathlib import Path
from poukama.governance.reading.documents import read_document
from poukama.governance.reading.refusals import DocumentRefused
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_document(Path(sys.argv[1]))
except DocumentRefused as refused:
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    sys.stdout.write(f"{refused.code} {grown}")
"""
    said = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    ).stdout
    code, grown = said.split()
    return code, int(grown) < 50_000


@pytest.mark.parametrize("times", [1, 2], ids=["packed", "packed-twice"])
def test_a_packed_bomb_in_pdf_is_refused(times):
    bomb = bytes(30_000_000)
    for _ in range(times):
        bomb = zlib.compress(bomb)
    assert refusal(pdf_of(bomb), unpacked_bytes=1_000_000) == "too_large"


def test_too_many_pages_are_refused():
    data = typst.compile(b"#for n in range(4) [Sivu #n #pagebreak()]", format="pdf")
    assert refusal(data, pages=3) == "too_large"


def test_too_many_lines_are_refused():
    assert refusal(b"Perheet 20\n" * 300, lines=200) == "too_large"


@pytest.mark.parametrize(
    "text", ["Hei vaan!", "Ostoslista\n\nmaito 2\nleipä 1\n", "1 Johdanto\n\nTeksti jatkuu tässä.\n"]
)
def test_a_text_that_is_no_plan_says_so(text):
    assert refusal(text.encode()) == "not_a_plan"


def test_a_word_document_that_is_no_plan_says_so():
    document = docx.Document()
    document.add_paragraph("Kokouksen muistio")
    buffer = io.BytesIO()
    document.save(buffer)
    assert refusal(buffer.getvalue()) == "not_a_plan"


@pytest.mark.parametrize(
    "line",
    [
        ". . . . " * 400,
        "a " * 1900 + "1",
        "1 111 " * 500,
        "• " * 1500,
        "Kunnat " + "1 " * 900 + "€",
        "-hanke " * 400,
    ],
    ids=["leaders", "words", "numbers", "bullets", "euros", "projects"],
)
def test_reading_a_hostile_line_twice_as_long_takes_about_twice_as_long(line):
    once, twice = ((PLAN + (line * length + "\n") * 60).encode() for length in (1, 2))
    assert quickest(twice) < 3 * quickest(once)
