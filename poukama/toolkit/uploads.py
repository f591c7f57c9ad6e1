"""How much may be uploaded, decided while it arrives."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

_FOR_FIELDS = 100_000
"""What the other fields and the seams of a form with a file may take."""


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
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what arrives while there is room for it, all files of the form together."""
        self.received += len(raw_data)
        if self.received > self._most():
            raise StopUpload(connection_reset=True)  # whoever keeps files closes what they have begun
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
