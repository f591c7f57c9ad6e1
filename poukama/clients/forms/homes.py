"""What is asked of a child's other home."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.clients.code_names import MAX_LENGTH, folded
from poukama.clients.forms.ties import YEARS_BACK
from poukama.clients.models import KnownIn
from poukama.clients.queries import known_families
from poukama.toolkit.fields import DayField


class OtherHomeForm(forms.Form):
    """Since when they live in another home too, and whose it is if that family is with us."""

    code_name = forms.CharField(
        label=_("Code name of the other home"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Only if that family is with us. Otherwise leave it empty."),
    )
    starts_on = DayField(
        label=_("Since"),
        required=False,
        may_be_ahead=False,
        years_back=YEARS_BACK,
        help_text=_("Leave it empty if it has always been so, or nobody knows."),
    )

    def __init__(self, *args: Any, actor: Actor, known: KnownIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor, self._known = actor, known

    def clean(self) -> dict[str, Any]:
        """The family that has the code name, of those whom the actor may read."""
        data = super().clean() or {}
        typed = data.get("code_name")
        data["family"] = None
        if typed:
            families = known_families(self._actor, self._known.work_form)
            data["family"] = families.filter(search_key=folded(typed)).first()
            if data["family"] is None:
                self.add_error("code_name", _("No family whom this work form knows has this code name."))
        return data
