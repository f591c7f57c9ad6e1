"""Forms for volunteers and matches."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.clients.models import Client, Family
from poukama.clients.queries import AT_HAND, MOST_FOUND, known_by_keys, known_lately, known_matching
from poukama.clients.services import OLDEST
from poukama.organisation.choices import PartnershipKind, TermList
from poukama.organisation.models import Network, Partner, WorkForm
from poukama.organisation.queries import terms
from poukama.toolkit import clock
from poukama.toolkit.fields import BEGAN_WITHIN, ChipField, ChipsField, DayField
from poukama.workforce.queries import volunteers_of


def _chips(people: Mapping[str, Family | Client]) -> list[tuple[str, str]]:
    return [(key, each.code_name) for key, each in people.items()]


def _words(which: TermList, work_form: WorkForm) -> list[tuple[str, str]]:
    return [(term.key, term.label()) for term in terms(which, work_form)]


class VolunteerForm(forms.Form):
    """A new volunteer in a first role. The code name is given by the system."""

    starts_on = DayField(label=_("From"), may_be_ahead=False, years_back=BEGAN_WITHIN)
    birth_year = forms.IntegerField(
        label=_("Birth year"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "pk-short"}),
    )

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = ChipField(label=_("Task"), choices=_words(TermList.VOLUNTEER_ROLE, work_form))
        self.fields["starts_on"].initial = clock.today
        self.order_fields(["role", "starts_on", "birth_year"])

    def clean_birth_year(self) -> int | None:
        """Volunteers are of age or nearly so, and alive."""
        year: int | None = self.cleaned_data["birth_year"]
        this_year = clock.today().year
        if year is not None and not this_year - OLDEST <= year <= this_year - 13:
            raise forms.ValidationError(_("Check the birth year: a volunteer is at least 13 years old."))
        return year


class RoleForm(forms.Form):
    """Another role for someone who is a volunteer already."""

    starts_on = DayField(label=_("From"), may_be_ahead=False, years_back=BEGAN_WITHIN)

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = ChipField(label=_("Task"), choices=_words(TermList.VOLUNTEER_ROLE, work_form))
        self.fields["starts_on"].initial = clock.today
        self.order_fields(["role", "starts_on"])


class EndRoleForm(forms.Form):
    """The last day of a role."""

    ends_on = DayField(label=_("Last day"), initial=clock.today, may_be_ahead=False)


class MatchForm(forms.Form):
    """Who stands beside whom, from when."""

    starts_on = DayField(label=_("From"), may_be_ahead=False, years_back=BEGAN_WITHIN)

    def __init__(self, *args: Any, actor: Actor, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.work_form = actor, work_form
        self.near = known_lately(actor, work_form, AT_HAND)
        self.chosen = known_by_keys(
            actor, work_form, [str(self.data.get("who") or self.initial.get("who", ""))]
        )
        self.offered = self.chosen | self.near
        self.volunteers = {str(person.pk): person for person in volunteers_of(work_form, clock.today())}
        self.fields["who"] = ChipField(label=_("Family or child"), choices=_chips(self.offered))
        self.fields["volunteers"] = ChipsField(
            label=_("Volunteers"),
            choices=[(pk, person.code_name) for pk, person in self.volunteers.items()],
        )
        self.fields["starts_on"].initial = clock.today
        self.order_fields(["who", "volunteers", "starts_on"])

    def find(self, text: str) -> int:
        """Offer whom a search finds instead of those at hand, beside who is chosen. How many there are, if few."""
        found = known_matching(self.actor, self.work_form, text, MOST_FOUND + 1)
        by_code_name = sorted(found.items(), key=lambda each: each[1].code_name)
        self.offered = self.chosen | dict(by_code_name[:MOST_FOUND])
        self.fields["who"].choices = _chips(self.offered)  # type: ignore[attr-defined]
        return len(found)

    def matched(self) -> dict[str, Family | Client]:
        """The family or the client chosen, as the service takes it."""
        chosen = self.offered[self.cleaned_data["who"]]
        return {"family": chosen} if isinstance(chosen, Family) else {"client": chosen}


class EndMatchForm(forms.Form):
    """The last day of a match, and why."""

    ends_on = DayField(label=_("Last day"), initial=clock.today, may_be_ahead=False)

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = ChipField(
            label=_("Why it ends"), choices=_words(TermList.END_REASON, work_form)
        )
        self.order_fields(["reason", "ends_on"])


class PartnershipForm(forms.Form):
    """Which partner works with us, how and from when. A new partner is named in the same form."""

    kind = ChipField(
        label=_("In what capacity"), choices=PartnershipKind.choices, initial=PartnershipKind.COOPERATION
    )
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    new_partner = forms.CharField(
        label=_("Or a new partner"),
        required=False,
        max_length=120,
        help_text=_("The name of an organisation, not of a person."),
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    starts_on = DayField(label=_("From"), may_be_ahead=False, years_back=BEGAN_WITHIN, initial=clock.today)

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {one.key: one for one in Partner.objects.order_by("name", "pk")}
        self.networks = {
            one.key: one for one in Network.objects.filter(work_forms=work_form).order_by("name", "pk")
        }
        none = [("", "—")]
        self.fields["partner"].choices = none + [(key, one.label()) for key, one in self.partners.items()]  # type: ignore[attr-defined]
        self.fields["network"].choices = none + [(key, one.label()) for key, one in self.networks.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One partner, known or new; a network where the capacity is being in one."""
        data = super().clean() or {}
        if bool(data.get("partner")) == bool(data.get("new_partner")):
            self.add_error("partner", _("Choose a partner, or write the name of a new one: one of the two."))
        if data.get("kind") == PartnershipKind.NETWORK and not data.get("network"):
            self.add_error("network", _("Choose the network that the partner belongs to."))
        return data


class EndPartnershipForm(forms.Form):
    """The last day of a partnership."""

    ends_on = DayField(label=_("Last day"), initial=clock.today, may_be_ahead=False)
