"""Pictures: opened for real, asked where they were taken, and made anew without anything but what is seen."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, IptcImagePlugin
from PIL.ImageFile import ImageFile

from poukama.toolkit.contents.kinds import FileKind, Harmed, MoreThanPicture, TellsPlace, TooManyPoints

MOST_POINTS: Final = 60_000_000
"""A phone's photo has twelve to fifty million; opened, one takes three or four bytes."""
_GPS = 0x8825
_PLACE_WORDS = re.compile(
    rb"GPSLatitude|GPSLongitude|GPSCoordinates|photoshop:City|photoshop:State|photoshop:Country"
    rb"|Iptc4xmpCore:Location|Iptc4xmpExt:Location|LocationShown|LocationCreated|location\.ISO6709|\xa9xyz"
)
"""How other parts of a file than its EXIF say where it was taken: XMP as text, and moving pictures."""
_IPTC_PLACES = {(2, 26), (2, 27), (2, 90), (2, 92), (2, 95), (2, 100), (2, 101)}
_ENDS = {FileKind.JPEG: b"\xff\xd9", FileKind.PNG: b"IEND\xaeB`\x82"}
_QUALITY = 90


def look_into(content: bytes, kind: FileKind) -> None:
    """Refuse what does not open whole, is too large when open, tells a place or holds more than a picture."""
    with _opened(content, kind) as picture:
        picture.load()
        if _tells_place(picture, content):
            raise TellsPlace
    if not content.rstrip(b"\0").endswith(_ENDS[kind]):
        raise MoreThanPicture


def without_traces(content: bytes, kind: FileKind) -> bytes:
    """The picture made anew, upright: nothing but what is seen in it comes along."""
    with _opened(content, kind) as picture:
        picture.load()
        seen = _seen(picture, kind)
    made = BytesIO()
    if kind == FileKind.JPEG:
        seen.save(made, "JPEG", quality=_QUALITY, optimize=True)
    else:
        seen.save(made, "PNG", optimize=True)
    return made.getvalue()


def tells_place(content: bytes) -> bool:
    """Whether a picture inside something else says where it was taken; False for what is no picture of these."""
    try:
        with _opened(content, None) as picture:
            return _tells_place(picture, content)
    except (Harmed, TooManyPoints):
        return bool(_PLACE_WORDS.search(content))


def _tells_place(picture: ImageFile, content: bytes) -> bool:
    if _PLACE_WORDS.search(content) or _in_iptc(picture):
        return True
    for at in range(
        getattr(picture, "n_frames", 1)
    ):  # a photo may have others beside it, each with its own data
        picture.seek(at)
        if picture.getexif().get_ifd(_GPS):
            return True
    return False


def _in_iptc(picture: ImageFile) -> bool:
    try:
        told: dict[Any, Any] = IptcImagePlugin.getiptcinfo(picture) or {}
    except (SyntaxError, ValueError, TypeError, OSError, IndexError):
        return False
    return bool(_IPTC_PLACES & set(told))


@contextmanager
def _opened(content: bytes, kind: FileKind | None) -> Iterator[ImageFile]:
    """The picture, whatever is wrong with it said in our words. Its size is asked before it is unpacked."""
    formats = [str(kind).upper()] if kind else ["JPEG", "PNG"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of odd data beside the picture; how large it is we ask ourselves
            with Image.open(BytesIO(content), formats=formats) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise TooManyPoints
                yield picture
    except Image.DecompressionBombError as error:
        raise TooManyPoints from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
        MemoryError,
    ) as error:
        raise Harmed from error


def _seen(picture: Image.Image, kind: FileKind) -> Image.Image:
    """The points alone, the right way up, in the colours that every screen shows."""
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    has_holes = kind == FileKind.PNG and upright.has_transparency_data
    plain = upright.convert("RGBA" if has_holes else "RGB")
    if profile and upright.mode in ("RGB", "RGBA"):
        plain = _in_usual_colours(plain, profile)
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _in_usual_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        came_in = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, came_in, ImageCms.createProfile("sRGB"), outputMode=picture.mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture
