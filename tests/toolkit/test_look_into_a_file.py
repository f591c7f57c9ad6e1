"""A file is what its content says, opens whole, does nothing when it is opened, and tells no place."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from poukama.toolkit.contents import FileKind, kinds, looked_into, pictures
from tests.toolkit.small_files import CAMERA, GPS, part_of, pdf, photo, picture, repacked, word

RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    "content, name, kind",
    [
        (pdf(), "lähete.pdf", "pdf"),
        (pdf(), "LÄHETE.PDF", "pdf"),
        (photo(), "kuva.jpg", "jpeg"),
        (photo(), "kuva.JPEG", "jpeg"),
        (picture(), "kuva.png", "png"),
        (word(), "lähete.docx", "docx"),
        (photo(), "ilman päätettä", "jpeg"),
    ],
)
def test_what_is_taken_is_kept_as_it_is(content, name, kind):
    found = looked_into(content, name=name)
    assert (found.kind, found.content) == (FileKind(kind), content)


@pytest.mark.parametrize(
    "content, name, refused",
    [
        (b"", "tyhjä.pdf", kinds.EmptyFile),
        (photo(), "kuva.pdf", kinds.NameSaysOtherwise),
        (pdf(), "lähete.jpg", kinds.NameSaysOtherwise),
        (picture(), "kuva.jpg", kinds.NameSaysOtherwise),
        (photo(), "kuva.jpg.exe", kinds.NameSaysOtherwise),
        (b"MZ" + bytes(500), "lähete.pdf", kinds.KindNotTaken),
        (b"<html><script>alert(1)</script>", "lähete.pdf", kinds.KindNotTaken),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kuva.png", kinds.KindNotTaken),
        (b"GIF89a" + bytes(50), "kuva.png", kinds.KindNotTaken),
        (b"Vain sanoja", "lähete.docx", kinds.KindNotTaken),
        (b"x", "x", kinds.KindNotTaken),
        (b"%PDF-1.7\nonly a beginning", "lähete.pdf", kinds.Harmed),
        (b"\xff\xd8\xff\xe0" + bytes(100), "kuva.jpg", kinds.Harmed),
        (photo(size=(600, 400))[:900], "kuva.jpg", kinds.Harmed),
        (picture()[:60], "kuva.png", kinds.Harmed),
        (word()[:4000], "lähete.docx", kinds.Harmed),
    ],
)
def test_what_is_not_taken_says_why(content, name, refused):
    with pytest.raises(refused):
        looked_into(content, name=name)


def test_more_than_is_kept_is_refused(settings):
    settings.ATTACHMENT_MOST_BYTES = 100
    with pytest.raises(kinds.TooMuch):
        looked_into(pdf(), name="lähete.pdf")


def xmp(words):
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description {words}/></x:xmpmeta>'


@pytest.mark.parametrize(
    "content, name",
    [
        (photo(place=True), "kuva.jpg"),
        (photo(xmp=xmp('exif:GPSLatitude="60,59N"').encode()), "kuva.jpg"),
        (photo(xmp=xmp('photoshop:City="Keksilä"').encode()), "kuva.jpg"),
        (picture(says=xmp('exif:GPSLongitude="25,39E"')), "kuva.png"),
        (
            photo()[:2]
            + b"\xff\xed\x00\x22Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x07\x1c\x02\x5a\x00\x02Ke\x00"
            + photo()[2:],
            "kuva.jpg",
        ),
    ],
    ids=["exif", "xmp", "town in xmp", "xmp of a png", "town in iptc"],
)
def test_a_picture_with_a_place_in_it_is_refused_and_made_anew_without_it(content, name):
    with pytest.raises(kinds.TellsPlace):
        looked_into(content, name=name)
    found = looked_into(content, name=name, without_traces=True)
    assert looked_into(found.content, name=name).content == found.content


def test_a_png_with_a_place_in_its_exif_is_refused():
    exif = Image.Exif()
    exif.get_ifd(GPS).update({1: "N"})
    with pytest.raises(kinds.TellsPlace):
        looked_into(picture(exif=exif.tobytes()), name="kuva.png")


def test_the_place_of_a_second_photo_in_the_same_file_is_found():
    exif = Image.Exif()
    exif.get_ifd(GPS).update({1: "N", 2: (60.0, 59.0, 1.0)})
    beside = Image.new("RGB", (20, 20))
    made = BytesIO()
    beside.encoderinfo = {"exif": exif}
    Image.new("RGB", (40, 40)).save(made, "MPO", save_all=True, append_images=[beside])
    with pytest.raises(kinds.TellsPlace):
        looked_into(made.getvalue(), name="kuva.jpg")


def test_made_anew_nothing_but_what_is_seen_comes_along_the_right_way_up():
    found = looked_into(photo(place=True, turned=True), name="kuva.jpg", without_traces=True).content
    made = Image.open(BytesIO(found))
    assert (made.size, dict(made.getexif()), set(made.info) & {"exif", "comment", "xmp", "icc_profile"}) == (
        (40, 60),
        {},
        set(),
    )
    assert CAMERA.encode() not in found
    assert b"kommentti" not in found
    red, _green, blue = made.getpixel((20, 5))
    assert red > 150 > blue


def test_a_picture_with_holes_keeps_them_when_it_is_made_anew():
    found = looked_into(picture(says="Keksitty teksti"), name="kuva.png", without_traces=True).content
    made = Image.open(BytesIO(found))
    assert (made.mode, made.getpixel((3, 3)), made.info) == ("RGBA", (10, 120, 30, 128), {})


@pytest.mark.parametrize("name, content", [("kuva.jpg", photo()), ("kuva.png", picture())])
def test_what_stands_after_a_picture_is_refused_and_does_not_come_along(name, content):
    with pytest.raises(kinds.MoreThanPicture):
        looked_into(content + b"ftypmp42 moving pictures", name=name)
    made = looked_into(content + b"ftypmp42 moving pictures", name=name, without_traces=True)
    assert b"moving pictures" not in made.content


@pytest.mark.parametrize("anew", [False, True])
def test_a_picture_that_is_huge_when_it_is_opened_is_refused_before_it_is(monkeypatch, anew):
    bomb = BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 20_000

    def never(*_args, **_kwargs):
        raise AssertionError("It was opened.")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(kinds.TooManyPoints):
        looked_into(bomb.getvalue(), name="kuva.png", without_traces=anew)


def test_a_picture_larger_than_the_library_opens_is_refused_in_our_words(monkeypatch):
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 100)
    with pytest.raises(kinds.TooManyPoints):
        looked_into(photo(), name="kuva.jpg")


@pytest.mark.parametrize(
    "content",
    [
        pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        pdf(catalog="/OpenAction << /S /J#61vaScript /J#53 (x) >>"),
        pdf(catalog="/AA << /WC << /S /Launch /F (x.exe) >> >>"),
        pdf(
            catalog="/Names << /EmbeddedFiles << /Names [(x) 4 0 R] >> >>",
            extra="<< /Type /Filespec /F (x) >>",
        ),
        pdf(catalog="/AcroForm << /XFA (x) >>"),
    ],
    ids=["script", "script with hidden letters", "launches", "file inside", "form with scripts"],
)
def test_a_pdf_that_acts_or_holds_files_is_refused(content):
    with pytest.raises(kinds.HasPrograms):
        looked_into(content, name="lähete.pdf")


def test_packed_content_that_spells_an_act_by_chance_is_no_act():
    stream = "<< /Length 12 >>\nstream\n /JS (x) /Lau\nendstream"
    assert looked_into(pdf(extra=stream), name="skannattu.pdf").kind == FileKind.PDF


def test_a_pdf_behind_a_password_is_refused():
    locked = pdf().replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter "
        b"/Standard /V 1 /R 2 /P -4 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >>",
    )
    with pytest.raises(kinds.Locked):
        looked_into(locked, name="lähete.pdf")


EXTERNAL = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="https://example.org/x" TargetMode="External"/></Relationships>'
)


def reaching(kind):
    before = word()
    return repacked(
        before,
        {RELATIONS: part_of(before, RELATIONS).replace("</Relationships>", EXTERNAL.format(kind=kind))},
    )


@pytest.mark.parametrize(
    "content, refused",
    [
        (word(parts={"word/vbaProject.bin": b"Sub"}), kinds.HasPrograms),
        (word(parts={"word/embeddings/oleObject1.bin": b"MZ"}), kinds.HasPrograms),
        (word(parts={"word/activeX/activeX1.xml": b"<x/>"}), kinds.HasPrograms),
        (
            word(
                parts={
                    TYPES: part_of(word(), TYPES).replace(
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                        "application/vnd.ms-word.document.macroEnabled.main+xml",
                    )
                }
            ),
            kinds.HasPrograms,
        ),
        (reaching("image"), kinds.ReachesOut),
        (reaching("attachedTemplate"), kinds.ReachesOut),
        (word(picture_inside=photo(place=True)), kinds.PictureInsideTellsPlace),
        (word(parts={"word/huge.xml": bytes(30_000_000)}), kinds.Unpacks),
        (word(parts={f"word/{n}.xml": b"" for n in range(3100)}), kinds.Unpacks),
    ],
    ids=[
        "macro",
        "object",
        "activex",
        "macro by its type",
        "picture from elsewhere",
        "template from elsewhere",
        "place in a picture",
        "bomb",
        "thousands of parts",
    ],
)
def test_a_word_document_that_acts_reaches_out_grows_or_tells_is_refused(content, refused):
    with pytest.raises(refused):
        looked_into(content, name="lähete.docx")


def test_a_link_that_somebody_may_follow_is_no_reason_to_refuse():
    assert looked_into(reaching("hyperlink"), name="lähete.docx").kind == FileKind.DOCX


def test_a_packed_file_that_lies_about_how_large_it_gets_is_refused():
    """What it says is small; what comes out is not."""
    bomb = word(parts={"word/huge.xml": bytes(30_000_000)})
    said, lies = (30_000_000).to_bytes(4, "little"), (900_000).to_bytes(4, "little")
    assert bomb.count(said) == 2
    with pytest.raises(kinds.ContentRefused):
        looked_into(bomb.replace(said, lies), name="lähete.docx")


def test_packed_files_that_are_no_word_document_are_refused():
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        packed.writestr("x.txt", "x")
    with pytest.raises(kinds.KindNotTaken):
        looked_into(made.getvalue(), name="lähete.docx")


def test_a_picture_inside_something_that_cannot_be_opened_is_asked_for_its_words():
    assert pictures.tells_place(b"no picture") is False
    assert pictures.tells_place(b"no picture GPSLatitude") is True
