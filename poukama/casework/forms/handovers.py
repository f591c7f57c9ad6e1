"""What is asked of a handover at each end."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.choices import TOOK_PLACE, HandoverState
from poukama.casework.forms.key_workers import add_key_workers, named_in
from poukama.casework.forms.requests import lines
from poukama.casework.forms.words import choices_of, labelled
from poukama.casework.models import EpisodeMember, Handover
from poukama.casework.models.handovers import ANSWER_LENGTH, SUMMARY_LENGTH
from poukama.casework.queries import reasons_for
from poukama.casework.services import Named
from poukama.casework.services.handing_over import What
from poukama.clients.forms import GroundField
from poukama.clients.services import BY_CONSENT
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.words import words
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, ChipsField, DayField


class HandoverForm(forms.Form):
    """Whom, what for, by when, and the one summary that goes along."""

    members = ChipsField(label=gettext_lazy("Who goes on there"))
    need = ChipField(
        label=gettext_lazy("What is asked for"),
        help_text=gettext_lazy("This is all that is seen there before somebody takes them on."),
    )
    before_on = DayField(label=gettext_lazy("They hope to be met by"), required=False)
    to_worker = forms.ChoiceField(label=gettext_lazy("Who receives them"), required=False)
    summary = lines(
        gettext_lazy("What goes along"),
        SUMMARY_LENGTH,
        gettext_lazy(
            "What they want to be known there, and nothing else. Read it to them. It is opened once they are taken on."
        ),
        required=True,
        rows=5,
    )
    is_agreed = forms.BooleanField(
        label=gettext_lazy("They have heard it, and agree that it goes along"), required=False
    )

    def __init__(  # noqa: PLR0913  # everything that may be chosen
        self,
        *args: Any,
        members: Sequence[EpisodeMember],
        to: WorkForm,
        work_form: WorkForm,
        people: Sequence[User],
        is_named: bool,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"members": [str(each.pk) for each in members]}
        super().__init__(*args, **kwargs)
        self._members = {str(each.pk): each for each in members}
        self._people = {str(each.pk): each for each in people}
        self.is_named, self.is_crossing = is_named, to.controller != work_form.controller
        roles = dict(choices_of(TermList.MEMBER_ROLE, work_form))
        cast(ChipsField, self.fields["members"]).choices = [
            (key, f"{roles.get(each.role, '')} {each.client}".strip()) for key, each in self._members.items()
        ]
        cast(ChipField, self.fields["need"]).choices = choices_of(TermList.NEED, to)
        cast(forms.ChoiceField, self.fields["to_worker"]).choices = [
            ("", "–"),
            *((key, each.name) for key, each in self._people.items()),
        ]
        if is_named:
            self.fields["to_worker"].help_text = _(
                "A protection order is in force: nobody else there sees it."
            )
        if self.is_crossing:
            self.fields["basis"] = GroundField(
                work_form=work_form,
                label=_("On which ground"),
                help_text=_(
                    "%(where)s is another controller's register: this tells of them to others. A consent is checked, "
                    "and what is told is written down."
                )
                % {"where": to.label()},
            )

    def clean(self) -> dict[str, Any]:
        """By a day that is ahead, agreed on unless a law demands it, and to somebody named where an order stands."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("before_on") and given["before_on"] < clock.today():
            self.add_error("before_on", _("Choose today or a day that is still ahead."))
        is_by_law = self.is_crossing and given.get("basis") not in (None, BY_CONSENT)
        if not given.get("is_agreed") and not is_by_law and "basis" not in self.errors:
            self.add_error("is_agreed", _("Only what they agree to goes along. Go through it with them."))
        if self.is_named and not given.get("to_worker") and "to_worker" not in self.errors:
            self.add_error("to_worker", _("A protection order is in force: say who receives them."))
        return given

    def what(self) -> What:
        """What is handed over, of a valid form."""
        given = self.cleaned_data
        return What(
            members=[self._members[key] for key in given["members"]],
            need=given["need"],
            summary=given["summary"],
            before_on=given["before_on"],
            is_agreed=given["is_agreed"],
        )

    def receiver(self) -> User | None:
        """Who receives them, of a valid form."""
        return self._people.get(self.cleaned_data["to_worker"])


_AGES = {
    "adult": gettext_lazy("Adult"),
    "child": gettext_lazy("Child"),
    "baby": gettext_lazy("Baby"),
}


class TakeOnForm(forms.Form):
    """The day of the first time, and in which roles they come: how many they are, and not who."""

    first_on = DayField(label=gettext_lazy("The first time"))
    kind = ChipField(label=gettext_lazy("What"))

    def __init__(
        self,
        *args: Any,
        handover: Handover,
        members: Sequence[EpisodeMember],
        workers: Sequence[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._workers = workers
        add_key_workers(self, workers)
        to = handover.to_work_form
        agreed = [
            term
            for term in words(TermList.CONTACT_KIND).of(to)
            if term.attributes.get(TOOK_PLACE) is not False
        ]
        kinds, roles = labelled(agreed), choices_of(TermList.MEMBER_ROLE, to)
        cast(ChipField, self.fields["kind"]).choices = kinds
        self.fields["kind"].initial = kinds[0][0] if kinds else None
        self._members = list(members)
        known = {key for key, _label in roles}
        for place, (member, label) in enumerate(zip(members, _ages(members, handover), strict=True)):
            self.fields[f"role_{place}"] = ChipField(
                label=label, choices=roles, initial=member.role if member.role in known else None
            )

    def role_rows(self) -> list[BoundField]:
        """The role of each, by their age."""
        return [self[f"role_{place}"] for place in range(len(self._members))]

    def clean_first_on(self) -> Any:
        """A day that is not past."""
        day = self.cleaned_data["first_on"]
        if day and day < clock.today():
            raise forms.ValidationError(_("Choose today or a day that is still ahead."))
        return day

    def named(self) -> Named:
        """Who works with them, of a valid form; a handover proposes nobody."""
        return named_in(self, self._workers)

    def roles(self) -> dict[int, str]:
        """The role of each by client, of a valid form."""
        return {
            member.client_id: self.cleaned_data[f"role_{place}"] for place, member in enumerate(self._members)
        }


def _ages(members: Sequence[EpisodeMember], handover: Handover) -> list[str]:
    """How each is called before anybody is told who they are: Adult, Child 1, Child 2."""
    icons = {
        term.key: term.attributes.get("icon", "adult")
        for term in words(TermList.MEMBER_ROLE).of(handover.episode.work_form)
    }
    ages = [icons.get(member.role, "adult") for member in members]
    totals, seen = Counter(ages), Counter[str]()
    said = []
    for age in ages:
        seen[age] += 1
        label = str(_AGES.get(age, _AGES["adult"]))
        said.append(label if totals[age] == 1 else f"{label} {seen[age]}")
    return said


class RefuseForm(forms.Form):
    """Why they cannot be taken on."""

    reason = ChipField(label=gettext_lazy("Why"))
    words = lines(
        gettext_lazy("To the sender"),
        ANSWER_LENGTH,
        gettext_lazy("What would help instead. Without names."),
        rows=2,
    )

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = reasons_for(HandoverState.REFUSED.value, handover.to_work_form)
        cast(ChipField, self.fields["reason"]).choices = reasons
