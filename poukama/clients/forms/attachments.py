"""Choosing a document or a photo to be kept."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from poukama.clients.models import TITLE_LENGTH
from poukama.toolkit.contents import ContentRefused, LookedInto, looked_into
from poukama.toolkit.fields import UploadField
from poukama.toolkit.words import Words

ACCEPTED = "image/jpeg,image/png,application/pdf,.pdf,.docx,.jpg,.jpeg,.png"


class AttachmentForm(forms.Form):
    """What it is, and the file."""

    title = Words(
        label=_("What it is"),
        max_length=TITLE_LENGTH,
        help_text=_("In a few words: referral, decision of the city, photo of a drawing."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = UploadField(
        most=lambda: settings.ATTACHMENT_MOST_BYTES,
        label=_("File or photo"),
        help_text=_("PDF, photo, picture or Word document (.docx), 20 MB at most. Its name is not kept."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choose the file or take the photo."),
            "empty": _("There is nothing in the file. Choose another."),
        },
    )
    without_traces = forms.BooleanField(
        label=_("Remove the place and other data from the picture"),
        required=False,
        help_text=_("The picture is made anew: only what is seen in it is kept."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)
    """Drawn for this form: sent twice, it keeps one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"once": uuid4()}} | kwargs)
        self.looked_into: LookedInto | None = None

    def clean(self) -> dict[str, Any]:
        """Look into the file; where something else is wrong, say that it must be chosen again."""
        data = super().clean() or {}
        file = data.get("file")
        if file is None:
            return data
        if self.errors:
            self.add_error("file", _("Choose the file again: the browser does not remember it."))
            return data
        try:
            self.looked_into = looked_into(
                file.read(), name=file.name, without_traces=data.get("without_traces", False)
            )
        except ContentRefused as refused:
            self.add_error("file", str(refused.message))
        return data

    def chosen(self) -> LookedInto:
        """What is kept of the file, once the form is valid."""
        if self.looked_into is None:
            raise ValueError("The form is not valid.")
        return self.looked_into


class TakeOutForm(forms.Form):
    """Why it is taken out."""

    because = Words(
        label=_("Why it is taken out"),
        max_length=200,
        help_text=_("For example: of somebody else, or added twice."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
