"""What is asked of the audit trail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access import queries
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.fields import DayField

_CODE = r"^[\w-]{1,40}$"


class AskForm(forms.Form):
    """Filters; all may be left empty."""

    question = forms.ChoiceField(label=_("Question"), required=False)
    person = forms.ChoiceField(label=_("Who"), required=False)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    about = forms.ChoiceField(label=_("To what"), required=False)
    about_id = forms.RegexField(_CODE, label=_("Its number"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything: list[tuple[str, Any]] = [("", _("Everything"))]
        self.names = dict(User.objects.order_by("name", "pk").values_list("pk", "name"))
        self._choose("question", everything + [(one.key, one.title) for one in queries.QUESTIONS])
        self._choose("person", [("", _("Everyone")), *((str(pk), name) for pk, name in self.names.items())])
        self._choose("action", [*everything, *queries.action_titles().items()])
        self._choose("about", [*everything, *queries.kind_titles().items()])

    def asked(self) -> queries.Asked:
        """What is asked; nothing of a field that was filled wrongly."""
        data = dict(self.cleaned_data) if self.is_valid() else {}
        person = data.pop("person", "")
        if data.get("question") and data.get("since") is None:
            data["since"] = (data.get("until") or clock.today()) - queries.LATELY
        return queries.Asked(person=int(person) if person else None, **data)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # the types cannot know
        field.choices = choices
