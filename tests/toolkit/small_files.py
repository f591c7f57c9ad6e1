"""Small invented files of each kind, made in code: what a phone, a scanner and a word processor would send."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from PIL import Image, PngImagePlugin

GPS = 0x8825
PLACE = {1: "N", 2: (60.0, 59.0, 1.0), 3: "E", 4: (25.0, 39.0, 2.0)}
CAMERA, MODEL, ORIENTATION = "Keksitty kamera", 0x0110, 0x0112


def photo(
    *, place: bool = False, turned: bool = False, size: tuple[int, int] = (60, 40), **saved: Any
) -> bytes:
    """A photo: the left half red, the right half blue, with the camera's name in it."""
    picture = Image.new("RGB", size, (200, 20, 20))
    picture.paste((20, 20, 200), (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[MODEL] = CAMERA
    if turned:
        exif[ORIENTATION] = 6
    if place:
        exif.get_ifd(GPS).update(PLACE)
    made = BytesIO()
    picture.save(made, "JPEG", exif=exif, comment=b"Keksitty kommentti", **saved)
    return made.getvalue()


def picture(*, says: str = "", **saved: Any) -> bytes:
    """A picture with a hole in it, perhaps with a text beside it."""
    made = BytesIO()
    told = PngImagePlugin.PngInfo()
    if says:
        told.add_itxt("XML:com.adobe.xmp", says)
    Image.new("RGBA", (30, 20), (10, 120, 30, 128)).save(made, "PNG", pnginfo=told, **saved)
    return made.getvalue()


def pdf(extra: str = "", catalog: str = "") -> bytes:
    """A PDF of one empty page; `catalog` is put in its catalogue and `extra` among its objects."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *([extra] if extra else []),
    ]
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def word(*, picture_inside: bytes | None = None, parts: dict[str, bytes | str] | None = None) -> bytes:
    """A Word document; `parts` are added to what is packed in it, or take the place of what is there."""
    made = BytesIO()
    document = docx.Document()
    document.add_paragraph("Keksitty lähete")
    if picture_inside:
        document.add_picture(BytesIO(picture_inside))
    document.save(made)
    return repacked(made.getvalue(), parts or {})


def repacked(document: bytes, parts: dict[str, bytes | str]) -> bytes:
    """A packed file with other parts in it."""
    made = BytesIO()
    with ZipFile(BytesIO(document)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, part in parts.items():
            after.writestr(name, part)
    return made.getvalue()


def part_of(document: bytes, name: str) -> str:
    """A part of a packed file as text."""
    with ZipFile(BytesIO(document)) as packed:
        return packed.read(name).decode()
