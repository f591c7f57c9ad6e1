"""How much may be uploaded, decided while it arrives; and nothing of it touches the disk before it is sealed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, StopUpload

_FOR_FIELDS = 100_000
"""What the other fields and the seams of a form with a file may take."""
_AT_A_TIME = 64 * 1024
_HEARD_OUT = 4
"""How many times what it takes the house hears out before it says no: a browser reads no answer while it sends."""


class InMemory(MemoryFileUploadHandler):
    """Keeps what arrives in memory however large: Django's own would put it on the disk as it is."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int | None,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Take everything: how much that may be has been decided before."""
        self.activated = True


class BoundedUpload(FileUploadHandler):
    """Stops reading a form whose files are larger than any that the house takes; stands before what keeps them.

    Whoever is not signed in uploads nothing.
    """

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int | None,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse by what the browser says that it sends, before a byte is read."""
        if (content_length or 0) > self._most() + _FOR_FIELDS:
            _hear_out(input_data, self._most() * _HEARD_OUT)
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what arrives while there is room for it, all files of the form together."""
        self.received += len(raw_data)
        if self.received > self._most():
            raise StopUpload(connection_reset=False)  # the rest is heard and thrown away
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Whoever comes after keeps the file."""

    def upload_complete(self) -> None:
        """Refuse the whole form once the files that were begun have been closed."""
        if self.received > self._most():
            raise RequestDataTooBig

    def _most(self) -> int:
        user = getattr(self.request, "user", None)
        return settings.UPLOAD_MOST_BYTES if user is not None and user.is_authenticated else 0


def _hear_out(input_data: Any, most: int) -> None:
    """Take what is sent and throw it away, so that the answer is read; not without end, and of no stranger."""
    while most > 0 and (some := input_data.read(min(most, _AT_A_TIME))):
        most -= len(some)
