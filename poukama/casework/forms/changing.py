from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.forms.follow_ups import AskLater
from poukama.casework.forms.ground import add_ground, ground_of
from poukama.casework.forms.words import choices_of
from poukama.casework.services.follow_ups import FollowUpIn
from poukama.clients.forms import BirthYearField
from poukama.clients.models import Client, KnownIn
from poukama.clients.queries import Reach
from poukama.clients.services import Ground
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.toolkit.fields import ChipField, ChipsField, DayField

NEW = "new"


class AddMemberForm(forms.Form):
    """Someone who comes along: a member of the family who is known already, or someone new."""

    who = ChipField(label=_("Who"))
    role = ChipField(label=_("Role"))
    starts_on = DayField(label=_("From"), may_be_ahead=False)

    def __init__(
        self,
        *args: Any,
        work_form: WorkForm,
        known: Sequence[Client],
        sources: Sequence[KnownIn] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        add_ground(self, work_form, sources)
        self.known = {str(client.pk): client for client in known}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *((pk, client.code_name) for pk, client in self.known.items()),
            (NEW, _("Someone new")),
        ]
        self.fields["birth_year"] = BirthYearField(help_text=_("Only for someone new."))
        self.fields["role"].choices = choices_of(TermList.MEMBER_ROLE, work_form)  # type: ignore[attr-defined]
        self.order_fields(["who", "role", "birth_year", "starts_on"])

    def client(self) -> Client | None:
        """The one found again, of a valid form; None for someone new."""
        return self.known.get(self.cleaned_data["who"])

    def ground(self) -> Ground | None:
        """On which ground one known under another controller is made known here."""
        return ground_of(self, self.sources)


class EndMemberForm(forms.Form):
    """The last day of someone's part."""

    ends_on = DayField(label=_("Last day"), may_be_ahead=False)


class PhaseForm(forms.Form):
    """The next phase and its first day."""

    phase = ChipField(label=_("Phase"))
    starts_on = DayField(label=_("From"), may_be_ahead=False)

    def __init__(self, *args: Any, work_form: WorkForm, running: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phases = [choice for choice in choices_of(TermList.PHASE, work_form) if choice[0] != running]
        self.fields["phase"].choices = phases  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why an episode ends and on which day; and when and how somebody may be asked later how they are."""

    reason = ChipField(label=_("Why it ends"))
    ends_on = DayField(label=_("Last day"), may_be_ahead=False)

    def __init__(
        self,
        *args: Any,
        work_form: WorkForm,
        reaches: Sequence[Reach] = (),
        months: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices_of(TermList.END_REASON, work_form)  # type: ignore[attr-defined]
        self.follow = AskLater(self, reaches)
        if reaches:
            self.fields["months"] = ChipsField(
                label=_("When we ask how they are"), choices=months, required=False
            )
            self.follow.add_fields(required=False)

    def clean(self) -> dict[str, Any]:
        """Whoever is asked later has said by which way."""
        data = super().clean() or {}
        if data.get("months"):
            self.follow.refuse_half(data)
        return data

    def chosen_months(self) -> list[int]:
        """After how many months one asks, of a valid form."""
        return [int(months) for months in self.cleaned_data.get("months", ())]

    def agreed(self) -> FollowUpIn | None:
        """Whom one asks and how, when anybody is asked."""
        return self.follow.agreed(self.cleaned_data) if self.chosen_months() else None
