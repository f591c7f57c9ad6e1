"""Who works with a family: asked when an episode is opened, and when it changes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.services import Named, PairIsOne, PairNotHere, PairWithoutKeyWorker, WorkerNotHere
from poukama.organisation.models import User
from poukama.toolkit.facts import Text
from poukama.toolkit.fields import ChipField, DayField

KEY_WORKERS_REFUSED = (PairIsOne, PairWithoutKeyWorker, WorkerNotHere)
_SAID: dict[type[Exception], tuple[str, Text]] = {
    PairIsOne: (
        "pair_worker",
        _("The same person is the key worker already. Choose somebody else, or nobody."),
    ),
    PairWithoutKeyWorker: ("key_worker", _("Choose the key worker too: a pair is two.")),
    PairNotHere: ("pair_worker", _("They do not work with this family today. Choose somebody else.")),
    WorkerNotHere: ("key_worker", _("They do not work with this family today. Choose somebody else.")),
}


def add_key_workers(form: forms.Form, people: Sequence[User]) -> None:
    """Ask for the key worker and the other of the pair; there may be neither yet."""
    rows = [(str(user.pk), user.name) for user in people]
    form.fields["key_worker"] = ChipField(
        label=_("Key worker"), required=False, choices=[*rows, ("", _("Nobody yet"))]
    )
    form.fields["pair_worker"] = ChipField(
        label=_("The other of the pair"),
        required=False,
        choices=[*rows, ("", _("Nobody"))],
        help_text=_("When the work is done in pairs."),
    )


def named_in(form: forms.Form, people: Sequence[User]) -> Named:
    """Who was named, of a valid form."""
    by_key = {str(user.pk): user for user in people}
    given = form.cleaned_data
    return Named(by_key.get(given["key_worker"]), by_key.get(given["pair_worker"]))


def refuse_key_workers(form: forms.Form, refused: Exception) -> None:
    """Say at its field why they cannot be named."""
    field, said = _SAID[type(refused)]
    form.add_error(field, str(said))


class KeyWorkersForm(forms.Form):
    """Who works with a family from a day on."""

    starts_on = DayField(label=_("From"), may_be_ahead=False)

    def __init__(self, *args: Any, people: Sequence[User], now: Named, **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial", {}) | {
            "key_worker": _key(now.key_worker, people),
            "pair_worker": _key(now.pair_worker, people),
        }
        super().__init__(*args, **kwargs)
        self._people = people
        add_key_workers(self, people)

    def named(self) -> Named:
        """Who was named, of a valid form."""
        return named_in(self, self._people)


def _key(user: User | None, people: Sequence[User]) -> str:
    return str(user.pk) if user is not None and user in people else ""
