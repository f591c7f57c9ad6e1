"""What is asked when something was kept wrong of somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.clients.code_names import MAX_LENGTH, folded
from poukama.clients.forms.names import CodeNameField
from poukama.clients.models import KnownIn
from poukama.clients.queries import known_families, proposed_code_name
from poukama.clients.services import OLDEST
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField

OF_NONE, OF_ANOTHER = "none", "another"


class BirthYearField(forms.IntegerField):
    """A birth year, of someone alive or of a baby that is expected; of nobody unborn, when `is_born`."""

    def __init__(self, *, is_born: bool = False, **kwargs: Any) -> None:
        this_year = clock.today().year
        too_late = (
            _("That year has not come.")
            if is_born
            else _("That year is too far ahead, even for a baby that is expected.")
        )
        super().__init__(
            label=_("Birth year"),
            required=False,
            min_value=this_year - OLDEST,
            max_value=this_year if is_born else this_year + 1,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "pk-short"}),
            error_messages={"min_value": _("Nobody alive was born in that year."), "max_value": too_late},
            **kwargs,
        )


class CorrectYearForm(forms.Form):
    """In which year somebody was born."""

    former = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The year as it was looked at: what somebody else has corrected meanwhile is not undone unseen."""

    def __init__(self, *args: Any, known: KnownIn, **kwargs: Any) -> None:
        year = known.client.birth_year if known.client else None
        super().__init__(*args, **{"initial": {"year": year, "former": year}} | kwargs)
        self.fields["year"] = BirthYearField(is_born=True, help_text=_("Leave it empty if nobody knows."))


class WrongFamilyForm(forms.Form):
    """Of which family somebody is, who was put into another by mistake."""

    whose = ChipField(
        label=_("Of which family are they?"),
        choices=((OF_NONE, _("Of none: a person of their own")), (OF_ANOTHER, _("Of another family"))),
    )
    family = forms.CharField(
        label=_("Code name of the right family"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Only if they are of another family. It must be known here already."),
    )
    code_name = CodeNameField(
        label=_("Their own code name from now on"),
        required=False,
        help_text=_("Only if they are of none. A word of nature, never a name."),
    )

    def __init__(self, *args: Any, actor: Actor, known: KnownIn, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"code_name": proposed_code_name()}} | kwargs)
        self._actor, self._known = actor, known

    def clean(self) -> dict[str, Any]:
        """The right family, of those whom the actor may read here; None when they are of none."""
        data = super().clean() or {}
        typed, whose = data.get("family", ""), data.get("whose")
        data["family"] = None
        if whose == OF_NONE and not data.get("code_name") and "code_name" not in self.errors:
            self.add_error("code_name", _("Choose a code name, or draw another word."))
        if whose == OF_ANOTHER:
            self.errors.pop("code_name", None)
            families = known_families(self._actor, self._known.work_form)
            data["family"] = families.filter(search_key=folded(typed)).first() if typed else None
            if data["family"] is None:
                self.add_error("family", _("No family whom this work form knows has this code name."))
        return data
