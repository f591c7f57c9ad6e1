"""Why a document was not read: each refusal has a stable code and words for a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DocumentRefused(Exception):
    """A document that cannot be read as a plan. Nothing was changed."""

    code = "refused"
    message: str | Promise = _("The document could not be read.")

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class UnknownFormat(DocumentRefused):
    """Neither text, PDF nor Word."""

    code = "unknown_format"
    message = _("This is not a text, PDF or Word (.docx) file. Save the plan as one of these and try again.")


class Unreadable(DocumentRefused):
    """The right kind of file, but broken."""

    code = "unreadable"
    message = _("The file is damaged and could not be opened. Save it again from the original and try again.")


class EmptyDocument(DocumentRefused):
    """No text at all."""

    code = "empty"
    message = _("There is no text in the file.")


class OnlyPictures(DocumentRefused):
    """Pages without text: a scanned paper."""

    code = "only_pictures"
    message = _("The pages are pictures without text. Use the original document instead of a scanned copy.")


class Encrypted(DocumentRefused):
    """Behind a password."""

    code = "encrypted"
    message = _("The file is locked with a password. Save it without the password and try again.")


class TooLarge(DocumentRefused):
    """More bytes, pages or unpacked content than any plan has."""

    code = "too_large"
    message = _("The file is larger than any activity plan. Check that it is the right file.")


class NotAPlan(DocumentRefused):
    """Readable, but nothing in it looks like a plan."""

    code = "not_a_plan"
    message = _(
        "No goals, targets, budget or staff were recognised in the document. Check that it is an activity plan."
    )


class NoSuchFile(DocumentRefused):
    """The path leads nowhere."""

    code = "no_such_file"
    message = _("There is no such file.")
