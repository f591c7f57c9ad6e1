"""The kinds of files that are taken, and why one is not."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileKind(TextChoices):
    """What a file is, by its content."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("Photo (JPEG)")
    PNG = "png", _("Picture (PNG)")
    DOCX = "docx", _("Word document")

    @property
    def media_type(self) -> str:
        """As it is called on the web."""
        return _MEDIA[self.value]

    @property
    def endings(self) -> tuple[str, ...]:
        """How a name of such a file may end; the first is how ours do."""
        return _ENDINGS[self.value]

    @property
    def is_picture(self) -> bool:
        """Whether it can be rid of what it tells besides what is seen in it."""
        return self in (FileKind.JPEG, FileKind.PNG)


_MEDIA = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ENDINGS = {
    "pdf": ("pdf",),
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "png": ("png",),
    "docx": ("docx",),
}


class ContentRefused(Exception):
    """The file is not taken; the message says why and what to do, without its name."""

    message: str | Promise = _("This file cannot be read. Choose another, or save it anew and try again.")


class EmptyFile(ContentRefused):
    """There is nothing in it."""

    message = _("There is nothing in the file. Choose another.")


class TooMuch(ContentRefused):
    """It is larger than what is kept."""

    message = _("The file is too large: 20 MB at most. Take the photo smaller, or leave pages out.")


class KindNotTaken(ContentRefused):
    """It is something else than what is taken."""

    message = _(
        "This is not a PDF, a photo (JPEG), a picture (PNG) or a Word document (.docx). Save it as one of them."
    )


class NameSaysOtherwise(ContentRefused):
    """The name ends like another kind than the content is."""

    message = _(
        "The name of the file says that it is something else than it is. Check that you chose the right one; if you "
        "did, save it anew."
    )


class Harmed(ContentRefused):
    """It ends half-way, or cannot be opened."""


class TooManyPoints(ContentRefused):
    """A picture that is small as a file and huge when it is opened."""

    message = _("The picture is too large to be opened. Take or save it smaller.")


class TellsPlace(ContentRefused):
    """A photo with the place in it where it was taken."""

    message = _(
        "The photo tells where it was taken. Nothing was saved. Tick “Remove the place and other data from the "
        "picture” below, choose the photo again and save."
    )


class MoreThanPicture(ContentRefused):
    """Something stands in the file after the picture: a moving picture with its sound, or another file."""

    message = _(
        "There is more in the file than the picture, such as moving pictures or sound. Nothing was saved. Tick “Remove "
        "the place and other data from the picture” below, choose the photo again and save."
    )


class Locked(ContentRefused):
    """It opens with a password only."""

    message = _(
        "The file opens with a password only, and nobody here would have it later. Save it without one."
    )


class HasPrograms(ContentRefused):
    """It does something when it is opened, or holds other files."""

    message = _(
        "The document has a program or another file inside. Save it as a plain PDF (print it to PDF) and choose that."
    )


class ReachesOut(ContentRefused):
    """It fetches something from elsewhere when it is opened, and tells so where it is opened."""

    message = _(
        "The document fetches something from the internet when it is opened, and so tells others that it was. Save it "
        "as a PDF (print it to PDF) and choose that."
    )


class Unpacks(ContentRefused):
    """It is small as a file and huge when it is unpacked."""

    message = _("The document grows too large when it is opened. Save it as a PDF and choose that.")


class PictureInsideTellsPlace(ContentRefused):
    """A picture in a document tells where it was taken."""

    message = _(
        "A photo in the document tells where it was taken. Save the document as a PDF (print it to PDF) and choose that."
    )
