"""Three small invented attachments, for families with us on the last day of a synthetic year."""

from io import BytesIO

from PIL import Image, ImageDraw

from poukama.casework.models import Episode
from poukama.clients.models import KnownIn
from poukama.clients.services.attachments import attach
from poukama.organisation.choices import Identification
from poukama.setup.demo.staff import Staff
from poukama.toolkit.contents import looked_into

LINES = ("Keksitty lähete", "Esimerkkineuvola, Keksilä", "Kukaan tässä ei ole todellinen.")


def keep_attachments(staff: Staff) -> None:
    """One each for the three families that have been there longest, whoever serves them."""
    kept = (
        ("Keksitty lähete", "lahete.pdf", _letter()),
        ("Keksitty lapsen piirros", "piirros.png", _drawing("PNG")),
        ("Kuva keksitystä todistuksesta", "kuva.jpg", _drawing("JPEG")),
    )
    standing = Episode.objects.filter(voided_at=None, ends_on=None, family__isnull=False)
    named = standing.filter(work_form__identification=Identification.NAMED)
    episodes = list(named.select_related("family", "work_form").order_by("starts_on", "pk")[: len(kept)])
    for episode, (title, name, content) in zip(episodes, kept, strict=False):
        known = KnownIn.objects.filter(work_form=episode.work_form, family=episode.family).first()
        if known is not None:
            by = staff.of(episode.work_form)[0]
            attach(known=known, title=title, file=looked_into(content, name=name), by=by)


def _letter() -> bytes:
    """A PDF of one page, by hand: no date in it, so that the same seed makes the same file."""
    said = "".join(f"({line}) Tj 0 -24 Td " for line in LINES).encode("latin-1")
    text = b"BT /F1 14 Tf 60 760 Td " + said + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table) + (
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    )
    return made


def _drawing(kind: str) -> bytes:
    """A house, as a child would draw it."""
    picture = Image.new("RGB", (320, 240), (250, 248, 240))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((90, 110, 230, 210), outline=(20, 80, 100), width=4)
    pen.polygon(((80, 112), (160, 50), (240, 112)), outline=(170, 40, 70))
    pen.rectangle((145, 155, 178, 210), fill=(200, 150, 60))
    pen.ellipse((260, 20, 300, 60), fill=(240, 190, 60))
    made = BytesIO()
    picture.save(made, kind)
    return made.getvalue()
